"""The list of the schema errors of one document, and how messages quote."""

from typing import Final, Literal

from avrotower.schema import java
from avrotower.schema.cap import MAX_ERRORS
from avrotower.schema.document import SchemaError
from avrotower.schema.model import JSON, Node

_JAVA_TOTAL: Final = 65_536
"""Characters of Java's texts in one document: only the first error needs its own."""
_SHOWN: Final = 60
"""Characters of a name or a value in a message."""


def shown(value: JSON) -> str:
    """Return *value* as compact JSON, without its parts and cut where it is long."""
    if isinstance(value, (dict, list)) and value:
        return "{…}" if isinstance(value, dict) else "[…]"
    text = java.write(value)
    return cut(text)


def cut(text: str) -> str:
    """Return *text*, cut where it is long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def quote(name: str) -> str:
    """Return *name* in quotes as a schema has it, cut where it is long."""
    return f'"{cut(name)}"'


def at(pointer: str, raw: JSON, key: str) -> str:
    """Return the place of what is wrong about *key*: its value, else the object."""
    return f"{pointer}/{key}" if key in raw else pointer


class Ledger:
    """The schema errors of one document, in the order in which Java meets them."""

    __slots__ = ("_java_left", "count", "errors")

    def __init__(self) -> None:
        self.errors: list[SchemaError] = []
        """Up to the cap, and one more."""
        self.count = 0
        self._java_left = _JAVA_TOTAL

    @property
    def are_full(self) -> bool:
        """Whether further errors are only counted."""
        return self.count > MAX_ERRORS

    def add(  # noqa: PLR0913  what an error consists of
        self,
        reason: str,
        pointer: str,
        message: str,
        *,
        java: str | None,
        on: Literal["value", "key"] = "value",
        related: str | None = None,
        detail: tuple[str, ...] = (),
        meant: tuple[str, ...] = (),
    ) -> None:
        """Report one error."""
        self.count += 1
        if len(self.errors) > MAX_ERRORS:
            return
        self.errors.append(
            SchemaError(
                reason, message, pointer, on, java, related, None, detail, meant
            )
        )

    def java(self, words: str, value: JSON) -> str | None:
        """Return *words* and *value* as JSON, None once there was too much of it."""
        if self._java_left <= 0 or self.are_full:
            return None
        text = f"{words}{java.write(value)}"
        self._java_left -= len(text)
        return text

    def about(self, words: str, node: Node) -> str | None:
        """Return *words* and the canonical text of *node*."""
        if self._java_left <= 0 or self.are_full:
            return None
        from avrotower.schema.canonical.text import (  # noqa: PLC0415  errors only
            canonical_text_of,
        )

        text = f"{words}{canonical_text_of(node)}"
        self._java_left -= len(text)
        return text
