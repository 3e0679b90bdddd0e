"""An array that comes piece by piece."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from avrotower.errors import RegistryUnreachableError
from avrotower.registry.elements import ENOUGH, elements


def cut(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner),
    max_leaves=10,
)


@given(
    found=some.lists(values, max_size=8), size=some.integers(1, 9), wide=some.booleans()
)
def test_the_pieces_do_not_matter(found: list[Any], size: int, *, wide: bool) -> None:
    body = json.dumps(found, indent=1 if wide else None, ensure_ascii=False).encode()

    assert list(elements(cut(body, size), "GET /x")) == found


def test_more_than_is_looked_at_together_comes_whole() -> None:
    found = [{"n": n, "text": "x" * 100} for n in range(20_000)]
    body = json.dumps(found).encode()
    assert len(body) > 4 * ENOUGH

    assert list(elements(cut(body, 65_536), "GET /x")) == found


def test_one_element_may_be_larger_than_what_is_looked_at_together() -> None:
    found = ["x" * (5 * ENOUGH), "y"]

    assert list(elements(cut(json.dumps(found).encode(), 65_536), "GET /x")) == found


def test_elements_come_before_the_end_does() -> None:
    def endless() -> Iterator[bytes]:
        yield b"["
        while True:
            yield b'"' + b"x" * 65_536 + b'",'

    found = elements(endless(), "GET /x")

    assert [next(found)[:1] for _ in range(50)] == ["x"] * 50


@pytest.mark.parametrize("body", [b"null", b" null ", b"[]", b" [ ] "])
def test_null_is_an_empty_array(body: bytes) -> None:
    assert list(elements(iter([body]), "GET /x")) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"<html>", b'["a"', b'["a",', b"[nonsense]", b"nul", b"[" * 9_000],
)
def test_what_is_no_whole_array_is_told(body: bytes) -> None:
    with pytest.raises(RegistryUnreachableError, match="a list that comes to its end"):
        list(elements(iter([body]), "GET /x"))


def test_an_element_without_end_is_told_before_memory_is_full() -> None:
    def endless() -> Iterator[bytes]:
        yield b'["'
        while True:
            yield b"x" * (1 << 20)

    with pytest.raises(RegistryUnreachableError):
        next(elements(endless(), "GET /x"))
