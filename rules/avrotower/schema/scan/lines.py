"""Lines and columns of a text."""

import re
from bisect import bisect_right

from avrotower.finding import Span


class Lines:
    r"""Turns offsets of a text into lines and columns.

    `\n`, `\r\n` and `\r` end a line, U+2028 does not.
    Lines and columns count from 1, columns are code points.
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of the code point at *offset*."""
        if self._starts is None:
            breaks = re.finditer(r"\r\n|\r|\n", self._text)
            self._starts = [0, *(match.end() for match in breaks)]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span from *start* up to, and without, *end*."""
        return Span(start, end, *self.place(start), *self.place(end))
