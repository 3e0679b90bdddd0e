"""A text as a tree of what is written, with the comments beside their neighbours."""

from typing import Final

from avrotower.schema.format.token import Token, tokens

_CLOSING: Final = {"{": "}", "[": "]"}


class Comment:
    """A comment."""

    __slots__ = ("ends_line", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends_line = True
        """Whether what comes next stands on another line."""

    @property
    def is_of_line(self) -> bool:
        """Whether the comment goes on until the line ends."""
        return self.text.startswith("//")


class Item:
    """A value, or a member: what stands between two commas."""

    __slots__ = (
        "after",
        "before",
        "closing",
        "has_comments",
        "inner",
        "is_broken",
        "items",
        "key",
        "text",
        "width",
    )

    def __init__(self) -> None:
        self.before: list[Comment] = []
        """Comments in front, of the key where there is one."""
        self.key = ""
        """As written; empty for an element and for the whole text."""
        self.inner: list[Comment] = []
        """Comments between key and value."""
        self.text = ""
        """The scalar, or the opening bracket."""
        self.items: list[Item] = []
        self.closing: list[Comment] = []
        """Comments in front of the closing bracket, on lines of their own."""
        self.after: list[Comment] = []
        """Comments behind, on the same line."""
        self.has_comments = False
        """Whether there is a comment between the brackets, or beside the value."""
        self.is_broken = False
        """Whether it must not stand on one line, as it is, or holds, a list of fields."""
        self.width = 0
        """Code points of key and value on one line."""

    @property
    def closer(self) -> str:
        """The closing bracket; empty for a scalar."""
        return _CLOSING.get(self.text, "")


def tree(text: str) -> Item:
    """Return the value of *text*, which is JSON with comments."""
    builder = _Builder()
    for token in tokens(text):
        builder.take(token)
    root = builder.root
    _measure(root)
    return root


class _Builder:
    def __init__(self) -> None:
        self.root = Item()
        self._open: list[Item] = []
        self._item = self.root
        """What is being read, or was read last."""
        self._is_complete = False
        self._waiting: list[tuple[Comment, bool]] = []
        """Comments since the last token that was none, and whether each begins a line."""

    def take(self, token: Token) -> None:
        if token.kind == "comment":
            self._follow(is_first=token.is_first)
            self._waiting.append((Comment(token.text), token.is_first))
            return
        self._follow(is_first=token.is_first)
        text = token.text
        if text in {",", "}", "]"} and token.kind == "sign":
            self._end(text)
        elif text == ":" and token.kind == "sign":
            self._item.key, self._item.text = self._item.text, ""
            self._is_complete = False
        else:
            self._begin(text)

    def _follow(self, *, is_first: bool) -> None:
        """Note for the last comment whether a line ends behind it."""
        if self._waiting:
            comment = self._waiting[-1][0]
            comment.ends_line = is_first or comment.is_of_line

    def _taken(self) -> list[Comment]:
        found = [comment for comment, _ in self._waiting]
        self._waiting = []
        return found

    def _tail(self, *, is_last: bool) -> list[Comment]:
        """Take the comments that stand behind the last value on its line.

        One that is followed by the next value on that line belongs to that one.
        """
        count = 0
        for comment, begins_line in self._waiting:
            if begins_line:
                break
            count += 1
            if comment.ends_line:
                break
        else:
            if not is_last:
                return []
        tail = [comment for comment, _ in self._waiting[:count]]
        self._waiting = self._waiting[count:]
        return tail

    def _begin(self, text: str) -> None:
        """Read a scalar, a key or an opening bracket."""
        item = self._item
        if self._is_complete:
            # The comma was read: what waits behind it on its line goes with the last.
            item.after += self._tail(is_last=False)
            item = self._item = Item()
            self._open[-1].items.append(item)
        elif self._open and item is self._open[-1]:
            item = self._item = Item()
            self._open[-1].items.append(item)
        comments = self._taken()
        if item.key:
            item.inner += comments
        else:
            item.before += comments
        item.text = text
        self._is_complete = text not in _CLOSING
        if not self._is_complete:
            self._open.append(item)

    def _end(self, text: str) -> None:
        if text == ",":
            # What stands before a comma speaks of what is there already.
            self._item.after += self._taken()
            return
        box = self._open.pop()
        if box.items:
            box.items[-1].after += self._tail(is_last=True)
        box.closing = self._taken()
        self._item = box
        self._is_complete = True


def _measure(root: Item) -> None:
    """Fill in what depends on the parts, the inner ones first."""
    order = [root]
    for item in order:
        order.extend(item.items)
    for item in reversed(order):
        item.width = len(item.key) + 2 if item.key else 0
        item.width += len(item.text) + len(item.closer)
        item.width += sum(part.width for part in item.items)
        item.width += 2 * max(0, len(item.items) - 1)
        fields = _fields(item)
        if fields is not None:
            fields.is_broken = True
        item.has_comments = bool(item.inner or item.closing) or any(
            part.has_comments or part.before or part.after for part in item.items
        )
        # Around a record everything is broken.
        item.is_broken |= any(part.is_broken for part in item.items)


def _fields(item: Item) -> Item | None:
    """Return the list of fields of a record that has some."""
    if item.text != "{":
        return None
    found = (part for part in item.items if part.key == '"fields"' and part.items)
    return next(found, None)
