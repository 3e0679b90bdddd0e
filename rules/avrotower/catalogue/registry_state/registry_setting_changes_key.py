"""REG005 registry-setting-changes-key."""

from collections.abc import Iterator
from typing import Final

from avrotower.catalogue.registry_state.reach import named, reached
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_FIELDS: Final = (
    "defaultMetadata",
    "overrideMetadata",
    "defaultRuleSet",
    "overrideRuleSet",
)


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """No setting of the registry adds something to a key.

    Metadata and rule set are a part of what gives an id, and with such settings a registry does not look for a known text first.
    An unchanged key that is registered again then makes a new version, with a new id in its bytes.
    This is known from the code of Confluent's release 8.5.
    """
    del schema
    scene = context.scene
    if scene is None or scene.scope is None:
        return
    for field in _FIELDS:
        if not scene.scope.record.get(field):
            continue
        keys = [
            held.name
            for held, subject in reached(scene, field, is_shared=False)
            if subject.is_frozen
        ]
        if keys:
            yield context.finding(
                at=scene.scope.location,
                message=f"{field} of {scene.scope.words} reaches key {named(keys)}; the "
                "same text then gets a new id. Set it for subjects of values only",
                detail=(field,),
            )


RULE = Rule(
    code="REG005",
    name="registry-setting-changes-key",
    roles=frozenset(),
    inputs={"registry"},
    optional={"project"},
    profile="minimal",
    place="scope",
    check=check,
    good=(
        Good(
            "",
            registry="""{"subjects": {"price-key": {}, "price-value": {
            "config": {"defaultMetadata": {"properties": {"owner": "pricing"}}}}}}""",
        ),
        Good(
            "",
            registry="""{"config": {"defaultMetadata": {"properties": {"a": "b"}}},
            "subjects": {"price-key": {"config": {"compatibilityLevel": "FULL"}}}}""",
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="defaultMetadata of the registry reaches key price-key and 1 more; the "
            "same text then gets a new id",
            registry="""{"config": {"defaultMetadata": {"properties": {"a": "b"}}},
            "subjects": {"price-key": {}, "stock-key": {}, "stock-value": {}}}""",
        ),
        Bad(
            "",
            at="",
            says="overrideRuleSet of context .eu reaches key :.eu:price-key",
            registry="""{"contexts": {".eu": {
            "config": {"overrideRuleSet": {"domainRules": []}}}},
            "subjects": {":.eu:price-key": {}, "price-key": {}}}""",
        ),
    ),
    sources=("Confluent registerOrForward, Schema.updateHash",),
)
