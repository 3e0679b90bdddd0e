"""Uses of names that are bound when the document ends."""

from typing import NamedTuple, TypeAlias

from avrotower.schema.model import JSON, Field, Node

Owner: TypeAlias = Node | Field | None


class Pending(NamedTuple):
    """A use that is bound when the document ends."""

    index: int
    """The position among the uses."""
    name: str
    """As written."""
    qualified: str
    """What it is bound to."""
    owner: Owner
    step: str | int
    raw: JSON
    count: int
    """Of the nodes before the use: a definition with a higher position stands later."""
