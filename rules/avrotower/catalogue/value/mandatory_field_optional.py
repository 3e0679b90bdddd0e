"""VAL005 mandatory-field-optional."""

from collections.abc import Iterator
from typing import Final, Literal

from avrotower.catalogue.value.mandatory import IdPlace, TimestampPlace, tops, way
from avrotower.finding import Change, Finding, Fix
from avrotower.rule import VALUE_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import NULL, Field, Schema, Union

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


def check(
    schema: Schema, context: Context[MandatoryFieldOptional]
) -> Iterator[Finding]:
    """Id and timestamp are mandatory: never null, without a default.

    Mandatory means that every writer states it.
    A default id is the same id for every record that forgot it.
    """
    options = context.options
    told: set[int] = set()
    sought = [options.id_paths] * ("value" in options.id_in)
    sought += [options.timestamp_paths] * ("value" in options.timestamp_in)
    for record in tops(schema):
        for paths in sought:
            found = way(record, paths, exact=options.exact)
            if found is None:
                continue
            for field in found.fields:
                if id(field) not in told:
                    told.add(id(field))
                    yield from _field(field, context)


def _field(field: Field, context: Context[MandatoryFieldOptional]) -> Iterator[Finding]:
    is_nullable = isinstance(field.type, Union) and field.type.has_null
    if not is_nullable and not field.has_default:
        return
    what = "may be null" if is_nullable else "has a default"
    surplus = ["null"] * is_nullable + ["the default"] * field.has_default
    yield context.finding(
        at=field,
        attribute="type" if is_nullable else "default",
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
    ),
    sources=("pluralsight/hydra (RequiredSchemaValueFieldWithDefaultValue)",),
)
