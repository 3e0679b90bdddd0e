"""What a check answers: incompatibilities in Java's words, or an ambiguity."""

from typing import Final, NamedTuple

from avrotower.compat.match import JAVA_NAMES
from avrotower.schema.model import Field, Node, Record

MOST: Final = 10_000
"""Incompatibilities listed at most; shared types can repeat them exponentially."""


class Incompatibility(NamedTuple):
    """One incompatibility as Java reports it."""

    type: str
    """`TYPE_MISMATCH`, `NAME_MISMATCH`, …."""
    location: str
    """Java's path: steps of the reader, branches of the writer, possibly stale."""
    message: str
    reader: Node | Field
    """The field where the reader has one too many, else the type."""
    writer: Node


class Ambiguity(NamedTuple):
    """A field of the reader that several fields of the writer answer to."""

    reader: Field
    writer: Record

    @property
    def text(self) -> str:
        """The text of Java's exception."""
        from avrotower.schema.canonical import (  # noqa: PLC0415  rare
            canonical_text_of,
        )

        kind = JAVA_NAMES[self.reader.type.type]
        return (
            f"Reader record field {self.reader.name} type:{kind}"
            f" pos:{self.reader.index} matches multiple fields in writer record schema"
            f" {canonical_text_of(self.writer)}"
        )


class Outcome(NamedTuple):
    """What Java's check answers: a list, or an exception."""

    incompatibilities: tuple[Incompatibility, ...] = ()
    """In Java's order; the first `MOST` of them."""
    ambiguity: Ambiguity | None = None
    """What the exception is about; there is no list then."""

    @property
    def compatible(self) -> bool:
        """Whether the reader may read what the writer wrote."""
        return not self.incompatibilities and self.ambiguity is None

    @property
    def exception(self) -> str | None:
        """The text of Java's exception, None where it threw none."""
        return None if self.ambiguity is None else self.ambiguity.text
