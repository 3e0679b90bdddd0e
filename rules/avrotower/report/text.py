"""The report for people: each finding with its place in the source."""

from __future__ import annotations

from avrotower.engine.result import POLICY, Judgement, Report, Summary
from avrotower.finding import Finding, Location, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.report.format import PLAIN, Format, View, written
from avrotower.report.paint import COLOUR_OF, Out, Paint, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Final


_DASH: Final = "\u2013"
_RUN_OF_CODES: Final = 3
"""From so many neighbours on codes are written as a range."""


class Writer(Format):
    """Writes the text, in colours or without."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._paint = Paint(is_on=view.colour)
        self._gap = "" if view.quiet else "\n"
        """What stands before the next finding."""

    def begin(self) -> None:
        """Name the policy."""
        if not self.view.quiet:
            self.out.write(self._paint("dim", self.report.policy) + "\n")

    def judged(self, judgement: Judgement) -> None:
        """Tell the findings, and what the reader should know beside them."""
        findings = self.shown(judgement)
        for finding in findings:
            self.out.write(self._gap)
            self._gap = "\n"
            for line in told(finding, judgement.texts, self._paint):
                self.out.write(line + "\n")
        if findings:
            for note in judgement.notes:
                self.out.write(f"  note: {plain(note)}\n")

    def end(self) -> None:
        """Count, and say what was not judged."""
        lines = [*_unjudged(self.report.summary, self._paint)]
        if self.view.statistics:
            by_rule = list(_by_rule(self.report, self._paint))
            gap = [""] if by_rule and not self.view.quiet else []
            lines += by_rule + gap
        if not self.view.quiet:
            lines += _closing(self.report, self._paint)
            lines += _counted(self.report.summary, self._paint)
        if lines:
            self.out.write(self._gap + "".join(f"{line}\n" for line in lines))


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out, View(colour=colour))])


def told(finding: Finding, texts: Mapping[str, str], paint: Paint) -> Iterator[str]:
    """Yield the lines that tell one finding."""
    # A clean run, the usual one, starts without them.
    from avrotower.report.frame import framed, shown_place  # noqa: PLC0415
    from avrotower.report.repair import repaired  # noqa: PLC0415

    colour = COLOUR_OF[finding.severity]
    place = paint("bold", shown_place(finding.location))
    word = paint(colour, f"{finding.severity.word} {finding.code}")
    mark = f" (accepted: {finding.accepted})" if finding.accepted else ""
    if finding.accepted == "inherited":
        mark = " (inherited: the latest version has it)"
    yield f"{place}: {word} {finding.name}{mark}"
    yield f"  {plain(finding.message)}"
    if finding.explanation is not None:
        from avrotower.report.breakage import explained  # noqa: PLC0415

        yield from explained(finding.explanation, texts, paint, colour)
        return
    yield from framed(finding.location, texts, paint, colour=colour)
    for note in finding.related:
        if _is_around(note.location, finding.location):
            continue
        yield f"  {paint('cyan', 'note:')} {plain(note.message)}"
        shown = list(framed(note.location, texts, paint, colour="cyan"))
        if not shown or note.location.document != finding.location.document:
            # The frame has the line; the same long path again would hide the word.
            yield f"  {paint('dim', '-->')} {shown_place(note.location)}"
        yield from shown
    if finding.fix is not None:
        yield from repaired(finding.fix, paint, said=finding.message)


def _is_around(outer: Location, inner: Location) -> bool:
    """Whether *outer* is the whole of the document that shows *inner* already."""
    return (
        outer.document == inner.document
        and outer.pointer in {"", "/name"}
        and outer.pointer != inner.pointer
    )


def _closing(report: Report, paint: Paint) -> Iterator[str]:
    found = tuple(report.appendix())
    if found:
        from avrotower.report.appendix import lines  # noqa: PLC0415  audits only

        yield from lines(found, paint)


def _unjudged(summary: Summary, paint: Paint) -> Iterator[str]:
    for unread in summary.lost:
        where = paint("bold", plain(unread.document))
        yield f"{where}: {paint('red', unread.what)}: {plain(unread.reason)}"
        yield f"  {plain(unread.remedy)}"
    for failure in summary.failures:
        where = paint("bold", plain(failure.document))
        yield f"{where}: {paint('red', f'rule {failure.code} failed')}: " + plain(
            failure.error
        )
        yield f"  {plain(failure.bug)}; the other rules went on"
        yield from ("  | " + plain(line) for line in failure.traceback.splitlines())


def _by_rule(report: Report, paint: Paint) -> Iterator[str]:
    """Yield how many findings each rule has, the most frequent first."""
    names = {rule.code: rule.name for rule in report.rules}
    found = sorted(report.summary.by_code.items(), key=lambda item: (-item[1], item))
    width = len(str(found[0][1])) if found else 0
    for code, count in found:
        yield f"{count:>{width}}  {paint('bold', code)} {names.get(code, '')}".rstrip()


def _counted(summary: Summary, paint: Paint) -> Iterator[str]:
    yield counted(summary, paint)
    for (name, reason), count in sorted(summary.skipped.items()):
        codes = summarised(sorted(summary.skipped_codes[name, reason]))
        checks = "check" if count == 1 else "checks"
        yield paint("dim", f"skipped: {count} {checks} without {name} ({codes})")
        yield paint("dim", f"  {plain(reason)}")


def counted(summary: Summary, paint: Paint) -> str:
    """Return the line that counts: `1 error in 1 of 2 documents, 3 accepted`."""
    documents = f"{summary.documents} document{'' if summary.documents == 1 else 's'}"
    rest = f", {number_of(len(summary.unread), 'file')} not read" * bool(summary.unread)
    if not summary.documents and not summary.states.total():
        return paint("yellow", f"no documents found: nothing was judged{rest}")
    if summary.accepted:
        channels = ", ".join(
            f"{n} {word}" for word, n in sorted(summary.accepted.items())
        )
        rest = f", {summary.accepted.total()} accepted ({channels}){rest}"
    if not summary.severities:
        colour = "yellow" if summary.lost or summary.failures else "green"
        return paint(colour, f"{documents}, no findings{rest}")
    parts = [
        paint(COLOUR_OF[severity], number_of(count, severity.word))
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if (count := summary.severities[severity])
    ]
    return f"{', '.join(parts)} {_where(summary, documents)}{rest}"


def _where(summary: Summary, documents: str) -> str:
    """Say where the findings are: `in 1 of 7 documents and the registry`."""
    number = summary.subjects_with_findings
    # Nobody looks for more than one place of a policy beside documents.
    more = sorted(summary.elsewhere - {POLICY} if number else summary.elsewhere)
    if not number:
        return f"in {' and '.join(more)}; {documents}"
    return " and ".join([f"in {number} of {documents}", *more])


def number_of(count: int, word: str) -> str:
    """Return *count* with the *word* of what is counted: `2 errors`, `3 info`."""
    return f"{count} {word}{'' if count == 1 or word == 'info' else 's'}"


def summarised(codes: Sequence[str]) -> str:
    """Return sorted *codes* with runs of neighbours as ranges, `CMP001-CMP009`."""
    groups: list[list[str]] = []
    for code in codes:
        last = groups[-1][-1] if groups else ""
        follows = last[:-3] == code[:-3] and last[-3:].isdigit()
        if follows and int(code[-3:]) == int(last[-3:]) + 1:
            groups[-1].append(code)
        else:
            groups.append([code])
    return ", ".join(
        f"{group[0]}{_DASH}{group[-1]}"
        if len(group) >= _RUN_OF_CODES
        else ", ".join(group)
        for group in groups
    )
