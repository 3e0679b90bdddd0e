"""NAM007 field-case-collision."""

from __future__ import annotations

from avrotower.finding import Finding, Location, Related
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import JSON, Enum, Named, Schema
from avrotower.schema.words import Sieve, field_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from typing import Final, Literal


_WITH_CAPITALS: Final = Sieve(lambda name: name != name.lower())


class FieldCaseCollision(Options):
    """Which names are compared, and how."""

    scope: tuple[Literal["field", "type", "symbol"], ...] = ("field", "type")
    """Fields of one record, types of one namespace, symbols of one enum."""
    ignore_underscores: bool = False
    """Whether `item_id` and `itemId` collide, too."""


def check(schema: Schema, context: Context[FieldCaseCollision]) -> Iterator[Finding]:
    """Names that stand side by side differ in more than case.

    Flink, Hive, Iceberg and BigQuery fold case and see one column twice.
    File systems that fold case keep one of two generated classes.
    """
    scope = context.options.scope
    names = field_names(schema)
    # Names in lower case do not collide, and most are.
    if "field" in scope and (
        context.options.ignore_underscores
        or (_WITH_CAPITALS.caught(names) and _may_collide(names, context))
    ):
        for record in schema.records:
            places = ((f.name, context.location(f, "name")) for f in record.fields)
            yield from _found(places, context)
    if "type" in scope:
        elsewhere = context.document.references.names
        types = schema.names.keys()
        if _may_collide(types | elsewhere.keys() if elsewhere else types, context):
            yield from _types(schema, context)
    if "symbol" in scope:
        for enum in schema.enums:
            yield from _found(_symbols(enum, context), context)


def _folded(name: str, context: Context[FieldCaseCollision]) -> str:
    lower = name.lower()
    return lower.replace("_", "") if context.options.ignore_underscores else lower


def _may_collide(names: AbstractSet[str], context: Context[FieldCaseCollision]) -> bool:
    """Whether some of *names* may be alike; told fast, because few ever are."""
    if context.options.ignore_underscores:
        return True
    return len(set(map(str.lower, names))) != len(names)


def _symbols(
    node: Enum, context: Context[FieldCaseCollision]
) -> Iterator[tuple[str, Location]]:
    place = context.location(node)
    written: list[JSON] = node.raw["symbols"]
    for index, symbol in enumerate(written):
        if isinstance(symbol, str):
            pointer = f"{place.pointer}/symbols/{index}"
            yield symbol, place._replace(pointer=pointer)


def _types(schema: Schema, context: Context[FieldCaseCollision]) -> Iterator[Finding]:
    """Compare the types of each namespace; those of other documents come first."""
    elsewhere = context.document.references.names
    own = [node for node in schema.nodes if isinstance(node, Named)]
    spaces: dict[str, list[Named]] = {}
    for named in (*elsewhere.values(), *own):
        spaces.setdefault(named.namespace, []).append(named)
    here = context.document.name
    for types in spaces.values():
        places = ((named.name, context.location(named, "name")) for named in types)
        for finding in _found(places, context):
            if finding.location.document == here:
                yield finding


def _found(
    places: Iterable[tuple[str, Location]], context: Context[FieldCaseCollision]
) -> Iterator[Finding]:
    firsts: dict[str, tuple[str, Location]] = {}
    for name, place in places:
        first, where = firsts.setdefault(_folded(name, context), (name, place))
        if first == name:
            # The same name twice is another matter: AVR006, AVR007.
            continue
        is_case = first.lower() == name.lower()
        yield context.finding(
            at=place,
            message=f"{name} and {first} differ in "
            f"{'case only' if is_case else 'case and underscores only'}",
            related=[Related("the first one", where)],
            detail=(first, name),
        )


RULE = Rule(
    code="NAM007",
    name="field-case-collision",
    inputs={"schema"},
    options=FieldCaseCollision,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "storeId", "type": "string"}, {"name": "store_id", "type": "string"}]}"""),
        Good("""{"type": "record", "name": "Stock", "namespace": "com.acme", "fields": [
            {"name": "level", "type":
             {"type": "fixed", "name": "com.acme.old.STOCK", "size": 8}}]}"""),
        Good("""{"type": "enum", "name": "State", "symbols": ["OPEN", "Open"]}"""),
        Good(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string"}, {"name": "STORE", "type": "string"}]}""",
            options={"scope": ("type",)},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "storeId", "type": "string"}, {"name": "storeid", "type": "string"}]}""",
            at="/fields/1/name",
            says="storeid and storeId differ in case only",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "level", "type": {"type": "fixed", "name": "STOCK", "size": 8}}]}""",
            at="/fields/0/type/name",
            says="STOCK and Stock differ in case only",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "level", "type": "STOCK"}]}""",
            at="/name",
            says="Stock and STOCK differ in case only",
            beside={"level.avsc": """{"type": "fixed", "name": "STOCK", "size": 8}"""},
        ),
        Bad(
            """{"type": "enum", "name": "State", "symbols": ["OPEN", "Open"]}""",
            at="/symbols/1",
            says="Open and OPEN differ in case only",
            options={"scope": ("symbol",)},
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "storeId", "type": "string"}, {"name": "store_id", "type": "string"}]}""",
            at="/fields/1/name",
            says="store_id and storeId differ in case and underscores only",
            options={"ignore_underscores": True},
        ),
    ),
    sources=(
        "Confluent logical type checks (FIELD_NAME_CASE_COLLISION)",
        "linkedin/avro-util",
    ),
)
