"""The first difference between two documents, in words and in both places."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from avrotower.finding import Location
from avrotower.schema.document import Document
from avrotower.schema.model import JSON, escape, is_array, is_object

_SHOWN: Final = 40
_ABSENT: Final = object()
_OF_BYTES: Final = frozenset(
    [
        "fields",
        "items",
        "logicalType",
        "name",
        "namespace",
        "precision",
        "scale",
        "size",
        "symbols",
        "type",
        "values",
    ]
)
"""Attributes that the encoding form has (COMPATIBILITY, 3.3)."""


class Difference(NamedTuple):
    """What differs first, and where it stands in both documents."""

    name: str
    """The attribute, or what else differs: `"doc"`."""
    ours: str | None
    """What stands here, None where it is missing."""
    theirs: str | None
    here: Location
    there: Location

    @property
    def changed(self) -> str:
        """The difference to an earlier version: `"doc" is new`."""
        if self.ours is None and self.theirs is None:
            return f"{self.name} changed"
        if self.theirs is None:
            return f"{self.name} is new"
        if self.ours is None:
            return f"{self.name} is gone"
        return f"{self.name} was {self.theirs} and is {self.ours}"

    @property
    def apart(self) -> str:
        """The difference to a document beside it: `"doc" is missing there`."""
        if self.ours is None and self.theirs is None:
            return f"{self.name} is another one"
        if self.theirs is None:
            return f"{self.name} is missing there"
        if self.ours is None:
            return f"{self.name} is missing here"
        return f"{self.name} is {self.ours} here and {self.theirs} there"


def difference(
    here: Document, there: Document, *, of_bytes: bool = False
) -> Difference:
    """Return the first difference of two documents, in the order of *here*.

    With *of_bytes*, only what decides about the bytes of a datum counts.
    """
    for pointer, key, own, other in _pairs(here.value, there.value, of_bytes=of_bytes):
        place = f"{pointer}/{escape(key)}" if key else pointer
        has_own, has_other = own is not _ABSENT, other is not _ABSENT
        return Difference(
            _told(key, own if has_own else other) if key else "the schema",
            _shown(own) if has_own else None,
            _shown(other) if has_other else None,
            Location(here.name, place if has_own else pointer),
            Location(there.name, place if has_other else pointer),
        )
    # The texts agree, so a type that they refer to does not.
    return Difference(
        "a type that it refers to",
        None,
        None,
        Location(here.name),
        Location(there.name),
    )


def _told(key: str, value: JSON) -> str:
    """Return what *key* is called: a field by its name rather than by its number."""
    name = value.get("name") if key.isdecimal() and is_object(value) else None
    return f'"{name}"' if isinstance(name, str) else f'"{key}"'


def _pairs(
    now: JSON, before: JSON, *, of_bytes: bool
) -> Iterator[tuple[str, str, JSON, JSON]]:
    """Yield pointer of the object, key and both values where the two differ."""
    stack: list[tuple[str, str, JSON, JSON]] = [("", "", now, before)]
    while stack:
        pointer, key, new, old = stack.pop()
        place = f"{pointer}/{escape(key)}" if key else pointer
        if is_object(new) and is_object(old):
            keys = [*new, *(name for name in old if name not in new)]
            stack.extend(
                (place, name, new.get(name, _ABSENT), old.get(name, _ABSENT))
                for name in reversed(keys)
                if not of_bytes or name in _OF_BYTES
            )
        elif is_array(new) and is_array(old):
            longer = max(len(new), len(old))
            stack.extend(
                (
                    place,
                    str(index),
                    new[index] if index < len(new) else _ABSENT,
                    old[index] if index < len(old) else _ABSENT,
                )
                for index in reversed(range(longer))
            )
        elif type(new) is not type(old) or new != old:
            yield pointer, key, new, old


def _shown(value: JSON) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
