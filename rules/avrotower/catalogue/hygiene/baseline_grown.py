"""LNT007 baseline-grown."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Nothing was added to the baseline.

    Counting entries would let one finding be swapped for another; comparing them does not.
    The file is held against the one in git: at the merge base with the branch that the policy compares with or that `origin` has as its own, otherwise at HEAD.
    A baseline that is not there yet is the first one, and free.
    """
    del schema
    review = context.review
    if review is None or review.grown is None:
        return
    count = review.grown.number
    were = "entry was" if count == 1 else "entries were"
    yield context.finding(
        at=review.grown.first,
        message=f"{count} {were} added to the baseline; it may only shrink. "
        "Repair the findings, or write a waiver",
    )


RULE = Rule(
    code="LNT007",
    name="baseline-grown",
    roles=frozenset(),
    inputs={"project", "history"},
    place="policy",
    check=check,
    good=(
        Evolution(
            before="""{"version": 1, "findings": [
            {"fingerprint": "v1:5d41402abc4b2a76b9719d911017c592", "rule": "AVR013", "subject": "sku-value", "path": "sku-value.avsc"}
            ]}""",
            after='{"version": 1, "findings": [\n]}',
            level="",
        ),
    ),
    bad=(
        Evolution(
            before='{"version": 1, "findings": [\n]}',
            after="""{"version": 1, "findings": [
            {"fingerprint": "v1:5d41402abc4b2a76b9719d911017c592", "rule": "AVR013", "subject": "sku-value", "path": "sku-value.avsc"}
            ]}""",
            level="",
            says="1 entry was added to the baseline; it may only shrink",
        ),
    ),
    sources=("paiml/aprender#2725",),
)
