"""STM015 generated-operator-name."""

from collections.abc import Iterator

from avrotower.catalogue.streams.own import INTERNAL, app_of, own_topic
from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Operators with state have names of their own.

    Generated names number the operators by their position: the next change of the topology renames those after it, and their topics and schemas stay behind.
    Kafka 4.1 can refuse such names at the start (`ensure.explicit.internal.resource.naming`).
    An application with `named-operators = false` is left in peace.
    """
    del schema
    found = own_topic(context)
    app, _ = app_of(context)
    if (
        found is None
        or not found.is_generated
        or (app is not None and not app.has_names)
    ):
        return
    if context.scene is None or context.scene.subject is None:
        return
    yield context.finding(
        at=context.scene.subject.settings.location,
        message=f"{context.subject.name} carries a generated operator name; the next "
        "change of the topology renames it and orphans topic and schema. Name the "
        "operator (Named.as, Materialized.as, Grouped.as)",
    )


_SUBJECT = "engine-v1-KSTREAM-AGGREGATE-STATE-STORE-0000000003-changelog-value"

RULE = Rule(
    code="STM015",
    name="generated-operator-name",
    roles=frozenset(),
    kinds=INTERNAL,
    inputs={"registry"},
    optional={"project"},
    severity=Severity.INFO,
    place="subject",
    check=check,
    good=(
        Good("", registry='{"subjects": {"engine-v1-store-changelog-value": {}}}'),
        Good(
            """[apps.engine]
            application-ids = ["engine-v1"]
            named-operators = false""",
            registry=f'{{"subjects": {{"{_SUBJECT}": {{}}}}}}',
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says=f"{_SUBJECT} carries a generated operator name",
            registry=f'{{"subjects": {{"{_SUBJECT}": {{}}}}}}',
        ),
    ),
    sources=("Kafka Streams, naming operators in a topology", "KIP-1111"),
)
