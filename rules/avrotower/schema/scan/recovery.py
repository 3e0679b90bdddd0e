"""What a scan does where a text is no JSON: say what is wrong, and go on."""

import re
from collections.abc import Callable
from typing import Final

from avrotower.schema.damage import DAMAGED
from avrotower.schema.scan import wording
from avrotower.schema.scan.bracket import (
    colon_in_array,
    lone_key,
    mismatch,
    opener_for_key,
    too_deep,
)
from avrotower.schema.scan.frame import AFTER, COLON, END, KEY, VALUE, Place
from avrotower.schema.scan.progress import Kind, Progress
from avrotower.schema.scan.quote import (
    broken_key,
    broken_text,
    closes_too_late,
    quote_inside,
    take_key,
)
from avrotower.schema.scan.skip import sync, trimmed

_NOTHING: Final = Kind("json-empty", "Cannot parse <null> schema")

_ODD_SPACE: Final = re.compile(r"(?:[^\S \t\n\r]|[\u200b\u2060\ufeff])+")
_HASH: Final = re.compile(r"#[^\n\r]*")
_NO_COLON: Final = re.compile(
    r'=>?|,(?=[ \t\n\r]*+"(?:[^"\\\n\r]|\\[^\n\r])*+"[ \t\n\r]*+[,}])'
)
"""What people write instead of a colon; a comma only where a lone text follows."""
_BARE_KEY: Final = re.compile(r'([\w$.-]+)("?)[ \t\n\r]*:')
_BEGINS_VALUE: Final = re.compile(r'["{\[]|-?\d|(?:true|false|null)\b')


def recover(progress: Progress, state: int, pos: int, char: str) -> Place:
    """Deal with *char* at *pos*, which is not what is due, or not quite.

    Comments come here too, as do closing brackets where a value or a key is due.
    """
    if char == "/":
        end = progress.comment(pos)
        if end != pos:
            return end, state
    if not char:
        return _end_of_text(progress, state, pos)
    text = progress.text
    if match := _ODD_SPACE.match(text, pos):
        progress.complain(wording.odd_space(char), pos, match.end(), "bracket")
        return match.end(), state
    if match := _HASH.match(text, pos):
        progress.complain(wording.HASH, pos, match.end(), "bracket")
        return match.end(), state
    return _DUE[state](progress, pos, char)


def _end_of_text(progress: Progress, state: int, pos: int) -> Place:
    stack = progress.stack
    frame = stack[-1]
    if len(stack) == 1:
        if not progress.is_cut:
            progress.complain(wording.EMPTY, pos, pos, kind=_NOTHING)
        frame.add(DAMAGED, pos, pos, None)
        return pos, END
    if not progress.is_cut:
        message = wording.never_closed(frame.closer)
        progress.complain(message, frame.start, frame.start + 1, "bracket")
    if state == COLON or (state == VALUE and frame.due == KEY):
        frame.add(DAMAGED, pos, pos, None)
    while len(stack) > 1:
        stack[-1].is_cut = True
        progress.close(pos)
    return pos, END


def _hole(progress: Progress, start: int, pos: int) -> Place:
    """Put a hole in the place of the value at *start*, whose first part ends at *pos*."""
    text = progress.text
    frame = progress.stack[-1]
    if not frame.closer:
        frame.add(DAMAGED, start, len(text), None)
        return len(text), END
    end = sync(text, pos)
    if frame.due == KEY and text.find(":", pos, end) >= 0:
        frame.is_cut = True
    frame.add(DAMAGED, start, trimmed(text, pos, end), None)
    return end, AFTER


def _due_value(progress: Progress, pos: int, char: str) -> Place:
    text = progress.text
    frame = progress.stack[-1]
    if char == '"':
        end = broken_text(progress, pos, "value")
        frame.add(DAMAGED, pos, end, None)
        return end, frame.after
    if char in "[{":
        return too_deep(progress, pos)
    if char in ",]}" and frame.closer:
        return _no_value(progress, pos, char)
    if char == ":" and frame.due == KEY:
        progress.complain(wording.SECOND_COLON, pos, pos + 1)
        return pos + 1, VALUE
    message, end = wording.not_a_value(text, pos)
    if end == len(text) and frame.closer:
        return end, VALUE  # Cut within a word: it is the bracket that is complained of.
    progress.complain(message, pos, end)
    return _hole(progress, pos, end)


def _no_value(progress: Progress, pos: int, char: str) -> Place:
    """Deal with a comma or a closing bracket where a value is due."""
    frame = progress.stack[-1]
    if frame.due != KEY:
        return _no_item(progress, pos, char)
    message = wording.value_missing(frame.key)
    progress.complain(message, frame.key_start, frame.key_end, "key")
    frame.add(DAMAGED, pos, pos, None)
    return pos, AFTER


