"""Normalized text: what a registry with `normalize` would keep, and what it loses."""

import pytest
import strategies
from hypothesis import given

from avrotower.schema.canonical import canonical_text, normalize, normalized_text
from avrotower.schema.document import References
from avrotower.schema.parse import parse


def field(kind: str, rest: str = "") -> str:
    """Return the text of a record with one field."""
    return (
        f'{{"type":"record","name":"R","fields":[{{"name":"f","type":{kind}{rest}}}]}}'
    )


P = '{"type":"record","name":"P","fields":[{"name":"x","type":"double"}]}'

KEPT = {
    "attributes are sorted": (
        '{"type":"int","b":1,"a":{"y":1,"x":[{"n":1,"m":2}]}}',
        '{"type":"int","a":{"x":[{"m":2,"n":1}],"y":1},"b":1}',
    ),
    "keys are sorted by UTF-16 unit": (
        '{"type":"int","\uff5e":1,"\U0001f600":2}',
        '{"type":"int","\U0001f600":2,"\uff5e":1}',
    ),
    "a logical type that counts comes first": (
        '{"type":"int","a":1,"logicalType":"date"}',
        '{"type":"int","logicalType":"date","a":1}',
    ),
    "a logical type that does not": (
        '{"type":"int","logicalType":"uuid","a":1}',
        '{"type":"int","a":1,"logicalType":"uuid"}',
    ),
    "a decimal": (
        '{"type":"bytes","scale":2,"precision":4,"logicalType":"decimal","a":1}',
        '{"type":"bytes","logicalType":"decimal","precision":4,"scale":2,"a":1}',
    ),
    "an explicit scale of 0": (
        '{"type":"bytes","scale":0,"precision":4,"a":1,"logicalType":"decimal"}',
        '{"type":"bytes","logicalType":"decimal","precision":4,"a":1,"scale":0}',
    ),
    "a decimal without scale": (
        '{"type":"bytes","precision":4,"logicalType":"decimal"}',
        '{"type":"bytes","logicalType":"decimal","precision":4}',
    ),
    "an empty doc of a type goes": (
        '{"type":"fixed","name":"F","size":1,"doc":""}',
        '{"type":"fixed","name":"F","size":1}',
    ),
    "an empty doc of a field stays": (field('"int"', ',"doc":""'), None),
    "a doc stays": ('{"type":"fixed","name":"F","doc":"d","size":1}', None),
    "aliases are sorted": (
        '{"type":"fixed","name":"n.F","size":1,"aliases":["C","B","a.A"]}',
        '{"type":"fixed","name":"F","namespace":"n","size":1,"aliases":["a.A","B","C"]}',
    ),
    "aliases of a field are sorted": (
        field('"int"', ',"aliases":["c","b"]'),
        field('"int"', ',"aliases":["b","c"]'),
    ),
    "an enum's default": (
        '{"type":"enum","name":"E","symbols":["A"],"default":"A","x":1}', None
    ),
    "order": (field('"int"', ',"order":"descending"'), None),
    "ascending order": (field('"int"', ',"order":"ascending"'), field('"int"')),
    "a fixed's default is an attribute": (
        '{"type":"fixed","name":"F","size":1,"default":1}', None
    ),
    "the names of a namespace": (
        '{"type":"record","name":"n.R","fields":[{"name":"f","type":["null","R"]}]}',
        '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":["null","R"]}]}',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), KEPT.values(), ids=KEPT)
def test_what_normalizing_orders_it_keeps(text: str, expected: str | None) -> None:
    found = normalize(parse(text))

    assert found.text == (expected or text)
    assert found.refusal == ""
    assert found.effects == ()


DEFAULTS = {
    "null": ('["null","int"]', "null", "null"),
    "the first branch": ('["int","null"]', "1", "1"),
    "text": ('"string"', '"a\\u0000é"', '"a\\u0000é"'),
    "bytes": ('"bytes"', '"\\u00ff"', '"\u00ff"'),
    "an array": ('{"type":"array","items":"int"}', "[1,2]", "[1,2]"),
    "a map": ('{"type":"map","values":"int"}', '{"b":1,"a":2}', '{"a":2,"b":1}'),
    "a record": (P, '{"x":1.5}', '{"x":1.5}'),
    "a double": ('"double"', "1e10", "1.0E10"),
    "text on a double": ('"double"', '"NaN"', '"NaN"'),
    "a boolean": ('"boolean"', "true", "true"),
}


@pytest.mark.parametrize(("kind", "before", "after"), DEFAULTS.values(), ids=DEFAULTS)
def test_a_default_that_java_can_hold_is_kept(
    kind: str, before: str, after: str
) -> None:
    found = normalize(parse(field(kind, f',"default":{before}')))

    assert found.text == field(kind, f',"default":{after}')
    assert found.effects == ()


LOST = {
    "a number after null": ('["null","int"]', "1"),
    "a text after a number": ('["int","string"]', '"a"'),
    "a fraction after an integer": ('["long","double"]', "1.5"),
    "a text after null": ('["null","string"]', '"x"'),
    "a number for text": ('["string","int"]', "1"),
    "an integer beyond 64 bits": ('"double"', "10000000000000000000000"),
}


@pytest.mark.parametrize(("kind", "default"), LOST.values(), ids=LOST)
def test_a_default_of_a_later_branch_is_lost(kind: str, default: str) -> None:
    document = parse(field(kind, f',"default":{default}'))

    found = normalize(document)

    assert found.text == field(kind)
    (effect,) = found.effects
    assert (effect.kind, effect.pointer) == ("default-lost", "/fields/0")
    assert (effect.path, effect.before, effect.after) == ("R.f", default, "")
    assert "is lost" in effect.message


