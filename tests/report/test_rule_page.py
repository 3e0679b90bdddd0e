"""The page of a rule, made from the rule."""

import pytest

from avrotower.catalogue import RULES, find
from avrotower.report.attribute import documented
from avrotower.report.rule_page import index, page, pages
from avrotower.rule import Options, Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_everything_that_the_rule_says(rule: Rule) -> None:
    told = page(rule)

    assert told.startswith(f"# {rule.code} {rule.name}\n\n{rule.summary}\n")
    assert "\n## Good\n" in told
    assert "\n## Bad\n" in told
    assert told.endswith("\n")
    assert not told.endswith("\n\n")
    assert told.count("```") % 2 == 0


def test_the_pages_are_an_index_and_one_for_each_rule() -> None:
    made = pages(RULES)

    assert set(made) == {"README.md", *(f"{rule.code}.md" for rule in RULES)}
    assert made["README.md"] == index(RULES)
    for rule in RULES:
        assert f"| [{rule.code}]({rule.code}.md) | `{rule.name}` |" in index(RULES)


def test_options_are_told_with_their_defaults_and_words() -> None:
    told = page(find("KEY001"))

    assert "* `allow` = `[]`: Globs over logical paths" in told


class Base(Options):
    """Options that several rules have."""

    most: int = 7
    """So many
    are allowed."""


class Further(Base):
    """Options of one rule."""

    allow: tuple[str, ...] = ()
    """Globs."""


def test_options_of_a_base_are_told_too() -> None:
    assert documented(Further) == {"most": "So many are allowed.", "allow": "Globs."}
