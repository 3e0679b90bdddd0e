"""REG008 orphan-subject."""

from collections.abc import Iterator
from typing import Final

from avrotower.finding import Finding, Severity
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_LAST_SURE_STEP: Final = 8
"""Later steps of the ladder guess at the topic."""


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A subject belongs to a topic, or other schemas refer to it.

    Leftovers of deleted topics keep names and history alive that the next owner inherits.
    """
    del schema
    scene, subject = context.scene, context.subject
    if scene is None or scene.subject is None or scene.estate is None:
        return
    from avrotower.internal import internal  # noqa: PLC0415  with a registry only

    broker, held = scene.broker, scene.subject
    if broker is None or subject.step > _LAST_SURE_STEP or not held.live:
        return
    if not subject.topic or subject.topic in broker.topics or internal(subject.topic):
        return
    if held.name in scene.estate.referenced:
        return
    if scene.estate.unread:
        told = f"what refers to {held.name} is not known: {scene.estate.unread}"
        context.lack("registry", told)
        return
    yield context.finding(
        at=held.settings.location,
        message=f"{held.name} has no topic {subject.topic} on the broker. Delete the "
        "subject, or declare where it belongs",
    )


RULE = Rule(
    code="REG008",
    name="orphan-subject",
    roles=frozenset(),
    kinds=ALL_KINDS - {"shared", "dlq"},
    inputs={"registry", "broker"},
    severity=Severity.WARNING,
    place="subject",
    check=check,
    good=(
        Good(
            "",
            registry='{"subjects": {"price-key": {}, "com.acme.Money": {}}}',
            broker='{"topics": {"price": {}}}',
        ),
        Good(
            "",
            registry="""{"subjects": {"money-value": {},
            "price-value": {"references": ["money-value"]}}}""",
            broker='{"topics": {"price": {}}}',
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="stock-value has no topic stock on the broker",
            registry='{"subjects": {"price-key": {}, "stock-value": {}}}',
            broker='{"topics": {"price": {}}}',
        ),
    ),
    sources=("michelin/ns4kafka",),
)
