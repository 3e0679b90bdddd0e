"""The report as Markdown: a comment on a pull request, or GitHub's job summary.

Services refuse long comments, so the findings end where the room ends, and the rest is
counted.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Explanation, Finding, Location
from avrotower.report.appendix import blocks
from avrotower.report.format import PLAIN, Format, View, written
from avrotower.report.frame import framed, shown_place
from avrotower.report.markup import marked_up
from avrotower.report.message import failed, in_words, unread_in_words
from avrotower.report.paint import Out, Paint, plain
from avrotower.report.text import counted, summarised

ROOM: Final = 60_000
"""Characters of tables and details; GitHub takes 65,536 for a comment."""
_SIGN: Final = {"error": "\u274c", "warning": "\u26a0\ufe0f", "info": "\u2139\ufe0f"}
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~$!])")
_MENTION: Final = re.compile(r"@(?=\w)")
_TICKS: Final = re.compile(r"`+")
_OFF: Final = Paint(is_on=False)


class Writer(Format):
    """Holds what there is room for, and writes it below its summary."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._rows: list[str] = []
        self._details: list[str] = []
        self._room = ROOM
        self._left = 0

    def judged(self, judgement: Judgement) -> None:
        """Keep the findings of one document while there is room."""
        for finding in self.shown(judgement):
            row = _row(finding)
            details = "\n".join(_details(finding, judgement.texts))
            self._room -= len(row) + len(details)
            if self._room < 0:
                # Later ones that are shorter would hide that some are missing.
                self._room = 0
                self._left += 1
                continue
            self._rows.append(row)
            if details:
                self._details.append(details)

    def end(self) -> None:
        """Write the summary, the table, the details."""
        for block in self._blocks(self.report.summary):
            self.out.write(block + "\n\n")
        policy = "<br>".join(map(inline, self.report.policy.splitlines()))
        self.out.write(f"<sub>{policy}</sub>\n")

    def _blocks(self, summary: Summary) -> Iterator[str]:
        yield f"### avrotower {self.report.command}: {inline(counted(summary, _OFF))}"
        for unread in summary.lost:
            yield f"* **{code(unread.document)}** {inline(unread_in_words(unread))}"
        for failure in summary.failures:
            yield f"* **{code(failure.document)}** {inline(failed(failure))}"
        if self._rows:
            head = ["| | rule | place | finding |", "|---|---|---|---|"]
            yield "\n".join(head + self._rows)
        if self._left:
            findings = "finding" if self._left == 1 else "findings"
            yield f"{self._left} more {findings}: there is no room for them here."
        yield from self._details
        yield from blocks(self.report.appendix())
        for (name, reason), count in sorted(summary.skipped.items()):
            codes = summarised(sorted(summary.skipped_codes[name, reason]))
            checks = "check" if count == 1 else "checks"
            yield f"Skipped: {count} {checks} without {name} ({codes}): {inline(reason)}."


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* when it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def inline(text: str) -> str:
    """Return *text* in one line that says the same as Markdown, and mentions nobody."""
    shown = _SPECIAL.sub(r"\\\1", plain(text)).replace("&", "&amp;")
    return _MENTION.sub("@\u200b", shown)


def code(text: str) -> str:
    """Return *text* as a piece of code."""
    shown = plain(text)
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _row(finding: Finding) -> str:
    word = finding.severity.word
    place = code(shown_place(finding.location)).replace("|", "\\|")
    return (
        f"| {_SIGN[word]} {word} | {finding.code} {finding.name} "
        f"| {place} | {inline(in_words(finding))} |"
    )


def _details(finding: Finding, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield what the table has no room for: before and after, and the repaired JSON."""
    explanation = finding.explanation
    snippet = finding.fix.snippet if finding.fix is not None else ""
    if explanation is None and not snippet:
        return
    # A summary is HTML: it is not read as Markdown everywhere.
    place = marked_up(shown_place(finding.location))
    yield f"<details><summary>{finding.code} <code>{place}</code></summary>"
    yield ""
    if explanation is not None:
        yield from _break(explanation, texts)
    if snippet:
        yield "repaired:"
        yield ""
        yield from _fenced(snippet.splitlines())
    yield "</details>"


def _break(explanation: Explanation, texts: Mapping[str, str]) -> Iterator[str]:
    before, after = explanation.writer, explanation.reader
    roles = ("writer", "reader")
    if explanation.direction == "old reads new":
        before, after = after, before
        roles = ("reader", "writer")
    yield from _shown("before", roles[0], before, texts)
    yield from _shown("after", roles[1], after, texts)
    for cause in explanation.causes:
        yield f"* because {inline(cause.message)}"
    witness = explanation.witness
    if witness is not None and witness.datum:
        yield f"* proof: the writer can write {code(witness.datum)}"
    for sentence in explanation.advice:
        yield f"* advice: {inline(sentence)}"
    yield ""


def _shown(
    word: str, role: str, at: Location, texts: Mapping[str, str]
) -> Iterator[str]:
    yield f"{word} ({role}), {code(shown_place(at))}:"
    yield ""
    yield from _fenced([line.rstrip() for line in framed(at, texts, _OFF, colour="")])


def _fenced(lines: list[str]) -> Iterator[str]:
    runs = (len(run) for line in lines for run in _TICKS.findall(line))
    fence = "`" * max(3, 1 + max(runs, default=0))
    yield fence
    yield from map(plain, lines)
    yield fence
    yield ""
