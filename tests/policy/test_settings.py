"""What a policy file makes of severities, options, levels and thresholds."""

from pathlib import Path
from typing import Any

import pytest

from avrotower.catalogue import RULES, find
from avrotower.finding import SEVERITIES, Severity
from avrotower.policy.choice import (
    Chosen,
    Policy,
    configured,
    without_configuration,
)
from avrotower.policy.load import load
from avrotower.policy.load.validate import completed
from avrotower.policy.settings import Settings
from avrotower.rule import Rule, Subject

OFF, INFO, WARNING, ERROR = SEVERITIES
EVENT = Subject("a.v1-value", "a.v1", "value", "event", "none", "certain")
KEY = Subject("a.v1-key", "a.v1", "key", "event", "none", "certain")


def policy(tmp_path: Path, text: str, level: str | None = None) -> Policy:
    (tmp_path / ".git").mkdir()
    (tmp_path / "avrotower.toml").write_text(text, encoding="utf-8")
    loaded = load(str(tmp_path), RULES, today="2026-06-01")
    assert loaded is not None
    return configured(RULES, loaded, level)


def chosen(made: Policy, code: str) -> Chosen:
    return next(entry for entry in made.chosen if entry.rule.code == code)


def severity(made: Policy, code: str, subject: Subject) -> Severity:
    return made.severity(chosen(made, code), subject, made.facet(subject))


@pytest.mark.parametrize(
    ("text", "code", "subject", "expected"),
    [
        ("", "VAL001", EVENT, ERROR),
        ("", "AVR012", EVENT, WARNING),
        ("extends = ['profile:minimal']", "VAL001", EVENT, OFF),
        ("extends = ['profile:minimal']", "AVR001", EVENT, ERROR),
        ("[lint]\nselect = ['KEY']", "AVR001", EVENT, OFF),
        ("[lint]\nselect = ['KEY']", "KEY001", KEY, ERROR),
        ("[lint]\nselect = ['ALL']", "KEY001", KEY, ERROR),
        ("[lint]\nselect = ['missing-id-field']", "VAL001", EVENT, ERROR),
        ("extends=['profile:minimal']\n[lint]\nextend-select = ['VAL']", "VAL001", EVENT, ERROR),
        ("[lint]\nextend-ignore = ['VAL']", "VAL001", EVENT, OFF),
        ("[lint]\nextend-select = ['VAL001']\nignore = ['VAL001']", "VAL001", EVENT, OFF),
        ("[lint]\nseverity = { VAL001 = 'info' }", "VAL001", EVENT, INFO),
        ("[lint]\nseverity = { missing-id-field = 'info' }", "VAL001", EVENT, INFO),
        ("[roles.key]\nseverity = { KEY001 = 'info' }", "KEY001", KEY, INFO),
        ("[roles.value]\nseverity = { KEY001 = 'info' }", "KEY001", KEY, ERROR),
        ("[roles.key]\nignore = ['KEY']", "KEY001", KEY, OFF),
        ("[kinds.event]\nseverity = { VAL001 = 'warning' }", "VAL001", EVENT, WARNING),
        ("[kinds.entity]\nseverity = { VAL001 = 'warning' }", "VAL001", EVENT, ERROR),
        ("[lint]\nseverity = { VAL001 = 'info' }\n[kinds.event]\nseverity = { VAL001 = 'error' }",
         "VAL001", EVENT, ERROR),
        ("[[overrides]]\ntopics = ['a.*']\nseverity = { VAL001 = 'off' }", "VAL001", EVENT, OFF),
        ("[[overrides]]\ntopics = ['b.*']\nseverity = { VAL001 = 'off' }", "VAL001", EVENT, ERROR),
        ("[[overrides]]\nseverity = { VAL001 = 'off' }\n[[overrides]]\nseverity = { VAL001 = 'info' }",
         "VAL001", EVENT, INFO),
        ("[[overrides]]\nroles = ['key']\nseverity = { VAL001 = 'off' }", "VAL001", EVENT, ERROR),
        ("[[overrides]]\nkinds = ['event']\nseverity = { VAL001 = 'off' }", "VAL001", EVENT, OFF),
        ("[[overrides]]\nfiles = ['x/**']\nseverity = { VAL001 = 'off' }",
         "VAL001", EVENT._replace(path="x/y.avsc"), OFF),
        ("[[overrides]]\nowners = ['team-*']\nseverity = { VAL001 = 'off' }",
         "VAL001", EVENT._replace(owner="team-a"), OFF),
    ],
)  # fmt: skip
def test_the_last_one_that_speaks_says_how_severe_a_rule_is(
    tmp_path: Path, text: str, code: str, subject: Subject, expected: Severity
) -> None:
    assert severity(policy(tmp_path, text), code, subject) is expected


