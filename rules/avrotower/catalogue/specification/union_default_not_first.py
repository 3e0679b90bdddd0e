"""AVR009 union-default-not-first."""

from __future__ import annotations

from avrotower.catalogue.specification.default_value import misfit
from avrotower.finding import Change, Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.json_text import json_text
from avrotower.schema.model import NULL, Field, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The default of a union fits its first branch.

    Up to Avro 1.11 the specification demanded the first branch, and most readers in use are older than 1.12.
    Moving the branch to the front keeps old data readable; new data carries other branch indexes.
    """
    for field in schema.fields:
        union = field.type
        if not field.has_default or not isinstance(union, Union) or not union.branches:
            continue
        first = union.branches[0]
        if first.type == NULL and field.default is None:
            continue
        if misfit(first, field.default) is None:
            continue
        for position, branch in enumerate(union.branches):
            if misfit(branch, field.default) is None:
                shown = json_text(field.default)
                yield context.finding(
                    at=field,
                    attribute="default",
                    message=f"default {shown} fits branch {position + 1} "
                    f"({branch.label}), not the first; readers before Avro 1.12 and "
                    "most other languages refuse it",
                    fix=Fix(
                        "unsafe",
                        f"move {branch.label} to the front of the union",
                        _moved(field, position),
                        (Change("front", f"{union.pointer}/{position}"),),
                    ),
                )
                break


def _moved(field: Field, position: int) -> str:
    """Return the union with the branch at *position* in front, where it is short."""
    branches = list(field.raw["type"])
    branches.insert(0, branches.pop(position))
    if not all(isinstance(branch, str) for branch in branches):
        return ""
    return f'"type": {json_text(branches)}'


RULE = Rule(
    code="AVR009",
    name="union-default-not-first",
    inputs={"schema"},
    speaks_of={"default"},
    profile="minimal",
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["null", "string"], "default": null}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["string", "null"], "default": ""}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["string", "null"]}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": ["string", "null"], "default": null}]}""",
            at="/fields/0/default",
            says="default null fits branch 2 (null), not the first; readers before "
            "Avro 1.12 and most other languages refuse it",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "net", "default": 0,
                 "type": ["null", {"type": "long", "logicalType": "date"}, "int"]}]}""",
            at="/fields/0/default",
            says="default 0 fits branch 2 (long), not the first",
        ),
    ),
    sources=(
        "Avro specification 1.11 and 1.12, Unions",
        "confluentinc/schema-registry#707",
    ),
)
