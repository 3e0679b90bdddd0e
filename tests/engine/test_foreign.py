"""Other people's types: silent about style, and about nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from avrotower.catalogue import find
from avrotower.engine.foreign import without_foreign
from avrotower.engine.judge import Judge
from avrotower.engine.result import Judgement
from avrotower.engine.run import lint
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Location, Severity
from avrotower.policy.choice import Chosen, Policy
from avrotower.rule import Subject
from avrotower.schema.parse import parse

RULES = (find("VAL006"), find("VAL004"))
FIELDS = [
    {"name": "note", "type": ["null", "string"]},
    {"name": "time", "type": "string"},
]


def record(name: str, *more: dict[str, Any]) -> dict[str, Any]:
    return {"type": "record", "name": name, "fields": [*FIELDS, *more]}


def judged(schema: dict[str, Any]) -> Judgement:
    chosen = tuple(Chosen(rule, rule.options()) for rule in RULES)
    policy = Policy("test", chosen)
    subject = Subject("s-value", "s", "value", "event", confidence="certain")
    document = parse(json.dumps(schema), name="x.avsc")
    return Judge(policy, {})(Unit(subject, document, "s-value"))


def test_style_is_no_finding_in_a_standard() -> None:
    judgement = judged(record("io.cloudevents.v1.CloudEvent"))

    assert [finding.code for finding in judgement.findings] == ["VAL004"]
    assert judgement.states == "cf"


@pytest.mark.parametrize(
    ("name", "pointers"),
    [
        ("io.debezium.Envelope", ["/fields/0"]),
        ("shop.Source", ["/fields/0", "/fields/2/type/fields/0"]),
    ],
)
def test_a_type_of_ones_own_is_judged_around_a_standard(
    name: str, pointers: list[str]
) -> None:
    inner = {"name": "source", "type": record(name)}

    judgement = judged(record("shop.Price", inner))

    found = [f.location.pointer for f in judgement.findings if f.code == "VAL006"]
    assert found == pointers


def test_the_nearest_type_counts() -> None:
    inner = {"name": "own", "type": record("io.debezium.x.Own")}
    outer = record("io.debezium.x", inner)

    assert [f.code for f in judged(outer).findings] == ["VAL004"]


def test_what_stands_in_another_document_is_judged_there() -> None:
    document = parse(json.dumps(record("io.debezium.Envelope")), name="x.avsc")
    place = Location("y.avsc", "/fields/0", "shop.Line.note")
    finding = Finding("VAL006", "", Severity.ERROR, "", place)

    assert without_foreign([finding], document, ["io.debezium.**"]) == [finding]


@pytest.mark.parametrize(
    ("name", "count"), [("io.cloudevents.CloudEvent", 1), ("com.partner.v1.Order", 0)]
)
def test_a_policy_says_whose_types_are_foreign(
    tmp_path: Path, name: str, count: int
) -> None:
    policy = 'edition = "2026"\n[project]\nforeign-types = ["com.partner.**"]\n'
    (tmp_path / "avrotower.toml").write_text(policy, encoding="utf-8")
    file = tmp_path / "value.avsc"
    file.write_text(json.dumps(record(name)), encoding="utf-8")

    (judgement,) = lint([str(file)])

    codes = [finding.code for finding in judgement.findings]
    assert codes.count("VAL006") == count
    assert "VAL004" in codes
