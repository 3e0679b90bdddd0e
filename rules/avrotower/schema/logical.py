"""Logical types: what a type means besides its bytes (COMPATIBILITY, 1.7).

They never make a schema invalid: Java ignores those that do not fit.
"""

from __future__ import annotations

from functools import lru_cache

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.schema.model import (
    BYTES,
    FIXED,
    INT,
    JSON,
    LONG,
    STRING,
    TYPE_NAMES,
    UNION,
    Fixed,
    Node,
    Schema,
    is_object,
)

if TYPE_CHECKING:
    from typing import Final


BASES: Final[dict[str, tuple[int, ...]]] = {
    "decimal": (BYTES, FIXED),
    "big-decimal": (BYTES,),
    "uuid": (STRING, FIXED),
    "duration": (FIXED,),
    "date": (INT,),
    "time-millis": (INT,),
    "time-micros": (LONG,),
    "timestamp-millis": (LONG,),
    "timestamp-micros": (LONG,),
    "timestamp-nanos": (LONG,),
    "local-timestamp-millis": (LONG,),
    "local-timestamp-micros": (LONG,),
    "local-timestamp-nanos": (LONG,),
}
"""The logical types that Avro defines, and the types that may carry them."""

_SIZES: Final = {"uuid": 16, "duration": 12}
_INTS: Final = range(-(2**31), 2**31)


class Logical(NamedTuple):
    """A logical type as written, and whether it counts."""

    name: str
    is_valid: bool
    """Whether Java takes it; what it does not take, it ignores."""
    reason: str
    """Why it is ignored, for people; empty where it is valid."""
    precision: int | None
    """Of a decimal, where it is an integer."""
    scale: int | None
    """Of a decimal, where it is an integer; 0 where it is absent."""
    is_known: bool
    """Whether Avro defines it."""


def logical(node: Node) -> Logical | None:
    """Return the logical type of *node*, None where it has none."""
    raw = node.raw
    if not is_object(raw) or "logicalType" not in raw:
        return None
    name = raw["logicalType"]
    if not isinstance(name, str):
        why = '"logicalType" must be text'
        return Logical(_told(name), False, why, None, None, False)  # noqa: FBT003
    if name not in BASES:
        why = "Avro defines no such logical type"
        return Logical(name, False, why, None, None, False)  # noqa: FBT003
    precision = scale = None
    reason = _misfit(name, node)
    if name == "decimal":
        precision = _integer(raw.get("precision"))
        scale = _integer(raw.get("scale", 0))
        reason = reason or _beyond(node, precision, scale, raw)
    return Logical(name, not reason, reason, precision, scale, is_known=True)


@lru_cache(maxsize=1)
def logicals(schema: Schema) -> tuple[tuple[Node, Logical], ...]:
    """Return the nodes of *schema* with a logical type, and what it is.

    Several rules ask in turn.
    """
    found: list[tuple[Node, Logical]] = []
    for node in schema.nodes:
        # Most nodes are unions, whose JSON has no attributes.
        if node.type != UNION and is_object(node.raw) and "logicalType" in node.raw:
            meant = logical(node)
            if meant is not None:
                found.append((node, meant))
    return tuple(found)


def _told(value: JSON) -> str:
    from avrotower.schema.java import write  # noqa: PLC0415  rare

    return write(value)


def _misfit(name: str, node: Node) -> str:
    """Return why *node* cannot carry the logical type *name*, empty where it can."""
    bases = BASES[name]
    if node.type in bases and node.type != FIXED:
        return ""
    size = _SIZES.get(name)
    if node.type in bases and not size:
        return ""
    needed = " or ".join(
        f"fixed({size})" if base == FIXED and size else TYPE_NAMES[base]
        for base in bases
    )
    if node.type not in bases:
        return f"{name} needs {needed}, not {node.type_name}"
    if size and isinstance(node, Fixed) and node.size != size:
        return f"{name} needs {needed}, not fixed({node.size})"
    return ""


def _beyond(  # noqa: PLR0911  a condition each
    node: Node, precision: int | None, scale: int | None, raw: JSON
) -> str:
    """Return why a decimal cannot have its *precision* and *scale*, empty if it can."""
    if precision is None:
        if "precision" not in raw:
            return "decimal needs a precision"
        return f"precision must be an integer, not {_told(raw['precision'])}"
    if scale is None:
        return f"scale must be an integer, not {_told(raw['scale'])}"
    if precision <= 0:
        return f"precision must be above 0, not {precision}"
    if isinstance(node, Fixed):
        most = digits(node.size)
        if precision > most:
            return f"fixed({node.size}) holds {most} digits, not {precision}"
    if not 0 <= scale <= precision:
        return f"scale must lie between 0 and the precision {precision}, not {scale}"
    return ""


def digits(size: int) -> int:
    """Return how many decimal digits a fixed of *size* bytes can hold with a sign."""
    # Java multiplies in 32 bits, so the number of bits of a huge fixed turns negative.
    bits = (8 * size - 1 + 2**31) % 2**32 - 2**31
    import math  # noqa: PLC0415  few decimals are on fixed

    return math.floor(math.log10(2) * bits)


def _integer(value: JSON) -> int | None:
    return value if type(value) is int and value in _INTS else None
