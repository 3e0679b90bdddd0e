"""Proposals: applied to a copy, shown only where they help."""

import json
from typing import Any

import pytest
from breaks import (
    array,
    compared,
    document,
    enum,
    explained,
    field,
    fixed,
    map_of,
    only,
    record,
    stored,
)

from avrotower.compat.explain import explain
from avrotower.compat.explain.edit import Edit, edited, snippet
from avrotower.compat.levels import Level, Stored, compare
from avrotower.compat.stand_in import fits, stand_in
from avrotower.finding import Version
from avrotower.schema.document import Document, References
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol

ENDLESS = record("Node", field("next", "Node"))


@pytest.mark.parametrize(
    ("new_type", "value"),
    [
        ("null", "null"),
        ("boolean", "false"),
        ("int", "0"),
        ("long", "0"),
        ("float", "0.0"),
        ("double", "0.0"),
        ("string", '""'),
        ("bytes", '""'),
        (fixed("Id", 2), '"\\u0000\\u0000"'),
        (enum("Unit", "A", "B", default="B"), '"B"'),
        (enum("Unit", "A", "UNIT_UNKNOWN"), '"UNIT_UNKNOWN"'),
        (enum("Unit", "A", "B"), '"A"'),
        (array("int"), "[]"),
        (map_of("int"), "{}"),
        (record("Card"), "{}"),
        (record("Card", field("a", "int"), field("b", "int", default=1)), '{"a": 0}'),
        (["null", "int"], "null"),
        (["int", "string"], "0"),
    ],
    ids=str,
)
def test_a_default_of_the_right_type_is_proposed(new_type: Any, value: str) -> None:
    new = record("Price", field("net", new_type))

    explanation = only(explained(new, record("Price")))

    (fix,) = explanation.proposals
    assert fix.title == f'add "default": {value} to field "net"'
    assert f'"default": {value}' in fix.snippet
    assert fix.applicability == "display"


@pytest.mark.parametrize(
    "new_type",
    [
        ENDLESS,
        enum("Unit"),
        [],
        fixed("Huge", 2_000),
        record("Wide", *(field(f"f{number}", "int") for number in range(1_001))),
    ],
    ids=["endless", "no symbol", "no branch", "huge", "wide"],
)
def test_nothing_is_proposed_where_no_default_is_finite_or_short(new_type: Any) -> None:
    new = record("Price", field("net", new_type))

    assert only(explained(new, record("Price"))).proposals == ()


def test_null_is_moved_first_where_it_stands_later() -> None:
    new = record("Price", field("net", ["int", "null"]))

    (fix,) = only(explained(new, record("Price"))).proposals

    assert fix.title == 'put "null" first in the type of "net" and add "default": null'
    assert fix.snippet == '{"name": "net", "type": ["null", "int"], "default": null}'


@pytest.mark.parametrize(
    ("new", "old", "title", "applicability"),
    [
        pytest.param(
            record("Price", field("net_price", "long")),
            record("Price", field("net", "int")),
            'add "aliases": ["net"] to field "net_price"',
            "display",
            id="a field renamed",
        ),
        pytest.param(
            record("Price", field("unit", enum("Unit", "A", "UNKNOWN"))),
            record("Price", field("unit", enum("Unit", "A", "B"))),
            'add "default": "UNKNOWN" to enum Unit',
            "display",
            id="symbols lost",
        ),
        pytest.param(
            record("Price", field("card", record("Card", field("a", "int")))),
            record("Price", field("card", record("Old", field("a", "int")))),
            'add "aliases": ["Old"] to record Card',
            "unsafe",
            id="a type renamed",
        ),
        pytest.param(
            record("Price", field("net", "int", aliases=["gross"])),
            record("Price", field("net", "int"), field("gross", "int")),
            'remove the alias "gross" from field "net"',
            "unsafe",
            id="an alias too many",
        ),
        pytest.param(
            record("Price", field("net", "int", aliases=["old", "gross"])),
            record("Price", field("net", "int"), field("gross", "int")),
            'remove the alias "gross" from field "net"',
            "unsafe",
            id="an alias too many beside another",
        ),
        pytest.param(
            record("Price", field("card", ["null", record("Card", field("a", "int"))])),
            record("Price", field("card", ["null", record("Card")])),
            'add "default": 0 to field "a"',
            "display",
            id="in the branch that was meant",
        ),
        pytest.param(
            record("Price", field("card", ["null", record("Card")])),
            record("Price", field("card", ["null", record("Old")])),
            'add "aliases": ["Old"] to record Card',
            "unsafe",
            id="the only branch of the kind was renamed",
        ),
        pytest.param(
            record("Price", namespace="shop"),
            record("Price", namespace="acme"),
            'add "aliases": ["acme.Price"] to record shop.Price',
            "unsafe",
            id="a namespace that moved",
        ),
    ],
)
def test_an_edit_is_proposed(
    new: Any, old: Any, title: str, applicability: str
) -> None:
    fix = only(explained(new, old)).proposals[0]

    assert (fix.title, fix.applicability) == (title, applicability)


