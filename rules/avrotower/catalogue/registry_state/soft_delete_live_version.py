"""REG007 soft-delete-live-version."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from avrotower.catalogue.registry_state.deletion import is_topic_gone
from avrotower.finding import Finding, Location, Severity
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

if TYPE_CHECKING:  # with a registry only
    from avrotower.estate import HeldVersion, Scene


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A version whose records may still be there is not deleted.

    A registry compares nothing with a soft-deleted version, while its records remain in the topic.
    Delete and register again is the commonest way around a level.
    """
    del schema
    scene = context.scene
    if scene is None or is_topic_gone(context):
        return
    name = context.subject.name
    for version in _deleted(scene):
        word = "soft-deleting" if scene.deletion is not None else "soft-deleted:"
        yield context.finding(
            at=Location(name),
            message=_told(f"{name} version {version.number}", word),
        )


def _deleted(scene: "Scene") -> "tuple[HeldVersion, ...]":
    """Return the versions that somebody deletes, or that are deleted already."""
    if scene.deletion is not None:
        return scene.deletion.versions if not scene.deletion.is_permanent else ()
    versions = scene.subject.versions if scene.subject is not None else ()
    return tuple(version for version in versions if version.is_deleted)


def _told(what: str, word: str) -> str:
    if word == "soft-deleting":
        return (
            f"soft-deleting {what} takes it out of the registry's later compatibility "
            "checks, while its records remain. Leave it, and register what follows it"
        )
    return (
        f"{what} is soft-deleted, so the registry compares nothing with it, while its "
        "records remain. Register its text again, or see that the topic holds none"
    )


RULE = Rule(
    code="REG007",
    name="soft-delete-live-version",
    roles=frozenset(),
    kinds=ALL_KINDS - {"dlq"},
    inputs={"registry"},
    optional={"project", "broker"},
    severity=Severity.WARNING,
    place="subject",
    check=check,
    good=(
        Good("", registry='{"subjects": {"ticket-value": {"versions": 2}}}'),
        Good(
            "",
            registry='{"subjects": {"ticket-value": {"versions": 2, "deleted": [1]}}}',
            broker='{"topics": {}}',
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="ticket-value version 1 is soft-deleted, so the registry compares "
            "nothing with it, while its records remain",
            registry='{"subjects": {"ticket-value": {"versions": 2, "deleted": [1]}}}',
        ),
        Bad(
            "",
            at="",
            says="soft-deleting ticket-value version 2 takes it out of the registry's "
            "later compatibility checks",
            registry="""{"subjects": {"ticket-value": {"versions": 2}},
            "deletes": {"version": 2}}""",
        ),
    ),
    sources=("Confluent KafkaSchemaRegistry (soft-deleted versions are not compared)",),
)
