"""DOC001 type-doc-missing."""

from __future__ import annotations

from avrotower.finding import Finding, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.damage import is_excused
from avrotower.schema.model import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal


class TypeDocMissing(Options):
    """Which types need a doc."""

    kinds: tuple[Literal["record", "enum", "fixed"], ...] = ("record", "enum")
    """The kinds of named types that need one."""


def check(schema: Schema, context: Context[TypeDocMissing]) -> Iterator[Finding]:
    """A type says what it is.

    Of 1,516 public schema files 660 document nothing.
    Whoever reads a topic of another team has the schema and nobody to ask.
    """
    kinds = context.options.kinds
    for named in schema.names.values():
        doc = named.raw.get("doc")
        if isinstance(doc, str) and doc.strip():
            continue
        if named.type_name in kinds and not is_excused(named.raw, "doc"):
            yield context.finding(
                at=named, attribute="name", message=f"{named.fullname} has no doc"
            )


RULE = Rule(
    code="DOC001",
    name="type-doc-missing",
    inputs={"schema"},
    severity=Severity.WARNING,
    options=TypeDocMissing,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "doc": "What a store has.",
            "fields": []}"""),
        Good("""{"type": "fixed", "name": "Ean", "size": 13}"""),
        Good(
            """{"type": "enum", "name": "State", "symbols": ["OPEN"]}""",
            options={"kinds": ("record",)},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "namespace": "com.acme",
                "fields": []}""",
            at="/name",
            says="com.acme.Stock has no doc",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "doc": " ", "fields": []}""",
            at="/name",
            says="Stock has no doc",
        ),
        Bad(
            """{"type": "enum", "name": "State", "symbols": ["OPEN"]}""",
            at="/name",
            says="State has no doc",
        ),
        Bad(
            """{"type": "fixed", "name": "Ean", "size": 13}""",
            at="/name",
            says="Ean has no doc",
            options={"kinds": ("fixed",)},
        ),
    ),
    sources=("RADAR-base/RADAR-Schemas", "bufbuild/buf COMMENT rules"),
)
