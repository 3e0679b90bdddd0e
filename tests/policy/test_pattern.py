"""Patterns over subjects, topics and owners that a run did not meet."""

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrotower.policy.load.validate import completed
from avrotower.policy.pattern import Patterns, overlap
from avrotower.policy.template import matches_name
from avrotower.rule import Subject

STOCK = Subject("stock.level-value", "stock.level", "value", owner="team-stock")


def unmet(overrides: str, *subjects: Subject, **tables: Any) -> list[tuple[str, str]]:
    patterns = Patterns(completed({**tomllib.loads(overrides), **tables}))
    for subject in subjects:
        patterns.look(subject)
    found = patterns.unmet("avrotower.toml", overrides)
    return [(pattern.what, pattern.text) for pattern in found]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("subjects = ['stock.level-value']", []),
        ("subjects = ['stock.*']", []),
        ("subjects = ['price.*']", [("subject", "price.*")]),
        ("topics = ['stock.level', 'stok.*']", [("topic", "stok.*")]),
        ("owners = ['team-stock']", []),
        ("owners = ['team-price']", [("owner", "team-price")]),
        ("owners = ['team-price']\noptional = true", []),
        ("files = ['nowhere/*']", []),
    ],
)
def test_what_matches_nothing_is_told(
    selector: str, expected: list[tuple[str, str]]
) -> None:
    assert unmet(f"[[overrides]]\n{selector}\n", STOCK) == expected


def test_what_the_policy_declares_needs_no_file() -> None:
    overrides = (
        "[[overrides]]\ntopics = ['tickets']\n"
        "[[overrides]]\nsubjects = ['tickets-key', 'tills']\nowners = ['team-tills']\n"
    )
    ticket = {"owner": "team-tills", "value": {"subject": "tills"}}

    assert len(unmet(overrides)) == 4
    assert unmet(overrides, topics={"tickets": ticket}) == []


def test_subjects_that_only_a_registry_has_may_be_meant() -> None:
    overrides = (
        "[[overrides]]\nsubjects = ['erp.public.*']\n"
        "[[overrides]]\ntopics = ['erp.public.items']\n"
        "[[overrides]]\ntopics = ['crm.*']\n"
    )

    found = unmet(overrides, subjects=[{"match": "erp.*-value"}])

    assert found == [("topic", "crm.*")]


def test_an_entry_that_another_file_gave_is_not_told() -> None:
    own = "[[overrides]]\ntopics = ['stok']\n"
    inherited = {"topics": ["elsewhere"]}
    patterns = Patterns(completed({"overrides": [inherited, {"topics": ["stok"]}]}))

    found = patterns.unmet("avrotower.toml", own)

    assert [(it.text, it.location.pointer) for it in found] == [
        ("stok", "/overrides/1/topics/0")
    ]
    span = found[0].location.span
    assert span is not None
    assert (span.line, span.column) == (2, 11)


GLOB = st.text("ab*", max_size=6)


@given(GLOB, st.text("ab", max_size=5))
def test_a_glob_overlaps_with_a_name_that_it_matches(glob: str, name: str) -> None:
    assert overlap(glob, name) == overlap(name, glob) == matches_name(glob, name)


@given(GLOB, GLOB)
def test_globs_overlap_where_some_name_fits_both(one: str, other: str) -> None:
    letters = re.sub(r"[*]", "", one), re.sub(r"[*]", "", other)
    names = {"", *letters, letters[0] + letters[1], letters[1] + letters[0]}

    if any(matches_name(one, name) and matches_name(other, name) for name in names):
        assert overlap(one, other)


def test_globs_with_other_ends_do_not_overlap() -> None:
    assert not overlap("erp.*-value", "*-key")
    assert not overlap("erp.*", "crm.*")
    assert overlap("erp.*", "*.items")
