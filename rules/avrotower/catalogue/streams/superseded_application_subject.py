"""STM016 superseded-application-subject."""

from collections.abc import Iterator

from avrotower.catalogue.streams.own import INTERNAL, app_of, own_topic
from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """No subject is left of an application id that another one supersedes.

    After a blue/green switch the subjects of the old application stay for good, unless somebody lists them.
    """
    del schema
    app, id_ = app_of(context)
    if app is None or id_ in app.ids or own_topic(context) is None:
        return
    if context.scene is None or context.scene.subject is None:
        return
    yield context.finding(
        at=context.scene.subject.settings.location,
        message=f"{context.subject.name} belongs to {id_}, superseded by "
        f"{' and '.join(app.ids)}. See the clean-up plan of `avrotower audit`",
    )


_APP = """[apps.engine]
            application-ids = ["engine-v2"]
            supersedes = ["engine-v1"]"""

RULE = Rule(
    code="STM016",
    name="superseded-application-subject",
    roles=frozenset(),
    kinds=INTERNAL,
    inputs={"project", "registry"},
    severity=Severity.INFO,
    place="subject",
    check=check,
    good=(
        Good(_APP, registry='{"subjects": {"engine-v2-store-changelog-value": {}}}'),
        Good("", registry='{"subjects": {"engine-v1-store-changelog-value": {}}}'),
    ),
    bad=(
        Bad(
            _APP,
            at="",
            says="engine-v1-store-changelog-value belongs to engine-v1, superseded by "
            "engine-v2",
            registry='{"subjects": {"engine-v1-store-changelog-value": {}}}',
        ),
    ),
    sources=("Kafka Streams configuration, application.id",),
)
