"""Structural ids: what makes an unchanged subtree one comparison of two numbers.

An id covers all that resolution can see (COMPATIBILITY, 9.2).
Ids are never given twice, so the table can be emptied at any time: equal structures
then have different ids, which costs a comparison and never changes an answer.
"""

from collections.abc import Sequence
from itertools import count
from typing import Final

from avrotower.compat.match import ACCEPTS
from avrotower.schema.model import (
    ENUM,
    FIXED,
    FRESH,
    HOLE,
    PRIMITIVES,
    RECORD,
    STRING,
    UNION,
    UNSHAPED,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Node,
    Record,
    Union,
)

KNOTTED: Final = -1
"""The shape of what reaches a cycle, or a damaged part: no id."""
ALIASED: Final = -2
"""The shape of what reaches a field with aliases: no id, and order matters."""
BRANCHY: Final = 1
"""A bit of an id: some union has several named branches.

Attempts at them leave traces in Java's memo even where all is equal.
"""

_MOST_PARTS: Final = 1_000_000
"""Parts of keys that the table holds at most; about 16 MB."""
_NAMED: Final = frozenset((RECORD, ENUM, FIXED))


class Table:
    """Ids by what they stand for; emptied when it has grown too large."""

    def __init__(self, most: int = _MOST_PARTS) -> None:
        self._most = most
        self._ids: dict[tuple[object, ...], int] = {}
        self._fresh = count(STRING + 2)
        self._size = 0

    def identify(
        self,
        key: tuple[object, ...],
        shapes: Sequence[int],
        *,
        is_branchy: bool = False,
    ) -> int:
        """Return the id of the structure *key*, whose parts have the ids *shapes*."""
        found = self._ids.get(key)
        if found is None:
            self._size += len(key)
            if self._size > self._most:
                self._ids.clear()
                self._size = len(key)
            for shape in shapes:
                is_branchy = is_branchy or bool(shape & BRANCHY)
            found = next(self._fresh) << 1 | is_branchy
            self._ids[key] = found
        return found


_table: Final = Table()
_parts_table: Final = Table()

for _primitive in PRIMITIVES.values():
    _primitive.shape = _primitive.type + 1 << 1


def shape_of(root: Node) -> int:
    """Return the shape of *root*: an id above zero, `KNOTTED` or `ALIASED`.

    Everything that *root* reaches is compiled with it.
    """
    shape = root.shape
    return shape if is_compiled(shape) else _Compiler().compile(root)


def is_compiled(shape: int) -> bool:
    """Whether *shape* is an id, `KNOTTED` or `ALIASED`."""
    return shape > UNSHAPED or ALIASED <= shape < UNSHAPED


def is_worth_a_walk(root: Node) -> bool:
    """Whether comparing the types below *root* as they are is cheaper than compiling.

    It is for the first comparisons of a text in which no field has aliases: a candidate
    is mostly compared with one version, twice.
    """
    shape = root.shape
    if FRESH <= shape < ALIASED:
        root.shape = shape + 1 if shape + 1 < ALIASED else UNSHAPED
        return True
    return False


def parts_of(record: Record) -> frozenset[int]:
    """Return a number for each field of the compiled *record* whose type has an id.

    Equal numbers are equal names and types. `by_part` and `loose` are made with it.
    """
    try:
        return record.parts
    except AttributeError:
        by_part: dict[int, Field] = {}
        loose: list[Field] = []
        for field in record.fields:
            shape = field.type.shape
            if shape > 0:
                by_part[_parts_table.identify((field.name, shape), ())] = field
            else:
                loose.append(field)
        record.by_part, record.loose = by_part, loose
        record.parts = frozenset(by_part)
        return record.parts


class _Compiler:
    """One walk over all nodes that a root reaches, the lowest first; no recursion."""

    __slots__ = ("_entered", "_is_aliased", "_knotted")

    def __init__(self) -> None:
        self._entered: set[Node] = set()
        self._knotted: list[Node] = []
        self._is_aliased = False

    def compile(self, root: Node) -> int:
        """Give *root* and all below it their shapes."""
        todo = [root]
        while todo:
            node = todo[-1]
            if is_compiled(node.shape):
                todo.pop()
                continue
            parts = _parts(node)
            shapes: list[int] = []
            first: list[Node] = []
            for part in parts:
                shape = part.shape
                if not is_compiled(shape):
                    shape = self._shallow(part)
                if shape:
                    shapes.append(shape)
                elif part in self._entered:
                    shapes.append(KNOTTED)
                else:
                    first.append(part)
            if first:
                self._entered.add(node)
                todo += first
            else:
                self._settle(node, shapes)
        if self._is_aliased:
            # In a cycle nobody knows who reaches the aliases; the exact way is right.
            for node in self._knotted:
                node.shape = ALIASED
        return root.shape

    def _shallow(self, node: Node) -> int:
        """Return the shape of *node* where it needs no walk, else 0."""
        shapes: list[int] = []
        for part in _parts(node):
            shape = part.shape
            if not is_compiled(shape):
                return UNSHAPED
            shapes.append(shape)
        return self._settle(node, shapes)

    def _settle(self, node: Node, shapes: list[int]) -> int:
        """Give *node* its shape, which follows from the *shapes* of its parts."""
        lowest = min(shapes, default=0)
        key: tuple[object, ...]
        is_branchy = False
        if isinstance(node, Record):
            fields = node.fields
            if any(field.aliases for field in fields):
                lowest = ALIASED
            names = [field.name for field in fields]
            defaults = [field.has_default for field in fields]
            key = (RECORD, node.fullname, node.aliases, *names, *shapes, *defaults)
        elif isinstance(node, Union):
            named = [
                branch
                for branch in compile_union(node).branches
                if branch.type in _NAMED
            ]
            is_branchy = len(named) > 1
            key = (UNION, *shapes)
        elif isinstance(node, Enum):
            key = (ENUM, node.fullname, node.aliases, node.symbols, node.default)
        elif isinstance(node, Fixed):
            key = (FIXED, node.fullname, node.aliases, node.size)
        elif shapes:
            key = (node.type, *shapes)
        else:
            node.shape = KNOTTED if node.type == HOLE else node.type + 1 << 1
            return node.shape
        if lowest < 0:
            node.shape = lowest
            if lowest == ALIASED:
                self._is_aliased = True
            else:
                self._knotted.append(node)
            return lowest
        node.shape = shape = _table.identify(key, shapes, is_branchy=is_branchy)
        return shape


def _parts(node: Node) -> list[Node]:
    if isinstance(node, Union):
        return node.branches
    if isinstance(node, Record):
        return [field.type for field in node.fields]
    if isinstance(node, Array):
        return [node.items]
    if isinstance(node, Map):
        return [node.values]
    return []


def compile_union(union: Union) -> Union:
    """Compute the masks of *union*, and return it."""
    reads = writes = 0
    for branch in union.branches:
        kind = branch.type
        writes |= 1 << kind
        reads |= ACCEPTS[kind]
    union.reads = reads
    union.writes = writes
    return union
