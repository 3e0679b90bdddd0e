"""What stands in parsed JSON for the parts that could not be read."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.model import JSON, is_array

if TYPE_CHECKING:
    from typing import Final


class Damaged:
    """The type of `DAMAGED`, of which there is one value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "DAMAGED"

    def __copy__(self) -> Damaged:
        return self

    def __deepcopy__(self, memo: object) -> Damaged:
        return self

    def __reduce__(self) -> str:
        return "DAMAGED"


_JSON: Final = (str, int, float, list, dict, type(None))

DAMAGED: Final = Damaged()
"""A value that could not be read: it may have been anything.

It also ends an array of which later elements may be lost.
"""


class Partial(dict[str, JSON]):
    """An object that may have had further members: what it lacks is no error."""

    __slots__ = ()


def has_all(raw: dict[str, JSON], key: str, known: int) -> bool:
    """Whether the array *key* of *raw* has no more than the *known* items of the model."""
    items = raw.get(key)
    if not is_array(items) or isinstance(raw, Partial):
        return False
    # A field without a name is not in the model; a damaged one may have been several.
    return len(items) == known and DAMAGED not in items


def is_damaged(value: JSON) -> bool:
    """Whether *value* is the scanner's word for a part that could not be read."""
    return not isinstance(value, _JSON)


def is_excused(raw: dict[str, JSON], key: str) -> bool:
    """Whether *key* of *raw* may have been all right before the text was damaged."""
    return is_damaged(raw[key]) if key in raw else isinstance(raw, Partial)
