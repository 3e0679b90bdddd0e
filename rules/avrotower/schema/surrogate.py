"""Escapes of one half of a surrogate pair: legal JSON that is no text."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_ESCAPE: Final = (
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|(?s:.))"
)
"""Compiled when first needed; the linter starts for every commit."""


def lone_escapes(text: str) -> Iterator[int]:
    r"""Yield where *text* escapes one half of a pair without the other, as `\ud800`."""
    if "\\" in text and _has_escape(text):
        import re  # noqa: PLC0415  few texts have escapes

        for match in re.finditer(_ESCAPE, text):
            if match[1]:
                yield match.start()


def _has_escape(text: str) -> bool:
    """Whether a character of *text* is escaped by its number."""
    # Looking for one character is much faster than looking for two.
    place = text.find("\\")
    while place >= 0:
        if text.startswith("u", place + 1):
            return True
        place = text.find("\\", place + 2)
    return False
