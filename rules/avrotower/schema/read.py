"""A text or its bytes, read as JSON: fast where nothing is wrong."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple, cast
from avrotower.schema.cap import MAX_NUMBER
from avrotower.schema.damage import DAMAGED
from avrotower.schema.depth import TOO_DEEP, count_parts
from avrotower.schema.document import SchemaError
from avrotower.schema.encoding import (
    BYTE_ORDER_MARK,
    byte_order_mark,
    check,
    decode,
    is_too_large,
    too_large,
)
from avrotower.schema.model import JSON
from avrotower.schema.surrogate import lone_escapes

if TYPE_CHECKING:  # places are for what has to be shown
    from collections.abc import Callable
    from typing import Final, NoReturn, TypeAlias

    from avrotower.schema.scan import Scan

_BLANKS: Final = " \t\n\r"


class Reading(NamedTuple):
    """What a text says as JSON, and what is wrong with it as JSON."""

    text: str
    """Decoded; empty where it is too large."""
    value: JSON
    """`DAMAGED` where there is none; see `Scan.value` for damage inside."""
    errors: tuple[SchemaError, ...]
    """What is wrong with the encoding first; `json-trailing` last, as in Java."""
    parts: int
    """How many members and items there are in all objects and arrays of the value; 0
    where a scan was made."""
    scan: Scan | None
    """Where it had to be made: what is no JSON, and what has comments."""
    has_surrogates: bool
    """Whether half a surrogate pair is escaped; `Scan.surrogates` says where."""


_new_reading: Final[Callable[..., Reading]] = cast("JSON", tuple).__new__
"""Makes one without its constructor, which is a function of Python."""


class _RepeatedKeyError(Exception):
    """An object has a key twice."""


def read(data: str | bytes) -> Reading:
    """Return what *data* says as JSON. Never raises."""
    if is_too_large(data):
        return Reading("", DAMAGED, (too_large(),), 0, None, has_surrogates=False)
    text, wrong = decode(data) if isinstance(data, bytes) else check(data)
    errors: tuple[SchemaError, ...] = (wrong,) if wrong else ()
    body = text
    if text.startswith(BYTE_ORDER_MARK):
        errors += (byte_order_mark(),)
        body = text[1:]
    try:
        value = _decoded(body, _PLAIN)
        parts = count_parts(value)
    except (ValueError, StopIteration, RecursionError):
        parts = TOO_DEEP
    else:
        if parts != TOO_DEEP:
            has_surrogates = "\\" in text and any(True for _ in lone_escapes(text))
            found = text, value, errors, parts, None, has_surrogates
            return _new_reading(Reading, found)
    from avrotower.schema.scan import scan  # noqa: PLC0415  damaged texts only

    scanned = scan(text)
    return Reading(
        text=text,
        value=scanned.value,
        errors=((wrong,) if wrong else ()) + scanned.errors,
        parts=0,
        scan=scanned,
        has_surrogates=bool(scanned.surrogates),
    )


def parsed(text: str) -> JSON:
    """Return what *text* says, for files of our own.

    Raises:
        ValueError: If it is no JSON.
    """
    try:
        return _decoded(text, _PLAIN)
    except (StopIteration, RecursionError) as error:
        raise ValueError(text[:0]) from error


def repeats_key(text: str) -> bool:
    """Whether an object of *text*, which was read without a scan, has a key twice."""
    try:
        _decoded(text.removeprefix(BYTE_ORDER_MARK), _scanner(_pairs))
    except _RepeatedKeyError:
        return True
    return False


def _decoded(text: str, scan_once: Callable[[str, int], tuple[JSON, int]]) -> JSON:
    """Return the one value of *text*; what stands around it costs no regular expression.

    Raises:
        ValueError: If *text* is no JSON.
        StopIteration: If it is none at the place of a value.
    """
    start = 0
    if text[:1] in _BLANKS:
        start = len(text) - len(text.lstrip(_BLANKS))
    try:
        value, end = scan_once(text, start)
    except SystemError:
        # It looks for the class of its error in `json`, which nobody has imported.
        raise ValueError from None
    if end != len(text) and text[end:].strip(_BLANKS):
        raise ValueError
    return value


def _pairs(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _RepeatedKeyError
    return members


def _whole(digits: str) -> int:
    if len(digits) > MAX_NUMBER:
        raise ValueError
    return int(digits)


def _fraction(digits: str) -> float:
    if len(digits) > MAX_NUMBER:
        raise ValueError
    return float(digits)


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


_Scanner: TypeAlias = "Callable[[str, int], tuple[JSON, int]]"
"""Reads the value at a place of a text; gives the place behind it, too."""


def _scanner(pairs: Callable[[list[tuple[str, JSON]]], JSON] | None = None) -> _Scanner:
    """Return a scanner that makes objects with *pairs*."""
    try:
        # `json` itself imports regular expressions, which nothing here needs.
        from _json import make_scanner  # noqa: PLC0415
    except ImportError:  # an interpreter without it
        from json import JSONDecoder  # noqa: PLC0415

        scanner: _Scanner = cast(
            "JSON", JSONDecoder(**_READS, object_pairs_hook=pairs)
        ).scan_once
        return scanner
    context = type("Context", (), _READS | {"object_pairs_hook": pairs})
    return make_scanner(cast("JSON", context))


_READS: Final[dict[str, JSON]] = {
    "strict": True,
    "object_hook": None,
    "parse_int": _whole,
    "parse_float": _fraction,
    "parse_constant": _refuse,
}
_PLAIN: Final = _scanner()
