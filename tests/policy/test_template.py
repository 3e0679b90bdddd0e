"""Templates match paths and subjects, and are filled."""

import pytest

from avrotower.policy.template import Template, matches_name, matches_path


@pytest.mark.parametrize(
    ("template", "text", "values"),
    [
        ("{a}.avsc", "x.avsc", {"a": "x"}),
        ("{a}.avsc", "x/y.avsc", None),
        ("s/{d}/{e}/{role}.avsc", "s/p/q.v1/key.avsc", {"d": "p", "e": "q.v1", "role": "key"}),
        ("s/{role}.avsc", "s/keys.avsc", None),
        ("{x}-{x}", "a-a", {"x": "a"}),
        ("{x}-{x}", "a-b", None),
        ("{a}.{b}", "x.y.z", {"a": "x", "b": "y.z"}),
        ("{a-b}", "x", {"a-b": "x"}),
        ("{kind}/x", "event/x", {"kind": "event"}),
        ("{kind}/x", "fact/x", None),
        ("**/k.avsc", "k.avsc", {}),
        ("**/k.avsc", "a/b/k.avsc", {}),
        ("a+b", "a+b", {}),
        ("a+b", "aab", None),
    ],
)  # fmt: skip
def test_a_template_matches_as_few_characters_as_it_can(
    template: str, text: str, values: dict[str, str] | None
) -> None:
    assert Template(template).match(text) == values


def test_a_template_is_filled_with_all_that_it_names() -> None:
    template = Template("{domain}.{entity}-{role}")

    assert template.fill({"domain": "p", "entity": "q", "role": "key"}) == "p.q-key"
    assert template.fill({"domain": "p"}) is None
    assert template.names == ("domain", "entity", "role")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("schemas/**", "schemas/a/b.avsc", True),
        ("schemas/*", "schemas/a/b.avsc", False),
        ("schemas/*.avsc", "schemas/b.avsc", True),
        ("**/*.avsc", "b.avsc", True),
    ],
)
def test_a_star_in_a_path_stays_within_a_segment(
    pattern: str, path: str, *, fits: bool
) -> None:
    assert matches_path(pattern, path) is fits


def test_a_star_in_a_name_matches_dots_and_slashes() -> None:
    assert matches_name("pricing.*", "pricing.price.v1-key")
    assert matches_name("*", ":.eu:a/b")
    assert not matches_name("pricing.*", "sales.ticket")
