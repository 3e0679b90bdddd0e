"""KEY004 key-schema-kind."""

from collections.abc import Iterator
from typing import Literal

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import HOLE, RECORD, STRING, Schema
from avrotower.schema.words import with_article


class KeySchemaKind(Options):
    """The form of all keys."""

    form: Literal["any", "record", "primitive"] = "any"
    """What the top-level type of a key is; `any` leaves it to the teams."""


def check(schema: Schema, context: Context[KeySchemaKind]) -> Iterator[Finding]:
    """All keys have the form that was agreed.

    Both schools, records and primitives, have reasons, but topics with differently formed keys never join.
    A bare Avro `"string"` still carries the schema id when the Confluent serializer writes it; only a string serializer does not.
    """
    form = context.options.form
    root = schema.root
    if form == "any" or root.type == HOLE:
        return
    fits = root.type == RECORD if form == "record" else root.type <= STRING
    if not fits:
        yield context.finding(
            at=parts(schema)[0],
            message=f"keys are {form}s here; this one is "
            f"{with_article(root.type_name)}",
            detail=(form, root.type_name),
        )


_RECORD = """{"type": "record", "name": "StockKey", "fields": [
    {"name": "store", "type": "string"}]}"""

RULE = Rule(
    code="KEY004",
    name="key-schema-kind",
    roles={"key"},
    inputs={"schema"},
    profile="opt-in",
    options=KeySchemaKind,
    check=check,
    good=(
        Good('"string"'),
        Good(_RECORD, options={"form": "record"}),
        Good('"long"', options={"form": "primitive"}),
    ),
    bad=(
        Bad(
            '"string"',
            at="",
            says="keys are records here; this one is a string",
            options={"form": "record"},
        ),
        Bad(
            _RECORD,
            at="",
            says="keys are primitives here; this one is a record",
            options={"form": "primitive"},
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}',
            at="",
            says="keys are primitives here; this one is an enum",
            options={"form": "primitive"},
        ),
    ),
    sources=(
        "pluralsight/hydra (records)",
        "adidas asynchronous guidelines (primitives)",
    ),
)
