"""VAL: what examples cannot show."""

import json
from typing import Any

import pytest
from rule_run import findings, messages

from avrotower.catalogue import find
from avrotower.engine.judge import Judge, Unit
from avrotower.finding import Change
from avrotower.policy.choice import Chosen, Policy
from avrotower.rule import Subject
from avrotower.schema.document import References
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol


def record(*fields: dict[str, Any], name: str = "Price") -> str:
    return json.dumps({"type": "record", "name": name, "fields": list(fields)})


def field(name: str, type_: Any = "string", **attributes: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **attributes}


@pytest.mark.parametrize(
    "name", ["event_id", "eventId", "EventID", "EVENT_ID", "event-id"]
)
def test_names_are_compared_by_words(name: str) -> None:
    text = record(field("event_id")).replace("event_id", name)

    assert messages("VAL001", text) == []


def test_names_can_be_compared_letter_by_letter() -> None:
    assert messages("VAL001", record(field("eventId")), exact=True)
    assert messages("VAL001", record(field("event_id")), exact=True) == []


@pytest.mark.parametrize(
    ("name", "id_field"),
    [
        ("ItemEvent", "item_id"),
        ("Item", "item_id"),
        ("Event", "event_id"),
        ("PriceValue", "priceId"),
    ],
)
def test_the_type_in_a_path_is_the_name_without_its_kind(
    name: str, id_field: str
) -> None:
    assert messages("VAL001", record(field(id_field), name=name)) == []


def test_other_paths_can_be_named() -> None:
    text = record(field("number"))

    assert messages("VAL001", text, paths=("number",)) == []
    assert messages("VAL001", text, paths=("key:number", "header:number")) == [
        (
            "Price has no id: looked for key:number, header:number; "
            "add a mandatory field or declare id-in for s"
        )
    ]


@pytest.mark.parametrize("places", [("header",), ("value", "header")])
def test_an_id_in_a_header_cannot_be_missing(places: tuple[str, ...]) -> None:
    assert messages("VAL001", record(), id_in=places) == []


@pytest.mark.parametrize("place", ["header", "record"])
def test_a_time_beside_the_value_cannot_be_missing(place: str) -> None:
    assert messages("VAL003", record(), timestamp_in=(place,)) == []
    assert messages("VAL003", record(), timestamp_in=("value", place)) == []


def test_a_key_that_nobody_can_look_at_may_hold_the_id() -> None:
    assert messages("VAL001", record(), id_in=("key",)) == []
    assert messages("VAL001", record(), id_in=("key",), paths=("key:id",)) == []


def test_a_field_of_the_value_is_no_id_where_the_id_lives_elsewhere() -> None:
    text = record(field("id", "double", default=0.0), field("time", "string"))

    assert len(messages("VAL002", text)) == len(messages("VAL004", text)) == 1
    assert messages("VAL002", text, id_in=("key",)) == []
    assert messages("VAL004", text, timestamp_in=("record",)) == []
    assert len(messages("VAL005", text)) == 1
    assert messages("VAL005", text, id_in=("header",)) == []


def test_a_mandatory_time_may_live_elsewhere_too() -> None:
    text = record(field("id"), field("time", ["null", "string"]))

    assert len(messages("VAL005", text)) == 1
    assert messages("VAL005", text, timestamp_in=("record",)) == []


def test_a_path_does_not_lead_through_what_is_no_record() -> None:
    assert len(messages("VAL001", record(field("metadata", "string")))) == 1


def test_a_value_that_is_no_record_owes_nothing() -> None:
    assert messages("VAL001", '"string"') == []
    assert messages("VAL001", '["null", "string"]') == []


@pytest.mark.parametrize(
    "text",
    [
        record(field("a"), field("b")).replace('"name": "b", ', ""),
        record(field("a"))[:-2],
        record(field("metadata", "Undefined")),
        record(field("metadata", {"type": "record", "name": "M"})),
        record(field("metadata", ["null", "Undefined"])),
    ],
)
def test_in_what_is_damaged_nothing_is_missing(text: str) -> None:
    assert messages("VAL001", text) == []


