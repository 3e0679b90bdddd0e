"""Entries of `[[custom-rules]]` as rules: which nodes they speak of, what they find where."""

import json
from typing import Any

import pytest

from avrotower.finding import Finding
from avrotower.policy.custom.declared import declared
from avrotower.policy.document.custom import CustomRule
from avrotower.rule import Context, Options, Rule, Subject
from avrotower.schema.parse.protocol import parse_protocol
from avrotower.testing import findings

DOCUMENT = json.dumps(
    {
        "type": "record",
        "name": "Ticket",
        "namespace": "shop.sales",
        "doc": "What a customer paid.",
        "owner": "team-sales",
        "level": 3,
        "fields": [
            {"name": "storeFormat", "type": ["null", "string"], "default": None},
            {"name": "state", "type": {"type": "enum", "name": "State",
             "symbols": ["OPEN", "PAID"], "default": "OPEN"}},
            {"name": "at", "doc": "When.", "pii": True,
             "type": {"type": "long", "logicalType": "timestamp-millis"}},
            {"name": "line", "type": {"type": "record", "name": "Line", "fields": [
                {"name": "ean", "type": {"type": "fixed", "name": "Ean", "size": 13}}]}},
        ],
    }
)  # fmt: skip


def rule(on: str, **entry: Any) -> Rule:
    full = CustomRule.model_validate(
        {
            "code": "SHOP001",
            "name": "shop-rule",
            "on": on,
            "message": "{name} {value}".rstrip(),
            "good": ["{}"],
            "bad": ["{}"],
            **entry,
        }
    )
    return declared(full.model_dump(mode="json"))


def found(on: str, text: str = DOCUMENT, **entry: Any) -> list[tuple[str, str]]:
    return [
        (finding.location.pointer, finding.message)
        for finding in findings(rule(on, **entry), text)
    ]


ANYTHING = {"name": "."}


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("schema", ["Ticket"]),
        ("type", ["Ticket", "State", "Line", "Ean"]),
        ("record", ["Ticket", "Line"]),
        ("enum", ["State"]),
        ("fixed", ["Ean"]),
        ("field", ["storeFormat", "state", "at", "line", "ean"]),
        ("subject", ["example-value"]),
    ],
)
def test_on_says_what_is_looked_at(on: str, names: list[str]) -> None:
    assert [
        message.split()[0] for _, message in found(on, forbid=ANYTHING)
    ] == names  # fmt: skip


@pytest.mark.parametrize(
    ("on", "when", "names"),
    [
        ("record", {"top-level": True}, ["Ticket"]),
        ("record", {"top-level": False}, ["Line"]),
        ("field", {"top-level": False}, ["ean"]),
        ("type", {"name": "L*"}, ["Line"]),
        ("type", {"name": "shop.sales.L*"}, ["Line"]),
        ("field", {"name": "st*"}, ["storeFormat", "state"]),
        ("field", {"namespace": "shop.*"}, ["storeFormat", "state", "at", "line", "ean"]),
        ("field", {"namespace": "shop"}, []),
        ("field", {"type": ["string", "fixed"]}, ["storeFormat", "ean"]),
        ("field", {"type": ["long:timestamp-millis"]}, ["at"]),
        ("field", {"type": ["shop.sales.State"]}, ["state"]),
        ("field", {"nullable": True}, ["storeFormat"]),
        ("field", {"has": "pii"}, ["at"]),
        ("field", {"has": "pii", "nullable": True}, []),
        ("record", {"subject": "example-*"}, ["Ticket", "Line"]),
        ("record", {"subject": "stock-*"}, []),
        ("record", {"owner": ["team-stock"]}, []),
        ("record", {"generator": ["debezium"]}, []),
    ],
)  # fmt: skip
def test_when_says_which(on: str, when: dict[str, Any], names: list[str]) -> None:
    made = rule(on, when=when, forbid=ANYTHING)
    subject = Subject(
        "example-value", "example", "value", "event", confidence="certain"
    )

    got = findings(made, DOCUMENT, subject=subject)

    assert [finding.message.split()[0] for finding in got] == names


