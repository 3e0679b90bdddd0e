"""One subject under one policy: each rule gets exactly one state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from avrotower.catalogue import RULES, find
from avrotower.compat.levels import Stored
from avrotower.engine.bench import DAMAGED
from avrotower.engine.judge import Judge
from avrotower.engine.result import Judgement, Report, Unread
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Severity, Version
from avrotower.policy.choice import Chosen, Policy, without_configuration
from avrotower.rule import Bad, Context, Good, Input, Role, Rule, Subject
from avrotower.schema.model import Schema
from avrotower.schema.parse import parse

CORE = tuple(rule for rule in RULES if rule.family in {"AVR", "KEY", "VAL", "CMP"})
"""Names and docs are not what these texts are about."""
VALUE = """{"type": "record", "name": "Price", "fields": [
    {"name": "id", "type": "string"},
    {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}"""
WITHOUT_ID = VALUE.replace('"id"', '"shop"')


def subject(role: Role | None = "value", **known: Any) -> Subject:
    made = Subject(f"s-{role}", "s", role, confidence="certain")
    return made._replace(**known)


def version(number: int, text: str) -> Stored:
    name = f"s@{number}"
    document = parse(text, "lenient", name=name)
    return Stored(Version(str(number), name, number), document)


def judged(
    text: str,
    role: Role | None = "value",
    *history: Stored,
    missing: dict[Input, str] | None = None,
    policy: Policy | None = None,
    **known: Any,
) -> Judgement:
    judge = Judge(
        policy or without_configuration(CORE, "FULL_TRANSITIVE"), missing or {}
    )
    document = parse(text, name="x.avsc")
    known_by = subject(role, **known)
    past = None if missing else history
    return judge(Unit(known_by, document, known_by.name, past))


def states(judgement: Judgement) -> dict[str, str]:
    codes = [rule.code for rule in without_configuration(CORE).rules]
    return {code: judgement.state(index) for index, code in enumerate(codes)}


def codes(judgement: Judgement) -> list[str]:
    return [finding.code for finding in judgement.findings]


def test_a_rule_is_clean_or_found() -> None:
    found = states(judged(WITHOUT_ID))

    assert found["VAL001"] == "found"
    assert found["VAL003"] == "clean"


def test_a_rule_for_keys_does_not_apply_to_values() -> None:
    found = states(judged(VALUE))

    assert found["KEY001"] == found["KEY009"] == "not applicable"


def test_a_rule_is_off_where_the_generator_cannot_do_better() -> None:
    assert states(judged(VALUE, generator="connect"))["AVR013"] == "off"


def test_a_rule_without_its_input_is_skipped_and_says_which() -> None:
    judgement = judged(VALUE, missing={"history": "no history is given"})

    assert states(judgement)["CMP001"] == "skipped"
    assert ("history", "no history is given") in {
        (skip.input, skip.reason) for skip in judgement.skipped
    }


def test_an_optional_input_that_is_missing_skips_nothing() -> None:
    assert states(judged(VALUE, missing={"history": "none"}))["AVR015"] == "clean"


def test_a_subject_without_an_earlier_version_is_clean() -> None:
    for role, code in (("value", "CMP001"), ("key", "KEY009")):
        judgement = judged(VALUE, role)  # type: ignore[arg-type]

        assert states(judgement)[code] == "clean"
        assert judgement.skipped == ()


def test_a_type_without_a_role_is_judged_like_a_value() -> None:
    judgement = judged(WITHOUT_ID, None, version(1, VALUE), kind="shared")
    found = states(judgement)

    assert found["CMP001"] == found["CMP002"] == "found"
    assert found["VAL001"] == found["KEY001"] == "not applicable"


def test_a_version_that_nobody_can_read_is_skipped_and_the_others_compared() -> None:
    history = version(1, VALUE), version(2, '{"type": "record"}'), version(3, VALUE)

    clean, broken = (
        judged(VALUE, "value", *history),
        judged(WITHOUT_ID, "value", *history),
    )

    assert states(clean)["CMP001"] == "skipped"
    assert "s@2 (the record has no name" in clean.skipped[0].reason
    assert states(broken)["CMP001"] == "found"
    assert "versions 1, 3;" in broken.findings[0].message
    assert broken.skipped


def test_a_key_is_compared_with_every_version_that_can_be_read() -> None:
    broken, text = version(1, '{"type": "record"}'), version(2, VALUE)
    gone = Stored(Version("3", "s@3", 3), None, unreadable="the registry lost it")

    same = judged(VALUE, "key", broken, text, gone)
    other = judged(WITHOUT_ID, "key", broken, text, gone)

    assert codes(same) == []
    assert states(same)["KEY009"] == "skipped"
    (reason,) = (skip.reason for skip in same.skipped)
    assert "s@1 (" in reason
    assert "s@3 (the registry lost it)" in reason
    assert codes(other) == ["KEY009"]
    assert states(other)["KEY009"] == "found"


def test_a_deleted_version_of_a_key_is_no_way_back() -> None:
    deleted = version(1, WITHOUT_ID)._replace(is_deleted=True)

    judgement = judged(WITHOUT_ID, "key", deleted, version(2, VALUE))

    assert codes(judgement) == ["KEY009"]
    assert "Keep version 2" in judgement.findings[0].message


@pytest.mark.parametrize("text", ["", "7", "oops"])
def test_where_nothing_can_be_read_only_avr_rules_speak(text: str) -> None:
    judgement = judged(text, "value", version(1, VALUE))
    found = states(judgement)

    assert {code[:3] for code in codes(judgement)} == {"AVR"}
    assert found["VAL001"] == found["CMP001"] == "skipped"
    assert {(skip.input, skip.reason) for skip in judgement.skipped} == {
        ("schema", DAMAGED)
    }


@pytest.mark.parametrize(
    "text",
    [
        VALUE.replace('"id", ', '"id" '),
        VALUE.replace('"name": "id", ', ""),
        VALUE.replace("[", "{", 1),
        VALUE.replace('"time"', '"id"'),
        VALUE.replace('"string"', '["string", "string"]'),
        VALUE.replace('"string"', '{"type": "enum", "name": "E", "symbols": ["A", 7]}'),
        VALUE.replace(
            '"string"',
            '{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}',
        ),
        VALUE.replace('"string"', '{"type": "fixed", "name": "Price", "size": 1}'),
        VALUE.replace('"id",', '"id", "aliases": "no",'),
    ],
)
def test_a_document_that_lost_parts_is_not_compared(text: str) -> None:
    judgement = judged(text, "value", version(1, WITHOUT_ID))

    assert {code[:3] for code in codes(judgement)} <= {"AVR", "VAL"}
    assert states(judgement)["CMP001"] == "skipped"


def test_a_place_in_a_document_that_nobody_has_is_told_without_its_line() -> None:
    judgement = judged(WITHOUT_ID, "value", version(1, VALUE))
    (related,) = judgement.findings[0].related

    assert related.location.document == "s@1"
    assert related.location.span is None
    assert set(judgement.texts) == {"x.avsc"}


def test_an_undefined_type_breaks_nothing_and_freezes_nothing() -> None:
    text = VALUE.replace('"string"', '"Undefined"')

    value = judged(text, "value", version(1, VALUE))
    key = judged(text, "key", version(1, VALUE))

    assert codes(value) == codes(key) == ["AVR005"]
    assert states(value)["CMP003"] == "clean"
    assert states(key)["KEY009"] == "skipped"


def test_a_wrong_default_is_told_beside_the_break() -> None:
    text = VALUE.replace('"string"', '"long", "default": ""')

    assert codes(judged(text, "value", version(1, VALUE))) == [
        *("CMP003", "CMP003", "AVR008", "VAL005")
    ]


def fails(_schema: Schema, _context: Context[Any]) -> Iterator[Finding]:
    """Hold never."""
    msg = "a bug"
    raise RuntimeError(msg)
    yield  # pragma: no cover


def failing() -> Rule:
    return Rule(
        code="ACM001",
        name="fails",
        inputs={"schema"},
        check=fails,
        good=[Good("{}")],
        bad=[Bad("{}", at="", says="")],
    )


def test_a_rule_that_raises_is_a_failure_and_the_others_speak() -> None:
    rules = failing(), find("VAL001")
    policy = Policy("test", tuple(Chosen(rule, rule.options()) for rule in rules))

    judgement = judged(WITHOUT_ID, policy=policy)
    (failure,) = judgement.failures

    assert judgement.states == "xf"
    assert failure.error == "RuntimeError: a bug"
    assert "in fails" in failure.traceback


def test_a_report_counts_what_passes_through_it() -> None:
    rules = failing(), find("VAL001")
    policy = Policy("test", tuple(Chosen(rule, rule.options()) for rule in rules))
    unread = Unread("y.avsc", "it is gone", "run again")
    report = Report(
        command="lint",
        policy=policy.source,
        rules=policy.rules,
        judgements=[unread, *[judged(WITHOUT_ID, policy=policy)] * 101],
    )

    assert len(list(report)) == 101
    assert report.summary.unread == [unread]
    assert report.summary.documents == report.summary.subjects_with_findings == 101
    assert report.summary.severities == {Severity.WARNING: 101}
    assert len(report.summary.failures) == 100
    assert report.summary.states["failed"] == 101


def test_a_severity_is_capped_by_what_is_known_of_the_subject() -> None:
    (guess,) = judged(WITHOUT_ID, confidence="guess").findings
    (certain,) = judged(WITHOUT_ID, kind="event").findings

    assert guess.severity is Severity.INFO
    assert certain.severity is Severity.ERROR
