"""What keeps a reader from reading a writer: facts, each at its true place."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from avrotower.compat.explain.near import meant
from avrotower.compat.match import names_match
from avrotower.compat.pairs import ROOT, Breach, Pair, Pairs, Part, Place
from avrotower.compat.witness.search import Step
from avrotower.schema.model import Field, Named, Node, Union

Kind: TypeAlias = Literal[
    "missing",
    "type",
    "branch",
    "union",
    "symbols",
    "size",
    "name",
    "ambiguous",
    "namespace",
]
"""`branch` is a branch of the writer's union that a reader which is no union lacks;
`namespace` is none of Java's reasons."""

DEEPEST: Final = 1_000
"""Steps from the root beyond which a way is not told."""
_MOST_COMPARED: Final = 100
"""Unions whose causes are compared with what is told elsewhere."""
_MOST_PLACES: Final = 1_000
"""Further places that are looked for because a union fails for the same reason."""


class Visit:
    """A pair at the place where a walk has come to it."""

    __slots__ = ("above", "depth", "pair", "part", "reader", "writer")

    def __init__(
        self,
        pair: Pair,
        reader: Place = ROOT,
        writer: Place = ROOT,
        above: "Visit | None" = None,
        part: Part | None = None,
    ) -> None:
        self.pair = pair
        self.reader = reader
        self.writer = writer
        self.above = above
        self.part = part
        self.depth: int = 0 if above is None else above.depth + 1

    def enter(self, part: Part) -> "Visit":
        """Return the visit of the pair that *part* leads to."""
        reader = part.reader or self.reader
        writer = part.writer or self.writer
        return Visit(part.pair, reader, writer, self, part)

    def steps(self) -> list[Step]:
        """Return the way from the first visit to this one."""
        steps: list[Step] = []
        visit = self
        while visit.above is not None and visit.part is not None:
            steps.append(Step(visit.above.pair, visit.part))
            visit = visit.above
        steps.reverse()
        return steps

    def is_below(self, pair: Pair) -> bool:
        """Whether the walk has come here through *pair*."""
        visit = self.above
        while visit is not None:
            if visit.pair is pair:
                return True
            visit = visit.above
        return False


_NO_BREACH: Final = Breach("type")


class Fact:
    """One reason at one place."""

    __slots__ = ("breach", "kind", "places", "visit")

    def __init__(self, kind: Kind, visit: Visit, breach: Breach = _NO_BREACH) -> None:
        self.kind: Kind = kind
        self.visit = visit
        self.breach = breach
        self.places: list[Place] = []
        """Further places of the reader where the same reason counts."""

    @property
    def reader(self) -> Node:
        """The type that reads."""
        return self.visit.pair.reader

    @property
    def writer(self) -> Node:
        """The type that was written with."""
        return self.visit.pair.writer

    @property
    def field(self) -> Field:
        """The field of the reader that is missing or ambiguous."""
        field = self.breach.field
        assert field is not None  # noqa: S101  the kind says so
        return field

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two facts of two walks the same."""
        if self.kind in {"type", "branch", "union"}:
            (owner, step), (other, at) = self.visit.reader, self.visit.writer
            return self.kind, id(owner), step, id(other), at
        field = self.breach.field
        return self.kind, id(self.reader), id(self.writer), id(field)


class _Leave(NamedTuple):
    pair: Pair


class _Walk:
    """One walk over all pairs that fail, from one of them down."""

    def __init__(self, start: Visit) -> None:
        self.facts: list[Fact] = []
        self.seen: set[int] = set()
        self._arrivals: dict[int, list[Place]] = {}
        self._on_way: set[int] = set()
        self._by_pair: dict[int, list[Fact]] = {}
        self._left = _MOST_PLACES
        self._todo: list[Visit | _Leave] = [start]
        while self._todo:
            item = self._todo.pop()
            if isinstance(item, _Leave):
                self._on_way.discard(id(item.pair))
            else:
                self._visit(item)
        for fact in self.facts:
            fact.places.extend(self._arrivals.get(id(fact.visit.pair), ()))
            self._by_pair.setdefault(id(fact.visit.pair), []).append(fact)

    def _visit(self, visit: Visit) -> None:
        pair = visit.pair
        if not pair.fails:
            return
        if pair.is_choice:
            self.facts.append(Fact("union", visit))
            return
        if pair.breaches and pair.breaches[0].wrong == "type":
            kind: Kind = "branch" if _is_branch(visit) else "type"
            self.facts.append(Fact(kind, visit, pair.breaches[0]))
            return
        if isinstance(pair.reader, Named) and isinstance(pair.writer, Named):
            if _has_better_branch(visit):
                self.facts.append(Fact("branch", visit, pair.breaches[0]))
                return
            if id(pair) in self.seen:
                if id(pair) not in self._on_way:
                    self._arrivals.setdefault(id(pair), []).append(visit.reader)
                return
            self.seen.add(id(pair))
            self._on_way.add(id(pair))
            self._todo.append(_Leave(pair))
            self.facts.extend(_own(visit))
        below = [visit.enter(part) for part in pair.parts if part.pair.fails]
        self._todo.extend(reversed(below))

    def arrive(self, fact: Fact, pair: Pair) -> None:
        """Add the place of *fact*, which *pair* causes, to the facts of *pair*."""
        self._left -= 1
        if self._left < 0 or fact.visit.is_below(pair):
            return
        for other in self._by_pair.get(id(pair), ()):
            other.places.append(fact.visit.reader)


def _own(visit: Visit) -> Iterator[Fact]:
    return (Fact(breach.wrong, visit, breach) for breach in visit.pair.breaches)


def _is_branch(visit: Visit) -> bool:
    return visit.part is not None and visit.part.way == "written"


def _has_better_branch(visit: Visit) -> bool:
    """Whether another branch of the writer's union has the name of the reader."""
    reader, above = visit.pair.reader, visit.above
    if above is None or not isinstance(reader, Named) or not _is_branch(visit):
        return False
    union = above.pair.writer
    assert isinstance(union, Union)  # noqa: S101  it has a branch
    is_renamed = any(breach.wrong == "name" for breach in visit.pair.breaches)
    return is_renamed and any(
        isinstance(branch, Named)
        and branch.type == reader.type
        and names_match(reader, branch)
        for branch in union.branches
    )


