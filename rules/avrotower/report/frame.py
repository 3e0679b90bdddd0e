"""A piece of source with a caret under the token that is meant.

12 |   {"name": "store", "type": ["null", "string"]}
   |                              ^^^^^^^^^^^^^^^^^^
"""

import re
from collections.abc import Iterator
from typing import Final

from avrotower.finding import Span
from avrotower.report.paint import Paint, plain

_LINE: Final = re.compile(r"[^\r\n]*")
_WIDTH: Final = 100
"""Code points of a line that are shown; longer ones are cut around the span."""
_BEFORE: Final = 30
_TAB: Final = "    "


def frame(text: str, span: Span, paint: Paint, *, colour: str = "red") -> Iterator[str]:
    """Yield the lines that show *span* of *text*, without line ends."""
    found = _LINE.match(text, span.start - span.column + 1)
    line = found[0] if found else ""
    first = span.column - 1
    last = len(line) if span.end_line > span.line else span.end_column - 1
    line, first, last = _cut(line, first, min(max(last, first + 1), len(line) or 1))
    number = str(span.line)
    gutter = paint("dim", f"{number:>5} | ")
    yield gutter + _shown(line)
    blank = " " * _columns(line[:first])
    carets = "^" * max(1, _columns(line[first:last]))
    more = " …" if span.end_line > span.line else ""
    yield paint("dim", f"{'':>5} | ") + blank + paint(colour, carets + more)


def _cut(line: str, first: int, last: int) -> tuple[str, int, int]:
    """Return the piece of *line* around the columns *first* to *last*."""
    if len(line) <= _WIDTH:
        return line, first, last
    start = max(0, first - _BEFORE)
    end = min(len(line), start + _WIDTH)
    head = "…" if start else ""
    tail = "…" if end < len(line) else ""
    shift = len(head) - start
    return head + line[start:end] + tail, first + shift, min(last, end) + shift


def _shown(line: str) -> str:
    return plain(line.replace("\t", _TAB))


def _columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    shown = _shown(text)
    if shown.isascii():
        return len(shown)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  rarely needed

    return sum(
        0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1
        for sign in shown
    )
