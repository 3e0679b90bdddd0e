"""All errors of a document, in Java's order, and silence about what follows from them."""

import pytest

from avrotower.schema.canonical import canonical_text_of, parsing_form
from avrotower.schema.document import Document
from avrotower.schema.model import HOLE
from avrotower.schema.parse import parse


def record(*fields: str, rest: str = "") -> str:
    return f'{{"type":"record","name":"R","fields":[{",".join(fields)}]{rest}}}'


def field(name: str, kind: str, rest: str = "") -> str:
    return f'{{"name":"{name}","type":{kind}{rest}}}'


def told(document: Document) -> list[tuple[str, str]]:
    return [(error.reason, error.pointer) for error in document.errors]


F = '{"type":"fixed","name":"F","size":1}'

SILENCE = {
    "a body that is damaged leaves the name defined": (
        record(field("a", '{"type":"fixed","name":"F","size":"x"}'), field("b", '"F"')),
        [("size-invalid", "/fields/0/type/size")],
    ),
    "a damaged record takes every default": (
        record(
            field("a", '{"type":"record","name":"F"}', ',"default":5'),
            field("b", '"F"', ',"default":{"q":1}'),
        ),
        [("fields-missing", "/fields/0/type")],
    ),
    "without a name there is no telling what is undefined": (
        record(field("a", '{"type":"enum","symbols":["A"]}'), field("b", '"E"')),
        [("name-missing", "/fields/0/type")],
    ),
    "a type without a name takes every default": (
        record(field("a", '{"type":"enum","symbols":["A"]}', ',"default":5')),
        [("name-missing", "/fields/0/type")],
    ),
    "a hole in a union takes every default": (
        record(field("a", '["null",{"type":"enum","symbols":[]}]', ',"default":4')),
        [("name-missing", "/fields/0/type/1")],
    ),
    "what is lost in JSON may have defined anything": (
        record(field("a", '"int'), field("b", '"X"')),
        [("json-syntax", "/fields/0/type")],
    ),
    "what is cut off may have had anything": (
        '{"type":"record","name":"R","fields":[{"name":"a","type":"X"},{"name":"b"',
        [("json-syntax", "/fields/1")],
    ),
    "a key that is lost may have been the one": (
        '{"type":"record","name":"R" x, "fields":[{"name":"a" "type":"int"}]}',
        [("json-syntax", ""), ("json-syntax", "/fields/0")],
    ),
    "a default that is damaged fits": (
        record(field("a", '"int"', ',"default":nul')),
        [("json-syntax", "/fields/0/default")],
    ),
    "a part of a default that is damaged fits": (
        record(field("a", '{"type":"array","items":"int"}', ',"default":[1,nul]')),
        [("json-syntax", "/fields/0/default/1")],
    ),
    "a size that is damaged": (
        '{"type":"fixed","name":"F","size":01}',
        [("json-syntax", "/size")],
    ),
    "items that are damaged": (
        '{"type":"array","items":}',
        [("json-syntax", "/items")],
    ),
    "a type that is damaged": ('{"type":recrod}', [("json-syntax", "/type")]),
    "a name that is damaged": (
        '{"type":"record","name":R,"fields":[]}',
        [("json-syntax", "/name")],
    ),
    "a symbol that is damaged may be the default": (
        '{"type":"enum","name":"E","symbols":["A",B],"default":"B"}',
        [("json-syntax", "/symbols/1")],
    ),
    "an order that is damaged": (
        record(field("a", '"int"', ',"order":up')),
        [("json-syntax", "/fields/0/order")],
    ),
    "aliases that are damaged": (
        record(field("a", F, ',"aliases":b'), rest=',"aliases":[x,"y"]'),
        [("json-syntax", "/fields/0/aliases"), ("json-syntax", "/aliases/0")],
    ),
    "aliases of a type that are damaged": (
        record(field("a", '"int"', ',"aliases":[b]'), rest=',"aliases":x'),
        [("json-syntax", "/fields/0/aliases/0"), ("json-syntax", "/aliases")],
    ),
    "an alias that is damaged beside one that is no text": (
        '{"type":"fixed","name":"F","size":1,"aliases":[x,1]}',
        [("json-syntax", "/aliases/0"), ("aliases-invalid", "/aliases/1")],
    ),
    "an object in a default that is cut off": (
        record(
            field(
                "a",
                '{"type":"record","name":"P","fields":[{"name":"x","type":"int"}]}',
                ',"default":{"y" 1 @}',
            )
        ),
        [("json-syntax", "/fields/0/default/y"), ("json-syntax", "/fields/0/default")],
    ),
    "a field that is damaged": (
        '{"type":"record","name":"R","fields":[x,{"name":"a","type":"int"}]}',
        [("json-syntax", "/fields/0")],
    ),
    "a name of a field that is damaged": (
        '{"type":"record","name":"R","fields":[{"name":x,"type":"int"}]}',
        [("json-syntax", "/fields/0/name")],
    ),
    "a definition that differs only where it is damaged": (
        record(field("a", F), field("b", F.replace("1", "x"))),
        [("json-syntax", "/fields/1/type/size")],
    ),
    "a definition whose parts are damaged": (
        record(
            field(
                "a", '{"type":"record","name":"A","fields":[{"name":"x","type":int}]}'
            ),
            field(
                "b", '{"type":"record","name":"A","fields":[{"name":"x","type":"int"}]}'
            ),
        ),
        [("json-syntax", "/fields/0/type/fields/0/type")],
    ),
}


