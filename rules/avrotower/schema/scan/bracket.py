"""Brackets that are missing, mistaken or one too many.

What is left of the text tells which: the number of brackets that it closes.
"""

from avrotower.schema.cap import MAX_DEPTH
from avrotower.schema.damage import DAMAGED
from avrotower.schema.scan import wording
from avrotower.schema.scan.frame import (
    AFTER,
    KEY,
    VALUE,
    ArrayFrame,
    Frame,
    ObjectFrame,
    Place,
)
from avrotower.schema.scan.progress import Kind, Progress
from avrotower.schema.scan.quote import take_key
from avrotower.schema.scan.skip import sync, trimmed

_TOO_DEEP = Kind("json-too-deep")


def too_deep(progress: Progress, pos: int) -> Place:
    """Leave out the bracket at *pos*, which would be one level too many."""
    text = progress.text
    message = f"brackets may be nested {MAX_DEPTH} levels deep; this one is deeper"
    progress.complain(message, pos, pos + 1, kind=_TOO_DEEP)
    end = sync(text, pos)
    if end == len(text):
        progress.is_cut = True
    progress.stack[-1].add(DAMAGED, pos, trimmed(text, pos, end), None)
    return end, AFTER


def mismatch(progress: Progress, pos: int, char: str) -> Place:
    """Deal with *char* at *pos*, a closing bracket of the wrong kind."""
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
    _never_closed(progress, pos)
    while stack[-1].closer != char:
        progress.close(pos)
    return pos, AFTER


def opener_for_key(progress: Progress, pos: int) -> Place | None:
    """Deal with an opening bracket at *pos* where a key is due.

    None, unless the object should have been closed before the last comma, or the value
    before it should have been the first of an array.
    """
    stack = progress.stack
    comma = stack[-1].comma
    if comma < 0:
        return None
    missing = len(stack) - 1 - progress.balance.after(comma)
    if missing < 0 and _open_array(progress, stack[-1]):
        return pos, VALUE
    if missing <= 0 or stack[-2].due == KEY or not stack[-2].closer:
        return None
    _never_closed(progress, comma)
    progress.close(comma)
    stack[-1].comma = comma
    return pos, VALUE


def lone_key(progress: Progress, pos: int) -> Place | None:
    """Deal with a key that ends before *pos* and has neither colon nor value.

    None, unless it and the value before it should have been elements of an array.
    """
    frame = progress.stack[-1]
    if frame.comma < 0 or progress.balance.after(frame.comma) < len(progress.stack):
        return None
    key, start, end = frame.key, frame.key_start, frame.key_end
    if not _open_array(progress, frame):
        return None
    progress.stack[-1].add(key, start, end, None)
    return pos, AFTER


def colon_in_array(progress: Progress, pos: int) -> Place:
    """Deal with a colon at *pos* behind an element.

    The element is a key: of an object that is not opened, or of the object around the
    array, which is not closed.
    """
    stack = progress.stack
    frame = stack[-1]
    missing = len(stack) - 1 - progress.balance.after(pos)
    last = frame.take_back()
    if last and isinstance(last[0], str):
        key, (start, end, *_) = last
        if missing < 0:
            message = wording.missing("{", progress.text, start)
            progress.complain(message, start, start + 1, "bracket")
            stack.append(ObjectFrame(start))
            take_key(stack[-1], key, start, end)
            return pos + 1, VALUE
        if missing > 0 and frame.comma >= 0 and stack[-2].due == KEY:
            _never_closed(progress, frame.comma)
            stack[-2].comma = frame.comma
            progress.close(frame.comma)
            take_key(stack[-1], key, start, end)
            return pos + 1, VALUE
    progress.complain(wording.COLON_IN_ARRAY, pos, pos + 1, "bracket")
    return _give_up(progress, pos)


def _open_array(progress: Progress, frame: Frame) -> bool:
    """Open an array around the last value of *frame*; return whether there is one."""
    last = frame.take_back()
    if not last:
        return False
    value, (start, end, kids, _, _) = last
    message = wording.missing("[", progress.text, start)
    progress.complain(message, start, start + 1)
    opened = ArrayFrame(start)
    opened.comma = frame.comma
    opened.add(value, start, end, kids)
    progress.stack.append(opened)
    return True


def _give_up(progress: Progress, pos: int) -> Place:
    """Leave out the rest of the innermost bracket."""
    text = progress.text
    frame = progress.stack[-1]
    end = sync(text, pos)
    while text.startswith(",", end):
        end = sync(text, end + 1)
    frame.is_cut = True
    return end, AFTER


def _never_closed(progress: Progress, pos: int) -> None:
    """Complain that the innermost bracket should have been closed before *pos*."""
    frame = progress.stack[-1]
    place = progress.lines.place(pos)
    message = wording.closed_by_other(frame.closer, progress.text[pos], *place)
    progress.complain(message, frame.start, frame.start + 1, "bracket")
