"""CMP006 union-branch-removed."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A union still takes what was written before.

    Registries report only that a union lacks a type; the reason sits one level deeper and is what the author needs.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP006",
    name="union-branch-removed",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="none",
    check=check,
    good=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "int"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "long"]}]}""",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string", "long"]}]}""",
            level="BACKWARD",
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
                {"name": "net", "type": ["null", "string"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "long"]}]}""",
            at="/fields/0/type",
            says="Price.net no longer takes string",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": ["null", "string"]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "string"}]}""",
            at="/fields/0/type",
            says="Price.net no longer takes null: string cannot read null (new reads old, version 1; level BACKWARD)",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "paid", "type": ["null", {"type": "record", "name": "Card", "fields": [
                 {"name": "number", "type": "string"}]}]}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "paid", "type": ["null", {"type": "record", "name": "Card", "fields": [
                 {"name": "number", "type": "string"},
                 {"name": "limit", "type": "long"}]}]}]}""",
            at="/fields/0/type",
            says='Price.paid no longer takes Card: Card matches by name; its field "limit" is new and has no default',
            level="BACKWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
