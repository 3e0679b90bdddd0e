"""Defaults of fields: which values a type accepts, and what Java says of others."""

import pytest

from avrotower.schema.parse import parse
from avrotower.schema.parse.defaults import is_java_number, java_number

ENUM = '{"type":"enum","name":"E","symbols":["A"]}'
FIXED = '{"type":"fixed","name":"F","size":2}'
POINT = (
    '{"type":"record","name":"P","fields":[{"name":"x","type":"int"},'
    '{"name":"y","type":["null","int"],"default":null}]}'
)
INTS = '{"type":"array","items":"int"}'
COUNTS = '{"type":"map","values":"long"}'


def document(kind: str, default: str) -> str:
    """Return the text of a record with one field of the type *kind*."""
    return (
        '{"type":"record","name":"R","fields":'
        f'[{{"name":"f","type":{kind},"default":{default}}}]}}'
    )


FITTING = [
    ('"null"', "null"),
    ('"boolean"', "true"),
    ('"boolean"', "false"),
    ('"int"', "0"),
    ('"int"', "-2147483648"),
    ('"int"', "2147483647"),
    ('"long"', "9223372036854775807"),
    ('"long"', "-9223372036854775808"),
    ('"float"', "1"),
    ('"float"', "1.5"),
    ('"double"', "1e400"),
    ('"double"', "10000000000000000000000"),
    ('"float"', '"1.5"'),
    ('"double"', '"NaN"'),
    ('"double"', '" -Infinity "'),
    ('"string"', '"any"'),
    ('"string"', '""'),
    ('"bytes"', r'"\u00ff\u0100 \ud800"'),
    (FIXED, '"much too long"'),
    (ENUM, '"no symbol"'),
    (INTS, "[]"),
    (INTS, "[1, 2]"),
    (COUNTS, "{}"),
    (COUNTS, '{"a": 1}'),
    (POINT, '{"x": 1}'),
    (POINT, '{"x": 1, "y": 2}'),
    (POINT, '{"x": 1, "z": "ignored"}'),
    ('["null","int"]', "null"),
    ('["null","int"]', "1"),
    (f'["null",{POINT}]', '{"x": 1}'),
    (f'["int",{INTS}]', "[3]"),
    ('{"type":"int","logicalType":"date"}', "1"),
]


@pytest.mark.parametrize(("kind", "default"), FITTING)
def test_a_default_that_fits_is_accepted(kind: str, default: str) -> None:
    assert parse(document(kind, default)).errors == ()


REFUSED = [
    ('"null"', "0", '0 not a "null"'),
    ('"boolean"', '"true"', '"true" not a "boolean"'),
    ('"boolean"', "0", '0 not a "boolean"'),
    ('"int"', "null", 'null not a "int"'),
    ('"int"', "1.0", '1.0 not a "int"'),
    ('"int"', "1e1", '10.0 not a "int"'),
    ('"int"', "true", 'true not a "int"'),
    ('"int"', "2147483648", '2147483648 not a "int"'),
    ('"int"', "-2147483649", '-2147483649 not a "int"'),
    ('"long"', "9223372036854775808", '9223372036854775808 not a "long"'),
    ('"float"', "null", 'null not a "float"'),
    ('"float"', "true", 'true not a "float"'),
    ('"double"', "[1.5]", '[1.5] not a "double"'),
    ('"string"', "0", '0 not a "string"'),
    ('"bytes"', "[]", '[] not a "bytes"'),
    (FIXED, "1", '1 not a {"type":"fixed","name":"F","size":2}'),
    (ENUM, "null", 'null not a {"type":"enum","name":"E","symbols":["A"]}'),
    (INTS, "{}", '{} not a {"type":"array","items":"int"}'),
    (INTS, '[1,"2"]', '[1,"2"] not a {"type":"array","items":"int"}'),
    (COUNTS, "[]", '[] not a {"type":"map","values":"long"}'),
    (COUNTS, '{"a":"b"}', '{"a":"b"} not a {"type":"map","values":"long"}'),
    ('["null","int"]', '"null"', '"null" not a ["null","int"]'),
    ("[]", "null", "null not a []"),
    ('["null","double"]', '"1.5"', '"1.5" not a ["null","double"]'),
    ('{"type":"array","items":"float"}', '["1"]',
     '["1"] not a {"type":"array","items":"float"}'),
    ('{"type":"int","logicalType":"date"}', '"x"',
     '"x" not a {"type":"int","logicalType":"date"}'),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "default", "said"), REFUSED)
def test_a_default_of_another_type_is_refused(
    kind: str, default: str, said: str
) -> None:
    (error,) = parse(document(kind, default)).errors

    assert error.reason == "default-invalid"
    assert error.pointer == "/fields/0/default"
    assert error.java == f"Invalid default for field f: {said}"
    assert parse(document(kind, default), "lenient").errors == ()


