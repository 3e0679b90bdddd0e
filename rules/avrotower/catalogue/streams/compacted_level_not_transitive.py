"""STM008 compacted-level-not-transitive."""

from collections.abc import Iterator
from typing import Final

from avrotower.catalogue.streams.demand import placed_at
from avrotower.finding import Finding
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_ENOUGH: Final = frozenset({"BACKWARD_TRANSITIVE", "FULL_TRANSITIVE"})
_FALLS_SHORT: Final = {
    "NONE": "compares with nothing",
    "FORWARD": "does not ask whether new readers read them",
    "FORWARD_TRANSITIVE": "does not ask whether new readers read them",
}


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A topic that keeps its oldest records demands a level that looks at all versions.

    Nobody ever rewrites the oldest row of a compacted topic, or of one that keeps all.
    Each of `{a}`, `{a, b with default}`, `{a, b without default}` is BACKWARD to the one before, and the third cannot read the first.
    One window at NONE is permanent there.
    """
    del schema
    topic = context.topic
    kept = topic.kept(context.subject.kind)
    level, at = context.demanded
    if not kept or level is None or level in _ENOUGH:
        return
    why = _FALLS_SHORT.get(level, "compares only with the last one")
    yield context.finding(
        at=placed_at(context, at),
        message=f"{topic.name} keeps records of every version ({kept}), but {level} "
        f"{why}; set compatibility to BACKWARD_TRANSITIVE or FULL_TRANSITIVE",
    )


RULE = Rule(
    code="STM008",
    name="compacted-level-not-transitive",
    roles=frozenset(),
    kinds=ALL_KINDS - {"dlq"},
    inputs={"project"},
    optional={"registry", "broker"},
    profile="minimal",
    place="topic",
    check=check,
    good=(
        Good("""[topics.price]
            kind = "entity"
            cleanup = "compact\""""),
        Good("""[topics.ticket]
            kind = "event"
            cleanup = "delete"
            retention = "30d\""""),
    ),
    bad=(
        Bad(
            """[topics.price]
            kind = "entity"
            cleanup = "compact"
            compatibility = "BACKWARD\"""",
            at="/topics/price/compatibility",
            says="price keeps records of every version (cleanup compact), but BACKWARD "
            "compares only with the last one; set compatibility to BACKWARD_TRANSITIVE "
            "or FULL_TRANSITIVE",
        ),
        Bad(
            """[topics.ticket]
            kind = "event"
            retention = "infinite\"""",
            at="/topics/ticket",
            says="(retention infinite), but FULL compares only with the last one",
        ),
        Bad(
            """[topics.engine-store-changelog]
            kind = "changelog"
            compatibility = "NONE\"""",
            at="/topics/engine-store-changelog/compatibility",
            says="(a changelog is compacted), but NONE compares with nothing",
        ),
    ),
    sources=(
        "Confluent, schema evolution and Kafka Streams",
        "confluentinc/schema-registry#209, #438",
    ),
)
