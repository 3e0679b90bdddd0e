"""TYP: what examples cannot show."""

import json
from typing import Any

import pytest
from rule_run import findings, messages


def record(*fields: dict[str, Any]) -> str:
    return json.dumps({"type": "record", "name": "Price", "fields": list(fields)})


def field(name: str, type_: Any) -> dict[str, Any]:
    return {"name": name, "type": type_}


@pytest.mark.parametrize(
    "name", ["price", "netAmount", "TOTAL", "unit_cost", "tax", "vat", "service_fee"]
)
def test_money_is_known_by_its_name(name: str) -> None:
    assert len(messages("TYP003", record(field(name, "double")))) == 1


@pytest.mark.parametrize(
    "type_",
    ["long", "string", {"type": "bytes", "logicalType": "decimal", "precision": 9}],
)
def test_money_in_other_types_is_well(type_: Any) -> None:
    assert messages("TYP003", record(field("price", ["null", type_]))) == []


def test_each_float_of_a_field_has_its_place() -> None:
    nested = ["null", "float", {"type": "map", "values": ["null", "double"]}]

    found = findings("TYP003", record(field("price", nested)))

    assert [(f.location.pointer, f.detail) for f in found] == [
        ("/fields/0/type/1", ("float",)),
        ("/fields/0/type/2/values/1", ("double",)),
    ]


def test_a_number_of_floats_in_a_record_is_not_the_money_of_the_field() -> None:
    inner = {"type": "record", "name": "Money", "fields": [field("weight", "double")]}

    assert messages("TYP003", record(field("price", inner))) == []
    assert messages("TYP003", record(field("price", ["null", inner]))) == []


@pytest.mark.parametrize(
    ("symbols", "title"),
    [
        (["UNKNOWN", "LIST"], 'add "default": "UNKNOWN"'),
        (["LIST"], 'add the symbol "UNKNOWN" and "default": "UNKNOWN"'),
    ],
)
def test_the_proposed_default_is_a_symbol(symbols: list[str], title: str) -> None:
    text = json.dumps({"type": "enum", "name": "Reason", "symbols": symbols})

    (found,) = findings("TYP008", text)

    assert found.fix is not None
    assert found.fix.title == title


def test_another_default_can_be_proposed() -> None:
    text = '{"type": "enum", "name": "Reason", "symbols": ["OTHER"]}'

    (found,) = findings("TYP008", text, default_symbol="OTHER")

    assert found.fix is not None
    assert found.fix.snippet == '"default": "OTHER"'


def test_an_enum_in_a_key_is_not_asked_for_a_default() -> None:
    text = '{"type": "enum", "name": "Reason", "symbols": ["OTHER"]}'

    assert messages("TYP008", text, role="key") == []


def test_a_default_that_may_be_lost_is_not_missing() -> None:
    assert messages("TYP008", '{"type": "enum", "name": "R", "symbols": ["A"], ') == []
