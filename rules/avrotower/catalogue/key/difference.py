"""The first difference between two documents, in words and in both places."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from avrotower.finding import Location
from avrotower.schema.document import Document
from avrotower.schema.model import JSON, escape, is_array, is_object

_SHOWN: Final = 40
_ABSENT: Final = object()


class Difference(NamedTuple):
    """What differs, and where it stands in the candidate and in the earlier version."""

    told: str
    here: Location
    there: Location


def difference(now: Document, before: Document) -> Difference:
    """Return the first difference of two documents, in the order of *now*."""
    for pointer, key, new, old in _pairs(now.value, before.value):
        place = f"{pointer}/{escape(key)}" if key else pointer
        has_new, has_old = new is not _ABSENT, old is not _ABSENT
        name = f'"{key}"' if key else "the schema"
        if not has_old:
            told = f"{name} is new"
        elif not has_new:
            told = f"{name} is gone"
        else:
            told = f"{name} was {_shown(old)} and is {_shown(new)}"
        return Difference(
            told,
            Location(now.name, place if has_new else pointer),
            Location(before.name, place if has_old else pointer),
        )
    # The texts agree, so a type that they refer to does not.
    return Difference(
        "a type that it refers to changed", Location(now.name), Location(before.name)
    )


def _pairs(now: JSON, before: JSON) -> Iterator[tuple[str, str, JSON, JSON]]:
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
