"""Names compared by words (RULES, 2.4), and types as options write them (2.5)."""

from __future__ import annotations

from functools import lru_cache

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.logical import logical
from avrotower.schema.model import (
    FIXED,
    NULL,
    Field,
    Fixed,
    Named,
    Node,
    Record,
    Schema,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final


_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SMALL: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """Return the words of *name* in lower case: `eventId` and `EVENT_ID` are two.

    Digits stay with the word before them.
    """
    found: list[str] = []
    for part in _parts(name):
        if part.isdigit() and found:
            found[-1] += part
        else:
            found.append(part.lower())
    return tuple(found)


def _parts(name: str) -> list[str]:
    """Return the pieces of *name* that are in one case, or digits.

    Letters beyond ASCII have no case here: they stay with the letters behind them.
    """
    found: list[str] = []
    here = 0
    while here < len(name):
        first = name[here]
        if first in _CAPITALS:
            end = _end(name, here, _CAPITALS.__contains__)
            if end < len(name) and name[end] in _SMALL:
                # The last capital begins the next piece, or this one.
                alone = end == here + 1
                end = _end(name, end, _SMALL.__contains__) if alone else end - 1
        elif first in _SMALL:
            end = _end(name, here, _SMALL.__contains__)
        elif first.isdecimal():
            end = _end(name, here, str.isdecimal)
        elif first.isalnum():
            end = _end(name, here, _is_letter)
        else:
            here += 1
            continue
        found.append(name[here:end])
        here = end
    return found


def _is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()


def _end(name: str, start: int, is_part: Callable[[str], bool]) -> int:
    """Return where what *is_part* says of the characters from *start* on is no more true."""
    while start < len(name) and is_part(name[start]):
        start += 1
    return start


@lru_cache(maxsize=4096)
def fits_words(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether the words of *name* fit one of *patterns*.

    In a pattern such as `* at`, `*` stands for any number of words.
    """
    parts = words(name)
    return any(_fits(parts, _pattern(pattern)) for pattern in patterns)


@lru_cache(maxsize=256)
def _pattern(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in text.split():
        found.extend(part if part == "*" else words(part))
    return tuple(found)


def _fits(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Compare from the left, and go back to the last `*` only: names may be endless."""
    here = there = again = 0
    star = -1
    while here < len(parts):
        if there < len(pattern) and pattern[there] == "*":
            star, again = there, here
            there += 1
        elif there < len(pattern) and pattern[there] == parts[here]:
            here += 1
            there += 1
        elif star >= 0:
            again += 1
            here, there = again, star + 1
        else:
            return False
    return all(part == "*" for part in pattern[there:])


@lru_cache(maxsize=4)
def field_names(schema: Schema) -> frozenset[str]:
    """Return the names of all fields of *schema*; several rules ask in turn."""
    return frozenset([field.name for field in schema.fields])


class Sieve:
    """Catches names, and remembers what became of each.

    Document after document has the same names, so a set tells more than a look at each.
    """

    __slots__ = ("_catches", "_caught", "_known")

    _MOST: Final = 32_768

    def __init__(self, catches: Callable[[str], bool]) -> None:
        self._catches = catches
        self._caught: set[str] = set()
        self._known: set[str] = set()

    def caught(self, names: frozenset[str]) -> frozenset[str]:
        """Return those of *names* that are caught; mostly none."""
        if not names <= self._known:
            if len(self._known) > self._MOST:
                self._caught.clear()
                self._known.clear()
            new = names - self._known
            self._caught.update(filter(self._catches, new))
            self._known |= new
        return names & self._caught


@lru_cache(maxsize=16)
def by_words(record: Record) -> Mapping[tuple[str, ...], Field]:
    """Return the fields of *record* by the words of their names, the first of each.

    Several rules look for several fields, all in the record of the same document.
    """
    return {words(field.name): field for field in reversed(record.fields)}


def without_null(node: Node) -> Node:
    """Return the one branch beside `null`, or *node* itself."""
    if isinstance(node, Union):
        rest = [branch for branch in node.branches if branch.type != NULL]
        if len(rest) == 1:
            return rest[0]
    return node


def type_words(node: Node) -> str:
    """Return the type of *node* as options write it: `long:timestamp-millis`, `fixed(16)`.

    `null` is taken out of a union; a logical type counts only where it is valid.
    """
    node = without_null(node)
    base = f"fixed({node.size})" if isinstance(node, Fixed) else node.type_name
    meant = logical(node)
    return f"{base}:{meant.name}" if meant is not None and meant.is_valid else base


def with_article(noun: str) -> str:
    """Return *noun* behind `a` or `an`."""
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def is_type(node: Node, allowed: tuple[str, ...]) -> bool:
    """Whether the type of *node* is one of *allowed*: base, base:logical, or full name."""
    node = without_null(node)
    if type_words(node) in allowed:
        return True
    if isinstance(node, Named) and node.fullname in allowed:
        return True
    return node.type == FIXED and "fixed" in allowed