def test_what_ships_for_a_generator_is_replaced_rule_by_rule(tmp_path: Path) -> None:
    connect = EVENT._replace(generator="connect")
    made = policy(tmp_path, "[generators.connect]\nseverity = { VAL001 = 'error' }\n")

    assert severity(made, "VAL001", connect) is ERROR
    assert severity(made, "VAL003", connect) is INFO


def test_of_kind_and_generator_the_lower_one_counts(tmp_path: Path) -> None:
    made = policy(
        tmp_path,
        "[kinds.event]\nseverity = { VAL001 = 'warning' }\n"
        "[generators.connect]\nseverity = { VAL001 = 'error' }\n",
    )

    assert severity(made, "VAL001", EVENT._replace(generator="connect")) is WARNING


def test_a_guess_never_stops_a_build_whatever_the_policy_says(tmp_path: Path) -> None:
    made = policy(tmp_path, "[[overrides]]\nseverity = { VAL001 = 'error' }\n")

    assert severity(made, "VAL001", EVENT._replace(confidence="guess")) is INFO


def options(made: Policy, code: str, subject: Subject) -> Any:
    return made.options(chosen(made, code), made.facet(subject))


def test_options_come_from_the_file_and_then_from_overrides(tmp_path: Path) -> None:
    made = policy(
        tmp_path,
        "[rules.missing-id-field]\npaths = ['sku']\n"
        "[[overrides]]\ntopics = ['b']\noptions = { VAL001 = { exact = true } }\n",
    )
    other = EVENT._replace(topic="b")

    assert options(made, "VAL001", EVENT).paths == ("sku",)
    assert options(made, "VAL001", EVENT).exact is False
    assert options(made, "VAL001", other).paths == ("sku",)
    assert options(made, "VAL001", other).exact is True


def test_the_strict_profile_has_options_of_its_own(tmp_path: Path) -> None:
    made = policy(tmp_path, "extends = ['profile:strict']\n")

    assert options(made, "VAL002", EVENT).types == ("string:uuid", "fixed(16):uuid")


ENTITY = EVENT._replace(kind="entity")


@pytest.mark.parametrize(
    ("text", "subject", "places"),
    [
        ("", EVENT, ("value",)),
        ("", ENTITY, ("value", "key")),
        ("extends = ['profile:minimal']", ENTITY, ("value", "key")),
        ("extends = ['profile:strict']", ENTITY, ("value",)),
        ("[rules.VAL001]\nid-in = ['header']", ENTITY, ("header",)),
        ("[rules.VAL001]\nid-in = ['header']\n[kinds.entity]\nid-in = 'key'", ENTITY, ("key",)),
        ("[kinds.event]\nid-in = ['value', 'header']", EVENT, ("value", "header")),
        ("[kinds.entity]\nid-in = 'key'", EVENT, ("value",)),
        ("[kinds.event]\nid-in = 'key'\n[[overrides]]\noptions = { VAL001 = { id-in = ['value'] } }",
         EVENT, ("value",)),
        ("[topics.'a.v1']\nid-in = 'header'\n[[overrides]]\noptions = { VAL001 = { id-in = ['value'] } }",
         EVENT, ("header",)),
        ("[topics.'b.v1']\nid-in = 'header'", EVENT, ("value",)),
        ("[topics.'a.v1']\nkey = 'none'", ENTITY, ("value",)),
        ("[kinds.entity]\nid-in = 'key'\n[topics.'a.v1']\nkey = 'none'", ENTITY, ("value",)),
    ],
)  # fmt: skip
def test_the_nearest_word_says_where_an_id_lives(
    tmp_path: Path, text: str, subject: Subject, places: tuple[str, ...]
) -> None:
    made = policy(tmp_path, text)

    for code in ("VAL001", "VAL002", "VAL005"):
        assert options(made, code, subject).id_in == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", ("value",)),
        ("[kinds.event]\ntimestamp-in = 'record'", ("record",)),
        ("[kinds.event]\ntimestamp-in = 'record'\n[topics.'a.v1']\ntimestamp-in = ['value']",
         ("value",)),
    ],
)  # fmt: skip
def test_the_nearest_word_says_where_a_time_lives(
    tmp_path: Path, text: str, places: tuple[str, ...]
) -> None:
    made = policy(tmp_path, text)

    for code in ("VAL003", "VAL004", "VAL005"):
        assert options(made, code, EVENT).timestamp_in == places


