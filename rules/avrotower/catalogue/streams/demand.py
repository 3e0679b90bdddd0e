"""Where a policy says which level it demands of a topic."""

from avrotower.finding import Location
from avrotower.rule import Context, Options


def placed_at(context: Context[Options], at: tuple[str | int, ...]) -> Location:
    """Return the place of the key *at* that says the level, or else of the topic.

    A waiver knows both by the topic: the level may move from one key to another.
    """
    topic = context.topic.name
    place = at or ("topics", topic)
    if context.topology is None:
        return Location("policy")
    return context.topology.place(place, f"topics.{topic}")
