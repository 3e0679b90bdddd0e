"""`require` and `forbid`: what must, or must not, hold for an element."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from avrotower.catalogue.value.mandatory import is_whole, way
from avrotower.policy.custom.element import Element, is_nullable
from avrotower.policy.custom.pattern import Pattern
from avrotower.rule import At
from avrotower.schema.damage import has_all, is_damaged, is_excused
from avrotower.schema.model import HOLE, JSON, Enum, Record
from avrotower.schema.words import is_type, type_words, without_null


class Seen(NamedTuple):
    """What a look at an element shows."""

    holds: bool
    value: str = ""
    """What was seen, for the message."""
    attribute: str | None = None
    """The JSON attribute of *at* that it was seen at."""
    at: At | None = None
    """Where it was seen, if not at the element itself."""


Look: TypeAlias = Callable[[Element], Seen | None]
"""Tells whether an entry holds; None where the text is damaged, so nobody can say."""


class Entry(NamedTuple):
    """One entry of `require` or `forbid`."""

    key: str
    look: Look
    is_forbidden: bool

    def fault(self, element: Element) -> Seen | None:
        """Return what is wrong with *element*, None where nothing is."""
        seen = self.look(element)
        return None if seen is None or seen.holds != self.is_forbidden else seen


def entries(
    require: Mapping[str, JSON] | None, forbid: Mapping[str, JSON] | None
) -> Iterator[Entry]:
    """Yield the entries of the two tables, as they are completed by their models."""
    for table, is_forbidden in ((require, False), (forbid, True)):
        for key, wanted in (table or {}).items():
            if wanted is not None:
                look = _LOOKS[key](wanted, is_forbidden=is_forbidden)
                yield Entry(key, look, is_forbidden)


def _field(wanted: JSON, *, is_forbidden: bool) -> Look:  # noqa: ARG001  the shape of a maker
    paths = (wanted["path"],)
    allowed = tuple(wanted["type"] or ())

    def look(element: Element) -> Seen | None:
        record = without_null(element.type)
        if record.type == HOLE:
            return None
        if not isinstance(record, Record):
            return Seen(holds=False, attribute=element.title)
        found = way(record, paths, exact=False)
        if found is None:
            lost = not is_whole(record, paths)
            return None if lost else Seen(holds=False, attribute=element.title)
        field = found.field
        if without_null(field.type).type == HOLE:
            return None
        holds = (
            (not allowed or is_type(field.type, allowed))
            and wanted["nullable"] in {None, is_nullable(field.type)}
            and wanted["default"] in {None, field.has_default}
        )
        return Seen(holds, type_words(field.type), at=field)

    return look


def _attribute(wanted: JSON, *, is_forbidden: bool) -> Look:  # noqa: ARG001  as above
    name, value = wanted["name"], wanted["value"]

    def look(element: Element) -> Seen | None:
        if name not in element.raw:
            lost = is_excused(element.raw, name)
            return None if lost else Seen(holds=False, attribute=element.title)
        found = element.raw[name]
        if is_damaged(found):
            return None
        return Seen(value is None or _equal(found, value), _shown(found), name)

    return look


def _equal(one: JSON, other: JSON) -> bool:
    # To Python, true is 1.
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _shown(value: JSON) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _doc(wanted: JSON, *, is_forbidden: bool) -> Look:  # noqa: ARG001  as above
    pattern = Pattern(wanted)

    def look(element: Element) -> Seen | None:
        doc = element.raw.get("doc")
        if isinstance(doc, str):
            return Seen(pattern.fits(doc), doc, "doc")
        lost = is_excused(element.raw, "doc")
        return None if lost else Seen(holds=False, attribute=element.title)

    return look


def _name(wanted: JSON, *, is_forbidden: bool) -> Look:  # noqa: ARG001  as above
    pattern = Pattern(wanted)
    return lambda element: Seen(pattern.fits(element.name), element.name, element.title)


def _namespace(wanted: JSON, *, is_forbidden: bool) -> Look:  # noqa: ARG001  as above
    pattern = Pattern(wanted)

    def look(element: Element) -> Seen | None:
        space = element.namespace
        is_written = "namespace" in element.raw
        attribute = "namespace" if is_written else element.title
        return Seen(pattern.fits(space), space, attribute)

    return look


def _type(wanted: JSON, *, is_forbidden: bool) -> Look:  # noqa: ARG001  as above
    allowed = tuple(wanted)

    def look(element: Element) -> Seen | None:
        if without_null(element.type).type == HOLE:
            return None
        attribute = "type" if "type" in element.raw else None
        holds = is_type(element.type, allowed)
        return Seen(holds, type_words(element.type), attribute)

    return look


def _default(wanted: JSON, *, is_forbidden: bool) -> Look:  # noqa: ARG001  as above
    def look(element: Element) -> Seen | None:
        if "default" in element.raw:
            default = element.raw["default"]
            told = "" if is_damaged(default) else _shown(default)
            return Seen(wanted is True, told, "default")
        if is_excused(element.raw, "default"):
            return None
        return Seen(wanted is False, attribute=element.title)

    return look


def _symbols(wanted: JSON, *, is_forbidden: bool) -> Look:
    def look(element: Element) -> Seen | None:
        enum = without_null(element.type)
        if enum.type == HOLE:
            return None
        if not isinstance(enum, Enum):
            return Seen(holds=False, attribute=element.title)
        there = [symbol for symbol in wanted if symbol in enum.symbols]
        names = (name for name in ("symbols", "type") if name in element.raw)
        attribute = next(names, None)
        if is_forbidden:
            return Seen(bool(there), ", ".join(there), attribute)
        missing = [symbol for symbol in wanted if symbol not in enum.symbols]
        if missing and not has_all(enum.raw, "symbols", len(enum.symbols)):
            return None
        return Seen(not missing, ", ".join(missing), attribute)

    return look


_LOOKS: Final[Mapping[str, Callable[..., Look]]] = {
    "field": _field,
    "attribute": _attribute,
    "doc": _doc,
    "name": _name,
    "namespace": _namespace,
    "type": _type,
    "default": _default,
    "symbols": _symbols,
}
