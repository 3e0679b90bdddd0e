"""The report as JUnit's XML: a suite for each document, a case for each rule that spoke.

Findings at or above the threshold fail their case; the others stand in its output.
A rule that lacks an input is a skipped case, and the rules without findings are one
case that passes.
"""

from collections.abc import Iterator
from itertools import groupby

from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Severity
from avrotower.report.format import Format, written
from avrotower.report.frame import shown_place
from avrotower.report.markup import attributes, marked_up
from avrotower.report.message import failed, paragraphs, unread_in_words
from avrotower.report.paint import Out


class Writer(Format):
    """Writes one suite for each document."""

    def begin(self) -> None:
        """Write the declaration and the root's start."""
        self.out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        name = f"avrotower {self.report.command}"
        self.out.write(f"<testsuites{attributes(name=name)}>\n")

    def judged(self, judgement: Judgement) -> None:
        """Write the suite of one document."""
        document = judgement.document
        asked = self.view.fail_on
        fail_on = judgement.fail_on if asked is None else asked
        cases: list[tuple[str, str]] = []
        by_code = sorted(self.shown(judgement), key=lambda finding: finding.code)
        for code, found in groupby(by_code, lambda finding: finding.code):
            cases.append(_spoke(document, code, list(found), fail_on))
        for failure in judgement.failures:
            told = f"<error{attributes(message=failed(failure))}/>"
            cases.append(("error", _case(document, failure.code, told)))
        for skip in judgement.skipped:
            told = f"<skipped{attributes(message=skip.reason)}/>"
            cases.append(("skipped", _case(document, skip.code, told)))
        clean = judgement.states.count("c")
        if clean:
            rules = f"{clean} rule{'' if clean == 1 else 's'} without findings"
            cases.append(("passed", _case(document, rules)))
        self._suite(document, cases)

    def end(self) -> None:
        """Write what could not be read, and the root's end."""
        for unread in self.report.summary.lost:
            told = f"<error{attributes(message=unread_in_words(unread))}/>"
            case = _case(unread.document, "not read", told)
            self._suite(unread.document, [("error", case)])
        self.out.write("</testsuites>\n")

    def _suite(self, document: str, cases: list[tuple[str, str]]) -> None:
        states = [state for state, _ in cases]
        head = attributes(
            name=document,
            tests=len(cases),
            failures=states.count("failure"),
            errors=states.count("error"),
            skipped=states.count("skipped"),
        )
        inner = "".join(f"    {case}\n" for _, case in cases)
        self.out.write(f"  <testsuite{head}>\n{inner}  </testsuite>\n")


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def _spoke(
    document: str, code: str, findings: list[Finding], fail_on: Severity
) -> tuple[str, str]:
    told = "\n\n".join(_told(finding) for finding in findings)
    name = f"{code} {findings[0].name}"
    worst = max(
        (finding.severity for finding in findings if not finding.accepted),
        default=Severity.OFF,
    )
    if worst < fail_on:
        output = f"<system-out>{marked_up(told)}</system-out>"
        return "passed", _case(document, name, output)
    head = attributes(message=findings[0].message, type=worst.word)
    return "failure", _case(
        document, name, f"<failure{head}>{marked_up(told)}</failure>"
    )


def _case(document: str, name: str, inner: str = "") -> str:
    head = f"testcase{attributes(classname=document, name=name, file=document)}"
    return f"<{head}>{inner}</testcase>" if inner else f"<{head}/>"


def _told(finding: Finding) -> str:
    return "\n".join(_lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{shown_place(finding.location)}: {finding.severity.word} {finding.code}"
    yield from (f"  {line}" for line in paragraphs(finding))
