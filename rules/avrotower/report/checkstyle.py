"""The report as Checkstyle's XML, which most CI servers and editors read."""

from itertools import groupby
from typing import Final

from avrotower import __version__
from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Severity
from avrotower.report.format import Format, weight, written
from avrotower.report.markup import attributes
from avrotower.report.message import failed, in_words, unread_in_words
from avrotower.report.paint import Out

_SEVERITY: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


class Writer(Format):
    """Writes one element for each file with findings."""

    def begin(self) -> None:
        """Write the declaration and the root's start."""
        self.out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self.out.write(
            f"<checkstyle{attributes(version=f'avrotower {__version__}')}>\n"
        )

    def judged(self, judgement: Judgement) -> None:
        """Write the findings of one document, by the file that they stand in."""
        for document, findings in groupby(
            self.shown(judgement), lambda finding: finding.location.document
        ):
            self._file(document, [_error(finding) for finding in findings])
        for failure in judgement.failures:
            self._file(failure.document, [_lost(failed(failure), "rule-failed")])

    def end(self) -> None:
        """Write what could not be read, and the root's end."""
        for unread in self.report.summary.lost:
            self._file(unread.document, [_lost(unread_in_words(unread), "not-read")])
        self.out.write("</checkstyle>\n")

    def _file(self, document: str, errors: list[str]) -> None:
        inner = "".join(f"    {error}\n" for error in errors)
        self.out.write(f"  <file{attributes(name=document)}>\n{inner}  </file>\n")


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def _error(finding: Finding) -> str:
    span = finding.location.span
    place = {"line": span.line, "column": span.column} if span else {"line": 1}
    told = attributes(
        **place,
        severity=_SEVERITY[weight(finding)],
        message=in_words(finding),
        source=f"avrotower.{finding.code}",
    )
    return f"<error{told}/>"


def _lost(message: str, source: str) -> str:
    told = attributes(
        line=1, severity="error", message=message, source=f"avrotower.{source}"
    )
    return f"<error{told}/>"
