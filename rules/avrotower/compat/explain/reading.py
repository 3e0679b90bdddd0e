"""One version in one direction: who reads, who wrote, and all that is found there."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from avrotower.compat.check import Incompatibility, Outcome, incompatibilities
from avrotower.compat.explain.fact import Fact, ambiguities, facts, moved
from avrotower.compat.levels import NEW_READS_OLD
from avrotower.compat.pairs import Pairs, Place
from avrotower.compat.witness import Prover
from avrotower.finding import Direction, Location, Version
from avrotower.schema.document import Document
from avrotower.schema.model import Field, Named, Node, slot_path, slot_pointer
from avrotower.schema.slots import slots

if TYPE_CHECKING:
    from avrotower.compat.explain.rename import Renaming


class Reading:
    """A reader and a writer, their documents, and what Java answers."""

    def __init__(  # noqa: PLR0913  all of it is given, none of it can be computed
        self,
        reader: Node,
        writer: Node,
        outcome: Outcome,
        *,
        direction: Direction,
        version: Version,
        new: Document,
        old: Document,
    ) -> None:
        self._roots = reader, writer
        self.outcome = outcome
        self.direction: Direction = direction
        self.version = version
        self.new = new
        self.old = old
        self.renamed: dict[int, Mapping[Field, Renaming]] = {}
        """What missing fields may be called, by the id of their pair."""

    def again(self, new: Document) -> "Reading":
        """Return the same comparison with another text of the newer schema."""
        root = _same_root(new, self.root)
        old = self.older(*self._roots)
        reader, writer = (root, old) if self.is_new_reader else (old, root)
        return Reading(
            reader,
            writer,
            incompatibilities(reader, writer),
            direction=self.direction,
            version=self.version,
            new=new,
            old=self.old,
        )

    @cached_property
    def pairs(self) -> Pairs:
        """The sound reading of resolution."""
        return Pairs(*self._roots)

    @property
    def root(self) -> Node:
        """The root type of the newer schema."""
        return self.newer(*self._roots)

    @property
    def is_new_reader(self) -> bool:
        """Whether the newer schema reads what the older one has written."""
        return self.direction == NEW_READS_OLD

    @property
    def _reader(self) -> Document:
        return self.new if self.is_new_reader else self.old

    @property
    def _writer(self) -> Document:
        return self.old if self.is_new_reader else self.new

    @property
    def is_mistaken(self) -> bool:
        """Whether Java accepts what no reader can read (COMPATIBILITY, 4.3)."""
        return self.outcome.compatible and self.pairs.root.fails

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to explain, as far as can be told at a glance."""
        return (
            self.outcome.compatible
            and _names(self.older(*self._roots)) <= _names(self.newer(*self._roots))
            and not self.new.schema.uses
        )

    @cached_property
    def facts(self) -> list[Fact]:
        """What keeps the reader from reading, without repeats."""
        found = facts(self.pairs)
        refused = self.outcome.ambiguity
        if refused is not None and all(fact.kind != "ambiguous" for fact in found):
            # Java gave up in an attempt that a sound reader can do without.
            found += [
                fact
                for fact in ambiguities(self.pairs)
                if fact.field is refused.reader and fact.writer is refused.writer
            ]
        return found

    @cached_property
    def listed(self) -> Mapping[tuple[str, int, int], Mapping[str, Incompatibility]]:
        """Java's list, by type and the ids of what reads and what was written with.

        Each is a table of entries by location, in Java's order.
        """
        found: dict[tuple[str, int, int], dict[str, Incompatibility]] = {}
        for entry in self.outcome.incompatibilities:
            key = entry.type, id(entry.reader), id(entry.writer)
            found.setdefault(key, {}).setdefault(entry.location, entry)
        return found

    @cached_property
    def moved(self) -> list[Fact]:
        """The types whose namespace changed, which Java does not mind."""
        return moved(self.pairs, is_new_reader=self.is_new_reader)

    @cached_property
    def prover(self) -> Prover:
        """Proves single facts with a datum."""
        return Prover(self.pairs, self.outcome.ambiguity)

    def reader_at(self, place: Place, node: Node) -> Location:
        """Return the place of a slot of the reader, which holds *node*."""
        return _slot(place, node, self._reader.name)

    def writer_at(self, place: Place, node: Node) -> Location:
        """Return the place of a slot of the writer, which holds *node*."""
        return _slot(place, node, self._writer.name)

    def newer(self, reader: Node, writer: Node) -> Node:
        """Return which of the two belongs to the newer schema."""
        return reader if self.is_new_reader else writer

    def older(self, reader: Node, writer: Node) -> Node:
        """Return which of the two belongs to the older schema."""
        return writer if self.is_new_reader else reader


def _slot(place: Place, node: Node, root: str) -> Location:
    owner, step = place
    return Location(
        _document(owner, root), slot_pointer(owner, step), slot_path(owner, step, node)
    )


def _document(element: Node | Field | None, root: str) -> str:
    """Return the name of the document that *element* is written in."""
    while element is not None:
        if isinstance(element, Named):
            return element.document
        element = element.owner
    return root


def _same_root(new: Document, root: Node) -> Node:
    """Return the type of *new* that was *root* before; in a protocol, by its name."""
    same = (named for named in new.types or () if named.label == root.label)
    return next(same, new.schema.root)


def _names(root: Node) -> set[str]:
    return {slot.node.fullname for slot in slots(root) if isinstance(slot.node, Named)}
