"""Names of subjects and contexts."""

import pytest

from avrotower_service.embedded.registry.subject import (
    ContextNameError,
    Subject,
    is_valid,
    qualifier_of,
    subject_of,
    within,
)


@pytest.mark.parametrize(
    ("text", "context", "name"),
    [
        ("orders", ".", "orders"),
        (":.eu:orders", ".eu", "orders"),
        (":.eu:a:b", ".eu", "a:b"),
        (":.:orders", ".", "orders"),
        (":.eu:", ".eu", ""),
        (":.eu", ".eu", ""),
        (":eu:orders", ".", ":eu:orders"),
        (":*:orders", "*", "orders"),
        ("", ".", ""),
    ],
)
def test_a_name_is_a_context_and_a_name_in_it(
    text: str, context: str, name: str
) -> None:
    assert subject_of(text) == Subject(context, name)


def test_the_default_context_is_not_written() -> None:
    assert subject_of(":.:orders").text == "orders"
    assert subject_of(":.eu:orders").text == ":.eu:orders"


@pytest.mark.parametrize(
    ("text", "parent", "target"),
    [
        ("address", ":.eu:orders", ":.eu:address"),
        (":.us:address", ":.eu:orders", ":.us:address"),
        ("address", "orders", "address"),
    ],
)
def test_a_name_belongs_to_the_context_that_uses_it(
    text: str, parent: str, target: str
) -> None:
    assert within(text, subject_of(parent)).text == target


@pytest.mark.parametrize("context", ["eu", ".eu", ":.eu:"])
def test_a_context_may_be_named_in_three_ways(context: str) -> None:
    assert qualifier_of(context) == ":.eu:"


def test_a_context_has_no_colon_inside() -> None:
    with pytest.raises(ContextNameError, match="Context name 'a:b' cannot contain"):
        qualifier_of("a:b")


@pytest.mark.parametrize(
    ("text", "of_subject", "of_setting"),
    [
        ("orders", True, True),
        ("a/b c", True, True),
        ("", False, True),
        ("*", False, True),
        ("__GLOBAL", False, False),
        ("__EMPTY", False, False),
        ("a\tb", False, False),
        ("a\x7fb", False, False),
        (":.__GLOBAL:", False, True),
        (":.__GLOBAL:orders", False, True),
        (":.eu:", False, True),
    ],
)
def test_which_names_something_is_stored_for(
    text: str, *, of_subject: bool, of_setting: bool
) -> None:
    assert is_valid(text) is of_subject
    assert is_valid(text, of_setting=True) is of_setting
