"""avrotower waiver."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from avrotower.acceptance import UNACCEPTABLE, Waiver
from avrotower.engine.policies import Choice
from avrotower.engine.result import Judgement, Report
from avrotower.errors import PolicyError, SourceError
from avrotower.finding import Finding
from avrotower.policy.acceptance import Acceptance
from avrotower.policy.choice import EDITION
from avrotower.policy.discovery import FILE, PYPROJECT
from avrotower.policy.replace import replace
from avrotower.policy.waiver import appended
from avrotower_cli.explain import PLACE, judged_with, stands_at, unfound
from avrotower_cli.policy_option import policy_options
from avrotower_cli.project import Project, project

_SHORTEST: Final = len("v1:") + 4
"""Characters of a fingerprint that are enough to look for one."""
_REASON: Final = 10
"""Characters of a reason at least (CONFIG, 14)."""
_START: Final = f'version = 1\nedition = "{EDITION}"\n'
"""What a policy file begins with that holds nothing but waivers."""
_SOON: Final = timedelta(days=90)
"""How long the waivers of examples last."""
_DAYS: Final = re.compile(r"(\d+)d")


@click.group(
    epilog="""\b
Examples:
  avrotower waiver list
  avrotower waiver add v1:3f2a9c01 --reason "fixed by regulation" --owner me --expires 2027-03-31
  avrotower waiver list --config policy/base.toml
"""
)
def waiver() -> None:
    """Accept single findings, with a reason and an end."""


@waiver.command(
    epilog="""\b
Examples:
  avrotower waiver add stock/key.avsc:6:31 --reason "fixed by regulation" --owner team-stock --expires 2027-03-31
  avrotower waiver add v1:3f2a9c01 --reason "fixed by regulation" --owner team-stock --expires 2027-03-31
