"""CMP004 enum-symbol-removed."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """An enum keeps its symbols, or has a default.

    A symbol is stored as its position in the writer's list; a reader without it has nothing to map it to.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP004",
    name="enum-symbol-removed",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"], "default": "PIECE"}""",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["KILO", "PIECE"]}""",
            level="FULL",
        ),
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}""",
            level="FORWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}""",
            at="",
            says="Unit lost KILO; data that contains them cannot be read (new reads old, version 1; level BACKWARD)",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO", "GRAM"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "LITRE"]}""",
            at="",
            says="Unit lost KILO, GRAM; data that contains them cannot be read",
            level="BACKWARD",
        ),
    ),
    sources=("Avro specification, Enums (default since 1.9)",),
)
