"""STM017 undeclared-application."""

from collections.abc import Iterator

from avrotower.catalogue.streams.own import app_of, own_topic
from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Where applications are declared, every internal subject belongs to one of them.

    Either an application escaped the inventory, or a topic escaped the rules by its name.
    Such a subject is judged like any other.
    """
    del schema
    topology = context.topology
    if topology is None or not topology.apps or own_topic(context) is None:
        return
    app, _ = app_of(context)
    is_declared = context.subject.topic in topology.topics
    if app is not None or is_declared:
        return
    if context.scene is None or context.scene.subject is None:
        return
    yield context.finding(
        at=context.scene.subject.settings.location,
        message=f"{context.subject.name} looks like an internal subject of an undeclared "
        "application. Add it to [apps], or rename the topic",
    )


_APP = """[apps.engine]
            application-ids = ["engine-v2"]"""

RULE = Rule(
    code="STM017",
    name="undeclared-application",
    roles=frozenset(),
    inputs={"project", "registry"},
    severity=Severity.INFO,
    place="subject",
    check=check,
    good=(
        Good(_APP, registry='{"subjects": {"engine-v2-store-changelog-value": {}}}'),
        Good("", registry='{"subjects": {"watch-v1-store-changelog-value": {}}}'),
    ),
    bad=(
        Bad(
            _APP,
            at="",
            says="watch-v1-store-changelog-value looks like an internal subject of an "
            "undeclared application",
            registry='{"subjects": {"watch-v1-store-changelog-value": {}}}',
        ),
    ),
    sources=("Kafka Streams, managing topics",),
)
