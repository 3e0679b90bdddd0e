"""Values as Java holds them between two parses (COMPATIBILITY, 3.5).

Confluent prints defaults and attributes from Java objects, not from their JSON, and what
becomes no object is lost.
"""

from typing import Final

from avrotower.schema.java import float_number, nearest_float, number, quoted, write
from avrotower.schema.model import (
    ARRAY,
    BYTES,
    DOUBLE,
    ENUM,
    FIXED,
    FLOAT,
    INT,
    JSON,
    LONG,
    STRING,
    Array,
    Map,
    Node,
    Record,
    Union,
)

_LONGS: Final = range(-(2**63), 2**63)


class ConversionError(Exception):
    """Java throws where it converts a value; the text says why."""


def by_unit(text: str) -> bytes:
    """Return the key that sorts texts as Java does, by UTF-16 unit."""
    return text.encode("utf-16-be", "surrogatepass")


def converted(value: JSON, node: Node | None) -> str | None:
    """Return *value* as JSON after its way through a Java object, None where it is lost.

    *node* is the type that it is a default of, None for an attribute.

    Raises:
        ConversionError: If Java throws.
    """
    if isinstance(node, Union):
        node = first_branch(node)
    kind: object = value.__class__
    if kind is str:
        return _text(value, node)
    if kind is int:
        return _integer(value, node)
    if kind is float:
        return _fraction(value, node)
    if kind is list:
        return _array(value, node)
    if kind is dict:
        return _object(value, node)
    return write(value)


def first_branch(union: Union) -> Node:
    """Return the branch that Java converts with.

    Raises:
        ConversionError: If there is none.
    """
    if not union.branches:
        raise ConversionError("a field has an empty union as its type")
    return union.branches[0]


def _text(value: str, node: Node | None) -> str | None:
    if node is None or node.type in (STRING, ENUM):
        return quoted(value)
    if node.type in (BYTES, FIXED):
        # Java: a character beyond one byte becomes a question mark.
        return quoted(value.encode("latin-1", "replace").decode("latin-1"))
    return None


def _integer(value: int, node: Node | None) -> str | None:
    if value not in _LONGS:
        return None
    if node is None or node.type in (INT, LONG):
        return str(value)
    return _fraction(float(value), node)


def _fraction(value: float, node: Node | None) -> str | None:
    if node is None or node.type == DOUBLE:
        return number(value)
    return float_number(nearest_float(value)) if node.type == FLOAT else None


# Two frames per level of JSON, no more: a value may nest as deep as the cap allows.


def _array(value: list[JSON], node: Node | None) -> str:
    if node is not None and node.type != ARRAY and value:
        raise ConversionError(f"an array stands as default of type {node.label}")
    items = node.items if isinstance(node, Array) else None
    texts: list[str] = []
    for item in value:
        text = converted(item, items)
        if text is None:
            raise _lost(item)
        texts.append(text)
    return f"[{','.join(texts)}]"


def _object(value: dict[str, JSON], node: Node | None) -> str:
    texts: list[str] = []
    for key in sorted(value, key=by_unit):
        text = converted(value[key], _member(key, node))
        if text is None:
            raise _lost(value[key])
        texts.append(f"{quoted(key)}:{text}")
    return f"{{{','.join(texts)}}}"


def _member(key: str, node: Node | None) -> Node | None:
    if isinstance(node, Record):
        for field in node.fields:
            if field.name == key:
                return field.type
        raise ConversionError(
            f"the default has the key {key!r}, which is no field of {node.label}"
        )
    return node.values if isinstance(node, Map) else None


def _lost(value: JSON) -> ConversionError:
    return ConversionError(
        f"{write(value)} in a default or an attribute is lost, "
        "and the rest cannot be printed without it"
    )
