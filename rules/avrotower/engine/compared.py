"""What the rules about evolution are given: a comparison, explained."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from avrotower.compat.explain import explain
from avrotower.compat.levels import Comparison, Level, Passed, Stored, compare
from avrotower.finding import Explanation
from avrotower.rule import Subject
from avrotower.schema.document import Document


class Compared(NamedTuple):
    """A document beside its history."""

    comparison: Comparison
    explanations: tuple[Explanation, ...]
    """None for a frozen key: it may not change, so nothing is to be explained."""
    passed: tuple[Passed, ...]
    """The versions that could not be compared."""

    @property
    def left_out(self) -> str:
        """Why the comparison is not complete; empty where it is."""
        told = (f"{p.version.document} ({p.reason})" for p in self.passed)
        return f"not compared: {'; '.join(told)}" if self.passed else ""


def compared(
    subject: Subject,
    document: Document,
    history: Sequence[Stored],
    level: str | None,
) -> Compared:
    """Return *document* compared with *history* at *level*, None for no level at all."""
    comparison = compare(Level(level or "NONE"), document, history)
    if subject.is_frozen:
        # Such a key is compared with every version, whatever the level.
        return Compared(comparison, (), tuple(_unreadable(history)))
    return Compared(comparison, explain(comparison), comparison.passed)


def _unreadable(history: Sequence[Stored]) -> Iterator[Passed]:
    for stored in history:
        document = stored.document
        if document is None:
            yield Passed(stored.version, stored.unreadable or "there is no text")
        elif document.errors:
            yield Passed(stored.version, document.errors[0].message)
