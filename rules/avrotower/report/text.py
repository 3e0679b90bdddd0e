"""The report for people: each finding with its place in the source."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from avrotower.engine.result import Report, Summary
from avrotower.finding import Finding, Location, Severity
from avrotower.report.paint import COLOUR_OF, Out, Paint, plain

_DASH: Final = "\u2013"
_RUN_OF_CODES: Final = 3
"""From so many neighbours on codes are written as a range."""


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:
    """Write *report* to *out* while it is made, and return its summary."""
    paint = Paint(is_on=colour)
    out.write(paint("dim", report.policy) + "\n")
    for judgement in report:
        for finding in judgement.findings:
            out.write("\n")
            for line in told(finding, judgement.texts, paint):
                out.write(line + "\n")
        if judgement.findings:
            for note in judgement.notes:
                out.write(f"  note: {plain(note)}\n")
    out.write("\n")
    for line in _closing(report, paint):
        out.write(line + "\n")
    return report.summary


def told(finding: Finding, texts: Mapping[str, str], paint: Paint) -> Iterator[str]:
    """Yield the lines that tell one finding."""
    # A clean run, the usual one, starts without them.
    from avrotower.report.frame import framed, shown_place  # noqa: PLC0415
    from avrotower.report.repair import repaired  # noqa: PLC0415

    colour = COLOUR_OF[finding.severity]
    place = paint("bold", shown_place(finding.location))
    word = paint(colour, f"{finding.severity.word} {finding.code}")
    yield f"{place}: {word} {finding.name}"
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
    summary = report.summary
    for unread in summary.unread:
        where = paint("bold", plain(unread.document))
        yield f"{where}: {paint('red', 'not read')}: {plain(unread.reason)}"
        yield f"  {plain(unread.remedy)}"
    for failure in summary.failures:
        where = paint("bold", plain(failure.document))
        yield f"{where}: {paint('red', f'rule {failure.code} failed')}: " + plain(
            failure.error
        )
        yield "  this is a bug in avrotower; the other rules went on"
        yield from ("  | " + plain(line) for line in failure.traceback.splitlines())
    yield _counted(summary, paint)
    for (name, reason), count in sorted(summary.skipped.items()):
        codes = summarised(sorted(summary.skipped_codes[name, reason]))
        checks = "check" if count == 1 else "checks"
        yield paint("dim", f"skipped: {count} {checks} without {name} ({codes})")
        yield paint("dim", f"  {plain(reason)}")


def _counted(summary: Summary, paint: Paint) -> str:
    documents = f"{summary.documents} document{'' if summary.documents == 1 else 's'}"
    unread = f", {_number(len(summary.unread), 'file')} not read" * bool(summary.unread)
    if not summary.severities:
        if not summary.documents:
            return paint("yellow", f"no documents found: nothing was judged{unread}")
        colour = "yellow" if unread or summary.failures else "green"
        return paint(colour, f"{documents}, no findings{unread}")
    parts = [
        paint(COLOUR_OF[severity], _number(count, severity.word))
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if (count := summary.severities[severity])
    ]
    return (
        f"{', '.join(parts)} in {summary.subjects_with_findings} of {documents}{unread}"
    )


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 or word == 'info' else 's'}"


def summarised(codes: Sequence[str]) -> str:
    """Return sorted *codes* with runs of neighbours as ranges, `CMP001-CMP009`."""
    groups: list[list[str]] = []
    for code in codes:
        last = groups[-1][-1] if groups else ""
        follows = last[:3] == code[:3] and last[3:].isdigit() and code[3:].isdigit()
        if follows and int(code[3:]) == int(last[3:]) + 1:
            groups[-1].append(code)
        else:
            groups.append([code])
    return ", ".join(
        f"{group[0]}{_DASH}{group[-1]}"
        if len(group) >= _RUN_OF_CODES
        else ", ".join(group)
        for group in groups
    )