def root_visit(pairs: Pairs) -> Visit:
    """Return the visit from which a walk over *pairs* begins."""
    root = pairs.root
    return Visit(root, _root_place(root.reader), _root_place(root.writer))


def _root_place(node: Node) -> Place:
    # The types of a protocol are roots with a place of their own.
    return Place(node.owner, node.step) if isinstance(node, Named) else ROOT


def facts(pairs: Pairs) -> list[Fact]:
    """Return why the root of *pairs* fails, in the order of the reader's text.

    A union that fails only for reasons that are told elsewhere is one more place of
    these reasons; unions that fail for the same reason are one fact.
    """
    walk = _Walk(root_visit(pairs))
    return _without_repeats(walk)


def facts_below(visit: Visit) -> list[Fact]:
    """Return why the pair of *visit* fails, unions with all their consequences."""
    return _Walk(visit).facts


def _without_repeats(walk: _Walk) -> list[Fact]:
    told = {fact.identity for fact in walk.facts if fact.kind != "union"}
    everything = {fact.identity for fact in walk.facts}
    kept: list[Fact] = []
    by_cause: dict[tuple[int, int], Fact] = {}
    compared = 0
    for fact in walk.facts:
        part = meant(fact.visit.pair) if fact.kind == "union" else None
        if part is None:
            kept.append(fact)
            continue
        pair = part.pair
        if id(pair) in walk.seen:
            walk.arrive(fact, pair)
            continue
        first = by_cause.get((id(pair.reader), id(pair.writer)))
        if first is not None:
            first.places.append(fact.visit.reader)
            continue
        compared += 1
        if told and compared <= _MOST_COMPARED:
            inner = facts_below(fact.visit.enter(part))
            if all(cause.identity in everything for cause in inner):
                continue
        by_cause[id(pair.reader), id(pair.writer)] = fact
        kept.append(fact)
    return kept


def ambiguities(pairs: Pairs) -> list[Fact]:
    """Return the ambiguous fields that any attempt of *pairs* could meet.

    Java stops at the first one, also in a branch of a union that another one makes
    superfluous.
    """
    found: list[Fact] = []
    seen: set[int] = set()
    todo = [root_visit(pairs)]
    while todo:
        visit = todo.pop()
        if id(visit.pair) in seen:
            continue
        seen.add(id(visit.pair))
        found.extend(fact for fact in _own(visit) if fact.kind == "ambiguous")
        todo.extend(visit.enter(part) for part in reversed(visit.pair.parts))
    return found


def moved(pairs: Pairs, *, is_new_reader: bool) -> list[Fact]:
    """Return the types that match although their namespace changed without an alias.

    *is_new_reader* says whose aliases count: those of the newer schema.
    """
    if not any(_has_moved(pair, is_new_reader=is_new_reader) for pair in pairs):
        return []
    found: list[Fact] = []
    seen: set[int] = set()
    todo = [root_visit(pairs)]
    while todo:
        visit = todo.pop()
        pair = visit.pair
        if id(pair) in seen:
            continue
        seen.add(id(pair))
        if _has_moved(pair, is_new_reader=is_new_reader):
            found.append(Fact("namespace", visit))
        parts = pair.parts
        if pair.is_choice:
            parts = [part for part in parts if not part.pair.fails][:1]
        todo.extend(visit.enter(part) for part in reversed(parts))
    return found


def _has_moved(pair: Pair, *, is_new_reader: bool) -> bool:
    reader, writer = pair.reader, pair.writer
    if not isinstance(reader, Named) or not isinstance(writer, Named):
        return False
    new, old = (reader, writer) if is_new_reader else (writer, reader)
    return (
        new.type == old.type
        and new.name == old.name
        and new.fullname != old.fullname
        and old.fullname not in new.aliases
    )
