"""CMP004 enum-symbol-removed."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """An enum keeps its symbols, or has a default.

    A symbol is stored as its position in the writer's list; a reader without it has nothing
    to map it to.
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
    ),
    bad=(
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}""",
            at="",
            says="KILO",
            level="BACKWARD",
        ),
    ),
    sources=("Avro specification, Enums (default since 1.9)",),
)