def _no_item(progress: Progress, pos: int, char: str) -> Place:
    """Deal with a comma or a closing bracket where an element or a key is due."""
    frame = progress.stack[-1]
    if char == ",":
        message = wording.EARLY_COMMA if frame.comma < 0 else wording.EXTRA_COMMA
        progress.complain(message, pos, pos + 1, "bracket")
        frame.comma = pos
        return pos + 1, frame.due
    if frame.comma >= 0:
        message = wording.trailing_comma(char)
        progress.complain(message, frame.comma, frame.comma + 1, "bracket")
    return pos, AFTER


def _due_key(progress: Progress, pos: int, char: str) -> Place:
    text = progress.text
    frame = progress.stack[-1]
    if char in ",]}":
        return _no_item(progress, pos, char)
    if char == '"':
        return broken_key(progress, pos), COLON
    if char in "[{" and (place := opener_for_key(progress, pos)):
        return place
    if other := wording.quoted(text, pos):
        message, key, end = other
        take_key(frame, key, pos, end)
        progress.complain(message, pos, end, "key")
        return end, COLON
    if match := _BARE_KEY.match(text, pos):
        end = match.end(2)
        take_key(frame, match[1], pos, end)
        progress.complain(wording.bare_key(match[1]), pos, end, "key")
        return end, COLON
    frame.is_cut = True
    _, end = wording.not_a_value(text, pos)
    if end < len(text):
        progress.complain(wording.no_key(text[pos:end]), pos, end, "bracket")
    return sync(text, pos if char in "[{" else end), AFTER


def _due_colon(progress: Progress, pos: int, char: str) -> Place:
    text = progress.text
    frame = progress.stack[-1]
    if char in "=,]}":
        return _other_for_colon(progress, pos, char)
    if pos == frame.key_end and (end := closes_too_late(progress)):
        return end, COLON
    if _BEGINS_VALUE.match(text, pos):
        progress.complain(wording.missing("colon", text, pos), pos, pos + 1)
        return pos, VALUE
    _, end = wording.not_a_value(text, pos)
    if end == len(text):
        return end, COLON
    progress.complain(wording.unexpected(text[pos:end], "a colon"), pos, end)
    return _hole(progress, frame.key_end, end)


def _other_for_colon(progress: Progress, pos: int, char: str) -> Place:
    """Deal with a comma, an equals sign or a closing bracket after a key."""
    if char in ",]" and (place := lone_key(progress, pos)):
        return place
    if match := _NO_COLON.match(progress.text, pos):
        progress.complain(wording.NO_COLON, pos, match.end())
        return match.end(), VALUE
    return _no_value(progress, pos, char)


def _due_end(progress: Progress, pos: int, char: str) -> Place:
    text = progress.text
    frame = progress.stack[-1]
    if char in "]}":
        return mismatch(progress, pos, char)
    if char == ":" and frame.due == VALUE:
        return colon_in_array(progress, pos)
    if char == ";":
        progress.complain(wording.SEMICOLON, pos, pos + 1, "bracket")
        frame.comma = pos
        return pos + 1, frame.due
    if char.isalnum() and text[pos - 1] == '"':
        return quote_inside(progress, pos), AFTER
    if _begins_next(text, pos, frame.due):
        message = wording.missing("comma", text, pos)
        progress.complain(message, pos, pos + 1, "bracket")
        return pos, frame.due
    return _junk(progress, pos, char)


def _junk(progress: Progress, pos: int, char: str) -> Place:
    """Deal with something between a value and the next comma or closing bracket."""
    text = progress.text
    frame = progress.stack[-1]
    _, end = wording.not_a_value(text, pos)
    if end == len(text):
        return end, AFTER
    message = wording.unexpected(text[pos:end], f"a comma or {frame.closer}")
    progress.complain(message, pos, end, "bracket")
    end = sync(text, pos if char in "[{" else end)
    frame.spoil(trimmed(text, pos, end))
    frame.is_cut |= frame.due == KEY
    return end, AFTER


def _begins_next(text: str, pos: int, due: int) -> bool:
    if due == VALUE:
        return _BEGINS_VALUE.match(text, pos) is not None
    return text[pos] == '"' or _BARE_KEY.match(text, pos) is not None


_DUE: Final[dict[int, Callable[[Progress, int, str], Place]]] = {
    VALUE: _due_value,
    KEY: _due_key,
    COLON: _due_colon,
    AFTER: _due_end,
}
