"""LNT001 unused-suppression."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from avrotower.finding import Finding, Fix, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

if TYPE_CHECKING:  # the linter starts without acceptances
    from avrotower.acceptance import Note, Use

_REASONS: Final["dict[Use, str]"] = {
    "unused": "nothing to accept here: {rule} finds nothing at {at}",
    "unacceptable": "nothing is accepted here: findings of {rule} cannot be accepted; repair them",
    "locked": "nothing is accepted here: the policy locks {rule}; "
    "only the file that locks it can waive it",
    "in a key": "nothing is accepted here: a note in a key makes another key; "
    "write a waiver for {rule}",
    "switched off": "nothing is accepted here: the policy has switched such notes off; "
    "write a waiver for {rule}",
    "too late": "nothing is accepted here: avrotower:allow-file stands before the first "
    "declaration; move it up",
}


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Every acceptance accepts a finding.

    An acceptance that outlives its finding hides the next one.
    """
    del schema
    review = context.review
    if review is None:
        return
    for note in review.notes:
        if note.use in _REASONS:
            yield context.finding(
                at=note.location,
                message=_REASONS[note.use].format(rule=_named(note), at=_at(note)),
                detail=("note", note.code),
                fix=Fix("safe", "remove it", changes=note.changes),
            )
    for waiver in review.unused:
        where = waiver.at or waiver.subject or waiver.topic or waiver.file
        yield context.finding(
            at=waiver.location,
            message=f"nothing to accept here: {waiver.rule} finds nothing at {where}",
            detail=("waiver", waiver.rule, where),
            fix=Fix("safe", "remove it"),
        )


def _named(note: "Note") -> str:
    same = note.rule.upper() == note.code
    return note.code if same else f"{note.code} {note.rule}"


def _at(note: "Note") -> str:
    span = note.location.span
    return note.location.path or (f"line {span.line}" if span else "this place")


RULE = Rule(
    code="LNT001",
    name="unused-suppression",
    roles=frozenset(),
    inputs={"project"},
    severity=Severity.WARNING,
    fix="safe",
    place="policy",
    check=check,
    good=(
        Good("""// avrotower:allow unknown-attribute -- the old loader reads it
            {"type": "string", "default": ""}"""),
    ),
    bad=(
        Bad(
            """// avrotower:allow unknown-attribute -- the old loader reads it
            {"type": "string"}""",
            at="",
            spot="1:20",
            says="nothing to accept here: AVR013 unknown-attribute finds nothing at $",
        ),
    ),
    sources=("astral-sh/ruff RUF100",),
)