"""
)
@click.argument("what", metavar="FINGERPRINT|PLACE")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--reason", default="", help="Why; ten characters or more. Required.")
@click.option("--owner", default="", help="Who answers for it. Required.")
@click.option(
    "--expires",
    default="",
    metavar="YYYY-MM-DD",
    help="The day on which the finding counts again. Required.",
)
@click.option("--ticket", default="", help="Where more is said.")
@click.option(
    "--against",
    multiple=True,
    metavar="SOURCE",
    help="git:REF or dir:PATH, for a finding of `avrotower breaking`.",
)
@policy_options
def add(  # noqa: PLR0913, PLR0917  one argument for each option
    what: str,
    paths: tuple[str, ...],
    reason: str,
    owner: str,
    expires: str,
    ticket: str,
    against: tuple[str, ...],
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
) -> int:
    """Write a waiver for one finding into the policy file.

    The finding is named by its place, as the report prints it, or by the beginning of
    its fingerprint, as the JSON report and `avrotower explain PLACE` have it. Documents
    are judged again to find it: the one at the place, or those below PATH. What stands
    in the file stays as it is.
    """
    here = project(config, no_config=no_config)
    _check_words({"--reason": reason, "--owner": owner, "--expires": expires})
    end = _end(expires, here)
    judgement, finding = _found(what, paths, against, here)
    written = _waiver(judgement, finding, here.root)._replace(
        reason=reason, owner=owner, expires=end.isoformat(), ticket=ticket
    )
    path = _append(written, here, config)
    click.echo(f"{finding.code} {finding.name} is accepted until {end} in {path}")
    return 0


def _check_words(given: Mapping[str, str]) -> None:
    """Tell all that is missing at once, and what to write."""
    missing = [name for name, text in given.items() if not text.strip()]
    if missing:
        raise click.UsageError(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing; a "
            'waiver says why, who answers for it and when it ends: --reason "fixed by '
            f'regulation" --owner team-stock --expires {_today() + _SOON}'
        )
    if len(given["--reason"].strip()) < _REASON:
        raise click.UsageError(
            f"--reason has to say why, in {_REASON} characters or more"
        )


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _end(expires: str, here: Project) -> date:
    today = _today()
    try:
        end = date.fromisoformat(expires)
    except ValueError:
        raise click.UsageError(
            f"--expires {expires}: write a date like {today + _SOON}"
        ) from None
    if end <= today:
        raise click.UsageError(f"--expires {end}: the finding would count at once")
    settings = here.policy.settings
    longest = settings.data["lint"]["max-waiver"] if settings is not None else "366d"
    days = _DAYS.fullmatch(longest)
    if days is not None and end > today + timedelta(days=int(days[1])):
        last = today + timedelta(days=int(days[1]))
        raise click.UsageError(
            f"--expires {end}: max-waiver allows {last} at the latest"
        )
    return end


def _found(
    what: str, paths: tuple[str, ...], against: tuple[str, ...], here: Project
) -> tuple[Judgement, Finding]:
    place = None if what.startswith("v1:") else PLACE.fullmatch(what)
    if place is None and (len(what) < _SHORTEST or not what.startswith("v1:")):
        raise click.UsageError(
            f"{what!r} is neither a fingerprint (v1:3f2a9c01) nor a place (key.avsc:6:31)"
        )
    paths = paths or ((judged_with(place["path"]),) if place else (here.root,))
    report = _report(paths, against, here.choice)
    found = {
        finding.fingerprint: (judgement, finding)
        for judgement, finding in _all(report)
        if (
            stands_at(finding, place) if place else finding.fingerprint.startswith(what)
        )
    }
    if not found and report.summary.unread:
        first = report.summary.unread[0]
        raise SourceError(f"{first.document}: not read: {first.reason}; {first.remedy}")
    if not found:
        raise unfound(what, paths, against)
    if len(found) > 1:
        told = (f"{name} {found[name][1].code}" for name in sorted(found))
        raise click.UsageError(f"{what} fits {', '.join(told)}")
    judgement, finding = next(iter(found.values()))
    if finding.code in UNACCEPTABLE:
        raise click.UsageError(
            f"findings of {finding.code} cannot be accepted; repair it"
        )
    if finding.accepted in {"waiver", "inline"}:
        raise click.UsageError(f"{what} is accepted already")
    return judgement, finding


def _report(paths: tuple[str, ...], against: tuple[str, ...], choice: Choice) -> Report:
    if against:
        from avrotower.engine.evolution import breaking  # noqa: PLC0415  one of two

        return breaking(paths, against=against, choice=choice)
    from avrotower.engine.run import lint  # noqa: PLC0415

    return lint(paths, choice=choice)


def _all(report: Report) -> Iterator[tuple[Judgement, Finding]]:
    for judgement in report:
        if judgement.is_acceptable:
            for finding in judgement.findings:
                yield judgement, finding


def _waiver(judgement: Judgement, finding: Finding, root: str) -> Waiver:
    """Return a waiver for *finding* without what a person has to say."""
    subject = judgement.subject
    bare = Waiver(finding.name, "", "", "", at=finding.location.path)
    if subject.confidence == "guess":
        # The name of such a subject is read from that of the file.
        path = Acceptance(root=root).path(finding.location.document)
        return bare._replace(file=path)
    return bare._replace(subject=finding.subject)


def _append(written: Waiver, here: Project, config: str | None) -> Path:
    """Add *written* to the policy file, and return its path."""
    path = Path(config or Path(here.root, FILE))
    if config is None and here.has_file and not path.is_file():
        path = Path(here.root, PYPROJECT)
    header = "tool.avrotower.waivers" if path.name == PYPROJECT else "waivers"
    before = _text(path)
    text = _START if before is None else before
    replace(str(path), appended(str(path), text, written, header))
    try:
        project(config, no_config=False)
    except PolicyError:
        # What the policy forbids, a locked rule for one, is not written.
        if before is None:
            path.unlink()
        else:
            replace(str(path), before)
        raise
    return path


def _text(path: Path) -> str | None:
    """Return the content of *path*, None where it does not exist."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path} cannot be read: {error}") from None


@waiver.command(
    name="list",
    epilog="""\b
Examples:
  avrotower waiver list
""",
)
@policy_options
def list_(
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
) -> int:
    """List the waivers, the first to end first."""
    acceptance = project(config, no_config=no_config).acceptance
    waivers = acceptance.waivers if acceptance is not None else ()
    if acceptance is None or not waivers:
        click.echo("there are no waivers")
        return 0
    for item in sorted(waivers, key=lambda it: it.expires):
        is_over = item.expires <= acceptance.today
        where = item.subject or item.topic or item.file
        click.echo(
            f"{item.expires}{' (over)' if is_over else ''}  {item.rule}  {where}"
        )
        if item.at:
            click.echo(f"    at {item.at}")
        ticket = f", {item.ticket}" if item.ticket else ""
        click.echo(f"    {item.reason} ({item.owner}{ticket})")
    return 0
