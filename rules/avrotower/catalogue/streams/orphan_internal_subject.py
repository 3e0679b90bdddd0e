"""STM014 orphan-internal-subject."""

from collections.abc import Iterator

from avrotower.catalogue.streams.own import INTERNAL, own_topic
from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The subject of an internal topic goes with the topic.

    The reset tool deletes internal topics and leaves their schemas, and says so.
    The pseudo-topics of foreign-key joins are names for serialization only and never on the broker: they are held against the registration topic that they belong to.
    """
    del schema
    scene, found = context.scene, own_topic(context)
    if scene is None or scene.subject is None or scene.broker is None or found is None:
        return
    if found.on_broker in scene.broker.topics:
        return
    yield context.finding(
        at=scene.subject.settings.location,
        message=f"{context.subject.name} belongs to {found.on_broker}, which no longer "
        "exists. See the clean-up plan of `avrotower audit`",
    )


_FK = "engine-v1-price-subscription-registration-topic"

RULE = Rule(
    code="STM014",
    name="orphan-internal-subject",
    roles=frozenset(),
    kinds=INTERNAL,
    inputs={"registry", "broker"},
    severity=Severity.WARNING,
    place="subject",
    check=check,
    good=(
        Good(
            "",
            registry='{"subjects": {"engine-v1-store-changelog-value": {}}}',
            broker='{"topics": {"engine-v1-store-changelog": {}}}',
        ),
        Good(
            "",
            registry=f'{{"subjects": {{"{_FK}-fk-key": {{}}, "{_FK}-vh-value": {{}}}}}}',
            broker=f'{{"topics": {{"{_FK}": {{}}}}}}',
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="engine-v1-store-changelog-value belongs to engine-v1-store-changelog, "
            "which no longer exists",
            registry='{"subjects": {"engine-v1-store-changelog-value": {}}}',
            broker='{"topics": {}}',
        ),
        Bad(
            "",
            at="",
            says=f"{_FK}-pk-key belongs to {_FK}, which no longer exists",
            registry=f'{{"subjects": {{"{_FK}-pk-key": {{}}}}}}',
            broker='{"topics": {"price": {}}}',
        ),
    ),
    sources=(
        "Confluent, application reset tool",
        "bakdata/streams-bootstrap#32, #104, #112",
        "michelin/ns4kafka#569",
    ),
)
