"""The sound reading of resolution: pairs of types, and which of them cannot be read.

Java's check keeps what it assumed about a pair in progress even when the assumption
turns out wrong (COMPATIBILITY, 4.3).
Here a pair fails when, and only when, a chain of reasons for it ends.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from avrotower.compat.match import names_match, promotes
from avrotower.schema.model import (
    HOLE,
    STRING,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Named,
    Node,
    Record,
    Union,
)

MOST_PAIRS: Final = 200_000
"""Pairs looked at for one reader and one writer; what lies beyond is taken as read."""

Wrong: TypeAlias = Literal["type", "name", "symbols", "size", "missing", "ambiguous"]
Way: TypeAlias = Literal["field", "items", "values", "written", "read"]


class Breach(NamedTuple):
    """What is wrong with a pair itself, whatever its parts are like."""

    wrong: Wrong
    field: Field | None = None
    """The field of the reader, for `missing` and `ambiguous`."""
    answers: tuple[Field, ...] = ()
    """The fields of the writer that answer to an ambiguous field."""
    symbols: tuple[str, ...] = ()
    """What the reader's enum lacks, in the writer's order."""


class Place(NamedTuple):
    """A slot: what a type is written in, and at which step."""

    owner: Node | Field | None
    step: str | int


ROOT: Final = Place(None, "")


class Part(NamedTuple):
    """A pair below another one, and the way to it."""

    pair: "Pair"
    way: Way
    """`written` enters a branch of the writer's union, `read` one of the reader's."""
    reader: Place | None
    """None where the reader's place stays as it is."""
    writer: Place | None


class Pair:
    """A type that reads and a type that was written with."""

    __slots__ = ("above", "breaches", "hopes", "parts", "rank", "reader", "writer")

    def __init__(self, reader: Node, writer: Node) -> None:
        self.reader = reader
        self.writer = writer
        self.parts: list[Part] = []
        """Under a union that reads, only the branches that could fit."""
        self.breaches: list[Breach] = []
        self.above: list[Pair] = []
        self.hopes = 1
        """How many parts must fail before the pair does."""
        self.rank = -1
        """How many steps the shortest proof of failure needs; -1 where none exists."""

    @property
    def fails(self) -> bool:
        """Whether the reader cannot read everything that the writer can write."""
        return self.rank >= 0

    @property
    def is_choice(self) -> bool:
        """Whether a union reads what is no union, so that one good part suffices."""
        return isinstance(self.reader, Union) and not isinstance(self.writer, Union)


