"""The report as JSON lines: one finding a line, for `jq`, `grep` and log collectors.

The first line has the type `run`, the last one `summary`.
"""

from avrotower.engine.result import Judgement, Report, Summary
from avrotower.report.format import Format, written
from avrotower.report.json import as_text, finding_json, head, summed
from avrotower.report.paint import Out


class Writer(Format):
    """Writes a line for each finding, failure and file that was not read."""

    def begin(self) -> None:
        """Write what ran."""
        self._line("run", head(self.report))

    def judged(self, judgement: Judgement) -> None:
        """Write a line for each finding and failure."""
        for finding in judgement.findings:
            self._line("finding", finding_json(finding))
        for failure in judgement.failures:
            self._line("failure", failure._asdict())

    def end(self) -> None:
        """Write what could not be read, then the summary."""
        for unread in self.report.summary.lost:
            self._line("unread", unread._asdict())
        self._line("summary", summed(self.report.summary))

    def _line(self, kind: str, values: dict[str, object]) -> None:
        self.out.write(as_text({"type": kind, **values}) + "\n")


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])
