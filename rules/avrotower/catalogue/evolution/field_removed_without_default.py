"""CMP002 field-removed-without-default."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A field that goes had a default.

    Consumers are deployed at another time than producers; those still on the old version
    stop at the first new record.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP002",
    name="field-removed-without-default",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="none",
    check=check,
    good=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "tax", "type": "long", "default": 0}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            level="FORWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "tax", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            at="",
            says="removed",
            level="FORWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
