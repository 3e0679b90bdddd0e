"""CMP007 union-branch-added."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Earlier readers can read every branch of a union.

    Making a mandatory field optional is the commonest change that new readers survive and
    old ones do not.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP007",
    name="union-branch-added",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="none",
    check=check,
    good=(
        Evolution(
            before="""["null", "long"]""",
            after="""["null", "int"]""",
            level="FORWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": "string"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": ["null", "string"], "default": null}]}""",
            at="/fields/0/type/0",
            says="null",
            level="FORWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
