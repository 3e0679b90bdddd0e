"""The resolution form: what makes fastavro resolve as Java does, row by row (8.2)."""

from typing import Any

import pytest
from breaks import array, document, enum, field, fixed, map_of, record
from fastavro import parse_schema

from avrotower.compat.check import compatible
from avrotower.compat.pairs import Pairs
from avrotower.compat.witness import Prover, prove
from avrotower.compat.witness.codec import Codec
from avrotower.compat.witness.generate import Smallest
from avrotower.compat.witness.resolution import form, resolution_form
from avrotower.compat.witness.search import Search
from avrotower.schema.model import Schema
from avrotower.schema.parse import parse

THREE: Any = [
    {"type": "record", "name": "_.R_r", "fields": []},
    {"type": "enum", "name": "_.E_e", "symbols": ["A"]},
    {"type": "fixed", "name": "_.F_f", "size": 1},
]
NOBODY: Any = {"type": "fixed", "name": "_.Nobody_f", "size": 0}


def schema(text: Any) -> Schema:
    return document(text).schema


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            record("R", doc="d", namespace="n", x=1, logicalType="y"),
            {"type": "record", "name": "n.R_r", "fields": []},
            id="no doc, no attributes, no logical types",
        ),
        pytest.param(
            [record("R"), enum("E", "A"), fixed("F", 1)],
            THREE,
            id="the null namespace has a name, and the kind is part of a name",
        ),
        pytest.param(
            record("R", namespace="_"),
            {"type": "record", "name": "__.R_r", "fields": []},
            id="a namespace that is called so makes room",
        ),
        pytest.param(
            record("R", namespace="n", aliases=["Old", "m.Old", ".Old"]),
            {
                "type": "record",
                "name": "n.R_r",
                "aliases": ["n.Old_r", "m.Old_r"],
                "fields": [],
            },
            id="aliases are full; one that matches nothing is left out",
        ),
        pytest.param([], [NOBODY], id="an empty union is one that nobody writes"),
        pytest.param(
            map_of([]), {"type": "map", "values": [NOBODY]}, id="an empty union below"
        ),
        pytest.param(
            record("R", field("a", []), field("b", [])),
            {
                "type": "record",
                "name": "_.R_r",
                "fields": [
                    {"name": "a", "type": [NOBODY]},
                    {"name": "b", "type": ["_.Nobody_f"]},
                ],
            },
            id="two empty unions",
        ),
        pytest.param(
            record("R", field("a", "int", default="x", aliases=["b"])),
            {
                "type": "record",
                "name": "_.R_r",
                "fields": [
                    {"name": "a", "type": "int", "default": 0, "aliases": ["b"]}
                ],
            },
            id="a default of another type is replaced",
        ),
        pytest.param(
            record("R", field("a", "int", default=7)),
            {
                "type": "record",
                "name": "_.R_r",
                "fields": [{"name": "a", "type": "int", "default": 7}],
            },
            id="a default that fits stays",
        ),
        pytest.param(
            enum("E", "Ä", "B", default="Ä"),
            {
                "type": "enum",
                "name": "_.E_e",
                "symbols": ["_c384", "B"],
                "default": "_c384",
            },
            id="symbols are ASCII",
        ),
        pytest.param(
            record("R", field("a", ["null", "R"])),
            {
                "type": "record",
                "name": "_.R_r",
                "fields": [{"name": "a", "type": ["null", "_.R_r"]}],
            },
            id="a type within itself is named",
        ),
        pytest.param({"type": "int", "x": 1}, "int", id="a primitive with attributes"),
    ],
)
def test_a_schema_is_printed_so_that_differences_do_not_matter(
    text: Any, expected: Any
) -> None:
    assert resolution_form(schema(text)) == expected
    parse_schema(resolution_form(schema(text)))


TWICE = record(
    "R",
    field("a", enum("E", "A", default="A")),
    field("b", enum("E", "A")),
)


def test_two_equal_definitions_are_two_types_of_a_reader_and_one_of_a_writer() -> None:
    reads = resolution_form(schema(TWICE), reads=True)
    writes = resolution_form(schema(TWICE))

    assert [f["type"]["name"] for f in reads["fields"]] == ["_.E_e", "_._2.E_e"]
    assert writes["fields"][1]["type"] == "_.E_e"


def test_a_type_that_is_used_before_its_definition_is_defined_at_first_use() -> None:
    text = record("R", field("a", "S"), field("b", record("S")))

    printed = resolution_form(schema(text))

    assert printed["fields"][0]["type"] == {
        "type": "record",
        "name": "_.S_r",
        "fields": [],
    }
    assert printed["fields"][1]["type"] == "_.S_r"


