"""The elements of a JSON array that comes piece by piece, one after the other."""

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, Final

from avrotower.errors import RegistryUnreachableError

ENOUGH: Final = 256 << 10
"""Characters that are looked at together: element by element would be slow."""
_LARGEST: Final = 16 << 20
"""Of one element; a schema has at most 1 MiB, escaped as JSON six times as much."""
_BLANKS: Final = " \t\r\n"
_DECODE: Final = json.JSONDecoder().raw_decode


def elements(parts: Iterator[bytes], asked: str) -> Iterator[Any]:
    """Yield the elements of the array that *parts* are, holding only a few at a time.

    `null` is an empty array.

    Raises:
        RegistryUnreachableError: If they are no array, or it does not end.
    """
    decode = getincrementaldecoder("utf-8")("replace").decode
    pieces = map(decode, parts)
    text, wanted, is_open = "", ENOUGH, False
    while True:
        text = _longer(text, pieces, wanted)
        is_last = len(text) < wanted
        position = 0
        if not is_open:
            if text.strip(_BLANKS) == "null":
                return
            position = _past(text, 0) + 1
            if text[position - 1 : position] != "[":
                raise _broken(asked)
            is_open = True
        found, end = _whole_ones(text, position)
        yield from found
        if text.startswith("]", end):
            return
        if is_last or len(text) - end > _LARGEST:
            raise _broken(asked)
        # What did not fit is looked at again when there is twice as much of it.
        text = text[end:]
        wanted = max(ENOUGH, 2 * len(text))


def _longer(text: str, pieces: Iterator[str], wanted: int) -> str:
    """Return *text* with so many of *pieces* that it has *wanted* characters, if it can."""
    found, size = [text], len(text)
    while size < wanted:
        piece = next(pieces, None)
        if piece is None:
            break
        found.append(piece)
        size += len(piece)
    return "".join(found)


def _whole_ones(text: str, position: int) -> tuple[list[Any], int]:
    """Return the elements that *text* holds from *position*, and where they end."""
    found: list[Any] = []
    position = _past(text, position)
    while not text.startswith("]", position):
        try:
            element, end = _DECODE(text, position)
        except (ValueError, RecursionError):
            break
        end = _past(text, end)
        if end == len(text):
            # A number may go on in the next piece.
            break
        found.append(element)
        position = _past(text, end + 1) if text[end] == "," else end
    return found, position


def _past(text: str, position: int) -> int:
    """Return the position of the first character that is no blank, from *position*."""
    while position < len(text) and text[position] in _BLANKS:
        position += 1
    return position


def _broken(asked: str) -> RegistryUnreachableError:
    return RegistryUnreachableError(
        asked, "did not answer with a list that comes to its end", kind="strange"
    )
