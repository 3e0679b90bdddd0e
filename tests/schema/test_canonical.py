"""The four forms of a schema: what each keeps, in which order, in which words."""

import json

import pytest
import strategies
from hypothesis import given

from avrotower.schema.canonical import (
    canonical_text,
    canonical_text_of,
    encoding_form,
    fingerprint64,
    md5,
    parsing_form,
    sha256,
)
from avrotower.schema.parse import parse


def canonical(text: str) -> str:
    document = parse(text)
    assert document.errors == ()
    return canonical_text(document)


def record(*types: str, name: str = "n.R") -> str:
    fields = ",".join(
        f'{{"name":"f{index}","type":{text}}}' for index, text in enumerate(types)
    )
    return f'{{"type":"record","name":"{name}","fields":[{fields}]}}'


def one_field(rest: str) -> str:
    return f'{{"type":"record","name":"R","fields":[{{{rest}}}]}}'


# 3.2 Canonical text


CANONICAL = {
    "a primitive": ('"int"', '"int"'),
    "an object around a primitive": ('{"type" : "int"}', '"int"'),
    "a primitive with attributes": (
        '{"b": 1, "type": "int", "a": {"z": [2, 1]}}',
        '{"type":"int","b":1,"a":{"z":[2,1]}}',
    ),
    "attributes of a primitive that Avro reserves": (
        '{"type":"int","doc":"x","name":"y","items":1}',
        '"int"',
    ),
    "an array": (
        '{"x": 1, "items": "int", "type": "array", "default": []}',
        '{"type":"array","items":"int","x":1,"default":[]}',
    ),
    "a map": (
        '{"values": {"type": "long", "logicalType": "x"}, "type": "map"}',
        '{"type":"map","values":{"type":"long","logicalType":"x"}}',
    ),
    "a union": ('[ "null" , {"type":"string"} ]', '["null","string"]'),
    "an empty union": ("[]", "[]"),
    "a record": (
        '{"aliases":["A"],"x":1,"fields":[],"doc":"d","namespace":"n","name":"R","type":"record"}',
        '{"type":"record","name":"R","namespace":"n","doc":"d","fields":[],"x":1,"aliases":["A"]}',
    ),
    "an error": (
        '{"type":"error","name":"R","fields":[]}',
        '{"type":"error","name":"R","fields":[]}',
    ),
    "an enum": (
        '{"aliases":["A"],"default":"B","symbols":["B"],"x":1,"name":"E","type":"enum"}',
        '{"type":"enum","name":"E","symbols":["B"],"default":"B","x":1,"aliases":["A"]}',
    ),
    "an enum's default that is no text": (
        '{"type":"enum","name":"E","symbols":["B"],"default":1}',
        '{"type":"enum","name":"E","symbols":["B"]}',
    ),
    "a fixed": (
        '{"logicalType":"decimal","precision":2,"size":1,"name":"n.F","type":"fixed"}',
        '{"type":"fixed","name":"F","namespace":"n","size":1,"logicalType":"decimal","precision":2}',
    ),
    "a default of a fixed is an attribute": (
        '{"type":"fixed","name":"F","size":1,"default":1.0}',
        '{"type":"fixed","name":"F","size":1,"default":1.0}',
    ),
    "a field": (
        one_field(
            '"x":1,"aliases":["a"],"order":"IGNORE","default":1,"doc":"d","type":"int","name":"f","b":2'
        ),
        one_field(
            '"name":"f","type":"int","doc":"d","default":1,"order":"ignore","aliases":["a"],"x":1,"b":2'
        ),
    ),
    "ascending order": (
        one_field('"name":"f","type":"int","order":"Ascending"'),
        one_field('"name":"f","type":"int"'),
    ),
    "an empty doc": (
        one_field('"name":"f","type":"int","doc":""'),
        one_field('"name":"f","type":"int","doc":""'),
    ),
    "a doc that is no text": (
        one_field('"name":"f","type":"int","doc":1'),
        one_field('"name":"f","type":"int"'),
    ),
    "no aliases": (
        one_field('"name":"f","type":"int","aliases":[]'),
        one_field('"name":"f","type":"int"'),
    ),
    "an alias twice": (
        one_field('"name":"f","type":"int","aliases":["b","a","b"]'),
        one_field('"name":"f","type":"int","aliases":["b","a"]'),
    ),
    "a null default": (
        one_field('"name":"f","type":["null","int"],"default":null'),
        one_field('"name":"f","type":["null","int"],"default":null'),
    ),
    "a key twice: the first place, the last value": (
        '{"type":"int","a":1,"b":2,"a":3}',
        '{"type":"int","a":3,"b":2}',
    ),
}


