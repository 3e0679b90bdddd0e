"""AVR005 undefined-type."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import complaints, finding
from avrotower.finding import Finding, Fix
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Every type that is used is defined, here or in another file of the project.

    A name is looked up in the enclosing namespace first, then as it stands.
    Without the definition nothing below it can be judged.
    """
    for error in complaints(context, "type-undefined"):
        fix = None
        if error.nearest:
            name = error.nearest[0]
            fix = Fix("display", f'write "{name}"', f'"{name}"')
        yield finding(schema, context, error, fix=fix)


RULE = Rule(
    code="AVR005",
    name="undefined-type",
    inputs={"schema"},
    optional={"project", "registry"},
    profile="minimal",
    fix="display",
    retells=True,
    check=check,
    good=(
        Good(
            """{"type": "record", "name": "Price", "namespace": "shop", "fields": [
                {"name": "amount", "type": "Money"}]}""",
            beside={"money.avsc": '{"type": "fixed", "name": "shop.Money", "size": 8}'},
        ),
        Good("""{"type": "record", "name": "Price", "namespace": "shop", "fields": [
            {"name": "amount", "type": {"type": "fixed", "name": ".Money", "size": 8}},
            {"name": "tax", "type": "Money"}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "namespace": "shop", "fields": [
                {"name": "amount", "type": "Mony"}]}""",
            at="/fields/0/type",
            says='type "Mony" is not defined; did you mean "shop.Money", '
            "defined in money.avsc?",
            beside={"money.avsc": '{"type": "fixed", "name": "shop.Money", "size": 8}'},
        ),
        Bad(
            """{"type": "record", "name": "Price", "namespace": "shop.price", "fields": [
                {"name": "amount", "type": "Money"}]}""",
            at="/fields/0/type",
            says='did you mean "shop.common.Money", defined in money.avsc?',
            beside={
                "money.avsc": '{"type": "fixed", "name": "shop.common.Money", "size": 8}'
            },
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": "sting"}]}""",
            at="/fields/0/type",
            says='type "sting" is not defined; did you mean "string"?',
        ),
        Bad(
            """{"type": "record", "name": "Price", "namespace": "shop", "fields": [
                {"name": "amount", "type": ["null", "Currency"]}]}""",
            at="/fields/0/type/1",
            says='type "Currency" is not defined; nor is "shop.Currency"; define it',
        ),
    ),
    sources=("Avro specification, Names", "ImFlog/schema-registry-plugin#57"),
)
