"""STM002 join-group-partition-mismatch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

if TYPE_CHECKING:  # only where a join group is declared
    from avrotower.topology import JoinGroup, Topic


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The topics of a join group have one number of partitions.

    A task of Kafka Streams reads the same partition of all of them, so a pair meets only where both have it.
    It is the only condition that Kafka Streams checks itself, and it does so when the application starts.
    """
    del schema
    topology = context.topology
    if topology is None:
        return
    for group in topology.groups:
        members = topology.members(group)
        if context.scene is not None and context.scene.broker is not None:
            members = [*map(context.scene.broker.sharpened, members)]
        known = [topic for topic in members if topic.partitions]
        if not known or (len(known) == 1 and group.partitions is None):
            told = (
                f"the topics of {group.name} do not say how many partitions they have"
            )
            context.lack("broker", told)
            continue
        for told, topic in _differing(group, known):
            yield context.finding(
                at=topology.place(group.at, group.path),
                message=f"{group.name}: {told}; the application does not start. Make "
                "the counts equal: a topic gets more partitions by a copy, since keys "
                "that are written do not move",
                detail=(topic,),
            )


def _differing(group: "JoinGroup", known: list["Topic"]) -> Iterator[tuple[str, str]]:
    """Yield what is told of each topic with another count, and its name."""
    wanted, who = group.partitions, f"{group.partitions} are expected"
    if wanted is None:
        wanted, who = known[0].partitions, f"{known[0].name} has {known[0].partitions}"
    for topic in known:
        if topic.partitions != wanted:
            yield f"{topic.name} has {topic.partitions} partitions, {who}", topic.name


RULE = Rule(
    code="STM002",
    name="join-group-partition-mismatch",
    roles=frozenset(),
    inputs={"project"},
    optional={"broker"},
    place="topology",
    check=check,
    good=(
        Good("""[topics]
            price = { partitions = 48 }
            stock = { partitions = 48 }
            [join-groups]
            by-item = ["price", "stock"]"""),
    ),
    bad=(
        Bad(
            """[topics]
            price = { partitions = 48 }
            stock = { partitions = 12 }
            [join-groups]
            by-item = ["price", "stock"]""",
            at="/join-groups/by-item",
            says="join group by-item: stock has 12 partitions, price has 48",
        ),
        Bad(
            """[topics]
            price = { partitions = 12 }
            stock = {}
            [join-groups.by-item]
            members = ["price", "stock"]
            partitions = 48""",
            at="/join-groups/by-item",
            says="join group by-item: price has 12 partitions, 48 are expected",
        ),
    ),
    sources=("Kafka Streams DSL guide, co-partitioning",),
)