@pytest.mark.parametrize(
    ("on", "require", "places"),
    [
        ("schema", {"field": {"path": "store_format"}}, []),
        ("schema", {"field": {"path": "line.ean"}}, []),
        ("schema", {"field": {"path": "till"}}, [("/name", "Ticket ")]),
        ("schema", {"field": {"path": "store_format", "nullable": False}},
         [("/fields/0", "Ticket string")]),
        ("schema", {"field": {"path": "state", "type": ["string", "long"]}},
         [("/fields/1", "Ticket enum")]),
        ("schema", {"field": {"path": "state", "default": True}},
         [("/fields/1", "Ticket enum")]),
        ("type", {"field": {"path": "ean"}},
         [("/name", "Ticket "), ("/fields/1/type/name", "State "),
          ("/fields/3/type/fields/0/type/name", "Ean ")]),
        ("record", {"attribute": {"name": "owner"}},
         [("/fields/3/type/name", "Line ")]),
        ("schema", {"attribute": {"name": "owner", "value": "team-stock"}},
         [("/owner", "Ticket team-sales")]),
        ("schema", {"attribute": {"name": "level", "value": 3}}, []),
        ("field", {"attribute": {"name": "pii", "value": 1}},
         [("/fields/0/name", "storeFormat "), ("/fields/1/name", "state "),
          ("/fields/2/pii", "at true"), ("/fields/3/name", "line "),
          ("/fields/3/type/fields/0/name", "ean ")]),
        ("record", {"doc": "^What"}, [("/fields/3/type/name", "Line ")]),
        ("record", {"doc": "tax"},
         [("/doc", "Ticket What a customer paid."), ("/fields/3/type/name", "Line ")]),
        ("field", {"name": "^[a-z]+(_[a-z]+)*$"},
         [("/fields/0/name", "storeFormat storeFormat")]),
        ("schema", {"namespace": "^stock"}, [("/namespace", "Ticket shop.sales")]),
        ("enum", {"namespace": "^stock"}, [("/fields/1/type/name", "State shop.sales")]),
        ("field", {"type": ["string", "enum", "fixed", "record"]},
         [("/fields/2/type", "at long:timestamp-millis")]),
        ("enum", {"default": False}, [("/fields/1/type/default", "State OPEN")]),
        ("enum", {"symbols": ["OPEN", "UNKNOWN", "VOID"]},
         [("/fields/1/type/symbols", "State UNKNOWN, VOID")]),
        ("subject", {"name": "-value$"}, []),
        ("subject", {"name": "^[^-]+$"}, [("/name", "example-value example-value")]),
    ],
)  # fmt: skip
def test_what_is_required_is_missed_where_it_is_not(
    on: str, require: dict[str, Any], places: list[tuple[str, str]]
) -> None:
    assert found(on, require=require) == places


@pytest.mark.parametrize(
    ("on", "forbid", "places"),
    [
        ("schema", {"field": {"path": "till"}}, []),
        ("schema", {"field": {"path": "at"}},
         [("/fields/2", "Ticket long:timestamp-millis")]),
        ("field", {"attribute": {"name": "pii", "value": True}},
         [("/fields/2/pii", "at true")]),
        ("type", {"symbols": ["PAID", "VOID"]},
         [("/fields/1/type/symbols", "State PAID")]),
        ("field", {"symbols": ["PAID"]}, [("/fields/1/type", "state PAID")]),
        ("field", {"default": True}, [("/fields/0/default", "storeFormat null")]),
        ("field", {"type": ["fixed"], "name": "^x"},
         [("/fields/3/type/fields/0/type", "ean fixed(13)")]),
    ],
)  # fmt: skip
def test_what_is_forbidden_is_found_where_it_is(
    on: str, forbid: dict[str, Any], places: list[tuple[str, str]]
) -> None:
    assert found(on, forbid=forbid) == places


def test_every_required_entry_must_hold_and_a_node_is_one_finding() -> None:
    both = {"doc": "tax", "namespace": "^stock"}

    assert len(found("schema", require=both)) == 1
    assert len(found("schema", require={"doc": "What", "namespace": "^stock"})) == 1
    assert found("schema", require={"doc": "What"}, forbid={"name": "^X"}) == []


@pytest.mark.parametrize(
    ("text", "pointer", "message"),
    [
        ('"string"', "", "string string"),
        ('["null", {"type": "map", "values": "long"}]', "", "union map"),
        ('{"type": "array", "items": "int"}', "/type", "array array"),
    ],
)
def test_a_root_without_a_name_is_placed_at_the_document(
    text: str, pointer: str, message: str
) -> None:
    assert found("schema", text, require={"type": ["record"]}) == [(pointer, message)]


def test_an_enum_beside_null_is_placed_at_the_document() -> None:
    text = '["null", {"type": "enum", "name": "State", "symbols": ["OPEN"]}]'

    assert found("schema", text, require={"symbols": ["PAID"]}) == [("", "union PAID")]


