"""VAL003 missing-timestamp-field."""

from __future__ import annotations

from avrotower.catalogue.value.mandatory import (
    TimestampPlace,
    is_whole,
    shown,
    tops,
    way,
)
from avrotower.finding import Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Rule
from avrotower.schema.model import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(schema: Schema, context: Context[TimestampPlace]) -> Iterator[Finding]:
    """A value has the time at which its fact holds.

    Windows, versioned joins, retention and the latency metric of Kafka Streams all use event time; replayed without it, history lines up by the moment of the replay.
    """
    options = context.options
    if {"header", "record"} & {*options.timestamp_in}:
        return  # which no schema can show
    for record in tops(schema):
        if way(record, options.paths, exact=options.exact) or not is_whole(
            record, options.paths
        ):
            continue
        yield context.finding(
            at=record,
            attribute="name",
            message=f"{record.name} has no timestamp: looked for "
            f"{shown(record, options.paths)}; the broker's time is the time of arrival",
            fix=Fix(
                "display",
                "add a timestamp",
                '{"name": "occurred_at", "type": '
                '{"type": "long", "logicalType": "timestamp-millis"}}',
            ),
        )


RULE = Rule(
    code="VAL003",
    name="missing-timestamp-field",
    roles={"value"},
    kinds=VALUE_KINDS,
    inputs={"schema"},
    optional={"project"},
    fix="display",
    options=TimestampPlace,
    check=check,
    good=(
        Good("""{"type": "record", "name": "PriceChanged", "fields": [
            {"name": "occurredAt",
             "type": {"type": "long", "logicalType": "timestamp-millis"}}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "header", "type": {"type": "record", "name": "Header", "fields": [
             {"name": "timestamp",
              "type": {"type": "long", "logicalType": "timestamp-micros"}}]}}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "PriceChanged", "fields": [
                {"name": "amount", "type": "long"}]}""",
            at="/name",
            says="PriceChanged has no timestamp: looked for occurred_at, event_time, "
            "event_timestamp, timestamp and 14 more; the broker's time is the time of "
            "arrival",
        ),
    ),
    sources=(
        "Zalando guideline 247 (occurred_at)",
        "KIP-889, KIP-914",
        "RADAR-base/RADAR-Schemas",
    ),
)
