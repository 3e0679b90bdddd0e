"""What a scan says of a text that is no JSON, and what it makes of the rest."""

from typing import Any

import pytest

from avrotower.schema.damage import DAMAGED, Partial
from avrotower.schema.scan import scan

Error = tuple[str, str, str]
"""The pointer, the piece of the text, what is said."""

# fmt: off
CASES: list[tuple[str, Any, list[Error]]] = [
    ('{"a": 1, "b": [1, 2', {"a": 1, "b": [1, 2, DAMAGED]}, [
        ("/b", "[", "this [ is never closed; a ] is missing"),
    ]),
    ('{"a": {"b": [{"c": 1', {"a": {"b": [{"c": 1}, DAMAGED]}}, [
        ("/a/b/0", "{", "this { is never closed; a } is missing"),
    ]),
    ('{"a": "b', {"a": DAMAGED}, [
        ("/a", '"b', 'this text is never closed; a " is missing'),
    ]),
    ('{"a": "b, "c": 1}', {"a": DAMAGED, "c": 1}, [
        ("/a", '"b', 'this text is never closed; a " is missing'),
    ]),
    ('{"a": tr', {"a": DAMAGED}, [
        ("", "{", "this { is never closed; a } is missing"),
    ]),
    ('{"a": 1, "b', {"a": 1, "b": DAMAGED}, [
        ("/b", '"b', 'this text is never closed; a " is missing'),
    ]),
    ('{"a": 1, "b"', {"a": 1, "b": DAMAGED}, [
        ("", "{", "this { is never closed; a } is missing"),
    ]),
    ('{"a": 1, "b":', {"a": 1, "b": DAMAGED}, [
        ("", "{", "this { is never closed; a } is missing"),
    ]),
    ('{"a": 1, b', {"a": 1}, [
        ("", "{", "this { is never closed; a } is missing"),
    ]),
    ('{"a": 1,', {"a": 1}, [
        ("", "{", "this { is never closed; a } is missing"),
    ]),
    ("[1, 2", [1, 2, DAMAGED], [
        ("", "[", "this [ is never closed; a ] is missing"),
    ]),
    ("[1,", [1, DAMAGED], [
        ("", "[", "this [ is never closed; a ] is missing"),
    ]),
    ('{"a": 1 /* open', {"a": 1}, [
        ("/a", "/* open", "this comment is never closed; end it with */"),
    ]),
    ("", DAMAGED, [
        ("", "", "the text is empty"),
    ]),
    ("   ", DAMAGED, [
        ("", "", "the text is empty"),
    ]),
    ("// only\n", DAMAGED, [
        ("", "", "the text is empty"),
    ]),
    ('{"a": 1,}', {"a": 1}, [
        ("", ",", "trailing comma before }; remove it"),
    ]),
    ("[1, 2,]", [1, 2], [
        ("", ",", "trailing comma before ]; remove it"),
    ]),
    ("[1,, 2]", [1, 2], [
        ("", ",", "one comma is enough; remove this one"),
    ]),
    ("[,1]", [1], [
        ("", ",", "a value must stand before the first comma; remove the comma"),
    ]),
    ('{,"a": 1}', {"a": 1}, [
        ("", ",", "a value must stand before the first comma; remove the comma"),
    ]),
    ('{"a": 1,,"b": 2}', {"a": 1, "b": 2}, [
        ("", ",", "one comma is enough; remove this one"),
    ]),
    ('{"a" 1}', {"a": 1}, [
        ("/a", "1", "a colon is missing before 1"),
    ]),
    ('{"a": 1 "b": 2}', {"a": 1, "b": 2}, [
        ("", '"', 'a comma is missing before "b"'),
    ]),
    ("[1 2 3]", [1, 2, 3], [
        ("", "2", "a comma is missing before 2"),
        ("", "3", "a comma is missing before 3"),
    ]),
    ('{"a": 1; "b": 2}', {"a": 1, "b": 2}, [
        ("", ";", "write a comma instead of the semicolon"),
    ]),
    ("[1; 2]", [1, 2], [
        ("", ";", "write a comma instead of the semicolon"),
    ]),
    ("{'a': 'b'}", {"a": DAMAGED}, [
        ("/a", "'a'", 'single quotes are no quotes in JSON; write "a"'),
        ("/a", "'b'", 'single quotes are no quotes in JSON; write "b"'),
    ]),
    ("{“a”: 1}", {"a": 1}, [
        ("/a", "“a”", 'curly quotes are no quotes in JSON; write "a"'),
    ]),
    ("{a: 1, b-c: [x]}", {"a": 1, "b-c": [DAMAGED]}, [
        ("/a", "a", 'keys need double quotes; write "a"'),
        ("/b-c", "b-c", 'keys need double quotes; write "b-c"'),
        ("/b-c/0", "x", 'texts need double quotes; write "x"'),
    ]),
    ('{a": 1}', {"a": 1}, [
        ("/a", 'a"', 'keys need double quotes; write "a"'),
    ]),
    ('{"a: 1}', {"a": 1}, [
        ("/a", '"a', 'this text is never closed; a " is missing'),
    ]),
    ('{"a: ["b"]}', {"a": ["b"]}, [
        ("/a", '"a', 'this text is never closed; a " is missing'),
    ]),
    ('{"a": "b\nc", "d": 1}', {"a": DAMAGED, "d": 1}, [
        ("/a", "\n", "a text cannot go on in the next line; write \\n for a line break"),
    ]),
    ('{"a": "b\tc"}', {"a": DAMAGED}, [
        ("/a", "\t", "a text cannot hold a bare tab; write \\t"),
    ]),
    ('{"a": "b\x01c"}', {"a": DAMAGED}, [
        ("/a", "\x01", "a text cannot hold a bare control character U+0001; write \\u0001"),
    ]),
    ('{"a": "\\x41"}', {"a": DAMAGED}, [
        ("/a", "\\x", "\\x is no escape in JSON; write \\\\ for a backslash"),
    ]),
    ('{"a": "\\u12"}', {"a": DAMAGED}, [
        ("/a", "\\u", "four hexadecimal digits must follow \\u"),
    ]),
    ('{"a": "it\\\'s"}', {"a": DAMAGED}, [
        ("/a", "\\'", "\\' is no escape in JSON; write ' without the backslash"),
    ]),
    ('{"a\\q": 1}', {"a\\q": 1}, [
        ("/a\\q", "\\q", "\\q is no escape in JSON; write \\\\ for a backslash"),
    ]),
    ('{"a": 01, "b": +1, "c": .5, "d": 1., "e": 0x1F, "f": -.5, "g": 1e}', {"a": DAMAGED, "b": DAMAGED, "c": DAMAGED, "d": DAMAGED, "e": DAMAGED, "f": DAMAGED, "g": DAMAGED}, [
        ("/a", "01", "numbers have no leading zeros; write 1"),
        ("/b", "+1", "numbers have no plus sign; write 1"),
        ("/c", ".5", "a digit must stand before the point; write 0.5"),
        ("/d", "1.", "a digit must follow the point; write 1.0"),
        ("/e", "0x1F", "0x1F is no number in JSON"),
        ("/f", "-.5", "a digit must stand before the point; write -0.5"),
        ("/g", "1e", "1e is no number in JSON"),
    ]),
    ('{"a": True, "b": None, "c": undefined, "d": NaN, "e": Infinity, "f": word}', {"a": DAMAGED, "b": DAMAGED, "c": DAMAGED, "d": DAMAGED, "e": DAMAGED, "f": DAMAGED}, [
        ("/a", "True", "True is no word of JSON; write true"),
        ("/b", "None", "None is no word of JSON; write null"),
        ("/c", "undefined", "undefined is no word of JSON; write null"),
        ("/d", "NaN", 'NaN is no number in JSON; as the default of a float write "NaN"'),
        ("/e", "Infinity", 'Infinity is no number in JSON; as the default of a float write "Infinity"'),
        ("/f", "word", 'texts need double quotes; write "word"'),
    ]),
    ('{"a": = 1}', {"a": DAMAGED}, [
        ("/a", "=", "unexpected `=`; a value must stand here"),
    ]),
    ('{"a" = 1}', {"a": 1}, [
        ("/a", "=", "write a colon instead of this"),
    ]),
    ('{"a" => 1}', {"a": 1}, [
        ("/a", "=>", "write a colon instead of this"),
    ]),
    ('{"a", "b"}', {"a": "b"}, [
        ("/a", ",", "write a colon instead of this"),
    ]),
    ('{"a":: 1}', {"a": 1}, [
        ("/a", ":", "one colon is enough; remove this one"),
    ]),
    ("{: 1}", {}, [
        ("", ":", "a key is missing before this colon"),
    ]),
    ('{"a": 1, : 2}', {"a": 1}, [
        ("", ":", "a key is missing before this colon"),
    ]),
    ('{"a": }', {"a": DAMAGED}, [
        ("/a", '"a"', '"a" has no value; a colon and a value must follow it'),
    ]),
    ('{"a": , "b": 1}', {"a": DAMAGED, "b": 1}, [
        ("/a", '"a"', '"a" has no value; a colon and a value must follow it'),
    ]),
    ('{"a"}', {"a": DAMAGED}, [
        ("/a", '"a"', '"a" has no value; a colon and a value must follow it'),
    ]),
    ('{"a" ,}', {"a": DAMAGED}, [
        ("/a", '"a"', '"a" has no value; a colon and a value must follow it'),
        ("", ",", "trailing comma before }; remove it"),
    ]),
    ('["a": 1]', [DAMAGED], [
        ("", ":", "a colon cannot stand in [ ]; members of an object need { }"),
    ]),
    ('[{"a": 1, "b": 2]', [{"a": 1, "b": 2}], [
        ("/0", "{", "this { is never closed; a } is missing before the ] in line 1, column 17"),
    ]),
    ('{"a": [1, 2}', {"a": [1, 2]}, [
        ("/a", "[", "this [ is never closed; a ] is missing before the } in line 1, column 12"),
    ]),
    ('{"f": [{"n": 1, {"n": 2}]}', {"f": [{"n": 1}, {"n": 2}]}, [
        ("/f/0", "{", "this { is never closed; a } is missing before the , in line 1, column 15"),
    ]),
    ('{"f": [{"n": 1}, "n": 2}]}', {"f": [{"n": 1}, {"n": 2}]}, [
        ("/f", '"', 'a { is missing before "n"'),
    ]),
    ('{"f": {"a": 1}, {"a": 2}]}', {"f": [{"a": 1}, {"a": 2}]}, [
        ("/f", "{", "a [ is missing before {"),
    ]),
    ('{"u": "null", "string"]}', {"u": ["null", "string"]}, [
        ("/u", '"', 'a [ is missing before "null"'),
    ]),
    ('{"a": 1}}', {"a": 1}, [
        ("", "}", "this } closes nothing; remove it"),
    ]),
    ("[1]]", [1], [
        ("", "]", "this ] closes nothing; remove it"),
    ]),
    ("]", DAMAGED, [
        ("", "]", "unexpected `]`; a value must stand here"),
    ]),
    ("}", DAMAGED, [
        ("", "}", "unexpected `}`; a value must stand here"),
    ]),
    ('{"a": 1, # why\n "b": 2}', {"a": 1, "b": 2}, [
        ("", "# why", "# begins no comment in JSON; remove this"),
    ]),
    ('{"a":\xa01}', {"a": 1}, [
        ("", "\xa0", "U+00A0 is no white space in JSON; write a blank instead"),
    ]),
    ("[1,\u200b2]", [1, 2], [
        ("", "\u200b", "U+200B is no white space in JSON; write a blank instead"),
    ]),
    ('{"a": "say "hi" now", "b": 1}', {"a": DAMAGED, "b": 1}, [
        ("/a", "h", 'the text ends before this; write \\" for a quote inside a text'),
    ]),
    ('["say "hi", 2]', [DAMAGED], [
        ("/0", "h", 'the text ends before this; write \\" for a quote inside a text'),
    ]),
    ('{"a": "b"c}', {"a": DAMAGED}, [
        ("/a", "c", 'the text ends before this; write \\" for a quote inside a text'),
    ]),
    ('{"a": 1 b}', {"a": DAMAGED}, [
        ("", "b", "unexpected `b`; a comma or } must stand here"),
    ]),
    ('{"a": 1 @}', {"a": DAMAGED}, [
        ("", "@", "unexpected `@`; a comma or } must stand here"),
    ]),
    ("[1 @ 2, 3]", [DAMAGED, 3], [
        ("", "@", "unexpected `@`; a comma or ] must stand here"),
    ]),
    ('[{"a": 1} {"a": 2}]', [{"a": 1}, {"a": 2}], [
        ("", "{", "a comma is missing before {"),
    ]),
    ("[1] // after", [1], [
        ("", "// after", "Avro reads no comment after the value; move it up or remove it"),
    ]),
    ("[1] x", [1], [
        ("", "x", "this stands after the end of the value; one text holds one value"),
    ]),
    ("[1] ]", [1], [
        ("", "]", "this ] closes nothing; remove it"),
    ]),
    ("\ufeff[1", [1, DAMAGED], [
        ("", "\ufeff", "the text begins with a byte order mark; save it as UTF-8 without one"),
        ("", "[", "this [ is never closed; a ] is missing"),
    ]),
    ('{"a": [1, 2}, "b": [3}', {"a": [1, 2]}, [
        ("/a", "[", "this [ is never closed; a ] is missing before the } in line 1, column 12"),
        ("", ', "b": [3}', "this stands after the end of the value; one text holds one value"),
    ]),
    ('{"items": {"type": "x", "y": [ "z" }, "w": 1}', {"items": {"type": "x", "y": ["z"]}, "w": 1}, [
        ("/items/y", "[", "this [ is never closed; a ] is missing before the } in line 1, column 36"),
    ]),
    ('{"a": "x", "b": ["y", "c": 1}', {"a": "x", "b": ["y"], "c": 1}, [
        ("/b", "[", "this [ is never closed; a ] is missing before the , in line 1, column 21"),
    ]),
    ('{"a": "x", "fields": [ "n": 1, "m": 2 ]}', {"a": "x", "fields": [DAMAGED]}, [
        ("/fields", ":", "a colon cannot stand in [ ]; members of an object need { }"),
    ]),
    ('{"a": "x", "fields": [ "n": 1, "m": 2 } ] }', {"a": "x", "fields": [{"n": 1, "m": 2}]}, [
        ("/fields", '"', 'a { is missing before "n"'),
    ]),
    ('{"a" "b" "c"}', {"a": "b", "c": DAMAGED}, [
        ("/a", '"', 'a colon is missing before "b"'),
        ("", '"', 'a comma is missing before "c"'),
        ("/c", '"c"', '"c" has no value; a colon and a value must follow it'),
    ]),
    ("{1: 2}", {"1": 2}, [
        ("/1", "1", 'keys need double quotes; write "1"'),
    ]),
    ("{[1]: 2}", {}, [
        ("", "[", "unexpected `[`; a key in double quotes must stand here"),
    ]),
    ('{"a": 1, [2], "b": 3}', {"a": 1, "b": 3}, [
        ("", "[", "unexpected `[`; a key in double quotes must stand here"),
    ]),
    ('{"a" [1]}', {"a": [1]}, [
        ("/a", "[", "a colon is missing before ["),
    ]),
    ('{"a" {"b": 1}}', {"a": {"b": 1}}, [
        ("/a", "{", "a colon is missing before {"),
    ]),
    ('{"a" x}', {"a": DAMAGED}, [
        ("/a", "x", "unexpected `x`; a colon must stand here"),
    ]),
    ('{"a" x, "b": 1}', {"a": DAMAGED, "b": 1}, [
        ("/a", "x", "unexpected `x`; a colon must stand here"),
    ]),
    ('{"a": */ 1}', {"a": DAMAGED}, [
        ("/a", "*", "unexpected `*`; a value must stand here"),
    ]),
    ("[1 /]", [DAMAGED], [
        ("", "/", "unexpected `/`; a comma or ] must stand here"),
    ]),
    ("/", DAMAGED, [
        ("", "/", "unexpected `/`; a value must stand here"),
    ]),
    ('{"a": \'x}', {"a": DAMAGED}, [
        ("/a", "'", "unexpected `'`; a value must stand here"),
    ]),
    ('["a" "b', ["a", DAMAGED, DAMAGED], [
        ("", '"', 'a comma is missing before "'),
        ("/1", '"b', 'this text is never closed; a " is missing'),
    ]),
    ('{"a:\t["b"]}', {"a": ["b"]}, [
        ("/a", '"a', 'this text is never closed; a " is missing'),
    ]),
    ('{"a": "\\n\\x"}', {"a": DAMAGED}, [
        ("/a", "\\x", "\\x is no escape in JSON; write \\\\ for a backslash"),
    ]),
    ('["a\tb", "c", "\\x"]', [DAMAGED, "c", DAMAGED], [
        ("/0", "\t", "a text cannot hold a bare tab; write \\t"),
        ("/2", "\\x", "\\x is no escape in JSON; write \\\\ for a backslash"),
    ]),
    ('[yes I do"]', [DAMAGED], [
        ("/0", 'yes I do"', 'texts need double quotes; write "yes I do"'),
    ]),
    ('{"a": xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}', {"a": DAMAGED}, [
        ("/a", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 'texts need double quotes; write "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"'),
    ]),
    ('[{"a":1] , 2]}', [{"a": 1}], [
        ("/0", "]", "this ] closes nothing; remove it"),
        ("/0", "2", "unexpected `2`; a key in double quotes must stand here"),
        ("/0", "]", "write } instead of ]"),
        ("", "}", "write ] instead of }"),
    ]),
    ('{"a":1, "b"]}', {"a": [1, "b"]}, [
        ("/a", "1", "a [ is missing before 1"),
    ]),
    ('["a" : 1 }, {"b":2}]', [{"a": 1}, {"b": 2}], [
        ("", '"', 'a { is missing before "a"'),
    ]),
    ("[}1]", [1], [
        ("", "}", "this } closes nothing; remove it"),
        ("", "1", "a comma is missing before 1"),
    ]),
    ("[} @ 2]", [], [
        ("", "}", "this } closes nothing; remove it"),
        ("", "@", "unexpected `@`; a comma or ] must stand here"),
    ]),
    ("{] @ 2}", {}, [
        ("", "]", "this ] closes nothing; remove it"),
        ("", "@", "unexpected `@`; a comma or } must stand here"),
    ]),
    ("[3 @", [3, DAMAGED], [
        ("", "[", "this [ is never closed; a ] is missing"),
    ]),
    ('{"a":1 @', {"a": 1}, [
        ("", "{", "this { is never closed; a } is missing"),
    ]),
    ('["a" /* x', ["a", DAMAGED], [
        ("/1", "/* x", "this comment is never closed; end it with */"),
    ]),
    ("/* x", DAMAGED, [
        ("", "/* x", "this comment is never closed; end it with */"),
    ]),
    ('{"a": 1 "b', {"a": 1, "b": DAMAGED}, [
        ("", '"', 'a comma is missing before "'),
        ("/b", '"b', 'this text is never closed; a " is missing'),
    ]),
    ('{"f": ["a", "b": 1]}', {"f": ["a", DAMAGED]}, [
        ("/f", ":", "a colon cannot stand in [ ]; members of an object need { }"),
    ]),
    ("[1: 2]", [DAMAGED], [
        ("", ":", "a colon cannot stand in [ ]; members of an object need { }"),
    ]),
    ('{"a": 1, "b" x', {"a": 1, "b": DAMAGED}, [
        ("", "{", "this { is never closed; a } is missing"),
    ]),
    ("{, [1]]}", {}, [
        ("", ",", "a value must stand before the first comma; remove the comma"),
        ("", "[", "unexpected `[`; a key in double quotes must stand here"),
        ("", "]", "this ] closes nothing; remove it"),
    ]),
    ('{, "b"]}', {"b": DAMAGED}, [
        ("", ",", "a value must stand before the first comma; remove the comma"),
        ("/b", '"b"', '"b" has no value; a colon and a value must follow it'),
        ("", "]", "this ] closes nothing; remove it"),
    ]),
    ('[1, "b": 2]', [1, DAMAGED], [
        ("", ":", "a colon cannot stand in [ ]; members of an object need { }"),
    ]),
    ('{"a": ["b", 1: 2], "c": 3}', {"a": ["b", DAMAGED], "c": 3}, [
        ("/a", ":", "a colon cannot stand in [ ]; members of an object need { }"),
    ]),
    ('{\'a": 1}', {}, [
        ("", "'", "unexpected `'`; a key in double quotes must stand here"),
    ]),
]
# fmt: on