def test_damage_and_depth_are_told() -> None:
    damaged = form(schema(record("R", field("a", "Gone"))))
    nested = form(schema(array(map_of(["int"]))))

    assert (damaged.is_damaged, nested.is_damaged) == (True, False)
    assert nested.depth == 4


@pytest.mark.parametrize(
    ("reader", "writer", "reason", "datum"),
    [
        pytest.param("int", "string", "found", '""', id="types"),
        pytest.param(
            array("int"), array("string"), "found", '[""]', id="a single element"
        ),
        pytest.param(
            map_of("int"), map_of("string"), "found", '{"key": ""}', id="a single entry"
        ),
        pytest.param(
            enum("E", "A"), enum("E", "A", "B"), "found", '"B"', id="a symbol unknown"
        ),
        pytest.param(
            enum("E", "A"), enum("E", "Ä"), "found", '"Ä"', id="a symbol of any script"
        ),
        pytest.param(
            fixed("F", 1), fixed("F", 2), "found", '"\\u0000\\u0000"', id="size"
        ),
        pytest.param(
            ["null", "int"],
            ["null", "int", "string"],
            "found",
            '{"string": ""}',
            id="branch",
        ),
        pytest.param([], "int", "found", "0", id="an empty union"),
        pytest.param(
            record("R", field("a", ["int"]), field("b", "int")),
            record("R", field("a", ["int", "null"]), field("b", "int")),
            "found",
            '{"a": null, "b": 0}',
            id="one field changed",
        ),
        pytest.param(
            record("R", field("n", ["null", "R"]), field("a", "int")),
            record("R", field("n", ["null", "R"]), field("a", "boolean")),
            "found",
            '{"n": null, "a": false}',
            id="the flattest branch",
        ),
        pytest.param(
            record("R", field("n", "R"), field("a", "int")),
            record("R", field("n", "R"), field("a", "long")),
            "endless",
            "",
            id="a writer without any datum",
        ),
        pytest.param(
            array("null"),
            array([record("R", field("n", "R")), "null"]),
            "endless",
            "",
            id="a branch without any datum",
        ),
        pytest.param(
            ["null", array("null")],
            ["null", array([record("R", field("n", "R")), "null"])],
            "endless",
            "",
            id="a branch without any datum below a union",
        ),
        pytest.param(
            enum("E", "A"),
            array(enum("E")),
            "found",
            "[]",
            id="an enum without symbols",
        ),
        pytest.param(
            record(
                "R",
                field("b", record("N", field("x", "int")), aliases=["a"]),
                field("a", "null"),
            ),
            record("R", field("a", "null")),
            "found",
            '{"a": null}',
            id="two fields of the reader for one of the writer",
        ),
        pytest.param(
            record("R", field("a", "int", aliases=["b"])),
            record("R", field("a", "int"), field("b", "int")),
            "ambiguous-alias",
            "",
            id="an ambiguous alias",
        ),
        pytest.param("int", "int", "reads-anyway", "", id="nothing to prove"),
        pytest.param(
            "string", fixed("F", 70_000), "budget", "", id="a datum too large"
        ),
        pytest.param(
            record("R", field("a", "int")),
            record("R", *(field(f"f{n}", fixed(f"F{n}", 60_000)) for n in range(2))),
            "budget",
            "",
            id="a sum too large",
        ),
        pytest.param(
            "int",
            record("R", field("a", fixed("F", 60_000)), field("b", ["F"])),
            "budget",
            "",
            id="a record too large",
        ),
    ],
)
def test_a_break_is_proved_or_the_reason_is_told(
    reader: Any, writer: Any, reason: str, datum: str
) -> None:
    witness = prove(schema(reader), schema(writer), clock=lambda: 0.0)

    assert (witness.reason, witness.datum) == (reason, datum)
    assert (witness.error != "") == (reason == "found")
    assert (witness.note != "") or reason == "found"


def test_a_root_of_another_name_is_read_by_javas_decoder_and_the_note_says_so() -> None:
    same = prove(
        schema(record("A", field("a", "int"))), schema(record("B", field("a", "int")))
    )
    other = prove(
        schema(record("A", field("a", "int"))), schema(record("B", field("a", "null")))
    )

    assert same.note.startswith("Java's decoder reads a root record of another name")
    assert other.note == ""
    assert "__fastavro_parsed" not in same.error


def test_the_search_stops_when_its_time_is_over() -> None:
    times = iter([0.0, 1.0])

    witness = prove(schema("int"), schema("string"), clock=lambda: next(times))

    assert (witness.reason, witness.note) == (
        "budget",
        "the search stopped at its limit",
    )


def test_what_is_nested_deeper_than_others_can_go_is_not_tried() -> None:
    deep: Any = "int"
    for _ in range(120):
        deep = array(deep)

    witness = prove(schema("int"), schema(deep))

    assert (witness.reason, "too deeply nested" in witness.note) == ("budget", True)


