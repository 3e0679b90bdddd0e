"""Types that resolve as before and mean something else: changes of logical types.

No part of resolution looks at them: the bytes stay as they are.
"""

from collections.abc import Iterator
from typing import NamedTuple

from avrotower.compat.pairs import ROOT, Pair, Pairs, Place
from avrotower.schema.logical import logical
from avrotower.schema.model import Node
from avrotower.schema.slots import Slot


class Shift(NamedTuple):
    """A type whose meaning is not the same in two schemas."""

    new: Slot
    old: Slot
    was: str
    """The logical type with its parameters: `decimal(9,2)`; `plain int` where none is."""
    now: str
    is_growth: bool
    """Whether it is a decimal that has more digits than before, and the same scale."""


def shifts(new: Node, old: Node) -> Iterator[Shift]:
    """Yield the matched types of *new* and *old* that have other logical types.

    Types match as they do when *new* reads what *old* wrote; only logical types that Java
    takes count.
    """
    todo: list[tuple[Pair, Place, Place]] = [(Pairs(new, old).root, ROOT, ROOT)]
    seen: set[int] = set()
    while todo:
        pair, here, there = todo.pop()
        shift = _shift(pair, here, there)
        if shift is not None:
            yield shift
        if id(pair) in seen:
            continue
        seen.add(id(pair))
        todo.extend(
            (part.pair, part.reader or here, part.writer or there)
            for part in reversed(pair.parts)
        )


def _shift(pair: Pair, here: Place, there: Place) -> Shift | None:
    new, old = pair.reader, pair.writer
    if new is old or new.type != old.type or pair.breaches:
        return None
    now, was = _Meaning.of(new), _Meaning.of(old)
    if now == was:
        return None
    return Shift(
        Slot(new, *here, is_use=False),
        Slot(old, *there, is_use=False),
        was.told,
        now.told,
        is_growth=now.name == was.name
        and now.scale == was.scale
        and now.precision > was.precision,
    )


class _Meaning(NamedTuple):
    name: str
    precision: int
    scale: int

    @classmethod
    def of(cls, node: Node) -> "_Meaning":
        meant = logical(node)
        if meant is None or not meant.is_valid:
            return cls(f"plain {node.type_name}", 0, 0)
        return cls(meant.name, meant.precision or 0, meant.scale or 0)

    @property
    def told(self) -> str:
        if self.name == "decimal":
            return f"decimal({self.precision},{self.scale})"
        return self.name
