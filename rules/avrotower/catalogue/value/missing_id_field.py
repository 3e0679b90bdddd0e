"""VAL001 missing-id-field."""

from collections.abc import Iterator

from avrotower.catalogue.value.mandatory import IdPlace, is_whole, shown, tops, way
from avrotower.finding import Finding, Fix
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[IdPlace]) -> Iterator[Finding]:
    """A value has an id.

    Deduplication, idempotent processing, tracing and every later correction need something to refer to; a log has no other handle on a fact.
    """
    options = context.options
    if set(options.id_in) != {"value"}:
        return  # declared to be elsewhere, which a value cannot show
    for record in tops(schema):
        if way(record, options.paths, exact=options.exact) or not is_whole(
            record, options.paths
        ):
            continue
        yield context.finding(
            at=record,
            attribute="name",
            message=f"{record.name} has no id: looked for "
            f"{shown(record, options.paths)}; add a mandatory field or declare id-in "
            f"for {context.subject.topic or context.subject.name}",
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
    optional={"project"},
    fix="display",
    options=IdPlace,
    check=check,
    good=(
        Good("""{"type": "record", "name": "PriceChanged", "fields": [
            {"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "ticketId", "type": "long"}]}"""),
        Good("""{"type": "record", "name": "TicketSoldEvent", "fields": [
            {"name": "ticket_sold_id", "type": "long"}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "metadata", "type": ["null",
             {"type": "record", "name": "Meta", "fields": [
              {"name": "event_id", "type": "string"}]}]}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "PriceChanged", "fields": [
                {"name": "amount", "type": "long"}]}""",
            at="/name",
            says="PriceChanged has no id: looked for id, event_id, message_id, command_id "
            "and 12 more; add a mandatory field or declare id-in for example",
        ),
        Bad(
            """[{"type": "record", "name": "Opened", "fields": [
                {"name": "id", "type": "long"}]},
              {"type": "record", "name": "Closed", "fields": [
                {"name": "till", "type": "long"}]}]""",
            at="/1/name",
            says="Closed has no id",
        ),
    ),
    sources=(
        "Zalando guidelines 247, 211",
        "Wikimedia event guidelines",
        "jEAP message types",
        "CloudEvents, id",
    ),
)
