"""avrotower baseline."""

from collections import Counter
from collections.abc import Iterator

import click

from avrotower.acceptance import UNACCEPTABLE, Entry
from avrotower.engine.policies import Choice
from avrotower.engine.result import Report
from avrotower.errors import SourceError
from avrotower.policy import baseline as file
from avrotower.policy.acceptance import Acceptance
from avrotower_cli.against_option import registry
from avrotower_cli.broker_option import brokers
from avrotower_cli.policy_option import baseline_option, policy_options
from avrotower_cli.project import project

_against = click.option(
    "--against",
    multiple=True,
    metavar="SOURCE",
    help="Earlier versions, as `avrotower check` takes them, for what it finds with them, "
    "too.",
)


@click.group(
    epilog="""\b
Examples:
  avrotower baseline write
  avrotower baseline prune
  avrotower baseline show
"""
)
def baseline() -> None:
    """Accept the findings of today, once, and never more."""


@baseline.command(
    epilog="""\b
Examples:
  avrotower baseline write
  avrotower baseline write --against git:origin/main
  avrotower baseline write --against registry
"""
)
@_against
@baseline_option
@policy_options
def write(
    against: tuple[str, ...],
    baseline: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
) -> int:
    """Write the findings of the project into a new baseline.

    They do not count any more. A baseline that exists is not touched: nothing adds to
    it, so that it can only shrink.
    """
    here = project(config, no_config=no_config, baseline=None)
    path = baseline or here.baseline
    file.refuse_existing(path)
    entries: set[Entry] = set()
    counted: Counter[str] = Counter()
    for report in _reports(here.root, against, here.choice):
        for entry, is_accepted in _entries(report, here.root):
            if entry.rule in UNACCEPTABLE:
                counted[entry.rule] += 1
            elif not is_accepted:
                entries.add(entry)
        _refuse_unread(report, "nothing was written")
    file.create(path, entries)
    click.echo(f"wrote {_counted(len(entries))} to {path}")
    for code, count in sorted(counted.items()):
        click.echo(f"{count} of {code} cannot be accepted and still count")
    return 0


@baseline.command(
    epilog="""\b
Examples:
  avrotower baseline prune
  avrotower baseline prune --against git:origin/main
"""
)
@_against
@baseline_option
@policy_options
def prune(
    against: tuple[str, ...],
    baseline: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
) -> int:
    """Take out of the baseline what is repaired.

    The whole project is judged. Entries of rules that could not look, as those of
    `avrotower breaking` without --against, stay.
    """
    from avrotower.engine.tally import Tally  # noqa: PLC0415  with a baseline

    here = project(config, no_config=no_config, baseline=baseline)
    acceptance = here.acceptance
    if acceptance is None or acceptance.baseline is None:
        raise click.UsageError(_NONE)
    gone: set[str] = set()
    for report in _reports(here.root, against, here.choice):
        tally = Tally(here.policy, acceptance)
        for judgement in report:
            if judgement.is_acceptable:
                tally.add(judgement)
        _refuse_unread(report, "nothing was pruned")
        gone |= {entry.fingerprint for entry in tally.stale(is_whole=True)}
    entries = acceptance.baseline.entries()
    kept = [entry for entry in entries if entry.fingerprint not in gone]
    if gone:
        file.keep(acceptance.baseline, {entry.fingerprint for entry in kept})
    click.echo(
        f"took {_counted(len(entries) - len(kept))} out of "
        f"{acceptance.baseline.path}; {_counted(len(kept))} left"
    )
    return 0


@baseline.command(
    epilog="""\b
Examples:
  avrotower baseline show
  avrotower baseline show --baseline old-baseline.json
"""
)
@baseline_option
@policy_options
def show(
    baseline: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
) -> int:
    """List the entries of the baseline."""
    here = project(config, no_config=no_config, baseline=baseline)
    if here.acceptance is None or here.acceptance.baseline is None:
        raise click.UsageError(_NONE)
    found = here.acceptance.baseline
    for entry in found.entries():
        click.echo(f"{entry.path}: {entry.rule} {entry.subject} {entry.fingerprint}")
    click.echo(f"{_counted(len(found.entries()))} in {found.path}")
    return 0


_NONE = "there is no baseline here; write one with avrotower baseline write"


def _counted(number: int) -> str:
    return f"{number} finding{'' if number == 1 else 's'}"


def _reports(root: str, against: tuple[str, ...], choice: Choice) -> Iterator[Report]:
    """Yield the reports over the whole project: by itself, then against its history.

    The first has what a ratchet would let pass in the second.
    """
    from avrotower.engine.run import lint  # noqa: PLC0415  show judges nothing

    yield lint((root,), choice=choice)
    if against:
        from avrotower.engine.evolution import check  # noqa: PLC0415  one of two

        yield check(
            (root,),
            against=against,
            choice=choice,
            opener=registry,
            brokers=brokers(None),
        )


def _entries(report: Report, root: str) -> Iterator[tuple[Entry, bool]]:
    """Yield an entry for each finding in a document, and whether it is accepted."""
    whole = Acceptance(root=root)
    for judgement in report:
        if not judgement.is_acceptable or not judgement.findings:
            continue
        path = judgement.document
        if not judgement.is_of_registry:
            path = whole.path(path)
        subject = judgement.subject.name
        for finding in judgement.findings:
            yield (
                Entry(finding.fingerprint, finding.code, subject, path),
                bool(finding.accepted),
            )


def _refuse_unread(report: Report, outcome: str) -> None:
    unread = report.summary.unread
    if unread:
        first = f"{unread[0].document}: not read: {unread[0].reason}"
        raise SourceError(f"{first}; {outcome}, since it may have findings")
