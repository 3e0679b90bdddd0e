"""The words of explanations: types, versions, and what is wrong with a pair."""

from collections.abc import Iterable, Sequence
from typing import Final

from avrotower.compat.fact import Fact, Visit
from avrotower.compat.levels import NEW_READS_OLD
from avrotower.finding import Direction, Version
from avrotower.schema.model import Array, Field, Fixed, Map, Named, Node, Union

_LONGEST_WAY: Final = 8
_MOST_NAMES: Final = 10


def short(node: Node) -> str:
    """Return what people call the type *node*: `long`, `com.acme.Card`, `array of int`."""
    if isinstance(node, Array):
        return f"array of {node.items.label}"
    if isinstance(node, Map):
        return f"map of {node.values.label}"
    if isinstance(node, Union):
        return f"union of {listed(branch.label for branch in node.branches)}"
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


def version_list(versions: Sequence[Version]) -> str:
    """Return *versions* as people write them: `1–3, 5`, `git:main`."""
    labels = [version.label for version in versions]
    if not all(label.isdecimal() for label in labels):
        return ", ".join(labels)
    runs: list[list[int]] = []
    for number in sorted(map(int, labels)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in runs
    )


def version_words(versions: Sequence[Version]) -> str:
    """Return *versions* with their noun: `version 3`, `versions 1–3, 5`, `git:main`."""
    text = version_list(versions)
    if not all(version.label.isdecimal() for version in versions):
        return text
    return f"version {text}" if len(versions) == 1 else f"versions {text}"


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
        case "written" | "read":
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
            return f" {'is new' if is_new else 'was removed'} and has no default"
        case "type" | "branch":
            return f": {in_words(reader)} cannot read {in_words(writer)}"
        case "union":
            return f" {'no longer takes' if is_new else 'may now be'} {short(writer)}"
        case "symbols":
            symbols = listed(fact.breach.symbols)
            return f" {'lost' if is_new else 'gained'} {symbols}"
        case "size":
            return f" was {size(old)} bytes and is {size(new)}"
        case "name" | "namespace":
            return f" was {old.label} and is {new.label}"
        case "ambiguous":
            return f" has two matches, {listed(f.name for f in fact.breach.answers)}"


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
    return f'its field "{way[1:]}"' if way[0] == "." else f'its part "{way}"'