@pytest.mark.parametrize(("text", "expected"), CANONICAL.values(), ids=CANONICAL)
def test_canonical_text_has_one_order_of_avros_attributes(
    text: str, expected: str
) -> None:
    assert canonical(text) == expected
    assert canonical(expected) == expected


FIXED = '{"type":"fixed","name":"F","size":1}'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (FIXED, FIXED),
        (FIXED.replace('"F"', '"n.F"'), FIXED),
        (FIXED.replace('"F"', '"m.F"'),
         '{"type":"fixed","name":"F","namespace":"m","size":1}'),
        (FIXED.replace('"F"', '".F"'),
         '{"type":"fixed","name":"F","namespace":"","size":1}'),
    ],
)  # fmt: skip
def test_a_namespace_is_written_where_it_differs(inner: str, expected: str) -> None:
    assert canonical(record(inner)) == (
        '{"type":"record","name":"R","namespace":"n","fields":'
        f'[{{"name":"f0","type":{expected}}}]}}'
    )


@pytest.mark.parametrize(
    ("aliases", "written"),
    [
        ('["A","n.A","m.A"]', '["A","m.A"]'),
        ('[".A"]', '["A"]'),
        ('["A",".A"]', '["A","A"]'),
        ('["n.record","n.int","n.null"]', '["n.record","n.int","n.null"]'),
    ],
)
def test_an_alias_is_simple_in_the_types_own_namespace(
    aliases: str, written: str
) -> None:
    text = f'{{"type":"fixed","name":"n.F","size":1,"aliases":{aliases}}}'

    assert canonical(text) == (
        f'{{"type":"fixed","name":"F","namespace":"n","size":1,"aliases":{written}}}'
    )


def test_aliases_of_a_type_without_namespace_are_full_names() -> None:
    text = '{"type":"fixed","name":"F","size":1,"aliases":["A","m.B",".C"]}'

    assert canonical(text) == text.replace(".C", "C")


@pytest.mark.parametrize(
    ("name", "asked", "used"),
    [
        ("n.F", "F", "F"),
        ("n.F", "n.F", "F"),
        ("m.F", "m.F", "m.F"),
        (".F", "F", "F"),
        ("n.record", "n.record", "n.record"),
        ("n.string", "n.string", "n.string"),
        ("n.error", "n.error", "error"),
    ],
)
def test_a_type_is_defined_once_and_then_used_by_name(
    name: str, asked: str, used: str
) -> None:
    text = record(f'{{"type":"fixed","name":"{name}","size":1}}', f'"{asked}"')

    assert json.loads(canonical(text))["fields"][1]["type"] == used


def test_a_type_defined_later_is_written_at_its_first_use() -> None:
    text = record('"F"', FIXED, '["null","F"]')

    assert canonical(text) == (
        '{"type":"record","name":"R","namespace":"n","fields":['
        f'{{"name":"f0","type":{FIXED}}},{{"name":"f1","type":"F"}},'
        '{"name":"f2","type":["null","F"]}]}'
    )


def test_of_equal_definitions_the_first_is_kept() -> None:
    again = FIXED.replace("}", ',"doc":"x"}')

    assert "doc" not in canonical(record(FIXED, again))
    assert "doc" in canonical(record(again, FIXED))


def test_a_root_defined_again_inside_itself_is_the_definition_completed_first() -> None:
    inner = '{"type":"record","name":"R","doc":"inner","fields":[]}'
    text = f'{{"type":"array","items":{inner},"x":{inner}}}'

    assert '"doc":"inner"' in canonical(text)


