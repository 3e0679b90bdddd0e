"""CMP001 field-added-without-default."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A new field has a default.

    Old records stay in the topic; the reader meets them at the next replay, restore or reset, and has nothing to put into the field.
    A union with `null` but without a default is not optional: it is found too.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP001",
    name="field-added-without-default",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "note", "type": ["null", "string"], "default": null}]}""",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "gross", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long", "aliases": ["gross"]}]}""",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "tax", "type": "long"}]}""",
            level="FORWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "tax", "type": "long"}]}""",
            at="/fields/1",
            says="tax is new and has no default; older data does not have it (new reads old, version 1; level BACKWARD)",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "note", "type": ["null", "string"]}]}""",
            at="/fields/1",
            says="note is new and has no default; older data does not have it",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "tax", "type": "long"}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long"},
                {"name": "vat", "type": "long"}]}""",
            at="/fields/1",
            says='it looks like tax renamed: add "aliases": ["tax"]',
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": {"type": "record", "name": "Money", "fields": [
                 {"name": "value", "type": "long"}]}}]}""",
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": {"type": "record", "name": "Money", "fields": [
                 {"name": "value", "type": "long"}, {"name": "unit", "type": "string"}]}}]}""",
            at="/fields/0/type/fields/1",
            says="unit is new and has no default; older data does not have it (new reads old, version 1; level FULL)",
            level="FULL",
        ),
    ),
    sources=(
        "Avro specification, Schema Resolution",
        "confluentinc/schema-registry#3144",
    ),
)
