"""The words of explanations: types, versions, and what is wrong with a pair."""

from collections.abc import Iterable
from typing import Final

from avrotower.compat.explain.fact import Fact, Visit
from avrotower.compat.levels import NEW_READS_OLD
from avrotower.finding import Direction
from avrotower.schema.model import Array, Field, Fixed, Map, Named, Node

_LONGEST_WAY: Final = 8
_MOST_NAMES: Final = 10
_ENDINGS: Final = {"[].": "items", "{}.": "values"}


def short(node: Node) -> str:
    """Return what people call the type *node*: `long`, `com.acme.Card`, `array of int`."""
    if isinstance(node, Array):
        return f"array of {node.items.label}"
    if isinstance(node, Map):
        return f"map of {node.values.label}"
    return node.label


def in_words(node: Node) -> str:
    """Return the type *node* with its kind: `record com.acme.Card`."""
    return (
        f"{node.type_name} {node.fullname}" if isinstance(node, Named) else short(node)
    )


def listed(names: Iterable[str]) -> str:
    """Return *names* as a list, cut where nobody reads on."""
    some = list(names)
    more = len(some) - _MOST_NAMES
    if more > 0:
        return f"{', '.join(some[:_MOST_NAMES])} and {more} more"
    return ", ".join(some)


def way_words(visit: Visit, start: Visit | None, *, written: bool = False) -> str:
    """Return the logical way from *start* (or the root) to *visit*: `.lines[].amount`.

    *written* takes the names of the writer, where aliases make a difference.
    """
    tokens: list[str] = []
    while visit.part is not None and visit.above is not None and visit is not start:
        tokens.append(_token(visit, written=written))
        visit = visit.above
    tokens.reverse()
    if len(tokens) > 2 * _LONGEST_WAY:
        tokens = [*tokens[:_LONGEST_WAY], "…", *tokens[-_LONGEST_WAY:]]
    return "".join(tokens)


def _token(visit: Visit, *, written: bool) -> str:
    part = visit.part
    assert part is not None  # noqa: S101  the caller looks
    match part.way:
        case "field":
            place = part.writer if written else part.reader
            owner = place.owner if place else None
            return f".{owner.name}" if isinstance(owner, Field) else ""
        case "items":
            return "[]"
        case "values":
            return "{}"
        case _:
            return ""


def reason(fact: Fact, start: Visit, direction: Direction) -> str:
    """Return *fact* in a few words, seen from *start*: `its field "limit" is new …`."""
    way = way_words(fact.visit, start)
    if fact.kind in {"missing", "ambiguous"}:
        way = f"{way}.{fact.field.name}"
    return f"{_it(way)}{_said(fact, direction)}"


def _said(fact: Fact, direction: Direction) -> str:
    is_new = direction == NEW_READS_OLD
    reader, writer = fact.reader, fact.writer
    old, new = (writer, reader) if is_new else (reader, writer)
    match fact.kind:
        case "missing":
            said = f" {'is new' if is_new else 'was removed'} and has no default"
        case "type" | "branch":
            said = f": {in_words(reader)} cannot read {in_words(writer)}"
        case "union":
            said = f" {'no longer takes' if is_new else 'may now be'} {short(writer)}"
        case "symbols":
            said = f" {'lost' if is_new else 'gained'} {listed(fact.breach.symbols)}"
        case "size":
            said = f" was {size(old)} bytes and is {size(new)}"
        case "name" | "namespace":
            said = f" was {old.label} and is {new.label}"
        case _:
            said = f" has two matches, {listed(f.name for f in fact.breach.answers)}"
    return said


def size(node: Node) -> int:
    """Return the size of a fixed in bytes."""
    return node.size if isinstance(node, Fixed) else 0


def _it(way: str) -> str:
    if not way:
        return "it"
    if way == "[]":
        return "its items"
    if way == "{}":
        return "its values"
    if way[0] == ".":
        return f'its field "{way[1:]}"'
    ending = _ENDINGS.get(way[:3])
    return f'field "{way[3:]}" of its {ending}' if ending else f'its part "{way}"'
