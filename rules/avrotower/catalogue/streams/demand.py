"""Where it is said which level a topic has."""

from avrotower.finding import Location
from avrotower.rule import Context, Options


def placed_at(context: Context[Options], at: tuple[str | int, ...]) -> Location:
    """Return the place of the level: the subject in a registry, or the policy's key *at*."""
    if context.scene is not None and context.scene.subject is not None:
        return context.scene.subject.settings.location
    if context.topology is None:
        return Location("policy")
    return context.topology.demand_place(context.topic.name, at)
