"""KEY007 key-value-type-mismatch."""

from __future__ import annotations

from avrotower.finding import Finding, Related
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.logical import logical
from avrotower.schema.model import (
    HOLE,
    NULL,
    Array,
    Enum,
    Map,
    Node,
    Record,
    Schema,
    Union,
)
from avrotower.schema.words import by_words, type_words, without_null, words

if TYPE_CHECKING:
    from collections.abc import Iterator


class KeyValueTypeMismatch(Options):
    """Which fields may differ."""

    ignore: tuple[str, ...] = ()
    """Names of fields that mean something else in the key, compared by words."""


def check(schema: Schema, context: Context[KeyValueTypeMismatch]) -> Iterator[Finding]:
    """A field of the key has the same type in the value.

    Applications re-key by that field and then miss the join, or compare `"42"` with `42`.
    """
    root, role = schema.root, context.subject.role
    if role is None or not isinstance(root, Record):
        return
    other = context.beside()
    if other is None or not isinstance(other.schema.root, Record):
        return
    theirs = by_words(other.schema.root)
    fields = by_words(root)
    for name in fields.keys() & theirs.keys():
        field, there = fields[name], theirs[name]
        if there.type is field.type or name in _names(context.options.ignore):
            continue
        own, others = _told(field.type), _told(there.type)
        if own == others or "" in {own, others}:
            continue
        in_key, in_value = (own, others) if role == "key" else (others, own)
        topic = context.subject.topic or context.subject.name
        yield context.finding(
            at=field,
            message=f"{field.name} is {in_key} in the key and {in_value} in the value "
            f"of {topic}",
            related=[
                Related(
                    f"in the {'value' if role == 'key' else 'key'}",
                    context.location(there),
                )
            ],
            detail=(in_key, in_value),
        )


def _names(ignored: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words(name) for name in ignored}


def _told(node: Node) -> str:
    """Return the type of *node* for comparing and for people; empty where it is damaged.

    That it may be null is the business of other rules, in the key as in the value.
    """
    below = ""
    while True:
        node = without_null(node)
        if isinstance(node, Array):
            below, node = f"{below}array of ", node.items
        elif isinstance(node, Map):
            below, node = f"{below}map of ", node.values
        else:
            break
    if node.type == HOLE:
        return ""
    told = type_words(node)
    if isinstance(node, Union):
        branches = (b for b in node.branches if b.type != NULL)
        told = f"union of {', '.join(map(type_words, branches))}"
    elif isinstance(node, Record | Enum):
        # Key and value are two texts, mostly in two namespaces.
        told = f"{told} {node.name}"
    elif told.endswith(":decimal") and (meant := logical(node)) is not None:
        told = f"{told}({meant.precision},{meant.scale})"
    return below + told


_KEY = """{"type": "record", "name": "PriceKey", "fields": [
    {"name": "item_id", "type": "long"}]}"""


def _value(name: str, type_: str) -> str:
    return f"""{{"type": "record", "name": "Price", "fields": [
        {{"name": "{name}", "type": {type_}}}]}}"""


RULE = Rule(
    code="KEY007",
    name="key-value-type-mismatch",
    inputs={"schema", "project"},
    options=KeyValueTypeMismatch,
    check=check,
    good=(
        Good(_value("item_id", '"long"'), beside={"key.avsc": _KEY}),
        Good(_value("item_id", '["null", "long"]'), beside={"key.avsc": _KEY}),
        Good(_value("store", '"string"'), beside={"key.avsc": _KEY}),
        Good(
            _value("item_id", '"string"'),
            beside={"key.avsc": _KEY},
            options={"ignore": ["itemId"]},
        ),
    ),
    bad=(
        Bad(
            _value("item_id", '"string"'),
            at="/fields/0",
            says="item_id is long in the key and string in the value of example",
            beside={"key.avsc": _KEY},
        ),
        Bad(
            _value("itemId", '{"type": "long", "logicalType": "timestamp-millis"}'),
            at="/fields/0",
            says="itemId is long in the key and long:timestamp-millis in the value",
            beside={"key.avsc": _KEY},
        ),
    ),
    sources=("pluralsight/hydra",),
)
