"""Names: which are legal, what Java says of the others, and which was meant."""

from __future__ import annotations

from functools import lru_cache

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.model import JSON

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final


_LAST_UNIT: Final = "\uffff"
"""The last character that is one UTF-16 unit."""
_NEARBY: Final = 2
"""Edits between a name and a suggestion."""
_SHORT: Final = 4
"""Names up to this length are compared with one edit only."""
_REMEMBERED: Final = 32_768
"""Names whose characters are kept: those of a large project are compared often."""
_MOST: Final = 3
"""Suggestions for one name."""


def is_name(text: str) -> bool:
    """Whether *text* is a name in strict mode: ASCII `[A-Za-z_][A-Za-z0-9_]*`."""
    return text.isascii() and text.isidentifier()


def is_lenient_name(text: str) -> bool:
    """Whether *text* is a name in lenient mode: letters and digits of any script.

    Java tests UTF-16 units, so a letter above U+FFFF is refused.
    """
    if text.isascii():
        return text.isidentifier()  # which is false for the empty text
    first = text[0]
    return (first == "_" or (first.isalpha() and first <= _LAST_UNIT)) and all(
        _is_part(character) for character in text[1:]
    )


def _is_part(character: str) -> bool:
    return (
        character == "_" or character.isalpha() or character.isdecimal()
    ) and character <= _LAST_UNIT


def complaint(text: JSON, *, lenient: bool = False) -> str | None:
    """Return what Java says of *text* as a name, None where it is one."""
    if not isinstance(text, str):
        return "Null name"
    if text == "":
        return "Empty name"
    if is_lenient_name(text) if lenient else is_name(text):
        return None
    first = text[0]
    if not (is_lenient_name(first) if lenient else is_name(first)):
        return f"Illegal initial character: {text}"
    return f"Illegal character in: {text}"


def repaired(text: str) -> str:
    """Return a legal name that looks like *text*."""
    legal = "".join(
        character if character.isascii() and character.isalnum() else "_"
        for character in text
    )
    return legal if is_name(legal) else f"_{legal}"


def nearest(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of *candidates* that were perhaps meant by *name*.

    Names are compared without regard to case.
    What comes after the last dot counts most: the same simple name in another namespace
    comes first, then names within two edits (one, for names up to four characters).
    """
    whole = name.lower()
    simple = whole.rpartition(".")[2]
    found: list[tuple[int, int, str]] = []
    for position, candidate in enumerate(dict.fromkeys(candidates)):
        if candidate == name:
            continue
        other = candidate.lower()
        edits = _least_edits(simple, other.rpartition(".")[2])
        if edits is None:
            edits = _least_edits(whole, other)
        if edits is not None:
            found.append((edits, position, candidate))
    found.sort()
    if found and found[0][0] == 0:
        # The same name elsewhere: what is only like it was not meant.
        found = [item for item in found if item[0] == 0]
    return tuple(candidate for _, _, candidate in found[:_MOST])


def _least_edits(one: str, other: str) -> int | None:
    """Return the edits between two texts, None where there are too many."""
    if one == other:
        return 0
    most = 1 if min(len(one), len(other)) <= _SHORT else _NEARBY
    if abs(len(one) - len(other)) > most:
        return None
    # An edit takes one character away and brings another one, at most.
    if (_characters(one) ^ _characters(other)).bit_count() > 2 * most:
        return None
    return _distance(one, other, most)


@lru_cache(maxsize=_REMEMBERED)
def _characters(text: str) -> int:
    """Return a set of bits for the characters of *text*; some share a bit."""
    bits = 0
    for character in text:
        bits |= 1 << (ord(character) & 63)
    return bits


def _distance(one: str, other: str, most: int) -> int | None:
    """Return the edits (a swap of neighbours is one), None beyond *most*."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, character in enumerate(one, 1):
        earlier, before = before, row
        row = [i] + [most + 1] * len(other)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            cost = min(
                before[j] + 1,
                row[j - 1] + 1,
                before[j - 1] + (character != other[j - 1]),
            )
            if (
                i > 1
                and j > 1
                and character == other[j - 2]
                and one[i - 2] == other[j - 1]
            ):
                cost = min(cost, earlier[j - 2] + 1)
            row[j] = cost
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
