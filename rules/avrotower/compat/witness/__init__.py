"""Prove a break: a datum that the writer can write and the reader cannot read."""

import json
import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from avrotower.compat.check import Ambiguity, incompatibilities
from avrotower.compat.pairs import Pair, Pairs, Part, Place
from avrotower.compat.witness.generate import MOST_DEPTH
from avrotower.compat.witness.resolution import Form, form
from avrotower.compat.witness.search import Search, Step
from avrotower.finding import Witness
from avrotower.schema.model import RECORD, Field, Node, Schema, is_array

if TYPE_CHECKING:
    from avrotower.compat.witness.trial import Trial

MOST_CANDIDATES: Final = 50
MOST_SECONDS: Final = 0.05
_MOST_WEIGHT: Final = 5_000_000
"""Two schemas as long as texts may be pass."""

Clock: TypeAlias = Callable[[], float]
"""Seconds from some moment on."""

_ENDLESS: Final = (
    "no finite datum reaches the difference, because {type} contains itself without"
    " end; nothing can ever be written that shows it, and registries refuse it all"
    " the same"
)
_READS: Final = "the reader reads everything that the writer can write"
_READS_ANYWAY: Final = (
    "Java's rules refuse this; the Python reader does not, because it picks a branch"
    " of a union by a shallow look"
)
_DAMAGED: Final = "a part of the schema is damaged, so nothing can be written with it"
TOO_LARGE: Final = Witness(
    "budget", note="what would show it is too large or too deeply nested to be tried"
)
_STOPPED: Final = "the search stopped at its limit"
_ROOT_NAME: Final = (
    "Java's decoder reads a root record of another name; its check, and so the"
    " registry, does not"
)

_FEWER: Final = (
    "the reader is shown without the fields that read the same data a second time,"
    " because the Python reader fills only one of them"
)


def prove(
    reader: Schema | Node, writer: Schema | Node, *, clock: Clock = time.monotonic
) -> Witness:
    """Return a datum of *writer* that *reader* cannot read, or why there is none.

    The search is deterministic but for its time limit, which is measured by *clock*.
    """
    pairs = Pairs(_root(reader), _root(writer))
    ambiguity = incompatibilities(reader, writer).ambiguity
    return Prover(pairs, ambiguity, clock=clock).prove()


def _root(schema: Schema | Node) -> Node:
    return schema.root if isinstance(schema, Schema) else schema


