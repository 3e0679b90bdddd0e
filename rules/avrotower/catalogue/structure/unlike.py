"""How two definitions of one name differ, in words."""

import json
from typing import Final

from avrotower.schema.damage import Partial, has_all
from avrotower.schema.logical import logical
from avrotower.schema.model import (
    HOLE,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Named,
    Node,
    Record,
    Union,
)
from avrotower.schema.words import with_article

_SHOWN: Final = 3
"""Symbols that a message names."""
_LONG: Final = 120
"""Letters of two types that a message has room for."""


def unlike(here: Named, there: Named) -> str | None:
    """Return the first difference of two definitions, None where they mean the same.

    `doc` and what Avro does not define make no difference.
    Types inside that have a name count by their names: where those differ, it is told of them.
    """
    if not (_is_whole(here) and _is_whole(there)):
        return None
    if isinstance(here, Record) and isinstance(there, Record):
        found = _records(here, there)
    elif isinstance(here, Enum) and isinstance(there, Enum):
        found = _enums(here, there)
    elif isinstance(here, Fixed) and isinstance(there, Fixed):
        found = _fixed(here, there)
    else:
        return (
            f"it is {with_article(there.type_name)} there "
            f"and {with_article(here.type_name)} here"
        )
    if found is None and set(here.aliases) != set(there.aliases):
        return "it has other aliases there"
    return found


def _is_whole(node: Named) -> bool:
    """Whether nothing of the definition was lost with a damaged part of its text."""
    if isinstance(node, Record):
        return has_all(node.raw, "fields", len(node.fields))
    if isinstance(node, Enum):
        return has_all(node.raw, "symbols", len(node.symbols))
    return not isinstance(node.raw, Partial)


def _records(here: Record, there: Record) -> str | None:
    if here.is_error != there.is_error:
        word = "an error" if there.is_error else "a record"
        return f"it is {word} there"
    ours = {field.name: field for field in here.fields}
    theirs = {field.name: field for field in there.fields}
    for name in ours:
        if name not in theirs:
            return f'field "{name}" is missing there'
    for name in theirs:
        if name not in ours:
            return f'field "{name}" is missing here'
    for name, field in ours.items():
        told = _fields(field, theirs[name])
        if told is not None:
            return f'field "{name}" {told}'
    return None if list(ours) == list(theirs) else "the fields are in another order"


def _fields(here: Field, there: Field) -> str | None:
    told = _types(here.type, there.type)
    if told is not None:
        return told
    if here.has_default != there.has_default:
        return f"has {'a' if there.has_default else 'no'} default there"
    if _text(here.default) != _text(there.default):
        return "has another default there"
    if set(here.aliases) != set(there.aliases):
        return "has other aliases there"
    if here.order != there.order:
        return "is ordered in another way there"
    return None


def _types(here: Node, there: Node) -> str | None:
    ours, theirs = written(here), written(there)
    if ours == theirs or _is_open(here) or _is_open(there):
        return None
    if len(ours) + len(theirs) > _LONG:
        return "has another type there"
    return f"is {theirs} there and {ours} here"


def _enums(here: Enum, there: Enum) -> str | None:
    for ours, theirs, where in (
        (here.symbols, there.symbols, "there"),
        (there.symbols, here.symbols, "here"),
    ):
        lacking = [symbol for symbol in ours if symbol not in theirs]
        if lacking:
            more = ", …" if len(lacking) > _SHOWN else ""
            return f"{', '.join(lacking[:_SHOWN])}{more} missing {where}"
    if here.symbols != there.symbols:
        return "the symbols are in another order"
    if here.default != there.default:
        return f"its default is {there.default or 'missing'} there"
    return None


def _fixed(here: Fixed, there: Fixed) -> str | None:
    if here.size != there.size:
        return f"it has {there.size} bytes there and {here.size} here"
    ours, theirs = _meant(here), _meant(there)
    if ours != theirs:
        return f"its logical type is {theirs or 'none'} there"
    return None


def written(node: Node) -> str:
    """Return the type *node* in one line, named types by their full names."""
    if isinstance(node, Array):
        return f"array of {written(node.items)}"
    if isinstance(node, Map):
        return f"map of {written(node.values)}"
    if isinstance(node, Union):
        return f"[{', '.join(written(branch) for branch in node.branches)}]"
    if isinstance(node, Named):
        return node.fullname
    meant = _meant(node)
    return f"{node.type_name}:{meant}" if meant else node.type_name


def _meant(node: Node) -> str:
    """Return the logical type of *node* with its parameters, empty where it has none."""
    meant = logical(node)
    if meant is None or not meant.is_valid:
        return ""
    if meant.name != "decimal":
        return meant.name
    scale = node.attribute("scale") or 0
    return f"decimal({node.attribute('precision')}, {scale})"


def _is_open(node: Node) -> bool:
    """Whether a part of the type is damaged or undefined, so that nobody can say."""
    todo = [node]
    while todo:
        here = todo.pop()
        if here.type == HOLE:
            return True
        if isinstance(here, Union):
            todo.extend(here.branches)
        elif isinstance(here, Array):
            todo.append(here.items)
        elif isinstance(here, Map):
            todo.append(here.values)
    return False


def _text(value: object) -> str:
    # Text tells 1, 1.0 and true apart, and Python's `==` does not.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=lambda _: None)
