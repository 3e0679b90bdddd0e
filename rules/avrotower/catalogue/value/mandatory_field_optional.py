"""VAL005 mandatory-field-optional."""

from __future__ import annotations

from avrotower.catalogue.value.mandatory import (
    ActivationPlace,
    IdPlace,
    TimestampPlace,
    Way,
    is_nullable,
    tops,
    way,
)
from avrotower.catalogue.value.retraction import (
    REFERENCE_PATHS,
    WORDS,
    is_retraction,
    reference,
)
from avrotower.finding import Change, Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import NULL, Field, Record, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final, Literal


_ID = IdPlace()
_TIMESTAMP = TimestampPlace()
_NULL_AND_ONE: Final = 2


class MandatoryFieldOptional(Options):
    """Which fields are mandatory."""

    id_paths: tuple[str, ...] = _ID.paths
    """As `paths` of missing-id-field."""
    timestamp_paths: tuple[str, ...] = _TIMESTAMP.paths
    """As `paths` of missing-timestamp-field."""
    exact: bool = False
    """Compare names of fields letter by letter."""
    id_in: tuple[Literal["value", "key", "header"], ...] = _ID.id_in
    """As `id-in` of missing-id-field."""
    timestamp_in: tuple[Literal["value", "header", "record"], ...] = (
        _TIMESTAMP.timestamp_in
    )
    """As `timestamp-in` of missing-timestamp-field."""
    activation_paths: tuple[str, ...] = ActivationPlace.paths
    """As `paths` of effective-date-missing, where the topic is effective-dated."""
    reference_paths: tuple[str, ...] = REFERENCE_PATHS
    """As `reference-paths` of retraction-without-reference, for records that take back
    another one."""
    words: tuple[str, ...] = WORDS
    """As `words` of retraction-missing."""


def check(
    schema: Schema, context: Context[MandatoryFieldOptional]
) -> Iterator[Finding]:
    """Id and timestamp are mandatory: never null, without a default.

    Mandatory means that every writer states it.
    A default id is the same id for every record that forgot it.
    So is the activation date where the topic is effective-dated, and the reference to what a record takes back.
    """
    options = context.options
    told: set[int] = set()
    for record in tops(schema):
        own_id = way(record, options.id_paths, exact=options.exact)
        ways = [own_id] if "value" in options.id_in else []
        if "value" in options.timestamp_in:
            ways.append(way(record, options.timestamp_paths, exact=options.exact))
        if context.topology is not None and context.topic.declared:
            ways += _declared(record, own_id, context)
        for found in ways:
            for field in found.fields if found is not None else ():
                if id(field) not in told:
                    told.add(id(field))
                    yield from _field(field, context)


def _declared(
    record: Record, own: Way | None, context: Context[MandatoryFieldOptional]
) -> Iterator[Way | None]:
    """Yield the ways to what is mandatory because the topic is declared to have it."""
    options, topic = context.options, context.topic
    if "effective-dated" in topic.declared:
        date = (topic.effective_date,) if topic.effective_date else ()
        yield way(record, date or options.activation_paths, exact=options.exact)
    if (
        "retractable" in topic.declared
        and topic.retraction != "field"
        and is_retraction(record, options.words)
    ):
        yield reference(record, options.reference_paths, [own] if own else [], own)


def _field(field: Field, context: Context[MandatoryFieldOptional]) -> Iterator[Finding]:
    may_be_null = is_nullable(field)
    if not may_be_null and not field.has_default:
        return
    what = "may be null" if may_be_null else "has a default"
    surplus = ["null"] * may_be_null + ["the default"] * field.has_default
    yield context.finding(
        at=field,
        attribute="type" if may_be_null else "default",
        message=f"{field.path} is mandatory here, but {what}; "
        "mandatory means every writer states it",
        related=context.using(field),
        detail=(what,),
        fix=Fix(
            "unsafe", f"remove {' and '.join(surplus)}", changes=tuple(_changes(field))
        ),
    )


def _changes(field: Field) -> Iterator[Change]:
    union = field.type
    if isinstance(union, Union) and union.has_null:
        at = [branch.type for branch in union.branches].index(NULL)
        if len(union.branches) == _NULL_AND_ONE:
            kept = f"{union.pointer}/{1 - at}"
            yield Change("lift", union.pointer, kept)
        elif len(union.branches) > _NULL_AND_ONE:
            yield Change("remove", f"{union.pointer}/{at}")
    if field.has_default:
        yield Change("remove", f"{field.pointer}/default")


RULE = Rule(
    code="VAL005",
    name="mandatory-field-optional",
    roles={"value"},
    kinds=VALUE_KINDS,
    inputs={"schema"},
    optional={"project"},
    fix="unsafe",
    options=MandatoryFieldOptional,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "id", "type": "string"}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "id", "type": "string"},
            {"name": "event_id", "type": ["null", "string"], "default": null}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "id", "type": ["null", "string"], "default": null}]}""",
            at="/fields/0/type",
            says="Ticket.id is mandatory here, but may be null; "
            "mandatory means every writer states it",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "id", "type": ["string", "null"]}]}""",
            at="/fields/0/type",
            says="Ticket.id is mandatory here, but may be null",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "time", "default": 0,
                 "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""",
            at="/fields/0/default",
            says="Ticket.time is mandatory here, but has a default; "
            "mandatory means every writer states it",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "metadata", "type": ["null",
                 {"type": "record", "name": "Meta", "fields": [
                  {"name": "event_id", "type": "string"}]}]}]}""",
            at="/fields/0/type",
            says="Ticket.metadata is mandatory here, but may be null",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "metadata", "type": "Meta"}]}""",
            at="/fields/0/default",
            says="Meta.event_id is mandatory here, but has a default",
            beside={
                "meta.avsc": """{"type": "record", "name": "Meta", "fields": [
                    {"name": "event_id", "type": "string", "default": ""}]}"""
            },
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "valid_from", "type": ["null",
                 {"type": "int", "logicalType": "date"}], "default": null}]}""",
            at="/fields/0/type",
            says="Price.valid_from is mandatory here, but may be null",
            policy='[topics]\nexample = { kind = "entity", effective-dated = true }',
        ),
        Bad(
            """{"type": "record", "name": "TicketVoided", "fields": [
                {"name": "original_id", "type": "string", "default": ""}]}""",
            at="/fields/0/default",
            says="TicketVoided.original_id is mandatory here, but has a default",
            policy="[topics]\nexample = { retractable = true }",
        ),
    ),
    sources=("pluralsight/hydra (RequiredSchemaValueFieldWithDefaultValue)",),
)
