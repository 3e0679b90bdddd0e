"""What cannot be repaired is no finding: the style of a registered key (RULES, 2.9)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from avrotower.finding import Finding
from avrotower.rule import Subject
from avrotower.schema.canonical import canonical_text
from avrotower.schema.document import Document

if TYPE_CHECKING:
    from avrotower.compat.levels import Stored

STYLE: Final = frozenset({"NAM", "DOC", "TYP", "STR"})


def without_registered(
    findings: Sequence[Finding],
    subject: Subject,
    document: Document,
    history: "Sequence[Stored]",
) -> list[Finding]:
    """Return *findings* without those of style where a live version has this very key.

    Every repair of a key is a new schema id, which a frozen one may not have.
    """
    if (
        not subject.is_frozen
        or document.errors
        or not any(finding.code[:-3] in STYLE for finding in findings)
        or not any(_is_same(document, stored) for stored in history)
    ):
        return list(findings)
    return [f for f in findings if f.code[:-3] not in STYLE]


def _is_same(document: Document, stored: "Stored") -> bool:
    before = stored.document
    if before is None or before.errors or stored.is_deleted:
        return False
    return canonical_text(document) == canonical_text(before)
