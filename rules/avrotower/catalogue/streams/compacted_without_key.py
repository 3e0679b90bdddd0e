"""STM011 compacted-without-key."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A compacted topic has a key.

    The broker refuses records without one, so the producer gets an error for every record, and in production only.
    """
    del schema
    topic, topology = context.topic, context.topology
    if topology is None or "compact" not in topic.cleanup or topic.key != "none":
        return
    yield context.finding(
        at=topology.place(("topics", topic.name), f"topics.{topic.name}"),
        message=f"{topic.name} is compacted and has no key; the broker refuses such "
        'records. Declare its key, or set cleanup to "delete"',
    )


RULE = Rule(
    code="STM011",
    name="compacted-without-key",
    roles=frozenset(),
    inputs={"project"},
    optional={"broker"},
    profile="minimal",
    place="topic",
    check=check,
    good=(
        Good("""[topics.price]
            cleanup = "compact"
            key = "string\""""),
        Good("""[topics.ticket]
            cleanup = "delete"
            key = "none\""""),
    ),
    bad=(
        Bad(
            """[topics.price]
            cleanup = "compact,delete"
            key = "none\"""",
            at="/topics/price",
            says="price is compacted and has no key; the broker refuses such records",
        ),
    ),
    sources=("apache/kafka LogValidator.java",),
)
