"""CMP018 unreadable-version."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from avrotower.finding import Explanation, Finding, Location, Related, Version
from avrotower.rule import ALL_KINDS, Context, Evolution, Options, Rule
from avrotower.schema.model import Schema

_KEPT_KINDS: Final = frozenset({"entity", "changelog", "cdc"})
_MOST: Final = 5
"""Versions that the message tells one by one."""


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The latest version reads what every live version has written.

    A level looks forward from the day it was set, and says nothing of what was registered before.
    In 580 public steps from version to version, 84 pass BACKWARD and fail BACKWARD_TRANSITIVE.
    It is asked where old records may still be there: the topic is compacted, keeps its records or does not say how long, or its kind is `entity`, `changelog` or `cdc`.
    """
    del schema
    live = [stored for stored in context.history or () if not stored.is_deleted]
    if not live or not _may_hold_old_records(context):
        return
    causes = _causes(context, {stored.version.label for stored in live})
    if not causes:
        return
    told = [f"{version.label} ({cause.message})" for version, cause in causes[:_MOST]]
    more = len(causes) - len(told)
    told += [f"and {more} more"] if more else []
    yield context.finding(
        at=context.whole().location,
        message=f"{len(causes)} of {len(live) + 1} versions of {context.subject.name} "
        f"cannot be read by the latest: {', '.join(told)}. Register a version that reads "
        "them all, or write their records anew",
        related=[
            Related(f"version {version.label}", _place(version, cause))
            for version, cause in causes
        ],
    )


def _place(version: Version, cause: Explanation) -> Location:
    """Return where *version* is: the cause has a place in the newest one only."""
    is_there = cause.writer.document == version.document
    return cause.writer if is_there else Location(version.document)


def _may_hold_old_records(context: Context[Options]) -> bool:
    topic, kind = context.topic, context.subject.kind
    return bool(topic.kept(kind)) or not topic.retention or kind in _KEPT_KINDS


def _causes(
    context: Context[Options], live: AbstractSet[str]
) -> list[tuple[Version, Explanation]]:
    """Return the *live* versions that cannot be read, each with its first cause."""
    found: dict[Version, Explanation] = {}
    for explanation in context.explanations:
        if explanation.direction == "new reads old":
            for version in explanation.versions:
                if version.label in live:
                    found.setdefault(version, explanation)
    ordered = sorted(found, key=lambda version: version.number or 0)
    return [(version, found[version]) for version in ordered]


_BEFORE: Final = """{"type": "record", "name": "Price", "fields": [
                {"name": "item", "type": "string"}]}"""

RULE = Rule(
    code="CMP018",
    name="unreadable-version",
    roles={"value"},
    kinds=ALL_KINDS - {"dlq"},
    inputs={"history"},
    optional={"project", "broker"},
    place="versions",
    check=check,
    good=(
        Evolution(
            before=_BEFORE,
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "item", "type": "string"},
                {"name": "pence", "type": "int", "default": 0}]}""",
        ),
    ),
    bad=(
        Evolution(
            before=_BEFORE,
            after="""{"type": "record", "name": "Price", "fields": [
                {"name": "item", "type": "string"},
                {"name": "pence", "type": "int"}]}""",
            at="/name",
            says="1 of 2 versions of example-value cannot be read by the latest: 1 (",
        ),
    ),
    sources=("confluentinc/schema-registry#209, #438",),
)
