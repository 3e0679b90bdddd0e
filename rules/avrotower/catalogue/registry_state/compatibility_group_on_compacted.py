"""REG004 compatibility-group-on-compacted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from avrotower.catalogue.registry_state.reach import named, reached
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule, Subject
from avrotower.schema.model import Schema

if TYPE_CHECKING:  # with a registry only
    from avrotower.estate import Scene
    from avrotower.topology import Topic


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A topic that keeps its oldest records is compared with all of its versions.

    With `compatibilityGroup` a registry compares only versions of one group.
    The level looks strict, and begins with a fresh history whenever the property changes.
    """
    del schema
    scene = context.scene
    group = (
        scene.scope.record.get("compatibilityGroup") if scene and scene.scope else None
    )
    if scene is None or scene.scope is None or not group:
        return
    found = [
        held.name
        for held, subject in reached(scene, "compatibilityGroup", is_shared=True)
        if not subject.is_frozen and _topic(context, scene, subject).kept(subject.kind)
    ]
    if found:
        yield context.finding(
            at=scene.scope.location,
            message=f"{named(found)}: versions are compared within one {group} only; "
            "records of other groups stay in the topic and become unreadable. Take "
            f"compatibilityGroup out of the configuration of {scene.scope.words}",
        )


def _topic(context: Context[Options], scene: "Scene", subject: Subject) -> "Topic":
    from avrotower.topology import Topic  # noqa: PLC0415  with a registry only

    known = context.topology.topics.get(subject.topic) if context.topology else None
    topic = known or Topic(subject.topic)
    return topic if scene.broker is None else scene.broker.sharpened(topic)


_COMPACTED = """[topics.price]
            cleanup = "compact\""""

RULE = Rule(
    code="REG004",
    name="compatibility-group-on-compacted",
    roles=frozenset(),
    inputs={"registry"},
    optional={"project", "broker"},
    place="scope",
    check=check,
    good=(
        Good(_COMPACTED, registry='{"subjects": {"price-value": {}}}'),
        Good(
            _COMPACTED.replace("compact", "delete"),
            registry="""{"subjects": {"price-value": {
            "config": {"compatibilityGroup": "major"}}}}""",
        ),
    ),
    bad=(
        Bad(
            _COMPACTED,
            at="",
            says="price-value: versions are compared within one major only",
            registry="""{"subjects": {"price-value": {
            "config": {"compatibilityGroup": "major"}}}}""",
        ),
        Bad(
            "",
            at="",
            says="Take compatibilityGroup out of the configuration of the registry",
            registry="""{"config": {"compatibilityGroup": "major"},
            "subjects": {"price-value": {}}}""",
            broker="""{"topics": {"price": {
            "config": {"cleanup.policy": "compact"}}}}""",
        ),
    ),
    sources=("Confluent Config, compatibility groups",),
)
