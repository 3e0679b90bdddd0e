"""The report for reviewdog (`-f=rdjson`), which comments on pull requests anywhere.

Source: reviewdog, proto/rdf. Its columns count bytes of UTF-8 from 1.
"""

from collections.abc import Mapping
from typing import Any, Final

from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Location, Severity, Span
from avrotower.report.array import Array
from avrotower.report.format import PLAIN, Format, View, weight, written
from avrotower.report.json import as_text
from avrotower.report.message import failed, paragraphs, unread_in_words
from avrotower.report.paint import Out
from avrotower.report.replacement import Replacements

_SEVERITY: Final = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.INFO: "INFO",
}


class Writer(Format):
    """Writes one diagnostic for each finding."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._array = Array(out)

    def begin(self) -> None:
        """Write who speaks."""
        self.out.write(
            as_text({"source": {"name": "avrotower"}})[:-1] + ',"diagnostics":'
        )

    def judged(self, judgement: Judgement) -> None:
        """Write the findings of one document."""
        replacements = Replacements(judgement.texts)
        for finding in self.shown(judgement):
            diagnostic = _of(finding, judgement.texts)
            new = replacements.whole(finding)
            if new is not None:
                text = judgement.texts[finding.location.document]
                suggestion = {"range": ranged(new.span, text), "text": new.text}
                diagnostic["suggestions"] = [suggestion]
            self._array.add(diagnostic)
        for failure in judgement.failures:
            self._array.add(_lost(failed(failure), failure.document))

    def end(self) -> None:
        """Write what could not be read."""
        for unread in self.report.summary.lost:
            self._array.add(_lost(unread_in_words(unread), unread.document))
        self._array.close()
        self.out.write("}\n")


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def _of(finding: Finding, texts: Mapping[str, str]) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": "\n".join(paragraphs(finding)),
        "location": _location(finding.location, texts),
        "severity": _SEVERITY[weight(finding)],
        "code": {"value": finding.code},
    }
    if finding.related:
        diagnostic["relatedLocations"] = [
            {"message": note.message, "location": _location(note.location, texts)}
            for note in finding.related
        ]
    return diagnostic


def _lost(message: str, document: str) -> dict[str, Any]:
    return {"message": message, "location": {"path": document}, "severity": "ERROR"}


def _location(location: Location, texts: Mapping[str, str]) -> dict[str, Any]:
    path = location.document.removeprefix("./")
    text = texts.get(location.document)
    if location.span is None or text is None:
        return {"path": path}
    return {"path": path, "range": ranged(location.span, text)}


def ranged(span: Span, text: str) -> dict[str, Any]:
    """Return *span* of *text* as two positions whose columns count bytes of UTF-8."""
    return {
        "start": {"line": span.line, "column": _bytes(text, span.start, span.column)},
        "end": {
            "line": span.end_line,
            "column": _bytes(text, span.end, span.end_column),
        },
    }


def _bytes(text: str, at: int, column: int) -> int:
    """Return *column*, which counts code points up to the offset *at*, in bytes."""
    if text.isascii():
        return column
    before = text[max(0, at - column + 1) : at]
    return 1 + len(before.encode("utf-8", "surrogatepass"))
