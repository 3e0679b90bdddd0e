"""CMP003 field-type-changed."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The type of a field stays, or is promoted.

    Promotions are int to long, float or double; long to float or double; float to double; string to bytes and back; each only from writer to reader.
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
                {"name": "f0", "type": "int"},
                {"name": "f1", "type": "int"},
                {"name": "f2", "type": "int"},
                {"name": "f3", "type": "long"},
                {"name": "f4", "type": "long"},
                {"name": "f5", "type": "float"},
                {"name": "f6", "type": "string"},
                {"name": "f7", "type": "bytes"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "f0", "type": "long"},
                {"name": "f1", "type": "float"},
                {"name": "f2", "type": "double"},
                {"name": "f3", "type": "float"},
                {"name": "f4", "type": "double"},
                {"name": "f5", "type": "double"},
                {"name": "f6", "type": "bytes"},
                {"name": "f7", "type": "string"}]}""",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "string"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "bytes"}]}""",
            level="FULL",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "int"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "long"]}]}""",
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
            says="Price.net was long and is int; int cannot read long (new reads old, version 1; level BACKWARD)",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "int"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            at="/fields/0/type",
            says="Price.net was int and is long; int cannot read long (old reads new, version 1; level FORWARD)",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": {"type": "array", "items": "long"}}]}""",
            at="/fields/0/type",
            says="Price.net was long and is array of long; array of long cannot read long",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": {"type": "array", "items": "long"}}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": {"type": "array", "items": "int"}}]}""",
            at="/fields/0/type/items",
            says="Price.net[] was long and is int; int cannot read long",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": {"type": "map", "values": "long"}}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": {"type": "map", "values": "int"}}]}""",
            at="/fields/0/type/values",
            says="Price.net{} was long and is int; int cannot read long",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": {"type": "enum", "name": "Unit", "symbols": ["KILO"]}}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "string"}]}""",
            at="/fields/0/type",
            says="Price.net was enum Unit and is string; string cannot read enum Unit",
            level="BACKWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
