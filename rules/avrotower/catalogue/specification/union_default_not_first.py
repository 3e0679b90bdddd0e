"""AVR009 union-default-not-first."""

import json
from collections.abc import Iterator

from avrotower.catalogue.specification.default_value import misfit
from avrotower.finding import Finding, Fix
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema, Union


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The default of a union fits its first branch.

    Up to Avro 1.11 the specification demanded the first branch, and most readers in use
    are older than 1.12.
    """
    for field in schema.fields:
        union = field.type
        if not field.has_default or not isinstance(union, Union) or not union.branches:
            continue
        if misfit(union.branches[0], field.default) is None:
            continue
        for position, branch in enumerate(union.branches[1:], start=1):
            if misfit(branch, field.default) is None:
                shown = json.dumps(field.default, ensure_ascii=False)
                yield context.finding(
                    at=field,
                    attribute="default",
                    message=f"default {shown} fits branch {position + 1} "
                    f"({branch.label}), not the first; readers before Avro 1.12 and "
                    f"most other languages refuse it: put {branch.label} first",
                    fix=Fix("unsafe", f"move {branch.label} to the front of the union"),
                )
                break


RULE = Rule(
    code="AVR009",
    name="union-default-not-first",
    inputs={"schema"},
    profile="minimal",
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["null", "string"], "default": null}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": ["string", "null"], "default": null}]}""",
            at="/fields/0/default",
            says="branch 2 (null), not the first",
        ),
    ),
    sources=(
        "Avro specification 1.11 and 1.12, Unions",
        "confluentinc/schema-registry#707",
    ),
)
