"""Whether a default fits its type as the specification has it, stricter than Java."""

from collections.abc import Callable
from typing import Final

from avrotower.schema.model import (
    BOOLEAN,
    BYTES,
    DOUBLE,
    FLOAT,
    HOLE,
    INT,
    JSON,
    LONG,
    NULL,
    STRING,
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

_BYTE: Final = 0xFF
_INT: Final = 2**31
_LONG: Final = 2**63


def _is_integer(value: JSON, bound: int) -> bool:
    return type(value) is int and -bound <= value < bound


_FITS: Final[dict[int, Callable[[JSON], bool]]] = {
    NULL: lambda value: value is None,
    BOOLEAN: lambda value: value is True or value is False,
    INT: lambda value: _is_integer(value, _INT),
    LONG: lambda value: _is_integer(value, _LONG),
    FLOAT: lambda value: type(value) in {int, float},
    DOUBLE: lambda value: type(value) in {int, float},
    STRING: lambda value: isinstance(value, str),
    BYTES: lambda value: isinstance(value, str) and _are_bytes(value),
    HOLE: lambda value: value is value,  # noqa: PLR0124  a damaged type fits everything
}


def _are_bytes(text: str) -> bool:
    return text.isascii() or max(map(ord, text)) <= _BYTE


def misfit(node: Node, value: JSON) -> str | None:  # noqa: C901, PLR0911  a row for each type
    """Return what *node* would accept in the place of *value*, None where it fits.

    The answer is a few words: `one of EUR, USD`, `13 code points from 0 to 255`.
    """
    fits = _FITS.get(node.type)
    if fits is not None:
        return None if fits(value) else _expected(node)
    if isinstance(node, Enum):
        return None if value in node.symbols else f"one of {', '.join(node.symbols)}"
    if isinstance(node, Fixed):
        is_right = (
            isinstance(value, str) and len(value) == node.size and _are_bytes(value)
        )
        return None if is_right else f"{node.size} code points from 0 to 255"
    if isinstance(node, Union):
        if any(misfit(branch, value) is None for branch in node.branches):
            return None
        return " or ".join(branch.label for branch in node.branches) or "possible"
    if isinstance(node, Array):
        if not is_array(value):
            return "an array"
        wrong = (misfit(node.items, item) for item in value)
        return next((f"an array of {word}" for word in wrong if word), None)
    if isinstance(node, Map):
        if not is_object(value):
            return "an object"
        wrong = (misfit(node.values, item) for item in value.values())
        return next((f"a map of {word}" for word in wrong if word), None)
    if isinstance(node, Record):
        return _misfit_record(node, value)
    return None


def _misfit_record(node: Record, value: JSON) -> str | None:
    if not is_object(value):
        return f"an object with the fields of {node.fullname}"
    for field in node.fields:
        if field.name in value:
            word = misfit(field.type, value[field.name])
            if word is not None:
                return f'an object with {word} in "{field.name}"'
        elif not field.has_default:
            return f'an object with "{field.name}", which has no default of its own'
    unknown = value.keys() - {field.name for field in node.fields}
    if unknown:
        return f'an object without "{min(unknown)}", which {node.fullname} lacks'
    return None


def _expected(node: Node) -> str:
    if node.type == INT:
        return "an integer of 32 bits"
    if node.type == LONG:
        return "an integer of 64 bits"
    if node.type == BYTES:
        return "a text of code points from 0 to 255"
    article = {NULL: "", BOOLEAN: ""}.get(node.type, "a ")
    word = {BOOLEAN: "true or false", STRING: "text", FLOAT: "number", DOUBLE: "number"}
    return article + word.get(node.type, node.type_name)
