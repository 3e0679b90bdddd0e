"""CMP011 logical-type-changed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from avrotower.finding import Finding, Related
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema, Union

if TYPE_CHECKING:  # a linter, which has no history, starts without resolution
    from avrotower.compat.levels import Stored
    from avrotower.compat.meaning import Shift
    from avrotower.schema.document import Document


class LogicalTypeChanged(Options):
    """What counts as a change of meaning."""

    precision_growth: Literal["ignore", "report"] = "ignore"
    """Whether more digits of a decimal at the same scale are one."""


def check(schema: Schema, context: Context[LogicalTypeChanged]) -> Iterator[Finding]:
    """A logical type stays what it was.

    No registry and no checker looks at logical types, so the level does not matter.
    Java converts with the reader's logical type and fastavro with the writer's: after a change of scale one consumer reads 19.99 as 0.1999 and the other as 19.99.
    """
    del schema
    if context.comparison is None:
        return
    covered = context.comparison.covered or (context.history or ())[-1:]
    found: dict[tuple[str, str, str, str], list[tuple[Stored, Shift]]] = {}
    for stored in covered:
        for shift in _shifts(context.document, stored):
            if shift.is_growth and context.options.precision_growth == "ignore":
                continue
            document = context.document_of(shift.new)
            key = document, shift.new.pointer, shift.was, shift.now
            found.setdefault(key, []).append((stored, shift))
    for told in found.values():
        yield _finding(context, told)


def _shifts(document: "Document", stored: "Stored") -> "Iterator[Shift]":
    from avrotower.compat.levels import root_pairs  # noqa: PLC0415  with a history
    from avrotower.compat.meaning import shifts  # noqa: PLC0415  with a history

    old = stored.document
    if old is None or not (_may_have_some(document) or _may_have_some(old)):
        return
    pairs = root_pairs(document, stored)
    if not isinstance(pairs, str):
        for ours, theirs in pairs:
            yield from shifts(ours, theirs)


def _may_have_some(document: "Document") -> bool:
    # Most schemas have no logical type, and need no second look at their history.
    return "logicalType" in document.text or bool(document.references.names)


def _finding(
    context: Context[LogicalTypeChanged], told: "list[tuple[Stored, Shift]]"
) -> Finding:
    from avrotower.compat.versions import version_words  # noqa: PLC0415  with a history

    stored, shift = told[0]
    versions = version_words([entry.version for entry, _ in told])
    new = shift.new
    there = context.location(shift.old)
    if there.document == context.document.name:
        # What stands in no named type does not know its document.
        there = there._replace(document=stored.version.document)
    # A field is called by its name, whichever branch of its union is meant.
    named = new.owner if isinstance(new.owner, Union) else new
    is_gone = shift.now.startswith("plain ")
    return context.finding(
        at=new if is_gone else new.node,
        attribute=None if is_gone else "logicalType",
        message=f"{named.path} was {shift.was} and is {shift.now}; the bytes stay and "
        "their meaning changes",
        related=[
            Related(f"in {versions}", there),
            *context.using(new),
        ],
        detail=(shift.was, shift.now),
    )


def _amount(type_: str) -> str:
    return f'{{"type": "record", "name": "Price", "fields": [{{"name": "net", "type": {type_}}}]}}'


def _decimal(precision: int, scale: int) -> str:
    return _amount(
        f'{{"type": "bytes", "logicalType": "decimal", "precision": {precision}, '
        f'"scale": {scale}}}'
    )


def _logical(base: str, name: str) -> str:
    return _amount(f'{{"type": "{base}", "logicalType": "{name}"}}')


RULE = Rule(
    code="CMP011",
    name="logical-type-changed",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    options=LogicalTypeChanged,
    check=check,
    good=(
        Evolution(before=_logical("int", "date"), after=_logical("int", "date")),
        Evolution(before=_decimal(9, 2), after=_decimal(12, 2)),
        Evolution(before=_amount('"int"'), after=_amount('"long"')),
    ),
    bad=(
        Evolution(
            before=_decimal(9, 2),
            after=_decimal(9, 4),
            at="/fields/0/type/logicalType",
            says="Price.net was decimal(9,2) and is decimal(9,4); the bytes stay and "
            "their meaning changes",
        ),
        Evolution(
            before=_decimal(9, 2),
            after=_decimal(7, 2),
            at="/fields/0/type/logicalType",
            says="Price.net was decimal(9,2) and is decimal(7,2)",
        ),
        Evolution(
            before=_decimal(9, 2),
            after=_decimal(12, 2),
            at="/fields/0/type/logicalType",
            says="Price.net was decimal(9,2) and is decimal(12,2)",
            options={"precision_growth": "report"},
        ),
        Evolution(
            before=_logical("long", "timestamp-millis"),
            after=_logical("long", "timestamp-micros"),
            at="/fields/0/type/logicalType",
            says="Price.net was timestamp-millis and is timestamp-micros",
            level="NONE",
        ),
        Evolution(
            before=_logical("int", "date"),
            after=_amount('"int"'),
            at="/fields/0/type",
            says="Price.net was date and is plain int",
        ),
        Evolution(
            before=_amount('"string"'),
            after=_logical("string", "uuid"),
            at="/fields/0/type/logicalType",
            says="Price.net was plain string and is uuid",
        ),
    ),
    sources=(
        "apache/avro, SchemaCompatibility.java, GenericDatumReader.java",
        "pluralsight/hydra",
    ),
)
