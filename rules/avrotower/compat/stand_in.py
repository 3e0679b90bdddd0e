"""Defaults: which value fits a type, and which one is proposed where there is none."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final, NamedTuple, TypeGuard

from avrotower.schema.logical import logical
from avrotower.schema.model import (
    BOOLEAN,
    BYTES,
    DOUBLE,
    ENUM,
    FIXED,
    FLOAT,
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
)

_DEEPEST: Final = 32
_LARGEST: Final = 1_000
_PLAIN: Final[Mapping[int, JSON]] = {
    NULL: None,
    BOOLEAN: False,
    INT: 0,
    LONG: 0,
    FLOAT: 0.0,
    DOUBLE: 0.0,
    STRING: "",
    BYTES: "",
}
_MEANT: Final[Mapping[str, JSON]] = {
    "decimal": "\0",
    "uuid": "00000000-0000-0000-0000-000000000000",
}
_UNKNOWN: Final = ("UNKNOWN", "UNSPECIFIED", "UNDEFINED", "OTHER", "NONE")


class Default(NamedTuple):
    """A value for `default`."""

    value: JSON


def _is_integer(value: JSON, bits: int) -> bool:
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return -(1 << bits) <= value < 1 << bits


def _is_number(value: JSON) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: JSON) -> TypeGuard[list[JSON]]:
    return isinstance(value, list)


def _is_dict(value: JSON) -> TypeGuard[dict[str, JSON]]:
    return isinstance(value, dict)


def _is_text(value: JSON) -> bool:
    return isinstance(value, str)


_FITS: Final[Mapping[int, Callable[[JSON], bool]]] = {
    NULL: lambda value: value is None,
    BOOLEAN: lambda value: isinstance(value, bool),
    INT: partial(_is_integer, bits=31),
    LONG: partial(_is_integer, bits=63),
    FLOAT: _is_number,
    DOUBLE: _is_number,
    STRING: _is_text,
    BYTES: _is_text,
    ENUM: _is_text,
    FIXED: _is_text,
}


def fits(node: Node, value: JSON) -> bool:
    """Whether *value* is a valid default for *node* (COMPATIBILITY, 1.6).

    What is nested deeper, or has more ways to be read, than anybody would write counts
    as invalid.
    """
    return _Fitter().fits(node, value, 0)


class _Fitter:
    def __init__(self) -> None:
        self._left = _LARGEST

    def fits(self, node: Node, value: JSON, depth: int) -> bool:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            return False
        if isinstance(node, Union):
            return any(self.fits(branch, value, depth + 1) for branch in node.branches)
        if isinstance(node, Array):
            return _is_list(value) and self._all_fit(node.items, value, depth)
        if isinstance(node, Map):
            return _is_dict(value) and self._all_fit(node.values, value.values(), depth)
        if isinstance(node, Record):
            return _is_dict(value) and all(
                self.fits(field.type, value[field.name], depth + 1)
                if field.name in value
                else field.has_default
                for field in node.fields
            )
        test = _FITS.get(node.type)
        return test is None or test(value)

    def _all_fit(self, node: Node, values: Iterable[JSON], depth: int) -> bool:
        return all(self.fits(node, value, depth + 1) for value in values)


def likely_unknown(node: Enum) -> str | None:
    """Return the symbol of *node* that stands for what is not known, if any."""
    for word in _UNKNOWN:
        for symbol in node.symbols:
            if word in symbol.upper().split("_"):
                return symbol
    return None


def stand_in(node: Node) -> Default | None:
    """Return the default that is proposed for *node* (COMPATIBILITY, 7).

    None where there is no finite one, or only one that nobody would want to read.
    """
    return _Maker().make(node, 0)


class _Maker:
    def __init__(self) -> None:
        self._left = _LARGEST

    def make(self, node: Node, depth: int) -> Default | None:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            return None
        if node.type in _PLAIN:
            return Default(_meant(node))
        if isinstance(node, Union):
            if node.has_null:
                return Default(None)
            return self.make(node.branches[0], depth + 1) if node.branches else None
        if isinstance(node, Record):
            return self._record(node, depth)
        return _leaf(node)

    def _record(self, node: Record, depth: int) -> Default | None:
        value: dict[str, JSON] = {}
        for field in node.fields:
            if not field.has_default:
                made = self.make(field.type, depth + 1)
                if made is None:
                    return None
                value[field.name] = made.value
        return Default(value)


def _meant(node: Node) -> JSON:
    """Return a value that the logical type of *node* has, too.

    A decimal of no bytes and a UUID without digits are none.
    """
    meant = logical(node)
    name = meant.name if meant is not None and meant.is_valid else ""
    return _MEANT.get(name, _PLAIN[node.type])


def _leaf(node: Node) -> Default | None:
    if isinstance(node, Enum):
        symbol = node.default or likely_unknown(node) or next(iter(node.symbols), None)
        return None if symbol is None else Default(symbol)
    if isinstance(node, Fixed):
        return Default("\0" * node.size) if node.size <= _LARGEST else None
    if isinstance(node, Array | Map):
        return Default([] if isinstance(node, Array) else {})
    return None
