"""How severe a rule is for a subject."""

from collections.abc import Iterator
from typing import Any

import pytest

from avrotower.finding import Finding, Severity
from avrotower.policy.choice import severity, without_configuration
from avrotower.rule import (
    Bad,
    Confidence,
    Context,
    Generator,
    Good,
    Kind,
    Profile,
    Rule,
    Subject,
)
from avrotower.schema.model import Schema


def check(_schema: Schema, _context: Context[Any]) -> Iterator[Finding]:
    """Hold always."""
    yield from ()


def rule(
    code: str,
    severity: Severity = Severity.ERROR,
    profile: Profile = "recommended",
) -> Rule:
    return Rule(
        code=code,
        name=code.lower(),
        inputs={"schema"},
        check=check,
        good=[Good("{}")],
        bad=[Bad("{}", at="", says="")],
        severity=severity,
        profile=profile,
    )


def subject(
    kind: Kind = "event",
    generator: Generator = "none",
    confidence: Confidence = "likely",
) -> Subject:
    return Subject("t-value", "t", "value", kind, generator, confidence)


@pytest.mark.parametrize(
    ("code", "kind", "generator", "confidence", "expected"),
    [
        ("VAL001", "event", "none", "likely", "error"),
        ("VAL001", "unknown", "none", "likely", "warning"),
        ("VAL001", "event", "none", "guess", "info"),
        ("VAL001", "event", "connect", "likely", "info"),
        ("VAL001", "cdc", "debezium", "likely", "off"),
        ("VAL002", "unknown", "none", "likely", "error"),
        ("KEY001", "unknown", "ksqldb", "likely", "warning"),
        ("KEY001", "changelog", "none", "likely", "off"),
        ("KEY001", "cdc", "none", "likely", "error"),
        ("KEY001", "unknown", "none", "guess", "info"),
        ("KEY009", "changelog", "none", "likely", "error"),
        ("KEY009", "dlq", "none", "likely", "off"),
        ("CMP001", "dlq", "none", "likely", "off"),
        ("CMP001", "cdc", "debezium", "guess", "error"),
        ("AVR013", "event", "connect", "likely", "off"),
        ("AVR012", "dlq", "connect", "guess", "error"),
        ("KEY010", "shared", "none", "likely", "off"),
        ("KEY015", "unknown", "ksqldb", "likely", "off"),
        ("VAL006", "shared", "none", "likely", "error"),
        ("VAL009", "cdc", "none", "likely", "error"),
        ("VAL009", "event", "ksqldb", "likely", "info"),
        ("VAL010", "event", "connect", "likely", "off"),
        ("CMP010", "event", "debezium", "likely", "info"),
        ("CMP010", "changelog", "none", "likely", "off"),
        ("NAM007", "cdc", "debezium", "likely", "error"),
        ("NAM001", "event", "connect", "likely", "off"),
        ("DOC001", "shared", "none", "likely", "error"),
        ("SEC001", "dlq", "none", "likely", "error"),
        ("SEC001", "changelog", "none", "likely", "off"),
        ("STM001", "fk-join", "none", "guess", "info"),
        ("REG001", "dlq", "none", "likely", "off"),
        ("PAY001", "shared", "none", "likely", "off"),
        ("LNT001", "dlq", "ksqldb", "guess", "error"),
    ],
)
def test_kind_generator_and_confidence_cap_a_severity(
    code: str, kind: Kind, generator: Generator, confidence: Confidence, expected: str
) -> None:
    found = severity(rule(code), subject(kind, generator, confidence))

    assert found.word == expected


def test_a_cap_never_raises_a_severity() -> None:
    assert severity(rule("KEY001", Severity.INFO), subject()) is Severity.INFO


def test_without_configuration_the_profile_is_recommended() -> None:
    profiles: tuple[Profile, ...] = ("minimal", "recommended", "strict", "opt-in")
    rules = tuple(
        rule(f"AVR00{number}", profile=profile)
        for number, profile in enumerate(profiles, start=1)
    )

    policy = without_configuration(rules)

    on = [chosen.rule.code for chosen in policy.chosen if chosen.is_on]
    assert on == ["AVR001", "AVR002"]
    assert policy.source.startswith("no avrotower.toml: profile recommended")
