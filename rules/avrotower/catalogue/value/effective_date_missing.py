"""VAL013 effective-date-missing."""

from collections.abc import Iterator

from avrotower.catalogue.value.mandatory import (
    ActivationPlace,
    TimestampPlace,
    Way,
    is_whole,
    shown,
    tops,
    way,
)
from avrotower.finding import Finding, Fix
from avrotower.rule import Bad, Context, Good, Rule
from avrotower.schema.model import HOLE, Schema
from avrotower.schema.words import is_type, type_words, without_null


class EffectiveDateMissing(ActivationPlace):
    """Where an activation date may be, and what."""

    types: tuple[str, ...] = (
        "int:date",
        "long:timestamp-millis",
        "long:timestamp-micros",
        "long:local-timestamp-millis",
        "long:local-timestamp-micros",
    )
    """Allowed types: base, base:logical, or a full name."""
    timestamp_paths: tuple[str, ...] = TimestampPlace.paths
    """As `paths` of missing-timestamp-field."""


def check(schema: Schema, context: Context[EffectiveDateMissing]) -> Iterator[Finding]:
    """What is effective-dated says from when it holds, apart from when it was decided.

    "Latest record" and "valid now" are different questions.
    A table holds the latest; a price valid from Monday must not be applied on Friday, neither from an entity nor from a command.
    """
    options, declared = context.options, context.topic.effective_date
    paths = (declared,) if declared else options.paths
    for record in tops(schema):
        found = way(record, paths, exact=options.exact)
        if found is not None:
            yield from _judged(
                context,
                found,
                way(record, options.timestamp_paths, exact=options.exact),
            )
        elif is_whole(record, paths):
            yield context.finding(
                at=record,
                attribute="name",
                message=f"{record.name} is effective-dated but has no activation date: "
                f"looked for {shown(record, paths)}; add it as a mandatory field",
                fix=Fix(
                    "display",
                    "add an activation date",
                    f'{{"name": "{paths[0].rpartition(".")[2]}", "type": '
                    '{"type": "int", "logicalType": "date"}}',
                ),
            )


def _judged(
    context: Context[EffectiveDateMissing], found: Way, timestamp: Way | None
) -> Iterator[Finding]:
    """Yield what is wrong with an activation date that is there."""
    field = found.field
    if timestamp is not None and timestamp.field is field:
        yield context.finding(
            at=field,
            message=f"{found.path} is both activation date and timestamp; a price "
            "decided today for Monday has two times. Add a field for the other one",
            related=context.using(field),
        )
    elif without_null(field.type).type != HOLE and not is_type(
        field.type, context.options.types
    ):
        own = type_words(field.type)
        yield context.finding(
            at=field,
            attribute="type",
            message=f"activation date {found.path} is {own}; "
            f"allowed: {', '.join(context.options.types)}",
            related=context.using(field),
            detail=(own,),
        )


_POLICY = '[topics]\nexample = { kind = "entity", effective-dated = true }'
_BY_PATH = '[topics]\nexample = { kind = "command", effective-dated = "holds.since" }'
_PRICE = """{"type": "record", "name": "Price", "fields": [
    {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "effective_from", "type": {"type": "int", "logicalType": "date"}}]}"""

RULE = Rule(
    code="VAL013",
    name="effective-date-missing",
    roles={"value"},
    kinds={"entity", "command", "unknown"},
    inputs={"schema", "project"},
    fix="display",
    options=EffectiveDateMissing,
    when="effective-dated",
    check=check,
    good=(
        Good(_PRICE, policy=_POLICY),
        Good(
            """{"type": "record", "name": "ChangePrice", "fields": [
                {"name": "holds", "type": {"type": "record", "name": "Span", "fields": [
                 {"name": "since", "type": {"type": "int", "logicalType": "date"}}]}}]}""",
            policy=_BY_PATH,
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": "long"}]}""",
            at="/name",
            says="Price is effective-dated but has no activation date: looked for "
            "effective_from, effective_at, valid_from, active_from and 3 more",
            policy=_POLICY,
        ),
        Bad(
            _PRICE,
            at="/name",
            says="looked for holds.since; add it as a mandatory field",
            policy=_BY_PATH,
        ),
        Bad(
            _PRICE,
            at="/fields/0",
            says="occurred_at is both activation date and timestamp; a price decided "
            "today for Monday has two times",
            policy=_POLICY.replace("true", '"occurred_at"'),
        ),
        Bad(
            _PRICE.replace('{"type": "int", "logicalType": "date"}', '"string"'),
            at="/fields/1/type",
            says="activation date effective_from is string; allowed: int:date",
            policy=_POLICY,
        ),
    ),
    sources=(
        "Zalando guideline 247 (business time is separate from occurred_at)",
        "Rails Event Store valid_at",
    ),
)
