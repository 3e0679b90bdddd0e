"""The report as one page: no scripts, nothing from outside, for light, dark and paper.

It is written while it is made; the summary stands last in the page and is shown first.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

from avrotower import __version__
from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Severity
from avrotower.report.format import PLAIN, Format, View, written
from avrotower.report.frame import shown_place
from avrotower.report.markup import attributes, marked_up
from avrotower.report.message import accepted, failed, unread_in_words
from avrotower.report.paint import Out, Paint
from avrotower.report.text import counted, number_of, summarised, told

_SIGN: Final = {
    Severity.ERROR: "\u25a0",
    Severity.WARNING: "\u25b2",
    Severity.INFO: "\u25cf",
}
"""A shape beside the word: colour alone says nothing to some readers."""
_COLOUR: Final = re.compile("\x1b\\[([0-9;]+)m")
_CLASS: Final = {
    "1": "bold",
    "2": "dim",
    "31;1": "error",
    "33;1": "warning",
    "34;1": "info",
    "36": "note",
    "32": "repair",
}
"""The classes of what the text for terminals paints."""
_SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_MOST_LISTED: Final = 200
"""Documents in the list on top: the page may be longer than the memory, a list not."""


class Writer(Format):
    """Writes a section for each document with findings."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._first: dict[str, str] = {}
        """The anchor of the first finding of each rule."""
        self._listed: list[tuple[str, Counter[Severity]]] = []
        self._sections = 0

    def begin(self) -> None:
        """Write the head with the style, and the switches."""
        title = f"avrotower {self.report.command}"
        style = (files("avrotower.report") / "report.css").read_text(encoding="utf-8")
        self.out.write(
            f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n'
            f"<style>\n{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        )
        switches = " ".join(map(_switch, _SEVERITIES))
        self.out.write(f'<p class="switches">show {switches}</p>\n')
        self.out.write('<main>\n<div class="findings">\n')

    def judged(self, judgement: Judgement) -> None:
        """Write the findings of one document."""
        findings = self.shown(judgement)
        if not findings:
            return
        severities = Counter(finding.severity for finding in findings)
        self._sections += 1
        if len(self._listed) < _MOST_LISTED:
            self._listed.append((judgement.document, severities))
        words = " ".join(word.word for word in _SEVERITIES if severities[word])
        identity = attributes(class_=words, id=f"d{self._sections}")
        document = marked_up(judgement.document)
        self.out.write(f"<section{identity}>\n<h2>{document}</h2>\n")
        if judgement.is_document:
            subject = judgement.subject
            told_of = f"{subject.name}: {subject.role or 'type'}, {subject.kind}"
            self.out.write(f"<p>{marked_up(told_of)}</p>\n")
        for finding in findings:
            self._first.setdefault(finding.code, finding.fingerprint)
            self.out.write("".join(_article(finding, judgement)))
        for note in judgement.notes:
            self.out.write(f"<p>note: {marked_up(note)}</p>\n")
        self.out.write("</section>\n")

    def end(self) -> None:
        """Write the summary, which the style puts on top."""
        self.out.write('</div>\n<div class="summary">\n')
        told = _summary(self.report, self._first)
        self.out.write("".join(f"{line}\n" for line in told))
        self.out.write("".join(f"{line}\n" for line in self._list()))
        self.out.write(
            f"</div>\n</main>\n<footer>avrotower {__version__}</footer>\n"
            "</body>\n</html>\n"
        )

    def _list(self) -> Iterator[str]:
        """Give the documents with findings, each with its counts and a way to it."""
        if self._sections < 2:  # noqa: PLR2004  one document is on the screen already
            return
        yield f"<p>{self._sections} documents with findings:</p>"
        yield "<nav>\n<ul>"
        for number, (document, severities) in enumerate(self._listed, start=1):
            counts = ", ".join(
                f"{_SIGN[word]} {number_of(severities[word], word.word)}"
                for word in _SEVERITIES
                if severities[word]
            )
            yield f'<li><a href="#d{number}">{marked_up(document)}</a> {counts}</li>'
        more = self._sections - len(self._listed)
        if more:
            yield f"<li>and {more} more below</li>"
        yield "</ul>\n</nav>"


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def _article(finding: Finding, judgement: Judgement) -> Iterator[str]:
    word = finding.severity.word
    place = marked_up(shown_place(finding.location))
    identity = attributes(class_=word, id=finding.fingerprint)
    yield f"<article{identity}>\n<h3>{_severity(finding.severity)} "
    yield f"{finding.code} {marked_up(finding.name)} <code>{place}</code></h3>\n"
    yield f"<p>{marked_up(finding.message)}</p>\n"
    if finding.accepted:
        yield f"<p>{accepted(finding)}</p>\n"
    # Place and message stand above; the rest is told as on a terminal.
    lines = list(told(finding, judgement.texts, Paint(is_on=True)))[2:]
    if lines:
        yield "<pre>" + "\n".join(map(_painted, lines)) + "</pre>\n"
    yield "</article>\n"


def _switch(severity: Severity) -> str:
    word = severity.word
    return f'<label><input type="checkbox" id="{word}" checked> {_SIGN[severity]} {word}</label>'


def _severity(severity: Severity) -> str:
    word = severity.word
    return f'<span class="{word}">{_SIGN[severity]} {word}</span>'


def _painted(line: str) -> str:
    """Return *line* with elements in place of the escapes that colour it."""
    pieces = _COLOUR.split(line)
    shown = [marked_up(pieces[0])]
    for colour, text in zip(pieces[1::2], pieces[2::2], strict=True):
        end_or_start = (
            "</span>" if colour == "0" else f'<span class="{_CLASS[colour]}">'
        )
        shown.append(end_or_start + marked_up(text))
    return "".join(shown)


def _summary(report: Report, first: Mapping[str, str]) -> Iterator[str]:
    summary = report.summary
    yield f"<p><strong>{marked_up(counted(summary, Paint(is_on=False)))}</strong></p>"
    yield from (f"<p>{marked_up(line)}</p>" for line in report.policy.splitlines())
    for unread in summary.lost:
        told_of = marked_up(unread_in_words(unread))
        yield f"<p>{_lost()} <code>{marked_up(unread.document)}</code> {told_of}</p>"
    for failure in summary.failures:
        told_of = marked_up(failed(failure))
        yield f"<p>{_lost()} <code>{marked_up(failure.document)}</code> {told_of}</p>"
    yield from _by_rule(report, summary, first)
    for (name, reason), count in sorted(summary.skipped.items()):
        codes = summarised(sorted(summary.skipped_codes[name, reason]))
        checks = "check" if count == 1 else "checks"
        what = f"skipped: {count} {checks} without {name} ({codes}): {reason}"
        yield f"<p>{marked_up(what)}</p>"


def _lost() -> str:
    return f'<span class="error">{_SIGN[Severity.ERROR]} not judged</span>'


def _by_rule(
    report: Report, summary: Summary, first: Mapping[str, str]
) -> Iterator[str]:
    if not summary.by_code:
        return
    rules = {rule.code: rule for rule in report.rules}
    yield "<table>"
    yield "<tr><th>findings</th><th>rule</th><th>what holds when all is well</th></tr>"
    for code, count in sorted(summary.by_code.items()):
        rule = rules.get(code)
        name, holds = (rule.name, rule.summary) if rule is not None else ("", "")
        told_of = f"{code} {marked_up(name)}"
        if code in first:
            told_of = f"<a{attributes(href='#' + first[code])}>{told_of}</a>"
        yield (
            f"<tr><td>{count}</td><td>{told_of}</td><td>{marked_up(holds)}</td></tr>"
        )
    yield "</table>"
