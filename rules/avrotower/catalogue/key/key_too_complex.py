"""KEY005 key-too-complex."""

from __future__ import annotations

from avrotower.catalogue.key.parts import innermost_first, parts, records_below
from avrotower.finding import Finding, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import RECORD, Field, Record, Schema
from avrotower.schema.slots import Slot, children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final


_MOST_SHOWN: Final = 9_999
"""Where each record has the next one twice, the number of fields has hundreds of digits."""


class KeyTooComplex(Options):
    """How large a key may be."""

    max_fields: int = 4
    """Leaf fields, those of nested records included."""
    max_depth: int = 1
    """Levels of records; the key itself is the first."""


def check(schema: Schema, context: Context[KeyTooComplex]) -> Iterator[Finding]:
    """A key is as small as an address.

    Every field is one more way for two writers to disagree, and the key is repeated in every record, state store and changelog.
    """
    most, deepest = context.options.max_fields, context.options.max_depth
    places = parts(schema)
    if len(places) <= most and not any(s.node.type == RECORD for s in places[1:]):
        return  # every field has a place, so there are no more fields than places
    records, back = innermost_first(schema)
    if back is not None:
        # No number of levels is true; the fields are counted once.
        leaves = [s for s in places if _is_leaf(s)]
        yield _finding(context, back, len(leaves), "endlessly many levels")
        return
    fields, levels = _size(places[0], records)
    at = None
    if fields > most:
        at = places[0]
    elif levels > deepest:
        at = _beyond(places[0], deepest)
    if at is not None:
        told = f"{levels} level{'' if levels == 1 else 's'}"
        yield _finding(context, at, fields, told)


def _is_leaf(slot: Slot) -> bool:
    return isinstance(slot.owner, Field) and not records_below(slot)


def _size(root: Slot, records: Sequence[Record]) -> tuple[int, int]:
    """Return how many leaf fields a key has, and how many levels of records.

    A record that is used twice counts twice: so often are its fields in the bytes.
    """
    sizes: dict[int, tuple[int, int]] = {}

    def below(slots: Sequence[Slot]) -> tuple[int, int]:
        found = [sizes[id(slot.node)] for slot in slots]
        return sum(size[0] for size in found), max((s[1] for s in found), default=0)

    for record in records:
        fields = levels = 0
        for slot in children(record):
            inner = records_below(slot)
            more, deeper = below(inner) if inner else (1, 0)
            fields += more
            levels = max(levels, deeper)
        sizes[id(record)] = fields, levels + 1
    return below(records_below(root))


def _beyond(root: Slot, deepest: int) -> Slot:
    """Return the first record that is nested deeper than *deepest*."""
    level = records_below(root)
    for _ in range(deepest):
        records = {id(slot.node): slot.node for slot in level}
        level = [
            inner
            for record in records.values()
            for slot in children(record)
            for inner in records_below(slot)
        ]
    return level[0]


def _finding(
    context: Context[KeyTooComplex], at: Slot, fields: int, levels: str
) -> Finding:
    options = context.options
    count = str(fields) if fields <= _MOST_SHOWN else f"more than {_MOST_SHOWN}"
    return context.finding(
        at=at,
        message=f"key has {count} field{'' if fields == 1 else 's'} in {levels}; "
        f"more than {options.max_fields} in {options.max_depth} is a value, "
        "not an address",
        related=context.using(at),
    )


def _key(*fields: str) -> str:
    return f'{{"type": "record", "name": "StockKey", "fields": [{", ".join(fields)}]}}'


_SHELF = """{"type": "record", "name": "Shelf", "fields": [
    {"name": "row", "type": "int"}, {"name": "place", "type": "int"}]}"""
_FIVE = [f'{{"name": "part_{number}", "type": "int"}}' for number in range(1, 6)]

RULE = Rule(
    code="KEY005",
    name="key-too-complex",
    roles={"key"},
    inputs={"schema"},
    severity=Severity.WARNING,
    options=KeyTooComplex,
    check=check,
    good=(
        Good(_key(*_FIVE[:4])),
        Good('"string"'),
        Good(_key(f'{{"name": "shelf", "type": {_SHELF}}}'), options={"max_depth": 2}),
    ),
    bad=(
        Bad(
            _key(*_FIVE),
            at="",
            says="key has 5 fields in 1 level; more than 4 in 1 is a value, not an "
            "address",
        ),
        Bad(
            _key(
                f'{{"name": "shelf", "type": {_SHELF}}}',
                '{"name": "before", "type": "Shelf"}',
                '{"name": "store", "type": "int"}',
            ),
            at="",
            says="key has 5 fields in 2 levels; more than 4 in 1 is a value",
        ),
        Bad(
            _key(f'{{"name": "shelf", "type": {_SHELF}}}'),
            at="/fields/0/type",
            says="key has 2 fields in 2 levels; more than 4 in 1 is a value",
        ),
        Bad(
            _key(
                '{"name": "item", "type": "string"}',
                '{"name": "parts", "type": {"type": "array", "items": "StockKey"}}',
            ),
            at="/fields/1/type/items",
            says="key has 1 field in endlessly many levels; more than 4 in 1 is a value",
        ),
        Bad(
            _key('{"name": "shelf", "type": "Shelf"}'),
            at="/fields/0/type",
            says="key has 2 fields in 2 levels",
            beside={"shelf.avsc": _SHELF},
        ),
    ),
    sources=("adidas asynchronous guidelines",),
)
