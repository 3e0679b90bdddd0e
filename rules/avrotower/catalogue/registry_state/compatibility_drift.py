"""REG001 compatibility-drift."""

from collections.abc import Iterator

from avrotower.finding import Finding, Related, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The level in the registry is the one that the policy declares.

    Where they differ, what the policy promises and what the registry enforces for everybody else have parted.
    """
    del schema
    scene, subject = context.scene, context.subject
    declared, at = context.demanded
    if scene is None or scene.subject is None or not at or subject.is_frozen:
        return
    actual = scene.subject.settings.level
    if not scene.subject.live or not actual or actual == declared:
        return
    related: list[Related] = []
    if context.topology is not None:
        place = context.topology.demand_place(subject.topic, at)
        related = [Related("declared here", place)]
    yield context.finding(
        at=scene.subject.settings.location,
        message=f"{subject.name} is {actual} in the registry, declared is {declared}. "
        "Set the level of the registry, or declare what is meant",
        related=related,
    )


RULE = Rule(
    code="REG001",
    name="compatibility-drift",
    roles=frozenset(),
    inputs={"project", "registry"},
    severity=Severity.WARNING,
    place="subject",
    check=check,
    good=(
        Good(
            """[topics.ticket]
            compatibility = "FULL\"""",
            registry="""{"config": {"compatibilityLevel": "FULL"},
            "subjects": {"ticket-value": {}}}""",
        ),
        Good("", registry='{"subjects": {"ticket-value": {}}}'),
    ),
    bad=(
        Bad(
            """[topics.ticket]
            compatibility = "FULL\"""",
            at="",
            says="ticket-value is BACKWARD in the registry, declared is FULL",
            registry='{"subjects": {"ticket-value": {}, "ticket-key": {}}}',
        ),
    ),
    sources=("domnikl/schema-registry-gitops",),
)
