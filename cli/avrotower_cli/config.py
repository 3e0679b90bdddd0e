"""avrotower config."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import click

from avrotower.catalogue import RULES
from avrotower.engine.unmatched import unmatched
from avrotower.errors import PolicyError
from avrotower.policy.load import Inspected, inspect

if TYPE_CHECKING:
    from avrotower.engine.effective import Row

_WIDTH: Final = 13


@click.group(
    epilog="""\b
Examples:
  avrotower config check
  avrotower config show schemas/pricing/key.avsc
  avrotower config schema > avrotower.schema.json
"""
)
def config() -> None:
    """Check and show the policy."""


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _policy(start: str, file: str | None) -> Inspected:
    seen = inspect(start, RULES, config=file, today=_today())
    if seen is None:
        raise click.UsageError(
            "there is no avrotower.toml here or above, and no [tool.avrotower]; "
            "every run judges with profile recommended; avrotower init writes a first one"
        )
    return seen


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

    Globs that match no file are told here, and only here.
    """
    seen = _policy(".", file)
    faults = unmatched(seen)
    if faults:
        raise PolicyError.of(faults)
    loaded = seen.loaded
    click.echo(f"{loaded.name} is fine: profile {loaded.profile}, policy {loaded.hash}")
    return 0


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
    from avrotower.engine.policies import Choice, Policies  # noqa: PLC0415
    from avrotower.schema.parse import parse  # noqa: PLC0415

    seen = _policy(os.path.dirname(path) or ".", file)  # noqa: PTH120  as above
    governed = Policies(Choice(file)).of(path)
    with open(path, "rb") as opened:  # noqa: PTH123  as above
        document = parse(opened.read(), name=path)
    subject = governed.route(path, document)
    policy = governed.policy
    return [
        *subject_rows(subject, policy, seen),
        *rule_rows(subject, policy, seen),
    ]


@config.command()
def schema() -> int:
    """Print the JSON Schema of the policy file, for editors."""
    from avrotower.policy.document.json_schema import policy_schema  # noqa: PLC0415

    click.echo(json.dumps(policy_schema(RULES), indent=2, ensure_ascii=False))
    return 0
