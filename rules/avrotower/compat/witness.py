"""Prove a break: a datum that the writer can write and the reader cannot read."""

import json
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from avrotower.compat.check import Ambiguity, incompatibilities
from avrotower.compat.generate import MOST_BYTES, MOST_DEPTH, Datum
from avrotower.compat.pairs import Pair, Pairs
from avrotower.compat.resolution import Form, form
from avrotower.compat.search import Search, Step
from avrotower.finding import Witness
from avrotower.schema.model import RECORD, Node, Schema

if TYPE_CHECKING:
    from avrotower.compat.codec import Codec

MOST_CANDIDATES: Final = 50
MOST_SECONDS: Final = 0.05
_SHOWN_BYTES: Final = 64
_SHOWN_ERROR: Final = 300

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
_TOO_LARGE: Final = "what would show it is too large or too deeply nested to be tried"
_STOPPED: Final = "the search stopped at its limit"
_ROOT_NAME: Final = (
    "Java's decoder reads a root record of another name; its check, and so the"
    " registry, does not"
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

    def prove(self, start: Pair | None = None, way: Sequence[Step] = ()) -> Witness:
        """Return a datum that shows why *start* fails, the root by default.

        *way* leads from the root to *start*.
        """
        root = self._pairs.root
        if self._ambiguity is not None:
            return self._without("ambiguous-alias", _ambiguous(self._ambiguity))
        if self._reader_form.is_damaged or self._writer_form.is_damaged:
            return Witness("budget", note=_DAMAGED)
        if not root.fails:
            return self._without("reads-anyway", _READS)
        if max(self._reader_form.depth, self._writer_form.depth) > MOST_DEPTH:
            return Witness("budget", note=_TOO_LARGE)
        return self._search(start or root, way)

    def _search(self, start: Pair, way: Sequence[Step]) -> Witness:
        end = self._clock() + MOST_SECONDS
        tried = 0
        for datum in self._candidates.candidates(start, way):
            if tried == MOST_CANDIDATES or self._clock() > end:
                return self._without("budget", _STOPPED)
            tried += 1
            witness = self._try(datum)
            if witness is not None:
                return witness
        if self._candidates.is_cut:
            return self._without("budget", _TOO_LARGE)
        if tried:
            return self._without("reads-anyway", _READS_ANYWAY)
        return self._without("endless", _ENDLESS.format(type=start.writer.label))

    def _try(self, datum: Datum) -> Witness | None:
        """Return the witness that *datum* is, None where the reader reads it."""
        data = self._codec.encode(datum.avro)
        if len(data) > MOST_BYTES:
            return None
        refusal = self._codec.refusal(data)
        if refusal is None:
            return None
        return Witness(
            "found",
            datum=json.dumps(datum.json, ensure_ascii=False),
            bytes=data[:_SHOWN_BYTES].hex(),
            error=_shortened(refusal),
            reader=self._reader_text,
            writer=self._writer_text,
            note=self._root_note,
        )

    def _without(
        self,
        reason: Literal["endless", "ambiguous-alias", "reads-anyway", "budget"],
        note: str,
    ) -> Witness:
        return Witness(reason, note=note)

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
    def _reader_text(self) -> str:
        return json.dumps(self._reader_form.schema)

    @cached_property
    def _writer_text(self) -> str:
        return json.dumps(self._writer_form.schema)

    @cached_property
    def _codec(self) -> "Codec":
        from avrotower.compat.codec import (  # noqa: PLC0415  only when there is a break
            Codec,
        )

        return Codec(reader=self._reader_form.schema, writer=self._writer_form.schema)

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


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_ERROR else f"{text[: _SHOWN_ERROR - 1]}…"
