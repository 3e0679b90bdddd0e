"""The explanation of a break: who cannot read whom, why, and what now."""

from collections.abc import Iterator, Sequence

from avrotower.finding import Cause, Explanation, Location, Witness
from avrotower.report.paint import Paint, plain


def explained(explanation: Explanation, paint: Paint) -> Iterator[str]:
    """Yield the lines that explain a break."""
    reader, writer = _at(explanation.reader), _at(explanation.writer)
    yield f"  {paint('cyan', explanation.direction + ':')} reader {reader}, writer {writer}"
    if explanation.via:
        yield f"  reached by {plain(explanation.via)}"
    for place in explanation.places:
        yield f"  also at {_at(place)}"
    yield from _causes(explanation.causes, paint, "  ")
    if explanation.witness is not None:
        yield from _proved(explanation.witness, paint)
    for proposal in explanation.proposals:
        yield f"  {paint('green', 'repair:')} {plain(proposal.title)}"
        for line in proposal.snippet.splitlines():
            yield f"      {paint('green', plain(line))}"
    for sentence in explanation.advice:
        yield f"  {paint('green', 'advice:')} {plain(sentence)}"
    if explanation.wire:
        yield paint("dim", f"  java: {plain(explanation.wire)}")


def _causes(causes: Sequence[Cause], paint: Paint, indent: str) -> Iterator[str]:
    for cause in causes:
        yield f"{indent}{paint('dim', 'because')} {plain(cause.message)}"
        yield from _causes(cause.causes, paint, indent + "  ")


def _proved(witness: Witness, paint: Paint) -> Iterator[str]:
    word = paint("cyan", "proof:")
    if witness.reason == "found":
        yield f"  {word} the writer can write {plain(witness.datum)}"
        yield f"         reading it answers: {plain(witness.error)}"
    if witness.note:
        yield f"  {word if witness.reason != 'found' else '       '} {plain(witness.note)}"


def _at(location: Location) -> str:
    place = plain(location.document)
    if location.span is not None:
        place = f"{place}:{location.span.line}:{location.span.column}"
    return place
