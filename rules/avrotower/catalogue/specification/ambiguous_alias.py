"""AVR015 ambiguous-alias."""

from __future__ import annotations

from collections.abc import Iterator

from avrotower.finding import Change, Finding, Fix
from avrotower.rule import At, Bad, Context, Evolution, Good, Options, Rule
from avrotower.schema.model import JSON, Named, Record, Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """An alias names one thing that has no other name here.

    Java throws as soon as one reader field matches two writer fields, even when a schema reads its own data.
    A registry reports that as incompatible for every later version, with an error that names neither field nor alias.
    The other name may also stand in an earlier version only.
    """
    told: set[tuple[str, str]] = set()
    for finding in _in_document(schema, context):
        told.add(finding.location[:2])
        yield finding
    for finding in context.breaks():
        if finding.location[:2] not in told:
            yield finding


def _in_document(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    for node in schema.nodes:
        if not isinstance(node, Named):
            continue
        for alias in node.aliases:
            other = schema.names.get(alias)
            if other is not None and other is not node:
                yield _finding(context, node, node.raw, alias, f"type {alias}")
        if isinstance(node, Record) and any(field.aliases for field in node.fields):
            yield from _in_record(node, context)


def _in_record(record: Record, context: Context[Options]) -> Iterator[Finding]:
    names = {field.name: field for field in record.fields}
    owners: dict[str, str] = {}
    for field in record.fields:
        for alias in field.aliases:
            other = names.get(alias)
            if other is field:
                yield _finding(context, field, field.raw, alias, "the field itself")
            elif other is not None:
                yield _finding(context, field, field.raw, alias, f'field "{alias}"')
            elif alias in owners:
                word = f'field "{owners[alias]}" by its alias'
                yield _finding(context, field, field.raw, alias, word)
            owners.setdefault(alias, field.name)


def _finding(
    context: Context[Options], at: At, raw: JSON, alias: str, other: str
) -> Finding:
    place = context.location(at)
    written: list[str] = raw["aliases"]
    names = {alias, alias.rpartition(".")[2]}
    index = next(i for i, text in enumerate(written) if text in names)
    # The last alias takes the attribute with it.
    gone = f"{place.pointer}/aliases" + (f"/{index}" if len(written) > 1 else "")
    return context.finding(
        at=place._replace(pointer=f"{place.pointer}/aliases/{index}"),
        message=f'alias "{alias}" also names {other}; '
        "a reader finds two matches and gives up: remove the alias",
        detail=(alias,),
        fix=Fix(
            "unsafe", f'remove the alias "{alias}"', changes=(Change("remove", gone),)
        ),
    )


RULE = Rule(
    code="AVR015",
    name="ambiguous-alias",
    inputs={"schema"},
    speaks_of={"aliases", "history"},
    optional={"history"},
    profile="minimal",
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "store", "type": "string", "aliases": ["shop"]}]}"""),
        Good("""{"type": "record", "name": "Stock", "aliases": ["Ean"], "fields": [
            {"name": "ean",
             "type": {"type": "fixed", "name": "shop.Ean", "size": 13}}]}"""),
        Evolution(
            before="""{"type": "record", "name": "Stock", "fields": [
                {"name": "shop", "type": "string"}]}""",
            after="""{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string", "aliases": ["shop"]}]}""",
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string", "aliases": ["store"]}]}""",
            at="/fields/0/aliases/0",
            says='alias "store" also names the field itself; '
            "a reader finds two matches and gives up",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string", "aliases": ["shop"]},
                {"name": "shop", "type": "string"}]}""",
            at="/fields/0/aliases/0",
            says='alias "shop" also names field "shop"',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string", "aliases": ["shop"]},
                {"name": "branch", "type": "string", "aliases": ["site", "shop"]}]}""",
            at="/fields/1/aliases/1",
            says='alias "shop" also names field "store" by its alias',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "aliases": ["Ean"], "fields": [
                {"name": "ean", "type": {"type": "fixed", "name": "Ean", "size": 13}}]}""",
            at="/aliases/0",
            says='alias "Ean" also names type Ean',
        ),
        Evolution(
            before="""{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string"},
                {"name": "shop", "type": "string"}]}""",
            after="""{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string", "aliases": ["shop"]}]}""",
            at="/fields/0/aliases/0",
            says='alias "shop" also names store',
        ),
    ),
    sources=("apache/avro, SchemaCompatibility.java (lookupWriterField)",),
)
