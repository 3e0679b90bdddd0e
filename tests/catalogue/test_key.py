"""KEY: what examples cannot show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rule_run import findings, messages

from avrotower.catalogue import find
from avrotower.engine.judge import Judge
from avrotower.engine.unit import Unit
from avrotower.finding import Change, Finding
from avrotower.policy.choice import Chosen, Policy
from avrotower.rule import Generator, Role, Subject
from avrotower.schema.difference import difference
from avrotower.schema.document import References
from avrotower.schema.parse import parse

KEY = """{"type": "record", "name": "ItemKey", "fields": [
    {"name": "item_id", "type": "string"}]}"""
OPTIONAL = KEY.replace('"string"', '["null", "string"]')


def test_a_part_of_an_old_key_can_be_allowed() -> None:
    assert messages("KEY001", OPTIONAL, role="key", allow=("ItemKey.item*",)) == []


def test_a_null_by_itself_is_no_choice() -> None:
    assert messages("KEY001", '"null"', role="key") == []


def test_the_key_type_is_shown_beside_its_part() -> None:
    (finding,) = findings("KEY001", OPTIONAL, role="key")
    (whole,) = finding.related

    assert whole.message == "part of this key"
    assert whole.location.pointer == "/name"


def test_what_stands_in_another_document_is_told_there() -> None:
    text = """{"type": "record", "name": "Shelf", "fields": [
        {"name": "row", "type": ["null", "int"]},
        {"name": "site", "type": "string", "default": "",  "doc": "Of a shop"},
        {"name": "unit", "type": {"type": "enum", "name": "Unit", "symbols": ["A"],
         "default": "A"}}]}"""
    shelf = parse(text, name="shelf.avsc")
    references = References(shelf.schema.names, frozenset({"Shelf"}))
    key = KEY.replace('"string"', '"Shelf"')

    found = [
        *findings("KEY001", key, role="key", references=references),
        *findings("KEY002", key, role="key", references=references),
    ]

    assert [(f.location.document, f.location.pointer) for f in found] == [
        ("shelf.avsc", "/fields/0/type"),
        ("shelf.avsc", "/fields/1/default"),
        ("shelf.avsc", "/fields/2/type/default"),
    ]
    for finding in found:
        assert [note.location.document for note in finding.related] == ["x.avsc"]


def test_a_type_that_is_used_twice_is_told_once() -> None:
    text = """{"type": "record", "name": "StockKey", "fields": [
        {"name": "a", "type": {"type": "record", "name": "Shelf", "fields": [
         {"name": "row", "type": "int", "default": 0}]}},
        {"name": "b", "type": "Shelf"}]}"""

    assert len(findings("KEY002", text, role="key")) == 1


def test_the_first_difference_is_shown_in_both_documents() -> None:
    now = KEY.replace('"string"', '"long"')

    (finding,) = findings("KEY009", now, role="key", before=KEY)

    assert [(note.message, *note.location[:2]) for note in finding.related] == [
        ("the first difference", "x.avsc", "/fields/0/type"),
        ("version 1", "s@1", "/fields/0/type"),
    ]


def test_what_is_gone_is_shown_where_it_was() -> None:
    two = KEY.replace("]}", ', {"name": "store", "type": "string"}]}')

    (gone,) = findings("KEY009", KEY, role="key", before=two)
    (new,) = findings("KEY009", two, role="key", before=KEY)

    assert '("store" is gone)' in gone.message
    assert [note.location.pointer for note in gone.related] == ["/fields", "/fields/1"]
    assert '("store" is new)' in new.message


def test_a_long_value_is_cut() -> None:
    now = KEY.replace('"string"', '"long", "doc": "' + "x" * 50 + '"')
    old = KEY.replace('"string"', '"long", "doc": "y"')

    (message,) = messages("KEY009", now, role="key", before=old)

    assert '"doc" was "y" and is "' + "x" * 39 + "…" in message


def test_a_schema_of_another_form_differs_as_a_whole() -> None:
    (message,) = messages("KEY009", '"string"', role="key", before='"long"')

    assert 'the schema was "long" and is "string"' in message


def test_a_type_elsewhere_can_be_all_that_changed() -> None:
    def references(size: int) -> References:
        text = f'{{"type": "fixed", "name": "Ean", "size": {size}}}'
        return References(parse(text, name="ean.avsc").schema.names, frozenset())

    key = KEY.replace('"string"', '"Ean"')

    told = difference(
        parse(key, "strict", references(8)), parse(key, "strict", references(13))
    )

    assert told.changed == "a type that it refers to changed"


def test_without_an_id_in_the_key_a_doc_may_change() -> None:
    documented = KEY.replace('"string"', '"string", "doc": "Article number"')

    changed = messages("KEY009", documented, role="key", before=KEY)
    same = messages("KEY009", documented, role="key", before=KEY, compare="encoding")

    assert len(changed) == 1
    assert same == []


def record(name: str, *fields: tuple[str, Any]) -> dict[str, Any]:
    return {
        "type": "record",
        "name": name,
        "fields": [{"name": field, "type": type_} for field, type_ in fields],
    }


def test_a_key_that_is_a_primitive_is_told_where_it_stands() -> None:
    (finding,) = findings("KEY009", '"string"', role="key", before='"long"')

    assert finding.location.pointer == ""
    assert finding.location.span is not None


def test_a_decimal_that_java_ignores_is_plain_bytes() -> None:
    decimal = '{"type": "bytes", "logicalType": "decimal", "precision": 0}'

    assert messages("KEY003", decimal, role="key") == []
    assert messages("KEY003", decimal, role="key", types=("bytes",)) == [
        "key field $ is bytes: the content is the application's affair"
    ]


@pytest.mark.parametrize(
    ("type_", "path"),
    [
        ('["string", "double"]', "$|double"),
        ('{"type": "map", "values": "double"}', "${}"),
        ('{"type": "array", "items": "double"}', "$[]"),
    ],
)
def test_a_type_is_found_below_what_has_no_name(type_: str, path: str) -> None:
    (message,) = messages("KEY003", type_, role="key", types=("double",))

    assert message.startswith(f"key field {path} is a double")


def test_a_field_of_many_types_is_one_field() -> None:
    union = ["string", {"type": "array", "items": {"type": "map", "values": "int"}}]
    key = json.dumps(record("Key", *((f"f{number}", union) for number in range(4))))

    assert messages("KEY005", key, role="key") == []
    (message,) = messages("KEY005", key, role="key", max_fields=3)
    assert message.startswith("key has 4 fields in 1 level; more than 3 in 1 is")


def test_records_are_counted_below_what_has_no_name() -> None:
    shelf = record("Shelf", ("row", "int"), ("place", "int"))
    key = {"type": "array", "items": ["null", shelf]}

    (finding,) = findings("KEY005", json.dumps(key), role="key", max_fields=1)

    assert finding.message.startswith("key has 2 fields in 1 level; more than 1 in 1")
    assert finding.location.pointer == ""
    assert messages("KEY005", json.dumps(key), role="key") == []


def test_the_place_of_a_deep_key_is_the_first_record_too_deep() -> None:
    deep = record("Site", ("shelf", record("Shelf", ("row", record("Row")))))
    key = json.dumps(record("Key", ("a", "int"), ("site", deep), ("again", "Site")))

    (finding,) = findings("KEY005", key, role="key", max_depth=2)
    (none,) = findings("KEY005", key, role="key", max_depth=0)

    assert finding.message.startswith("key has 1 field in 4 levels; more than 4 in 2")
    assert finding.location.pointer == "/fields/1/type/fields/0/type"
    assert none.location.pointer == ""


def test_a_key_of_very_many_fields_is_counted_in_no_time() -> None:
    types = [record("R0", ("a", "int"), ("b", "int"))]
    for number in range(1, 300):
        below = f"R{number - 1}"
        types.append(record(f"R{number}", ("a", below), ("b", below)))
    key = record("Key", *((f"r{number}", type_) for number, type_ in enumerate(types)))

    (message,) = messages("KEY005", json.dumps(key), role="key")

    assert message.startswith("key has more than 9999 fields in 301 levels")


@pytest.mark.parametrize(
    "key",
    [
        record("Key", ("again", "Key")),
        record("Key") | {"fields": [{"name": "a"}]},
        {"type": "enum", "name": "Unit", "symbols": ["A", 1]},
        {"type": "fixed", "name": "Ean"},
        record("Key", ("unit", "Undefined")),
    ],
    ids=["no value", "lost field", "lost symbol", "lost size", "lost type"],
)
def test_what_has_no_value_or_is_damaged_has_not_only_one(key: dict[str, Any]) -> None:
    assert messages("KEY006", json.dumps(key), role="key") == []


def test_a_form_is_not_missed_where_there_is_no_type() -> None:
    assert messages("KEY004", '{"type": "Key"}', role="key", form="record") == []


@pytest.mark.parametrize(
    ("generator", "says"),
    [
        ("none", []),
        ("connect", ["set key.converter.connect.meta.data=false"]),
        (
            "debezium",
            ["set include.schema.comments=false and no column.propagate.source.type"],
        ),
    ],
)
def test_a_doc_counts_where_a_generator_copies_comments(
    generator: Generator, says: list[str]
) -> None:
    found = generated('{"name": "id", "type": "int", "doc": "Number."}', generator)

    assert [f.message.partition("; ")[2] for f in found] == says
    assert all(f.location.pointer == "/fields/0/doc" for f in found)


def test_the_remedy_is_that_of_the_program_that_wrote_the_attribute() -> None:
    field = """{"name": "id", "type": {"type": "int", "connect.version": 1,
        "connect.parameters": {}}}"""

    version, parameters = generated(field, "debezium")

    assert version.message.endswith("set key.converter.connect.meta.data=false")
    assert "include.schema.comments=false" in parameters.message


def generated(field: str, generator: Generator) -> list[Finding]:
    rule = find("KEY015")
    subject = Subject("s-key", "s", "key", "cdc", generator, "certain")
    text = f'{{"type": "record", "name": "Key", "fields": [{field}]}}'
    judge = Judge(Policy("test", (Chosen(rule, rule.options()),)), {})
    return list(judge(Unit(subject, parse(text), "s-key")).findings)


def test_metadata_of_a_type_that_is_used_twice_is_told_once() -> None:
    shelf = record("Shelf", ("row", "int")) | {"connect.version": 1}
    key = json.dumps(record("Key", ("a", shelf), ("b", "Shelf")))

    assert len(messages("KEY015", key, role="key")) == 1


def test_the_repair_of_an_attribute_removes_it() -> None:
    alias = record("Key", ("a", "int")) | {"aliases": ["Old"]}
    name = record("Key", ("a", {"type": "int", "connect.name": "Old"}))

    found = [
        *findings("KEY012", json.dumps(alias), role="key"),
        *findings("KEY015", json.dumps(name), role="key"),
    ]

    assert [f.fix and f.fix.changes for f in found] == [
        (Change("remove", f.location.pointer),) for f in found
    ]


def test_a_reference_shows_what_it_leads_to_wherever_it_stands() -> None:
    row = parse(json.dumps(record("Row", ("number", "int"))), name="row.avsc")
    shelf = parse(
        json.dumps(record("Shelf", ("row", "Row"))),
        "strict",
        References(row.schema.names, frozenset({"Row"})),
        name="shelf.avsc",
    )
    names = {**row.schema.names, **shelf.schema.names}
    key = json.dumps(record("Key", ("shelf", "Shelf")))

    to_row, to_shelf = findings(
        "KEY016", key, role="key", references=References(names, frozenset({"Shelf"}))
    )

    assert to_shelf.location[:2] == ("x.avsc", "/fields/0/type")
    assert to_row.location[:2] == ("shelf.avsc", "/fields/0/type")
    assert [(n.message, *n.location[:2]) for n in to_row.related] == [
        ("defines Row", "row.avsc", "/name"),
        ("part of this key", "x.avsc", "/name"),
    ]


DECIMAL = {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}


@pytest.mark.parametrize(
    ("in_key", "in_value", "says"),
    [
        (DECIMAL, DECIMAL | {"scale": 4}, "bytes:decimal(9,2) bytes:decimal(9,4)"),
        (["null", "string"], "string", ""),
        (["string", "int"], ["null", "string", "int"], ""),
        ("string", ["null", "string", "int"], "string union of string, int"),
        (
            {"type": "array", "items": "int"},
            {"type": "map", "values": ["null", "int"]},
            "array of int map of int",
        ),
        (
            {"type": "enum", "name": "a.Unit", "symbols": ["A"]},
            {"type": "enum", "name": "b.Unit", "symbols": ["A", "B"]},
            "",
        ),
        ({"type": "fixed", "name": "Ean", "size": 13}, "string", "fixed(13) string"),
        (record("Shelf"), record("Row"), "record Shelf record Row"),
        ("Undefined", "string", ""),
    ],
)
def test_types_of_key_and_value_are_compared_as_people_read_them(
    in_key: Any, in_value: Any, says: str
) -> None:
    key = json.dumps(record("Key", ("item", in_key)))
    value = json.dumps(record("Price", ("item", in_value)))

    found = [f.detail for f in beside(value, key)]

    assert " ".join(word for detail in found for word in detail) == says
    assert [f.detail for f in beside(key, value, "key")] == found


def test_only_records_of_a_topic_have_fields_in_common() -> None:
    price = json.dumps(record("Price", ("item", "int")))

    assert beside(price, '"string"') == []
    assert beside('"string"', price) == []
    assert beside(price, json.dumps(record("Key", ("item", "long"))), None) == []
    assert messages("KEY007", price) == []


def beside(text: str, other: str, role: Role | None = "value") -> list[Finding]:
    rule = find("KEY007")
    subject = Subject(f"s-{role}", "s", role, "event", confidence="certain")
    document = parse(other, name="other.avsc")
    unit = Unit(subject, parse(text, name="x.avsc"), "s", beside=lambda: document)
    judge = Judge(Policy("test", (Chosen(rule, rule.options()),)), {})
    judgement = judge(unit)
    assert judgement.failures == ()
    return list(judgement.findings)


@pytest.mark.parametrize(
    ("latest", "words"),
    [
        (frozenset({"shelf@-1"}), "depends on shelf@-1 at its latest version; "),
        (frozenset({"other@-1"}), "depends on shelf@-1; "),
    ],
)
def test_a_reference_to_the_latest_version_is_told_as_such(
    latest: frozenset[str], words: str
) -> None:
    shelf = parse('{"type": "fixed", "name": "Shelf", "size": 4}', name="shelf@-1")
    references = References(shelf.schema.names, frozenset({"Shelf"}), latest)
    key = """{"type": "record", "name": "StockKey", "fields": [
        {"name": "shelf", "type": "Shelf"}]}"""

    (finding,) = findings("KEY016", key, role="key", references=references)

    assert words in finding.message
