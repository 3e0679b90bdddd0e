"""The report for GitLab's Code Quality widget (an artifact of the kind `codequality`).

Source: GitLab, CI/CD, Code Quality, "Code Quality report format".
"""

from typing import Any, Final

from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Severity
from avrotower.report.array import Array
from avrotower.report.format import PLAIN, Format, View, weight, written
from avrotower.report.message import failed, in_words, unread_in_words
from avrotower.report.paint import Out

_SEVERITY: Final = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}
_NOT_JUDGED: Final = "blocker"


class Writer(Format):
    """Writes one object for each finding, and for each thing that was not judged."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._array = Array(out)

    def judged(self, judgement: Judgement) -> None:
        """Write the findings of one document."""
        for finding in self.shown(judgement):
            self._array.add(_of(finding))
        for failure in judgement.failures:
            document = failure.document
            self._array.add(
                _lost(failed(failure), document, f"{failure.code}:{document}")
            )

    def end(self) -> None:
        """Write what could not be read."""
        for unread in self.report.summary.lost:
            self._array.add(
                _lost(unread_in_words(unread), unread.document, unread.document)
            )
        self._array.close()
        self.out.write("\n")


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def _of(finding: Finding) -> dict[str, Any]:
    span = finding.location.span
    lines = {"begin": span.line, "end": span.end_line} if span else {"begin": 1}
    return {
        "description": f"{finding.code} {finding.name}: {in_words(finding)}",
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITY[weight(finding)],
        "location": {"path": _path(finding.location.document), "lines": lines},
    }


def _lost(description: str, document: str, key: str) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": "not-judged",
        "fingerprint": f"not-judged:{key}",
        "severity": _NOT_JUDGED,
        "location": {"path": _path(document), "lines": {"begin": 1}},
    }


def _path(document: str) -> str:
    """Return *document* as GitLab wants it: without `./`."""
    return document.removeprefix("./")
