"""REG006 permanent-delete."""

from collections.abc import Iterator

from avrotower.catalogue.registry_state.deletion import has_outlived, is_topic_gone
from avrotower.finding import Finding, Location
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A version is deleted permanently only when no record can be left of it.

    The id is in the bytes of every record; without its schema nobody can read them.
    It may go when the topic is gone, or when the declared retention has passed since it was softly deleted; never where records are kept.
    What was deleted is no longer there to be found, so this judges a deletion that somebody asks for.
    """
    del schema
    scene = context.scene
    deletion = scene.deletion if scene is not None else None
    if scene is None or deletion is None or not deletion.is_permanent:
        return
    if is_topic_gone(context) or has_outlived(context, deletion.deleted_for_s):
        return
    name = context.subject.name
    for version in deletion.versions:
        yield context.finding(
            at=Location(name),
            message=f"permanently deleting {name} version {version.number} makes records "
            f"written with id {version.id} unreadable. Delete it softly, or wait until "
            "the topic is gone",
        )


_SEVEN_DAYS = """[topics.ticket]
            cleanup = "delete"
            retention = "7d\""""
_DELETED = '{{"subjects": {{"ticket-value": {{"versions": 2}}}}, "deletes": {}}}'

RULE = Rule(
    code="REG006",
    name="permanent-delete",
    roles=frozenset(),
    kinds=ALL_KINDS - {"dlq"},
    inputs={"registry"},
    optional={"project", "broker"},
    profile="minimal",
    place="subject",
    check=check,
    good=(
        Good(
            "",
            registry=_DELETED.format('{"version": 1, "permanent": true}'),
            broker='{"topics": {}}',
        ),
        Good(
            _SEVEN_DAYS,
            registry=_DELETED.format(
                '{"version": 1, "permanent": true, "deletedFor": 700000}'
            ),
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="permanently deleting ticket-value version 1 makes records written with "
            "id 1 unreadable",
            registry=_DELETED.format('{"version": 1, "permanent": true}'),
        ),
        Bad(
            _SEVEN_DAYS.replace('"delete"', '"compact,delete"'),
            at="",
            says="permanently deleting ticket-value version 1",
            registry=_DELETED.format(
                '{"version": 1, "permanent": true, "deletedFor": 700000}'
            ),
        ),
    ),
    sources=(
        "Confluent, schema deletion",
        "confluentinc/schema-registry#380, #2558",
    ),
)
