"""What stands in parsed JSON for the parts that could not be read."""

from typing import Final

from avrotower.schema.model import JSON


class Damaged:
    """The type of `DAMAGED`, of which there is one value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "DAMAGED"

    def __copy__(self) -> "Damaged":
        return self

    def __deepcopy__(self, memo: object) -> "Damaged":
        return self

    def __reduce__(self) -> str:
        return "DAMAGED"


DAMAGED: Final = Damaged()
"""A value that could not be read: it may have been anything.

It also ends an array of which later elements may be lost.
"""


class Partial(dict[str, JSON]):
    """An object that may have had further members: what it lacks is no error."""

    __slots__ = ()
