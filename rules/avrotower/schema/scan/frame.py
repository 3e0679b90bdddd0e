"""Where a scan stands: the open brackets, and what was read inside them."""

from abc import ABC, abstractmethod
from typing import ClassVar, Final, TypeAlias

from avrotower.schema.damage import DAMAGED, Partial
from avrotower.schema.model import JSON, escape

Kids: TypeAlias = list["Entry"] | dict[str, "Entry"]
Entry: TypeAlias = tuple[int, int, Kids | None, int, int]
"""Start and end of a value, the entries inside it, start and end of its key.

All are offsets; a value without a key has -1 there.
"""

Place: TypeAlias = tuple[int, int]
"""Where to go on, and what is due there: one of the next five."""

VALUE: Final = 0
"""A value is due."""
KEY: Final = 1
"""A key is due."""
COLON: Final = 2
"""The colon after a key is due."""
AFTER: Final = 3
"""A comma or a closing bracket is due."""
END: Final = 4
"""Nothing is due: the value of the text has been read."""


class Frame(ABC):
    """An open bracket."""

    __slots__ = ("comma", "is_cut", "key", "key_end", "key_start", "repeats", "start")

    after: ClassVar[int] = AFTER
    """What is due after a value."""
    closer: ClassVar[str]
    due: ClassVar[int]
    """What is due after the opening bracket, and after a comma."""
    comma: int
    """Where the last comma stands, -1 where there was none."""
    is_cut: bool
    """Whether more may have stood here than what was read."""
    key: str
    """The key of the value that is due, or of the last value."""
    repeats: dict[str, list[tuple[int, int]]]
    """For keys written more than once the pieces of all of them, in order."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.comma = -1
        self.is_cut = False
        self.key = ""
        self.key_start = -1
        self.key_end = -1
        self.repeats = {}

    @abstractmethod
    def add(self, value: JSON, start: int, end: int, kids: Kids | None) -> None:
        """Take up a value that stands from *start* to *end*."""

    @abstractmethod
    def spoil(self, end: int) -> None:
        """Make a hole of the last value, up to *end*."""

    @abstractmethod
    def take_back(self) -> tuple[JSON, Entry] | None:
        """Forget the last value, and return it; None where there is none."""

    @abstractmethod
    def step(self) -> str:
        """Return the step of a JSON pointer to the value that is due."""

    @abstractmethod
    def close(self, end: int) -> tuple[JSON, Kids]:
        """Return what was read up to *end*, and the entries of it."""


class ArrayFrame(Frame):
    """An open array."""

    __slots__ = ("items", "kids")

    closer = "]"
    due = VALUE

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.items: list[JSON] = []
        self.kids: list[Entry] = []

    def add(self, value: JSON, start: int, end: int, kids: Kids | None) -> None:
        """Take up an element."""
        self.items.append(value)
        self.kids.append((start, end, kids, -1, -1))

    def spoil(self, end: int) -> None:
        """Make a hole of the last element, up to *end*."""
        if last := self.take_back():
            self.add(DAMAGED, last[1][0], end, None)

    def take_back(self) -> tuple[JSON, Entry] | None:
        """Forget the last element, and return it; None where there is none."""
        return (self.items.pop(), self.kids.pop()) if self.items else None

    def step(self) -> str:
        """Return the index of the element that is due."""
        return str(len(self.items))

    def close(self, end: int) -> tuple[JSON, Kids]:
        """Return the elements; where some may be lost, a hole ends them."""
        if self.is_cut:
            self.add(DAMAGED, end, end, None)
        return self.items, self.kids


class RootFrame(ArrayFrame):
    """What stands around the value of a text: an array of one, without brackets."""

    __slots__ = ()

    after = END
    closer = ""


class ObjectFrame(Frame):
    """An open object."""

    __slots__ = ("items", "kids")

    closer = "}"
    due = KEY

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.items: dict[str, JSON] = {}
        self.kids: dict[str, Entry] = {}

    def add(self, value: JSON, start: int, end: int, kids: Kids | None) -> None:
        """Take up the value of the key that was read before."""
        key = self.key
        if key in self.items:
            pieces = self.repeats.setdefault(key, [self.kids[key][3:]])
            pieces.append((self.key_start, self.key_end))
        self.items[key] = value
        self.kids[key] = (start, end, kids, self.key_start, self.key_end)

    def spoil(self, end: int) -> None:
        """Make a hole of the last value, up to *end*."""
        if last := self.take_back():
            self.add(DAMAGED, last[1][0], end, None)

    def take_back(self) -> tuple[JSON, Entry] | None:
        """Forget the last value, and return it; its key is due again.

        None where there is none.
        """
        if not self.items:
            return None
        _, value = self.items.popitem()
        self.key, entry = self.kids.popitem()
        self.key_start, self.key_end = entry[3:]
        return value, entry

    def step(self) -> str:
        """Return the key of the value that is due."""
        return escape(self.key)

    def close(self, end: int) -> tuple[JSON, Kids]:
        """Return the members; where some may be lost, they are `Partial`."""
        del end
        return (Partial(self.items) if self.is_cut else self.items), self.kids