@pytest.mark.parametrize(("text", "errors"), SILENCE.values(), ids=SILENCE)
def test_what_depends_on_damage_is_no_error(
    text: str, errors: list[tuple[str, str]]
) -> None:
    document = parse(text)

    assert told(document) == errors
    canonical_text_of(document.schema.root)
    parsing_form(document)


BESIDE = {
    "JSON and schema": (
        record(field("a", '"int"', ',"default":x'), field("b", '"int"', ',"default":"x"')),
        [("json-syntax", "/fields/0/default"), ("default-invalid", "/fields/1/default")],
    ),
    "what a type that is no type defines": (
        record(field("a", f'{{"type":["null",{F}]}}'), field("b", '"F"')),
        [("type-missing", "/fields/0/type/type")],
    ),
    "what a record without name defines": (
        record(
            field("a", f'{{"type":"record","fields":[{field("x", F)}]}}'),
            field("b", '"F"'),
            field("c", '"int"', ',"default":""'),
        ),
        [("name-missing", "/fields/0/type"), ("default-invalid", "/fields/2/default")],
    ),
    "name and body": (
        '{"type":"record"}',
        [("name-missing", ""), ("fields-missing", "")],
    ),
    "three times the same name": (
        record(field("a", '"int"'), field("a", '"int"'), field("a", '"int"')),
        [("field-duplicate", "/fields/1/name"), ("field-duplicate", "/fields/2/name")],
    ),
    "every symbol": (
        '{"type":"enum","name":"E","symbols":["A","A",1,"b-c","A"]}',
        [
            ("symbol-duplicate", "/symbols/1"),
            ("name-invalid", "/symbols/2"),
            ("name-invalid", "/symbols/3"),
            ("symbol-duplicate", "/symbols/4"),
        ],
    ),
    "every alias that is no text": (
        '{"type":"fixed","name":"F","size":1,"aliases":[1,"a-b",null,"G"]}',
        [
            ("aliases-invalid", "/aliases/0"),
            ("aliases-invalid", "/aliases/2"),
            ("name-invalid", "/aliases/1"),
        ],
    ),
    "every branch": (
        '["null","null",["int"],"null",["null"]]',
        [
            ("union-duplicate", "/1"),
            ("union-nested", "/2"),
            ("union-duplicate", "/3"),
            ("union-nested", "/4"),
        ],
    ),
    "a damaged branch and the others": (
        '["null",tru,"null"]',
        [("json-syntax", "/1"), ("union-duplicate", "/2")],
    ),
    "a field without name and type, and the rest of it": (
        record('{"order":"up","default":1,"aliases":1}'),
        [
            ("field-name-missing", "/fields/0"),
            ("field-type-missing", "/fields/0"),
            ("order-invalid", "/fields/0/order"),
            ("aliases-invalid", "/fields/0/aliases"),
        ],
    ),
    "a field with a bad name and no type": (
        record('{"name":"1"}'),
        [("field-type-missing", "/fields/0"), ("name-invalid", "/fields/0/name")],
    ),
    "a namespace once for all types in it": (
        record(field("a", F), field("b", '{"type":"fixed","name":"G","size":1}'),
               rest=',"namespace":"a-b"'),
        [("namespace-invalid", "/namespace")],
    ),
    "undefined names, those of a union from the last": (
        record(field("u", '["A","B"]'), field("v", '"C"')),
        [
            ("type-undefined", "/fields/0/type/1"),
            ("type-undefined", "/fields/0/type/0"),
            ("type-undefined", "/fields/1/type"),
        ],
    ),
    "an undefined name below a type without a name": (
        '[{"type":"array","items":"A"},{"type":"map","values":"B"}]',
        [("type-undefined", "/1/values"), ("type-undefined", "/0/items")],
    ),
    "text after the value last": (
        '{"type":"array","items":"A"} x',
        [("type-undefined", "/items"), ("json-trailing", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "errors"), BESIDE.values(), ids=BESIDE)
def test_errors_beside_each_other_are_all_told(
    text: str, errors: list[tuple[str, str]]
) -> None:
    assert told(parse(text)) == errors


def test_errors_come_in_javas_order_and_are_shown_in_that_of_their_places() -> None:
    text = (
        '{"aliases":["1"],"type":"record","name":"1R","namespace":"x-y","fields":['
        '{"aliases":1,"default":"x","name":"a-b","order":"up","type":"float"},'
        '{"name":"a-b","type":"nope"}]} x'
    )
    document = parse(text)

    assert told(document) == [
        ("name-invalid", "/name"),
        ("order-invalid", "/fields/0/order"),
        ("default-number", "/fields/0/default"),
        ("name-invalid", "/fields/0/name"),
        ("aliases-invalid", "/fields/0/aliases"),
        ("name-invalid", "/fields/1/name"),
        ("field-duplicate", "/fields/1/name"),
        ("name-invalid", "/aliases/0"),
        ("namespace-invalid", "/namespace"),
        ("type-undefined", "/fields/1/type"),
        ("json-trailing", ""),
    ]
    assert [error.pointer for error in document.in_order_of_position()] == [
        "/aliases/0",
        "/name",
        "/namespace",
        "/fields/0/aliases",
        "/fields/0/default",
        "/fields/0/name",
        "/fields/0/order",
        "/fields/1/name",
        "/fields/1/name",
        "/fields/1/type",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "related"),
    [
        (record(field("a", '"int"'), field("a", '"int"')), "/fields/0/name"),
        ('{"type":"enum","name":"E","symbols":["A","B","A"]}', "/symbols/0"),
        ('["null","int","null"]', "/0"),
        (record(field("a", F), field("b", F.replace("1", "2"))), "/fields/0/type/name"),
        ('{"type":"array","items":["R",{"type":"record","name":"R","fields":[]}]}',
         "/items/0"),
    ],
)  # fmt: skip
def test_of_duplicates_the_second_is_wrong_and_the_first_is_related(
    text: str, related: str
) -> None:
    (error,) = parse(text).errors

    assert error.related == related
    assert error.pointer > related


def test_a_hundred_errors_are_told_and_one_counts_the_others() -> None:
    fields = [field(f"f{index}", '"int"', ',"default":""') for index in range(150)]
    document = parse(record(*reversed(fields)))

    assert len(document.errors) == 101
    assert document.errors[-1].message == "and 50 more"
    assert document.in_order_of_position()[-1] == document.errors[-1]._replace(
        span=document.in_order_of_position()[-1].span
    )


def test_errors_of_json_count_too() -> None:
    fields = [field(f"f{index}", '"int"', ',"default":""') for index in range(99)]
    document = parse(record(*fields, field("x", '"int"', ',"default":x')) + " x")

    assert len(document.errors) == 101
    assert document.errors[0].reason == "json-syntax"
    assert document.errors[-1].message == "and 1 more"


def test_a_hundred_errors_of_json_are_enough() -> None:
    fields = [field(f"f{index}", '"int"', ',"default":x') for index in range(150)]
    document = parse(record(*fields, field("1", '"int"')))

    assert len(document.errors) > 100
    assert document.errors[100].message == "and 50 more"


def test_javas_text_is_written_for_the_first_errors_only() -> None:
    large = '{"type":"fixed","size":1,"doc":"%s"}' % ("x" * 30_000)
    document = parse(record(*(field(f"f{index}", large) for index in range(5))))

    assert [error.java is None for error in document.errors] == [False] * 3 + [True] * 2


def test_javas_text_about_large_types_is_written_for_the_first_errors_only() -> None:
    large = '{"type":"map","values":"int","x":"%s"}' % ("x" * 30_000)
    document = parse(record(*(field(f"f{n}", f'[{large},["int"]]') for n in range(5))))

    assert [error.java is None for error in document.errors] == [False] * 3 + [True] * 2


@pytest.mark.parametrize("text", ["", "x", "3", '{"type":"record"}', "\ufeff"])
def test_where_nothing_is_left_the_root_is_a_hole(text: str) -> None:
    document = parse(text)

    assert document.schema.is_damaged
    assert document.schema.root.type == HOLE
    assert document.schema.root.type_name == "damaged"
    assert canonical_text_of(document.schema.root) == "null"
    assert parsing_form(document) == "null"


@pytest.mark.parametrize("text", ['\ufeff"int"', '"int" x'])
def test_what_stands_around_the_value_does_no_harm_to_it(text: str) -> None:
    document = parse(text)

    assert len(document.errors) == 1
    assert canonical_text_of(document.schema.root) == '"int"'
