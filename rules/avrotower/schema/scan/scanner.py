"""The scanner: one pass over a text, without recursion."""

import json.decoder
import re
from collections.abc import Callable
from typing import Final

from avrotower.schema.cap import MAX_DEPTH, MAX_NUMBER
from avrotower.schema.damage import DAMAGED
from avrotower.schema.model import JSON
from avrotower.schema.scan.frame import (
    AFTER,
    COLON,
    END,
    KEY,
    VALUE,
    ArrayFrame,
    ObjectFrame,
)
from avrotower.schema.scan.progress import Kind, Progress
from avrotower.schema.scan.recovery import recover

SCALAR: Final = re.compile(
    r"(?:(true|false|null)(?!\")"
    r"|(-?(?:0|[1-9][0-9]*+))((?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+))(?![\w.+$-])"
)
_scan_text: Callable[[str, int], tuple[str, int]] = vars(json.decoder)["scanstring"]
"""The C scanner of texts, which type checkers do not know by name."""
_SOUND: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
_NUMBER: Final = Kind("json-number")
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_WORDS: Final = {"true": True, "false": False, "null": None}


def run(progress: Progress, pos: int) -> int:  # noqa: C901, PLR0912, PLR0915  calls cost time
    """Read the value at *pos* into the root frame; return where it ends."""
    text = progress.text
    stack = progress.stack
    space = _SPACE.match
    scan_text = _scan_text
    frame = stack[-1]
    state = VALUE
    while state != END:
        pos = space(text, pos).end()  # type: ignore[union-attr]  # it always matches
        char = text[pos : pos + 1]
        if state == VALUE:
            if char == '"':
                try:
                    value, end = scan_text(text, pos + 1)
                except ValueError:
                    scan_text = _scan_sound_text
                else:
                    frame.add(value, pos, end, None)
                    pos, state = end, frame.after
                    continue
            elif char in ("{", "["):
                if len(stack) <= MAX_DEPTH:
                    frame = ObjectFrame(pos) if char == "{" else ArrayFrame(pos)
                    stack.append(frame)
                    pos, state = pos + 1, frame.due
                    continue
            else:
                match = SCALAR.match(text, pos)
                if match:
                    end = match.end()
                    frame.add(_scalar(progress, match), pos, end, None)
                    pos, state = end, frame.after
                    continue
        elif state == AFTER:
            if char == ",":
                frame.comma = pos
                pos, state = pos + 1, frame.due
                continue
            if char == frame.closer:
                pos += 1
                progress.close(pos)
                frame = stack[-1]
                state = frame.after
                continue
        elif state == KEY and char == '"':
            try:
                frame.key, end = scan_text(text, pos + 1)
            except ValueError:
                scan_text = _scan_sound_text
            else:
                frame.key_start, frame.key_end = pos, end
                pos, state = end, COLON
                continue
        elif state == COLON and char == ":":
            pos, state = pos + 1, VALUE
            continue
        pos, state = recover(progress, state, pos, char)
        frame = stack[-1]
    return pos


def _scan_sound_text(text: str, start: int) -> tuple[str, int]:
    """Scan a text of a document that has unsound ones.

    The C scanner counts the lines before each of these, which takes too long for many.
    """
    if not _SOUND.match(text, start - 1):
        raise ValueError
    return _scan_text(text, start)


def _scalar(progress: Progress, match: re.Match[str]) -> JSON:
    word, whole, rest = match.groups()
    if word:
        return _WORDS[word]
    start, end = match.span()
    if end - start > MAX_NUMBER:
        message = f"this number has {end - start} characters; {MAX_NUMBER} are allowed"
        progress.complain(message, start, end, kind=_NUMBER)
        return DAMAGED
    return float(whole + rest) if rest else int(whole)
