"""REG012 new-schema-validation-off."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A registry looks at names and defaults of new schemas.

    With `validateNewSchemas` off it stores names and defaults that fail later, in other languages.
    """
    del schema
    scope = context.scene.scope if context.scene is not None else None
    if scope is None or scope.record.get("validateNewSchemas") is not False:
        return
    yield context.finding(
        at=scope.location,
        message=f"{scope.words} accepts invalid names and defaults: validateNewSchemas "
        "is off. Set it to true",
    )


RULE = Rule(
    code="REG012",
    name="new-schema-validation-off",
    roles=frozenset(),
    inputs={"registry"},
    place="scope",
    check=check,
    good=(Good("", registry='{"config": {"validateNewSchemas": true}}'),),
    bad=(
        Bad(
            "",
            at="",
            says="the registry accepts invalid names and defaults",
            registry='{"config": {"validateNewSchemas": false}}',
        ),
        Bad(
            "",
            at="",
            says="price-value accepts invalid names and defaults",
            registry="""{"subjects": {"price-value": {
            "config": {"validateNewSchemas": false}}}}""",
        ),
    ),
    sources=("Confluent Config",),
)
