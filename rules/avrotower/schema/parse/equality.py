"""When a second definition of a name is equal to the first (COMPATIBILITY, 1.5)."""

import json
from typing import Final

from avrotower.schema.model import (
    DOUBLE,
    FLOAT,
    HOLE,
    JSON,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Named,
    Node,
    Record,
    Union,
    is_object,
)
from avrotower.schema.parse.defaults import is_java_number, java_number

_OF_FIELDS: Final = frozenset({"aliases", "default", "doc", "name", "order", "type"})
_OF_TYPES: Final = frozenset(
    {
        "aliases",
        "doc",
        "fields",
        "items",
        "name",
        "namespace",
        "size",
        "symbols",
        "type",
        "values",
    }
)
_OF_ENUMS: Final = _OF_TYPES | {"default"}


def differ(node: Named, first: Named, damaged: set[int], late: Node) -> bool:
    """Whether two definitions of one full name differ in what counts for Java.

    `doc`, aliases, the default of an enum, and `record` against `error` do not count.
    A name that is bound later, which *late* stands for, equals nothing, itself included.
    """
    if id(node) in damaged or id(first) in damaged:
        return False
    if isinstance(node, Record) and isinstance(first, Record):
        return (
            _attributes(node, _OF_TYPES) != _attributes(first, _OF_TYPES)
            or len(node.fields) != len(first.fields)
            or any(
                _fields_differ(one, other, late)
                for one, other in zip(node.fields, first.fields, strict=True)
            )
        )
    if isinstance(node, Enum) and isinstance(first, Enum):
        return node.symbols != first.symbols or _attributes(
            node, _OF_ENUMS
        ) != _attributes(first, _OF_ENUMS)
    if isinstance(node, Fixed) and isinstance(first, Fixed):
        return node.size != first.size or _attributes(node, _OF_TYPES) != _attributes(
            first, _OF_TYPES
        )
    return True


def _fields_differ(one: Field, other: Field, late: Node) -> bool:
    return (
        one.name != other.name
        or one.order != other.order
        or one.has_default != other.has_default
        or _default(one) != _default(other)
        or _written(one.raw, _OF_FIELDS) != _written(other.raw, _OF_FIELDS)
        or _types_differ(one.type, other.type, late)
    )


def _types_differ(  # noqa: PLR0911  a kind of type each
    one: Node, other: Node, late: Node
) -> bool:
    if HOLE in (one.type, other.type):
        return False
    if one is late or other is late:
        # Java's stand-in for an unbound name has a number of its own.
        return True
    if one is other:
        return False
    if isinstance(one, Named) or isinstance(other, Named):
        # Both are complete, so they were compared when the second one was.
        return one.label != other.label or one.type != other.type
    if one.type != other.type or _attributes(one, _OF_TYPES) != _attributes(
        other, _OF_TYPES
    ):
        return True
    if isinstance(one, Array) and isinstance(other, Array):
        return _types_differ(one.items, other.items, late)
    if isinstance(one, Map) and isinstance(other, Map):
        return _types_differ(one.values, other.values, late)
    if isinstance(one, Union) and isinstance(other, Union):
        return len(one.branches) != len(other.branches) or any(
            _types_differ(left, right, late)
            for left, right in zip(one.branches, other.branches, strict=True)
        )
    return False


def _default(field: Field) -> str:
    value = field.default
    if (
        isinstance(value, str)
        and field.type.type in (FLOAT, DOUBLE)
        and is_java_number(value)
    ):
        value = java_number(value)
    return _text(value)


def _attributes(node: Node, reserved: frozenset[str]) -> str:
    return _written(node.raw, reserved) if is_object(node.raw) else "{}"


def _written(raw: dict[str, JSON], reserved: frozenset[str]) -> str:
    if raw.keys() <= reserved:
        return "{}"
    return _text({key: value for key, value in raw.items() if key not in reserved})


def _text(value: JSON) -> str:
    # Text tells 1, 1.0 and true apart, as Java does, and Python's `==` does not.
    return json.dumps(value, sort_keys=True, default=lambda _: None)
