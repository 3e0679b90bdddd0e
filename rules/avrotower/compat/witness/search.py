"""The search for data that a writer can write and a reader cannot read."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from avrotower.compat.pairs import Pair, Part
from avrotower.compat.witness.generate import (
    MOST_BYTES,
    MOST_DEPTH,
    Datum,
    Smallest,
    branch,
    enum,
    items,
    values,
)
from avrotower.schema.model import Field, Record, Union


class Step(NamedTuple):
    """The way from a pair to a pair below it."""

    above: Pair
    part: Part


_Move: TypeAlias = Datum | Step


class Search:
    """Candidates for one writer, in the order in which a human would look."""

    def __init__(self, root: Pair) -> None:
        self._root = root
        self._smallest = Smallest(root.writer)

    @property
    def is_cut(self) -> bool:
        """Whether some data were left out because they would be too large."""
        return self._smallest.is_cut

    def candidates(
        self, start: Pair | None = None, way: Sequence[Step] = ()
    ) -> Iterator[Datum]:
        """Yield data of the root that show a failure of *start*.

        *way* leads from the root to *start*, which is the root itself by default.
        Only pairs that fail are entered, and each of them once.
        """
        pair = start or self._root
        entered = {id(pair)}
        steps: list[Step] = list(way)
        frames = [self._moves(pair)]
        while frames:
            move = next(frames[-1], None)
            if move is None:
                frames.pop()
                if frames:
                    steps.pop()
            elif isinstance(move, Step):
                below = move.part.pair
                if below.parts:
                    if id(below) in entered or not self._can_wrap(move):
                        continue
                    entered.add(id(below))
                steps.append(move)
                frames.append(self._moves(below))
            else:
                datum = self._wrapped(move, steps)
                if datum is not None:
                    yield datum

    def _moves(self, pair: Pair) -> Iterator[_Move]:
        """Yield data of the writer of *pair*, and the pairs below it to look at."""
        whole = self._smallest.datum(pair.writer)
        for breach in pair.breaches:
            if breach.wrong == "symbols":
                yield from (enum(name) for name in breach.symbols)
            elif whole is not None:
                yield whole
                break
        for part in pair.parts:
            if part.pair.fails:
                yield Step(pair, part)
        if pair.is_choice and not pair.parts and whole is not None:
            yield whole

    def _can_wrap(self, step: Step) -> bool:
        """Whether the datum around what *step* leads to is finite."""
        writer, part = step.above.writer, step.part
        if part.way != "field" or not isinstance(writer, Record):
            return True
        owner = part.writer.owner if part.writer else None
        return all(
            self._smallest.is_finite(field.type)
            for field in writer.fields
            if field is not owner
        )

    def _wrapped(self, datum: Datum, steps: Sequence[Step]) -> Datum | None:
        """Return *datum* within what *steps* have led through."""
        whole: Datum | None = datum
        for step in reversed(steps):
            if whole is None:
                break
            if whole.size > MOST_BYTES or whole.depth > MOST_DEPTH:
                self._smallest.is_cut = True
                return None
            whole = self._around(step, whole)
        return whole

    def _around(self, step: Step, inner: Datum) -> Datum | None:
        writer, part = step.above.writer, step.part
        match part.way:
            case "items":
                return items(inner)
            case "values":
                return values(inner)
            case "written":
                assert isinstance(writer, Union)  # noqa: S101  the way says so
                return branch(part.pair.writer, inner)
            case "read":
                return inner
            case _:
                assert isinstance(writer, Record)  # noqa: S101  as above
                place = part.writer
                field = place.owner if place else None
                assert isinstance(field, Field)  # noqa: S101  as above
                return self._smallest.record(writer, field, inner)
