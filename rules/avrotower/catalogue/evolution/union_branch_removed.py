"""CMP006 union-branch-removed."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A union still takes what was written before.

    Registries report only that a union lacks a type; the reason sits one level deeper and
    is what the author needs.
    """
    del schema
    yield from context.breaks()


RULE = Rule(
    code="CMP006",
    name="union-branch-removed",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="none",
    check=check,
    good=(
        Evolution(
            before="""["null", "int"]""",
            after="""["null", "long"]""",
            level="BACKWARD",
        ),
    ),
    bad=(
        Evolution(
            before="""["null", "string"]""",
            after="""["null", "long"]""",
            at="",
            says="string",
            level="BACKWARD",
        ),
    ),
    sources=("Avro specification, Schema Resolution",),
)
