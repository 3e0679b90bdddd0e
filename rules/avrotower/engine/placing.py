"""Where findings stand: spans of all their places, and the texts to show them in."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from avrotower.finding import Cause, Explanation, Finding, Location
from avrotower.schema.document import Document

Find: TypeAlias = Callable[[str], Document | None]
"""Gives a document by its name, so that findings in it can be shown."""


def located(finding: Finding, find: Find) -> Finding:
    """Return *finding* with the spans of all places that it shows."""

    def place(location: Location) -> Location:
        if location.span is not None:
            return location
        document = find(location.document)
        if document is None:
            return location
        return location._replace(span=document.span(location.pointer, location.on))

    def cause(found: Cause) -> Cause:
        return found._replace(
            reader=place(found.reader) if found.reader else None,
            writer=place(found.writer) if found.writer else None,
            causes=tuple(cause(inner) for inner in found.causes),
        )

    def explained(found: Explanation) -> Explanation:
        return found._replace(
            reader=place(found.reader),
            writer=place(found.writer),
            places=tuple(place(location) for location in found.places),
            causes=tuple(cause(inner) for inner in found.causes),
        )

    explanation = finding.explanation
    return finding._replace(
        location=place(finding.location),
        related=tuple(
            note._replace(location=place(note.location)) for note in finding.related
        ),
        explanation=explained(explanation) if explanation is not None else None,
    )


def by_place(finding: Finding) -> tuple[str, int, str]:
    """Return what findings are sorted by."""
    span = finding.location.span
    return finding.location.document, span.start if span else -1, finding.code


def texts(findings: Iterable[Finding], find: Find) -> Mapping[str, str]:
    """Return the texts of all documents that *findings* point into, by their names."""
    names: set[str] = set()
    for finding in findings:
        names.add(finding.location.document)
        names.update(note.location.document for note in finding.related)
        if finding.explanation is not None:
            names.add(finding.explanation.reader.document)
            names.add(finding.explanation.writer.document)
    found = ((name, find(name)) for name in sorted(names))
    return {name: document.text for name, document in found if document is not None}


def file_text(name: str) -> dict[str, str]:
    """Return the text of the file *name* of a policy, to show a line of it."""
    try:
        with open(name, encoding="utf-8", newline="") as file:
            return {name: file.read()}
    except (OSError, UnicodeDecodeError):
        return {}
