"""Protocols: their types, their messages, and what Java says of both."""

import json
from typing import Any

import pytest

from avrotower.schema.canonical import canonical_text_of
from avrotower.schema.document import Document, Mode, References
from avrotower.schema.model import Named, Parameter
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol

ERROR = '{"type":"error","name":"E","fields":[]}'
FIXED = '{"type":"fixed","name":"F","size":1}'


def protocol(rest: str) -> str:
    return f'{{"protocol":"P","namespace":"n"{rest}}}'


def types(*texts: str) -> str:
    return protocol(f',"types":[{",".join(texts)}]')


def message(body: str, *more: str) -> str:
    """Return the text of a protocol with the types *more* and one message."""
    return protocol(f',"types":[{",".join(more)}],"messages":{{"m":{body}}}')


def request(*params: str) -> str:
    return message(f'{{"request":[{",".join(params)}],"response":"null"}}', FIXED)


def told(document: Document) -> list[tuple[str, str, str | None]]:
    return [(error.reason, error.pointer, error.java) for error in document.errors]


def names(document: Document) -> list[str]:
    assert document.types is not None
    return [node.fullname for node in document.types]


def test_each_named_type_is_a_type_of_the_protocol_in_document_order() -> None:
    document = parse_protocol(
        types(FIXED, '{"type":"record","name":"m.R","fields":[]}')
    )

    assert document.errors == ()
    assert names(document) == ["n.F", "m.R"]
    assert list(document.schema.names) == ["n.F", "m.R"]
    assert document.types is not None
    assert [node.pointer for node in document.types] == ["/types/0", "/types/1"]
    assert document.schema.is_damaged


@pytest.mark.parametrize(
    ("head", "fullname"),
    [
        ('"protocol":"P"', "F"),
        ('"protocol":"P","namespace":"n.m"', "n.m.F"),
        ('"protocol":"a.b.P","namespace":"n"', "a.b.F"),
        ('"protocol":".P","namespace":"n"', "F"),
        ('"protocol":"P","namespace":""', "F"),
        ('"protocol":"P","namespace":1', "F"),
        ('"protocol":"not a name","namespace":"n"', "n.F"),
    ],
)
def test_types_stand_in_the_namespace_of_the_protocol(head: str, fullname: str) -> None:
    document = parse_protocol(f'{{{head},"types":[{FIXED}]}}')

    assert document.errors == ()
    assert names(document) == [fullname]


def test_types_may_refer_to_each_other_in_both_directions() -> None:
    text = types(
        '{"type":"record","name":"A","fields":[{"name":"b","type":["null","B"]}]}',
        '{"type":"record","name":"B","fields":[{"name":"a","type":"n.A"}]}',
    )
    document = parse_protocol(text)

    assert document.errors == ()
    assert [(use.name, use.definition.fullname) for use in document.schema.uses] == [
        ("B", "n.B"),
        ("n.A", "n.A"),
    ]
    assert document.types is not None
    assert canonical_text_of(document.types[1]) == (
        '{"type":"record","name":"B","namespace":"n","fields":[{"name":"a","type":'
        '{"type":"record","name":"A","fields":[{"name":"b","type":["null","B"]}]}}]}'
    )


def test_a_type_that_is_only_named_again_is_listed_once() -> None:
    assert names(parse_protocol(types(FIXED, '{"type":"F"}'))) == ["n.F"]


VALID = {
    "no types and no messages": protocol(""),
    "messages that are no object": protocol(',"messages":[1]'),
    "a type without name": types('{"type":"array","items":"int"}'),
    "no parameters": message('{"request":[],"response":"null"}'),
    "a doc and an attribute": message('{"doc":1,"x":2,"request":[],"response":"int"}'),
    "a type of the protocol": message(
        '{"request":[{"name":"f","type":"F"}],"response":["null","n.F"]}', FIXED
    ),
    "a type defined in a message": message(
        f'{{"request":[{{"name":"f","type":{FIXED}}}],"response":"F"}}'
    ),
    "a type defined in a later message": protocol(
        ',"messages":{"a":{"request":[],"response":"F"},'
        f'"b":{{"request":[],"response":{FIXED}}}}}'
    ),
    "a default and an alias": request(
        '{"name":"f","type":"int","default":1,"aliases":["g"],"order":7}'
    ),
    "one way": message('{"request":[],"one-way":true}'),
    "one way with a response of null": message(
        '{"request":[],"response":"null","one-way":true}'
    ),
    "not one way": message('{"request":[],"response":"int","one-way":false}'),
    "no errors": message('{"request":[],"response":"int","errors":[]}'),
    "errors": message('{"request":[],"response":"int","errors":["E"]}', ERROR),
    "errors by full name": message(
        '{"request":[],"response":"int","errors":["n.E"]}', ERROR
    ),
    "an error without namespace": message(
        '{"request":[],"response":"int","errors":["E"]}', ERROR.replace('"E"', '".E"')
    ),
}


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize("text", VALID.values(), ids=VALID)
def test_a_protocol_that_java_reads_is_valid(text: str, mode: Mode) -> None:
    assert told(parse_protocol(text, mode)) == []


