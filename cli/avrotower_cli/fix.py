"""avrotower fix."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import click

from avrotower.engine.evolution import breaking
from avrotower.engine.fixing import FixedFile, Left, Outcome
from avrotower.engine.fixing import fix as mend
from avrotower.engine.look import Stdin
from avrotower.engine.result import Report
from avrotower.engine.run import lint
from avrotower.finding import Finding
from avrotower.project.files import Missing, read_bytes
from avrotower.report.paint import plain
from avrotower.report.text import number_of
from avrotower_cli import exits
from avrotower_cli.policy_option import choice, policy_options
from avrotower_cli.rewrite import (
    check_option,
    diff_option,
    difference,
    put,
    standard_input,
    stdin_filename_option,
    write,
)
from avrotower_cli.rule_option import narrowed, rule_options

_SHOWN: Final = 20
"""Reasons for what is left that are told; the rest is counted."""


@click.command(
    epilog="""\b
Examples:
  avrotower fix                          write what is safe
  avrotower fix --diff --unsafe          show what could be written
  avrotower fix --check schemas          fail where a safe fix is missing
  avrotower fix --unsafe --select AVR010 only what one rule finds
  avrotower fix --accepted --select VAL  work through a baseline
  avrotower fix --unsafe --against git:origin/main schemas/price/key.avsc
  avrotower fix - --stdin-filename price/value.avsc < value.avsc
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--unsafe",
    is_flag=True,
    help="Apply also fixes that change bytes, names or what a registry compares.",
)
@click.option(
    "--accepted",
    is_flag=True,
    help="Fix accepted findings, too: what a baseline, a waiver or a note holds.",
)
@check_option
@diff_option
@click.option(
    "--against",
    multiple=True,
    metavar="SOURCE",
    help="git:REF or dir:PATH with the earlier version, for fixes of evolution; repeat it.",
)
@stdin_filename_option
@policy_options
@rule_options
def fix(  # noqa: PLR0913, PLR0917  one argument for each option
    paths: tuple[str, ...],
    unsafe: bool,  # noqa: FBT001  a flag of click
    accepted: bool,  # noqa: FBT001  a flag of click
    check: bool,  # noqa: FBT001  a flag of click
    diff: bool,  # noqa: FBT001  a flag of click
    against: tuple[str, ...],
    stdin_filename: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Write the fixes of findings.

    Only safe ones without --unsafe: neither bytes nor names nor logical types change,
    and each version reads the other. Layout and comments stay. A fix that would bring
    more findings, or after which a schema would not be valid, is taken back.
    PATH is a file, a directory, or - for standard input, which is answered on standard
    output; without any, the current directory.
    """
    stdin = standard_input(paths, stdin_filename)
    if stdin is not None and against:
        raise click.UsageError("--against needs files; standard input has no history")
    chosen = choice(config, no_config=no_config)
    # All rules judge whether the result is worse; these are to be fixed.
    named = narrowed(chosen, select, ignore, paths)
    given = paths or (".",)

    def judge(edited: Mapping[str, bytes]) -> Sequence[Report]:
        reports = [lint(given, stdin=stdin, choice=chosen, edited=edited)]
        if against:
            reports.append(
                breaking(given, against=against, choice=chosen, edited=edited)
            )
        return reports

    def read(path: str) -> bytes | Missing:
        is_stdin = stdin is not None and path == stdin[1]
        return stdin[0] if stdin is not None and is_stdin else read_bytes(path)

    def wants(code: str) -> bool:
        is_selected = not named.select or code in named.select
        return is_selected and code not in named.ignore

    outcome = mend(judge, read, unsafe=unsafe, accepted=accepted, wants=wants)
    is_dry = check or diff
    is_written = _deliver(outcome, stdin, is_dry=is_dry, diff=diff)
    _tell(outcome, is_dry=is_dry, aside=diff or stdin is not None)
    if outcome.failures:
        return exits.CRASHED
    if outcome.unread:
        return exits.UNREACHED
    if not is_written:
        return exits.WRONG_USE
    return exits.FOUND if check and outcome.files else exits.CLEAN


def _deliver(
    outcome: Outcome, stdin: Stdin | None, *, is_dry: bool, diff: bool
) -> bool:
    """Write the files, or show what would change; return whether all were written."""
    if diff:
        for file in outcome.files:
            put(difference(file.path, file.before, file.after).encode())
        return True
    if stdin is not None:
        if not is_dry:
            put(outcome.files[0].after if outcome.files else stdin[0])
        return True
    if is_dry:
        return True
    # Where one cannot be written, the others are.
    written = [write(file.path, file.before, file.after) for file in outcome.files]
    return all(written)


def _tell(outcome: Outcome, *, is_dry: bool, aside: bool) -> None:
    """Say what was fixed, and what is left and why; *aside* leaves the output alone."""
    out = sys.stderr if aside else sys.stdout
    for line in (*_fixed(outcome.files, is_dry=is_dry), *_left(outcome.left)):
        click.echo(line, file=out)
    for unread in outcome.unread:
        told = f"not read: {unread.document}: {unread.reason}; {unread.remedy}"
        click.echo(plain(told), err=True)
    for failure in outcome.failures:
        told = f"rule {failure.code} failed on {failure.document}: {failure.error}"
        click.echo(plain(told), err=True)
    click.echo(_summary(outcome, is_dry=is_dry), file=out)


def _fixed(files: Sequence[FixedFile], *, is_dry: bool) -> Iterator[str]:
    for file in files:
        yield f"{'would fix' if is_dry else 'fixed'} {plain(file.path)}"
        for what, count in Counter(map(_repair, file.repaired)).items():
            yield f"  {what}{f' ({count} times)' if count > 1 else ''}"


def _repair(finding: Finding) -> str:
    title = finding.fix.title if finding.fix else ""
    return plain(f"{finding.code} {finding.name}: {title}")


def _left(left: Sequence[Left]) -> Iterator[str]:
    reasons: dict[tuple[str, str, str], list[Finding]] = {}
    for entry in left:
        finding = entry.finding
        key = finding.code, finding.name, entry.reason
        reasons.setdefault(key, []).append(finding)
    if reasons:
        yield "left:"
    for (code, name, reason), findings in sorted(reasons.items())[:_SHOWN]:
        place = findings[0].location
        where = place.document
        if place.span is not None:
            where = f"{where}:{place.span.line}:{place.span.column}"
        more = len(findings) - 1
        tail = f" and {more} more" if more else ""
        titles = {finding.fix.title for finding in findings if finding.fix}
        told = f"{reason}: {titles.pop()}" if len(titles) == 1 else reason
        yield plain(f"  {code} {name}: {told} ({where}{tail})")
    if len(reasons) > _SHOWN:
        yield f"  and {len(reasons) - _SHOWN} more reasons; avrotower lint shows all"


def _summary(outcome: Outcome, *, is_dry: bool) -> str:
    done = sum(len(file.repaired) for file in outcome.files)
    fixes = f"{done} {'fix' if done == 1 else 'fixes'}"
    verb = "would be written" if is_dry else "written"
    of = number_of(outcome.documents, "document")
    told = f"{fixes} {verb} in {len(outcome.files)} of {of}"
    if not done:
        told = f"nothing to write in {of}"
    count = len(outcome.left)
    left = f"; {number_of(count, 'finding')} left" if count else ""
    unsafe = sum(entry.needs_unsafe for entry in outcome.left)
    more = f", {unsafe} of them with --unsafe" if unsafe else ""
    held = ""
    if outcome.held:
        held = f"; {number_of(outcome.held, 'accepted finding')} more with --accepted"
    return f"{told}{left}{more}{held}{_prune(outcome) if not is_dry else ''}"


def _prune(outcome: Outcome) -> str:
    channels = {f.accepted for file in outcome.files for f in file.repaired}
    if "baseline" not in channels:
        return ""
    return "\navrotower baseline prune takes what is repaired out of the baseline"
