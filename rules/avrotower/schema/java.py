"""JSON as Java writes it: compact, with Java's numbers and escapes."""

import re
from typing import Final

from avrotower.schema.model import JSON

_PLAIN_FROM: Final = 1e-3
_PLAIN_BELOW: Final = 1e7
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f]')
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
    """Return *text* as a JSON string."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def number(value: float) -> str:
    """Return *value* as `Double.toString` writes it, NaN and infinities as strings.

    Plain notation from 10^-3 up to 10^7, else one digit before the point: `1.0E10`.
    """
    if value != value:  # noqa: PLR0124  NaN
        return '"NaN"'
    if value in {float("inf"), float("-inf")}:
        return '"Infinity"' if value > 0 else '"-Infinity"'
    text = repr(value)
    if value == 0 or _PLAIN_FROM <= abs(value) < _PLAIN_BELOW:
        return text
    sign = "-" if value < 0 else ""
    mantissa, _, power = text.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = int(power or 0) + len(whole) - 1
    if whole == "0":
        exponent = int(power or 0) - (len(fraction) - len(fraction.lstrip("0")) + 1)
    rest = digits[1:].rstrip("0") or "0"
    return f"{sign}{digits[0]}.{rest}E{exponent}"


def write(value: JSON) -> str:  # noqa: PLR0911  one line per kind of value
    """Return *value* as compact JSON in Jackson's words.

    A damaged part is written as `null`.
    Recursion is bounded by the cap on nesting (COMPATIBILITY, 1.2).
    """
    kind = type(value)
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
