"""The tokens of a sound JSON text, comments among them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?P<break>[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*)|[ \t]+"
    r"|(?P<comment>//[^\n\r]*|/\*(?s:.*?)\*/)"
    r'|(?P<text>"(?:[^"\\]|\\.)*+")'
    r"|(?P<sign>[\[\]{},:])"
    r'|(?P<scalar>[^\s\[\]{},:"/]+)'
)
_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")


class Token(NamedTuple):
    """A token as it is written."""

    kind: str
    """`comment`, `text`, `sign` or `scalar`."""
    text: str
    is_first: bool
    """Whether a line begins with it."""


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of *text*, which is JSON with comments."""
    is_first = True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "break":
            is_first = True
        elif kind is not None:
            yield Token(kind, match[0], is_first)
            is_first = False


def line_break(text: str) -> str:
    """Return what ends the first line of *text* outside of comments.

    A line feed where there is only one line.
    """
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "break":
            found = _LINE_BREAK.search(match[0])
            return found[0] if found else "\n"
    return "\n"
