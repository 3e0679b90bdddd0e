"""TYP008 enum-without-default."""

from __future__ import annotations

from avrotower.finding import Finding, Fix, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.damage import is_excused
from avrotower.schema.json_text import json_text
from avrotower.schema.model import Enum, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator


class EnumWithoutDefault(Options):
    """What to propose."""

    default_symbol: str = "UNKNOWN"
    """The symbol that stands for all that a reader does not know."""


def check(schema: Schema, context: Context[EnumWithoutDefault]) -> Iterator[Finding]:
    """An enum has a default symbol.

    A reader that meets a symbol it does not know takes the default, or stops.
    The default helps only readers that have it already, so it must be there before the next symbol comes (CMP005).
    """
    for named in schema.names.values():
        if (
            isinstance(named, Enum)
            and named.default is None
            and not is_excused(named.raw, "default")
        ):
            yield context.finding(
                at=named,
                message=f"{named.fullname} has no default; the next symbol will stop "
                "every reader that is not updated first",
                fix=_fix(named, context.options.default_symbol),
            )


def _fix(node: Enum, symbol: str) -> Fix:
    written = json_text(symbol)
    edit = f'"default": {written}'
    if symbol in node.symbols:
        return Fix("display", f"add {edit}", edit)
    return Fix("display", f"add the symbol {written} and {edit}", edit)


RULE = Rule(
    code="TYP008",
    name="enum-without-default",
    roles={"value"},
    kinds=ALL_KINDS - {"changelog", "repartition", "fk-join", "dlq"},
    inputs={"schema"},
    speaks_of={"enum"},
    severity=Severity.WARNING,
    fix="display",
    options=EnumWithoutDefault,
    check=check,
    good=(
        Good("""{"type": "enum", "name": "State", "symbols": ["UNKNOWN", "OPEN"],
            "default": "UNKNOWN"}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "state", "default": "OPEN", "type":
                 {"type": "enum", "name": "State", "symbols": ["UNKNOWN", "OPEN"]}}]}""",
            at="/fields/0/type",
            says="State has no default; the next symbol will stop every reader that "
            "is not updated first",
        ),
    ),
    sources=("Avro specification, Enums", "RADAR-base/RADAR-Schemas"),
)
