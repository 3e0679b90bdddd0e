"""Names compared by words (RULES, 2.4)."""

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given

from avrotower.schema.parse import parse
from avrotower.schema.words import Sieve, field_names, fits_words, words


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("price", "price", True),
        ("Price", "price", True),
        ("unit_price", "price", False),
        ("unit_price", "* price", True),
        ("unitPrice", "* price", True),
        ("price", "* price", True),
        ("price_factor", "* price", False),
        ("sold_at_price_at", "* at", True),
        ("sold_at_once", "* at *", True),
        ("sold_at_once", "* at * at", False),
        ("a_b_a_b_c", "* a b c", True),
        ("anything_at_all", "*", True),
        ("event_id", "eventId", True),
        ("event", "event id", False),
        ("", "price", False),
    ],
)
def test_words_fit_a_pattern(name: str, pattern: str, *, expected: bool) -> None:
    assert fits_words(name, (pattern,)) is expected


def test_a_name_without_end_is_compared_in_time() -> None:
    name = "_".join("ab" for _ in range(50_000))

    assert not fits_words(name, ("* ab * ab cost",))


def test_the_names_of_all_fields_of_a_text_are_known() -> None:
    text = """{"type": "record", "name": "R", "fields": [
        {"name": "a", "type": {"type": "record", "name": "Q", "fields": [
            {"name": "b", "type": "int"}]}},
        {"name": "c", "type": "Q"}]}"""

    assert field_names(parse(text).schema) == {"a", "b", "c"}


def test_a_sieve_catches_names_and_looks_once_at_those_that_pass() -> None:
    seen: list[str] = []

    def is_long(name: str) -> bool:
        seen.append(name)
        return len(name) > 3

    sieve = Sieve(is_long)

    assert sieve.caught(frozenset({"id", "price"})) == {"price"}
    assert sieve.caught(frozenset({"id"})) == frozenset()
    assert sieve.caught(frozenset({"id", "price"})) == {"price"}
    assert seen.count("id") == 1


def test_a_sieve_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sieve, "_MOST", 2)
    seen: list[str] = []

    def passes(name: str) -> bool:
        seen.append(name)
        return False

    sieve = Sieve(passes)

    for name in ("a", "b", "c", "d", "a"):
        sieve.caught(frozenset({name}))

    assert seen == ["a", "b", "c", "d", "a"]


@given(st.text(st.sampled_from("abzAZQ019_-. éÉßñ中²٣½ªǅ\u0301"), max_size=12))
def test_names_are_split_as_a_regular_expression_would(name: str) -> None:
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+", name)
    told: list[str] = []
    for part in parts:
        if part.isdigit() and told:
            told[-1] += part
        else:
            told.append(part.lower())
    assert list(words(name)) == told
