"""STM009 streams-level-not-backward."""

from collections.abc import Iterator
from typing import Final

from avrotower.catalogue.streams.demand import placed_at
from avrotower.finding import Finding
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_NOT_ENOUGH: Final = frozenset({"NONE", "FORWARD", "FORWARD_TRANSITIVE"})


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """What Kafka Streams reads demands that new readers read old records.

    The application must read its own past from state store and changelog, whatever order producers and consumers are upgraded in.
    """
    del schema
    topic = context.topic
    level, at = context.demanded
    if level not in _NOT_ENOUGH or topic.streams is False or context.topology is None:
        return
    readers = context.topology.readers(topic)
    if not readers and not topic.streams:
        return
    yield context.finding(
        at=placed_at(context, at),
        message=f"{topic.name} is read by {' and '.join(readers) or 'Kafka Streams'}; "
        f"Kafka Streams reads old records back from its state, so {level} is not "
        "enough. Set compatibility to BACKWARD or FULL, or to a transitive one of them",
    )


_APP = """
            [apps.engine]
            application-ids = ["engine-v1"]
            inputs = ["line"]"""

RULE = Rule(
    code="STM009",
    name="streams-level-not-backward",
    roles=frozenset(),
    kinds=ALL_KINDS - {"dlq"},
    inputs={"project"},
    optional={"registry"},
    place="topic",
    check=check,
    good=(
        Good(f"""[topics.line]
            compatibility = "FULL"{_APP}"""),
        Good("""[topics.line]
            compatibility = "FORWARD\""""),
    ),
    bad=(
        Bad(
            f"""[topics.line]
            compatibility = "FORWARD"{_APP}""",
            at="/topics/line/compatibility",
            says="line is read by engine; Kafka Streams reads old records back from its "
            "state, so FORWARD is not enough",
        ),
        Bad(
            """[topics.line]
            streams = true
            compatibility = "NONE\"""",
            at="/topics/line/compatibility",
            says="line is read by Kafka Streams",
        ),
    ),
    sources=(
        "Confluent, schema evolution and Kafka Streams",
        "vdesabou/kafka-docker-playground#820",
    ),
)
