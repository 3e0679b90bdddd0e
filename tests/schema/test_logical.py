"""Logical types: which Java takes, and why it ignores the others."""

import pytest

from avrotower.schema.logical import digits, logical
from avrotower.schema.model import Field
from avrotower.schema.parse import parse

FIXED = '"type":"fixed","name":"F","size":'


def read(text: str, name: str = "") -> tuple[bool, str]:
    """Return whether the logical type of the schema `{text}` counts, and why not."""
    rest = f',"logicalType":"{name}"' if name else ""
    found = logical(parse(f"{{{text}{rest}}}").schema.root)
    assert found is not None
    assert found.is_valid == (found.reason == "")
    return found.is_valid, found.reason


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"type":"bytes","precision":4', "decimal"),
        ('"type":"bytes","precision":4,"scale":0', "decimal"),
        ('"type":"bytes","precision":4,"scale":4', "decimal"),
        ('"type":"bytes","precision":2147483647', "decimal"),
        (f'{FIXED}4,"precision":9', "decimal"),
        ('"type":"bytes"', "big-decimal"),
        ('"type":"string"', "uuid"),
        (f"{FIXED}16", "uuid"),
        (f"{FIXED}12", "duration"),
        ('"type":"int"', "date"),
        ('"type":"int"', "time-millis"),
        ('"type":"long"', "time-micros"),
        ('"type":"long"', "timestamp-millis"),
        ('"type":"long"', "timestamp-micros"),
        ('"type":"long"', "timestamp-nanos"),
        ('"type":"long"', "local-timestamp-millis"),
        ('"type":"long"', "local-timestamp-micros"),
        ('"type":"long"', "local-timestamp-nanos"),
    ],
)
def test_a_logical_type_on_its_base_counts(text: str, name: str) -> None:
    assert read(text, name) == (True, "")


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ('"type":"string","precision":4', "decimal",
         "decimal needs bytes or fixed, not string"),
        ('"type":"bytes"', "decimal", "decimal needs a precision"),
        ('"type":"bytes","precision":"4"', "decimal",
         'precision must be an integer, not "4"'),
        ('"type":"bytes","precision":4.0', "decimal",
         "precision must be an integer, not 4.0"),
        ('"type":"bytes","precision":true', "decimal",
         "precision must be an integer, not true"),
        ('"type":"bytes","precision":2147483648', "decimal",
         "precision must be an integer, not 2147483648"),
        ('"type":"bytes","precision":0', "decimal", "precision must be above 0, not 0"),
        ('"type":"bytes","precision":4,"scale":-1', "decimal",
         "scale must lie between 0 and the precision 4, not -1"),
        ('"type":"bytes","precision":4,"scale":5', "decimal",
         "scale must lie between 0 and the precision 4, not 5"),
        ('"type":"bytes","precision":4,"scale":"1"', "decimal",
         'scale must be an integer, not "1"'),
        ('"type":"bytes","precision":4,"scale":null', "decimal",
         "scale must be an integer, not null"),
        (f'{FIXED}4,"precision":10', "decimal", "fixed(4) holds 9 digits, not 10"),
        (f'{FIXED}0,"precision":1', "decimal", "fixed(0) holds -1 digits, not 1"),
        ('"type":"string"', "big-decimal", "big-decimal needs bytes, not string"),
        ('"type":"bytes"', "uuid", "uuid needs string or fixed(16), not bytes"),
        (f"{FIXED}15", "uuid", "uuid needs string or fixed(16), not fixed(15)"),
        (f"{FIXED}16", "duration", "duration needs fixed(12), not fixed(16)"),
        ('"type":"long"', "duration", "duration needs fixed(12), not long"),
        ('"type":"long"', "date", "date needs int, not long"),
        ('"type":"long"', "time-millis", "time-millis needs int, not long"),
        ('"type":"int"', "time-micros", "time-micros needs long, not int"),
        ('"type":"int"', "timestamp-millis", "timestamp-millis needs long, not int"),
        ('"type":"array","items":"int"', "date", "date needs int, not array"),
        ('"type":"int"', "Date", "Avro defines no such logical type"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_ignored_for_a_reason(
    text: str, name: str, reason: str
) -> None:
    assert read(text, name) == (False, reason)
    assert parse(f'{{{text},"logicalType":"{name}"}}').is_valid


def test_a_logical_type_that_is_no_text_is_ignored() -> None:
    assert read('"type":"int","logicalType":1') == (False, '"logicalType" must be text')


def test_precision_and_scale_are_known_where_they_are_integers() -> None:
    def parts(rest: str) -> tuple[int | None, int | None]:
        text = f'{{"type":"bytes","logicalType":"decimal"{rest}}}'
        found = logical(parse(text).schema.root)
        assert found is not None
        assert found.is_known
        return found.precision, found.scale

    assert parts(',"precision":4') == (4, 0)
    assert parts(',"precision":4,"scale":2') == (4, 2)
    assert parts(',"scale":"2"') == (None, None)


@pytest.mark.parametrize(
    "text", ['"int"', '{"type":"int"}', '["null","int"]', '{"type":"int","doc":"date"}']
)
def test_a_type_without_the_attribute_has_none(text: str) -> None:
    assert logical(parse(text).schema.root) is None


def test_the_attribute_of_a_field_says_nothing_about_its_type() -> None:
    text = (
        '{"type":"record","name":"R","fields":'
        '[{"name":"f","type":"long","logicalType":"timestamp-millis"}]}'
    )
    fields: list[Field] = parse(text).schema.fields

    assert [logical(field.type) for field in fields] == [None]


@pytest.mark.parametrize(
    ("size", "most"),
    [(1, 2), (2, 4), (4, 9), (8, 18), (12, 28), (16, 38), (2**28, 646_456_992),
     (2**28 + 1, -646_456_992)],
)  # fmt: skip
def test_a_fixed_holds_so_many_digits_by_javas_count(size: int, most: int) -> None:
    # Beyond 2^28 bytes Java's product of 32 bits overflows.
    assert digits(size) == most
