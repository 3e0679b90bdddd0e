"""KEY017 key-evolved."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from avrotower.finding import Finding, Related, Severity
from avrotower.rule import ALL_KINDS, Context, Evolution, Options, Rule
from avrotower.schema.model import Schema

if TYPE_CHECKING:
    from avrotower.compat.levels import Stored


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """The live versions of a key are one text.

    The damage is in the data already: the id of a version is part of the bytes of a key.
    Knowing it explains joins that miss, and rows that compaction keeps.
    """
    del schema
    others = list(_others(context))
    if not others:
        return
    from avrotower.schema.difference import difference  # noqa: PLC0415  with a finding

    related: list[Related] = []
    for stored in others:
        if stored.document is not None:
            found = difference(context.document, stored.document)
            told = f"version {stored.version.label} differs: {found.apart}"
            related.append(Related(told, found.there))
    topic = context.subject.topic or context.subject.name
    count = len(others) + 1
    yield context.finding(
        at=context.whole().location,
        message=f"key of {topic} has {count} versions{_ids(context)} with different "
        f"texts; records of one entity are spread over {count} addresses. Copy them "
        "into a new topic with one key",
        related=related,
    )


def _others(context: Context[Options]) -> "Iterator[Stored]":
    """Yield a live version of each text that is not the latest one's."""
    from avrotower.schema.canonical import canonical_text  # noqa: PLC0415  with a history

    known = {canonical_text(context.document)}
    for stored in context.history or ():
        document = stored.document
        if document is None or document.errors or stored.is_deleted:
            continue
        text = canonical_text(document)
        if text not in known:
            known.add(text)
            yield stored


def _ids(context: Context[Options]) -> str:
    subject = context.scene.subject if context.scene is not None else None
    if subject is None:
        return ""
    ids = sorted({version.id for version in subject.live})
    return f" (ids {', '.join(map(str, ids))})"


_KEY = """{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "string"}]}"""

RULE = Rule(
    code="KEY017",
    name="key-evolved",
    roles={"key"},
    kinds=ALL_KINDS - {"dlq"},
    inputs={"history"},
    severity=Severity.WARNING,
    preview=True,
    place="versions",
    check=check,
    good=(Evolution(before=_KEY, after=_KEY.replace(" ", "  ")),),
    bad=(
        Evolution(
            before=_KEY,
            after=_KEY.replace('"string"', '"string", "doc": "Article"'),
            at="/name",
            says="key of example has 2 versions with different texts; records of one "
            "entity are spread over 2 addresses",
        ),
    ),
    sources=("https://nicholas.ren/2020/05/18/avro-key-co-partition-issue.html",),
)
