"""One cause, one finding: the table of RULES, 3.1, row by row."""

from __future__ import annotations

import json
from typing import Any

import pytest

from avrotower.catalogue import RULES
from avrotower.catalogue.specification.invalid_json import UNREADABLE
from avrotower.engine.cause import one_per_cause
from avrotower.engine.judge import Judge
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Location, Related, Severity
from avrotower.policy.choice import without_configuration
from avrotower.rule import Role, Subject
from avrotower.schema.parse import parse

CORE = tuple(rule for rule in RULES if rule.family in {"AVR", "KEY", "VAL", "CMP"})
"""Names and docs are not what these texts are about."""


def finding(
    code: str, pointer: str, path: str = "a.R", detail: tuple[str, ...] = ()
) -> Finding:
    location = Location("x.avsc", pointer, path)
    return Finding(code, code.lower(), Severity.ERROR, "", location, "s", detail=detail)


def field(**attributes: Any) -> str:
    """Return the text of a record with one field called `time`."""
    inner = {"name": "time", **attributes}
    return json.dumps({"type": "record", "name": "R", "fields": [inner]})


def codes(text: str, role: Role = "value") -> set[str]:
    """Return the codes that the core of the catalogue tells of *text*, but VAL001."""
    subject = Subject(f"s-{role}", "s", role, "event", confidence="certain")
    judge = Judge(without_configuration(CORE), {"history": "none"})
    judgement = judge(Unit(subject, parse(text, name="x.avsc"), subject.name))
    assert judgement.failures == ()
    return {found.code for found in judgement.findings} - {"VAL001"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int", '
            '"default": oops}, {"name": "time", "type": "long"}]}',
            {"AVR001", "VAL004"},
            id="AVR001 hides the damaged part and nothing else",
        ),
        pytest.param(
            '{"type": "record", "name": "R", "fields": [{"name": "time" "type": "long"}]}',
            {"AVR001", "VAL004"},
            id="AVR001 hides nothing where all could be read",
        ),
        pytest.param(
            '{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}, oops]}',
            {"AVR001"},
            id="AVR001: what a lost field may have been is not missing",
        ),
        pytest.param(
            '{"type": "record", "name": "R", "doc": 7}',
            {"AVR003"},
            id="AVR003 hides everything inside the broken node",
        ),
        pytest.param(
            field(type={"type": "record", "name": "Q", "namespace": 7}, default={}),
            {"AVR003", "VAL005"},
            id="AVR003 hides nothing outside of the broken node",
        ),
        pytest.param(
            field(type="Foo"), {"AVR005"}, id="AVR005 hides what needs the missing type"
        ),
        pytest.param(
            field(type=["null", "Foo"]),
            {"AVR005", "VAL005"},
            id="AVR005 hides nothing that does not need the type",
        ),
        pytest.param(
            '{"type": "string", "default": "a", "default": "b"}',
            {"AVR002", "VAL009"},
            id="AVR002 hides AVR013 on the same key",
        ),
        pytest.param(
            field(type=["null", "long"], default="x"),
            {"AVR008", "VAL004", "VAL005"},
            id="AVR008 hides AVR009",
        ),
        pytest.param(
            field(type="long", logicalType="timestamp-millis"),
            {"AVR010"},
            id="AVR010 hides VAL004",
        ),
        pytest.param(
            field(type={"type": "string", "logicalType": "timestamp-millis"}),
            {"AVR011"},
            id="AVR011 hides VAL004",
        ),
        pytest.param(
            field(type=["null", {"type": "string", "logicalType": "timestamp-millis"}]),
            {"AVR011", "VAL005"},
            id="AVR011 hides VAL004 around it",
        ),
        pytest.param(
            field(type={"type": "long", "logicalType": "timestamp-milis"}),
            {"AVR012"},
            id="AVR012 hides VAL004",
        ),
    ],
)
def test_a_document_tells_each_cause_once(text: str, expected: set[str]) -> None:
    assert codes(text) == expected


def test_a_key_tells_each_cause_once() -> None:
    assert codes(field(type=["null", "long"], default=None), "key") == {"KEY001"}