def test_what_one_rule_finds_is_what_the_next_one_judges(tmp_path: Path) -> None:
    made = policy(
        tmp_path,
        "[rules.VAL001]\npaths = ['sku']\nexact = true\n"
        "[rules.VAL003]\npaths = ['at']\n[rules.VAL004]\npaths = ['sold']\n",
    )

    assert options(made, "VAL002", EVENT).paths == ("sku",)
    assert options(made, "VAL002", EVENT).exact is True
    assert options(made, "VAL004", EVENT).paths == ("sold",)
    assert options(made, "VAL005", EVENT).id_paths == ("sku",)
    assert options(made, "VAL005", EVENT).timestamp_paths == ("at",)


@pytest.mark.parametrize(
    ("text", "subject", "level"),
    [
        ("", EVENT, "FULL"),
        ("extends = ['profile:minimal']", EVENT, "BACKWARD"),
        ("extends = ['profile:strict']", EVENT, "FULL_TRANSITIVE"),
        ("", EVENT._replace(kind="dlq"), None),
        ("[compat]\nlevel = 'FORWARD'", EVENT, "FORWARD"),
        ("[compat]\nlevel = 'FORWARD'\n[kinds.event]\ncompatibility = 'NONE'", EVENT, "NONE"),
        ("[kinds.event]\ncompatibility = 'NONE'\n[[overrides]]\ncompatibility = 'FULL'",
         EVENT, "FULL"),
        ("[topics.'a.v1']\ncompatibility = 'BACKWARD'\n[[overrides]]\ncompatibility = 'FULL'",
         EVENT, "BACKWARD"),
        ("", KEY._replace(has_frozen_key=False), "FULL_TRANSITIVE"),
        ("[topics.'a.v1']\ncompatibility = 'BACKWARD'", KEY._replace(has_frozen_key=False),
         "FULL_TRANSITIVE"),
        ("", EVENT._replace(has_frozen_key=False), "FULL"),
    ],
)  # fmt: skip
def test_the_demanded_level_is_that_of_the_nearest_word(
    tmp_path: Path, text: str, subject: Subject, level: str | None
) -> None:
    assert policy(tmp_path, text).demanded(subject) == level


def test_a_level_of_the_call_wins(tmp_path: Path) -> None:
    made = policy(tmp_path, "[compat]\nlevel = 'FORWARD'\n", "NONE")

    assert made.demanded(EVENT) == "NONE"


def test_a_part_of_the_estate_may_have_another_threshold(tmp_path: Path) -> None:
    made = policy(
        tmp_path,
        "[lint]\nfail-on = 'warning'\n[[overrides]]\nroles = ['key']\nfail-on = 'info'\n",
    )

    assert made.fail_on(made.facet(EVENT)) is WARNING
    assert made.fail_on(made.facet(KEY)) is INFO


def test_the_first_line_of_a_report_names_file_profile_edition_and_hash(
    tmp_path: Path,
) -> None:
    made = policy(tmp_path, "edition = '2026'\n")

    assert made.source == (
        f"avrotower.toml: profile recommended, edition 2026, policy {made.hash[:12]}"
    )


def new(rule: Rule) -> Rule:
    return Rule(
        code="KEY099",
        name="key-new",
        roles=rule.roles,
        inputs=rule.inputs,
        check=rule.check,
        good=rule.good,
        bad=rule.bad,
        preview=True,
    )


@pytest.mark.parametrize(
    ("lint", "expected"),
    [
        ({}, OFF),
        ({"preview": True}, ERROR),
        ({"preview": True, "ignore": ["KEY"]}, OFF),
        ({"select": ["KEY"]}, OFF),
        ({"select": ["ALL"]}, OFF),
        ({"select": ["KEY"], "preview": True}, ERROR),
        ({"select": ["key-new"]}, ERROR),
        ({"extend-select": ["KEY099"]}, ERROR),
        ({"extend-select": ["KEY"]}, OFF),
    ],
)
def test_a_rule_in_preview_is_on_by_its_name_or_with_all_others(
    lint: dict[str, Any], expected: Severity
) -> None:
    rule = new(find("KEY001"))
    settings = Settings(completed({"lint": lint}), (*RULES, rule))

    assert settings.severity(rule, KEY, ()) is expected


def test_without_a_file_a_rule_in_preview_is_off() -> None:
    made = without_configuration((*RULES, new(find("KEY001"))))

    assert not chosen(made, "KEY099").is_on
