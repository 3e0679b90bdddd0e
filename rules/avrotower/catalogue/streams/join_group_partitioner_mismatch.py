"""STM003 join-group-partitioner-mismatch."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The topics of a join group are written with one partitioner.

    Java clients default to murmur2, those on librdkafka (Go, Python, .NET) to CRC32: the same key lies on another partition.
    Kafka Streams cannot see it, and the broker does not know it.
    """
    del schema
    topology = context.topology
    if topology is None:
        return
    for group, topic, first in topology.apart(lambda topic: topic.partitioner):
        yield context.finding(
            at=topology.place(group.at, group.path),
            message=f"{group.name}: {topic.name} is partitioned by "
            f"{topic.partitioner}, {first.name} by {first.partitioner}; "
            "equal keys lie on different partitions. Set the same partitioner "
            "in all that write them, and declare it",
            detail=(topic.name,),
        )


RULE = Rule(
    code="STM003",
    name="join-group-partitioner-mismatch",
    roles=frozenset(),
    inputs={"project"},
    place="topology",
    check=check,
    good=(
        Good("""[topics]
            price = { partitioner = "murmur2" }
            stock = { partitioner = "murmur2" }
            [join-groups]
            by-item = ["price", "stock"]"""),
    ),
    bad=(
        Bad(
            """[topics]
            price = { partitioner = "murmur2" }
            stock = { partitioner = "consistent-random" }
            [join-groups]
            by-item = ["price", "stock"]""",
            at="/join-groups/by-item",
            says="join group by-item: stock is partitioned by consistent-random, "
            "price by murmur2",
        ),
        Bad(
            """[topics]
            line = { partitioner = "consistent-random" }
            price = { partitioner = "murmur2" }
            [apps.engine]
            application-ids = ["engine-v1"]
            [[joins]]
            app = "engine"
            left = "line"
            right = "price\"""",
            at="/joins/0",
            says="the join of line and price in app engine: price is partitioned by "
            "murmur2, line by consistent-random",
        ),
    ),
    sources=(
        "confluentinc/confluent-kafka-go#325",
        "confluentinc/confluent-kafka-dotnet#1103",
        "confluentinc/librdkafka#4510",
    ),
)
