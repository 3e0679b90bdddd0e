"""VAL006 optional-without-default."""

from __future__ import annotations

from avrotower.finding import Change, Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import NULL, Parameter, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator


class OptionalWithoutDefault(Options):
    """Fields that may stay nullable without a default."""

    allow: tuple[str, ...] = ()
    """Globs over logical paths, such as `com.acme.Price.note`."""


def check(
    schema: Schema, context: Context[OptionalWithoutDefault]
) -> Iterator[Finding]:
    """A field that may be null has a default.

    A union with `null` but without a default is nullable, not optional: the writer must state the null.
    A reader that lacks the field in the data has nothing to fill in, so the field can be neither added nor dropped.
    """
    for field in schema.fields:
        union = field.type
        if field.has_default or not isinstance(union, Union) or not union.branches:
            continue
        if union.branches[0].type != NULL or isinstance(field, Parameter):
            continue
        if not context.allowed(field.path):
            yield context.finding(
                at=field,
                message=f"{field.name} may be null but has no default; readers cannot "
                "fill it in, so it can be neither added nor dropped",
                fix=Fix(
                    "safe",
                    'add "default": null',
                    '"default": null',
                    (Change("put", field.pointer, "null", "default"),),
                ),
            )


RULE = Rule(
    code="VAL006",
    name="optional-without-default",
    roles={"value"},
    kinds=ALL_KINDS - {"cdc", "changelog", "repartition", "fk-join", "dlq"},
    inputs={"schema"},
    speaks_of={"union"},
    fix="safe",
    options=OptionalWithoutDefault,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["null", "string"], "default": null}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "notes", "type": {"type": "array", "items": ["null", "string"]}}]}"""),
        Good(
            """{"type": "record", "name": "Price", "namespace": "shop", "fields": [
                {"name": "note", "type": ["null", "string"]}]}""",
            options={"allow": ["shop.Price.*"]},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": ["null", "string"]}]}""",
            at="/fields/0",
            says="note may be null but has no default; readers cannot fill it in, so it "
            "can be neither added nor dropped",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "lines", "type": {"type": "array", "items":
                 {"type": "record", "name": "Line", "fields": [
                  {"name": "note", "type": ["null", "string"]}]}}}]}""",
            at="/fields/0/type/items/fields/0",
            says="note may be null but has no default",
        ),
    ),
    sources=("pluralsight/hydra", "RADAR-base/RADAR-Schemas"),
)
