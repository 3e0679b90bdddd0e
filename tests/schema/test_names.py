"""Names: which are legal, what is proposed for others, and which one was meant."""

import pytest

from avrotower.schema.document import References, SchemaError
from avrotower.schema.names import (
    complaint,
    is_lenient_name,
    is_name,
    nearest,
    repaired,
)
from avrotower.schema.parse import parse


@pytest.mark.parametrize(
    ("text", "strict", "lenient"),
    [
        ("A", None, None),
        ("_", None, None),
        ("_1", None, None),
        ("aB_9", None, None),
        ("", "Empty name", "Empty name"),
        ("1", "Illegal initial character: 1", "Illegal initial character: 1"),
        ("a-b", "Illegal character in: a-b", "Illegal character in: a-b"),
        ("a b", "Illegal character in: a b", "Illegal character in: a b"),
        ("$", "Illegal initial character: $", "Illegal initial character: $"),
        ("é", "Illegal initial character: é", None),
        ("_é", "Illegal character in: _é", None),
        ("a\u0661", "Illegal character in: a\u0661", None),
        ("\u0661", "Illegal initial character: \u0661", "Illegal initial character: \u0661"),
        ("a\u00b2", "Illegal character in: a\u00b2", "Illegal character in: a\u00b2"),
        ("a\u0301", "Illegal character in: a\u0301", "Illegal character in: a\u0301"),
        ("é\U00010400", "Illegal initial character: é\U00010400",
         "Illegal character in: é\U00010400"),
        (None, "Null name", "Null name"),
        (1, "Null name", "Null name"),
    ],
)  # fmt: skip
def test_java_says_what_is_wrong_with_a_name(
    text: object, strict: str | None, lenient: str | None
) -> None:
    assert complaint(text) == strict
    assert complaint(text, lenient=True) == lenient
    if isinstance(text, str):
        assert is_name(text) == (strict is None)
        assert is_lenient_name(text) == (lenient is None)


@pytest.mark.parametrize(
    ("text", "better"),
    [("a-b", "a_b"), ("1x", "_1x"), ("größe", "gr__e"), ("", "_"), ("a b.c", "a_b_c")],
)
def test_a_legal_name_is_proposed(text: str, better: str) -> None:
    assert repaired(text) == better
    assert is_name(better)


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        pytest.param("Money", ["com.acme.Money"], ("com.acme.Money",), id="namespace"),
        pytest.param("a.Money", ["Mony", "b.Money"], ("b.Money",), id="the same name"),
        pytest.param("Prices", ["Prizess", "Price"], ("Price", "Prizess"), id="nearest first"),
        pytest.param("money", ["Money"], ("Money",), id="case"),
        pytest.param("Mnoey", ["Money"], ("Money",), id="a swap"),
        pytest.param("Monney", ["Money"], ("Money",), id="a letter more"),
        pytest.param("Mone", ["Money"], ("Money",), id="a letter less"),
        pytest.param("Homey", ["Money"], ("Money",), id="two other letters"),
        pytest.param("Hanes", ["Money"], (), id="three edits"),
        pytest.param("Moneybag", ["Money"], (), id="much longer"),
        pytest.param("strin", ["string"], ("string",), id="a primitive"),
        pytest.param("it", ["int"], ("int",), id="short"),
        pytest.param("ab", ["int"], (), id="short and two edits"),
        pytest.param("Money", ["Money"], (), id="itself"),
        pytest.param("comacme.X", ["com.acme.X"], ("com.acme.X",), id="simple name equal"),
        pytest.param("n.ab", ["n.abcd"], (), id="whole name too far"),
        pytest.param(
            "Money", ["a.Money", "b.Money", "c.Money", "d.Money"],
            ("a.Money", "b.Money", "c.Money"), id="three at most",
        ),
        pytest.param(
            "com.acme.Order", ["com.acme1.Ordering", "com.acme.Orders"],
            ("com.acme.Orders",), id="plural",
        ),
        pytest.param("aaaaaaaa", ["bbbbbbbb"], (), id="nothing alike"),
        pytest.param("n.Aaaa.x", ["n.Aaaa.yz"], ("n.Aaaa.yz",), id="alike as a whole"),
    ],
)  # fmt: skip
def test_names_that_were_perhaps_meant(
    name: str, candidates: list[str], expected: tuple[str, ...]
) -> None:
    assert nearest(name, candidates) == expected


def undefined(name: str, *, references: References | None = None) -> SchemaError:
    """Return the error of a record that has one field of the type *name*."""
    text = (
        '{"type":"record","name":"com.acme.Order","fields":'
        f'[{{"name":"f","type":"{name}"}}]}}'
    )
    document = parse(text, references=references) if references else parse(text)
    (error,) = document.errors
    return error


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Integer", ("int",)),
        ("int64", ("long",)),
        ("bool", ("boolean",)),
        ("number", ("double",)),
        ("Ordr", ("com.acme.Order",)),
        ("org.acme.Order", ("com.acme.Order",)),
        ("doubel", ("double",)),
        ("Whatever", ()),
    ],
)
def test_an_undefined_name_comes_with_what_was_meant(
    name: str, meant: tuple[str, ...]
) -> None:
    error = undefined(name)

    assert error.nearest == meant
    assert all(each in error.message for each in meant)


def test_the_document_that_defines_what_was_meant_is_told() -> None:
    text = '{"type":"fixed","name":"com.acme.common.Money","size":1}'
    names = parse(text, name="money.avsc").schema.names
    references = References(names, frozenset(names))

    error = undefined("Money", references=references)

    assert error.nearest == ("com.acme.common.Money",)
    assert "money.avsc" in error.message
    assert error.detail == ("Money", "com.acme.Money")


@pytest.mark.parametrize("word", ["array", "enum", "error", "fixed", "map", "record"])
def test_a_word_for_a_type_is_no_type(word: str) -> None:
    assert f'"type": "{word}"' in undefined(word).message


def test_a_logical_type_is_no_type() -> None:
    message = undefined("timestamp-millis").message

    assert '"long"' in message
    assert '"logicalType": "timestamp-millis"' in message


def test_names_are_suggested_for_twenty_undefined_ones() -> None:
    fields = ",".join(
        f'{{"name":"f{index}","type":"Order{index:02}"}}' for index in range(30)
    )
    document = parse(f'{{"type":"record","name":"Order","fields":[{fields}]}}')

    assert [bool(error.nearest) for error in document.errors] == [True] * 20 + [
        False
    ] * 10


def test_a_name_is_looked_for_once_however_often_it_is_undefined() -> None:
    fields = ",".join(
        f'{{"name":"f{index}","type":"Ordr"}}' for index in range(40)
    )  # fmt: skip
    document = parse(f'{{"type":"record","name":"Order","fields":[{fields}]}}')

    assert {error.nearest for error in document.errors} == {("Order",)}