def test_two_types_of_one_simple_name_may_be_read_back_as_one() -> None:
    # Java's own form: `R` inside `n` is `n.R`, but that is not complete where it stands.
    bare = '{"type":"record","name":"R","namespace":"","fields":[]}'
    document = parse(record(bare, '"n.R"'))

    again = parse(canonical_text(document))

    first, second = (document.schema.uses[0], again.schema.uses[0])
    assert first.definition.fullname == "n.R"
    assert second.definition.fullname == "R"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("1", "1"),
        ("-0", "0"),
        ("100000000000000000000", "100000000000000000000"),
        ("1.0", "1.0"),
        ("1.50", "1.5"),
        ("-0.0", "-0.0"),
        ("1e0", "1.0"),
        ("1e6", "1000000.0"),
        ("9999999.0", "9999999.0"),
        ("1e7", "1.0E7"),
        ("1.25e10", "1.25E10"),
        ("12345678.9", "1.23456789E7"),
        ("0.001", "0.001"),
        ("0.0001", "1.0E-4"),
        ("0.000123", "1.23E-4"),
        ("1e22", "1.0E22"),
        ("2e-323", "2.0E-323"),
        ("4.9e-324", "4.9E-324"),
        ("1.7976931348623157e308", "1.7976931348623157E308"),
        ("1e400", '"Infinity"'),
        ("-1e400", '"-Infinity"'),
    ],
)
def test_numbers_are_javas(number: str, written: str) -> None:
    assert (
        canonical(f'{{"type":"int","x":{number}}}') == f'{{"type":"int","x":{written}}}'
    )


@pytest.mark.parametrize(
    ("default", "written"),
    [('"1"', "1.0"), ('" 1e10d"', "1.0E10"), ('"NaN"', '"NaN"'), ('"0x1p4"', "16.0"),
     ('"-Infinity"', '"-Infinity"'), ("1", "1"), ("1.0", "1.0")],
)  # fmt: skip
def test_a_text_as_default_of_a_number_becomes_the_number(
    default: str, written: str
) -> None:
    text = one_field(f'"name":"f","type":"double","default":{default}')

    assert canonical(text) == one_field(
        f'"name":"f","type":"double","default":{written}'
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (r'"\"\\\/"', r'"\"\\/"'),
        (r'"\b\t\n\f\r"', r'"\b\t\n\f\r"'),
        (r'"\u0000\u001f"', r'"\u0000\u001F"'),
        (r'"\u00e9\u2028"', '"é\u2028"'),
        (r'"\ud83d\ude00"', '"\U0001f600"'),
        ('"\x7f<>&\'"', '"\x7f<>&\'"'),
        (r'"\ud800"', r'"\uD800"'),
        (r'"é\udc00\t"', r'"é\uDC00\t"'),
    ],
)
def test_strings_are_jacksons(value: str, written: str) -> None:
    assert (
        canonical(f'{{"type":"int","x":{value}}}') == f'{{"type":"int","x":{written}}}'
    )


def test_true_and_null_keep_their_words() -> None:
    text = '{"type":"int","x":[true,false,null]}'

    assert canonical(text) == text


@given(strategies.texts())
def test_canonical_text_is_a_fixed_point_and_keeps_the_parsing_form(text: str) -> None:
    """P5."""
    document = parse(text, "lenient")
    written = canonical_text(document)

    again = parse(written, "lenient")

    assert again.errors == ()
    assert canonical_text(again) == written
    assert parsing_form(again) == parsing_form(document)
    assert encoding_form(again) == encoding_form(document)


def test_every_node_has_a_canonical_text_of_its_own() -> None:
    document = parse(record('["null","R"]', FIXED))

    assert [canonical_text_of(node) for node in document.schema.nodes] == [
        canonical_text(document),
        f'["null",{canonical_text(document)}]',
        '{"type":"fixed","name":"F","namespace":"n","size":1}',
    ]


def test_a_chain_of_types_longer_than_python_nests_calls_is_written() -> None:
    depth = 60
    text = '"int"'
    for level in range(depth):
        text = record(text, name=f"R{level}")
    document = parse(text)

    assert document.errors == ()
    assert canonical_text(document).count('"record"') == depth
    assert parsing_form(document).count('"record"') == depth


