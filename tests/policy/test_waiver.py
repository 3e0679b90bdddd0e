"""A policy file with one waiver more: all else stays as it is."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrotower.acceptance import Waiver
from avrotower.errors import PolicyError
from avrotower.policy.waiver import appended, as_toml, place

WAIVER = Waiver(
    "key-enum",
    'Sales units are "fixed" by regulation',
    "team-stock",
    "2027-03-31",
    subject="stock.level.v1-key",
    at="com.acme.StockKey.unit",
    ticket="STOCK-214",
)
DATA = {
    "rule": "key-enum",
    "subject": "stock.level.v1-key",
    "at": "com.acme.StockKey.unit",
    "reason": 'Sales units are "fixed" by regulation',
    "owner": "team-stock",
    "ticket": "STOCK-214",
    "expires": date(2027, 3, 31),
}


def test_a_waiver_is_written_as_a_table() -> None:
    assert tomllib.loads(as_toml(WAIVER)) == {"waivers": [DATA]}


FILES = {
    "empty": "",
    "one line": "version = 1\n",
    "without line break at the end": "version = 1",
    "a table at the end": 'version = 1\n\n[lint]\nselect = ["KEY"]  # keys\n',
    "a waiver": f"version = 1\n{as_toml(WAIVER)}",
    "a comment at the end": "version = 1 # one\n# that is all",
    "lines as on Windows": "version = 1\r\n\r\n[lint]\r\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_text_before_stays_and_the_waiver_is_the_last(name: str) -> None:
    text = FILES[name]

    longer = appended("avrotower.toml", text, WAIVER)

    assert longer.startswith(text)
    assert longer.count("\r\n") in {0, longer.count("\n")}
    before, after = tomllib.loads(text), tomllib.loads(longer)
    assert after.pop("waivers") == [*before.pop("waivers", []), DATA]
    assert after == before


def test_a_waiver_for_pyproject_lies_below_the_table_of_the_tool() -> None:
    text = '[project]\nname = "x"\n[tool.avrotower]\nversion = 1\n'

    longer = appended("pyproject.toml", text, WAIVER, "tool.avrotower.waivers")

    assert tomllib.loads(longer)["tool"]["avrotower"]["waivers"] == [DATA]


REFUSED = {
    "no TOML": ("version = = 1", "avrotower.toml is no TOML: Invalid value"),
    "an array in one place": (
        "waivers = []\n",
        r"write each as a table \[\[waivers\]\]",
    ),
    "a table": ("[waivers]\n", r"write each as a table \[\[waivers\]\]"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_take_one_is_refused(name: str) -> None:
    text, says = REFUSED[name]

    with pytest.raises(PolicyError, match=says):
        appended("avrotower.toml", text, WAIVER)


def test_an_array_inside_another_table_is_no_place_for_a_waiver() -> None:
    text = "tool.avrotower = {version = 1}\n"

    with pytest.raises(PolicyError):
        appended("pyproject.toml", text, WAIVER, "tool.avrotower.waivers")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_words_come_back_as_they_were(words: str) -> None:
    made = as_toml(WAIVER._replace(reason=words, at=words))

    (found,) = tomllib.loads(made)["waivers"]

    assert (found["reason"], found["at"]) == (words, words)


def test_the_place_of_a_waiver_is_its_header() -> None:
    text = f"version = 1\n\n{as_toml(WAIVER)}\n{as_toml(WAIVER)}"

    spans = [place("avrotower.toml", text, ("waivers", number), 2) for number in (0, 1)]

    found = [(span.line, text[span.start : span.end]) for span in spans if span]
    assert found == [(3, "[[waivers]]"), (12, "[[waivers]]")]


def test_a_waiver_that_another_file_gave_has_no_place_in_this_one() -> None:
    text = as_toml(WAIVER)

    assert place("avrotower.toml", text, ("waivers", 0), total=2) is None
    assert place("avrotower.toml", text, ("waivers", 1), total=2) is not None
