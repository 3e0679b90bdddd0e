"""Whether a default fits its type as the specification has it, stricter than Java."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.damage import DAMAGED, Partial
from avrotower.schema.model import (
    ARRAY,
    BOOLEAN,
    BYTES,
    DOUBLE,
    ENUM,
    FIXED,
    FLOAT,
    HOLE,
    INT,
    JSON,
    LONG,
    MAP,
    NULL,
    RECORD,
    STRING,
    UNION,
    Array,
    Enum,
    Fixed,
    Map,
    Node,
    Record,
    Union,
    is_array,
    is_object,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final, TypeAlias


_BYTE: Final = 0xFF
_INT: Final = 2**31
_LONG: Final = 2**63
_SHOWN: Final = 10
"""Symbols or branches that a message names."""
_LONGEST: Final = 100
"""Characters of the words for an inner value."""

_Known: TypeAlias = "dict[tuple[int, int], str | None]"
"""The answers for records, by identity of type and value: branches meet them again."""


def misfit(node: Node, value: JSON) -> str | None:
    """Return what *node* would accept in the place of *value*, None where it fits.

    The answer is a few words: `one of EUR, USD`, `13 code points from 0 to 255`.
    What is damaged fits everything.
    """
    return _CHECKS[node.type](node, value, {})


# The functions below call each other through the table: two frames for each level of a
# default, so that the deepest text stays far from the limit of the interpreter.


def _word(is_right: Callable[[JSON], bool], word: str) -> Callable[..., str | None]:
    def check(_node: Node, value: JSON, _known: _Known) -> str | None:
        return None if is_right(value) or value is DAMAGED else word

    return check


def _is_integer(bound: int) -> Callable[[JSON], bool]:
    return lambda value: type(value) is int and -bound <= value < bound


def _is_number(value: JSON) -> bool:
    return type(value) in {int, float}


def _are_bytes(text: str) -> bool:
    return text.isascii() or max(map(ord, text)) <= _BYTE


def _enum(node: Enum, value: JSON, _known: _Known) -> str | None:
    is_symbol = isinstance(value, str) and value in node.symbols
    return None if is_symbol or value is DAMAGED else symbols(node)


def symbols(node: Enum) -> str:
    """Return the symbols of *node* for a message, cut where nobody reads on."""
    more = len(node.symbols) - _SHOWN
    told = ", ".join(node.symbols[:_SHOWN])
    return f"one of {told}" + (f" and {more} more" if more > 0 else "")


def _fixed(node: Fixed, value: JSON, _known: _Known) -> str | None:
    is_right = isinstance(value, str) and len(value) == node.size and _are_bytes(value)
    if is_right or value is DAMAGED:
        return None
    return f"{node.size} code points from 0 to 255"


def _union(node: Union, value: JSON, known: _Known) -> str | None:
    words: dict[str, None] = {}
    for branch in node.branches:
        word = _CHECKS[branch.type](branch, value, known)
        if word is None:
            return None
        words[word] = None
    labels = [branch.label for branch in node.branches[:_SHOWN]]
    return _short(" or ".join(words), " or ".join(labels)) or "possible"


def _short(word: str, otherwise: str) -> str:
    """Return *word*, or *otherwise* where it is too long: words of words double."""
    return word if len(word) <= _LONGEST else otherwise


def _array(node: Array, value: JSON, known: _Known) -> str | None:
    if value is DAMAGED:
        return None
    if not is_array(value):
        return "an array"
    for item in value:
        word = _CHECKS[node.items.type](node.items, item, known)
        if word is not None:
            return f"an array of {_short(word, node.items.label)}"
    return None


def _map(node: Map, value: JSON, known: _Known) -> str | None:
    if value is DAMAGED:
        return None
    if not is_object(value):
        return "an object"
    for item in value.values():
        word = _CHECKS[node.values.type](node.values, item, known)
        if word is not None:
            return f"a map of {_short(word, node.values.label)}"
    return None


def _record(node: Record, value: JSON, known: _Known) -> str | None:
    if value is DAMAGED:
        return None
    if not is_object(value):
        return f"an object with the fields of {node.fullname}"
    key = id(node), id(value)
    if key in known:
        return known[key]
    word = known[key] = _members(node, value)
    for field in node.fields if word is None else ():
        if field.name in value:
            word = _CHECKS[field.type.type](field.type, value[field.name], known)
            if word is not None:
                word = (
                    f'an object with {_short(word, "another value")} in "{field.name}"'
                )
                break
    known[key] = word
    return word


def _members(node: Record, value: dict[str, JSON]) -> str | None:
    """Return what is wrong with the keys of *value*."""
    names: set[str] = set()
    for field in node.fields:
        names.add(field.name)
        is_needed = not field.has_default and not isinstance(value, Partial)
        if is_needed and field.name not in value:
            return f'an object with "{field.name}", which has no default of its own'
    unknown = value.keys() - names
    if unknown:
        return f'an object without "{min(unknown)}", which {node.fullname} lacks'
    return None


_CHECKS: Final[dict[int, Callable[..., str | None]]] = {
    NULL: _word(lambda value: value is None, "null"),
    BOOLEAN: _word(lambda value: value is True or value is False, "true or false"),
    INT: _word(_is_integer(_INT), "an integer of 32 bits"),
    LONG: _word(_is_integer(_LONG), "an integer of 64 bits"),
    FLOAT: _word(_is_number, "a number"),
    DOUBLE: _word(_is_number, "a number"),
    BYTES: _word(
        lambda value: isinstance(value, str) and _are_bytes(value),
        "a string of code points from 0 to 255",
    ),
    STRING: _word(lambda value: isinstance(value, str), "a string"),
    RECORD: _record,
    ENUM: _enum,
    ARRAY: _array,
    MAP: _map,
    UNION: _union,
    FIXED: _fixed,
    HOLE: _word(lambda _value: True, "damaged"),
}
