"""What a scan does where a text is no JSON: say what is wrong, and go on."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from avrotower.schema import wording
from avrotower.schema.cap import MAX_DEPTH
from avrotower.schema.damage import DAMAGED
from avrotower.schema.frame import AFTER, COLON, END, KEY, VALUE
from avrotower.schema.progress import About, Kind, Progress
from avrotower.schema.skip import is_blank_from, sync, text_end, trimmed

_NOTHING: Final = Kind("json-empty", "Cannot parse <null> schema")
_TOO_DEEP: Final = Kind("json-too-deep")

_Place: TypeAlias = tuple[int, int]
"""Where to go on, and what is due there."""

_ODD_SPACE: Final = re.compile(r"(?:[^\S \t\n\r]|[\u200b\u2060\ufeff])+")
_HASH: Final = re.compile(r"#[^\n\r]*")
_NO_COLON: Final = re.compile(
    r'=>?|,(?=[ \t\n\r]*+"(?:[^"\\\n\r]|\\[^\n\r])*+"[ \t\n\r]*+[,}])'
)
"""What people write instead of a colon; a comma only where a lone text follows."""
_BARE_KEY: Final = re.compile(r"([\w$.-]+)[ \t\n\r]*:")
_BEGINS_VALUE: Final = re.compile(r'["{\[]|-?\d|(?:true|false|null)\b')
_FLAW: Final = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|([\x00-\x1f\\])')


def recover(progress: Progress, state: int, pos: int, char: str) -> _Place:
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


def _end_of_text(progress: Progress, state: int, pos: int) -> _Place:
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


def _hole(progress: Progress, start: int, pos: int) -> _Place:
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


def _due_value(progress: Progress, pos: int, char: str) -> _Place:
    text = progress.text
    frame = progress.stack[-1]
    if char == '"':
        end = _broken_text(progress, pos, "value")
        frame.add(DAMAGED, pos, end, None)
        return end, frame.after
    if char in "[{":
        return _too_deep(progress, pos)
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


def _no_value(progress: Progress, pos: int, char: str) -> _Place:
    """Deal with a comma or a closing bracket where a value is due."""
    frame = progress.stack[-1]
    if frame.due != KEY:
        return _no_item(progress, pos, char)
    message = wording.value_missing(frame.key)
    progress.complain(message, frame.key_start, frame.key_end, "key")
    frame.add(DAMAGED, pos, pos, None)
    return pos, AFTER


def _too_deep(progress: Progress, pos: int) -> _Place:
    text = progress.text
    message = f"brackets may be nested {MAX_DEPTH} levels deep; this one is deeper"
    progress.complain(message, pos, pos + 1, kind=_TOO_DEEP)
    end = sync(text, pos)
    if end == len(text):
        progress.is_cut = True
    progress.stack[-1].add(DAMAGED, pos, trimmed(text, pos, end), None)
    return end, AFTER


def _no_item(progress: Progress, pos: int, char: str) -> _Place:
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


def _due_key(progress: Progress, pos: int, char: str) -> _Place:
    text = progress.text
    frame = progress.stack[-1]
    if char in ",]}":
        return _no_item(progress, pos, char)
    if char == '"':
        end, _ = text_end(text, pos)
        frame.key = text[pos + 1 : end].removesuffix('"')
        _broken_text(progress, pos, "key")
    elif other := wording.quoted(text, pos):
        message, frame.key, end = other
        progress.complain(message, pos, end, "key")
    elif match := _BARE_KEY.match(text, pos):
        frame.key, end = match[1], match.end(1)
        progress.complain(wording.bare_key(frame.key), pos, end, "key")
    else:
        frame.is_cut = True
        _, first = wording.not_a_value(text, pos)
        if first < len(text):
            message = wording.no_key(text[pos:first])
            progress.complain(message, pos, first, "bracket")
        return sync(text, pos if char in "[{" else first), AFTER
    frame.key_start, frame.key_end = pos, end
    return end, COLON


def _due_colon(progress: Progress, pos: int, char: str) -> _Place:
    text = progress.text
    frame = progress.stack[-1]
    if match := _NO_COLON.match(text, pos):
        progress.complain(wording.NO_COLON, pos, match.end())
        return match.end(), VALUE
    if char in ",]}":
        return _no_value(progress, pos, char)
    if _BEGINS_VALUE.match(text, pos):
        progress.complain(wording.missing("colon", text, pos), pos, pos + 1)
        return pos, VALUE
    _, end = wording.not_a_value(text, pos)
    if end == len(text):
        return end, COLON
    progress.complain(wording.unexpected(text[pos:end], "a colon"), pos, end)
    return _hole(progress, frame.key_end, end)


def _due_end(progress: Progress, pos: int, char: str) -> _Place:
    text = progress.text
    frame = progress.stack[-1]
    if char in "]}":
        return _mismatch(progress, pos, char)
    if char == ";":
        progress.complain(wording.SEMICOLON, pos, pos + 1, "bracket")
        frame.comma = pos
        return pos + 1, frame.due
    if _begins_next(text, pos, frame.due):
        message = wording.missing("comma", text, pos)
        progress.complain(message, pos, pos + 1, "bracket")
        return pos, frame.due
    return _junk(progress, pos, char)


def _begins_next(text: str, pos: int, due: int) -> bool:
    if text[pos - 1] == '"' and text[pos].isalnum():
        return False
    if due == VALUE:
        return _BEGINS_VALUE.match(text, pos) is not None
    return text[pos] == '"' or _BARE_KEY.match(text, pos) is not None


def _junk(progress: Progress, pos: int, char: str) -> _Place:
    """Deal with something between a value and the next comma."""
    text = progress.text
    frame = progress.stack[-1]
    _, end = wording.not_a_value(text, pos)
    if end == len(text):
        return end, AFTER
    if text[pos - 1] == '"' and char.isalnum():
        message = wording.QUOTE_INSIDE
    elif char == ":" and frame.due == VALUE:
        message = wording.COLON_IN_ARRAY
    else:
        due = f"a comma or {frame.closer}"
        message = wording.unexpected(text[pos:end], due)
    progress.complain(message, pos, end, "bracket")
    end = sync(text, pos if char in "[{" else end)
    frame.spoil(trimmed(text, pos, end))
    frame.is_cut |= frame.due == KEY
    return end, AFTER


def _mismatch(progress: Progress, pos: int, char: str) -> _Place:
    """Deal with a closing bracket of the wrong kind.

    It was forgotten, mistaken for the other kind, or is one too many: what is left of
    the text tells, by the number of brackets that it closes.
    """
    stack = progress.stack
    frame = stack[-1]
    still_open = len(stack) - 1
    closers = progress.balance.after(pos)
    if closers >= still_open:
        progress.complain(wording.closes_nothing(char), pos, pos + 1, "bracket")
        return pos + 1, AFTER
    if closers == still_open - 1 or all(below.closer != char for below in stack):
        message = wording.wrong_closer(frame.closer, char)
        progress.complain(message, pos, pos + 1, "bracket")
        progress.close(pos + 1)
        return pos + 1, stack[-1].after
    place = progress.lines.place(pos)
    message = wording.closed_by_other(frame.closer, char, *place)
    progress.complain(message, frame.start, frame.start + 1, "bracket")
    while stack[-1].closer != char:
        progress.close(pos)
    return pos, AFTER


def _broken_text(progress: Progress, start: int, about: About) -> int:
    """Say what is wrong with the text at *start*; return where it ends."""
    text = progress.text
    end, is_closed = text_end(text, start)
    if not is_closed:
        progress.is_cut |= is_blank_from(text, end)
        message, first, last = wording.TEXT_NEVER_CLOSED, start, end
    else:
        first, last, message = _flaw(text, start + 1, end)
    progress.complain(message, first, last, about)
    return end


def _flaw(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Return the place of the first flaw of a closed text, and what to say of it."""
    for match in _FLAW.finditer(text, start, end):
        if match[1]:
            break
    else:
        return start, end, wording.TEXT_NEVER_CLOSED  # pragma: no cover
    pos = match.start()
    char = match[1]
    if char in "\n\r":
        return pos, pos + 1, wording.LINE_BREAK
    if char != "\\":
        return pos, pos + 1, wording.control(char)
    if text[pos + 1] == "u":
        return pos, pos + 2, wording.BAD_UNICODE
    return pos, pos + 2, wording.bad_escape(text[pos + 1])


_DUE: Final[dict[int, Callable[[Progress, int, str], _Place]]] = {
    VALUE: _due_value,
    KEY: _due_key,
    COLON: _due_colon,
    AFTER: _due_end,
}
