"""KEY009 key-schema-changed."""

from collections.abc import Iterator
from typing import Final, Literal

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Change, Finding, Fix, Related
from avrotower.rule import ALL_KINDS, Context, Evolution, Options, Rule
from avrotower.schema.document import Document
from avrotower.schema.model import Schema

_MOVES: Final = {
    "text": ("a new schema id moves", "leaves"),
    "encoding": ("other bytes move", "leave"),
}


class KeySchemaChanged(Options):
    """What counts as a change."""

    compare: Literal["auto", "text", "encoding"] = "auto"
    """`text` where the schema id is part of the key bytes, `encoding` where it is not;
    `auto` follows the wire format of the topic."""


def check(schema: Schema, context: Context[KeySchemaChanged]) -> Iterator[Finding]:
    """The schema of a key never changes.

    The wire format writes the schema id into the bytes of the key, and ids are given per distinct text: a new `doc` is a new id.
    With 12 partitions 91.7 % of the keys change partition when nothing but the id changes, and the old rows stay behind.
    No registry can enforce this: its strictest level still allows a new `doc`.
    """
    live = [
        (stored.version, stored.document)
        for stored in context.history or ()
        if stored.document is not None
        and not stored.document.errors
        and not stored.is_deleted
    ]
    if not live:
        return
    # A linter, which has no history, starts without them.
    from avrotower.schema.canonical import (  # noqa: PLC0415
        canonical_text,
        encoding_form,
    )
    from avrotower.schema.difference import difference  # noqa: PLC0415

    subject = context.subject
    compare = context.options.compare
    if compare == "auto":
        compare = "text" if subject.has_id_in_key else "encoding"
    form = encoding_form if compare == "encoding" else canonical_text
    now = form(context.document)
    if any(form(document) == now for _, document in live):
        return
    latest, before = live[-1]
    found = difference(context.document, before)
    topic = subject.topic or subject.name
    moves, leaves = _MOVES[compare]
    yield context.finding(
        at=parts(schema)[0],
        message=f"key schema of {topic} changed ({found.changed}); {moves} keys to other "
        f"partitions{_cost(subject.partitions)} and {leaves} the old rows behind. "
        f"Keep version {latest.label}, or put the change into a new topic or into the "
        "value",
        related=[
            Related("the first difference", found.here),
            Related(f"version {latest.label}", found.there),
        ],
        fix=Fix(
            "unsafe",
            f"restore version {latest.label}",
            changes=_restoring(context.document, before),
        ),
    )


def _cost(partitions: int | None) -> str:
    """Say how many keys move: a hash spreads them anew over all *partitions*."""
    if partitions is None or partitions == 1:
        return ""
    share = 100 * (1 - 1 / partitions)
    return (
        f" ({partitions - 1} of {partitions} keys, {share:.1f} %, over {partitions} "
        "partitions)"
    )


def _restoring(document: Document, before: Document) -> tuple[Change, ...]:
    if document.types is not None or before.types is not None:
        return ()  # a protocol holds more than the key
    return (Change("restore", text=before.text),)


_ITEM_KEY = """{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "string"}]}"""


def _bad(after: str, says: str) -> Evolution:
    return Evolution(before=_ITEM_KEY, after=after, at="", says=says)


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
            before=_ITEM_KEY,
            after="""{"name": "ItemKey",  "type": "record", "fields":
                [{"type": "string", "name": "item_id"}]}""",
        ),
    ),
    bad=(
        _bad(
            """{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "string", "doc": "Article number"}]}""",
            'key schema of example changed ("doc" is new); a new schema id moves keys to '
            "other partitions and leaves the old rows behind",
        ),
        _bad(
            """{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "string", "default": ""}]}""",
            "Keep version 1, or put the change into a new topic or into the value",
        ),
        _bad(
            """{"type": "record", "name": "ItemKey", "aliases": ["Key"], "fields": [
                {"name": "item_id", "type": "string"}]}""",
            '"aliases" is new',
        ),
        _bad(
            """{"type": "record", "name": "ItemKey", "namespace": "shop", "fields": [
                {"name": "item_id", "type": "string"}]}""",
            '"namespace" is new',
        ),
        _bad(
            """{"type": "record", "name": "ItemKey", "x-owner": "stock", "fields": [
                {"name": "item_id", "type": "string"}]}""",
            '"x-owner" is new',
        ),
        _bad(
            """{"type": "record", "name": "ItemKey", "fields": [
                {"name": "item_id", "type": "long"}]}""",
            '"type" was "string" and is "long"',
        ),
        Evolution(
            before="""{"type": "record", "name": "StockKey", "fields": [
                {"name": "item", "type": "long"}, {"name": "store", "type": "long"}]}""",
            after="""{"type": "record", "name": "StockKey", "fields": [
                {"name": "store", "type": "long"}, {"name": "item", "type": "long"}]}""",
            at="",
            says='"name" was "item" and is "store"',
        ),
    ),
    sources=(
        "confluentinc/schema-registry#1610",
        "MaterializeInc/materialize#26353, #26423",
        "confluentinc/ksql#6168",
    ),
)
