"""One edit of a text, and a text after its edits."""

from collections.abc import Iterable
from typing import NamedTuple


class TextEdit(NamedTuple):
    """The piece from *start* up to, and without, *end* becomes *text*.

    *start* and *end* count code points from 0.
    """

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[TextEdit]) -> str:
    """Return *text* after *edits*, which do not overlap.

    Of two insertions at one place the first given comes first.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (text[done : edit.start], edit.text)
        done = edit.end
    pieces.append(text[done:])
    return "".join(pieces)
