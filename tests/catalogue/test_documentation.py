"""DOC: what examples cannot show."""

import json
from pathlib import Path
from typing import Any

import pytest
from rule_run import findings, messages

from avrotower.catalogue import find
from avrotower.engine.judge import Judge
from avrotower.engine.run import lint
from avrotower.engine.unit import Unit
from avrotower.policy.choice import without_configuration
from avrotower.rule import Subject
from avrotower.schema.parse.protocol import parse_protocol


def record(*fields: dict[str, Any], **attributes: Any) -> str:
    return json.dumps(
        {"type": "record", "name": "Stock", "fields": list(fields), **attributes}
    )


def field(name: str, type_: Any = "string", **attributes: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **attributes}


META = {
    "type": "record",
    "name": "Meta",
    "fields": [field("eventId"), field("source")],
}


def test_a_doc_that_is_no_text_is_none() -> None:
    assert messages("DOC001", record(doc=7)) == ["Stock has no doc"]
    assert messages("DOC002", record(field("store", doc=7))) == [
        "Stock.store has no doc"
    ]


@pytest.mark.parametrize("code", ["DOC001", "DOC002"])
def test_a_doc_that_may_be_lost_is_not_missing(code: str) -> None:
    text = '{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int", '

    assert messages(code, text) == []


@pytest.mark.parametrize(
    ("chains", "left"),
    [
        (("meta.event_id",), ["Meta.source"]),
        (("meta.EVENT_ID", "meta.source"), []),
        (("event_id",), ["Meta.eventId", "Meta.source"]),
        (("meta.event_id.more",), ["Meta.eventId", "Meta.source"]),
        (("other.event_id",), ["Meta.eventId", "Meta.source"]),
    ],
)
def test_fields_are_spared_by_their_way_from_the_top(
    chains: tuple[str, ...], left: list[str]
) -> None:
    text = record(field("meta", ["null", META], doc="About the event."))

    found = messages("DOC002", text, except_=chains)

    assert [message.partition(" ")[0] for message in found] == left


def test_a_policy_file_writes_the_option_without_an_underscore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    policy = 'edition = "2026"\n[rules.field-doc-missing]\nexcept = ["store"]\n'
    Path("avrotower.toml").write_text(policy, encoding="utf-8")
    text = record(field("store"), field("item"))
    Path("stock-value.avsc").write_text(text, encoding="utf-8")

    (judgement,) = lint(["."])
    found = [f.message for f in judgement.findings if f.code == "DOC002"]

    assert found == ["Stock.item has no doc"]


def test_fields_are_spared_in_each_branch_at_the_top() -> None:
    text = json.dumps(["null", json.loads(record(field("store"))), META])

    assert messages("DOC002", text, except_=("store", "event_id", "source")) == []


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        (0.5, []),
        (0.51, ["1 of 2 fields have a doc; 0.51 is required"]),
        (1.0, ["Stock.item has no doc"]),
    ],
)
def test_a_share_of_the_fields_may_be_enough(
    coverage: float, expected: list[str]
) -> None:
    text = record(field("store", doc="Its number."), field("item"))

    assert messages("DOC002", text, min_coverage=coverage) == expected


def test_a_share_that_is_too_small_is_one_finding_of_the_document() -> None:
    (before,) = findings("DOC002", record(field("a"), field("b")), min_coverage=0.9)
    (after,) = findings(
        "DOC002", record(field("a", doc="A."), field("b")), min_coverage=0.9
    )

    assert before.location.pointer == "/fields/0"
    assert after.location.pointer == "/fields/1"
    assert before.fingerprint == after.fingerprint


def test_spared_fields_alone_break_no_share() -> None:
    text = record(field("store"))

    assert messages("DOC002", text, min_coverage=0.9, except_=("store",)) == []


def test_parameters_of_messages_need_no_doc() -> None:
    messages_ = {"count": {"request": [field("store")], "response": "int"}}
    text = json.dumps({"protocol": "Shop", "messages": messages_})
    judge = Judge(without_configuration((find("DOC002"),)), {})
    unit = Unit(Subject("Shop", "", None, "shared"), parse_protocol(text), "Shop")

    assert judge(unit).findings == ()
