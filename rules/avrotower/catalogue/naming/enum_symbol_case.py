"""NAM003 enum-symbol-case."""

from __future__ import annotations

from avrotower.catalogue.naming.style import Style, proposal, sieve
from avrotower.finding import Finding, Fix, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import JSON, Enum, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal


class EnumSymbolCase(Options):
    """How symbols are written."""

    style: Literal["UPPER_SNAKE_CASE", "PascalCase", "snake_case"] = "UPPER_SNAKE_CASE"
    """The style of all symbols."""


def check(schema: Schema, context: Context[EnumSymbolCase]) -> Iterator[Finding]:
    """Symbols are written in one style.

    Symbols become constants.
    One spelling keeps them comparable across topics: a filter for `CLOSED` misses `Closed` and fails nowhere.
    """
    style: Style = context.options.style
    for named in schema.names.values():
        if isinstance(named, Enum) and sieve(style).caught(frozenset(named.symbols)):
            yield from _symbols(named, style, context)


def _symbols(
    node: Enum, style: Style, context: Context[EnumSymbolCase]
) -> Iterator[Finding]:
    place = context.location(node)
    # As written, because a symbol that is no text is not in the model.
    written: list[JSON] = node.raw["symbols"]
    for index, symbol in enumerate(written):
        told = proposal(symbol, style) if isinstance(symbol, str) else None
        if told is not None:
            yield context.finding(
                at=place._replace(pointer=f"{place.pointer}/symbols/{index}"),
                message=f"symbol {symbol} is not {style}: {told}",
                detail=(symbol,),
                fix=Fix("unsafe", f'rename it to "{told}"', f'"{told}"'),
            )


RULE = Rule(
    code="NAM003",
    name="enum-symbol-case",
    inputs={"schema"},
    speaks_of={"enum"},
    severity=Severity.WARNING,
    fix="unsafe",
    options=EnumSymbolCase,
    check=check,
    good=(
        Good(
            """{"type": "enum", "name": "State", "symbols": ["UNKNOWN", "ON_HOLD"]}"""
        ),
        Good(
            """{"type": "enum", "name": "State", "symbols": ["OnHold"]}""",
            options={"style": "PascalCase"},
        ),
        Good(
            """{"type": "enum", "name": "State", "symbols": ["on_hold"]}""",
            options={"style": "snake_case"},
        ),
    ),
    bad=(
        Bad(
            """{"type": "enum", "name": "State", "symbols": ["UNKNOWN", "OnHold"]}""",
            at="/symbols/1",
            says="symbol OnHold is not UPPER_SNAKE_CASE: ON_HOLD",
        ),
        Bad(
            """{"type": "enum", "name": "State", "symbols": ["Unknown", "ON_HOLD"]}""",
            at="/symbols/1",
            says="symbol ON_HOLD is not PascalCase: OnHold",
            options={"style": "PascalCase"},
        ),
        Bad(
            """{"type": "enum", "name": "State", "symbols": ["unknown", "onHold"]}""",
            at="/symbols/1",
            says="symbol onHold is not snake_case: on_hold",
            options={"style": "snake_case"},
        ),
    ),
    sources=("RADAR-base/RADAR-Schemas", "AIP-126"),
)
