"""The explanation of a break: who cannot read whom, why, and what now."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from avrotower.finding import Cause, Explanation, Location, Witness
from avrotower.report.frame import framed, shown_place
from avrotower.report.paint import Paint, plain
from avrotower.report.repair import repaired

_NAME: Final = re.compile(r'"name": "([\w.]+)_[ref]"')
_FORM: Final = re.compile(r"(?<![\w.])([\w.]+)_[ref]\b")
"""A name of a resolution form, there and in the answer of a decoder."""
_SAME_AGAIN: Final = re.compile(r"(\\u[0-9a-f]{4})\1{3,}")
"""The bytes of a fixed, for example."""


def explained(
    explanation: Explanation, texts: Mapping[str, str], paint: Paint, colour: str
) -> Iterator[str]:
    """Yield the lines that explain a break, the new document first."""
    new, old = explanation.reader, explanation.writer
    roles = ("reader, new", "writer, old")
    if explanation.direction == "old reads new":
        new, old = old, new
        roles = ("writer, new", "reader, old")
    yield from framed(new, texts, paint, colour=colour, label=roles[0])
    yield f"  {paint('dim', '-->')} {shown_place(old)}"
    yield from framed(old, texts, paint, colour="cyan", label=roles[1])
    if explanation.via:
        yield f"  reached by {plain(explanation.via)}"
    for place in explanation.places:
        yield f"  also at {shown_place(place)}"
    yield from _causes(explanation.causes, explanation.reader, paint, "  ")
    if explanation.witness is not None:
        yield from _proved(explanation.witness, paint)
    for proposal in explanation.proposals:
        yield from repaired(proposal, paint)
    for sentence in explanation.advice:
        yield f"  {paint('green', 'advice:')} {plain(sentence)}"
    if explanation.wire:
        yield paint("dim", f"  java: {plain(explanation.wire)}")


def _causes(
    causes: Sequence[Cause], reader: Location, paint: Paint, indent: str
) -> Iterator[str]:
    for cause in causes:
        at = cause.reader
        place = ""
        if at is not None and at.span is not None and at.span != reader.span:
            is_here = at.document == reader.document
            place = f" (reader, line {at.span.line})" if is_here else ""
            place = place or f" (reader, {shown_place(at)})"
        yield f"{indent}{paint('cyan', 'because')} {plain(cause.message)}{place}"
        yield from _causes(cause.causes, reader, paint, indent + "  ")


def _proved(witness: Witness, paint: Paint) -> Iterator[str]:
    word = paint("cyan", "proof:")
    if witness.reason == "found":
        datum = _SAME_AGAIN.sub(lambda run: f"{run[1]}\u2026", witness.datum)
        yield f"  {word} the writer can write {plain(datum)}"
        yield f"         and the reader answers: {plain(_answer(witness))}"
    if witness.note:
        yield f"  {word if witness.reason != 'found' else '      '} {plain(witness.note)}"


def _answer(witness: Witness) -> str:
    """Return what reading answered, with the names that people know.

    The resolution forms have others, which say what kind of type each is.
    """
    known = {*_NAME.findall(witness.reader), *_NAME.findall(witness.writer)}
    return _FORM.sub(lambda it: it[1] if it[1] in known else it[0], witness.error)
