"""A proof for each explanation, all within one limit."""

from collections.abc import Sequence
from typing import Final

from avrotower.compat.explain.draft import NAMESPACE, Draft
from avrotower.compat.explain.fact import DEEPEST, Fact
from avrotower.compat.explain.reading import Reading
from avrotower.compat.pairs import Place
from avrotower.compat.witness import TOO_LARGE
from avrotower.compat.witness.search import Step
from avrotower.finding import Witness
from avrotower.schema.model import Field, Record

MOST_WORK: Final = 10_000_000
"""Characters of forms that data are written and read with, for one comparison."""

_ENOUGH: Final = Witness(
    "budget", note="this break was not proved, because there are too many of them"
)
_FIRST: Final = (
    "a reader stops at the first thing that it cannot read, so its answer may be about"
    " another break"
)


class Proofs:
    """Proves one break after the other, each without the others where that can be."""

    def __init__(self) -> None:
        self._left = MOST_WORK
        self._others: dict[int, frozenset[Field]] = {}

    def of(self, draft: Draft) -> Witness | None:
        """Return the proof of *draft*; a changed namespace keeps nobody from reading."""
        if draft.type == NAMESPACE:
            return None
        if self._left < 0:
            return _ENOUGH
        if draft.fact.visit.depth > DEEPEST:
            return TOO_LARGE
        self._left -= draft.reading.prover.weight
        return self._proved(draft.fact, draft.reading)

    def _proved(self, fact: Fact, reading: Reading) -> Witness:
        prover, pair, way = reading.prover, fact.visit.pair, fact.visit.steps()
        without = self._failing(reading) - _own(fact, way)
        if without:
            self._left -= prover.weight
            alone = prover.prove(pair, way, without)
            if alone.reason == "found":
                return alone
        witness = prover.prove(pair, way)
        if len(reading.facts) > 1 and witness.reason == "found" and not witness.note:
            return witness._replace(note=_FIRST)
        return witness

    def _failing(self, reading: Reading) -> frozenset[Field]:
        """Return the fields of the reader that some fact stands at."""
        failing = self._others.get(id(reading))
        if failing is None:
            failing = self._others[id(reading)] = frozenset(
                field for fact in reading.facts for field in _fields_of(fact)
            )
        return failing


def _fields_of(fact: Fact) -> list[Field]:
    if fact.breach.field is not None:
        return [fact.breach.field]
    places = [fact.visit.reader, *fact.places]
    return [field for place in places if (field := _field_at(place)) is not None]


def _own(fact: Fact, way: Sequence[Step]) -> set[Field]:
    """Return the fields that the way to *fact* leads through, and its own."""
    places = [step.part.reader for step in way if step.part.reader is not None]
    fields = {field for place in places if (field := _field_at(place)) is not None}
    if fact.breach.field is not None:
        fields.add(fact.breach.field)
    return fields


def _field_at(place: Place) -> Field | None:
    """Return the field that the slot *place* belongs to, None outside of records."""
    owner = place.owner
    while owner is not None and not isinstance(owner, Field):
        owner = None if isinstance(owner, Record) else owner.owner
    return owner
