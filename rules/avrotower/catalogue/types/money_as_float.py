"""TYP003 money-as-float."""

from __future__ import annotations

from functools import lru_cache

from avrotower.finding import Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import (
    ARRAY,
    DOUBLE,
    FLOAT,
    MAP,
    UNION,
    Field,
    Named,
    Schema,
)
from avrotower.schema.slots import Slot, children
from avrotower.schema.words import Sieve, field_names, fits_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_MAY_FLOAT: Final = frozenset({FLOAT, DOUBLE, ARRAY, MAP, UNION})
_FIX: Final = Fix(
    "display",
    "use a decimal, or a long of minor units",
    '{"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}',
)


class MoneyAsFloat(Options):
    """What is money."""

    patterns: tuple[str, ...] = (
        "price",
        "* price",
        "amount",
        "* amount",
        "total",
        "* total",
        "cost",
        "* cost",
        "tax",
        "vat",
        "fee",
        "* fee",
    )
    """Names of fields by their words; `*` stands for any number of words."""


def check(schema: Schema, context: Context[MoneyAsFloat]) -> Iterator[Finding]:
    """Money is a decimal, or an integer of minor units.

    Binary fractions cannot hold 0.10; sums differ from the till by a cent.
    The bytes of a float cannot become a decimal later, so the field has to be replaced.
    """
    caught = _sieve(context.options.patterns).caught(field_names(schema))
    if not caught:
        return
    for field in schema.fields:
        if field.name not in caught or field.type.type not in _MAY_FLOAT:
            continue
        for slot in _floats(field):
            yield context.finding(
                at=slot,
                message=f"{field.path} is money in a {slot.node.type_name}; "
                "use decimal or an integer of minor units",
                detail=(slot.node.type_name,),
                fix=_FIX,
            )


@lru_cache(maxsize=16)
def _sieve(patterns: tuple[str, ...]) -> Sieve:
    return Sieve(lambda name: fits_words(name, patterns))


def _floats(field: Field) -> Iterator[Slot]:
    """Yield the floats and doubles of *field*, those in unions and collections, too."""
    stack = [Slot(field.type, field, "type", is_use=False)]
    while stack:
        slot = stack.pop()
        if slot.node.type in (FLOAT, DOUBLE):
            yield slot
        elif not isinstance(slot.node, Named):
            stack.extend(reversed(tuple(children(slot.node))))


RULE = Rule(
    code="TYP003",
    name="money-as-float",
    inputs={"schema"},
    fix="display",
    options=MoneyAsFloat,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "unit_price", "type":
             {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "price", "type": "long", "doc": "In cents."}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "weight", "type": "double"}, {"name": "price_factor", "type": "double"},
            {"name": "total_weight", "type": ["null", "float"]}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "price", "type": {"type": "record", "name": "Money", "fields": [
             {"name": "value", "type": "double"}]}}]}"""),
        Good(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "total", "type": "double"}]}""",
            options={"patterns": ("* price",)},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "price", "type": "double"}]}""",
            at="/fields/0/type",
            says="Price.price is money in a double; "
            "use decimal or an integer of minor units",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "unitPrice", "type": "float"}]}""",
            at="/fields/0/type",
            says="Price.unitPrice is money in a float; ",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "VAT", "type": ["null", "double"]}]}""",
            at="/fields/0/type/1",
            says="Price.VAT is money in a double; ",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "delivery_cost", "type": {"type": "map", "values": "double"}}]}""",
            at="/fields/0/type/values",
            says="Price.delivery_cost is money in a double; ",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "fee", "type": {"type": "array", "items": ["null", "double"]}}]}""",
            at="/fields/0/type/items/1",
            says="Price.fee is money in a double; ",
        ),
    ),
    sources=("axonops/axonops-schema-registry best practices",),
)
