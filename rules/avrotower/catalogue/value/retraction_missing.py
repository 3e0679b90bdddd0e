"""VAL011 retraction-missing."""

from collections.abc import Iterator
from typing import Final

from avrotower.catalogue.value.mandatory import is_whole, tops
from avrotower.catalogue.value.retraction import (
    OPERATION_PATHS,
    OPERATIONS,
    WORDS,
    is_open,
    is_retraction,
    operation,
)
from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_A_TYPE: Final = "add a record whose name ends in Cancelled or Corrected"
_A_FIELD: Final = 'a mandatory enum "operation" with CORRECT or WITHDRAW'
_REPAIRS: Final = {
    "": f"{_A_TYPE}, or {_A_FIELD}",
    "type": _A_TYPE,
    "field": f"add {_A_FIELD}",
}


class RetractionMissing(Options):
    """What takes back a fact."""

    words: tuple[str, ...] = WORDS
    """How the names of records end that take back another one, compared by words."""
    operation_paths: tuple[str, ...] = OPERATION_PATHS
    """Chains of field names where an enum may say what a record does."""
    operations: tuple[str, ...] = OPERATIONS
    """Symbols of that enum that take back a fact."""


def check(schema: Schema, context: Context[RetractionMissing]) -> Iterator[Finding]:
    """What is declared retractable can be taken back.

    A log is immutable: a wrong fact stays, and only a second fact can take it back.
    Without one, consumers count it for ever.
    """
    options, by = context.options, context.topic.retraction
    records = list(tops(schema))
    if by != "field" and records:
        schemas = [schema, *context.siblings()]
        if any(is_open(each) for each in schemas):
            return  # what is damaged may have been the retraction
        if any(
            is_retraction(it, options.words) for each in schemas for it in tops(each)
        ):
            return
    for record in records:
        if by != "type" and (
            operation(record, options.operation_paths, options.operations)
            or not is_whole(record, options.operation_paths)
        ):
            continue
        yield context.finding(
            at=record,
            attribute="name",
            message=f"{context.subject.topic} is retractable, but nothing in it can say "
            f"that an earlier {record.name} was wrong; {_REPAIRS[by]}",
        )


_BY_TYPE = '[topics]\nexample = { retractable = { by = "type" } }'
_BY_FIELD = '[topics]\nexample = { retractable = { by = "field" } }'
_TICKET = """{"type": "record", "name": "TicketRegistered", "fields": [
    {"name": "event_id", "type": "string"}]}"""
_CANCELLED = """{"type": "record", "name": "TicketCancelled", "fields": [
    {"name": "event_id", "type": "string"},
    {"name": "original_event_id", "type": "string"}]}"""
_WITH_OPERATION = """{"type": "record", "name": "Ticket", "fields": [
    {"name": "event_id", "type": "string"},
    {"name": "operation", "type":
     {"type": "enum", "name": "Operation", "symbols": ["REGISTER", "CORRECT"]}}]}"""

RULE = Rule(
    code="VAL011",
    name="retraction-missing",
    roles={"value"},
    kinds={"event", "unknown"},
    inputs={"schema", "project"},
    severity=Severity.WARNING,
    options=RetractionMissing,
    when="retractable",
    check=check,
    good=(
        Good(f"[{_TICKET},\n{_CANCELLED}]", policy=_BY_TYPE),
        Good(_TICKET, policy=_BY_TYPE, beside={"v2/example-value.avsc": _CANCELLED}),
        Good(_WITH_OPERATION, policy=_BY_FIELD),
    ),
    bad=(
        Bad(
            _TICKET,
            at="/name",
            says="example is retractable, but nothing in it can say that an earlier "
            "TicketRegistered was wrong; add a record whose name ends in Cancelled or Corrected",
            policy=_BY_TYPE,
        ),
        Bad(
            _WITH_OPERATION.replace("CORRECT", "REFUND"),
            at="/name",
            says='was wrong; add a mandatory enum "operation" with CORRECT or WITHDRAW',
            policy=_BY_FIELD,
        ),
    ),
    sources=("Zalando data change events (data_op)", "ECMA TC54 (withdrawn event)"),
)