@pytest.mark.parametrize(("text", "value", "errors"), CASES, ids=[c[0] for c in CASES])
def test_every_fault_is_told_once_and_the_rest_is_read(
    text: str, value: Any, errors: list[Error]
) -> None:
    found = scan(text)

    told: list[Error] = []
    for error in found.errors:
        assert error.span is not None
        piece = text[error.span.start : error.span.end]
        told.append((error.pointer, piece, error.message))
    assert told == errors
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "pointer", "on"),
    [
        ('{"a": }', "/a", "key"),
        ("{a: 1}", "/a", "key"),
        ('{"a": x}', "/a", "value"),
        ('{"a" 1}', "/a", "value"),
        ('{"a": 1,}', "", "value"),
    ],
)
def test_an_error_is_about_a_key_a_value_or_the_bracket_around(
    text: str, pointer: str, on: str
) -> None:
    (error,) = scan(text).errors

    assert (error.pointer, error.on) == (pointer, on)


@pytest.mark.parametrize(
    ("text", "is_partial"),
    [
        ('{"a": 1', True),
        ('{"a": 1 b}', True),
        ('{"a": x "b": 2}', True),
        ('{"a": 1, : 2}', True),
        ('{"a": 1,}', False),
        ('{"a": x}', False),
        ('{"a": 1 "b": 2}', False),
    ],
)
def test_an_object_that_may_have_had_more_members_is_partial(
    text: str, *, is_partial: bool
) -> None:
    value = scan(text).value

    assert isinstance(value, Partial) == is_partial


@pytest.mark.parametrize(
    ("text", "reason", "java"),
    [
        ("", "json-empty", "Cannot parse <null> schema"),
        (" \n", "json-empty", "Cannot parse <null> schema"),
        ("[1] ;x ", "json-trailing", "dangling content after end of schema: ;x"),
        ("[1] \x0c", "json-trailing", None),
        ("[" * 201, "json-too-deep", None),
        ("9" * 1001, "json-number", None),
        ("\ufeff1", "text-bom", None),
        ("{", "json-syntax", None),
    ],
    ids=[
        "nothing",
        "blank",
        "trailing",
        "blank for Java",
        "deep",
        "long",
        "mark",
        "cut",
    ],
)
def test_each_error_of_json_has_its_reason_and_javas_text(
    text: str, reason: str, java: str | None
) -> None:
    error = scan(text).errors[0]

    assert (error.reason, error.java) == (reason, java)
