"""CMP: what examples cannot show."""

import json
from typing import Any

import pytest
from rule_run import findings, messages

from avrotower.catalogue import find
from avrotower.compat.levels import Stored
from avrotower.engine.judge import Judge
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Version
from avrotower.policy.choice import Chosen, Policy
from avrotower.rule import Subject
from avrotower.schema.document import Document, References
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol

DATE = {"type": "int", "logicalType": "date"}
MILLIS = {"type": "long", "logicalType": "timestamp-millis"}
MICROS = {"type": "long", "logicalType": "timestamp-micros"}


def record(type_: Any, name: str = "Price", **attributes: Any) -> str:
    field = {"name": "from", "type": type_, **attributes}
    return json.dumps({"type": "record", "name": name, "fields": [field]})


@pytest.mark.parametrize(
    ("old", "new", "pointer", "message"),
    [
        (["null", DATE], ["null", "int"], "/1", "Price.from was date and is plain int"),
        (["null", DATE], "int", "", "Price.from was date and is plain int"),
        ("int", ["null", DATE], "/1/logicalType", "Price.from was plain int and is"),
        (
            {"type": "array", "items": "int"},
            {"type": "array", "items": DATE},
            "/items/logicalType",
            "Price.from[] was plain int and is date",
        ),
        (
            {"type": "map", "values": DATE},
            {"type": "map", "values": "int"},
            "/values",
            "Price.from{} was date and is plain int",
        ),
        (
            ["null", "int", MILLIS],
            ["null", MICROS, "int"],
            "/1/logicalType",
            "Price.from was timestamp-millis and is timestamp-micros",
        ),
    ],
)
def test_a_change_of_meaning_is_found_wherever_a_type_stands(
    old: Any, new: Any, pointer: str, message: str
) -> None:
    (finding,) = findings("CMP011", record(new), before=record(old))

    assert finding.location.pointer == f"/fields/0/type{pointer}"
    assert finding.location.span is not None
    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (DATE, "long"),
        ("int", {"type": "int", "logicalType": "dat"}),
        ("int", {"type": "int", "logicalType": "uuid"}),
        (["null", DATE], ["null", DATE, "string"]),
        (
            {"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"},
            {"type": "fixed", "name": "Id", "size": 12},
        ),
    ],
    ids=["promotion", "unknown", "misplaced", "same", "size"],
)
def test_what_has_another_cause_or_means_the_same_is_not_told(
    old: Any, new: Any
) -> None:
    assert messages("CMP011", record(new), before=record(old)) == []


def test_a_renamed_field_is_compared_with_what_it_was_called() -> None:
    now = record("int", aliases=["since"]).replace('"from"', '"until"')
    before = record(DATE).replace('"from"', '"since"')

    assert len(messages("CMP011", now, before=before)) == 1


def test_a_type_that_is_used_twice_or_contains_itself_is_told_once() -> None:
    def tree(type_: Any) -> str:
        return json.dumps(
            {
                "type": "record",
                "name": "Offer",
                "fields": [
                    {"name": "from", "type": type_},
                    {"name": "before", "type": ["null", "Offer"], "default": None},
                    {"name": "after", "type": ["null", "Offer"], "default": None},
                ],
            }
        )

    assert len(messages("CMP011", tree(MICROS), before=tree(MILLIS))) == 1


def test_a_type_without_a_name_is_shown_in_its_version() -> None:
    (finding,) = findings("CMP011", '"int"', before=json.dumps(DATE))
    (note,) = finding.related

    assert finding.location.pointer == ""
    assert (note.message, *note.location[:2]) == ("in version 1", "s@1", "")


def test_a_type_of_another_document_is_told_there() -> None:
    def references(type_: Any, name: str) -> References:
        money = parse(record(type_, "Validity"), name=name)
        return References(money.schema.names, frozenset({"Validity"}))

    text = record("Validity")
    old = parse(text, "lenient", references(MILLIS, "v@1"), name="s@1")
    new = parse(text, "strict", references(MICROS, "v.avsc"), name="x.avsc")

    (finding,) = judged(new, [old])

    assert finding.location[:2] == ("v.avsc", "/fields/0/type/logicalType")
    assert [(note.message, *note.location[:2]) for note in finding.related] == [
        ("in version 1", "v@1", "/fields/0/type"),
        ("part of this value", "x.avsc", "/name"),
    ]


def judged(
    new: Document, history: list[Document | None], level: str = "FULL_TRANSITIVE"
) -> list[Finding]:
    rule = find("CMP011")
    stored = [
        Stored(Version(str(number), f"s@{number}", number), document)
        for number, document in enumerate(history, start=1)
    ]
    subject = Subject("s-value", "s", "value", "event", confidence="certain")
    policy = Policy("test", (Chosen(rule, rule.options()),), level)
    judgement = Judge(policy, {})(Unit(subject, new, "s-value", stored))
    assert judgement.failures == ()
    return list(judgement.findings)


def test_the_versions_of_one_meaning_are_told_together() -> None:
    old = [
        parse(record(type_), "lenient", name=f"s@{number}")
        for number, type_ in enumerate((MILLIS, MILLIS, "long", MICROS), start=1)
    ]
    new = parse(record(MICROS), name="x.avsc")

    found = judged(new, [*old])

    assert [(f.message.partition(";")[0], f.related[0].message) for f in found] == [
        ("Price.from was plain long and is timestamp-micros", "in version 3"),
        (
            "Price.from was timestamp-millis and is timestamp-micros",
            "in versions 1\u20132",
        ),
    ]
    assert judged(new, [*old], "NONE") == []
    assert len(judged(new, [*old[:2]], "NONE")) == 1


def test_a_version_that_cannot_be_read_has_no_meaning() -> None:
    protocol = parse_protocol(b'{"protocol": "Shop"}', name="s@2")
    new = parse(record(DATE), name="x.avsc")

    assert judged(new, [None, protocol]) == []


def test_without_logical_types_nothing_is_compared_again() -> None:
    assert messages("CMP011", record("int"), before=record("long")) == []


def test_without_a_history_nothing_changed() -> None:
    rule = find("CMP011")
    policy = Policy("test", (Chosen(rule, rule.options()),))
    subject = Subject("s-value", "s", "value", "event", confidence="certain")
    new = parse(record(DATE), name="x.avsc")

    assert Judge(policy, {})(Unit(subject, new, "s-value")).findings == ()
