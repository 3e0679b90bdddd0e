"""AVR004 invalid-name."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import found
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Names are made of ASCII letters, digits and underscores.

    Hyphens arrive from databases and connectors.
    Registries tolerate them in stored schemas and refuse them in new ones; code
    generators fail.
    Letters beyond ASCII pass Java's lenient validator and fail the strict one.
    """
    yield from found(
        schema, context, "name-invalid", "namespace-invalid", "name-primitive"
    )


RULE = Rule(
    code="AVR004",
    name="invalid-name",
    inputs={"schema"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "price_net", "type": "long"}]}"""),
        Good('{"type": "fixed", "name": ".Ean", "size": 13}'),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "price-net", "type": "long"}]}""",
            at="/fields/0/name",
            says="price-net",
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": ["PIECE", "100G"]}',
            at="/symbols/1",
            says="100G",
        ),
        Bad(
            '{"type": "fixed", "name": "int", "size": 4}', at="/name", says="primitive"
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "namespace": "my-shop", "size": 13}',
            at="/namespace",
            says="my-shop",
        ),
    ),
    sources=("Avro specification, Names", "Apicurio/apicurio-registry#3309"),
)
