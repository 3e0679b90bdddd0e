"""LNT003 expired-waiver."""

from collections.abc import Iterator

from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


class ExpiredWaiver(Options):
    """How early to warn."""

    warn_days: int = 14
    """Days before the end of a waiver from which on it is a warning."""


def check(schema: Schema, context: Context[ExpiredWaiver]) -> Iterator[Finding]:
    """No waiver is over.

    A waiver is a loan; without a date it is a gift.
    On the day that it names the finding counts again.
    """
    del schema
    review = context.review
    if review is None or not review.waivers:
        return
    from datetime import date, timedelta  # noqa: PLC0415  only with waivers

    today = date.fromisoformat(review.today)
    soon = (today + timedelta(days=context.options.warn_days)).isoformat()
    for waiver in review.waivers:
        if waiver.expires > soon:
            continue
        is_over = waiver.expires <= review.today
        where = waiver.at or waiver.subject or waiver.topic or waiver.file
        said = "expired on" if is_over else "expires on"
        finding = context.finding(
            at=waiver.location,
            message=f"waiver for {waiver.rule} at {where} {said} {waiver.expires}; "
            f"owner {waiver.owner}: repair the finding, or decide anew",
            detail=(waiver.rule, where, waiver.expires),
        )
        yield finding if is_over else finding._replace(severity=Severity.WARNING)


RULE = Rule(
    code="LNT003",
    name="expired-waiver",
    roles=frozenset(),
    inputs={"project"},
    profile="minimal",
    place="policy",
    options=ExpiredWaiver,
    check=check,
    good=(
        Good("""[[waivers]]
            rule = "key-enum"
            subject = "stock.level.v1-key"
            at = "com.acme.StockKey.unit"
            reason = "Sales units are fixed by regulation"
            owner = "team-stock"
            expires = 2027-03-31"""),
    ),
    bad=(
        Bad(
            """[[waivers]]
            rule = "key-enum"
            subject = "stock.level.v1-key"
            at = "com.acme.StockKey.unit"
            reason = "Sales units are fixed by regulation"
            owner = "team-stock"
            expires = 2026-10-31""",
            at="/waivers/0",
            says="at com.acme.StockKey.unit expired on 2026-10-31; owner team-stock",
        ),
        Bad(
            """[[waivers]]
            rule = "key-enum"
            subject = "stock.level.v1-key"
            at = "com.acme.StockKey.unit"
            reason = "Sales units are fixed by regulation"
            owner = "team-stock"
            expires = 2026-11-10""",
            at="/waivers/0",
            says="expires on 2026-11-10",
        ),
    ),
    sources=("own",),
)