def compact(text: str, *path: str | int) -> str:
    """Return a part of *text* in compact JSON."""
    part: Any = json.loads(text)
    for step in path:
        part = part[step]
    return json.dumps(part, separators=(",", ":"))


M = ("messages", "m")
PARAM = (*M, "request", 0)

REFUSED = {
    "no name": ('{"types":[]}', "protocol-name-missing", "", "No protocol name specified: ", ()),
    "an array": ("[1]", "protocol-name-missing", "", "No protocol name specified: ", ()),
    "types that are no array": (
        protocol(',"types":{"a":1}'), "protocol-types-invalid", "/types",
        "Types not an array: ", ("types",),
    ),
    "null as types": (
        protocol(',"types":null'), "protocol-types-invalid", "/types",
        "Types not an array: ", ("types",),
    ),
    "a type that is no object": (
        types(FIXED, '"F"'), "protocol-types-invalid", "/types/1",
        "Type not an object: ", ("types", 1),
    ),
    "a message that is no object": (
        message("1"), "message-request-invalid", "/messages/m", "No request specified: ", M,
    ),
    "no request": (
        message('{"response":"int"}'), "message-request-invalid", "/messages/m",
        "No request specified: ", M,
    ),
    "a request that is no array": (
        message('{"request":{},"response":"int"}'), "message-request-invalid",
        "/messages/m/request", "No request specified: ", M,
    ),
    "a parameter without name": (
        request('{"type":"int"}'), "message-request-invalid", "/messages/m/request/0",
        "No param name: ", PARAM,
    ),
    "a parameter without type": (
        request('{"name":"f"}'), "message-request-invalid", "/messages/m/request/0",
        "No param type: ", PARAM,
    ),
    "no response": (
        message('{"request":[]}'), "message-response-invalid", "/messages/m",
        "No response specified: ", M,
    ),
    "one way, with a response": (
        message('{"request":[],"response":"int","one-way":true}'),
        "message-response-invalid", "/messages/m/response",
        "One way response must be null: ", M,
    ),
    "one way in text": (
        message('{"request":[],"response":"int","one-way":"yes"}'),
        "message-response-invalid", "/messages/m/one-way",
        "one-way must be boolean: ", M,
    ),
    "one way, with errors": (
        message('{"request":[],"one-way":true,"errors":[]}'),
        "message-errors-invalid", "/messages/m/errors",
        "one-way can't have errors: ", M,
    ),
    "errors that are no array": (
        message('{"request":[],"response":"int","errors":"E"}', ERROR),
        "message-errors-invalid", "/messages/m/errors", "Errors not an array: ", M,
    ),
}  # fmt: skip


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize(
    ("text", "reason", "pointer", "words", "part"), REFUSED.values(), ids=REFUSED
)
def test_a_protocol_that_java_refuses_is_invalid(  # noqa: PLR0913, PLR0917  a row's cells
    text: str,
    reason: str,
    pointer: str,
    words: str,
    part: tuple[str | int, ...],
    mode: Mode,
) -> None:
    document = parse_protocol(text, mode)

    assert told(document) == [(reason, pointer, f"{words}{compact(text, *part)}")]
    assert document.in_order_of_position()[0].span is not None


def test_a_name_that_is_no_text_is_missing() -> None:
    (error,) = parse_protocol('{"protocol":1}').errors

    assert (error.reason, error.pointer) == ("protocol-name-missing", "/protocol")


def test_a_parameter_that_is_no_object_lacks_both() -> None:
    assert [error.pointer for error in parse_protocol(request("1", "{}")).errors] == [
        "/messages/m/request/0",
        "/messages/m/request/0",
        "/messages/m/request/1",
        "/messages/m/request/1",
    ]


