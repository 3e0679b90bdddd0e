"""VAL004 timestamp-field-type."""

from __future__ import annotations

from avrotower.catalogue.value.declared import declaring
from avrotower.catalogue.value.mandatory import TimestampPlace, tops, way
from avrotower.finding import Finding
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Rule
from avrotower.schema.model import HOLE, Schema
from avrotower.schema.words import is_type, type_words, without_null

if TYPE_CHECKING:
    from collections.abc import Iterator


class TimestampFieldType(TimestampPlace):
    """What a timestamp may be."""

    types: tuple[str, ...] = ("long:timestamp-millis", "long:timestamp-micros")
    """Allowed types: base, base:logical, or a full name."""


def check(schema: Schema, context: Context[TimestampFieldType]) -> Iterator[Finding]:
    """A timestamp is an instant with a declared unit.

    A bare long is seconds here and milliseconds there; a double loses precision; a local timestamp is no instant.
    """
    options = context.options
    if "value" not in options.timestamp_in:
        return  # no field of the value is the timestamp
    for record in tops(schema):
        found = way(record, options.paths, exact=options.exact)
        if found is None or without_null(found.field.type).type == HOLE:
            continue
        if not is_type(found.field.type, options.types):
            yield context.finding(
                at=found.field,
                attribute="type",
                message=f"timestamp {found.path} is {type_words(found.field.type)}; "
                f"allowed: {', '.join(options.types)}",
                related=context.using(found.field),
                detail=(type_words(found.field.type),),
                fix=declaring(found.field, options.types),
            )


RULE = Rule(
    code="VAL004",
    name="timestamp-field-type",
    roles={"value"},
    kinds=VALUE_KINDS,
    inputs={"schema"},
    fix="unsafe",
    options=TimestampFieldType,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "occurred_at",
             "type": {"type": "long", "logicalType": "timestamp-micros"}}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "occurred_at", "type": "long"}]}""",
            at="/fields/0/type",
            says="timestamp occurred_at is long; allowed: long:timestamp-millis, long:timestamp-micros",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "occurred_at", "type": "string"}]}""",
            at="/fields/0/type",
            says="timestamp occurred_at is string; allowed: ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "timestamp", "type": "double"}]}""",
            at="/fields/0/type",
            says="timestamp timestamp is double; allowed: ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "occurred_at",
                 "type": {"type": "long", "logicalType": "local-timestamp-millis"}}]}""",
            at="/fields/0/type",
            says="is long:local-timestamp-millis",
        ),
    ),
    sources=("Avro specification, Logical Types", "pluralsight/hydra"),
)
