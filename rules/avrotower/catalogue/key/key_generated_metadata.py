"""KEY015 key-generated-metadata."""

from __future__ import annotations

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Change, Finding, Fix, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Field, Named, Node, Record, Schema, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_METADATA: Final = (
    "connect.name",
    "connect.version",
    "connect.parameters",
    "connect.default",
    "connect.doc",
)
_PREFIX: Final = "connect."
_OF_COLUMNS: Final = {"connect.parameters", "connect.doc", "doc"}
"""What Debezium writes about the column, before any converter sees it."""
_CONVERTER: Final = "key.converter.connect.meta.data=false"
_DEBEZIUM: Final = "include.schema.comments=false and no column.propagate.source.type"


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A generated key carries no metadata of its source.

    What a generator writes about its source is part of the text, hence of the schema id: a column comment edited in the database has moved keys to other partitions.
    Connect writes its metadata by default; switching it off for key converters is our advice.
    """
    has_docs = context.subject.generator in {"connect", "debezium"}
    document = context.document
    if not (has_docs or _PREFIX in document.text or document.references.names):
        return
    told: set[int] = set()
    for slot in parts(schema):
        node = slot.node
        if not is_object(node.raw) or id(node) in told:
            continue
        if isinstance(node, Named):
            told.add(id(node))
        yield from _attributes(node, _METADATA, context)
        if isinstance(node, Record):
            names = (*_METADATA, "doc") if has_docs else _METADATA
            for field in node.fields:
                yield from _attributes(field, names, context)


def _attributes(
    node: Node | Field, names: tuple[str, ...], context: Context[Options]
) -> Iterator[Finding]:
    for name in names:
        if name in node.raw:
            is_column = name in _OF_COLUMNS and context.subject.generator == "debezium"
            remedy = _DEBEZIUM if is_column else _CONVERTER
            yield context.finding(
                at=node,
                attribute=name,
                message=f"{name} in a generated key changes with the source and with it "
                f"the schema id; set {remedy}",
                related=context.using(node),
                detail=(name,),
                fix=Fix(
                    "unsafe",
                    f"remove {name}",
                    changes=(Change("remove", f"{node.pointer}/{name}"),),
                ),
            )


RULE = Rule(
    code="KEY015",
    name="key-generated-metadata",
    roles={"key"},
    inputs={"schema"},
    severity=Severity.WARNING,
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "doc": "One item.", "fields": [
            {"name": "item", "type": "string", "doc": "Article number."}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Key", "connect.name": "shop.Key", "fields": [
                {"name": "item", "type": "string"}]}""",
            at="/connect.name",
            says="connect.name in a generated key changes with the source and with it "
            "the schema id; set key.converter.connect.meta.data=false",
        ),
        Bad(
            """{"type": "record", "name": "Key", "fields": [
                {"name": "item", "type": {"type": "long", "connect.version": 1}}]}""",
            at="/fields/0/type/connect.version",
            says="connect.version in a generated key",
        ),
        Bad(
            """{"type": "record", "name": "Key", "fields": [
                {"name": "item", "type":
                 {"type": "string", "connect.parameters": {"size": "13"}}}]}""",
            at="/fields/0/type/connect.parameters",
            says="connect.parameters in a generated key",
        ),
        Bad(
            """{"type": "record", "name": "Key", "fields": [
                {"name": "item", "type": {"type": "int", "connect.default": 0}}]}""",
            at="/fields/0/type/connect.default",
            says="connect.default in a generated key",
        ),
        Bad(
            """{"type": "record", "name": "Key", "fields": [
                {"name": "item", "type": {"type": "int", "connect.doc": "Article"}}]}""",
            at="/fields/0/type/connect.doc",
            says="connect.doc in a generated key",
        ),
        Bad(
            """{"type": "record", "name": "Key", "fields": [
                {"name": "shelf", "type": "Shelf"}]}""",
            at="/connect.name",
            says="connect.name in a generated key",
            beside={
                "shelf.avsc": """{"type": "record", "name": "Shelf",
                    "connect.name": "Shelf", "fields": [
                    {"name": "row", "type": "int"}]}"""
            },
        ),
    ),
    sources=(
        "MaterializeInc/materialize#26353",
        "debezium, TableSchemaBuilder.java",
        "Confluent AvroData",
    ),
)
