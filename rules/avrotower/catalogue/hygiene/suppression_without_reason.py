"""LNT002 suppression-without-reason."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


class SuppressionWithoutReason(Options):
    """How long a reason is at least."""

    min_length: int = 10
    """Characters of a reason."""


def check(
    schema: Schema, context: Context[SuppressionWithoutReason]
) -> Iterator[Finding]:
    """An inline acceptance says why.

    In a year the reason is all that tells a decision from an accident.
    """
    del schema
    review = context.review
    for note in review.notes if review is not None else ():
        if note.code and len(note.reason) < context.options.min_length:
            yield context.finding(
                at=note.location,
                message=f"say why {note.rule} does not apply here",
                detail=(note.code,),
            )


RULE = Rule(
    code="LNT002",
    name="suppression-without-reason",
    roles=frozenset(),
    inputs={"project"},
    place="policy",
    options=SuppressionWithoutReason,
    check=check,
    good=(
        Good("""// avrotower:allow unknown-attribute -- the old loader reads it
            {"type": "string", "default": ""}"""),
    ),
    bad=(
        Bad(
            """// avrotower:allow unknown-attribute
            {"type": "string", "default": ""}""",
            at="",
            spot="1:20",
            says="say why unknown-attribute does not apply here",
        ),
        Bad(
            """{"type": "string", "default": "" /* avrotower:allow AVR013 -- legacy */}""",
            at="",
            spot="1:53",
            says="say why AVR013 does not apply here",
        ),
    ),
    sources=("own; no other linter enforces it",),
)
