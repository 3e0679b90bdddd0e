"""AVR005 undefined-type."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import found
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Every type that is used is defined, here or in another file of the project.

    A name is looked up in the enclosing namespace first, then as it stands.
    Without the definition nothing below it can be judged.
    """
    yield from found(schema, context, "type-undefined")


RULE = Rule(
    code="AVR005",
    name="undefined-type",
    inputs={"schema"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good(
            """{"type": "record", "name": "Price", "namespace": "shop", "fields": [
                {"name": "amount", "type": "Money"}]}""",
            beside={"money.avsc": '{"type": "fixed", "name": "shop.Money", "size": 8}'},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "namespace": "shop", "fields": [
                {"name": "amount", "type": "Mony"}]}""",
            at="/fields/0/type",
            says="did you mean shop.Money, defined in money.avsc",
            beside={"money.avsc": '{"type": "fixed", "name": "shop.Money", "size": 8}'},
        ),
    ),
    sources=("Avro specification, Names", "ImFlog/schema-registry-plugin#57"),
)
