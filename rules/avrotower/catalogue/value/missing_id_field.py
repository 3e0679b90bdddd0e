"""VAL001 missing-id-field."""

from __future__ import annotations

from avrotower.catalogue.value.mandatory import (
    IdPlace,
    is_in_key,
    is_whole,
    key_paths,
    shown,
    tops,
    way,
)
from avrotower.finding import Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Rule
from avrotower.schema.model import Record, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(schema: Schema, context: Context[IdPlace]) -> Iterator[Finding]:
    """A value has an id.

    Deduplication, idempotent processing, tracing and every later correction need something to refer to; a log has no other handle on a fact.
    """
    places, paths = context.options.id_in, context.options.paths
    exact = context.options.exact
    if "header" in places:
        return  # which no schema can show
    for record in tops(schema):
        if "value" in places and (
            way(record, paths, exact=exact) or not is_whole(record, paths)
        ):
            continue
        if "key" in places and is_in_key(record, context.beside(), paths, exact=exact):
            continue
        yield _missing(record, context)


def _missing(record: Record, context: Context[IdPlace]) -> Finding:
    places, paths = context.options.id_in, context.options.paths
    topic = context.subject.topic or context.subject.name
    if "value" not in places:
        return context.finding(
            at=record,
            attribute="name",
            message=f"{record.name} has no id: {topic} has it in the key, says id-in, "
            f"and the key has no {shown(record, key_paths(paths))}; "
            "correct id-in, or paths of this rule",
        )
    return context.finding(
        at=record,
        attribute="name",
        message=f"{record.name} has no id: looked for {shown(record, paths)}; "
        f"add a mandatory field or declare id-in for {topic}",
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
        Good(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "pieces", "type": "long"}]}""",
            beside={
                "key.avsc": """{"type": "record", "name": "StockKey", "fields": [
                    {"name": "item_id", "type": "long"}]}"""
            },
            options={"id_in": ("key",), "paths": ("key:item_id",)},
        ),
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
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "item_id", "type": "long"}]}""",
            at="/name",
            says="Stock has no id: example has it in the key, says id-in, and the key has "
            "no item_id; correct id-in, or paths of this rule",
            beside={
                "key.avsc": """{"type": "record", "name": "StockKey", "fields": [
                    {"name": "store", "type": "long"}]}"""
            },
            options={"id_in": ("key",), "paths": ("key:item_id",)},
        ),
    ),
    sources=(
        "Zalando guidelines 247, 211",
        "Wikimedia event guidelines",
        "jEAP message types",
        "CloudEvents, id",
    ),
)
