"""KEY009 key-schema-changed."""

from collections.abc import Iterator
from typing import Literal

from avrotower.finding import Finding, Fix, Related
from avrotower.rule import ALL_KINDS, Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


class KeySchemaChanged(Options):
    """What counts as a change."""

    compare: Literal["auto", "text", "encoding"] = "auto"
    """`text` where the schema id is part of the key bytes, `encoding` where it is not;
    `auto` follows the wire format of the topic."""


def check(schema: Schema, context: Context[KeySchemaChanged]) -> Iterator[Finding]:
    """The schema of a key never changes.

    The wire format writes the schema id into the bytes of the key, and ids are given per
    distinct text: a new `doc` is a new id.
    With 12 partitions 91.7 % of the keys change partition when nothing but the id
    changes, and the old rows stay behind.
    No registry can enforce this: its strictest level still allows a new `doc`.
    """
    versions = [
        stored for stored in context.history or () if stored.document is not None
    ]
    if not versions:
        return
    # A linter, which has no history, starts without them.
    from avrotower.catalogue.key.difference import difference  # noqa: PLC0415
    from avrotower.schema.canonical import (  # noqa: PLC0415
        canonical_text,
        encoding_form,
    )

    form = encoding_form if context.options.compare == "encoding" else canonical_text
    now = form(context.document)
    if any(form(stored.document) == now for stored in versions if stored.document):
        return
    latest = versions[-1]
    if latest.document is None:
        return
    told, here, there = difference(context.document, latest.document)
    topic = context.subject.topic or context.subject.name
    yield context.finding(
        at=schema.root,
        message=f"key schema of {topic} changed ({told}); a new schema id moves keys to "
        "other partitions and leaves the old rows behind. "
        f"Keep version {latest.version.label}, or put the change into a new topic or "
        "into the value",
        related=[
            Related("the first difference", here),
            Related(f"version {latest.version.label}", there),
        ],
        fix=Fix("unsafe", f"restore version {latest.version.label}"),
    )


RULE = Rule(
    code="KEY009",
    name="key-schema-changed",
    roles={"key"},
    kinds=ALL_KINDS - {"dlq"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="unsafe",
    options=KeySchemaChanged,
    check=check,
    good=(
        Evolution(
            before="""{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "string"}]}""",
            after="""{"name": "ItemKey", "type": "record", "fields": [
                {"type": "string", "name": "item_id"}]}""",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "string"}]}""",
            after="""{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "string", "doc": "Article number"}]}""",
            at="",
            says='"doc" is new',
        ),
        Evolution(
            before="""{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "int"}]}""",
            after="""{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "long"}]}""",
            at="",
            says='"type" was "int" and is "long"',
        ),
    ),
    sources=(
        "confluentinc/schema-registry#1610",
        "MaterializeInc/materialize#26353, #26423",
        "confluentinc/ksql#6168",
    ),
)
