"""Names of subjects in contexts and in paths."""

import pytest

from avrotower.registry.subject import Qualified, qualified, segment, within


@pytest.mark.parametrize(
    ("subject", "context", "name"),
    [
        ("orders-value", ".", "orders-value"),
        (":.eu:orders-value", ".eu", "orders-value"),
        (":.eu:a:b", ".eu", "a:b"),
        (":.:orders", ".", "orders"),
        (":.eu:", ".eu", ""),
        (":.eu", ".eu", ""),
        ("a:.eu:b", ".", "a:.eu:b"),
        ("", ".", ""),
    ],
)
def test_a_name_says_its_context(subject: str, context: str, name: str) -> None:
    assert qualified(subject) == Qualified(context, name)


def test_the_default_context_is_not_written() -> None:
    assert str(qualified(":.:orders")) == "orders"
    assert str(qualified(":.eu:orders")) == ":.eu:orders"


@pytest.mark.parametrize(
    ("subject", "parent", "meant"),
    [
        ("price", "orders", "price"),
        ("price", ":.eu:orders", ":.eu:price"),
        (":.us:price", ":.eu:orders", ":.us:price"),
        (":.:price", ":.eu:orders", "price"),
    ],
)
def test_an_unqualified_name_belongs_to_the_context_of_the_one_that_refers(
    subject: str, parent: str, meant: str
) -> None:
    assert within(subject, parent) == meant


@pytest.mark.parametrize(
    ("text", "raw", "written"),
    [
        ("orders-value", "", "orders-value"),
        ("a/b c+d;e%41", "", "a%2Fb%20c%2Bd%3Be%2541"),
        (":.eu:é", "", "%3A.eu%3A%C3%A9"),
        (":.eu:é", ":", ":.eu:%C3%A9"),
        ("..", "", "%2E%2E"),
        (".", "", "%2E"),
    ],
)
def test_a_segment_hides_what_a_path_would_misread(
    text: str, raw: str, written: str
) -> None:
    assert segment(text, raw) == written