@pytest.mark.parametrize(
    ("new", "old", "level"),
    [
        pytest.param(
            record("Price", field("unit", enum("Unit"))),
            record("Price", field("unit", enum("Unit", "A"))),
            "BACKWARD",
            id="an enum without symbols has no default",
        ),
        pytest.param(
            record("Price", field("id", fixed("Id", 4))),
            record("Price", field("id", fixed("Id", 8))),
            "BACKWARD",
            id="no edit changes a size",
        ),
        pytest.param(
            record("Price"),
            record("Price", field("net", "int")),
            "FORWARD",
            id="old readers are out",
        ),
        pytest.param(
            record("Price", field("card", ["null", record("A"), record("B")])),
            record("Price", field("card", ["null", record("Old")])),
            "BACKWARD",
            id="two branches could have been meant",
        ),
        pytest.param(
            record("Price", field("card", ["null", record("A", field("x", "int"))])),
            record("Price", field("card", ["null", record("Old")])),
            "BACKWARD",
            id="the branch of the kind has another body",
        ),
        pytest.param(
            record("Price", field("c", [record(f"C{n}") for n in range(101)])),
            record("Price", field("c", record("Old"))),
            "BACKWARD",
            id="nobody looks through a wide union",
        ),
        pytest.param(
            record("Price", field("c", ["null", fixed("F", 1)])),
            record("Price", field("c", ["null", array("int")])),
            "BACKWARD",
            id="no branch of the kind",
        ),
        pytest.param(
            record(
                "Price",
                field("c", ["null", record("C", field("a", "int"), field("b", "int"))]),
            ),
            record("Price", field("c", ["null", record("C")])),
            "BACKWARD",
            id="the branch that was meant lacks two things",
        ),
    ],
)
def test_nothing_is_proposed_where_nothing_helps(
    new: Any, old: Any, level: str
) -> None:
    assert only(explained(new, old, level=level)).proposals == ()


def test_bodies_that_differ_are_no_renamed_type() -> None:
    new = record("Price", field("card", record("Card", field("a", "int"))))
    old = record("Price", field("card", record("Old", field("a", "string"))))

    name, body = explained(new, old)

    assert (name.rule, name.proposals) == ("CMP009", ())
    assert body.rule == "CMP003"


def test_a_proposal_must_help_with_all_versions() -> None:
    # An alias fits the first version; the second one has both names.
    new = record("Price", field("net_price", "int"))
    first = record("Price", field("net", "int"))
    second = record("Price", field("net", "int"), field("net_price", "int"))

    explanation = only(explained(new, first, second))

    titles = [fix.title for fix in explanation.proposals]
    assert titles == ['add "default": 0 to field "net_price"']


def test_a_proposal_must_not_break_anything_else() -> None:
    # With the alias, readers of the second version would find another type.
    new = record("Price", field("net_price", "int"))
    first = record("Price", field("net", "int"))
    second = record("Price", field("net", "string"), field("net_price", "int"))

    explanation = only(explained(new, first, second))

    titles = [fix.title for fix in explanation.proposals]
    assert titles == ['add "default": 0 to field "net_price"']


def test_a_proposal_must_leave_the_document_valid() -> None:
    # A stored version may have names that a new schema may not, not even as an alias.
    text = json.dumps(record("Price", field("id", fixed("Id", 4))))
    old = stored(1, record("Price", field("id", fixed("Schlüssel", 4))))

    strict = only(explain(compare(Level.BACKWARD, parse(text, name="new"), [old])))
    lenient = only(explain(compare(Level.BACKWARD, document(text), [old])))

    assert strict.proposals == ()
    assert [fix.title for fix in lenient.proposals] == [
        'add "aliases": ["Schlüssel"] to fixed Id'
    ]


