"""A tree of what is written, laid out in lines."""

from collections.abc import Sequence

from avrotower.schema.format.tree import Comment, Item


def laid_out(root: Item, *, indent: int, line_length: int) -> list[str]:
    """Return the lines of *root*, without their ends."""
    layout = _Layout(indent, line_length)
    layout.item(root, 0, "")
    return layout.lines()


class _Layout:
    def __init__(self, indent: int, line_length: int) -> None:
        self._indent = indent
        self._line_length = line_length
        self._lines: list[list[str]] = []

    def lines(self) -> list[str]:
        """Return what was laid out."""
        return ["".join(pieces).rstrip(" ") for pieces in self._lines]

    def item(self, item: Item, depth: int, comma: str) -> None:
        """Lay *item* out on new lines, with *comma* and the comments behind it."""
        self._line(depth)
        self._comments(item.before, depth)
        if item.key:
            self._write(f"{item.key}: ")
            self._comments(item.inner, depth + 1)
        if self._is_flat(item, depth, comma):
            self._write(_flat(item))
        else:
            self._broken(item, depth)
        self._write(comma)
        for at, comment in enumerate(item.after):
            if at > 0 and item.after[at - 1].is_of_line:
                self._line(depth)
                self._write(comment.text)
            else:
                self._write(f" {comment.text}")

    def _broken(self, item: Item, depth: int) -> None:
        self._write(item.text)
        last = len(item.items) - 1
        for at, part in enumerate(item.items):
            self.item(part, depth + 1, "," if at < last else "")
        for at, comment in enumerate(item.closing):
            if at == 0 or item.closing[at - 1].ends_line:
                self._line(depth + 1)
            else:
                self._write(" ")
            self._write(comment.text)
        self._line(depth)
        self._write(item.closer)

    def _is_flat(self, item: Item, depth: int, comma: str) -> bool:
        if not item.items and not item.closing:
            return True
        if item.is_broken or item.has_comments:
            return False
        return depth * self._indent + item.width + len(comma) <= self._line_length

    def _comments(self, comments: Sequence[Comment], depth: int) -> None:
        """Write *comments* in front of what comes next."""
        for comment in comments:
            self._write(comment.text)
            if comment.ends_line:
                self._line(depth)
            else:
                self._write(" ")

    def _line(self, depth: int) -> None:
        self._lines.append([" " * (depth * self._indent)])

    def _write(self, text: str) -> None:
        self._lines[-1].append(text)


def _flat(item: Item) -> str:
    if not item.closer:
        return item.text
    parts = (
        f"{part.key}: {_flat(part)}" if part.key else _flat(part) for part in item.items
    )
    return f"{item.text}{', '.join(parts)}{item.closer}"
