"""Logical types: valid ones mean something, invalid ones are ignored by readers."""

import math
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from avrotower.schema.model import BYTES, FIXED, INT, JSON, LONG, STRING, Fixed, Node


class Logical(NamedTuple):
    """The logical type of a node."""

    name: str
    is_known: bool
    """Whether Avro 1.12 defines it."""
    is_valid: bool
    """Whether it is known and stands on a type that can carry it."""
    reason: str = ""
    """Why it is ignored, lower case, no full stop."""
    precision: int | None = None
    scale: int | None = None


_LONGS: Final = (
    "time-micros",
    "timestamp-millis",
    "timestamp-micros",
    "timestamp-nanos",
    "local-timestamp-millis",
    "local-timestamp-micros",
    "local-timestamp-nanos",
)


def _on(base: int, word: str) -> Callable[[Node], str]:
    return lambda node: "" if node.type == base else f"it stands on {word} only"


def _fixed_or(base: int | None, word: str, size: int) -> Callable[[Node], str]:
    def judge(node: Node) -> str:
        if node.type == base or (isinstance(node, Fixed) and node.size == size):
            return ""
        return f"it stands on {word}fixed({size}) only"

    return judge


def _decimal(node: Node) -> str:
    if node.type not in {BYTES, FIXED}:
        return "it stands on bytes or fixed only"
    precision = _integer(node.raw.get("precision"))
    scale = _integer(node.raw.get("scale", 0))
    if precision is None or precision <= 0:
        return "it needs an integer precision above 0"
    if scale is None or not 0 <= scale <= precision:
        return f"its scale must be an integer from 0 to its precision, {precision}"
    if isinstance(node, Fixed):
        most = math.floor(math.log10(2) * (8 * node.size - 1)) if node.size else 0
        if precision > most:
            return f"{node.size} bytes hold {most} digits, not {precision}"
    return ""


def _integer(value: JSON) -> int | None:
    return value if type(value) is int else None


_JUDGES: Final[Mapping[str, Callable[[Node], str]]] = {
    "decimal": _decimal,
    "big-decimal": _on(BYTES, "bytes"),
    "uuid": _fixed_or(STRING, "string or ", 16),
    "duration": _fixed_or(None, "", 12),
    "date": _on(INT, "int"),
    "time-millis": _on(INT, "int"),
    **dict.fromkeys(_LONGS, _on(LONG, "long")),
}
KNOWN: Final = tuple(_JUDGES)
"""The logical types that Avro 1.12 defines."""


def logical(node: Node) -> Logical | None:
    """Return the logical type of *node*, None where it has none.

    An attribute that is no text counts as none, as Java has it.

    Source: Avro 1.12, Logical Types; Java's `LogicalTypes`.
    """
    raw = node.raw
    if not isinstance(raw, dict):
        return None
    name = raw.get("logicalType")
    if not isinstance(name, str):
        return None
    judge = _JUDGES.get(name)
    if judge is None:
        return Logical(name, is_known=False, is_valid=False, reason="nobody defines it")
    reason = judge(node)
    if reason:
        return Logical(name, is_known=True, is_valid=False, reason=reason)
    if name != "decimal":
        return Logical(name, is_known=True, is_valid=True)
    return Logical(name, True, True, "", raw["precision"], raw.get("scale", 0))  # noqa: FBT003  a row
