"""Colour and safe text for terminals."""

from __future__ import annotations

from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from typing import Final


_CODES: Final = {
    "bold": "1",
    "dim": "2",
    "red": "31;1",
    "yellow": "33;1",
    "blue": "34;1",
    "cyan": "36",
    "green": "32",
}
COLOUR_OF: Final = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}
_CONTROL: Final = (
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""Controls, line separators, marks that turn the direction of writing or show nothing."""


class Out(Protocol):
    """What reports are written to."""

    def write(self, text: str, /) -> object:
        """Take *text*."""
        ...


class Paint:
    """Wraps text in colours, or leaves it as it is."""

    def __init__(self, *, is_on: bool) -> None:
        self.is_on = is_on

    def __call__(self, colour: str, text: str) -> str:
        """Return *text* in *colour*, plain where colours are off."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.is_on and text else text


def plain(text: str) -> str:
    r"""Return *text* without anything that a terminal would obey.

    Controls become `\x1b`-like escapes, lone surrogates `\ud800`.
    """
    if text.isascii() and text.isprintable():
        return text
    import re  # noqa: PLC0415  few texts need it

    shown = re.sub(_CONTROL, lambda found: _escaped(found[0]), text)
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004  one byte
