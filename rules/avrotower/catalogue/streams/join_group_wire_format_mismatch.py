"""STM004 join-group-wire-format-mismatch."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The keys of a join group carry their schema id in one way.

    A prefix writes five bytes in front of the key, a header writes none: equal keys then hash differently.
    Keys without a schema have no wire format; that they differ is told elsewhere.
    """
    del schema
    topology = context.topology
    if topology is None:
        return
    for group in topology.groups:
        known = [topic for topic in topology.members(group) if not topic.key]
        for topic in known[1:]:
            if topic.wire_format != known[0].wire_format:
                yield context.finding(
                    at=topology.place(group.at, group.path),
                    message=f"{group.name}: keys of {topic.name} are "
                    f"{topic.wire_format}, keys of {known[0].name} are "
                    f"{known[0].wire_format}; the bytes differ even for one schema. "
                    "Write both with the same serializer settings, in a new topic where "
                    "records exist",
                    detail=(topic.name,),
                )


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
