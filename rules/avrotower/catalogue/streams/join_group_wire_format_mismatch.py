"""STM004 join-group-wire-format-mismatch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

if TYPE_CHECKING:  # only where a join group is declared
    from avrotower.topology import Topic


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The keys of a join group carry their schema id in one way.

    A prefix writes five bytes in front of the key, a header writes none: equal keys then hash differently.
    Keys without a schema have no wire format; that they differ is told elsewhere.
    """
    del schema
    topology = context.topology
    if topology is None:
        return
    for group, topic, first in topology.apart(_of_key):
        yield context.finding(
            at=topology.place(group.at, group.path),
            message=f"{group.name}: keys of {topic.name} are {topic.wire_format}, "
            f"keys of {first.name} are {first.wire_format}; the bytes differ even "
            "for one schema. Write both with the same serializer settings, in a new "
            "topic where records exist",
            detail=(topic.name,),
        )


def _of_key(topic: "Topic") -> str:
    """Return the wire format of the key; empty for one without a schema."""
    return "" if topic.key else topic.wire_format


RULE = Rule(
    code="STM004",
    name="join-group-wire-format-mismatch",
    roles=frozenset(),
    inputs={"project"},
    place="topology",
    check=check,
    good=(
        Good("""[topics]
            price = { wire-format = "confluent-header" }
            stock = { wire-format = "confluent-header" }
            [join-groups]
            by-item = ["price", "stock"]"""),
    ),
    bad=(
        Bad(
            """[topics]
            price = {}
            stock = { wire-format = "confluent-header" }
            [join-groups]
            by-item = ["price", "stock"]""",
            at="/join-groups/by-item",
            says="join group by-item: keys of stock are confluent-header, keys of price "
            "are confluent-prefix; the bytes differ even for one schema",
        ),
    ),
    sources=("Confluent SchemaId", "KIP-1271"),
)