@pytest.mark.parametrize(
    "default", ["{}", '{"y": 1}', '{"x": null}', '{"x": 1, "y": "z"}', "[]", "null"]
)
def test_a_record_needs_an_object_with_every_field_that_has_no_default(
    default: str,
) -> None:
    (error,) = parse(document(POINT, default)).errors

    assert error.reason == "default-invalid"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        ("-1.5", -1.5),
        ("+1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1E-2D", 0.01),
        (" 1.5f\t", 1.5),
        ("2d", 2.0),
        ("Infinity", float("inf")),
        ("-Infinity", float("-inf")),
        ("0x1p3", 8.0),
        ("0x1.8P1f", 3.0),
        ("0x.8p0D", 0.5),
        ("0xfp0", 15.0),
        ("0x1p99999", float("inf")),
        ("-0X1p99999", float("-inf")),
        ("1e999", float("inf")),
    ],
)
def test_text_is_a_number_where_java_says_so(text: str, value: float) -> None:
    assert is_java_number(text)
    assert java_number(text) == value


def test_not_a_number_is_one() -> None:
    value = java_number(" +NaN ")

    assert value != value  # noqa: PLR0124  only NaN differs from itself


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "1 2", "nan", "inf", "infinity", "1_000", "0x10", "1e", "--1", "1ff",
     ".", "NaNf", "٣", "1\u00a0"],
)  # fmt: skip
def test_text_is_no_number_where_java_says_no(text: str) -> None:
    assert not is_java_number(text)


# Types that are not complete where the default stands


def two_fields(first: str, second: str) -> str:
    return f'{{"type":"record","name":"R","fields":[{first},{second}]}}'


LATER = f'{{"name":"later","type":{ENUM}}}'
POINT_LATER = f'{{"name":"later","type":{POINT}}}'


def test_a_default_for_a_type_defined_later_must_be_an_object_first() -> None:
    text = two_fields('{"name":"f","type":"E","default":"A"}', LATER)

    (error,) = parse(text).errors

    assert error.reason == "default-invalid"
    assert error.java is None  # Java's text holds a number that counts on


def test_an_object_is_judged_when_the_type_is_bound() -> None:
    fitting = two_fields('{"name":"f","type":"P","default":{"x":1}}', POINT_LATER)
    other = two_fields('{"name":"f","type":"P","default":{"x":"1"}}', POINT_LATER)
    no_record = two_fields('{"name":"f","type":"E","default":{}}', LATER)

    assert parse(fitting).errors == ()
    for text in (other, no_record):
        (error,) = parse(text).errors
        assert (error.reason, error.pointer) == ("default-invalid", "/fields/0/default")
        assert error.java is not None


def test_a_union_with_a_type_defined_later_is_judged_twice() -> None:
    for default, is_valid in (("null", True), ('{"x":1}', True), ('{"x":[]}', False)):
        field = f'{{"name":"f","type":["null","P"],"default":{default}}}'
        assert parse(two_fields(field, POINT_LATER)).is_valid == is_valid


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ('"R"', "{}"),
        ('["null","R"]', "{}"),
        ('{"type":"array","items":"R"}', "[{}]"),
        ('{"type":"map","values":"R"}', '{"a":{}}'),
        ('{"type":"record","name":"S","fields":[{"name":"r","type":"R"}]}', '{"r":{}}'),
    ],
)
def test_an_object_for_a_record_that_is_being_defined_is_cyclic(
    kind: str, default: str
) -> None:
    (error,) = parse(document(kind, default)).errors

    assert (error.reason, error.pointer) == ("default-cyclic", "/fields/0/default")
    assert error.java == "Schema fields not set yet"


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ('["null","R"]', "null"),
        ('{"type":"array","items":"R"}', "[]"),
        ('{"type":"map","values":"R"}', "{}"),
    ],
)
def test_a_default_that_does_not_reach_into_the_record_is_fine(
    kind: str, default: str
) -> None:
    assert parse(document(kind, default)).errors == ()


def test_only_a_record_that_is_complete_is_looked_into() -> None:
    inner = '{"type":"record","name":"S","fields":[{"name":"s","type":["null","S"],"default":null}]}'
    text = two_fields(
        f'{{"name":"a","type":{inner}}}',
        '{"name":"b","type":"S","default":{"s":{"s":null}}}',
    )

    assert parse(text).errors == ()


def test_nested_unions_of_records_are_judged_in_bounded_time() -> None:
    kind, value = '"int"', '"x"'
    for level in range(40):
        fields = f'[{{"name":"f","type":{kind}}}]'
        again = f'[{{"name":"f","type":"A{level}"}}]'
        kind = (
            f'[{{"type":"record","name":"A{level}","fields":{fields}}},'
            f'{{"type":"record","name":"B{level}","fields":{again}}}]'
        )
        value = f'{{"f":{value}}}'

    (error,) = parse(document(kind, value)).errors

    assert error.reason == "default-invalid"


def test_what_is_too_much_to_judge_counts_as_fitting() -> None:
    fields = ",".join(
        f'{{"name":"f{index}","type":"int","default":0}}' for index in range(500)
    )
    kind = (
        f'{{"type":"array","items":{{"type":"record","name":"A","fields":[{fields}]}}}}'
    )
    few, many = "{}," * 100, "{}," * 500

    assert not parse(document(kind, f'[{few}{{"f0":"x"}}]')).is_valid
    assert parse(document(kind, f'[{many}{{"f0":"x"}}]')).is_valid
