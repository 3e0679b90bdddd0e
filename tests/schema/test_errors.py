"""Every schema error: its reason, its place, Java's text, and in which mode it is one."""

from typing import NamedTuple

import pytest

from avrotower.schema.document import Document, Mode
from avrotower.schema.parse import parse

HUGE = 2_147_483_640


class Case(NamedTuple):
    text: str
    reason: str
    pointer: str
    java: str
    is_strict_only: bool = False


def field(rest: str) -> str:
    """Return the text of a record with one field."""
    return f'{{"type":"record","name":"R","fields":[{{{rest}}}]}}'


def enum(rest: str) -> str:
    return f'{{"type":"enum","name":"E",{rest}}}'


def fixed(size: str) -> str:
    return f'{{"type":"fixed","name":"F","size":{size}}}'


def alias(text: str) -> str:
    return f'{{"type":"fixed","name":"n.F","size":1,"aliases":["{text}"]}}'


def named(name: str, space: str = "") -> str:
    return f'{{"type":"fixed","name":"{name}"{space},"size":1}}'


CASES = {
    # schema-type, type-missing
    "a number": Case("3", "schema-type", "", "Schema not yet supported: 3"),
    "true": Case("true", "schema-type", "", "Schema not yet supported: true"),
    "null": Case("null", "schema-type", "", "Schema not yet supported: null"),
    "a number in a union": Case(
        '["int",4.0]', "schema-type", "/1", "Schema not yet supported: 4.0"
    ),
    "null as the type of a field": Case(
        field('"name":"f","type":null'),
        "schema-type",
        "/fields/0/type",
        "Schema not yet supported: null",
    ),
    "an object without type": Case(
        '{"name":"R"}', "type-missing", "", 'No type: {"name":"R"}'
    ),
    "an empty object": Case("{}", "type-missing", "", "No type: {}"),
    "an object as type": Case(
        '{"type":{"type":"int"}}',
        "type-missing",
        "/type",
        'No type: {"type":{"type":"int"}}',
    ),
    "a union as type": Case(
        '{"type":["int","null"]}',
        "type-missing",
        "/type",
        'No type: {"type":["int","null"]}',
    ),
    "a number as type": Case('{"type":1}', "type-missing", "/type", 'No type: {"type":1}'),
    # names
    "a record without name": Case(
        '{"type":"record","fields":[]}',
        "name-missing",
        "",
        'No name in schema: {"type":"record","fields":[]}',
    ),
    "an error without name": Case(
        '{"type":"error","fields":[]}',
        "name-missing",
        "",
        'No name in schema: {"type":"error","fields":[]}',
    ),
    "an enum with a number as name": Case(
        '{"type":"enum","name":1,"symbols":[]}',
        "name-missing",
        "/name",
        'No name in schema: {"type":"enum","name":1,"symbols":[]}',
    ),
    "a fixed with null as name": Case(
        '{"type":"fixed","name":null,"size":1}',
        "name-missing",
        "/name",
        'No name in schema: {"type":"fixed","name":null,"size":1}',
    ),
    "an empty name": Case(named(""), "name-invalid", "/name", "Empty name"),
    "a dash in a name": Case(
        named("R-x"), "name-invalid", "/name", "Illegal character in: R-x"
    ),
    "a digit before a name": Case(
        named("1R"), "name-invalid", "/name", "Illegal initial character: 1R"
    ),
    "a letter of another script": Case(
        named("Größe"), "name-invalid", "/name", "Illegal character in: Größe",
        is_strict_only=True,
    ),
    "a letter of another script at the start": Case(
        named("É"), "name-invalid", "/name", "Illegal initial character: É",
        is_strict_only=True,
    ),
    "a digit of another script": Case(
        named("R\u0663"), "name-invalid", "/name", "Illegal character in: R\u0663",
        is_strict_only=True,
    ),
    "a letter beyond 16 bits": Case(
        named("R\U00010400"), "name-invalid", "/name", "Illegal character in: R\U00010400"
    ),
    "a letter beyond 16 bits at the start": Case(
        named("\U00010400"), "name-invalid", "/name",
        "Illegal initial character: \U00010400",
    ),
    "a letter number of another script": Case(
        named("R\u2163"), "name-invalid", "/name", "Illegal character in: R\u2163"
    ),
    "an empty name of a field": Case(
        field('"name":"","type":"int"'), "name-invalid", "/fields/0/name", "Empty name"
    ),
    "a dot in the name of a field": Case(
        field('"name":"a.b","type":"int"'),
        "name-invalid", "/fields/0/name", "Illegal character in: a.b",
    ),
    "a blank in a symbol": Case(
        enum('"symbols":["A","B C"]'),
        "name-invalid", "/symbols/1", "Illegal character in: B C",
    ),
    "an umlaut in a symbol": Case(
        enum('"symbols":["Ä"]'),
        "name-invalid", "/symbols/0", "Illegal initial character: Ä",
        is_strict_only=True,
    ),
    "a symbol that is no text": Case(
        enum('"symbols":["A",null]'), "name-invalid", "/symbols/1", "Null name"
    ),
    "an alias of a type": Case(
        alias("a-b"), "name-invalid", "/aliases/0", "Illegal character in: a-b",
        is_strict_only=True,
    ),
    "an empty alias of a type": Case(
        alias(""), "name-invalid", "/aliases/0", "Empty name", is_strict_only=True
    ),
    "an alias of a type that ends in a dot": Case(
        alias("a."), "name-invalid", "/aliases/0", "Empty name", is_strict_only=True
    ),
    "an empty part of a namespace": Case(
        named("a..R"), "namespace-invalid", "/name",
        'Namespace part "" is invalid: Empty name', is_strict_only=True,
    ),
    "a dash in a namespace": Case(
        named("R", ',"namespace":"a-b.c"'), "namespace-invalid", "/namespace",
        'Namespace part "a-b" is invalid: Illegal character in: a-b',
        is_strict_only=True,
    ),
    "a letter of another script in a namespace": Case(
        named("a.é.R"), "namespace-invalid", "/name",
        'Namespace part "é" is invalid: Illegal initial character: é',
        is_strict_only=True,
    ),
    "the name of a primitive": Case(
        named("int"), "name-primitive", "/name",
        "Schemas may not be named after primitives: int",
    ),
    "the name of a primitive with a dot": Case(
        named(".string"), "name-primitive", "/name",
        "Schemas may not be named after primitives: string",
    ),
    "a record called null": Case(
        '{"type":"record","name":"null","fields":[]}', "name-primitive", "/name",
        "Schemas may not be named after primitives: null",
    ),
    "an enum called bytes": Case(
        '{"type":"enum","name":"bytes","symbols":[]}', "name-primitive", "/name",
        "Schemas may not be named after primitives: bytes",
    ),
    # fields
    "no fields": Case(
        '{"type":"record","name":"R"}', "fields-missing", "",
        'Record has no fields: {"type":"record","name":"R"}',
    ),
    "fields that are no array": Case(
        '{"type":"error","name":"R","fields":{}}', "fields-missing", "/fields",
        'Record has no fields: {"type":"error","name":"R","fields":{}}',
    ),
    "a field that is no object": Case(
        '{"type":"record","name":"R","fields":["f"]}', "field-name-missing", "/fields/0",
        'No field name: "f"',
    ),
    "a field without name": Case(
        field('"type":"int"'), "field-name-missing", "/fields/0",
        'No field name: {"type":"int"}',
    ),
    "a field with a number as name": Case(
        field('"name":1,"type":"int"'), "field-name-missing", "/fields/0/name",
        'No field name: {"name":1,"type":"int"}',
    ),
    "a field without type": Case(
        field('"name":"f"'), "field-type-missing", "/fields/0",
        'No field type: {"name":"f"}',
    ),
    "two fields of one name": Case(
        '{"type":"record","name":"n.R","fields":[{"name":"f","type":"int"},'
        '{"name":"f","type":"long"}]}',
        "field-duplicate", "/fields/1/name",
        "Duplicate field f in record n.R: f type:LONG pos:1 and f type:INT pos:0.",
    ),
    "another order": Case(
        field('"name":"f","type":"int","order":"up"'), "order-invalid", "/fields/0/order",
        "No enum constant org.apache.avro.Schema.Field.Order.UP",
    ),
    "an order that is no text": Case(
        field('"name":"f","type":"int","order":1'), "order-invalid", "/fields/0/order",
        'Cannot invoke "String.toUpperCase(java.util.Locale)" because the return value '
        'of "com.fasterxml.jackson.databind.JsonNode.textValue()" is null',
    ),
    # enum and fixed
    "no symbols": Case(
        '{"type":"enum","name":"E"}', "symbols-missing", "",
        'Enum has no symbols: {"type":"enum","name":"E"}',
    ),
    "symbols that are no array": Case(
        enum('"symbols":"A B"'), "symbols-missing", "/symbols",
        'Enum has no symbols: {"type":"enum","name":"E","symbols":"A B"}',
    ),
    "a symbol twice": Case(
        enum('"symbols":["A","B","A"]'), "symbol-duplicate", "/symbols/2",
        "Duplicate enum symbol: A",
    ),
    "an enum's default that is no symbol": Case(
        enum('"symbols":["A","B"],"default":"C"'), "enum-default-unknown", "/default",
        "The Enum Default: C is not in the enum symbol set: [A, B]",
    ),
    "no size": Case(
        '{"type":"fixed","name":"F"}', "size-invalid", "",
        'Invalid or no size: {"type":"fixed","name":"F"}',
    ),
    "a text as size": Case(
        fixed('"4"'), "size-invalid", "/size", f'Invalid or no size: {fixed(chr(34) + "4" + chr(34))}'
    ),
    "a fraction as size": Case(
        fixed("4.0"), "size-invalid", "/size", f"Invalid or no size: {fixed('4.0')}"
    ),
    "true as size": Case(
        fixed("true"), "size-invalid", "/size", f"Invalid or no size: {fixed('true')}"
    ),
    "a size beyond 32 bits": Case(
        fixed("2147483648"), "size-invalid", "/size",
        f"Invalid or no size: {fixed('2147483648')}",
    ),
    "a size below all of 32 bits": Case(
        fixed("-2147483649"), "size-invalid", "/size",
        f"Invalid or no size: {fixed('-2147483649')}",
    ),
    "a negative size": Case(
        fixed("-1"), "size-range", "/size", "Malformed data. Length is negative: -1"
    ),
    "the most negative size": Case(
        fixed("-2147483648"), "size-range", "/size",
        "Malformed data. Length is negative: -2147483648",
    ),
    "a size beyond Java's arrays": Case(
        fixed(str(HUGE)), "size-range", "/size",
        "Cannot read arrays longer than 2147483639 bytes in Java library",
    ),
    # array, map, aliases
    "no items": Case(
        '{"type":"array"}', "items-missing", "", 'Array has no items type: {"type":"array"}'
    ),
    "no values": Case(
        '{"type":"map","value":"int"}', "values-missing", "",
        'Map has no values type: {"type":"map","value":"int"}',
    ),
    "aliases of a type that are no array": Case(
        '{"type":"fixed","name":"F","size":1,"aliases":"G"}', "aliases-invalid",
        "/aliases",
        'aliases not an array: {"type":"fixed","name":"F","size":1,"aliases":"G"}',
    ),
    "an alias of a type that is no text": Case(
        '{"type":"fixed","name":"F","size":1,"aliases":["G",9]}', "aliases-invalid",
        "/aliases/1", "alias not a string: 9",
    ),
    "aliases of a field that are no array": Case(
        field('"name":"f","type":"int","aliases":{}'), "aliases-invalid",
        "/fields/0/aliases",
        'aliases not an array: {"name":"f","type":"int","aliases":{}}',
    ),
    "an alias of a field that is no text": Case(
        field('"name":"f","type":"int","aliases":[null]'), "aliases-invalid",
        "/fields/0/aliases/0", "alias not a string: null",
    ),
    # unions
    "a union in a union": Case(
        '["long",["string","null"],"int"]', "union-nested", "/1",
        'Nested union: ["long",["string","null"],"int"]',
    ),
    "a union in an optional type": Case(
        '["null",["int"]]', "union-nested", "/1", 'Nested union: ["null",["int"]]'
    ),
    "null twice": Case('["null","null"]', "union-duplicate", "/1", "Duplicate in union:null"),
    "a primitive twice": Case(
        '["int","null",{"type":"int","logicalType":"date"}]', "union-duplicate", "/2",
        "Duplicate in union:int",
    ),
    "two arrays": Case(
        '[{"type":"array","items":"int"},{"type":"array","items":"long"}]',
        "union-duplicate", "/1", "Duplicate in union:array",
    ),
    "two maps": Case(
        '[{"type":"map","values":"int"},{"type":"map","values":"long"}]',
        "union-duplicate", "/1", "Duplicate in union:map",
    ),
    "a named type twice": Case(
        '[{"type":"fixed","name":"n.F","size":1},"n.F"]', "union-duplicate", "/1",
        "Duplicate in union:n.F",
    ),
    "an enum called like an array": Case(
        '[{"type":"array","items":"int"},{"type":"enum","name":"array","symbols":[]}]',
        "union-duplicate", "/1", "Duplicate in union:array",
    ),
    "a type used before it is defined and then written": Case(
        '{"type":"array","items":["R",{"type":"record","name":"R","fields":[]}]}',
        "union-duplicate", "/items/1", "Duplicate in union:R",
    ),
    # references
    "an undefined name": Case(
        field('"name":"f","type":"n.X"'), "type-undefined", "/fields/0/type",
        "Undefined schema: n.X",
    ),
    "an undefined name in a namespace": Case(
        '{"type":"record","name":"n.R","fields":[{"name":"f","type":"X"}]}',
        "type-undefined", "/fields/0/type", "Undefined schema: n.X",
    ),
    "an undefined name in an object": Case(
        field('"name":"f","type":{"type":"X"}'), "type-undefined",
        "/fields/0/type/type", "Undefined schema: X",
    ),
    "an undefined name as the document": Case(
        '"X"', "type-undefined", "",
        "Unknown schema: org.apache.avro.compiler.UnresolvedSchema_0",
    ),
    "an undefined name in an object as the document": Case(
        '{"type":"X"}', "type-undefined", "/type",
        "Unknown schema: org.apache.avro.compiler.UnresolvedSchema_0",
    ),
    "another definition of a name": Case(
        '{"type":"record","name":"R","fields":[{"name":"a","type":'
        '{"type":"fixed","name":"F","size":1}},{"name":"b","type":'
        '{"type":"fixed","name":"F","size":2}}]}',
        "type-redefined", "/fields/1/type/name", "Can't redefine: F",
    ),
    # defaults; more of them in test_defaults
    "a default of another type": Case(
        field('"name":"f","type":"int","default":"1"'), "default-invalid",
        "/fields/0/default", 'Invalid default for field f: "1" not a "int"',
        is_strict_only=True,
    ),
    "a text that is no number": Case(
        field('"name":"f","type":"float","default":" x "'), "default-number",
        "/fields/0/default", 'For input string: "x"',
    ),
    "a blank that is no number": Case(
        field('"name":"f","type":"double","default":" "'), "default-number",
        "/fields/0/default", "empty String",
    ),
    "an object for a record that is not complete": Case(
        field('"name":"f","type":"R","default":{}'), "default-cyclic",
        "/fields/0/default", "Schema fields not set yet", is_strict_only=True,
    ),
}  # fmt: skip


