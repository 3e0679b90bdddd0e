"""VAL002 id-field-type."""

from __future__ import annotations

from avrotower.catalogue.value.declared import declaring
from avrotower.catalogue.value.mandatory import IdPlace, tops, way
from avrotower.finding import Finding
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Rule
from avrotower.schema.model import HOLE, Schema
from avrotower.schema.words import is_type, type_words, without_null

if TYPE_CHECKING:
    from collections.abc import Iterator


class IdFieldType(IdPlace):
    """What an id may be."""

    types: tuple[str, ...] = (
        "string",
        "string:uuid",
        "fixed(16):uuid",
        "long",
        "int",
    )
    """Allowed types: base, base:logical, or a full name."""


def check(schema: Schema, context: Context[IdFieldType]) -> Iterator[Finding]:
    """An id has a type that compares alike everywhere.

    An id that is a record, an enum, a float or bytes cannot be compared, logged and indexed alike everywhere.
    """
    options = context.options
    if "value" not in options.id_in:
        return  # no field of the value is the id
    for record in tops(schema):
        found = way(record, options.paths, exact=options.exact)
        if found is None or without_null(found.field.type).type == HOLE:
            continue
        if not is_type(found.field.type, options.types):
            yield context.finding(
                at=found.field,
                attribute="type",
                message=f"id {found.path} is {type_words(found.field.type)}; "
                f"allowed: {', '.join(options.types)}",
                related=context.using(found.field),
                detail=(type_words(found.field.type),),
                fix=declaring(found.field, options.types),
            )


RULE = Rule(
    code="VAL002",
    name="id-field-type",
    roles={"value"},
    kinds=VALUE_KINDS,
    inputs={"schema"},
    fix="unsafe",
    options=IdFieldType,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "id", "type": {"type": "string", "logicalType": "uuid"}}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "id", "type": ["null", "long"]}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "id", "type":
             {"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"}}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "id", "type": "double"}]}""",
            at="/fields/0/type",
            says="id id is double; allowed: string, string:uuid, fixed(16):uuid, long, int",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "ticket_id", "type": "bytes"}]}""",
            at="/fields/0/type",
            says="id ticket_id is bytes; allowed: ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "id", "type": {"type": "fixed", "name": "Id", "size": 16}}]}""",
            at="/fields/0/type",
            says="id id is fixed(16); allowed: ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "id", "type": {"type": "enum", "name": "Till", "symbols": ["A"]}}]}""",
            at="/fields/0/type",
            says="id id is enum; allowed: ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "id", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""",
            at="/fields/0/type",
            says="id id is long:timestamp-millis; allowed: ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "metadata", "type": {"type": "record", "name": "Meta", "fields": [
                 {"name": "event_id", "type": "float"}]}}]}""",
            at="/fields/0/type/fields/0/type",
            says="id metadata.event_id is float; allowed: ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "metadata", "type": "Meta"}]}""",
            at="/fields/0/type",
            says="id metadata.event_id is float; allowed: ",
            beside={
                "meta.avsc": """{"type": "record", "name": "Meta", "fields": [
                    {"name": "event_id", "type": "float"}]}"""
            },
        ),
    ),
    sources=("AIP-148", "Zalando guideline 247"),
)
