"""AVR003 invalid-schema."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import found
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import ENUM, UNION, Enum, Named, Schema, Union, is_object

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
    Java silently ignores a `namespace` that is no text, so the type lands in another
    namespace.
    """
    yield from found(schema, context, *_REASONS)
    for node in schema.nodes:
        if node.type == UNION:
            if isinstance(node, Union) and not node.branches:
                yield context.finding(
                    at=node,
                    message="the union is empty, so no value fits it; name its branches",
                    detail=("union-empty",),
                )
            continue
        if node.type == ENUM and isinstance(node, Enum) and not node.symbols:
            yield context.finding(
                at=node,
                attribute="symbols",
                message=f"enum {node.fullname} has no symbols, so no value fits it; "
                "name at least one",
                detail=("symbols-empty",),
            )
        if not is_object(node.raw):
            continue
        doc = node.raw.get("doc", "")
        if not isinstance(doc, str):
            yield context.finding(
                at=node,
                attribute="doc",
                message='"doc" is no text and is ignored; put it in quotes',
                detail=("doc",),
            )
        if isinstance(node, Named) and not isinstance(
            node.raw.get("namespace", ""), str
        ):
            yield context.finding(
                at=node,
                attribute="namespace",
                message='"namespace" is no text and is ignored, so the type lands in '
                f'"{node.namespace}"; put it in quotes',
                detail=("namespace",),
            )
    for field in schema.fields:
        doc = field.raw.get("doc", "")
        if not isinstance(doc, str):
            yield context.finding(
                at=field,
                attribute="doc",
                message='"doc" is no text and is ignored; put it in quotes',
                detail=("doc",),
            )


RULE = Rule(
    code="AVR003",
    name="invalid-schema",
    inputs={"schema"},
    profile="minimal",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "amount", "type": "long"}]}"""),
    ),
    bad=(
        Bad('{"type": "record", "name": "Price"}', at="", says='has no "fields"'),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount"}]}""",
            at="/fields/0",
            says="has no type",
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": []}',
            at="/symbols",
            says="has no symbols",
        ),
        Bad("[]", at="", says="the union is empty"),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 13, "namespace": 7}',
            at="/namespace",
            says="is ignored",
        ),
        Bad('{"type": "string", "doc": 7}', at="/doc", says="is ignored"),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": "long", "doc": null}]}""",
            at="/fields/0/doc",
            says="is ignored",
        ),
        Bad('{"type": {"type": "string"}}', at="/type", says='"type" must be text'),
    ),
    sources=("Avro specification, Complex Types",),
)
