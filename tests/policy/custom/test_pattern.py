"""Regular expressions of declared rules: Python's answer, in time that a text cannot stretch."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrotower.policy.custom.pattern import MOST, Pattern, PatternError, glob

PARTS = (
    *("a", "b", "_", r"\d", r"\w", r"\s", ".", "[a-c]", "[^a]", "A", r"\b", "^", "$"),
    *("é", r"\W", r"\D", r"\S", r"\Z", r"\A", "\n", "ß", r"[\d_-]", r"[^\w.]"),
)
FLAGS = st.sampled_from(("", "", "(?i)", "(?s)", "(?m)", "(?a)", "(?im)"))
REPEATS = st.sampled_from(("*", "+", "?", "{2}", "{1,3}", "*?", "{2,}", "{0}"))


def longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, REPEATS).map(lambda two: f"(?:{two[0]}){two[1]}"),
        inner.map(lambda one: f"(?i:{one})"),
        inner.map(lambda one: f"({one})"),
    )


EXPRESSIONS = st.tuples(FLAGS, st.recursive(st.sampled_from(PARTS), longer)).map(
    "".join
)


@given(EXPRESSIONS, st.text("abcA_1 é\n-ß", max_size=12))
def test_it_answers_what_python_answers(expression: str, text: str) -> None:
    found = re.search(expression, text) is not None

    assert Pattern(expression).fits(text) == found


@pytest.mark.parametrize(
    "expression",
    ["^(a+)+$", "^(a|a)*$", "(.*a){20}x", "(a?){30}a{30}b", "(x+x+)+y"],
)
def test_no_text_makes_it_slow(expression: str) -> None:
    start = time.process_time()

    for text in ("a" * 3_000 + "!", "ab" * 1_500, "x" * 3_000):
        Pattern(expression).fits(text)

    assert time.process_time() - start < 5


def test_a_text_that_goes_on_is_looked_at_to_its_limit_and_has_no_end_there() -> None:
    text = "a" * (MOST + 10)

    assert Pattern("a{3}").fits(text)
    assert not Pattern("^a+$").fits(text)
    assert not Pattern("b").fits(f"{text}b")


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("(", "no regular expression: missing )"),
        ("[[a]", "no regular expression: Possible nested set"),
        ("a{99999999999}", "no regular expression: the repetition number"),
        ("(" * 5_000 + ")" * 5_000, "nested too deeply"),
        ("(a{100}){100}", "too large"),
        ("(?=a)", "not supported: it looks ahead or behind"),
        ("a(?<!b)", "not supported: it looks ahead or behind"),
        (r"(a)\1", "not supported: it refers to a group"),
    ],
)
def test_what_cannot_be_searched_says_why(expression: str, says: str) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(expression)

    assert says in str(caught.value)


@pytest.mark.parametrize("expression", ["(?:){999999999}", "(?:a{0}){999999999}"])
def test_nothing_may_be_repeated_as_often_as_one_likes(expression: str) -> None:
    assert Pattern(expression).fits("")


@pytest.mark.parametrize(
    ("text", "name", "fits"),
    [
        ("com.acme.*", "com.acme.stock.Level", True),
        ("com.acme.*", "com.acmeX", False),
        ("*", "", True),
        ("a.c", "abc", False),
        ("a*a*a*a*a*a*a*a*a*b", "a" * 2_000, False),
    ],
)
def test_a_glob_fits_whole_names(text: str, name: str, fits: bool) -> None:  # noqa: FBT001  expected
    assert glob(text).fits(name) == fits
