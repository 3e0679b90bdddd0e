"""CMP002 field-removed-without-default."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A field that goes had a default.

    Consumers are deployed at another time than producers; those still on the old version stop at the first new record.
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
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "tax", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            level="BACKWARD",
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
            says="tax was removed; readers on version 1 have no default for it (old reads new, version 1; level FORWARD)",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "note", "type": ["null", "string"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            at="",
            says="note was removed; readers on version 1 have no default for it",
            level="FULL",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": {"type": "record", "name": "Money", "fields": [
                 {"name": "value", "type": "long"}, {"name": "unit", "type": "string"}]}}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": {"type": "record", "name": "Money", "fields": [
                 {"name": "value", "type": "long"}]}}]}""",
            at="/fields/0/type",
            says="unit was removed; readers on version 1 have no default for it",
            level="FORWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
