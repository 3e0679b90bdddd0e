"""The model: nodes, their places, and walks over them."""

import pytest

from avrotower.schema.model import (
    Array,
    Enum,
    Map,
    Node,
    Record,
    Union,
    escape,
)
from avrotower.schema.parse import parse
from avrotower.schema.slots import children, slots
from avrotower.schema.words import is_type, type_words, without_null, words

TEXT = """{
  "type": "record", "name": "n.R", "doc": "d", "fields": [
    {"name": "a", "type": ["null", {"type": "long", "doc": 1}], "default": null},
    {"name": "b", "type": {"type": "array", "items": {"type": "map", "values": "int"}}},
    {"name": "c", "type": {"type": "enum", "name": "E", "symbols": ["A"]}, "doc": "x"},
    {"name": "d", "type": ["E", "R"], "order": "Ignore"}
  ]
}"""


def test_every_node_knows_its_pointer_and_its_path() -> None:
    schema = parse(TEXT).schema

    assert [(node.pointer, node.path, node.label) for node in schema.nodes] == [
        ("", "n.R", "n.R"),
        ("/fields/0/type", "n.R.a", "union"),
        ("/fields/0/type/1", "n.R.a|long", "long"),
        ("/fields/1/type", "n.R.b", "array"),
        ("/fields/1/type/items", "n.R.b[]", "map"),
        ("/fields/2/type", "n.E", "n.E"),
        ("/fields/3/type", "n.R.d", "union"),
    ]
    assert [(field.pointer, field.path) for field in schema.fields] == [
        ("/fields/0", "n.R.a"),
        ("/fields/1", "n.R.b"),
        ("/fields/2", "n.R.c"),
        ("/fields/3", "n.R.d"),
    ]


def test_a_type_without_a_name_has_the_root_as_its_path() -> None:
    schema = parse(
        '{"type":"array","items":["null",{"type":"map","values":"int"}]}'
    ).schema

    assert [node.path for node in schema.nodes] == ["$", "$[]", "$[]|map"]
    assert [slot.path for slot in slots(schema.root)] == [
        "$",
        "$[]",
        "$[]|null",
        "$[]|map",
        "$[]|map{}",
    ]


def test_a_schema_lists_what_it_defines() -> None:
    schema = parse(TEXT).schema

    assert [record.fullname for record in schema.records] == ["n.R"]
    assert [enum.symbols for enum in schema.enums] == [("A",)]
    assert [union.has_null for union in schema.unions] == [True, False]
    assert not schema.is_damaged


def test_what_the_text_says_beside_the_structure_is_read_when_asked_for() -> None:
    schema = parse(TEXT).schema
    root = schema.root

    assert root.doc == "d"
    assert root.attribute("doc") == "d"
    assert root.attribute("x") is None
    assert schema.nodes[2].doc is None
    assert [field.doc for field in schema.fields] == [None, None, "x", None]
    assert [field.order for field in schema.fields] == ["ascending"] * 3 + ["ignore"]
    assert [field.has_default for field in schema.fields] == [True, False, False, False]
    assert schema.fields[0].default is None


def test_a_primitive_in_plain_text_is_one_node_for_all() -> None:
    one = parse('"int"').schema.root
    other = parse('{"type":"array","items":"int"}').schema.root

    assert isinstance(other, Array)
    assert other.items is one
    assert one.attribute("x") is None
    assert one.doc is None


def test_slots_are_walked_in_document_order_each_definition_once() -> None:
    schema = parse(TEXT).schema

    assert [
        (slot.pointer, slot.node.label, slot.is_use) for slot in slots(schema.root)
    ] == [
        ("", "n.R", False),
        ("/fields/0/type", "union", False),
        ("/fields/0/type/0", "null", False),
        ("/fields/0/type/1", "long", False),
        ("/fields/1/type", "array", False),
        ("/fields/1/type/items", "map", False),
        ("/fields/1/type/items/values", "int", False),
        ("/fields/2/type", "n.E", False),
        ("/fields/3/type", "union", False),
        ("/fields/3/type/0", "n.E", True),
        ("/fields/3/type/1", "n.R", True),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "labels"),
    [
        ('"int"', Node, []),
        ('{"type":"array","items":"int"}', Array, ["int"]),
        ('{"type":"map","values":"int"}', Map, ["int"]),
        ('["null","int"]', Union, ["null", "int"]),
        ('{"type":"enum","name":"E","symbols":[]}', Enum, []),
        (
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int"}]}',
            Record,
            ["int"],
        ),
    ],
)
def test_children_are_the_slots_directly_below(
    text: str, kind: type[Node], labels: list[str]
) -> None:
    root = parse(text).schema.root

    assert isinstance(root, kind)
    assert [slot.node.label for slot in children(root)] == labels


def test_steps_of_pointers_are_escaped() -> None:
    assert escape("a/b~1") == "a~1b~01"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("eventId", ("event", "id")),
        ("EVENT_ID", ("event", "id")),
        ("HTTPServer", ("http", "server")),
        ("line2Text", ("line2", "text")),
        ("2nd", ("2", "nd")),
        ("_", ()),
    ],
)
def test_names_are_compared_by_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('"int"', "int"),
        ('["null","int"]', "int"),
        ('["int","string"]', "union"),
        ('{"type":"long","logicalType":"timestamp-millis"}', "long:timestamp-millis"),
        ('{"type":"int","logicalType":"uuid"}', "int"),
        ('{"type":"fixed","name":"F","size":16}', "fixed(16)"),
    ],
)
def test_types_are_written_as_options_write_them(text: str, written: str) -> None:
    root = parse(text).schema.root

    assert type_words(root) == written
    assert is_type(root, (written,))
    assert not is_type(root, ("record",))


def test_a_type_is_also_its_name_and_any_fixed_is_a_fixed() -> None:
    root = parse('["null",{"type":"fixed","name":"n.F","size":16}]').schema.root

    assert is_type(root, ("n.F",))
    assert is_type(root, ("fixed",))
    assert without_null(root).label == "n.F"
    assert not is_type(parse('"int"').schema.root, ("fixed", "n.F"))
