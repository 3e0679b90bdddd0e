"""LNT005 unknown-rule."""

from collections.abc import Iterator

from avrotower.finding import Finding, Fix
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """An inline acceptance names rules that exist.

    A typo must not switch a rule off, nor look as if it had.
    """
    del schema
    review = context.review
    for note in review.notes if review is not None else ():
        if note.code:
            continue
        near = note.nearest[:1]
        told = f'unknown rule "{note.rule}"'
        if not note.rule:
            told = "name the rule: avrotower:allow RULE -- reason"
        elif not near:
            told = f"{told}; avrotower rules lists those that there are"
        yield context.finding(
            at=note.location,
            message=f'{told}; did you mean "{near[0]}"?' if near else told,
            detail=(note.rule,),
            fix=Fix("display", f'write "{near[0]}"') if near else None,
        )


RULE = Rule(
    code="LNT005",
    name="unknown-rule",
    roles=frozenset(),
    inputs={"project"},
    profile="minimal",
    fix="display",
    place="policy",
    check=check,
    good=(
        Good("""// avrotower:allow unknown-attribute -- the old loader reads it
            {"type": "string", "default": ""}"""),
    ),
    bad=(
        Bad(
            """// avrotower:allow unknown-atribute -- the old loader reads it
            {"type": "string", "default": ""}""",
            at="",
            spot="1:20",
            says='unknown rule "unknown-atribute"; did you mean "unknown-attribute"?',
        ),
    ),
    sources=("sqlfluff/sqlfluff#43", "daveshanley/vacuum#945"),
)
