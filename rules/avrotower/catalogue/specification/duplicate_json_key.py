"""AVR002 duplicate-json-key."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import path_at
from avrotower.finding import Finding, Fix, Location, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema
from avrotower.schema.traits import DUPLICATE_KEY


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A JSON object has each key once.

    The half that a reader drops is silent.
    Between a gate and a registry it is worse: two parsers that choose differently judge two different schemas.
    """
    document = context.document
    if not document.has_duplicate_keys:
        return
    for pair in document.scan.duplicates:
        path = path_at(schema, pair.pointer)
        first = Location(document.name, pair.pointer, path, "key", pair.first)
        yield context.finding(
            at=first._replace(span=pair.again),
            message=f'"{pair.key}" is written twice in this object; '
            "most readers keep the last one and drop the first",
            related=[Related("the first one", first)],
            detail=(pair.key,),
            fix=Fix("display", "keep the one that is meant, remove the other"),
        )


RULE = Rule(
    code="AVR002",
    name="duplicate-json-key",
    inputs={"schema"},
    speaks_of={DUPLICATE_KEY},
    profile="minimal",
    fix="display",
    check=check,
    good=(Good('{"type": "fixed", "name": "Ean", "size": 13}'),),
    bad=(
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 8, "size": 13}',
            at="/size",
            on="key",
            spot="1:45",
            says='"size" is written twice in this object',
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 8, "si\\u007ae": 13}',
            at="/size",
            on="key",
            spot="1:45",
            says='"size" is written twice in this object',
        ),
    ),
    sources=("RFC 8259, section 4", "adrienverge/yamllint, rule key-duplicates"),
)
