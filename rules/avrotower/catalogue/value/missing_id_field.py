"""VAL001 missing-id-field."""

from collections.abc import Iterator

from avrotower.catalogue.value.mandatory import IdPlace, is_whole, shown, tops, way
from avrotower.finding import Finding, Fix
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[IdPlace]) -> Iterator[Finding]:
    """A value has an id.

    Deduplication, idempotent processing, tracing and every later correction need
    something to refer to; a log has no other handle on a fact.
    """
    options = context.options
    for record in tops(schema):
        if way(record, options.paths, exact=options.exact) or not is_whole(record):
            continue
        yield context.finding(
            at=record,
            attribute="name",
            message=f"{record.name} has no id: looked for "
            f"{shown(record, options.paths)}; add a mandatory field",
            fix=Fix(
                "display",
                "add an id",
                '{"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}}',
            ),
        )


RULE = Rule(
    code="VAL001",
    name="missing-id-field",
    roles={"value"},
    kinds=VALUE_KINDS,
    inputs={"schema"},
    fix="display",
    options=IdPlace,
    check=check,
    good=(
        Good("""{"type": "record", "name": "PriceChanged", "fields": [
            {"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "ticketId", "type": "long"}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "PriceChanged", "fields": [
                {"name": "amount", "type": "long"}]}""",
            at="/name",
            says="PriceChanged has no id: looked for id, event_id",
        ),
    ),
    sources=(
        "Zalando guidelines 247, 211",
        "Wikimedia event guidelines",
        "jEAP message types",
        "CloudEvents, id",
    ),
)
