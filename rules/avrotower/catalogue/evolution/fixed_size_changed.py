"""CMP008 fixed-size-changed."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The size of a fixed stays.

    There is no promotion between sizes; resolution refuses both directions.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP008",
    name="fixed-size-changed",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="none",
    check=check,
    good=(
        Evolution(
            before="""{"type": "fixed", "name": "Ean", "size": 13}""",
            after="""{"type": "fixed", "name": "Ean", "size": 13, "doc": "GTIN"}""",
            level="FULL",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "fixed", "name": "Ean", "size": 8}""",
            after="""{"type": "fixed", "name": "Ean", "size": 13}""",
            at="/size",
            says="Ean was 8 bytes and is 13 (new reads old, version 1; level BACKWARD)",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "fixed", "name": "Ean", "size": 8}""",
            after="""{"type": "fixed", "name": "Ean", "size": 13}""",
            at="/size",
            says="Ean was 8 bytes and is 13 (old reads new, version 1; level FORWARD)",
            level="FORWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