def told(document: Document) -> list[tuple[str, str, str | None]]:
    return [(error.reason, error.pointer, error.java) for error in document.errors]


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_error_has_its_place_and_javas_text(case: Case, mode: Mode) -> None:
    document = parse(case.text, mode)

    expected = [(case.reason, case.pointer, case.java)]
    assert told(document) == (
        [] if case.is_strict_only and mode == "lenient" else expected
    )
    for error in document.in_order_of_position():
        assert error.span is not None
        assert error.message
        assert not error.message.endswith(".")


IGNORED = {
    "a namespace that is no text": named("R", ',"namespace":1'),
    "a doc that is no text": '{"type":"map","values":"int","doc":[]}',
    "an enum's default that is no text": enum('"symbols":["A"],"default":1'),
    "an empty enum": enum('"symbols":[]'),
    "an empty union": "[]",
    "a union of one": '["int"]',
    "a logical type that does not fit": '{"type":"int","logicalType":"decimal"}',
    "a logical type that is no text": '{"type":"int","logicalType":1}',
    "an unknown attribute": '{"type":"int","fields":1,"size":"x","items":3}',
    "a namespace beside a dotted name": named("a.R", ',"namespace":"b c"'),
    "the last part of a name in the null namespace": named(".R"),
    "a name of a primitive in a namespace": named("a.int"),
    "a word for a type as name": named("record"),
    "an object around a name": '[{"type":"fixed","name":"F","size":1},{"type":"array",'
    '"items":{"type":"F"}}]',
    "order in capitals": field('"name":"f","type":"int","order":"DEScending"'),
    "any alias of a field": field('"name":"f","type":"int","aliases":["","a-b","1"]'),
    "any namespace of an alias": alias("a..b-c.D"),
    "an alias without namespace": alias(".D"),
    "the largest size": fixed("2147483639"),
    "size zero": fixed("0"),
    "minus zero as size": fixed("-0"),
    "a comment": '/* x */ "int" ',
    "a key twice": '{"type":"int","type":"long"}',
}


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize("text", IGNORED.values(), ids=IGNORED)
def test_what_java_ignores_is_no_schema_error(text: str, mode: Mode) -> None:
    assert told(parse(text, mode)) == []


LENIENT_ONLY = {
    "an empty part of a namespace": named("a..R"),
    "an empty namespace before the first dot": named(".a.R"),
    "a dash in a namespace": named("a-b.R"),
    "a letter of another script in a namespace": named("é.R"),
    "letters of another script": named("Größe"),
    "a default of another type": field('"name":"f","type":"int","default":"x"'),
}


@pytest.mark.parametrize("text", LENIENT_ONLY.values(), ids=LENIENT_ONLY)
def test_what_a_registry_holds_may_be_laxer(text: str) -> None:
    assert not parse(text, "strict").is_valid
    assert parse(text, "lenient").is_valid
