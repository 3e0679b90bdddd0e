"""A piece of source with a caret under the token that is meant.

12 |   {"name": "store", "type": ["null", "string"]}
   |                              ^^^^^^^^^^^^^^^^^^
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from avrotower.finding import Location, Span
from avrotower.report.paint import Paint, plain

_LINE: Final = re.compile(r"[^\r\n]*")
_BREAK: Final = re.compile(r"\r\n?|\n")
_WIDTH: Final = 100
"""Code points of a line that are shown; longer ones are cut around the span."""
_BEFORE: Final = 30
_NEAR: Final = 2 * _WIDTH
"""Code points of a line that are looked at on both sides of the span's beginning."""
_TAB: Final = "    "
_MORE_LINES: Final = 2
"""Lines that are shown below the first of a longer piece: its bracket says little."""


def shown_place(location: Location) -> str:
    """Return *location* as `path:line:column`, or with its pointer where that is all."""
    document = plain(location.document)
    if location.span is not None:
        return f"{document}:{location.span.line}:{location.span.column}"
    return f"{document}:{plain(location.pointer)}" if location.pointer else document


def framed(
    location: Location,
    texts: Mapping[str, str],
    paint: Paint,
    *,
    colour: str,
    label: str = "",
) -> Iterator[str]:
    """Yield the frame of *location*, nothing where its text or its span is unknown."""
    text = texts.get(location.document)
    if text and location.span is not None:
        yield from frame(text, location.span, paint, colour=colour, label=label)


def frame(
    text: str, span: Span, paint: Paint, *, colour: str = "red", label: str = ""
) -> Iterator[str]:
    """Yield the lines that show *span* of *text*, without line ends.

    *label* stands behind the carets.
    """
    start = span.start - span.column + 1
    # A line may have a million characters, and a thousand findings.
    left = max(start, span.start - _NEAR)
    line = _line(text, left, span.start + _NEAR)
    first = span.start - left
    is_long = span.end_line > span.line
    last = len(line) if is_long else first + span.end_column - span.column
    line, first, last = _cut(line, first, min(max(last, first + 1), len(line) or 1))
    yield paint("dim", f"{span.line:>5} | ") + _shown(line)
    blank = " " * _columns(line[:first])
    carets = "^" * max(1, _columns(line[first:last]))
    words = [carets, *(["\u2026"] if is_long else []), *([label] if label else [])]
    yield paint("dim", f"{'':>5} | ") + blank + paint(colour, " ".join(words))
    for number in range(span.line + 1, min(span.end_line, span.line + _MORE_LINES) + 1):
        found = _BREAK.search(text, start)
        start = found.end() if found else len(text)
        line, _, _ = _cut(_line(text, start, start + _NEAR), 0, 0)
        yield paint("dim", f"{number:>5} | ") + _shown(line)


def _line(text: str, start: int, stop: int) -> str:
    """Return the rest of the line at *start*, at most as far as *stop*."""
    found = _LINE.match(text, start, stop)
    return found[0] if found else ""


def _cut(line: str, first: int, last: int) -> tuple[str, int, int]:
    """Return the piece of *line* around the columns *first* to *last*."""
    if len(line) <= _WIDTH:
        return line, first, last
    start = max(0, min(first - _BEFORE, len(line) - _WIDTH))
    end = min(len(line), start + _WIDTH)
    head = "\u2026" if start else ""
    tail = "\u2026" if end < len(line) else ""
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