def test_a_key_gets_neither_proposals_nor_advice() -> None:
    comparison = compared(record("Price", field("net", "int")), record("Price"))

    explanation = only(explain(comparison, with_proposals=False))

    assert (explanation.proposals, explanation.advice) == ((), ())


def test_proposals_end_where_they_cost_too_much() -> None:
    fields = [field(f"net{number}", "int", doc="x" * 5_000) for number in range(100)]

    explanations = explained(record("Price", *fields), record("Price"))

    assert explanations[0].proposals != ()
    assert explanations[-1].proposals == ()


def test_a_long_object_is_shown_by_its_new_members() -> None:
    price = document(record("Price", doc="x" * 400))

    added = snippet(price, Edit("add", "", {"aliases": ["Old"]}))
    removed = snippet(price, Edit("remove", "", {}, ("fields",)))

    assert (added, removed) == ('"aliases": ["Old"]', "")


def test_an_edit_changes_one_object_and_nothing_else() -> None:
    price = document(record("Price", field("a/b", "int"), field("c", ["null", "int"])))

    changed = edited(price, Edit("", "/fields/1", {"default": None}, ("doc",)))

    assert changed.value["fields"][0] is not None
    assert changed.value["fields"][1] == {
        "name": "c",
        "type": ["null", "int"],
        "default": None,
    }
    assert price.value["fields"][1] == {"name": "c", "type": ["null", "int"]}


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ("null", None, True),
        ("null", 0, False),
        ("boolean", 1, False),
        ("int", 1 << 31, False),
        ("int", True, False),
        ("long", 1 << 31, True),
        ("float", "1", False),
        ("double", 1, True),
        ("string", "", True),
        ("bytes", 1, False),
        (fixed("F", 1), "", True),
        (enum("E", "A"), "B", True),
        (array("int"), [1, "a"], False),
        (array("int"), {}, False),
        (map_of("int"), {"a": 1}, True),
        (map_of("int"), {"a": None}, False),
        (map_of("int"), [], False),
        (["int", "null"], None, True),
        (record("R", field("a", "int")), {}, False),
        (record("R", field("a", "int", default=1)), {}, True),
        (record("R", field("a", "int")), {"a": "x"}, False),
        (record("R"), [], False),
    ],
    ids=str,
)
def test_a_default_fits_its_type_or_not(
    schema: Any, value: Any, *, expected: bool
) -> None:
    assert fits(document(schema).schema.root, value) is expected


def test_a_default_nested_without_end_fits_nothing() -> None:
    value: Any = []
    for _ in range(40):
        value = [value]
    deep: Any = "int"
    for _ in range(40):
        deep = array(deep)

    assert not fits(document(deep).schema.root, value)


def test_a_damaged_type_has_no_stand_in() -> None:
    price = document(record("Price", field("net", "Gone")))

    field_type = price.schema.fields[0].type

    assert stand_in(field_type) is None
    assert fits(field_type, 1)


def test_a_type_of_a_protocol_gets_a_proposal() -> None:
    def protocol(fields: str, name: str) -> Document:
        card = f'{{"type": "record", "name": "Card", "fields": [{fields}]}}'
        text = f'{{"protocol": "P", "types": [{card}]}}'
        return parse_protocol(text, "lenient", name=name)

    new = protocol('{"name": "a", "type": "int"}', "new.avpr")
    history = [Stored(Version("1", "old.avpr", 1), protocol("", "old.avpr"))]

    explanation = only(explain(compare(Level.BACKWARD, new, history)))

    (fix,) = explanation.proposals
    assert fix.title == 'add "default": 0 to field "a"'


def test_nobody_edits_a_type_that_another_file_defines() -> None:
    def price(money: Any, name: str) -> Document:
        types = document(money, f"money of {name}").schema.names
        text = record("Price", field("net", "Money"))
        return document(text, name, References(types, frozenset()))

    new = price(record("Money", field("amount", "int")), "new")
    history = [Stored(Version("1", "old", 1), price(record("Money"), "old"))]

    explanation = only(explain(compare(Level.BACKWARD, new, history)))

    assert (explanation.rule, explanation.proposals) == ("CMP001", ())
