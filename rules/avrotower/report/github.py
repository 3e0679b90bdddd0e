"""The report as workflow commands, which GitHub shows as annotations beside the lines.

GitHub keeps ten errors, ten warnings and ten notices of a step and drops the rest
without a word; the rest is counted in the last notice. Of a job it keeps fifty, which
two full steps exceed, and of a message 4,096 characters.
Source: actions/toolkit, docs/problem-matchers.md; actions/runner, ExecutionContext.cs.
"""

from collections import Counter
from typing import Final

from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Severity
from avrotower.report.format import PLAIN, Format, View, weight, written
from avrotower.report.message import failed, paragraphs, unread_in_words
from avrotower.report.paint import Out, Paint, plain
from avrotower.report.text import counted

_WORD: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
SHOWN: Final = 10
"""How many annotations of one kind GitHub shows for a step."""
LONGEST: Final = 4_096
"""Characters of a message that GitHub keeps."""
_CUT: Final = "\n… avrotower explain, and the other formats, tell the rest"


class Writer(Format):
    """Writes as many annotations as GitHub shows."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._written: Counter[str] = Counter()
        self._left: Counter[str] = Counter()
        self._held: str | None = None
        """The tenth notice: it makes way when there is a rest to count."""

    def judged(self, judgement: Judgement) -> None:
        """Write the annotations of one document."""
        for failure in judgement.failures:
            self._annotate(
                "error", _properties(failure.document, "rule failed"), failed(failure)
            )
        for finding in self.shown(judgement):
            word = _WORD[weight(finding)]
            text = _kept("\n".join(paragraphs(finding)))
            self._annotate(word, _placed(finding), text)

    def end(self) -> None:
        """Write what was not read, count what GitHub would not show."""
        for unread in self.report.summary.lost:
            place = _properties(unread.document, "not read")
            self._annotate("error", place, unread_in_words(unread))
        if self._held is not None and not self._left:
            self.out.write(self._held)
        elif self._left:
            self._left["notice"] += self._held is not None
            counts = ", ".join(
                f"{self._left[word]} more {word}{'' if self._left[word] == 1 else 's'}"
                for word in ("error", "warning", "notice")
                if self._left[word]
            )
            self.out.write(
                f"::notice title=avrotower::{counts}: GitHub shows ten of each kind;"
                " the other formats of avrotower have them all\n"
            )
        self.out.write(counted(self.report.summary, Paint(is_on=False)) + "\n")

    def _annotate(self, word: str, properties: str, text: str) -> None:
        line = f"::{word} {properties}::{_data(text)}\n"
        if self._written[word] == SHOWN:
            self._left[word] += 1
            return
        self._written[word] += 1
        if word == "notice" and self._written[word] == SHOWN:
            self._held = line
            return
        self.out.write(line)


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def _kept(text: str) -> str:
    """Return as much of *text* as GitHub keeps, and say so where that is not all."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - len(_CUT)] + _CUT


def _placed(finding: Finding) -> str:
    span = finding.location.span
    place = ""
    if span is not None:
        place = f",line={span.line},endLine={span.end_line},col={span.column}"
        if span.end_line == span.line:
            # GitHub takes the last column only of what stands on one line.
            place += f",endColumn={span.end_column}"
    title = f"{finding.code} {finding.name}"
    return _properties(finding.location.document, title, place)


def _properties(document: str, title: str, place: str = "") -> str:
    path = plain(document.removeprefix("./"))
    return f"file={_property(path)}{place},title={_property(title)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