@pytest.mark.parametrize(
    ("stays", "goes"),
    [
        (("AVR003", "/fields/0"), ("AVR013", "/fields/0/tpye")),
        (("AVR002", "/fields/0/name"), ("AVR007", "/fields/0/name")),
        (("AVR002", "/fields/0/name"), ("AVR013", "/fields/0/name")),
        (("AVR008", "/fields/0/default"), ("AVR009", "/fields/0/default")),
        (("AVR008", "/fields/0/default"), ("VAL008", "/fields/0/type")),
        (("AVR008", "/fields/0/default"), ("CMP012", "/fields/0/default")),
        (("AVR009", "/fields/0/default"), ("VAL007", "/fields/0/type")),
        (("AVR010", "/fields/1/logicalType"), ("AVR013", "/fields/1/scal")),
        (("AVR010", "/fields/1/logicalType"), ("VAL002", "/fields/1/type")),
        (("AVR010", "/fields/1/logicalType"), ("VAL004", "/fields/1/type")),
        (("AVR011", "/fields/1/type/precision"), ("AVR012", "/fields/1/type")),
        (("AVR011", "/fields/1/type/precision"), ("VAL004", "/fields/1/type")),
        (("AVR012", "/fields/1/type/logicalType"), ("VAL002", "/fields/1/type")),
        (("KEY001", "/fields/2/type"), ("KEY002", "/fields/2/default")),
        (("KEY002", "/fields/2/default"), ("KEY015", "/fields/2/connect.default")),
        (("KEY009", ""), ("CMP001", "/fields/3")),
        (("KEY009", ""), ("KEY017", "")),
        (("VAL005", "/fields/3/type"), ("VAL006", "/fields/3/type")),
        (("VAL009", ""), ("VAL001", "/1/name")),
        (("CMP001", "/fields/3"), ("CMP010", "/fields/3")),
        (("CMP003", "/fields/3/type"), ("CMP011", "/fields/3/type")),
        (("CMP009", "/fields/3/type/name"), ("CMP003", "/fields/4/type")),
    ],
    ids=lambda place: place[0],
)
def test_the_cause_is_told_and_its_consequence_is_not(
    stays: tuple[str, str], goes: tuple[str, str]
) -> None:
    cause, consequence = finding(*stays), finding(*goes)

    assert one_per_cause([consequence, cause]) == [cause]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("AVR001", "/fields/0"), ("AVR003", "/fields/0/type")),
        (("AVR003", "/fields/0"), ("AVR001", "/fields/0/type")),
        (("AVR003", "/fields/1"), ("AVR013", "/fields/10/tpye")),
        (("AVR008", "/fields/0/default"), ("AVR009", "/fields/1/default")),
        (("AVR011", "/fields/1/type/2/scale"), ("VAL004", "/fields/2/type")),
        (("AVR011", "/fields/1/type/items/scale"), ("VAL004", "/fields/1/type")),
        (("KEY001", "/fields/2/type"), ("KEY002", "/fields/3/default")),
        (("KEY001", "/fields/2/type"), ("AVR009", "/fields/2/default")),
        (("KEY002", "/fields/2/default"), ("KEY015", "/fields/2/type/connect.name")),
        (("KEY002", "/fields/2/default"), ("KEY015", "/fields/3/connect.default")),
        (("AVR001", "/fields/1"), ("AVR001", "/fields/1")),
    ],
)
def test_what_has_a_cause_of_its_own_is_told_beside_it(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    both = [finding(*one), finding(*other)]

    assert one_per_cause(both) == both


def test_what_could_not_be_read_hides_what_is_found_in_it() -> None:
    unreadable = finding("AVR001", "/fields/0", detail=("json-syntax", UNREADABLE))
    inside = finding("AVR003", "/fields/0/type")

    assert one_per_cause([inside, unreadable]) == [unreadable]


def test_a_dropped_finding_drops_nothing() -> None:
    broken = finding("AVR003", "/fields/0")
    inside = finding("AVR008", "/fields/0/default")
    beside = finding("AVR009", "/fields/0/default")

    assert one_per_cause([broken, inside, beside]) == [broken]


def test_a_version_that_cannot_be_read_is_told_once() -> None:
    def related(code: str, document: str) -> Finding:
        note = Related("in version 1", Location(document))
        return finding(code, "/fields/0")._replace(related=(note,))

    cause, same = related("CMP001", "s@1"), related("CMP018", "s@1")
    other = related("CMP018", "s@2")

    assert one_per_cause([cause, same, other]) == [cause, other]