def test_a_chain_that_the_canonical_text_nests_too_deep_is_refused() -> None:
    fields = ",".join(
        f'{{"name":"f{level}","type":{{"type":"record","name":"R{level}","fields":'
        f'[{{"name":"f","type":"R{level + 1}"}}]}}}}'
        for level in range(300)
    )
    text = (
        f'{{"type":"record","name":"R","fields":[{fields},'
        '{"name":"last","type":{"type":"record","name":"R300","fields":[]}}]}'
    )

    errors = parse(text).errors

    assert {error.reason for error in errors} == {"json-too-deep"}
    assert all("later" in error.message for error in errors)


# 3.3 Encoding form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (
            '{"type":"int","logicalType":"date","x":1}',
            '{"type":"int","logicalType":"date"}',
        ),
        ('{"type":"string","logicalType":"date"}', '"string"'),
        (
            '{"type":"bytes","logicalType":"decimal","precision":4}',
            '{"type":"bytes","logicalType":"decimal","precision":4,"scale":0}',
        ),
        (
            '{"type":"fixed","name":"n.F","size":4,"logicalType":"decimal","precision":4,"scale":2}',
            '{"name":"n.F","type":"fixed","size":4,"logicalType":"decimal","precision":4,"scale":2}',
        ),
        (
            '{"type":"array","items":{"type":"long","logicalType":"timestamp-millis"}}',
            '{"type":"array","items":{"type":"long","logicalType":"timestamp-millis"}}',
        ),
        (
            '{"type":"map","values":"int","logicalType":"x"}',
            '{"type":"map","values":"int"}',
        ),
    ],
)
def test_encoding_form_is_parsing_form_with_the_logical_types_that_count(
    text: str, form: str
) -> None:
    assert encoding_form(parse(text)) == form


# 3.4 Parsing canonical form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('{"type":"int","logicalType":"date"}', '"int"'),
        ('{"type":"array","x":1,"items":"int"}', '{"type":"array","items":"int"}'),
        ('{"type":"map","values":["int"]}', '{"type":"map","values":["int"]}'),
        ("[]", "[]"),
        (
            '{"type":"error","name":"n.R","doc":"d","fields":[{"name":"f","type":"R","order":"ignore"}]}',
            '{"name":"n.R","type":"record","fields":[{"name":"f","type":"n.R"}]}',
        ),
        (
            '{"type":"enum","name":"E","symbols":["A","B"],"default":"A","aliases":["F"]}',
            '{"name":"E","type":"enum","symbols":["A","B"]}',
        ),
        (
            '{"type":"enum","name":"E","symbols":[]}',
            '{"name":"E","type":"enum","symbols":[]}',
        ),
        (FIXED, '{"name":"F","type":"fixed","size":1}'),
    ],
)
def test_parsing_form_keeps_names_types_symbols_and_sizes(text: str, form: str) -> None:
    assert parsing_form(parse(text)) == form
    assert parsing_form(parse(text).schema) == form
    assert parsing_form(parse(text).schema.root) == form


def test_parsing_form_escapes_nothing() -> None:
    text = r'{"type":"fixed","name":"a\"b.F","size":1}'

    assert (
        parsing_form(parse(text, "lenient"))
        == '{"name":"a"b.F","type":"fixed","size":1}'
    )


@pytest.mark.parametrize(
    ("form", "crc64"),
    [
        ('"int"', 0x7275D51A3F395C8F),
        ('"null"', 0x63DD24E7CC258F8A),
        ('"string"', 0x8F014872634503C7),
        ("", 0xC15D213AA4D7A795),
    ],
)
def test_the_fingerprint_is_an_unsigned_number(form: str, crc64: int) -> None:
    assert fingerprint64(form) == crc64


def test_the_header_of_a_message_has_the_fingerprint_in_little_endian_order() -> None:
    assert fingerprint64('"int"').to_bytes(8, "little").hex() == "8f5c393f1ad57572"


def test_other_fingerprints_are_those_of_the_same_bytes() -> None:
    assert md5('"int"') == "ef524ea1b91e73173d938ade36c1db32"
    assert sha256('"int"') == (
        "3f2b87a9fe7cc9b13835598c3981cd45e3e355309e5090aa0933d7becb6fba45"
    )


def test_what_utf8_cannot_carry_is_hashed_as_a_question_mark() -> None:
    assert fingerprint64("\ud800") == fingerprint64("?")
    assert md5("\ud800") == md5("?")
    assert sha256("\ud800") == sha256("?")
