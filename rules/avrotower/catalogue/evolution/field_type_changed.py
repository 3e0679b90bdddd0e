"""CMP003 field-type-changed."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The type of a field stays, or is promoted.

    Promotions are int to long, float or double; long to float or double; float to double;
    string to bytes and back; each only from writer to reader.
    No rule turns one type into another outside of them; the reader stops at the record.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP003",
    name="field-type-changed",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="none",
    check=check,
    good=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "int"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            level="BACKWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "int"}]}""",
            at="/fields/0/type",
            says="long",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "int"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            at="/fields/0/type",
            says="long",
            level="FORWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
