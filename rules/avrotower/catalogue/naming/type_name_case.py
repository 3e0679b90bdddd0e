"""NAM001 type-name-case."""

from __future__ import annotations

from avrotower.catalogue.naming.style import proposal, renamed
from avrotower.finding import Finding, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema, Use

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal


class TypeNameCase(Options):
    """How names of types are written."""

    style: Literal["PascalCase", "snake_case", "camelCase"] = "PascalCase"
    """The style of all names of types."""


def check(schema: Schema, context: Context[TypeNameCase]) -> Iterator[Finding]:
    """Names of types are written in one style.

    Type names become class names in every language that generates code.
    A class that is not called like a class is renamed by one generator and kept by the next.
    """
    style = context.options.style
    uses: dict[str, list[Use]] | None = None
    for named in schema.names.values():
        told = proposal(named.name, style)
        if told is not None:
            uses = _uses(schema) if uses is None else uses
            yield context.finding(
                at=named,
                attribute="name",
                message=f"type {named.name} is not {style}: {told}",
                fix=renamed(named, told, uses.get(named.fullname, ())),
            )


def _uses(schema: Schema) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for use in schema.uses:
        found.setdefault(use.definition.fullname, []).append(use)
    return found


RULE = Rule(
    code="NAM001",
    name="type-name-case",
    inputs={"schema"},
    severity=Severity.WARNING,
    fix="unsafe",
    options=TypeNameCase,
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockLevel", "fields": []}"""),
        Good("""{"type": "fixed", "name": "EAN", "size": 13}"""),
        Good(
            """{"type": "record", "name": "stock_level", "fields": []}""",
            options={"style": "snake_case"},
        ),
        Good(
            """{"type": "record", "name": "stockLevel", "fields": []}""",
            options={"style": "camelCase"},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "stock_level", "fields": []}""",
            at="/name",
            says="type stock_level is not PascalCase: StockLevel",
        ),
        Bad(
            """{"type": "enum", "name": "stockState", "symbols": ["OK"]}""",
            at="/name",
            says="type stockState is not PascalCase: StockState",
        ),
        Bad(
            """{"type": "fixed", "name": "com.acme.ean_code", "size": 13}""",
            at="/name",
            says="type ean_code is not PascalCase: EanCode",
        ),
        Bad(
            """{"type": "record", "name": "StockLevel", "fields": []}""",
            at="/name",
            says="type StockLevel is not snake_case: stock_level",
            options={"style": "snake_case"},
        ),
    ),
    sources=("RADAR-base/RADAR-Schemas", "bufbuild/buf"),
)
