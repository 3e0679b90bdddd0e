"""Defaults of fields: which values a type accepts (COMPATIBILITY, 1.6)."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.damage import Partial
from avrotower.schema.model import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    HOLE,
    INT,
    JSON,
    LONG,
    NULL,
    Array,
    Map,
    Node,
    Record,
    Union,
    is_array,
    is_object,
)

if TYPE_CHECKING:
    from typing import Final


_JSON: Final = (str, int, float, list, dict, type(None))
_INTS: Final = range(-(2**31), 2**31)
_LONGS: Final = range(-(2**63), 2**63)
_STEPS: Final = 200_000
"""Records compared with values in one document; what is beyond counts as fitting.

Nested unions of records make the work grow with the power of their depth.
"""

_JAVA_NUMBER: Final = r"""(?x) [\x00-\x20]* [+-]?
    (?: NaN | Infinity
      | (?: (?: [0-9]+\.?[0-9]* | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )?
          | 0[xX] (?: [0-9a-fA-F]+\.? | [0-9a-fA-F]*\.[0-9a-fA-F]+ ) [pP][+-]?[0-9]+
        ) [fFdD]?
    ) [\x00-\x20]*"""
"""Compiled when first needed; the linter starts for every commit."""


def is_java_number(text: str) -> bool:
    """Whether Java's `Double.parseDouble` takes *text*."""
    import re  # noqa: PLC0415  few defaults are text where a number belongs

    return re.fullmatch(_JAVA_NUMBER, text) is not None


def java_number(text: str) -> float:
    """Return the number that Java's `Double.parseDouble` makes of *text*.

    Raises:
        ValueError: If `is_java_number` says no.
    """
    plain = text.strip("".join(map(chr, range(33))))
    if "x" in plain.lower():
        try:
            return float.fromhex(plain.rstrip("fFdD") if _has_suffix(plain) else plain)
        except OverflowError:
            return float("-inf" if plain.startswith("-") else "inf")
    return float(plain.rstrip("fFdD"))


def _has_suffix(text: str) -> bool:
    # In `0x1p3f` the suffix comes after the exponent, whose digits are decimal.
    return text[-1] in "fFdD"


class CyclicDefaultError(Exception):
    """A default looks into a record whose fields Java has not set yet."""


class Defaults:
    """Validates the defaults of one document.

    *damaged* holds the ids of nodes that accept everything; *late* is the node that
    stands for names bound later.
    """

    __slots__ = ("_damaged", "_late", "_seen", "_steps", "open", "touched")

    def __init__(self, damaged: set[int], late: Node) -> None:
        self._damaged = damaged
        self._late = late
        self._seen: dict[tuple[int, int], bool] = {}
        self._steps = 0
        self.touched = False
        """Set when a value met a name that is not bound yet."""
        self.open: set[int] = set()
        """Ids of records whose fields Java has not set yet."""

    def bound(self) -> None:
        """Forget what was found before the names were bound."""
        self._seen.clear()

    def fits(self, node: Node, value: JSON) -> bool:
        """Whether *value* is valid for *node*.

        Raises:
            CyclicDefaultError: If an object meets a record in `open`.
        """
        if isinstance(node, Union):
            return any(self.fits(branch, value) for branch in node.branches)
        if isinstance(node, Record):
            return self._fits_record(node, value)
        if node.type == HOLE or not isinstance(value, _JSON):
            return True
        if isinstance(node, Array):
            return is_array(value) and all(
                self.fits(node.items, item) for item in value
            )
        if isinstance(node, Map):
            return is_object(value) and all(
                self.fits(node.values, item) for item in value.values()
            )
        return fits_plain(node.type, value)

    def _fits_record(self, node: Record, value: JSON) -> bool:
        if node is self._late:
            self.touched = True
            return isinstance(value, dict) or not isinstance(value, _JSON)
        if not is_object(value):
            return id(node) in self._damaged or not isinstance(value, _JSON)
        if id(node) in self.open:
            raise CyclicDefaultError
        pair = (id(node), id(value))
        known = self._seen.get(pair)
        if known is not None:
            return known
        self._steps += 1 + len(node.fields)
        if self._steps > _STEPS:
            return True
        # A field that is left out needs a default of its own; that one is judged where
        # it is written, so it is not followed: chains of types may be long.
        answer = id(node) in self._damaged or all(
            self.fits(field.type, value[field.name])
            if field.name in value
            else field.has_default or isinstance(value, Partial)
            for field in node.fields
        )
        self._seen[pair] = answer
        return answer


def fits_plain(kind: int, value: JSON) -> bool:
    """Whether *value* fits a type without parts; for what is written as text any text."""
    if kind == NULL:
        return value is None
    if kind == BOOLEAN:
        return isinstance(value, bool)
    if kind in (INT, LONG):
        return type(value) is int and value in (_INTS if kind == INT else _LONGS)
    if kind in (FLOAT, DOUBLE):
        return type(value) in (int, float)
    return isinstance(value, str)
