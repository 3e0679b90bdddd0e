"""avrotower explain."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import click

from avrotower.catalogue import find
from avrotower.engine.policies import rules_near
from avrotower.engine.result import Judgement, Report
from avrotower.errors import UnknownRuleError
from avrotower.finding import Finding
from avrotower.report.paint import Paint
from avrotower.report.rule_page import page
from avrotower.report.text import told
from avrotower.rule import Rule
from avrotower_cli.delivery import wants_colour
from avrotower_cli.output import color_option
from avrotower_cli.variables import look_at

_SHORTEST: Final = 4
"""Digits of a fingerprint that are enough to look for one."""
PLACE: Final = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::(?P<column>\d+))?")
"""A place as reports print it."""


@click.command(
    epilog="""\b
Examples:
  avrotower explain KEY001
  avrotower explain key-optional-field
  avrotower explain schemas/price/key.avsc:7:34
  avrotower explain schemas/price/value.avsc:12:9 --against git:main
  avrotower explain v1:3f2a9c schemas/
"""
)
@click.argument("what", metavar="CODE|NAME|PLACE|FINGERPRINT")
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

    A finding is named by its place, as the report prints it, or by the beginning of
    its fingerprint, as the JSON report has it. Documents are judged again to find it:
    the one at the place, or those below PATH.
    """
    place = PLACE.fullmatch(what)
    if what.startswith("v1:"):
        if len(what) < len("v1:") + _SHORTEST:
            raise click.UsageError(
                f"{what!r} is too short; give {_SHORTEST} digits or more"
            )
        report = _report(paths or (".",), against)
        found = _matching(
            report,
            lambda finding: finding.fingerprint.startswith(what),
        )
    elif place is not None:
        report = _report(paths or (judged_with(place["path"]),), against)
        found = _matching(report, lambda finding: stands_at(finding, place))
    else:
        click.echo(page(_rule(what, paths)), nl=False)
        return 0
    entries = list(found)
    if not entries:
        judged = paths or ((place["path"],) if place is not None else ())
        raise unfound(what, judged, against)
    paint = Paint(is_on=wants_colour(color, sys.stdout))
    return _explain(what, entries, report.rules, paint)


def _rule(named: str, paths: Sequence[str]) -> Rule:
    """Return the rule that is *named*: ours, or one of the projects of *paths*."""
    try:
        return find(named)
    except UnknownRuleError:
        return find(named, rules_near(paths or (".",)))


def _explain(
    what: str,
    found: list[tuple[Judgement, Finding]],
    rules: Sequence[Rule],
    paint: Paint,
) -> int:
    prints = {finding.fingerprint for _, finding in found}
    if len(prints) > 1 and what.startswith("v1:"):
        raise click.UsageError(f"{what} fits {', '.join(sorted(prints))}")
    for judgement, finding in found:
        for line in told(finding, judgement.texts, paint):
            click.echo(line)
        click.echo(f"  fingerprint: {finding.fingerprint}\n")
    codes = {finding.code for _, finding in found}
    pages = (page(rule) for rule in rules if rule.code in codes)
    click.echo("\n".join(pages), nl=False)
    return 0


def unfound(
    what: str, paths: Sequence[str], against: Sequence[str]
) -> click.UsageError:
    """Return the complaint that there is no finding *what* below *paths*."""
    command = f"breaking --against {against[0]}" if against else "lint"
    line = " ".join(("avrotower", command, *paths, "--show-accepted"))
    hint = "" if against else "; a finding of avrotower breaking needs --against"
    return click.UsageError(
        f"there is no finding {what} now; {line} lists those that there are{hint}"
    )


def judged_with(path: str) -> str:
    """Return what is judged to find what stands in *path*, a file of the policy or not."""
    return "." if path.endswith((".toml", ".json")) else path


def stands_at(finding: Finding, place: re.Match[str]) -> bool:
    """Whether *finding* is shown at *place*, a match of `PLACE`."""
    span = finding.location.span
    return (
        span is not None
        and span.line == int(place["line"])
        and span.column == int(place["column"] or span.column)
        and os.path.normpath(place["path"])
        == os.path.normpath(finding.location.document)
    )


def _report(paths: tuple[str, ...], against: tuple[str, ...]) -> Report:
    look_at(os.environ)
    if against:
        from avrotower.engine.evolution import breaking  # noqa: PLC0415  one of two

        return breaking(paths, against=against)
    from avrotower.engine.run import lint  # noqa: PLC0415

    return lint(paths)


def _matching(
    report: Report, is_meant: Callable[[Finding], bool]
) -> Iterator[tuple[Judgement, Finding]]:
    for judgement in report:
        for finding in judgement.findings:
            if is_meant(finding):
                yield judgement, finding
