"""What a fix replaces in a text, for formats whose readers can apply it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from avrotower.finding import Finding, Span
from avrotower.schema.document import Document
from avrotower.schema.edit import Plan, TextEdit, applied
from avrotower.schema.parse import parse


class Replacement(NamedTuple):
    """A piece of a text, and what stands there afterwards."""

    span: Span
    text: str


class Replacements:
    """Looks up what fixes replace in *texts*, by document name."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._documents: dict[str, Document] = {}

    def of(self, finding: Finding) -> Sequence[Replacement]:
        """Return what the fix of *finding* replaces; nothing where it only advises."""
        document, edits = self._edits(finding)
        if document is None:
            return ()
        piece = document.scan.piece
        return [Replacement(piece(edit.start, edit.end), edit.text) for edit in edits]

    def whole(self, finding: Finding) -> Replacement | None:
        """Return the same as one replacement, with what stands between its pieces."""
        document, edits = self._edits(finding)
        if document is None or not edits:
            return None
        start, end = edits[0].start, max(edit.end for edit in edits)
        moved = [
            TextEdit(edit.start - start, edit.end - start, edit.text) for edit in edits
        ]
        text = applied(document.text[start:end], moved)
        return Replacement(document.scan.piece(start, end), text)

    def _edits(self, finding: Finding) -> tuple[Document | None, Sequence[TextEdit]]:
        name = finding.location.document
        if finding.fix is None or not finding.fix.changes or name not in self._texts:
            return None, ()
        if name not in self._documents:
            self._documents[name] = parse(self._texts[name], name=name)
        document = self._documents[name]
        plan = Plan(document)
        return (None, ()) if plan.add(finding.fix.changes) else (document, plan.edits())
