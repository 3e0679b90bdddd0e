"""What is JSON and what is not: both ways of reading agree about it."""

import json
import math

import pytest

from avrotower.schema.read import read
from avrotower.schema.scan import scan

ACCEPTED = {
    # structures
    "an empty array": "[]",
    "an empty array with white space": "[ \t\n\r ]",
    "an array of many types": '[null, 1, "1", {}, true, false]',
    "an empty object": "{}",
    "an empty key": '{"":0}',
    "an escaped null in a key": r'{"foo\u0000bar": 42}',
    "an object in an object": '{"a":{"b":{"c":[]}}}',
    "a lone false": "false",
    "a lone number": "42",
    "a lone negative number": "-0.1",
    "a lone null": "null",
    "a lone string": '"asd"',
    "a lone empty string": '""',
    "white space around": " \n\t[1] \r\n",
    # numbers
    "minus zero": "[-0]",
    "zero with exponent": "[0e1]",
    "a plus in the exponent": "[0e+1]",
    "a capital e": "[1E22]",
    "a capital e with minus": "[1E-2]",
    "a fraction with exponent": "[123.456e78]",
    "a number close to zero": f"[-0.{'0' * 77}1]",
    "an integer of 1,000 digits": f"[{'9' * 1000}]",
    # strings
    "all short escapes": r'["\"\\\/\b\f\n\r\t"]',
    "a comment in a string": r'["a/*b*/c/*d//e"]',
    "an escaped non-character": r'["\uFFFF"]',
    "an escaped surrogate pair": r'["\uD801\udc37"]',
    "two surrogate pairs": r'["\ud83d\ude39\ud83d\udc8d"]',
    "an escaped backslash before u": r'["\\u0000"]',
    "a bare delete": '["\x7f"]',
    "a bare line separator": '["\u2028\u2029"]',
    "a bare astral character": '["\U0001f600"]',
    "a bare non-breaking space": '["new\u00a0line"]',
    "a bare byte order mark inside": '["\ufeff"]',
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_what_rfc_8259_accepts_is_accepted(text: str) -> None:
    found = scan(text)

    assert found.errors == ()
    assert found.value == json.loads(text)
    assert read(text).value == found.value
    assert read(text).scan is None  # the fast way took it


REFUSED = {
    # arrays
    "a missing comma": "[1 true]",
    "a colon for a comma": '["": 1]',
    "a comma after the array": '[""],',
    "a comma before the first": "[,1]",
    "a comma and nothing": "[,]",
    "two commas": "[1,,2]",
    "two commas at the end": '["x",,]',
    "a comma too many": '["",]',
    "a closing bracket too many": '["x"]]',
    "an unclosed array": '["x"',
    "an array opened twice": "[[",
    "a star inside": "[*]",
    "a vertical tab": '["a"\v]',
    "a form feed": '["a\f"]',
    "unclosed with a line break": "[1,\n1\n,1",
    # objects
    "a bracket for a brace": '{"x": true]',
    "a brace for a bracket": '["x"}',
    "a bare key": '{a: "b"}',
    "a number as key": "{1:1}",
    "null as key": "{null:null}",
    "a key in single quotes": "{'a':0}",
    "a comma for a colon": '{"x", null}',
    "two colons": '{"x"::"b"}',
    "a missing colon": '{"a" b}',
    "a missing key": '{:"b"}',
    "a missing value": '{"a":',
    "a key alone": '{"a"}',
    "a missing comma between members": '{"a":"b" "c":"d"}',
    "a trailing comma": '{"id":0,}',
    "several trailing commas": '{"id":0,,,,,}',
    "an unclosed object": '{"a":"a"',
    "an unclosed key": '{"a',
    "a hash after a value": '{"a":"b"}#',
    "a bare brace": "{",
    "a closing brace alone": "}",
    "an emoji": "{\U0001f1e8\U0001f1ed}",
    # numbers
    "a leading plus": "[+1]",
    "a leading point": "[.123]",
    "a trailing point": "[1.]",
    "a leading zero": "[012]",
    "a negative leading zero": "[-01]",
    "two minus signs": "[--1]",
    "a minus alone": "[-]",
    "a minus and a space": "[- 1]",
    "an exponent without digits": "[1e]",
    "an exponent with a sign only": "[1e+]",
    "a point before the exponent": "[0.e1]",
    "a hexadecimal number": "[0x42]",
    "a number with a letter": "[1a]",
    "a full-width digit": "[\uff11]",
    "infinity": "[Infinity]",
    "minus infinity": "[-Infinity]",
    "not a number": "[NaN]",
    "an expression": "[1+2]",
    "an integer of 1,001 digits": f"[{'9' * 1001}]",
    "a fraction of 1,001 characters": f"[0.{'9' * 999}]",
    # strings
    "single quotes": "['a']",
    "an escaped single quote": r'["\'"]',
    "an escaped x": r'["\x00"]',
    "an escaped emoji": '["\\\U0001f300"]',
    "an escape cut off": '["\\',
    "an escape of three digits": r'["\u00A"]',
    "an escape without digits": r'["\uqqqq"]',
    "a backslash before the end": r'["\"]',
    "a bare line break": '["new\nline"]',
    "a bare tab": '["\t"]',
    "a bare null": '["a\x00a"]',
    "an unclosed string": '["a',
    "a word": "[nul]",
    "a word in capitals": "[True]",
    "an unquoted word": "[a]",
    "curly quotes": "[\u201ca\u201d]",
    # around
    "nothing": "",
    "a space": " ",
    "a byte order mark": "\ufeff{}",
    "a byte order mark alone": "\ufeff",
    "a comment alone": "/* */",
    "an unclosed comment": "[1] /* a",
    "a comment after the value": "[1] // a",
    "a slash": "[1]/",
    "text after the value": "1 2",
    "a word after the value": "[]a",
    "a non-breaking space": "[\u00a0]",
    "a zero-width space": "\u200b[]",
    "markup": "<.>",
    "a value and a form feed": "[\f]",
    "200 levels and one more": "[" * 201 + "]" * 201,
    "100,000 open arrays": "[" * 100_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_rfc_8259_refuses_is_refused(text: str) -> None:
    found = scan(text)

    assert found.errors
    assert read(text).errors == found.errors
    for error in found.errors:
        assert error.pointer in found
        assert error.span is not None


def test_two_hundred_levels_are_read() -> None:
    text = "[" * 200 + "]" * 200

    assert scan(text).errors == ()
    assert read(text).errors == ()


@pytest.mark.parametrize(
    ("number", "kind"),
    [("4", int), ("-0", int), ("4.0", float), ("4e0", float), ("1e1", float)],
)
def test_numbers_keep_their_spelling_class(number: str, kind: type) -> None:
    assert type(scan(number).value) is kind
    assert type(read(number).value) is kind


def test_a_number_beyond_all_floats_is_infinite() -> None:
    assert scan("1e400").value == math.inf
    assert read("[1e400]").value == [math.inf]