def test_an_undefined_type_hides_only_what_it_could_hold() -> None:
    assert len(messages("VAL001", record(field("amount", "Undefined")))) == 1


def test_a_field_on_two_ways_is_told_once() -> None:
    meta = {
        "type": "record",
        "name": "Meta",
        "fields": [field("id"), field("timestamp")],
    }
    text = record(field("metadata", ["null", meta], default=None))

    assert messages("VAL005", text) == [
        (
            "Price.metadata is mandatory here, but may be null; "
            "mandatory means every writer states it"
        )
    ]


def test_a_repair_names_all_that_has_to_go() -> None:
    fixes = {
        finding.fix.title
        for text in (
            record(field("id", ["null", "string"], default=None)),
            record(field("id", ["null", "string"])),
            record(field("id", "string", default="")),
        )
        for finding in findings("VAL005", text)
        if finding.fix
    }

    assert fixes == {"remove null and the default", "remove null", "remove the default"}


def test_what_stands_in_another_document_is_told_there() -> None:
    text = record(
        field("event_id", "double", default=0.0),
        field("timestamp", "string"),
        name="Meta",
    )
    meta = parse(text, name="meta.avsc")
    references = References(meta.schema.names, frozenset({"Meta"}))
    value = record(field("metadata", "Meta"))

    found = [
        finding
        for code in ("VAL002", "VAL004", "VAL005")
        for finding in findings(code, value, references=references)
    ]

    assert [(f.location.document, f.location.pointer) for f in found] == [
        ("meta.avsc", "/fields/0/type"),
        ("meta.avsc", "/fields/1/type"),
        ("meta.avsc", "/fields/0/default"),
    ]
    for finding in found:
        (using,) = finding.related
        assert using.message == "part of this value"
        assert using.location[:2] == ("x.avsc", "/name")


@pytest.mark.parametrize(
    ("branches", "place"),
    [
        (["string", "null"], "second"),
        (["string", "int", "long", "null"], "fourth"),
        (["string", "int", "long", "float", "null"], "late"),
    ],
)
def test_the_place_of_null_is_told(branches: list[str], place: str) -> None:
    text = record(field("note", branches))

    assert messages("VAL007", text) == [
        f'note lists null {place}; put it first and add "default": null'
    ]


def test_a_union_without_null_or_branches_is_not_optional() -> None:
    text = record(field("a", ["string", "int"]), field("b", []))

    assert messages("VAL006", text) == []
    assert messages("VAL007", text) == []


def test_a_parameter_of_a_message_is_no_data() -> None:
    protocol = parse_protocol(
        json.dumps(
            {
                "protocol": "Shop",
                "types": [],
                "messages": {
                    "sell": {
                        "request": [
                            field("note", ["null", "string"]),
                            field("memo", ["string", "null"]),
                        ],
                        "response": "null",
                    }
                },
            }
        ).encode(),
        name="shop.avpr",
    )
    rules = (find("VAL006"), find("VAL007"))
    policy = Policy("test", tuple(Chosen(rule, rule.options()) for rule in rules))
    subject = Subject("Shop", "", None, "shared", confidence="certain")

    assert len(protocol.schema.fields) == 2
    assert Judge(policy, {})(Unit(subject, protocol, "Shop")).findings == ()


def test_the_repair_of_an_optional_field_can_be_written() -> None:
    (without,) = findings("VAL006", record(field("note", ["null", "string"])))
    (second,) = findings("VAL007", record(field("note", ["string", "null"])))

    assert without.fix is not None
    assert without.fix.changes == (Change("put", "/fields/0", "null", "default"),)
    assert second.fix is not None
    assert second.fix.changes == (
        Change("front", "/fields/0/type/1"),
        Change("put", "/fields/0", "null", "default"),
    )


@pytest.mark.parametrize("text", ["[", '{"type": "Undefined"}', '["Undefined"]'])
def test_what_is_damaged_may_have_been_a_record(text: str) -> None:
    assert messages("VAL009", text, allow_union=True) == []
