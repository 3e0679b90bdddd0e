"""AVR003 invalid-schema."""

from __future__ import annotations

from avrotower.catalogue.specification.complaint import found
from avrotower.finding import Finding
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import At, Bad, Context, Good, Options, Rule
from avrotower.schema.model import (
    JSON,
    Enum,
    Named,
    Schema,
    Union,
    is_array,
    is_object,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


_REASONS = (
    "schema-type",
    "type-missing",
    "name-missing",
    "fields-missing",
    "field-name-missing",
    "field-type-missing",
    "order-invalid",
    "symbols-missing",
    "size-invalid",
    "size-range",
    "items-missing",
    "values-missing",
    "aliases-invalid",
    "protocol-",
    "message-",
)


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Every node is a schema as the specification defines it.

    Most Python parsers let these through; the first Java reader does not.
    Java silently ignores a `namespace` that is no text, so the type lands in another namespace.
    """
    yield from found(schema, context, *_REASONS)
    for node in schema.nodes:
        raw: JSON = node.raw
        if is_array(raw):
            if not raw and isinstance(node, Union):
                yield context.finding(
                    at=node,
                    message="the union is empty, so no value fits it; name its branches",
                    detail=("union-empty",),
                )
            continue
        if not is_object(raw):
            continue
        if raw.get("symbols") == [] and isinstance(node, Enum):
            yield context.finding(
                at=node,
                attribute="symbols",
                message=f"enum {node.fullname} has no symbols, so no value fits it; "
                "name at least one",
                detail=("symbols-empty",),
            )
        if not isinstance(raw.get("doc", ""), str):
            yield _doc(node, context)
        if not isinstance(raw.get("namespace", ""), str) and isinstance(node, Named):
            yield _namespace(node, context)
    for field in schema.fields:
        if not isinstance(field.raw.get("doc", ""), str):
            yield _doc(field, context)


def _doc(at: At, context: Context[Options]) -> Finding:
    return context.finding(
        at=at,
        attribute="doc",
        message='"doc" is no text and is ignored; put it in quotes',
        detail=("doc",),
    )


def _namespace(node: Named, context: Context[Options]) -> Finding:
    lands = f"the namespace {node.namespace}" if node.namespace else "no namespace"
    return context.finding(
        at=node,
        attribute="namespace",
        message=f'"namespace" is no text and is ignored, so {node.name} lands in {lands}; '
        "put it in quotes",
        detail=("namespace",),
    )


RULE = Rule(
    code="AVR003",
    name="invalid-schema",
    inputs={"schema"},
    profile="minimal",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "namespace": "shop", "fields": [
            {"name": "amount", "type": "long", "order": "Ignore", "aliases": ["net"]}]}"""),
        Good('{"type": "fixed", "name": "Nothing", "size": 0}'),
        Good('{"type": "record", "name": "Opened", "fields": []}'),
    ),
    bad=(
        Bad(
            '{"type": "record", "name": "Price"}',
            at="",
            says='record Price has no "fields"',
        ),
        Bad(
            '{"type": "record", "name": "Price", "fields": {}}',
            at="/fields",
            says='"fields" of record Price must be an array of fields',
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                "amount"]}""",
            at="/fields/0",
            says="a field must be an object",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"type": "long"}]}""",
            at="/fields/0",
            says="the field has no name",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount"}]}""",
            at="/fields/0",
            says='field "amount" has no type',
        ),
        Bad('{"type": "record", "fields": []}', at="", says="the record has no name"),
        Bad(
            '{"type": "enum", "name": "Unit"}',
            at="",
            says='enum Unit has no "symbols"',
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": []}',
            at="/symbols",
            says="enum Unit has no symbols",
        ),
        Bad('{"type": "array"}', at="", says='array has no "items"'),
        Bad('{"type": "map"}', at="", says='map has no "values"'),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": "13"}',
            at="/size",
            says='"size" of fixed Ean must be an integer',
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": -1}',
            at="/size",
            says="size -1 is negative",
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 2147483640}',
            at="/size",
            says="size 2147483640 exceeds 2,147,483,639",
        ),
        Bad("[]", at="", says="the union is empty"),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": "long", "order": "upwards"}]}""",
            at="/fields/0/order",
            says='"upwards" is no order',
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 13, "aliases": "Gtin"}',
            at="/aliases",
            says='"aliases" must be an array of names',
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 13, "aliases": [7]}',
            at="/aliases/0",
            says="an alias must be text",
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 13, "namespace": 7}',
            at="/namespace",
            says="is ignored, so Ean lands in no namespace",
        ),
        Bad('{"type": "string", "doc": 7}', at="/doc", says='"doc" is no text'),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": "long", "doc": null}]}""",
            at="/fields/0/doc",
            says='"doc" is no text',
        ),
        Bad('{"type": {"type": "string"}}', at="/type", says='"type" must be text'),
        Bad('{"type": ["null", "long"]}', at="/type", says='"type" must be text'),
        Bad("13", at="", says="13 is no schema"),
    ),
    sources=("Avro specification, Complex Types",),
)
