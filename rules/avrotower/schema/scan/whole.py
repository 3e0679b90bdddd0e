"""A whole text scanned: what stands before, in and after its value."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from avrotower.schema.damage import DAMAGED
from avrotower.schema.document import SchemaError
from avrotower.schema.encoding import (
    BYTE_ORDER_MARK,
    byte_order_mark,
    is_too_large,
    too_large,
)
from avrotower.schema.scan import Scan, Surrogate, wording
from avrotower.schema.scan.lines import Lines
from avrotower.schema.scan.progress import Kind, Progress
from avrotower.schema.scan.scanner import run
from avrotower.schema.surrogate import lone_escapes

_FULL: Final = re.compile(r"[^ \t\n\r]")
_JAVA_BLANK: Final = "".join(map(chr, range(0x21)))
"""What Java's `trim` takes away."""


def scan_whole(text: str) -> Scan:
    """Return the scan of *text*; see `avrotower.schema.scan.scan`."""
    if is_too_large(text):
        refused = Scan(Lines(""), DAMAGED, (0, 0, None, -1, -1))
        refused.errors = (too_large(),)
        return refused
    progress = Progress(text)
    start = 0
    if text.startswith(BYTE_ORDER_MARK):
        start = 1
        progress.errors.append(byte_order_mark())
    _trailing(progress, run(progress, start))
    root = progress.root
    found = Scan(progress.lines, root.items[0], root.kids[0])
    found.errors = _existing(found, _counted(progress))
    found.duplicates = tuple(sorted(progress.duplicates, key=lambda it: it.again))
    found.comments = tuple(progress.comments)
    found.surrogates = tuple(_surrogates(text, found))
    return found


def _trailing(progress: Progress, end: int) -> None:
    """Complain of what stands after the value, which ends at *end*."""
    text = progress.text
    match = _FULL.search(text, end)
    if not match:
        return
    rest = text[end:]
    dangling = rest.strip(_JAVA_BLANK)
    java = f"dangling content after end of schema: {dangling}" if dangling else None
    progress.complain(
        wording.trailing(text, match.start()),
        match.start(),
        end + len(rest.rstrip(" \t\n\r")),
        kind=Kind("json-trailing", java),
    )


def _counted(progress: Progress) -> list[SchemaError]:
    """Return the errors, the last of which counts those that were not kept."""
    errors = progress.errors
    if progress.more:
        errors[-1] = errors[-1]._replace(message=f"and {progress.more} more")
    return errors


def _existing(found: Scan, errors: list[SchemaError]) -> tuple[SchemaError, ...]:
    """Return *errors* at places that exist.

    Some do not: they lay in a value that a later one of the same key replaced.
    """

    def place(error: SchemaError) -> SchemaError:
        pointer = error.pointer
        while pointer not in found:
            pointer = pointer.rpartition("/")[0]
        if pointer == error.pointer and found.span(pointer, error.on):
            return error
        return error._replace(pointer=pointer, on="value")

    return tuple(map(place, errors))


def _surrogates(text: str, found: Scan) -> Iterator[Surrogate]:
    """Yield lone halves of surrogate pairs; what no value or key holds is left out."""
    places = list(lone_escapes(text))
    if not places:
        return
    for pointer, start, end, on in found.texts():
        first = bisect_left(places, start)
        for place in places[first : bisect_left(places, end)]:
            stop = place + len(r"\ud800")
            yield Surrogate(text[place:stop], pointer, on, found.piece(place, stop))
