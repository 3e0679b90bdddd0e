"""VAL012 retraction-without-reference."""

import json
from collections.abc import Iterator, Sequence

from avrotower.catalogue.value.mandatory import IdPlace, Way, is_whole, tops, way
from avrotower.catalogue.value.retraction import (
    OPERATION_PATHS,
    OPERATIONS,
    REFERENCE_PATHS,
    WORDS,
    is_retraction,
    operation,
    reference,
)
from avrotower.finding import Finding, Fix
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import HOLE, Named, Record, Schema
from avrotower.schema.words import type_words, without_null


class RetractionWithoutReference(Options):
    """What takes back a fact, and how it says which."""

    reference_paths: tuple[str, ...] = REFERENCE_PATHS
    """Chains of field names, compared by words; the first that leads to a field is the
    reference. `{id}` stands for the name of the id that it refers to."""
    id_paths: tuple[str, ...] = IdPlace.paths
    """As `paths` of missing-id-field."""
    words: tuple[str, ...] = WORDS
    """As `words` of retraction-missing."""
    operation_paths: tuple[str, ...] = OPERATION_PATHS
    """As `operation-paths` of retraction-missing."""
    operations: tuple[str, ...] = OPERATIONS
    """As `operations` of retraction-missing."""


def check(
    schema: Schema, context: Context[RetractionWithoutReference]
) -> Iterator[Finding]:
    """What takes back a fact says which one.

    A retraction that cannot be matched is a second wrong fact.
    Its own id differs from the one that it refers to, so that it can itself be deduplicated.
    """
    options, by = context.options, context.topic.retraction
    for record in tops(schema):
        is_by_type = by != "field" and is_retraction(record, options.words)
        if not is_by_type and not _is_by_field(record, options, by):
            continue
        own = way(record, options.id_paths, exact=False)
        ids = [own] if own is not None else []
        if is_by_type:
            ids = list(_ids(schema, context)) or ids
        found = reference(record, options.reference_paths, ids, own)
        if found is not None:
            yield from _typed(context, record, found, ids)
        elif is_whole(record, options.reference_paths):
            yield _missing(context, record, ids, is_by_type=is_by_type)


def _is_by_field(record: Record, options: RetractionWithoutReference, by: str) -> bool:
    if by:
        return by == "field"
    found = operation(record, options.operation_paths, options.operations)
    return found is not None


def _ids(schema: Schema, context: Context[RetractionWithoutReference]) -> Iterator[Way]:
    """Yield the ids of the records that a record of the topic can take back."""
    options = context.options
    for each in (schema, *context.siblings()):
        for record in tops(each):
            found = way(record, options.id_paths, exact=False)
            if found is not None and not is_retraction(record, options.words):
                yield found


def _missing(
    context: Context[RetractionWithoutReference],
    record: Record,
    ids: Sequence[Way],
    *,
    is_by_type: bool,
) -> Finding:
    name = ids[0].field.name if ids else "id"
    proposal = f"original_{name}"
    told, which = "retracts", "a mandatory"
    snippet = json.dumps({"name": proposal, "type": _raw(ids)})
    if not is_by_type:
        told, which = "can retract", "a field"
        snippet = json.dumps(
            {"name": proposal, "type": ["null", _raw(ids)], "default": None}
        )
    return context.finding(
        at=record,
        attribute="name",
        message=f"{record.name} {told} an earlier record but does not say which: add "
        f"{which} {proposal}",
        fix=Fix("display", "add a reference", snippet),
    )


def _raw(ids: Sequence[Way]) -> object:
    """Return the type of the first of *ids* as JSON."""
    if not ids:
        return "string"
    node = without_null(ids[0].field.type)
    return node.fullname if isinstance(node, Named) else node.raw


def _typed(
    context: Context[RetractionWithoutReference],
    record: Record,
    found: Way,
    ids: Sequence[Way],
) -> Iterator[Finding]:
    """Yield a finding where the reference has another type than all of *ids*."""
    types = [type_words(it.field.type) for it in ids]
    own = type_words(found.field.type)
    nodes = [found.field.type, *(it.field.type for it in ids)]
    if any(without_null(node).type == HOLE for node in nodes):
        return
    if types and own not in types:
        yield context.finding(
            at=found.field,
            attribute="type",
            message=f"{found.path} of {record.name} is {own}, but the id that it refers "
            f"to, {ids[0].path}, is {types[0]}; a reference of another type matches "
            "nothing",
            related=context.using(found.field),
            detail=(own, types[0]),
        )


_BY_TYPE = '[topics]\nexample = { retractable = { by = "type" } }'
_BY_FIELD = '[topics]\nexample = { retractable = { by = "field" } }'
_TICKET = """{"type": "record", "name": "TicketRegistered", "fields": [
    {"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}}]}"""
_CANCELLED = """{"type": "record", "name": "TicketCancelled", "fields": [
    {"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}},
    {"name": "original_event_id", "type": {"type": "string", "logicalType": "uuid"}}]}"""
_WITHOUT = """{"type": "record", "name": "TicketCancelled", "fields": [
    {"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}}]}"""

RULE = Rule(
    code="VAL012",
    name="retraction-without-reference",
    roles={"value"},
    kinds={"event", "unknown"},
    inputs={"schema", "project"},
    fix="display",
    options=RetractionWithoutReference,
    when="retractable",
    check=check,
    good=(
        Good(_CANCELLED, policy=_BY_TYPE, beside={"v2/example-value.avsc": _TICKET}),
        Good(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "event_id", "type": "string"},
                {"name": "original_event_id", "type": ["null", "string"], "default": null}]}""",
            policy=_BY_FIELD,
        ),
    ),
    bad=(
        Bad(
            _WITHOUT,
            at="/name",
            says="TicketCancelled retracts an earlier record but does not say which: add "
            "a mandatory original_event_id",
            policy=_BY_TYPE,
            beside={"v2/example-value.avsc": _TICKET},
        ),
        Bad(
            _CANCELLED.replace(
                'original_event_id", "type": {"type": "string", "logicalType": "uuid"}',
                'original_event_id", "type": "long"',
            ),
            at="/fields/1/type",
            says="original_event_id of TicketCancelled is long, but the id that it "
            "refers to, event_id, is string:uuid",
            policy=_BY_TYPE,
            beside={"v2/example-value.avsc": _TICKET},
        ),
        Bad(
            _TICKET,
            at="/name",
            says="TicketRegistered can retract an earlier record but does not say which: "
            "add a field original_event_id",
            policy=_BY_FIELD,
        ),
    ),
    sources=(
        "ECMA TC54 (withdrawn event refers to eventId)",
        "Zalando guideline 211",
    ),
)
