"""The places of all values of a JSON text, and all that is wrong with it as JSON."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from avrotower.finding import Span
from avrotower.schema.cap import MAX_BYTES
from avrotower.schema.damage import DAMAGED, Damaged, Partial
from avrotower.schema.document import Comment, DuplicateKey, SchemaError
from avrotower.schema.model import JSON, escape, unescape
from avrotower.schema.scan.frame import Entry
from avrotower.schema.scan.lines import Lines

__all__ = [
    "DAMAGED",
    "Damaged",
    "Partial",
    "Scan",
    "Surrogate",
    "scan",
]


class Surrogate(NamedTuple):
    """An escape of one half of a surrogate pair without the other half."""

    text: str
    """As written: six characters."""
    pointer: str
    on: Literal["value", "key"]
    span: Span


class Scan:
    """A text read with all its places.

    Positions are computed when somebody asks; a scan keeps offsets only.
    """

    __slots__ = (
        "_lines",
        "_root",
        "comments",
        "duplicates",
        "errors",
        "surrogates",
        "value",
    )

    value: JSON
    """What `json.loads` gives where it accepts the text; otherwise the text as far as
    it could be read, with `DAMAGED` for the holes and `Partial` for the objects that
    may have lost members."""
    errors: tuple[SchemaError, ...]
    """In the order of reading, at most 100 and one that counts the others."""
    duplicates: tuple[DuplicateKey, ...]
    """In the order of position, at most 1,000."""
    comments: tuple[Comment, ...]
    """In the order of position, at most 10,000."""
    surrogates: tuple[Surrogate, ...]
    """Legal for Java and for JSON, yet no text: lone halves of surrogate pairs."""

    def __init__(self, lines: Lines, value: JSON, root: Entry) -> None:
        self.value = value
        self.errors = ()
        self.duplicates = ()
        self.comments = ()
        self.surrogates = ()
        self._root = root
        self._lines = lines

    def span(self, pointer: str, on: Literal["value", "key"] = "value") -> Span | None:
        """Return the span of the value at *pointer*, or of its key.

        None where there is no such value, or where it has no key.
        """
        entry = self._find(pointer)
        if entry is None:
            return None
        start, end = entry[3:] if on == "key" else entry[:2]
        return self._lines.span(start, end) if start >= 0 else None

    def piece(self, start: int, end: int) -> Span:
        """Return the span between two offsets of the text."""
        return self._lines.span(start, end)

    def pointers(self) -> Iterable[str]:
        """Yield the pointers of all values, the outer ones first, in document order.

        A value that a later one of the same key replaces has none.
        """
        return (pointer for pointer, _ in self._walk())

    def _walk(self) -> Iterator[tuple[str, Entry]]:
        yield "", self._root
        pending: list[tuple[str, Iterator[tuple[str, Entry]]]] = [
            ("", _children(self._root))
        ]
        while pending:
            above, children = pending[-1]
            for step, entry in children:
                pointer = f"{above}/{step}"
                yield pointer, entry
                if entry[2]:
                    pending.append((pointer, _children(entry)))
                    break
            else:
                pending.pop()

    def texts(self) -> Iterator[tuple[str, int, int, Literal["value", "key"]]]:
        """Yield pointer, start and end of all keys and of all values without brackets."""
        for pointer, (start, end, kids, key_start, key_end) in self._walk():
            if key_start >= 0:
                yield pointer, key_start, key_end, "key"
            if kids is None:
                yield pointer, start, end, "value"

    def __contains__(self, pointer: str) -> bool:
        return self._find(pointer) is not None

    def _find(self, pointer: str) -> Entry | None:
        entry = self._root
        if not pointer:
            return entry
        if not pointer.startswith("/"):
            return None
        for step in pointer[1:].split("/"):
            kids = entry[2]
            if isinstance(kids, dict):
                below = kids.get(unescape(step))
                if below is None:
                    return None
                entry = below
            elif kids and _is_index(step) and int(step) < len(kids):
                entry = kids[int(step)]
            else:
                return None
        return entry


def _is_index(step: str) -> bool:
    short = len(step) <= len(str(MAX_BYTES))
    return short and step.isascii() and step.isdecimal() and str(int(step)) == step


def _children(entry: Entry) -> Iterator[tuple[str, Entry]]:
    kids = entry[2]
    if isinstance(kids, dict):
        return ((escape(key), below) for key, below in kids.items())
    return ((str(index), below) for index, below in enumerate(kids or ()))


def scan(text: str) -> Scan:
    """Return the places of all values of *text*, and all that is wrong with it.

    Never raises; the time is linear in the length of the text.
    """
    from avrotower.schema.scan.whole import scan_whole  # noqa: PLC0415  clean texts need none

    return scan_whole(text)
