"""AVR004 invalid-name."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import complaints, finding
from avrotower.finding import Finding, Fix
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema
from avrotower.schema.names import repaired


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Names are made of ASCII letters, digits and underscores.

    Hyphens arrive from databases and connectors.
    Registries tolerate them in stored schemas and refuse them in new ones; code generators fail.
    Letters beyond ASCII pass Java's lenient validator and fail the strict one.
    """
    for error in complaints(
        context, "name-invalid", "namespace-invalid", "name-primitive"
    ):
        fix = None
        if error.reason == "name-invalid" and error.detail:
            legal = repaired(error.detail[0])
            fix = Fix("display", f'call it "{legal}"', f'"{legal}"')
        yield finding(schema, context, error, fix=fix)


RULE = Rule(
    code="AVR004",
    name="invalid-name",
    inputs={"schema"},
    profile="minimal",
    fix="display",
    retells=True,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "price_net", "type": "long"}]}"""),
        Good('{"type": "fixed", "name": ".Ean", "size": 13}'),
        Good('{"type": "fixed", "name": "shop.int", "size": 4}'),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "price-net", "type": "long"}]}""",
            at="/fields/0/name",
            says='"price-net" is not an Avro name: the name of the field takes ASCII',
        ),
        Bad(
            '{"type": "fixed", "name": "8Ean", "size": 8}',
            at="/name",
            says='"8Ean" is not an Avro name',
        ),
        Bad(
            '{"type": "fixed", "name": "Größe", "size": 8}',
            at="/name",
            says='"Größe" is not an Avro name',
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": ["PIECE", "100G"]}',
            at="/symbols/1",
            says='"100G" is not an Avro name: the symbol takes ASCII',
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": ["PIECE", 100]}',
            at="/symbols/1",
            says="100 is not an Avro name: a symbol must be text",
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "namespace": "my-shop", "size": 13}',
            at="/namespace",
            says='"my-shop" is not an Avro name: a part of the namespace',
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 13, "aliases": ["shop.Ean-13"]}',
            at="/aliases/0",
            says='"Ean-13" is not an Avro name',
        ),
        Bad(
            '{"type": "fixed", "name": "int", "size": 4}',
            at="/name",
            says='"int" is not an Avro name: it is a primitive type',
        ),
    ),
    sources=("Avro specification, Names", "Apicurio/apicurio-registry#3309"),
)
