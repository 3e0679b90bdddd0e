"""How far a scan has come, and what it has to tell so far."""

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from avrotower.schema.cap import MAX_ERRORS
from avrotower.schema.document import Comment, DuplicateKey, SchemaError
from avrotower.schema.model import escape
from avrotower.schema.scan.frame import Frame, RootFrame
from avrotower.schema.scan.lines import Lines
from avrotower.schema.scan.skip import Balance

About: TypeAlias = Literal["value", "key", "bracket"]
"""What is wrong: the value that is due, its key, or something in the open bracket."""


class Kind(NamedTuple):
    """What machines read of an error."""

    reason: str
    java: str | None = None


_SYNTAX: Final = Kind("json-syntax")
_MAX_DUPLICATES: Final = 1_000
_MAX_COMMENTS: Final = 10_000
_MAX_POINTER: Final = 10_000
"""Keys may be long, and each error keeps its pointer: a longer one ends earlier."""

_COMMENT = re.compile(r"//[^\n\r]*|/\*(?s:.*?)(\*/|\Z)")


class Progress:
    """A text, the brackets that are open, and what was complained of."""

    __slots__ = (
        "_balance",
        "comments",
        "duplicates",
        "errors",
        "is_cut",
        "lines",
        "more",
        "root",
        "stack",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.root = RootFrame(0)
        self.stack: list[Frame] = [self.root]
        self.errors: list[SchemaError] = []
        self.more = 0
        """Errors that are only counted."""
        self.is_cut = False
        """Whether the text ends inside something that has been complained of."""
        self.duplicates: list[DuplicateKey] = []
        self.comments: list[Comment] = []
        self._balance: Balance | None = None

    def complain(
        self,
        message: str,
        start: int,
        end: int,
        about: About = "value",
        kind: Kind = _SYNTAX,
    ) -> None:
        """Note an error at the piece from *start* to *end*."""
        if len(self.errors) >= MAX_ERRORS:
            self.more += 1
            if self.more > 1:
                return
        error = SchemaError(
            reason=kind.reason,
            message=message,
            pointer=self.pointer(with_step=about != "bracket"),
            on="key" if about == "key" else "value",
            java=kind.java,
            span=self.lines.span(start, end),
        )
        self.errors.append(error)

    def pointer(self, *, with_step: bool) -> str:
        """Return the pointer of the innermost bracket, or of the value due in it."""
        frames = self.stack[1:] if with_step else self.stack[1:-1]
        pointer = ""
        for frame in frames:
            longer = f"{pointer}/{frame.step()}"
            if len(longer) > _MAX_POINTER:
                break
            pointer = longer
        return pointer

    def comment(self, start: int) -> int:
        """Return where the comment at *start* ends, or *start* where there is none."""
        match = _COMMENT.match(self.text, start)
        if match is None:
            return start
        end = match.end()
        if match[1] == "":
            self.complain("this comment is never closed; end it with */", start, end)
            self.is_cut = True
        elif len(self.comments) < _MAX_COMMENTS:
            self.comments.append(Comment(match[0], self.lines.span(start, end)))
        return end

    @property
    def balance(self) -> Balance:
        """The brackets of the text, counted once, when somebody asks."""
        if self._balance is None:
            self._balance = Balance(self.text)
        return self._balance

    def close(self, end: int) -> None:
        """Close the innermost bracket; its value ends at *end*."""
        frame = self.stack[-1]
        if frame.repeats:
            self._repeat(frame)
        value, kids = frame.close(end)
        self.stack.pop()
        self.stack[-1].add(value, frame.start, end, kids)

    def _repeat(self, frame: Frame) -> None:
        above = self.pointer(with_step=False)
        for key, pieces in frame.repeats.items():
            first = self.lines.span(*pieces[0])
            for again in pieces[1:]:
                if len(self.duplicates) < _MAX_DUPLICATES:
                    pointer = f"{above}/{escape(key)}"
                    span = self.lines.span(*again)
                    self.duplicates.append(DuplicateKey(key, pointer, first, span))
