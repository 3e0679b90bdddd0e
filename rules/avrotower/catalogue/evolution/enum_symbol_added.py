"""CMP005 enum-symbol-added."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Earlier readers of an enum have a default for new symbols.

    A symbol looks harmless because producers and registry accept it; the failure happens in consumers that were not redeployed.
    A default added together with the symbol does not help: the old reader has none.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP005",
    name="enum-symbol-added",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="none",
    check=check,
    good=(
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"], "default": "PIECE"}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            level="BACKWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}""",
            at="/symbols/1",
            says="Unit gained KILO; readers on version 1 do not know them and have no default symbol (old reads new, version 1; level FORWARD)",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"], "default": "PIECE"}""",
            at="/symbols/1",
            says="Unit gained KILO; readers on version 1 do not know them and have no default symbol",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}""",
            after="""{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO", "GRAM"]}""",
            at="/symbols",
            says="Unit gained KILO, GRAM",
            level="FORWARD",
        ),
    ),
    sources=("Avro specification, Enums",),
)
