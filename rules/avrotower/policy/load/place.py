"""Where a key of a TOML text stands: parsers give no positions, so they are looked up.

Only texts that tomllib has read are looked at, and only when there is something to show.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from avrotower.finding import Span
from avrotower.policy.load.fault import KeyPath

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_BASIC: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL: Final = re.compile(r"'[^'\n]*'")
_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_SCALAR: Final = re.compile(r"[^\s,\]}#][^,\]}#\n]*")
_MULTILINE: Final = re.compile(r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+', re.DOTALL)


class Place(NamedTuple):
    """A place in a text; line and column count from 1."""

    line: int
    column: int


def place(text: str, path: KeyPath) -> Place:
    """Return the place of *path* in *text*, or of the nearest table around it."""
    at = offset(text, path)
    line = text.count("\n", 0, at) + 1
    return Place(line, at - (text.rfind("\n", 0, at) + 1) + 1)


def offset(text: str, path: KeyPath) -> int:
    """Return where *path* begins in *text*, or the nearest table around it."""
    index = _index(text)
    # A table that stands nowhere by itself begins where the first one in it does.
    found = index.first.get(path)
    above = len(path)
    while found is None and above:
        above -= 1
        found = index.exact.get(path[:above])
    return found or 0


class _Index(NamedTuple):
    exact: Mapping[KeyPath, int]
    """Where each path is written by itself, first."""
    first: Mapping[KeyPath, int]
    """Where each path, or something in it, is written first."""


@lru_cache(maxsize=4)
def _index(text: str) -> _Index:
    """Return the places of all paths; some ask for thousands of them."""
    exact: dict[KeyPath, int] = {}
    first: dict[KeyPath, int] = {}
    for found, at in _Reader(text).places():
        exact.setdefault(found, at)
        for depth in range(1, len(found) + 1):
            first.setdefault(found[:depth], at)
    return _Index(exact, first)


def line_span(text: str, at: Place) -> Span:
    """Return the span of *text* from the place *at* to the end of its line."""
    line, column = at
    lines = text.split("\n")
    start = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
    length = len(lines[line - 1].rstrip()) - column + 1
    return Span(start, start + length, line, column, line, column + length)


class _Reader:
    """Reads a valid TOML text once and tells every key with its offset."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._arrays: dict[KeyPath, int] = {}

    def places(self) -> Iterator[tuple[KeyPath, int]]:
        """Yield the path and the offset of every table, key and array element."""
        text = self._text
        table: KeyPath = ()
        while True:
            self._skip(_BLANK)
            if self._at >= len(text):
                return
            start = self._at
            if text.startswith("[[", start):
                self._at += 2
                key = self._resolved(self._dotted())
                self._at += 2
                self._arrays[key] = index = self._arrays.get(key, -1) + 1
                table = (*key, index)
                yield table, start
            elif text[start] == "[":
                self._at += 1
                table = self._resolved(self._dotted())
                self._at += 1
                yield table, start
            else:
                yield from self._member(table)

    def _resolved(self, keys: Sequence[str]) -> KeyPath:
        """Return *keys* with the positions of the arrays of tables on the way."""
        path: KeyPath = ()
        for index, key in enumerate(keys):
            path = (*path, key)
            if path in self._arrays and index < len(keys) - 1:
                path = (*path, self._arrays[path])
        return path

    def _member(self, table: KeyPath) -> Iterator[tuple[KeyPath, int]]:
        start = self._at
        path = (*table, *self._dotted())
        yield path, start
        self._at += 1  # the sign of equality
        self._skip(_SPACE)
        yield from self._value(path)

    def _value(self, path: KeyPath) -> Iterator[tuple[KeyPath, int]]:
        first = self._text[self._at]
        if first in "[{":
            self._at += 1
            yield from self._items(path, "]" if first == "[" else "}")
            self._at += 1
            return
        for form in (_MULTILINE, _BASIC, _LITERAL, _SCALAR):
            match = form.match(self._text, self._at)
            if match is not None:
                self._at = match.end()
                return
        self._at = len(self._text)

    def _items(self, path: KeyPath, end: str) -> Iterator[tuple[KeyPath, int]]:
        """Read what an array or an inline table holds, up to its *end*."""
        index = 0
        while True:
            self._skip(_BLANK)
            here = self._text[self._at]
            if here == end:
                return
            if here == ",":
                self._at += 1
            elif end == "}":
                yield from self._member(path)
            else:
                yield (*path, index), self._at
                yield from self._value((*path, index))
                index += 1

    def _dotted(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip(_SPACE)
            keys.append(self._key())
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _key(self) -> str:
        text = self._text
        for form in (_BARE, _BASIC, _LITERAL):
            match = form.match(text, self._at)
            if match is not None:
                self._at = match.end()
                key = match[0]
                if form is _BARE:
                    return key
                return _unquoted(key) if form is _BASIC else key[1:-1]
        self._at = len(text)
        return ""

    def _skip(self, form: re.Pattern[str]) -> None:
        match = form.match(self._text, self._at)
        if match is not None:
            self._at = match.end()


def _unquoted(key: str) -> str:
    import tomllib  # noqa: PLC0415  errors only

    return str(tomllib.loads(f"key = {key}")["key"])
