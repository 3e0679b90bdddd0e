"""Bytes that become a text, and a document around it."""

import copy
import pickle

import pytest

from avrotower.finding import Span
from avrotower.schema.damage import DAMAGED
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol
from avrotower.schema.read import read


@pytest.mark.parametrize(
    ("data", "text", "span", "words"),
    [
        pytest.param(b'"in\xfft"', '"in\ufffdt"', (3, 4), "byte 0xFF at offset 3", id="a byte"),
        pytest.param(
            b'{"a": "\xc3\xa9\n\xe4"}', '{"a": "é\n\ufffd"}', (9, 10),
            "byte 0xE4 at offset 10", id="Latin-1 after UTF-8",
        ),
        pytest.param(b'"\xed\xa0\x80"', None, (1, 2), "byte 0xED at offset 1", id="a surrogate"),
        pytest.param(b'"\xc0\x80"', None, (1, 2), "byte 0xC0 at offset 1", id="overlong"),
        pytest.param('"int"'.encode("utf-16"), '"int"', (0, 1), "UTF-16", id="UTF-16 with mark"),
        pytest.param(b'\xfe\xff\x00"', '"', (0, 1), "UTF-16", id="UTF-16 big-endian"),
        pytest.param('"int"'.encode("utf-16-le"), '"int"', (0, 1), "UTF-16", id="UTF-16-LE"),
        pytest.param('"int"'.encode("utf-16-be"), '"int"', (0, 1), "UTF-16", id="UTF-16-BE"),
        pytest.param(b"\xff\xfe", "", (0, 0), "UTF-16", id="a mark alone"),
    ],
)  # fmt: skip
def test_bytes_that_are_not_utf8_are_told_with_the_place_of_the_first(
    data: bytes, text: str | None, span: tuple[int, int], words: str
) -> None:
    found = read(data)

    error = found.errors[0]
    assert error.reason == "text-not-utf8"
    assert error.span is not None
    assert (error.span.start, error.span.end) == span
    assert words in error.message
    assert text in {None, found.text}


def test_half_a_surrogate_pair_in_a_text_has_no_form_in_utf8() -> None:
    found = read('["a", "\ud800"]')

    (error,) = found.errors
    assert (error.reason, error.span) == ("text-not-utf8", Span(7, 8, 1, 8, 1, 9))
    assert found.text == '["a", "\ufffd"]'
    assert found.value == ["a", "\ufffd"]


def test_other_characters_have_one() -> None:
    assert read('"é\U0001f600"').errors == ()
    assert read('"é\U0001f600"'.encode()).text == '"é\U0001f600"'


@pytest.mark.parametrize("data", ['\ufeff"int"', '\ufeff"int"'.encode()])
def test_a_byte_order_mark_is_told_and_the_value_is_read(data: str | bytes) -> None:
    document = parse(data)

    assert [error.reason for error in document.errors] == ["text-bom"]
    assert document.value == "int"
    assert document.in_order_of_position()[0].span == Span(0, 1, 1, 1, 1, 2)


def test_what_is_wrong_with_the_bytes_and_with_the_json_is_told() -> None:
    document = parse(b'{"type": "array", "items": "\xff", }')

    assert [error.reason for error in document.errors] == [
        "text-not-utf8",
        "json-syntax",
    ]


def test_keys_written_twice_are_looked_for_in_strict_mode_only() -> None:
    text = '{"type": "int", "type": "long"}'

    assert parse(text, "strict").has_duplicate_keys
    assert not parse(text, "lenient").has_duplicate_keys
    assert parse(text, "strict").schema.root.type_name == "long"


def test_a_document_is_scanned_when_somebody_asks_and_once() -> None:
    document = parse('{"type": "int"}')

    assert document.scan is document.scan
    assert document.span("/type", "key") == Span(1, 7, 1, 2, 1, 8)
    assert document.span("/x") is None


def test_a_text_that_is_too_large_is_a_document_without_a_value() -> None:
    for document in (parse(b" " * (1 << 21)), parse_protocol(b" " * (1 << 21))):
        assert [error.reason for error in document.errors] == ["text-too-large"]
        assert document.value is None
        assert document.text == ""
        assert not document.is_valid
        assert document.in_order_of_position()[0].span is not None


def test_damage_has_one_value() -> None:
    assert copy.copy(DAMAGED) is DAMAGED
    assert copy.deepcopy([DAMAGED])[0] is DAMAGED
    assert pickle.loads(pickle.dumps(DAMAGED)) is DAMAGED  # noqa: S301  our own bytes
    assert repr(DAMAGED) == "DAMAGED"
