"""Uses of names that are bound when the document ends."""

from typing import Final, NamedTuple, TypeAlias

from avrotower.schema.model import JSON, RECORD, Field, Node, Record

Owner: TypeAlias = Node | Field | None

LATE: Final = Record(RECORD, {}, None, "")
LATE.name = LATE.namespace = LATE.fullname = LATE.document = ""
LATE.aliases = ()
LATE.fields = []
LATE.is_error = False
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
