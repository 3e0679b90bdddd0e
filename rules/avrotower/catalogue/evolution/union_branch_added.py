"""CMP007 union-branch-added."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Earlier readers can read every branch of a union.

    Making a mandatory field optional is the commonest change that new readers survive and old ones do not.
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
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "long"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "int"]}]}""",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "string"}]}""",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "string"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string"]}]}""",
            level="BACKWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "string"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string"]}]}""",
            at="/fields/0/type/0",
            says="Price.net may now be null; readers on version 1 cannot read that (old reads new, version 1; level FORWARD)",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string", "long"]}]}""",
            at="/fields/0/type/2",
            says="Price.net may now be long; readers on version 1 cannot read that",
            level="FORWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