def test_a_union_of_thousands_at_the_root_is_not_tried() -> None:
    writer = [record(f"A{number}") for number in range(2_000)]

    witness = prove(schema("int"), schema(writer))

    assert (witness.reason, "too large" in witness.note) == ("budget", True)


def test_a_long_error_is_cut() -> None:
    writer = record("A", *(field(f"field{number}", "int") for number in range(100)))

    witness = prove(schema("int"), schema(writer))

    assert len(witness.error) == 300
    assert witness.error.endswith("…")


def test_the_clock_of_the_machine_is_the_one_that_counts() -> None:
    pairs = Pairs(schema("int").root, schema("string").root)

    assert Prover(pairs).prove().reason == "found"


def test_a_candidate_is_tried_once_for_each_pair() -> None:
    reader = record(
        "R", field("a", ["null", "R"]), field("b", ["null", "R"]), field("x", "int")
    )
    writer = record(
        "R", field("a", ["null", "R"]), field("b", ["null", "R"]), field("x", "null")
    )
    pairs = Pairs(schema(reader).root, schema(writer).root)

    data = [datum.json for datum in Search(pairs.root).candidates()]

    assert data == [{"a": None, "b": None, "x": None}]


def test_the_smallest_datum_of_a_chain_beyond_any_stack_is_none_and_cut() -> None:
    chain = [
        record(f"R{number}", *([field("n", f"R{number - 1}")] if number else []))
        for number in range(2_000)
    ]
    root = schema(chain).root

    smallest = Smallest(root)

    assert smallest.is_cut
    assert smallest.datum(root) is not None


def test_a_codec_decodes_what_it_encodes() -> None:
    codec = Codec(reader="long", writer="int")

    assert codec.decode(codec.encode(7)) == 7
    assert codec.refusal(codec.encode(7)) is None


@pytest.mark.parametrize("count", [2_000, 8_000])
def test_chains_of_any_length_are_answered(count: int) -> None:
    def chain(last: str) -> Schema:
        types = [
            record(
                f"R{number}",
                field("n", f"R{number - 1}" if number else last),
            )
            for number in range(count)
        ]
        return parse(str(types).replace("'", '"'), "lenient", name="chain").schema

    reader, writer = chain("int"), chain("string")

    assert compatible(reader, chain("int"))
    assert not compatible(reader, writer)


def test_two_fields_that_share_one_of_the_writer_do_not_hide_a_break() -> None:
    # fastavro fills only one of them, and so reads what Java cannot.
    reader = record(
        "A",
        field("b", "A", default={}, aliases=["a"]),
        field("a", "null"),
        field("c", array("null")),
        namespace="n",
    )
    writer = record("A", field("a", "null"), field("c", array("null")), namespace="n")

    witness = prove(schema(reader), schema(writer), clock=lambda: 0.0)

    assert witness.reason == "found"
    assert witness.note.startswith("the reader is shown without the fields that read")


def test_a_break_deep_within_large_data_is_not_tried() -> None:
    def around(last: str) -> Any:
        whole: Any = last
        for number in range(4):
            big = field("big", fixed(f"F{number}", 30_000))
            whole = record(f"R{number}", field("a", whole), big)
        return whole

    witness = prove(schema(around("int")), schema(around("string")), clock=lambda: 0.0)

    assert (witness.reason, "too large" in witness.note) == ("budget", True)


def test_a_datum_that_grows_too_large_at_the_root_is_not_read() -> None:
    def two(last: str) -> Any:
        inner = record("R", field("a", last), field("f", fixed("F", 40_000)))
        return record("Q", field("r", inner), field("g", fixed("G", 40_000)))

    witness = prove(schema(two("int")), schema(two("string")), clock=lambda: 0.0)

    assert witness.reason == "budget"


def test_a_wide_union_is_looked_up_by_name() -> None:
    reader = [
        "null",
        *(
            record(f"R{number}", aliases=["Old"] if number == 7 else [])
            for number in range(20)
        ),
    ]

    assert compatible(schema(reader), schema(record("Old")))
    assert compatible(schema(reader), schema(record("R9")))
    assert not compatible(schema(reader), schema(record("Gone")))


def test_fields_may_stand_in_another_order() -> None:
    fields = field("a", array("int")), field("b", array("string"))

    reader, writer = record("R", *fields), record("R", *reversed(fields))

    assert compatible(schema(reader), schema(writer))


def test_an_equal_type_is_read_whatever_else_its_field_says() -> None:
    def node(**attributes: Any) -> Any:
        below = field("next", ["null", "Node"])
        return record("Node", below, field("a", array("int"), **attributes))

    assert compatible(schema(node(default=[])), schema(node()))
    assert compatible(schema(node()), schema(node(default=[])))
