"""STM001 join-group-key-mismatch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from avrotower.finding import Finding, Location, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema
from avrotower.schema.slots import Slot

if TYPE_CHECKING:  # only where a join group is declared
    from avrotower.schema.document import Document
    from avrotower.topology import Joined, Key


_Apart: TypeAlias = tuple[str, list[Related]]
"""How two keys differ, and where."""


class JoinGroupKeyMismatch(Options):
    """What has to be equal."""

    compare: Literal["auto", "text", "encoding"] = "auto"
    """`text` where the schema id is part of the key bytes, `encoding` where it is not;
    `auto` follows the wire format of the topics."""


def check(schema: Schema, context: Context[JoinGroupKeyMismatch]) -> Iterator[Finding]:
    """The topics of a join group have one key, text for text.

    The same fields are not enough.
    A registry reuses an id only for an identical text in the same context; anything else is a second id, so equal keys have other bytes and lie on other partitions, and the join finds nothing, without an error.
    """
    for joined in context.joined():
        own, reference = joined.own, joined.reference
        lacking = next((key for key in (own, reference) if not _is_known(key)), None)
        if lacking is not None:
            told = (
                f"the key of {lacking.topic.name} ({joined.group.name}) is in no file"
            )
            context.lack("registry", told)
        elif any(key.document and key.document.errors for key in (own, reference)):
            told = f"a key of {joined.group.name} is no schema, see its AVR findings"
            context.lack("schema", told)
        else:
            yield from _compared(schema, context, joined)


def _is_known(key: "Key") -> bool:
    return bool(key.topic.key) or key.document is not None


def _compared(
    schema: Schema, context: Context[JoinGroupKeyMismatch], joined: "Joined"
) -> Iterator[Finding]:
    group, own, reference = joined
    is_text = _is_text(context.options, joined)
    if own.document is not None and reference.document is not None:
        apart = _documents(own, reference, is_text=is_text)
    else:
        apart = _words(context, own, reference)
    if apart is None:
        return
    told, related = apart
    effect = "ids, bytes and partitions" if is_text else "bytes and partitions"
    root = Slot(schema.root, None, "", is_use=False)
    yield context.finding(
        at=root if own.document is context.document else _place(context, own),
        message=f"keys of {group.name} differ: {own.topic.name} and "
        f"{reference.topic.name} ({told}); equal keys get different {effect}, so "
        f"the join finds nothing. Give {own.topic.name} the key of "
        f"{reference.topic.name}; if it holds records already, in a new topic",
        related=related,
        detail=(group.path, own.topic.name, reference.topic.name),
    )


def _is_text(options: JoinGroupKeyMismatch, joined: "Joined") -> bool:
    if options.compare != "auto":
        return options.compare == "text"
    # Keys of two wire formats never meet, and that is STM004's to tell.
    return joined.own.topic.has_id_in_key and joined.reference.topic.has_id_in_key


def _documents(own: "Key", reference: "Key", *, is_text: bool) -> _Apart | None:
    """Return how two keys differ that both have a schema, None where they do not."""
    here, there = own.document, reference.document
    if here is None or there is None:
        return None
    topic = reference.topic
    if _form(here, is_text=is_text) == _form(there, is_text=is_text):
        if not is_text or own.topic.context == topic.context:
            return None
        told = f"registry context {own.topic.context} here and {topic.context} there"
        return told, [Related(f"the key of {topic.name}", Location(there.name))]
    from avrotower.schema.difference import difference  # noqa: PLC0415  with a finding

    found = difference(here, there, of_bytes=not is_text)
    return found.apart, [
        Related("the first difference", found.here),
        Related(f"the key of {topic.name}", found.there),
    ]


def _form(document: "Document", *, is_text: bool) -> list[str]:
    """Return what has to be equal: with a text, those that it refers to."""
    from avrotower.schema.canonical import (  # noqa: PLC0415  joined keys only
        canonical_text,
        canonical_text_of,
        encoding_form,
    )

    if not is_text:
        return [encoding_form(document)]
    known = document.references
    used = (known.names[name] for name in sorted(known.roots) if name in known.names)
    return [canonical_text(document), *(canonical_text_of(node) for node in used)]


def _words(
    context: Context[JoinGroupKeyMismatch], own: "Key", reference: "Key"
) -> _Apart | None:
    """Return how two keys differ, one of which has no schema at least."""
    if own.topic.key == reference.topic.key:
        return None
    told = f"{_word(own)} here and {_word(reference)} there"
    place = _place(context, reference)
    return told, [Related(f"the key of {reference.topic.name}", place)]


def _word(key: "Key") -> str:
    if not key.topic.key:
        return "an Avro schema"
    return "no key" if key.topic.key == "none" else f'"{key.topic.key}" without schema'


def _place(context: Context[JoinGroupKeyMismatch], key: "Key") -> Location:
    """Return where *key* stands: in its document, or as a word in the policy."""
    if key.document is not None:
        return Location(key.document.name)
    topic = key.topic.name
    if context.topology is None:
        return Location("policy")
    return context.topology.place(("topics", topic, "key"), f"topics.{topic}.key")


_GROUP = """[topics]
example = {}
stock = {}
[join-groups]
by-item = ["stock", "example"]"""
_KEY = """{"type": "record", "name": "ItemKey", "fields": [
    {"name": "item_id", "type": "string"}]}"""
_DOCUMENTED = _KEY.replace('"string"', '"string", "doc": "Article number"')
_IN_HEADER = _GROUP.replace("{}", '{ wire-format = "confluent-header" }')

RULE = Rule(
    code="STM001",
    name="join-group-key-mismatch",
    roles={"key"},
    inputs={"schema", "project"},
    options=JoinGroupKeyMismatch,
    check=check,
    when="join group",
    good=(
        Good(_KEY, policy=_GROUP, beside={"stock-key.avsc": _KEY}),
        Good(_DOCUMENTED, policy=_IN_HEADER, beside={"stock-key.avsc": _KEY}),
    ),
    bad=(
        Bad(
            _KEY.replace('"ItemKey"', '"ItemKey", "namespace": "shop.pricing"'),
            at="",
            says='keys of join group by-item differ: example and stock ("namespace" is '
            "missing there); equal keys get different ids, bytes and partitions, so the "
            "join finds nothing",
            policy=_GROUP,
            beside={"stock-key.avsc": _KEY},
        ),
        Bad(
            _DOCUMENTED,
            at="",
            says='("doc" is missing there)',
            policy=_GROUP,
            beside={"stock-key.avsc": _KEY},
        ),
        Bad(
            _KEY.replace('"string"', '"long"'),
            at="",
            says='("type" is "long" here and "string" there); equal keys get different '
            "bytes and partitions",
            policy=_IN_HEADER,
            beside={"stock-key.avsc": _KEY},
        ),
        Bad(
            _KEY,
            at="",
            says='(an Avro schema here and "string" without schema there)',
            policy=_GROUP.replace("stock = {}", 'stock = { key = "string" }'),
        ),
    ),
    sources=(
        "confluentinc/ksql#6343",
        "https://nicholas.ren/2020/05/18/avro-key-co-partition-issue.html",
        "creek-service/creek-kafka#455",
    ),
)
