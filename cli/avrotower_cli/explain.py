"""avrotower explain."""

import sys
from collections.abc import Iterator

import click

from avrotower.catalogue import RULES, find
from avrotower.engine.result import Judgement, Report
from avrotower.finding import Finding
from avrotower.report.paint import Paint
from avrotower.report.rule_page import page
from avrotower.report.text import told
from avrotower_cli.output import color_option, wants_colour

_SHORTEST = 4
"""Digits of a fingerprint that are enough to look for one."""


@click.command(
    epilog="""\b
Examples:
  avrotower explain KEY001
  avrotower explain key-optional-field
  avrotower explain v1:3f2a9c schemas/
  avrotower explain v1:3f2a9c --against git:main schemas/
"""
)
@click.argument("what", metavar="CODE|NAME|FINGERPRINT")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--against",
    multiple=True,
    metavar="SOURCE",
    help="git:REF or dir:PATH, for a finding of `avrotower breaking`.",
)
@color_option
def explain(
    what: str, paths: tuple[str, ...], against: tuple[str, ...], color: str
) -> int:
    """Explain a rule, or one finding, at length.

    A finding is named by its fingerprint or the beginning of it, as the JSON report
    shows it; the documents below PATH are judged again to find it.
    """
    if not what.startswith("v1:"):
        click.echo(page(find(what)), nl=False)
        return 0
    if len(what) < len("v1:") + _SHORTEST:
        raise click.UsageError(
            f"{what!r} is too short; give {_SHORTEST} digits or more"
        )
    found = list(_matching(what, _report(paths or (".",), against)))
    prints = {finding.fingerprint for _, finding in found}
    if not found:
        where = " ".join(paths) or "the current directory"
        raise click.UsageError(f"there is no finding {what} in {where}")
    if len(prints) > 1:
        raise click.UsageError(f"{what} fits {', '.join(sorted(prints))}")
    judgement, finding = found[0]
    paint = Paint(is_on=wants_colour(color, sys.stdout))
    for line in told(finding, judgement.texts, paint):
        click.echo(line)
    click.echo(f"  fingerprint: {finding.fingerprint}")
    click.echo()
    rule = next(rule for rule in RULES if rule.code == finding.code)
    click.echo(page(rule), nl=False)
    return 0


def _report(paths: tuple[str, ...], against: tuple[str, ...]) -> Report:
    if against:
        from avrotower.engine.evolution import breaking  # noqa: PLC0415  one of two

        return breaking(paths, against=against)
    from avrotower.engine.run import lint  # noqa: PLC0415

    return lint(paths)


def _matching(what: str, report: Report) -> Iterator[tuple[Judgement, Finding]]:
    for judgement in report:
        for finding in judgement.findings:
            if finding.fingerprint.startswith(what):
                yield judgement, finding
