"""CMP017 weak-compatibility-mode."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from avrotower.finding import Finding, Location
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Kind, Options, Rule
from avrotower.schema.model import Schema

_Level: TypeAlias = Literal[
    "NONE",
    "BACKWARD",
    "BACKWARD_TRANSITIVE",
    "FORWARD",
    "FORWARD_TRANSITIVE",
    "FULL",
    "FULL_TRANSITIVE",
]
_OF_TOPIC: Final = frozenset({"topics", "overrides"})
"""Tables of the policy that speak of single topics, not of their kind."""


class WeakCompatibilityMode(Options):
    """What is owed."""

    levels: Mapping[Kind, _Level] = {
        "event": "FULL",
        "command": "BACKWARD",
        "entity": "FULL_TRANSITIVE",
        "cdc": "BACKWARD",
        "changelog": "BACKWARD_TRANSITIVE",
        "repartition": "FULL",
        "fk-join": "FULL",
        "shared": "FULL_TRANSITIVE",
        "unknown": "BACKWARD",
    }
    """The level that each kind needs at least; without it, that of `[kinds]`, of
    `[compat] level`, or of the profile."""


def check(schema: Schema, context: Context[WeakCompatibilityMode]) -> Iterator[Finding]:
    """A value is checked at the level that its kind needs, or at a stricter one.

    avrotower checks at that level anyway, but whoever reaches the registry past it is checked at the registry's own.
    Nothing is checked at NONE.
    """
    del schema
    level, at = context.demanded
    kind = context.subject.kind
    needed = context.options.levels.get(kind)
    if level is None or level == needed or context.subject.role == "key":
        return
    from avrotower.compat.levels import Level  # noqa: PLC0415  few topics differ

    is_enough = needed is None or Level(level).at_least(Level(needed))
    if level != "NONE" and is_enough:
        return
    scene = context.scene
    if scene is not None and scene.subject is not None:
        place, name, told = scene.subject.settings.location, context.subject.name, "is"
    elif at and at[0] in _OF_TOPIC and context.topology is not None:
        name, told = context.topic.name, "shall be"
        place = context.topology.demand_place(name, at)
    else:
        return
    yield _told(
        context, place, f"{name} {told} checked at {level}", needed or "BACKWARD"
    )


def _told(
    context: Context[WeakCompatibilityMode], place: Location, fact: str, needed: str
) -> Finding:
    kind = context.subject.kind
    what = "every subject" if kind == "unknown" else f"kind {kind}"
    return context.finding(
        at=place,
        message=f"{fact}; {what} needs at least {needed}. Set compatibility to {needed}",
    )


RULE = Rule(
    code="CMP017",
    name="weak-compatibility-mode",
    roles=frozenset(),
    kinds=ALL_KINDS - {"dlq"},
    inputs={"project"},
    optional={"registry"},
    options=WeakCompatibilityMode,
    place="topic",
    check=check,
    good=(
        Good("""[topics.ticket]
            kind = "event"
            compatibility = "FULL_TRANSITIVE\""""),
        Good(
            "",
            registry="""{"subjects": {"ticket-value": {
            "config": {"compatibilityLevel": "FULL"}}}}""",
        ),
        Good(
            """[topics.ticket]
            kind = "command\"""",
            registry='{"subjects": {"ticket-value": {}, "ticket-key": {}}}',
        ),
    ),
    bad=(
        Bad(
            """[topics.ticket]
            kind = "event"
            compatibility = "BACKWARD\"""",
            at="/topics/ticket/compatibility",
            says="ticket shall be checked at BACKWARD; kind event needs at least FULL",
        ),
        Bad(
            """[topics.ticket]
            kind = "event\"""",
            at="",
            says="ticket-value is checked at BACKWARD; kind event needs at least FULL",
            registry='{"subjects": {"ticket-value": {}}}',
        ),
        Bad(
            "",
            at="",
            says="ticket-value is checked at NONE; every subject needs at least BACKWARD",
            registry="""{"config": {"compatibilityLevel": "NONE"},
            "subjects": {"ticket-value": {}}}""",
        ),
        Bad(
            """[topics.ticket]
            kind = "event\"""",
            at="",
            says="kind event needs at least FULL_TRANSITIVE",
            registry="""{"subjects": {"ticket-value": {
            "config": {"compatibilityLevel": "FULL"}}}}""",
            options={"levels": {"event": "FULL_TRANSITIVE"}},
        ),
    ),
    sources=(
        "Zalando RESTful API guidelines, 245",
        "axonops/axonops-schema-registry, best practices",
    ),
)
