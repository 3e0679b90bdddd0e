"""VAL: what examples cannot show."""

import json
from pathlib import Path
from typing import Any

import pytest
from rule_run import findings, messages

from avrotower.catalogue import find
from avrotower.engine.judge import Judge
from avrotower.engine.run import lint
from avrotower.engine.unit import Unit
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


# Retraction and activation

TICKET = record(field("event_id"), name="TicketRegistered")
CANCELLED = record(
    field("event_id"), field("original_event_id"), name="TicketCancelled"
)
RETRACTABLE = "[topics]\nticket = { kind = 'event', retractable = true }\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def told(shop: Path, code: str, policy: str, **texts: str) -> list[tuple[str, str]]:
    """Return document and message of what the rule *code* finds in values of `ticket`."""
    (shop / "avrotower.toml").write_text(policy, encoding="utf-8")
    for directory, text in texts.items():
        (shop / directory).mkdir(exist_ok=True)
        (shop / directory / "ticket-value.avsc").write_text(text, encoding="utf-8")
    report = lint(["."])
    found = [
        (finding.location.document.partition("/")[0], finding.message)
        for judgement in report
        for finding in judgement.findings
        if finding.code == code
    ]
    assert report.summary.failures == []
    return found


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("TicketCancelled", 0),
        ("TicketCancelledEvent", 0),
        ("ticket_voided", 0),
        ("TicketReturned", 2),
        ("CancelledTicket", 2),
    ],
)
def test_a_record_takes_back_by_the_end_of_its_name(
    shop: Path, name: str, count: int
) -> None:
    other = record(field("event_id"), name=name)

    assert len(told(shop, "VAL011", RETRACTABLE, a=TICKET, b=other)) == count


def test_each_record_that_cannot_be_taken_back_is_told_with_both_ways(
    shop: Path,
) -> None:
    (found,) = told(shop, "VAL011", RETRACTABLE, a=TICKET)

    assert found == (
        "a",
        (
            "ticket is retractable, but nothing in it can say that an earlier "
            "TicketRegistered was wrong; add a record whose name ends in Cancelled or "
            'Corrected, or a mandatory enum "operation" with CORRECT or WITHDRAW'
        ),
    )


@pytest.mark.parametrize(
    ("operation", "count"),
    [
        (field("op", {"type": "enum", "name": "O", "symbols": ["NEW", "withdraw"]}), 0),
        (field("op", {"type": "enum", "name": "O", "symbols": ["NEW"]}), 1),
        (field("op", "string"), 1),
        (
            field(
                "op",
                {"type": "enum", "name": "O", "symbols": ["CORRECT"]},
                default="CORRECT",
            ),
            1,
        ),
        (
            field(
                "op", ["null", {"type": "enum", "name": "O", "symbols": ["CORRECT"]}]
            ),
            1,
        ),
        (field("metadata", "Undefined"), 0),
    ],
)
def test_an_operation_is_a_mandatory_enum(
    shop: Path, operation: dict[str, Any], count: int
) -> None:
    text = record(field("event_id"), operation, name="Ticket")
    policy = RETRACTABLE.replace("true", "{ by = 'field' }")

    assert len(told(shop, "VAL011", policy, a=text)) == count


def test_what_is_damaged_may_have_been_the_retraction(shop: Path) -> None:
    assert told(shop, "VAL011", RETRACTABLE, a=TICKET, b=CANCELLED[:-1]) == []
    assert told(shop, "VAL011", RETRACTABLE, a=TICKET, b="[") == []


def test_a_topic_that_nobody_declares_retractable_owes_nothing(shop: Path) -> None:
    policy = RETRACTABLE.replace("true", "false")

    assert told(shop, "VAL011", policy, a=TICKET) == []
    assert told(shop, "VAL012", policy, a=record(name="TicketCancelled")) == []


@pytest.mark.parametrize(
    "name", ["original_id", "originalEventId", "cancelled_event_id"]
)
def test_a_reference_may_be_called_after_the_id(shop: Path, name: str) -> None:
    text = record(field("event_id"), field(name), name="TicketCancelled")

    assert told(shop, "VAL012", RETRACTABLE, a=TICKET, b=text) == []


