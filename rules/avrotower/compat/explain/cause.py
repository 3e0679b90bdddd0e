"""Why no branch of a union can read what was written, the nearest branch first."""

from typing import Final

from avrotower.compat.explain.fact import Fact, Visit, facts_below
from avrotower.compat.explain.near import NAME, REST, TYPE, Branch, ranked
from avrotower.compat.explain.phrase import in_words, reason, short
from avrotower.compat.explain.reading import Reading
from avrotower.compat.explain.spot import places
from avrotower.compat.pairs import Place
from avrotower.finding import Cause
from avrotower.schema.model import Named, Union

_MOST_BRANCHES: Final = 10
_MOST_CAUSES: Final = 100
_DEEPEST: Final = 3


def causes(fact: Fact, reading: Reading) -> tuple[Cause, ...]:
    """Return one cause per branch of the union that *fact* is about."""
    return _Teller(reading).branches(fact.visit, 0)


def nearest_words(fact: Fact, told: tuple[Cause, ...], reading: Reading) -> str:
    """Return the end of the message of *fact*, whose causes are *told*."""
    branches = ranked(fact.visit.pair)
    if not branches:
        return "its union is empty"
    first = branches[0]
    if first.is_like:
        return told[0].message
    if not reading.is_new_reader:
        return ""
    is_near = len(branches) == 1 or first.likeness < REST
    return told[0].message if is_near else "no branch can read it"


class _Teller:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._left = _MOST_CAUSES

    def branches(self, visit: Visit, depth: int) -> tuple[Cause, ...]:
        branches = ranked(visit.pair)
        told = [self._branch(visit, b, depth) for b in branches[:_MOST_BRANCHES]]
        union = visit.pair.reader
        assert isinstance(union, Union)  # noqa: S101  a choice is one
        more = len(union.branches) - len(told)
        if more > 0:
            told.append(Cause(f"{more} more branches cannot read it either"))
        return tuple(told)

    def _branch(self, visit: Visit, branch: Branch, depth: int) -> Cause:
        reading, union = self._reading, visit.pair.reader
        self._left -= 1
        reader = reading.reader_at(Place(union, branch.position), branch.node)
        writer = reading.writer_at(visit.writer, visit.pair.writer)
        if branch.part is None or not branch.is_like or self._left < 0:
            return Cause(self._unlike(branch, visit), reader, writer)
        below = visit.enter(branch.part)
        inner = facts_below(below)
        label = short(branch.node)
        how = _how(branch)
        first = f"{label} {how}; {reason(inner[0], below, reading.direction)}"
        if len(inner) == 1:
            deeper = self._deeper(inner[0], depth)
            return Cause(first, *places(inner[0], reading), deeper)
        each = tuple(self._inner(f, below, depth) for f in inner[:_MOST_BRANCHES])
        return Cause(f"{first} (and {len(inner) - 1} more)", reader, writer, each)

    def _inner(self, fact: Fact, below: Visit, depth: int) -> Cause:
        self._left -= 1
        said = reason(fact, below, self._reading.direction)
        return Cause(said, *places(fact, self._reading), self._deeper(fact, depth))

    def _deeper(self, fact: Fact, depth: int) -> tuple[Cause, ...]:
        if fact.kind != "union" or depth == _DEEPEST or self._left < 0:
            return ()
        return self.branches(fact.visit, depth + 1)

    @staticmethod
    def _unlike(branch: Branch, visit: Visit) -> str:
        if branch.likeness == TYPE and isinstance(branch.node, Named):
            return f"{branch.node.fullname} has another name"
        return f"{in_words(branch.node)} cannot read {in_words(visit.pair.writer)}"


def _how(branch: Branch) -> str:
    return "matches by name" if branch.likeness <= NAME else "matches by type"
