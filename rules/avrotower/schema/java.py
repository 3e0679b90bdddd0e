"""JSON as Java writes it: compact, with Java's numbers and escapes."""

import re
import struct
from json.encoder import encode_basestring
from typing import Final

from avrotower.schema.model import JSON

_PLAIN_FROM: Final = 1e-3
_PLAIN_BELOW: Final = 1e7
_FLOAT_DIGITS: Final = 9
"""Significant digits that tell all 32-bit numbers apart."""
_ESCAPED: Final = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')
_SHORT: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}


def _escape(match: "re.Match[str]") -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def quoted(text: str) -> str:
    """Return *text* as a JSON string; no lone surrogate is left in it."""
    if text.isascii():
        written = encode_basestring(text)
        if "\\u" not in written:
            return written
    return f'"{_ESCAPED.sub(_escape, text)}"'


def number(value: float) -> str:
    """Return *value* as `Double.toString` writes it, NaN and infinities as strings.

    The fewest digits that give the number back; plain notation from 10^-3 up to 10^7,
    else one digit before the point: `1.0E10`.
    Java before 19 writes some numbers from 2^53 on with more digits than it needs.
    """
    if value - value != 0:
        return _no_number(value)
    text = repr(value)
    if value == 0 or _PLAIN_FROM <= abs(value) < _PLAIN_BELOW:
        return text
    if len(text.lstrip("-").partition("e")[0]) == 1:
        # Java writes two digits at least, and chooses the nearest two.
        text = f"{value:.1e}"
    return _scientific(text)


def float_number(value: float) -> str:
    """Return *value*, a 32-bit number, as `Float.toString` writes it; as `number`."""
    if value - value != 0:
        return _no_number(value)
    texts = (f"{value:.{digits}e}" for digits in range(1, _FLOAT_DIGITS))
    text = next(text for text in texts if nearest_float(float(text)) == value)
    if value == 0 or _PLAIN_FROM <= abs(value) < _PLAIN_BELOW:
        return repr(float(text))
    return _scientific(text)


def nearest_float(value: float) -> float:
    """Return the 32-bit number nearest to *value*."""
    try:
        (nearest,) = struct.unpack("<f", struct.pack("<f", value))
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return float(nearest)


def _no_number(value: float) -> str:
    if value != value:  # noqa: PLR0124  NaN
        return '"NaN"'
    return '"Infinity"' if value > 0 else '"-Infinity"'


def _scientific(text: str) -> str:
    """Return a number in Python's notation with one digit before the point."""
    sign = "-" if text.startswith("-") else ""
    mantissa, _, power = text.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = int(power or 0) + len(whole) - 1 - len(whole + fraction) + len(digits)
    rest = digits[1:].rstrip("0") or "0"
    return f"{sign}{digits[0]}.{rest}E{exponent}"


def write(value: JSON) -> str:  # noqa: PLR0911  one line per kind of value
    """Return *value* as compact JSON in Jackson's words.

    A damaged part is written as `null`.
    Recursion is bounded by the cap on nesting (COMPATIBILITY, 1.2).
    """
    kind: object = value.__class__
    if kind is str:
        return quoted(value)
    if kind is dict:
        pairs = (f"{quoted(key)}:{write(item)}" for key, item in value.items())
        return f"{{{','.join(pairs)}}}"
    if kind is list:
        return f"[{','.join(map(write, value))}]"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is float:
        return number(value)
    return "null"