class Prover:
    """Proves the breaks between one reader and one writer."""

    def __init__(
        self,
        pairs: Pairs,
        ambiguity: Ambiguity | None = None,
        *,
        clock: Clock = time.monotonic,
    ) -> None:
        self._pairs = pairs
        self._ambiguity = ambiguity
        self._clock = clock

    def prove(
        self,
        start: Pair | None = None,
        way: Sequence[Step] = (),
        without: Collection[Field] = (),
    ) -> Witness:
        """Return a datum that shows why *start* fails, the root by default.

        *way* leads from the root to *start*. *without* are fields that the reader shall
        not ask for: what it cannot read then, it cannot read with them either.
        """
        root = self._pairs.root
        if self._ambiguity is not None:
            return self._without("ambiguous-alias", _ambiguous(self._ambiguity))
        if self._reader_form.is_damaged or self._writer_form.is_damaged:
            return Witness("budget", note=_DAMAGED)
        if not root.fails:
            return self._without("reads-anyway", _READS)
        if max(self._reader_form.depth, self._writer_form.depth) > MOST_DEPTH:
            return TOO_LARGE
        if self.weight > _MOST_WEIGHT:
            return TOO_LARGE
        return self._search(start or root, way, without)

    def _search(
        self, start: Pair, way: Sequence[Step], without: Collection[Field]
    ) -> Witness:
        trial = self._trial_without(without) if without else self._trial
        witness = self._attempt(start, way, trial)
        if witness.reason == "reads-anyway" and not without:
            fewer = self._trial_without(_rivals(self._pairs), _FEWER)
            return self._attempt(start, way, fewer)
        return witness

    def _attempt(self, start: Pair, way: Sequence[Step], trial: "Trial") -> Witness:
        end = self._clock() + MOST_SECONDS
        tried = 0
        for datum in self._candidates.candidates(start, way):
            if tried == MOST_CANDIDATES or self._clock() > end:
                return self._without("budget", _STOPPED)
            tried += 1
            witness = trial.witness(datum)
            if witness is not None:
                return witness
        if self._candidates.is_cut:
            return TOO_LARGE
        if tried:
            return self._without("reads-anyway", _READS_ANYWAY)
        return self._without("endless", _ENDLESS.format(type=start.writer.label))

    def _without(
        self,
        reason: Literal["endless", "ambiguous-alias", "reads-anyway", "budget"],
        note: str,
    ) -> Witness:
        return Witness(reason, note=note)

    @cached_property
    def weight(self) -> int:
        """What one proof may cost, in characters of schemas that are gone through.

        fastavro keeps all types of a union at the root with each of its branches.
        """
        if max(self._reader_form.depth, self._writer_form.depth) > MOST_DEPTH:
            return 0
        weight = 0
        for schema in (self._reader_form.schema, self._writer_form.schema):
            branches = len(schema) if is_array(schema) else 1
            weight += max(1, branches) * len(json.dumps(schema))
        return weight

    @cached_property
    def _candidates(self) -> Search:
        return Search(self._pairs.root)

    @cached_property
    def _reader_form(self) -> Form:
        return form(self._pairs.root.reader, reads=True)

    @cached_property
    def _writer_form(self) -> Form:
        return form(self._pairs.root.writer)

    @cached_property
    def _trial(self) -> "Trial":
        return self._trial_of(self._reader_form)

    def _trial_without(self, fields: Collection[Field], note: str = "") -> "Trial":
        root = self._pairs.root.reader
        return self._trial_of(form(root, reads=True, without=fields), note)

    def _trial_of(self, reader: Form, note: str = "") -> "Trial":
        from avrotower.compat.witness.trial import (  # noqa: PLC0415  only when there is a break
            Trial,
        )

        return Trial(reader, self._writer_form, note or self._root_note)

    @cached_property
    def _root_note(self) -> str:
        root = self._pairs.root
        if root.reader.type != RECORD or not any(
            breach.wrong == "name" for breach in root.breaches
        ):
            return ""
        bodies = Pairs(root.reader, root.writer, nameless=True)
        return "" if bodies.root.fails else _ROOT_NAME


def _ambiguous(ambiguity: Ambiguity) -> str:
    field, writer = ambiguity.reader, ambiguity.writer
    asked = dict.fromkeys((field.name, *field.aliases))
    known = {other.name for other in writer.fields}
    names = " and ".join(f'"{name}"' for name in asked if name in known)
    return (
        f'field "{field.name}" of the reader answers to {names} of the writer;'
        " such a reader is refused before it sees any datum"
    )


def _rivals(pairs: Pairs) -> frozenset[Field]:
    """Return the reader's fields that may hide a failure from fastavro.

    It fills one field of the reader from one of the writer, where Java fills several;
    of those that share one, the first that fails is left.
    """
    rivals: set[Field] = set()
    for pair in pairs:
        sharing: dict[Place | None, list[Part]] = {}
        for part in pair.parts:
            if part.way == "field":
                sharing.setdefault(part.writer, []).append(part)
        for parts in sharing.values():
            kept = next((part for part in parts if part.pair.fails), None)
            if kept is not None:
                rivals.update(_field(part) for part in parts if part is not kept)
    return frozenset(rivals)


def _field(part: Part) -> Field:
    owner = part.reader.owner if part.reader else None
    assert isinstance(owner, Field)  # noqa: S101  the part leads through a field
    return owner
