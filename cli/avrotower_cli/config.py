"""avrotower config."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click

from avrotower.catalogue import RULES
from avrotower.engine.policies import rules_near
from avrotower.engine.unmatched import unmatched
from avrotower.errors import PolicyError
from avrotower.policy.date import date_now
from avrotower.policy.load import Inspected
from avrotower.policy.load.fault import Fault
from avrotower.rule import Rule
from avrotower_cli.policy_file import NO_FILE, inspected
from avrotower_cli.variables import look_at

if TYPE_CHECKING:
    from avrotower.engine.effective import Row

_WIDTH: Final = 13
_NO_FILE: Final = f"{NO_FILE}; every run judges with profile recommended"


@click.group(
    epilog="""\b
Examples:
  avrotower config check
  avrotower config show schemas/pricing/key.avsc
  avrotower config schema > avrotower.schema.json
  avrotower config update
"""
)
def config() -> None:
    """Check, show and update the policy."""


def _policy(start: str, file: str | None) -> Inspected:
    return inspected(start, file, _NO_FILE)


_file_option: Callable[..., Callable[..., object]] = click.option(
    "--config",
    "file",
    metavar="FILE",
    help="The policy file, instead of the nearest one.",
)


@config.command(
    epilog="""\b
Examples:
  avrotower config check
  avrotower config check --config policy/base.toml
"""
)
@_file_option
def check(file: str | None) -> int:
    """Read the whole policy and tell all that is wrong with it.

    The examples of all rules of your own are run. Globs that match no file are told
    here, and only here.
    """
    seen = _policy(".", file)
    faults = [*unmatched(seen), *_examples(seen.loaded.rules[len(RULES) :])]
    if faults:
        raise PolicyError.of(faults)
    loaded = seen.loaded
    click.echo(f"{loaded.name} is fine: profile {loaded.profile}, policy {loaded.hash}")
    return 0


def _examples(rules: Sequence[Rule]) -> Iterator[Fault]:
    """Yield what the examples of *rules* show that they should not."""
    if not rules:
        return
    from avrotower.testing import check_examples  # noqa: PLC0415  with rules of one's own

    for rule in rules:
        try:
            check_examples(rule)
        except AssertionError as error:
            said = str(error).partition("\n")[0]
            yield Fault(rule.origin, 0, 0, said)


@config.command(
    epilog="""\b
Examples:
  avrotower config show
  avrotower config show schemas/pricing/key.avsc
  avrotower config show schemas/pricing/key.avsc --format json
"""
)
@click.argument("path", required=False, metavar="[PATH]")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@_file_option
def show(path: str | None, form: str, file: str | None) -> int:
    """Show what the policy says, with the origin of every value.

    With PATH, what it means for that document: its subject, role and kind, its level,
    and how severe each rule is there. Without, the policy as a whole.
    """
    if path is None:
        loaded = _policy(".", file).loaded
        click.echo(json.dumps(loaded.data, indent=2, ensure_ascii=False))
        return 0
    if not os.path.isfile(path):  # noqa: PTH113  as everywhere in the command
        raise click.UsageError(f"{path}: there is no such file")
    rows = _rows(path, file)
    if form == "json":
        told: list[Mapping[str, object]] = [row._asdict() for row in rows]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return 0
    for row in rows:
        value = row.value if isinstance(row.value, str) else json.dumps(row.value)
        name = f"  {row.name}" if row.is_option else row.name
        click.echo(f"{name:{_WIDTH}} {value:24} {row.origin}".rstrip())
    return 0


def _rows(path: str, file: str | None) -> "list[Row]":
    from avrotower.engine.effective import rule_rows, subject_rows  # noqa: PLC0415
    from avrotower.engine.policies import governed  # noqa: PLC0415
    from avrotower.schema.parse import parse  # noqa: PLC0415

    seen = _policy(os.path.dirname(path) or ".", file)  # noqa: PTH120  as above
    project = governed(seen.loaded, date_now())
    with open(path, "rb") as opened:  # noqa: PTH123  as above
        document = parse(opened.read(), name=path)
    subject = project.route(path, document)
    policy = project.policy
    return [
        *subject_rows(subject, policy, seen),
        *rule_rows(subject, policy, seen),
    ]


@config.command(
    epilog="""\b
Examples:
  avrotower config update
  avrotower config update --refresh
  AVROTOWER_POLICY__TOKEN=... avrotower config update
"""
)
@click.option(
    "--refresh",
    is_flag=True,
    help="Fetch everything anew, and write the digests of today into the own files.",
)
@_file_option
def update(refresh: bool, file: str | None) -> int:  # noqa: FBT001  a flag of click
    """Fetch the policies behind URLs that the policy extends.

    Each is held against the digest that pins it, and kept as
    .avrotower/policies/SHA256.toml, which other commands read; commit these files.
    """
    from avrotower.policy.load.update import update as bring  # noqa: PLC0415
    from avrotower_cli.fetch import getter  # noqa: PLC0415  the only command with httpx

    look_at(os.environ)
    copies = bring(".", getter(os.environ), config=file, is_refresh=refresh)
    if copies is None:
        raise click.UsageError(_NO_FILE)
    for copy in copies:
        word = "fetched" if copy.is_new else "up to date"
        click.echo(f"{word}: {copy.url}")
        click.echo(f"  {copy.path}")
        if copy.pinned:
            click.echo(f"  its new digest is written into {copy.pinned}")
    loaded = _policy(".", file).loaded
    more = "" if copies else ", and extends nothing behind a URL"
    click.echo(f"{loaded.name} is fine{more}: policy {loaded.hash}")
    return 0


@config.command()
def schema() -> int:
    """Print the JSON Schema of the policy file, for editors.

    It knows the options of the rules that the policy here adds, too.
    """
    from avrotower.policy.document.json_schema import policy_schema  # noqa: PLC0415

    click.echo(
        json.dumps(policy_schema(rules_near(["."])), indent=2, ensure_ascii=False)
    )
    return 0
