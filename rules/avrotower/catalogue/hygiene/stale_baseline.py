"""LNT004 stale-baseline."""

from collections.abc import Iterator

from avrotower.finding import Finding, Fix, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Every entry of the baseline matches a finding.

    Slack in a baseline lets new findings hide behind repaired ones.
    An entry is held against the rules that have looked at its subject in this run.
    """
    del schema
    review = context.review
    if review is None or review.stale is None:
        return
    count = review.stale.number
    matches = "entry matches" if count == 1 else "entries match"
    yield context.finding(
        at=review.stale.first,
        message=f"{count} baseline {matches} nothing; run avrotower baseline prune",
        fix=Fix("safe", "run avrotower baseline prune"),
    )


RULE = Rule(
    code="LNT004",
    name="stale-baseline",
    roles=frozenset(),
    inputs={"project"},
    severity=Severity.WARNING,
    fix="safe",
    place="policy",
    check=check,
    good=(Good('{"version": 1, "findings": [\n]}'),),
    bad=(
        Bad(
            """{"version": 1, "findings": [
            {"fingerprint": "v1:5d41402abc4b2a76b9719d911017c592", "rule": "AVR013", "subject": "sku-value", "path": "sku-value.avsc"}
            ]}""",
            at="",
            beside={"sku-value.avsc": '{"type": "string"}'},
            spot="2:1",
            says="1 baseline entry matches nothing; run avrotower baseline prune",
        ),
    ),
    sources=("rjmurillo/ai-agents#3713", "paiml/aprender#2725"),
)
