"""Texts that are not closed, not opened, or hold what a text cannot hold."""

import re
from typing import Final

from avrotower.schema.damage import DAMAGED
from avrotower.schema.scan import wording
from avrotower.schema.scan.frame import KEY, Frame
from avrotower.schema.scan.progress import About, Progress
from avrotower.schema.scan.skip import (
    is_blank_from,
    sync,
    text_end,
    trimmed,
    unclosed_length,
)

_FLAW: Final = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|([\x00-\x1f\\])')
_COLON_INSIDE: Final = re.compile(r'"([\w$.-]+)[ \t]*:[ \t\[{]*"')


def broken_text(progress: Progress, start: int, about: About) -> int:
    """Say what is wrong with the text at *start*; return where it ends."""
    text = progress.text
    end, is_closed = text_end(text, start)
    if is_closed:
        _flaw(progress, start, end, about)
    else:
        progress.is_cut |= is_blank_from(text, end)
        progress.complain(wording.TEXT_NEVER_CLOSED, start, end, about)
    return end


def broken_key(progress: Progress, start: int) -> int:
    """Take the key at *start* up, say what is wrong with it, return where it ends."""
    text = progress.text
    frame = progress.stack[-1]
    end, is_closed = text_end(text, start)
    if is_closed:
        take_key(frame, text[start + 1 : end - 1], start, end)
        if earlier := closes_too_late(progress):
            return earlier
        _flaw(progress, start, end, "key")
        return end
    colon = text.find(":", start, end)
    if colon > 0:
        end = colon
    else:
        progress.is_cut |= is_blank_from(text, end)
    take_key(frame, text[start + 1 : end].rstrip(), start, end)
    progress.complain(wording.TEXT_NEVER_CLOSED, start, end, "key")
    return end


def take_key(frame: Frame, key: str, start: int, end: int) -> None:
    """Make *key*, from *start* to *end*, the key of the value that is due."""
    frame.key, frame.key_start, frame.key_end = key, start, end


def closes_too_late(progress: Progress) -> int | None:
    """Return where a key ends that holds its colon too, as in `"a: ["b"]`.

    None where the key does not look like that.
    """
    frame = progress.stack[-1]
    match = _COLON_INSIDE.fullmatch(progress.text, frame.key_start, frame.key_end)
    if not match:
        return None
    start, end = match.span(1)
    take_key(frame, match[1], start - 1, end)
    progress.complain(wording.TEXT_NEVER_CLOSED, start - 1, end, "key")
    return end


def quote_inside(progress: Progress, pos: int) -> int:
    """Deal with a word at *pos*, directly behind the last value, which is a text.

    Either its closing quote is missing, or a quote inside has no backslash.
    Return where to go on.
    """
    text = progress.text
    frame = progress.stack[-1]
    last = frame.take_back()
    start = last[1][0] if last else pos
    end = start + unclosed_length(text[start : pos - 1])
    if "," in text[end : pos - 1]:
        progress.complain(wording.TEXT_NEVER_CLOSED, start, end)
        frame.add(DAMAGED, start, end, None)
        return end
    progress.complain(wording.QUOTE_INSIDE, pos, pos + 1)
    end = sync(text, pos)
    frame.add(DAMAGED, start, trimmed(text, pos, end), None)
    frame.is_cut |= frame.due == KEY
    return end


def _flaw(progress: Progress, start: int, end: int, about: About) -> None:
    """Complain of the first flaw of a closed text."""
    text = progress.text
    flaws = (m.start() for m in _FLAW.finditer(text, start + 1, end) if m[1])
    pos = next(flaws, start)
    char = text[pos]
    if char in "\n\r":
        progress.complain(wording.LINE_BREAK, pos, pos + 1, about)
    elif char != "\\":
        progress.complain(wording.control(char), pos, pos + 1, about)
    elif text[pos + 1] == "u":
        progress.complain(wording.BAD_UNICODE, pos, pos + 2, about)
    else:
        progress.complain(wording.bad_escape(text[pos + 1]), pos, pos + 2, about)