PARAMETERS = {
    "a name that is none": (
        '{"name":"a-b","type":"int"}', "name-invalid", "/name",
        "Illegal character in: a-b", True,
    ),
    "a name that is no text": (
        '{"name":1,"type":"int"}', "name-invalid", "/name", "Null name", True
    ),
    "an undefined type": (
        '{"name":"f","type":"X"}', "type-undefined", "/type", "Undefined schema: n.X", True
    ),
    "a default of another type": (
        '{"name":"f","type":"int","default":"x"}', "default-invalid", "/default",
        'Invalid default for field f: "x" not a "int"', False,
    ),
    "a number in text, which only fields may have": (
        '{"name":"f","type":"float","default":"1.5"}', "default-invalid", "/default",
        'Invalid default for field f: "1.5" not a "float"', False,
    ),
    "aliases that are no array": (
        '{"name":"f","type":"int","aliases":1}', "aliases-invalid", "/aliases",
        'aliases not an array: {"name":"f","type":"int","aliases":1}', True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("mode", ["strict", "lenient"])
@pytest.mark.parametrize(
    ("text", "reason", "step", "java", "in_both"), PARAMETERS.values(), ids=PARAMETERS
)
def test_a_parameter_is_checked_like_a_field(  # noqa: PLR0913, PLR0917  a row's cells
    text: str, reason: str, step: str, java: str, in_both: object, mode: Mode
) -> None:
    document = parse_protocol(request(text), mode)

    expected = [(reason, f"/messages/m/request/0{step}", java)]
    assert told(document) == (expected if in_both or mode == "strict" else [])


def test_two_parameters_of_one_name_are_refused() -> None:
    document = parse_protocol(
        request('{"name":"f","type":"int"}', '{"name":"f","type":"F"}')
    )

    assert told(document) == [
        (
            "field-duplicate",
            "/messages/m/request/1/name",
            "Duplicate field f in record null: f type:FIXED pos:1 and f type:INT pos:0.",
        )
    ]


def test_parameters_are_fields_of_a_record_without_name() -> None:
    document = parse_protocol(request('{"name":"f","type":"F"}'))

    (parameter,) = document.schema.fields
    assert isinstance(parameter, Parameter)
    assert parameter.pointer == "/messages/m/request/0"
    assert parameter.pointer in document.scan
    (use,) = document.schema.uses
    assert use.pointer == "/messages/m/request/0/type"


@pytest.mark.parametrize(
    ("errors", "pointer", "reason", "java"),
    [
        ('["X"]', "/0", "message-errors-invalid", "Not an error: X"),
        ('["E","R"]', "/1", "message-errors-invalid", "Not an error: R"),
        ('["F"]', "/0", "message-errors-invalid",
         'Not a record: {"type":"fixed","name":"F","namespace":"n","size":1}'),
        ('["string"]', "/0", "message-errors-invalid", 'Not a record: "string"'),
        ("[1]", "/0", "message-errors-invalid", None),
        ('[{"type":"error"}]', "/0", "message-errors-invalid", None),
        ('["E","n.E"]', "/1", "union-duplicate", "Duplicate in union:n.E"),
    ],
)  # fmt: skip
def test_only_errors_that_are_defined_before_may_be_named(
    errors: str, pointer: str, reason: str, java: str | None
) -> None:
    record = '{"type":"record","name":"R","fields":[]}'
    text = message(
        f'{{"request":[],"response":"int","errors":{errors}}}', ERROR, FIXED, record
    )

    assert told(parse_protocol(text)) == [
        (reason, f"/messages/m/errors{pointer}", java),
    ]


def test_an_error_that_a_later_message_defines_is_not_known() -> None:
    text = protocol(
        ',"messages":{"a":{"request":[],"response":"null","errors":["E"]},'
        f'"b":{{"request":[],"response":{ERROR}}}}}'
    )

    assert [error.java for error in parse_protocol(text).errors] == ["Not an error: E"]


LATER = f'"b":{{"request":[],"response":{FIXED}}}'


def test_a_union_in_a_message_is_judged_when_its_names_are_bound() -> None:
    text = protocol(
        f',"messages":{{"a":{{"request":[],"response":["n.F","F"]}},{LATER}}}'
    )

    assert told(parse_protocol(text)) == [
        ("union-duplicate", "/messages/a/response/1", "Duplicate in union:n.F")
    ]


@pytest.mark.parametrize(("default", "count"), [("null", 0), ("{}", 1), ('"x"', 1)])
def test_a_default_of_a_parameter_is_judged_when_its_type_is_bound(
    default: str, count: int
) -> None:
    param = f'{{"name":"f","type":["null","F"],"default":{default}}}'
    text = protocol(
        f',"messages":{{"a":{{"request":[{param}],"response":"null"}},{LATER}}}'
    )

    errors = parse_protocol(text).errors

    assert [error.reason for error in errors] == ["default-invalid"] * count


def test_errors_are_uses_of_their_types() -> None:
    text = message('{"request":[],"response":"int","errors":["E"]}', ERROR)

    (use,) = parse_protocol(text).schema.uses

    assert (use.pointer, use.definition.fullname) == ("/messages/m/errors/0", "n.E")


def test_a_response_that_nothing_defines_has_a_text_of_its_own() -> None:
    text = message('{"request":[],"response":"X"}')

    assert told(parse_protocol(text)) == [
        (
            "type-undefined",
            "/messages/m/response",
            "Unknown schema: org.apache.avro.compiler.UnresolvedSchema_0",
        )
    ]


def test_a_one_way_message_has_no_response_of_a_type_to_come() -> None:
    text = protocol(
        ',"messages":{"a":{"request":[],"response":"F","one-way":true},'
        f'"b":{{"request":[],"response":{FIXED}}}}}'
    )

    (error,) = parse_protocol(text).errors
    assert error.reason == "message-response-invalid"


@pytest.mark.parametrize(
    ("head", "pointer"),
    [
        ('"protocol":"P","namespace":"a-b"', "/namespace"),
        ('"protocol":"a-b.P","namespace":"n"', "/protocol"),
    ],
)
def test_a_namespace_is_blamed_where_it_is_written(head: str, pointer: str) -> None:
    document = parse_protocol(f'{{{head},"types":[{FIXED},{ERROR}]}}')

    assert [(error.reason, error.pointer) for error in document.errors] == [
        ("namespace-invalid", pointer)
    ]


DAMAGED = {
    "a name": '{"protocol": P, "types": []}',
    "a name that may be lost": '{"types": [], "protocol" "P" "x" }',
    "types": protocol(',"types": x'),
    "a type": types("x", FIXED),
    "a message": message("x"),
    "a request": message('{"request": x, "response": "int"}'),
    "a parameter": request("x", '{"name":"f","type":"F"}'),
    "a name of a parameter": request('{"name":x,"type":"F"}'),
    "a type of a parameter": request('{"name":"f","type":x}'),
    "a parameter cut off": '{"protocol":"P","messages":{"m":{"request":[{"name":"f"',
    "a parameter cut off at the start": '{"protocol":"P","messages":{"m":{"request":[{',
    "a message cut off": '{"protocol":"P","messages":{"m":{"request":[]',
    "one way": message('{"request":[],"response":"int","one-way":x}'),
    "a response": message('{"request":[],"response":x}'),
    "a response of a one-way message": message(
        '{"request":[],"response":x,"one-way":true}'
    ),
    "errors": message('{"request":[],"response":"int","errors":x}'),
    "an error": message('{"request":[],"response":"int","errors":[x,"E"]}'),
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_what_depends_on_damage_is_no_error(text: str) -> None:
    reasons = {error.reason for error in parse_protocol(text).errors}

    assert reasons == {"json-syntax"}


@pytest.mark.parametrize("text", ["", "x", "{", b"\xff", "[" * 300])
def test_a_text_that_is_no_protocol_at_all_is_told(text: str | bytes) -> None:
    document = parse_protocol(text)

    assert document.errors
    assert document.types == ()


def test_a_protocol_may_use_types_of_other_documents() -> None:
    found = parse(FIXED.replace('"F"', '"n.F"'), name="f.avsc").schema.names
    references = References(found, frozenset(found))

    document = parse_protocol(
        request('{"name":"f","type":"F"}').replace(FIXED, ""), references=references
    )

    assert document.errors == ()
    (use,) = document.schema.uses
    assert isinstance(use.definition, Named)
    assert use.definition.document == "f.avsc"


def test_a_key_twice_and_surrogates_are_noted() -> None:
    document = parse_protocol(r'{"protocol":"Q","protocol":"P","doc":"\ud800"}')

    assert document.has_duplicate_keys
    assert document.has_surrogates
    assert document.errors == ()