def test_the_branches_of_a_top_level_union_are_top_level() -> None:
    text = """[{"type": "record", "name": "Opened", "fields": []},
               {"type": "record", "name": "Closed", "fields": []}]"""

    got = found("record", text, when={"top-level": True}, forbid=ANYTHING)

    assert [pointer for pointer, _ in got] == ["/0/name", "/1/name"]


@pytest.mark.parametrize(
    ("on", "require"),
    [
        ("schema", {"field": {"path": "till"}}),
        ("schema", {"field": {"path": "unit", "type": ["string"]}}),
        ("field", {"type": ["long"]}),
        ("field", {"symbols": ["OPEN"]}),
    ],
)
def test_what_is_damaged_or_undefined_is_not_called_missing(
    on: str, require: dict[str, Any]
) -> None:
    text = """{"type": "record", "name": "Stock", "fields": [
        {"name": "unit", "type": "Unit"}, {"name": """

    assert found(on, text, require=require) == []


def test_a_message_shows_all_placeholders_and_cuts_long_values() -> None:
    made = rule(
        "record",
        when={"top-level": True},
        forbid={"doc": "x"},
        message="{name} {path} {subject} {kind} {value} {",
    )
    text = f'{{"type": "record", "name": "A", "doc": "{"x" * 100}", "fields": []}}'

    (finding,) = findings(made, text)

    cut = "x" * 80
    assert finding.message == f"A A example-value event {cut}… {{"


def test_equal_breaches_have_equal_details_whatever_they_say() -> None:
    def detail(**entry: Any) -> Finding:
        (finding,) = findings(rule("schema", **entry), DOCUMENT)
        return finding

    one = detail(require={"doc": "tax"}, message="one")
    other = detail(require={"doc": "tax"}, message="other")

    assert one.detail == other.detail == ("require", "doc")
    assert one.fingerprint == other.fingerprint


def test_roles_and_kinds_are_those_of_the_rule() -> None:
    made = rule(
        "record", when={"role": ["key"], "kind": ["entity", "cdc"]}, forbid=ANYTHING
    )

    assert made.roles == {"key"}
    assert made.kinds == {"entity", "cdc"}
    assert len(findings(made, DOCUMENT)) == 2


def test_the_text_of_a_rule_is_what_explain_prints() -> None:
    made = rule("record", forbid=ANYTHING, doc="The till\nneeds it.", url="https://a.b")

    assert made.check.__doc__ == "Shop rule.\n\nThe till\nneeds it."
    assert (made.summary, made.sources) == ("Shop rule.", ("https://a.b",))


EVERYTHING: dict[str, Any] = {
    "doc": "^x",
    "name": "^x",
    "namespace": "^x",
    "type": ["fixed(3)"],
    "attribute": {"name": "x"},
}


@pytest.mark.parametrize("key", ["require", "forbid"])
@pytest.mark.parametrize("on", ["schema", "type", "enum", "field", "subject"])
def test_no_text_however_cut_off_makes_a_rule_fail(on: str, key: str) -> None:
    wanted = {"field": {"path": "line.ean", "nullable": False}, "default": True}
    rules = [
        rule(on, **{key: {name: value}})
        for name, value in {**EVERYTHING, **wanted, "symbols": ["OPEN"]}.items()
    ]
    for end in range(0, len(DOCUMENT), 23):
        for text in (DOCUMENT[:end], DOCUMENT[:end] + DOCUMENT[end + 1 :]):
            for each in rules:
                findings(each, text)


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("schema", []),
        ("type", ["Ticket", "Void"]),
        ("field", ["till", "why", "ticket"]),
    ],
)
def test_a_protocol_has_types_and_fields_and_no_outermost_type(
    on: str, names: list[str]
) -> None:
    protocol = parse_protocol(
        """{"protocol": "Till", "namespace": "shop", "types": [
            {"type": "record", "name": "Ticket", "fields": [
                {"name": "till", "type": "int"}]},
            {"type": "error", "name": "Void", "fields": [
                {"name": "why", "type": "string"}]}],
          "messages": {"print": {"request": [{"name": "ticket", "type": "Ticket"}],
                                 "response": "null"}}}""",
        name="till.avpr",
    )
    made = rule(on, forbid=ANYTHING)
    subject = Subject("till", "till", None, "event")

    found = list(
        made.check(protocol.schema, Context(made, Options(), subject, protocol))
    )

    assert [finding.message.split()[0] for finding in found] == names