def test_the_own_id_of_a_retraction_is_no_reference(shop: Path) -> None:
    text = record(field("original_id"), name="TicketCancelled")
    policy = f"{RETRACTABLE}[rules.VAL012]\nid-paths = ['original_id']\n"

    assert len(told(shop, "VAL012", policy, a=text)) == 1


def test_the_repair_has_the_type_of_the_id(shop: Path) -> None:
    fixed = {"type": "fixed", "name": "shop.Id", "size": 16}
    told(
        shop,
        "VAL012",
        RETRACTABLE,
        a=record(field("event_id", fixed), name="TicketRegistered"),
        b=record(field("event_id"), name="TicketCancelled"),
    )

    fixes = [
        finding.fix.snippet
        for judgement in lint(["."])
        for finding in judgement.findings
        if finding.code == "VAL012" and finding.fix
    ]
    assert fixes == ['{"name": "original_event_id", "type": "shop.Id"}']


def test_a_reference_of_an_undefined_type_may_be_right(shop: Path) -> None:
    text = record(
        field("event_id"), field("original_event_id", "Lost"), name="TicketCancelled"
    )

    assert told(shop, "VAL012", RETRACTABLE, a=TICKET, b=text) == []


def test_a_reference_is_mandatory_in_a_record_of_its_own_only(shop: Path) -> None:
    optional = field("original_event_id", ["null", "string"], default=None)
    text = record(field("event_id"), optional, name="TicketCancelled")

    assert len(told(shop, "VAL005", RETRACTABLE, a=TICKET, b=text)) == 1
    by_field = RETRACTABLE.replace("true", "{ by = 'field' }")
    assert told(shop, "VAL005", by_field, a=TICKET, b=text) == []


DATED = "[topics]\nticket = { kind = 'entity', effective-dated = true }\n"
DATE = {"type": "int", "logicalType": "date"}


@pytest.mark.parametrize(
    ("policy", "text", "count"),
    [
        (DATED, record(field("validFrom", DATE)), 0),
        (DATED, record(field("from", DATE)), 1),
        (DATED.replace("true", "'from'"), record(field("from", DATE)), 0),
        (DATED.replace("true", "'from'"), record(field("valid_from", DATE)), 1),
        (DATED.replace("true", "false"), record(), 0),
        (DATED, record(field("valid_from", "Lost")), 0),
        (DATED, '"string"', 0),
        (
            f"{DATED}[rules.VAL013]\nexact = true\n",
            record(field("validFrom", DATE)),
            1,
        ),
    ],
)
def test_an_activation_date_is_looked_for_where_it_is_declared(
    shop: Path, policy: str, text: str, count: int
) -> None:
    assert len(told(shop, "VAL013", policy, a=text)) == count


def test_a_declared_activation_date_is_mandatory(shop: Path) -> None:
    text = record(field("since", DATE, default=0))
    policy = DATED.replace("true", "'since'")

    (found,) = told(shop, "VAL005", policy, a=text)
    assert found[1].startswith("Price.since is mandatory here, but has a default")


def test_an_undeclared_activation_date_may_be_missing(shop: Path) -> None:
    text = record(field("valid_from", ["null", DATE], default=None))

    assert told(shop, "VAL005", DATED.replace("true", "false"), a=text) == []


VERSIONED = """
[topics]
line = {}
ticket = { kind = "entity", generator = "connect" }
[apps.engine]
application-ids = ["engine"]
[[joins]]
app = "engine"
left = "line"
right = "ticket"
temporal = "versioned"
"""


@pytest.mark.parametrize(
    ("policy", "severity"),
    [
        (VERSIONED, "error"),
        (VERSIONED.replace("versioned", "latest"), "info"),
        (f'{VERSIONED}right-as = "stream"\n', "info"),
        (
            f'{VERSIONED}[generators.connect]\nseverity = {{ VAL003 = "info" }}\n',
            "info",
        ),
    ],
)
def test_a_versioned_table_needs_event_time_whoever_writes_it(
    shop: Path, policy: str, severity: str
) -> None:
    told(shop, "VAL003", policy, a=record(field("id")))

    (found,) = (
        finding.severity.word
        for judgement in lint(["."])
        for finding in judgement.findings
        if finding.code == "VAL003"
    )
    assert found == severity