CHANGED = {
    "an integer on a double": ('"double"', "1", "1", "1.0"),
    "a double on a float": (
        '"float"',
        "0.1234567890123",
        "0.1234567890123",
        "0.12345679",
    ),
    "a number beyond 32 bits": ('"float"', "1e300", "1.0E300", '"Infinity"'),
    "a number far below": ('"float"', "-1e300", "-1.0E300", '"-Infinity"'),
    "bytes beyond one byte": ('"bytes"', '"\\u0100"', '"\u0100"', '"?"'),
    "inside a record": (P, '{"x":1}', '{"x":1}', '{"x":1.0}'),
}


@pytest.mark.parametrize(
    ("kind", "default", "before", "after"), CHANGED.values(), ids=CHANGED
)
def test_a_default_may_change(kind: str, default: str, before: str, after: str) -> None:
    found = normalize(parse(field(kind, f',"default":{default}')))

    assert found.text == field(kind, f',"default":{after}')
    (effect,) = found.effects
    assert (effect.kind, effect.before, effect.after) == (
        "default-changed",
        before,
        after,
    )
    assert after in effect.message


@pytest.mark.parametrize(
    ("number", "written"),
    [("1.5", "1.5"), ("1e10", "1.0E10"), ("16777217", "1.6777216E7"), ("0.0", "0.0"),
     ("-0.0", "-0.0"), ("3.4028235e38", "3.4028235E38"), ("1.4e-45", "1.4E-45"),
     ("0.001", "0.001"), ("0.0001", "1.0E-4"), ("1e-50", "0.0")],
)  # fmt: skip
def test_floats_are_written_as_the_shortest_decimal_of_32_bits(
    number: str, written: str
) -> None:
    text = normalized_text(parse(field('"float"', f',"default":{number}')))

    assert text == field('"float"', f',"default":{written}')


def test_an_error_becomes_a_record() -> None:
    found = normalize(parse('{"type":"error","name":"n.E","fields":[]}'))

    assert found.text == '{"type":"record","name":"E","namespace":"n","fields":[]}'
    (effect,) = found.effects
    assert effect.kind == "error-became-record"
    assert effect.message == "the error n.E becomes a record"


def test_a_type_without_namespace_inside_another_one_changes_its_name() -> None:
    text = (
        '{"type":"record","name":"n.R","fields":[{"name":"f","type":'
        '{"type":"fixed","name":".F","size":1}}]}'
    )
    found = normalize(parse(text))

    (effect,) = found.effects
    assert (effect.kind, effect.before, effect.after) == ("name-changed", "F", "n.F")
    assert effect.pointer == "/fields/0/type"
    assert "n.F" in effect.message


def test_effects_come_in_document_order_each_definition_once() -> None:
    text = (
        '{"type":"record","name":"R","fields":['
        '{"name":"a","type":["null","int"],"default":1},'
        '{"name":"b","type":{"type":"error","name":"E","fields":'
        '[{"name":"c","type":"double","default":2}]}},'
        '{"name":"d","type":"E"},'
        '{"name":"e","type":{"type":"array","items":["null","R"]}}]}'
    )
    found = normalize(parse(text))

    assert [effect.path for effect in found.effects] == ["R.a", "E", "E.c"]


OUTER_NAMES = (
    '{"type":"record","name":"n.R","fields":[{"name":"f","type":{"type":"record",'
    '"name":".F","fields":[]}},{"name":"g","type":{"type":"record","name":"m.H",'
    '"fields":[{"name":"f","type":"F"}]}}]}'
)
REFUSED = {
    "an empty union without default": (field("[]"), "empty union"),
    "a key that the record lacks": (
        field(P, ',"default":{"x":1,"y":2}'), "the key 'y', which is no field of P"
    ),
    "an array for another type": (
        field('["string",{"type":"array","items":"int"}]', ',"default":[1]'),
        "an array stands as default of type string",
    ),
    "what an array would lose": (
        field('{"type":"array","items":["null","int"]}', ',"default":[null,1]'),
        "1 in a default or an attribute is lost",
    ),
    "what a map would lose": (
        field('{"type":"map","values":["null","int"]}', ',"default":{"a":1}'),
        "1 in a default or an attribute is lost",
    ),
    "an attribute beyond 64 bits": (
        '{"type":"int","x":10000000000000000000}',
        "the attribute 'x' is a number beyond 64 bits",
    ),
    "an attribute with a part beyond 64 bits": (
        '{"type":"int","x":[10000000000000000000]}', "is lost"
    ),
    "a name that is not found any more": (OUTER_NAMES, "F is not found any more"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_where_confluent_fails_there_is_no_text(text: str, why: str) -> None:
    found = normalize(parse(text))

    assert found.text is None
    assert why in found.refusal
    assert normalized_text(parse(text)) is None


def test_a_name_with_a_quote_cannot_be_read_again() -> None:
    text = r'{"type":"fixed","name":"a\"b.F","size":1}'

    found = normalize(parse(text, "lenient"))

    assert found.text is None
    assert "cannot be read again" in found.refusal


def test_types_of_other_documents_are_used_by_name() -> None:
    names = parse('{"type":"fixed","name":"n.F","size":1}').schema.names
    references = References(names, frozenset(names))
    text = '{"type":"array","items":"n.F"}'

    assert normalized_text(parse(text, references=references)) == text


@given(strategies.texts())
def test_normalizing_twice_changes_nothing_more(text: str) -> None:
    found = normalize(parse(text, "lenient"))

    if found.text is not None:
        again = normalize(parse(found.text, "lenient"))
        assert again.text == found.text
        assert again.effects == ()
        assert canonical_text(parse(found.text, "lenient")) == found.text
