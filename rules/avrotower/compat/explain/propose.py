"""Edits of the newer schema that could make it readable; none of them is verified."""

import json
from collections.abc import Iterator
from typing import Final

from avrotower.compat.explain.edit import Edit
from avrotower.compat.explain.fact import Fact, facts_below
from avrotower.compat.explain.near import TYPE, ranked
from avrotower.compat.explain.reading import Reading
from avrotower.compat.explain.rename import renaming
from avrotower.compat.explain.spot import ambiguous_alias
from avrotower.compat.pairs import Pairs
from avrotower.compat.stand_in import likely_unknown, stand_in
from avrotower.schema.model import NULL, Enum, Field, Named, Node, Union

_MOST_BRANCHES: Final = 100
"""Of a union that is looked at for a branch that was meant."""


def edits(fact: Fact, reading: Reading) -> Iterator[Edit]:
    """Yield edits against *fact*, the best first.

    Only what the newer schema reads can be helped: nobody edits a reader that is out.
    """
    new = reading.newer(fact.reader, fact.writer)
    if fact.kind == "namespace" and isinstance(new, Named):
        yield from _own(reading, new, _alias(new, reading.older(*_both(fact)).label))
    elif reading.is_new_reader:
        yield from _helps(fact, reading)


def _both(fact: Fact) -> tuple[Node, Node]:
    return fact.reader, fact.writer


def _helps(fact: Fact, reading: Reading) -> Iterator[Edit]:
    reader, writer = fact.reader, fact.writer
    if fact.kind == "missing":
        yield from _own(reading, fact.field.owner, *_fillings(fact, reading))
    elif fact.kind == "ambiguous":
        yield from _own(reading, fact.field.owner, _clear(fact))
    elif fact.kind == "symbols" and isinstance(reader, Enum):
        symbol = likely_unknown(reader) or next(iter(reader.symbols), None)
        if symbol is not None:
            title = f'add "default": "{symbol}" to enum {reader.fullname}'
            edit = Edit(title, reader.pointer, {"default": symbol})
            yield from _own(reading, reader, edit)
    elif fact.kind == "name" and isinstance(reader, Named):
        if not Pairs(reader, writer, nameless=True).root.fails:
            yield from _own(reading, reader, _alias(reader, writer.label))
    elif fact.kind == "union":
        yield from _in_branch(fact, reading)


def _own(reading: Reading, definition: Named, *edits: Edit) -> Iterator[Edit]:
    """Yield *edits* where the newer document itself holds the *definition*."""
    if definition.document == reading.new.name:
        yield from edits


def _fillings(fact: Fact, reading: Reading) -> Iterator[Edit]:
    field = fact.field
    other = renaming(fact, reading).field
    if other is not None:
        aliases = [*field.aliases, other.name]
        title = f'add "aliases": ["{other.name}"] to field "{field.name}"'
        yield Edit(title, field.pointer, {"aliases": aliases})
    made = stand_in(field.type)
    if made is None:
        return
    null_at = _null_at(field)
    value = json.dumps(made.value, ensure_ascii=False)
    if null_at > 0:
        branches = list(field.raw["type"])
        branches.insert(0, branches.pop(null_at))
        title = (
            f'put "null" first in the type of "{field.name}" and add "default": null'
        )
        yield Edit(title, field.pointer, {"type": branches, "default": None})
    else:
        title = f'add "default": {value} to field "{field.name}"'
        yield Edit(title, field.pointer, {"default": made.value})


def _null_at(field: Field) -> int:
    """Return where null stands in the union of *field*, -1 where it does not."""
    if not isinstance(field.type, Union):
        return -1
    types = [branch.type for branch in field.type.branches]
    return types.index(NULL) if NULL in types else -1


def _clear(fact: Fact) -> Edit:
    field, alias = fact.field, ambiguous_alias(fact)
    title = f'remove the alias "{alias}" from field "{field.name}"'
    left = [name for name in field.aliases if name != alias]
    if left:
        return Edit(title, field.pointer, {"aliases": left}, (), "unsafe")
    return Edit(title, field.pointer, {}, ("aliases",), "unsafe")


def _alias(node: Named, old: str) -> Edit:
    aliases = [*(node.attribute("aliases") or ()), old]
    title = f'add "aliases": ["{old}"] to {node.type_name} {node.fullname}'
    return Edit(title, node.pointer, {"aliases": aliases}, (), "unsafe")


def _in_branch(fact: Fact, reading: Reading) -> Iterator[Edit]:
    """Yield edits of the one branch that was meant, if it is one and lacks one thing."""
    union = fact.reader
    if not isinstance(union, Union) or len(union.branches) > _MOST_BRANCHES:
        return
    branches = ranked(fact.visit.pair)
    like = [branch for branch in branches if branch.is_like and branch.part]
    if like:
        part = like[0].part
        inner = facts_below(fact.visit.enter(part)) if part else []
        if len(inner) == 1:
            yield from _helps(inner[0], reading)
        return
    namesakes = [b.node for b in branches if b.likeness == TYPE]
    if len(namesakes) == 1 and isinstance(namesakes[0], Named):
        node, writer = namesakes[0], fact.writer
        if not Pairs(node, writer, nameless=True).root.fails:
            yield from _own(reading, node, _alias(node, writer.label))
