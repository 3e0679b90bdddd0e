"""LNT006 glob-without-match."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Every pattern over subjects, topics and owners matches one.

    A pattern that matches nothing protects nothing, and nobody notices.
    The patterns of `[[overrides]]` in the project's own file are looked at by a run over the whole project; what `extends` gave and what says `optional = true` is exempt.
    """
    del schema
    review = context.review
    for pattern in review.unmet if review is not None else ():
        hint = f'did you mean "{pattern.nearest}"?'
        if not pattern.nearest:
            hint = "correct it, take it out, or say optional = true"
        yield context.finding(
            at=pattern.location,
            message=f'"{pattern.text}" matches no {pattern.what}; {hint}',
            detail=(pattern.what, pattern.text),
        )


RULE = Rule(
    code="LNT006",
    name="glob-without-match",
    roles=frozenset(),
    inputs={"project"},
    optional={"registry"},
    place="policy",
    check=check,
    good=(
        Good(
            """[[overrides]]
            topics = ["stock-*"]
            fail-on = "warning" """,
            beside={"stock-level-value.avsc": '"string"'},
        ),
        Good("""[[overrides]]
            topics = ["stock-*"]
            fail-on = "warning"
            optional = true"""),
    ),
    bad=(
        Bad(
            """[[overrides]]
            topics = ["stok-level"]
            fail-on = "warning" """,
            at="/overrides/0/topics/0",
            says='"stok-level" matches no topic; did you mean "stock-level"?',
            beside={"stock-level-value.avsc": '"string"'},
            spot="2:23",
        ),
        Bad(
            """[[overrides]]
            subjects = ["price-*"]
            fail-on = "warning" """,
            at="/overrides/0/subjects/0",
            says='"price-*" matches no subject; correct it, take it out, or say optional',
            beside={"stock-level-value.avsc": '"string"'},
        ),
    ),
    sources=("bufbuild/buf 1.69 (unmatched ignore paths)",),
)
