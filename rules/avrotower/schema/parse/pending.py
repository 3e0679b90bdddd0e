"""Uses of names that are bound when the document ends."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.schema.model import JSON, RECORD, Field, Node, Record, place

if TYPE_CHECKING:
    from typing import Final, TypeAlias


Owner: TypeAlias = "Node | Field | None"


def nameless(raw: dict[str, JSON], step: str) -> Record:
    """Return a record without name and fields."""
    record = place(Record(), RECORD, raw, None, step)
    record.name = record.namespace = record.fullname = record.document = ""
    record.aliases = ()
    record.fields = []
    record.is_error = False
    return record


LATE: Final = nameless({}, "")
"""Stands where a name will be bound when the document ends; Java puts an empty record."""


class Pending(NamedTuple):
    """A use that is bound when the document ends."""

    place: int
    """The position among the uses."""
    name: str
    """As written."""
    qualified: str
    """What it is bound to."""
    owner: Owner
    step: str | int
    raw: JSON
    before: int
    """How many nodes were written before: a definition with a higher number is later."""
