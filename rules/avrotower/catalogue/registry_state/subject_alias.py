"""REG013 subject-alias."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule, Subject
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """An alias leads to a subject of the same topic, under the same policy.

    A caller can choose a harmless name and write into a governed subject.
    """
    del schema
    scene = context.scene
    if scene is None or scene.subject is None:
        return
    own, alias = context.subject, scene.subject.alias
    if not alias:
        return
    target: Subject = scene.routed(alias)
    if _rules_of(own) == _rules_of(target):
        return
    yield context.finding(
        at=scene.subject.settings.location,
        message=f"registering {own.name} writes {alias}; the rules of {alias} apply. Take "
        "the alias out of its configuration, and let clients use the other name",
        detail=(alias,),
    )


def _rules_of(subject: Subject) -> tuple[object, ...]:
    """Return what a policy chooses its rules by."""
    return (
        subject.context,
        subject.topic,
        subject.role,
        subject.kind,
        subject.owner,
        subject.is_frozen,
    )


RULE = Rule(
    code="REG013",
    name="subject-alias",
    roles=frozenset(),
    inputs={"registry"},
    place="subject",
    check=check,
    good=(
        Good("", registry='{"subjects": {"price-value": {"config": {"alias": ""}}}}'),
        Good(
            """[[subjects]]
            match = "price-*"
            topic = "price"
            role = "value\"""",
            registry="""{"subjects": {"price-old": {"config": {"alias": "price-new"}},
            "price-new": {}}}""",
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="registering test-value writes price-value; the rules of price-value "
            "apply",
            registry="""{"subjects": {"price-value": {},
            "test-value": {"config": {"alias": "price-value"}}}}""",
        ),
    ),
    sources=("Confluent AliasFilter",),
)
