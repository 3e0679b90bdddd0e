"""Keys written twice are seen wherever they are, though nobody watches while decoding."""

import json
from pathlib import Path
from typing import Any

import pytest
from large_project import write_project

from avrotower.schema.depth import TOO_DEEP, count_parts
from avrotower.schema.parse import parse
from avrotower.schema.scan import scan

FIELD = '{"name": "f", "type": "int"%s}'


def record(field: str = FIELD % "", more: str = "") -> str:
    return f'{{"type": "record", "name": "R", "fields": [{field}]{more}}}'


TWICE = {
    "a type": '{"type": "int", "type": "int"}',
    "an attribute": record(more=', "a": 1, "a": 1'),
    "a key of a field": record(FIELD % ', "type": "long"'),
    "a doc": record(FIELD % ', "doc": "a: b", "doc": "c"'),
    "the shorter doc": record(FIELD % ', "doc": "c", "doc": "a: b"'),
    "a doc, with fewer colons elsewhere": record(more=r', "doc": "\u003a", "doc": "b"'),
    "a key of a default": record(
        '{"name": "f", "type": {"type": "map", "values": "int"},'
        ' "default": {"a": 1, "a": 2}}'
    ),
    "a key of an attribute": record(more=', "a": {"b": 1, "b": 1}'),
    "a key in an array": record(more=', "a": [[{"b": {}, "b": {}}]]'),
    "fields, of which the first are lost": record(more=', "fields": []'),
    "fields, of which the last are more": '{"fields": [], "fields": ['
    + FIELD % ""
    + '], "type": "record", "name": "R"}',
    "a key in a branch": '["null", {"type": "array", "items": "int", "items": "int"}]',
    "a key of an enum": '{"type":"enum","name":"E","symbols":[":"],"symbols":["A"]}',
    "a key of what is wrong": '{"type": "array", "a": 1, "a": 1}',
    "a key of a use": record(
        record('{"name": "f", "type": {"type": "R", "type": "R"}}').replace("R", "Q", 1)
    ),
    "with a byte order mark": '\ufeff{"type": "int", "type": "int"}',
    "an empty key": record(more=', "": 1, "": 1'),
    "a key that is escaped": record(more=r', "a": 1, "\u0061": 1'),
    "far from its colon": record(more=', "a"\n\t : 1, "a"  :1'),
}

ONCE = {
    "text": '"int"',
    "nothing": "",
    "a colon in a doc": record(FIELD % ', "doc": "a: b"', more=', "doc": "see: R"'),
    "a colon in an attribute": record(more=', "a:": ":"'),
    "a colon that is escaped": record(FIELD % r', "doc": "a\u003a b: c"'),
    "objects outside the model": record(more=', "a": {"b": [{"b": {}}, {"b": 1}]}'),
    "a default": record(
        '{"name":"f","type":{"type":"array","items":"int"},"default":[1]}'
    ),
    "an empty object": record(more=', "a": {}, "b": [[], {}]'),
    "a number": "1",
}


@pytest.mark.parametrize("text", TWICE.values(), ids=TWICE)
def test_a_key_written_twice_is_seen(text: str) -> None:
    assert scan(text).duplicates
    assert parse(text).has_duplicate_keys
    assert parse(text.encode()).has_duplicate_keys


@pytest.mark.parametrize("text", ONCE.values(), ids=ONCE)
def test_keys_written_once_are_not_taken_for_two(text: str) -> None:
    assert not scan(text).duplicates
    assert not parse(text).has_duplicate_keys


def test_one_more_key_anywhere_in_a_document_is_seen(tmp_path: Path) -> None:
    write_project(tmp_path, 4)
    for path in tmp_path.rglob("*.avsc"):
        text = path.read_text(encoding="utf-8")
        assert not parse(text).has_duplicate_keys
        places = [i for i, character in enumerate(text) if character == "{"]
        for place in places:
            end = text.index('"', place + 1), text.index(":", place)
            again = f"{text[slice(*end)]}: null, "
            twice = f"{text[: place + 1]}{again}{text[place + 1 :]}"
            assert parse(twice).has_duplicate_keys


def nested(levels: int, last: Any) -> Any:
    value = last
    for level in range(levels):
        value = {"a": value, "b": 1} if level % 3 else [value]
    return value


@pytest.mark.parametrize("last", [1, [], {}, [[]], {"a": 1}], ids=json.dumps)
def test_values_nested_beyond_the_cap_are_never_counted(last: Any) -> None:
    levels = 200
    own = json.dumps(last).count("[") + json.dumps(last).count("{")

    assert count_parts(nested(levels - own - 1, last)) != TOO_DEEP
    assert count_parts(nested(levels - own + 1, last)) == TOO_DEEP
    assert (
        parse(json.dumps(nested(levels - own, last))).errors[0].reason
        != "json-too-deep"
    )
    assert (
        parse(json.dumps(nested(levels - own + 1, last))).errors[0].reason
        == "json-too-deep"
    )