class Pairs:
    """All pairs that one reader and one writer lead to.

    With *nameless*, the names of the two roots count as equal.
    """

    def __init__(self, reader: Node, writer: Node, *, nameless: bool = False) -> None:
        self._pairs: dict[tuple[int, int], Pair] = {}
        self._todo: list[Pair] = []
        self._fields: dict[int, dict[str, Field]] = {}
        self._branches: dict[int, _Branches] = {}
        self._nameless = nameless
        self.root = self._pair(reader, writer)
        while self._todo:
            self._expand(self._todo.pop())
        self._settle()

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._pairs.values())

    def _pair(self, reader: Node, writer: Node) -> Pair:
        key = id(reader), id(writer)
        pair = self._pairs.get(key)
        if pair is None:
            pair = self._pairs[key] = Pair(reader, writer)
            if len(self._pairs) <= MOST_PAIRS:
                self._todo.append(pair)
        return pair

    def _add(
        self,
        above: Pair,
        nodes: tuple[Node, Node],
        way: Way,
        reader: Place | None,
        writer: Place | None,
    ) -> None:
        pair = self._pair(*nodes)
        pair.above.append(above)
        above.parts.append(Part(pair, way, reader, writer))

    def _expand(self, pair: Pair) -> None:
        reader, writer = pair.reader, pair.writer
        if HOLE in {reader.type, writer.type}:
            return
        if isinstance(writer, Union):
            for index, branch in enumerate(writer.branches):
                at = Place(writer, index)
                self._add(pair, (reader, branch), "written", None, at)
        elif isinstance(reader, Union):
            for index, branch in self._plausible(reader, writer):
                at = Place(reader, index)
                self._add(pair, (branch, writer), "read", at, None)
            pair.hopes = len(pair.parts)
        elif isinstance(reader, Array) and isinstance(writer, Array):
            nodes = reader.items, writer.items
            self._add(
                pair, nodes, "items", Place(reader, "items"), Place(writer, "items")
            )
        elif isinstance(reader, Map) and isinstance(writer, Map):
            nodes = reader.values, writer.values
            self._add(
                pair, nodes, "values", Place(reader, "values"), Place(writer, "values")
            )
        elif (
            isinstance(reader, Named)
            and isinstance(writer, Named)
            and reader.type == writer.type
        ):
            self._expand_named(pair, reader, writer)
        elif not promotes(reader, writer):
            pair.breaches.append(Breach("type"))

    def _expand_named(self, pair: Pair, reader: Named, writer: Named) -> None:
        is_known = self._nameless and pair is self.root
        if not is_known and not names_match(reader, writer):
            pair.breaches.append(Breach("name"))
        if isinstance(reader, Enum) and isinstance(writer, Enum):
            known = set(reader.symbols)
            lacking = tuple(s for s in writer.symbols if s not in known)
            if lacking and reader.default is None:
                pair.breaches.append(Breach("symbols", symbols=lacking))
        elif isinstance(reader, Fixed) and isinstance(writer, Fixed):
            if reader.size != writer.size:
                pair.breaches.append(Breach("size"))
        else:
            assert isinstance(reader, Record)  # noqa: S101  the last of the three
            assert isinstance(writer, Record)  # noqa: S101  of the same type
            self._expand_record(pair, reader, writer)

    def _expand_record(self, pair: Pair, reader: Record, writer: Record) -> None:
        names = self._fields.get(id(writer))
        if names is None:
            names = self._fields[id(writer)] = {f.name: f for f in writer.fields}
        for field in reader.fields:
            asked = (field.name, *dict.fromkeys(field.aliases))
            answers = tuple(names[name] for name in asked if name in names)
            if len(answers) > 1:
                pair.breaches.append(Breach("ambiguous", field, answers))
            elif answers:
                other = answers[0]
                nodes = field.type, other.type
                self._add(
                    pair, nodes, "field", Place(field, "type"), Place(other, "type")
                )
            elif not field.has_default:
                pair.breaches.append(Breach("missing", field))

    def _plausible(self, reader: Union, writer: Node) -> list[tuple[int, Node]]:
        branches = self._branches.get(id(reader))
        if branches is None:
            branches = self._branches[id(reader)] = _Branches(reader)
        return branches.plausible(writer)

    def _settle(self) -> None:
        """Let failures rise from the pairs that have a breach to those that need them."""
        failed: deque[Pair] = deque()
        for pair in self._pairs.values():
            if pair.breaches or not pair.hopes:
                pair.rank = 0
                failed.append(pair)
        while failed:
            pair = failed.popleft()
            for above in pair.above:
                if above.rank < 0:
                    above.hopes -= 1
                    if not above.hopes:
                        above.rank = pair.rank + 1
                        failed.append(above)


class _Branches:
    """The branches of a union that reads, by what they could fit."""

    def __init__(self, union: Union) -> None:
        self._primitives: list[tuple[int, Node]] = []
        self._types: dict[int, list[tuple[int, Node]]] = {}
        self._names: dict[str, list[tuple[int, Node]]] = {}
        for index, branch in enumerate(union.branches):
            entry = index, branch
            if isinstance(branch, Named):
                aliases = (f"={alias}" for alias in branch.aliases)
                for name in {branch.name, *aliases}:
                    self._names.setdefault(name, []).append(entry)
            elif branch.type <= STRING or branch.type == HOLE:
                self._primitives.append(entry)
            else:
                self._types.setdefault(branch.type, []).append(entry)

    def plausible(self, writer: Node) -> list[tuple[int, Node]]:
        """Return the branches that could read *writer*, in their order."""
        found = [entry for entry in self._primitives if promotes(entry[1], writer)]
        if isinstance(writer, Named):
            named = {
                **dict(self._names.get(writer.name, ())),
                **dict(self._names.get(f"={writer.fullname}", ())),
            }
            found += [entry for entry in named.items() if entry[1].type == writer.type]
        else:
            found += self._types.get(writer.type, ())
        return sorted(found, key=lambda entry: entry[0])
