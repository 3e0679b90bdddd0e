"""Guesses about where the damaged part of a text ends."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r'"(?:[^"\\\n\r]|\\[^\n\r])*+(?P<quote>"?+)'
    r"|//[^\n\r]*|/\*(?s:.*?)(?:\*/|\Z)|(?P<mark>[\[\]{},])"
)
"""What matters while skipping; an unclosed text ends with its line."""

_TEXT: Final = re.compile(r'"(?s:[^"\\]|\\.)*+"')
_FOLLOWS: Final = re.compile(r"[ \t\n\r]*+(?:[,:\]}]|\Z)")
_FULL: Final = re.compile(r"[^ \t\n\r]")
_BREAK: Final = re.compile(r"[\n\r]")


def sync(text: str, pos: int) -> int:
    """Return where the next comma or closing bracket of the depth of *pos* stands.

    Where there is none, the end of *text*.
    """
    depth = 0
    for start, mark in _marks(text, pos):
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            if not depth:
                return start
            depth -= 1
        elif not depth:
            return start
    return len(text)


def text_end(text: str, start: int) -> tuple[int, bool]:
    """Return where the text that opens at *start* ends, and whether it is closed.

    A quote in a later line closes it only where something legal follows.
    """
    match = _TEXT.match(text, start)
    ends = _BREAK.search(text, start)
    line_end = ends.start() if ends else len(text)
    if match and (match.end() <= line_end or _FOLLOWS.match(text, match.end())):
        return match.end(), True
    return start + unclosed_length(text[start:line_end]), False


def unclosed_length(token: str) -> int:
    """Return the length of an unclosed text without what was meant to follow it."""
    return 1 + len(token[1:].rstrip(" \t,[]{}"))


def trimmed(text: str, start: int, end: int) -> int:
    """Return where the piece from *start* to *end* ends without white space."""
    return start + len(text[start:end].rstrip(" \t\n\r"))


def is_blank_from(text: str, pos: int) -> bool:
    """Return whether nothing but white space stands from *pos* on."""
    return _FULL.search(text, pos) is None


def _marks(text: str, pos: int) -> Iterator[tuple[int, str]]:
    """Yield brackets and commas outside texts and comments, with their places."""
    while match := _TOKEN.search(text, pos):
        pos = match.end()
        if match["mark"]:
            yield match.start(), match["mark"]
        elif match["quote"] == "":
            pos = match.start() + unclosed_length(match[0])


class Balance:
    """How many brackets of a text are still to be closed at each of its places."""

    __slots__ = ("_net", "_places")

    def __init__(self, text: str) -> None:
        self._places = array("l")
        self._net = array("l", [0])
        net = 0
        for place, mark in _marks(text, 0):
            if mark != ",":
                net += 1 if mark in "[{" else -1
                self._places.append(place)
                self._net.append(net)

    def after(self, pos: int) -> int:
        """Return by how much closing brackets outnumber opening ones behind *pos*."""
        return self._net[bisect_right(self._places, pos)] - self._net[-1]
