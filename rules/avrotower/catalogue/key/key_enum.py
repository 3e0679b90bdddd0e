"""KEY008 key-enum."""

from collections.abc import Iterator

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Finding, Fix, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Enum, Schema

_FIX = Fix("display", "use a string", '"string"')


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A key has no enum.

    Symbol lists grow; the schema of a key must not, because a new symbol is a new schema id.
    Moving a symbol from first to second place turns the bytes `00` into `02`.
    """
    told: set[int] = set()
    for slot in parts(schema):
        node = slot.node
        if isinstance(node, Enum) and id(node) not in told:
            told.add(id(node))
            yield context.finding(
                at=node,
                message=f"enum {node.fullname} in a key: a symbol is encoded by its "
                "position, and a new symbol is a new schema id",
                related=context.using(node),
                fix=_FIX,
            )


RULE = Rule(
    code="KEY008",
    name="key-enum",
    roles={"key"},
    inputs={"schema"},
    speaks_of={"enum"},
    severity=Severity.WARNING,
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "unit", "type": "string"}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "unit", "type":
                 {"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}},
                {"name": "packed", "type": "Unit"}]}""",
            at="/fields/0/type",
            says="enum Unit in a key: a symbol is encoded by its position, and a new "
            "symbol is a new schema id",
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}',
            at="",
            says="enum Unit in a key",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "unit", "type": "shop.Unit"}]}""",
            at="",
            says="enum shop.Unit in a key",
            beside={
                "unit.avsc": """{"type": "enum", "name": "Unit", "namespace": "shop",
                    "symbols": ["PIECE", "KILO"]}"""
            },
        ),
    ),
    sources=("confluentinc/schema-registry#1610",),
)
