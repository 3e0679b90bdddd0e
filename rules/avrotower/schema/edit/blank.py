"""White space and comments around what is edited."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from avrotower.schema.document import Comment
from avrotower.schema.edit.text_edit import TextEdit

_AFTER: Final = re.compile(r"[ \t]*")
_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")
_LAST_LINE_BREAK: Final = re.compile(r"(?:\r\n|\r|\n)[ \t]*\Z")
_BLANKS: Final = " \t\r\n"


class Surroundings:
    """A text with its comments, to look around in."""

    def __init__(self, text: str, comments: Sequence[Comment]) -> None:
        self.text = text
        self.comments = [comment.span[:2] for comment in comments]
        self._starts = [start for start, _ in self.comments]

    def comments_between(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """Return start and end of the comments that begin between *start* and *end*."""
        first = bisect_left(self._starts, start)
        return self.comments[first : bisect_left(self._starts, end)]

    def comma(self, start: int, end: int) -> int:
        """Return where the comma between two neighbours stands."""
        for begin, stop in self.comments_between(start, end):
            at = self.text.find(",", start, begin)
            if at >= 0:
                return at
            start = stop
        return self.text.index(",", start, end)

    def lead(self, start: int) -> str:
        """Return the white space before *start*, from the last line break on."""
        blank = self.text[self._back(start, _BLANKS) : start]
        line = _LAST_LINE_BREAK.search(blank)
        return line[0] if line else blank

    def _back(self, end: int, blanks: str) -> int:
        """Return where the *blanks* before *end* begin."""
        # No slice: that would copy the text for every place.
        while end > 0 and self.text[end - 1] in blanks:
            end -= 1
        return end

    def line_end(self, start: int, limit: int) -> int:
        """Return where the comments end that follow *start* on its line, before *limit*.

        *start* itself where there are none.
        """
        end = start
        for begin, stop in self.comments_between(start, limit):
            between = self.text[end:begin]
            if _LINE_BREAK.search(between) or between.strip(", \t"):
                break
            end = stop
        return end

    def without_comment(self, start: int) -> TextEdit | None:
        """Return the edit that erases the comment at *start*, None if there is none.

        White space around it goes as far as nobody would miss it: the whole line of a
        comment that has one for itself.
        """
        at = bisect_left(self._starts, start)
        if at == len(self._starts) or self._starts[at] != start:
            return None
        text, end = self.text, self.comments[at][1]
        before = self._back(start, " \t")
        is_first = before == 0 or text[before - 1] in "\r\n"
        after = _AFTER.match(text, end)
        rest = after.end() if after else end
        line_break = _LINE_BREAK.match(text, rest)
        is_last = line_break or text[rest : rest + 1] in {"", ",", "]", "}"}
        if is_last and not is_first:
            return TextEdit(before, rest, "")
        if is_first and line_break:
            return TextEdit(before, line_break.end(), "")
        return TextEdit(start, rest, "")
