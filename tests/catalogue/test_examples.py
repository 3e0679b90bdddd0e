"""Every rule is its own test: its examples run through the engine."""

from collections.abc import Iterator
from typing import Any

import pytest

from avrotower.catalogue import RULES
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Evolution, Good, Rule
from avrotower.schema.model import Schema
from avrotower.testing import check_examples


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_show_what_they_say(rule: Rule) -> None:
    check_examples(rule)


def test_a_good_example_that_is_bad_is_noticed() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "KEY002")
    bad = next(example for example in rule.bad if isinstance(example, Bad))
    broken = _changed(rule, good=(Good(bad.text),))

    with pytest.raises(AssertionError, match="good example 1, finds"):
        check_examples(broken)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"at": "/elsewhere"}, "not at '/elsewhere'"),
        ({"says": "nonsense"}, "not 'nonsense'"),
        ({"text": '"string"'}, "finds 0 things"),
        ({"on": "key"}, "on the value"),
    ],
)
def test_a_bad_example_that_states_something_else_is_noticed(
    change: dict[str, str], told: str
) -> None:
    (rule,) = (rule for rule in RULES if rule.code == "KEY002")
    bad = next(example for example in rule.bad if isinstance(example, Bad))
    broken = _changed(rule, bad=(bad._replace(**change),))  # type: ignore[arg-type]

    with pytest.raises(AssertionError, match=told):
        check_examples(broken)


def test_a_bad_example_that_states_another_spot_is_noticed() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "AVR001")
    bad = next(example for example in rule.bad if isinstance(example, Bad))
    broken = _changed(rule, bad=(bad._replace(spot="9:9"),))

    with pytest.raises(AssertionError, match="at 1:33, not at 9:9"):
        check_examples(broken)


def fails(_schema: Schema, _context: Context[Any]) -> Iterator[Finding]:
    """Hold never."""
    msg = "a bug"
    raise RuntimeError(msg)


def test_a_rule_that_raises_is_noticed() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "KEY001")
    broken = _changed(rule)
    broken.check = fails

    with pytest.raises(AssertionError, match=r"KEY001 fails: (?s:.*)RuntimeError"):
        check_examples(broken)


def test_a_rule_is_shown_by_code_and_name() -> None:
    assert repr(RULES[0]) == "Rule(AVR001 invalid-json)"


def test_a_rule_without_examples_does_not_load() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "KEY001")

    with pytest.raises(ValueError, match="rule KEY001 has no good or no bad examples"):
        Rule(
            code=rule.code,
            name=rule.name,
            inputs=rule.inputs,
            check=rule.check,
            good=(),
            bad=rule.bad,
        )


def _changed(
    rule: Rule,
    *,
    good: tuple[Good | Evolution, ...] | None = None,
    bad: tuple[Bad | Evolution, ...] | None = None,
) -> Rule:
    return Rule(
        code=rule.code,
        name=rule.name,
        roles=rule.roles,
        kinds=rule.kinds,
        inputs=set(rule.inputs),
        options=rule.options,
        check=rule.check,
        good=good or rule.good,
        bad=bad or rule.bad,
    )
