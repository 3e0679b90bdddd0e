"""Compiled, half compiled or fresh: the answer is the same."""

import pytest

from avrotower.compat.check import compatible, incompatibilities
from avrotower.compat.shape import ALIASED, KNOTTED, Table, is_compiled, shape_of
from avrotower.schema.model import FRESH, Schema
from avrotower.schema.parse import parse

OPTIONAL = '{"name": "note", "type": ["null", "string"], "default": null}'
TICKET = """{"type": "record", "name": "Ticket", "fields": [
    {"name": "id", "type": "string"},
    {"name": "lines", "type": {"type": "array", "items":
        {"type": "record", "name": "Line", "fields": [
            {"name": "amount", "type": "%s"}, %s]}}}]}"""
NODE = """{"type": "record", "name": "Node", "fields": [
    {"name": "amount", "type": "%s"}, {"name": "next", "type": ["null", "Node"]}, %s]}"""
ALIAS = """{"type": "record", "name": "%s", "aliases": ["Old"], "fields": [
    {"name": "amount", "type": "long", "aliases": ["sum"]}, %s]}"""
SEVERAL = '{"type": "record", "name": "R", "fields": [{"name": "u", "type": %s}]}'

COMPARISONS = {
    "the same type": (TICKET % ("int", OPTIONAL), TICKET % ("int", OPTIONAL), True),
    "a wider leaf": (TICKET % ("long", OPTIONAL), TICKET % ("int", OPTIONAL), True),
    "a narrower leaf": (TICKET % ("int", OPTIONAL), TICKET % ("long", OPTIONAL), False),
    "a wider leaf in a cycle": (
        NODE % ("long", OPTIONAL),
        NODE % ("int", OPTIONAL),
        True,
    ),
    "a narrower leaf in a cycle": (
        NODE % ("int", OPTIONAL),
        NODE % ("long", OPTIONAL),
        False,
    ),
    "a renamed field": (
        ALIAS % ("New", OPTIONAL),
        ALIAS.replace('"amount"', '"sum"') % ("Old", OPTIONAL),
        True,
    ),
    "an optional type": (
        SEVERAL % '["null", "double"]',
        SEVERAL % '["null", "float"]',
        True,
    ),
    "a branch too many": (
        SEVERAL % '["null", "double"]',
        SEVERAL % '["null", "double", "string"]',
        False,
    ),
}


def schema(text: str) -> Schema:
    document = parse(text)
    assert document.is_valid
    return document.schema


@pytest.mark.parametrize(
    ("reader", "writer", "answer"), COMPARISONS.values(), ids=COMPARISONS
)
def test_the_first_comparison_answers_as_all_later_ones_do(
    reader: str,
    writer: str,
    answer: bool,  # noqa: FBT001  a column of the table
) -> None:
    reads, writes = schema(reader), schema(writer)

    answers = [compatible(reads, writes) for _ in range(6)]

    assert is_compiled(reads.root.shape)
    assert answers == [answer] * 6
    assert incompatibilities(reads, writes).compatible is answer


def test_a_text_without_aliases_of_fields_is_fresh_until_it_is_compiled() -> None:
    root = schema(TICKET % ("int", OPTIONAL)).root

    assert root.shape == FRESH
    assert shape_of(root) > 0


@pytest.mark.parametrize(
    ("text", "shape"),
    [(NODE % ("int", OPTIONAL), KNOTTED), (ALIAS % ("New", OPTIONAL), ALIASED)],
    ids=["a cycle", "an alias of a field"],
)
def test_what_has_no_id_says_why(text: str, shape: int) -> None:
    assert shape_of(schema(text).root) == shape


def test_an_emptied_table_never_gives_an_id_twice() -> None:
    table = Table(most=3)

    first = table.identify(("a", "b"), [], is_branchy=False)
    second = table.identify(("c", "d"), [], is_branchy=False)
    again = table.identify(("a", "b"), [], is_branchy=False)

    assert len({first, second, again}) == 3
