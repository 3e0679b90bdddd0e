"""A.9: canonical text, identity, ids."""

from typing import Any, NamedTuple

import pytest
from api_registry import Registry
from api_row import (
    INT,
    INT_GUID,
    LONG,
    Row,
    registered,
    stored,
)
from registry_call import Call, delete, get, register


def canonical(schema: str, **more: Any) -> Call:
    return register("s", schema, **more)


NORMAL = "/subjects/s/versions?normalize=true"


class Text(NamedTuple):
    """A schema, what is stored of it, and what with normalize=true if that differs."""

    name: str
    sent: str
    canonical: str
    guid: str
    normalized: str = ""
    normalized_guid: str = ""


TEXTS = (
    Text(
        "white space",
        ' { "type" : "record" , "name":"R", "fields" : [ ] } ',
        '{"type":"record","name":"R","fields":[]}',
        "74eac7ad-f8e9-b2da-013c-1887a2f89163",
    ),
    Text(
        "order of attributes",
        '{"fields":[{"aliases":["z"],"order":"descending","default":1,"doc":"d","x":{"b":1,"a":2},"type":"int","name":"f"}],"aliases":["P"],"y":1,"doc":"d","namespace":"n","name":"R","type":"record"}',
        '{"type":"record","name":"R","namespace":"n","doc":"d","fields":[{"name":"f","type":"int","doc":"d","default":1,"order":"descending","aliases":["z"],"x":{"b":1,"a":2}}],"y":1,"aliases":["P"]}',
        "08afacd4-7280-214e-74cf-23d0fe641247",
        '{"type":"record","name":"R","namespace":"n","doc":"d","fields":[{"name":"f","type":"int","doc":"d","default":1,"order":"descending","aliases":["z"],"x":{"a":2,"b":1}}],"y":1,"aliases":["P"]}',
        "c68cc29c-9b9d-9a54-ba26-f807b0bfdeb8",
    ),
    Text(
        "an enum",
        '{"default":"A","symbols":["A","B"],"doc":"d","aliases":["F"],"x":1,"name":"E","type":"enum"}',
        '{"type":"enum","name":"E","doc":"d","symbols":["A","B"],"default":"A","x":1,"aliases":["F"]}',
        "981eec97-5138-9c60-1f75-6a161f172af0",
    ),
    Text(
        "a fixed",
        '{"size":4,"aliases":["F"],"doc":"d","x":1,"name":"X","type":"fixed"}',
        '{"type":"fixed","name":"X","doc":"d","size":4,"x":1,"aliases":["F"]}',
        "22608eaa-54a2-ad11-8129-95d978b4bc3f",
    ),
    Text(
        "ascending order",
        '{"type":"record","name":"R","fields":[{"name":"f","type":"int","order":"ascending"}]}',
        '{"type":"record","name":"R","fields":[{"name":"f","type":"int"}]}',
        "8e4ebef7-e3ee-7450-c67e-339ba379779b",
    ),
    Text(
        "a primitive as object",
        '{"type":"int"}',
        '"int"',
        "ef524ea1-b91e-7317-3d93-8ade36c1db32",
    ),
    Text(
        "a primitive with attributes",
        '{"type":"int","logicalType":"date"}',
        '{"type":"int","logicalType":"date"}',
        "fa05b6c7-c51d-00e9-56e4-bb2a0287eddc",
    ),
    Text(
        "a decimal",
        '{"type":"bytes","logicalType":"decimal","precision":4,"scale":0}',
        '{"type":"bytes","logicalType":"decimal","precision":4,"scale":0}',
        "b527a0f5-9b9f-5740-e29e-867d6f509fc2",
    ),
    Text(
        "a name twice",
        '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"X","size":1}},{"name":"b","type":"X"}]}',
        '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"X","size":1}},{"name":"b","type":"X"}]}',
        "2bd79eff-b8eb-85b9-86a4-a804c914555e",
    ),
    Text(
        "full names",
        '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"n.X","size":1}}]}',
        '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"fixed","name":"X","size":1}}]}',
        "b77379a0-7dbe-469b-6963-836a1b4ef03b",
    ),
    Text(
        "another namespace",
        '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"fixed","name":"m.X","size":1}},{"name":"b","type":{"type":"fixed","name":"Y","namespace":"","size":1}}]}',
        '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"fixed","name":"X","namespace":"m","size":1}},{"name":"b","type":{"type":"fixed","name":"Y","namespace":"","size":1}}]}',
        "c62eb22e-67e4-f1ce-1d53-1b33be586063",
        '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"fixed","name":"X","namespace":"m","size":1}},{"name":"b","type":{"type":"fixed","name":"Y","size":1}}]}',
        "8fbcb0b5-e14b-e024-d2e0-390847b20dca",
    ),
    Text(
        "letters",
        '{"type":"record","name":"R","doc":"é \\u00e9 \\u2028 😀 <>&\'","fields":[]}',
        '{"type":"record","name":"R","doc":"é é \u2028 😀 <>&\'","fields":[]}',
        "fafa68be-b5fa-1d77-4ad0-5fac86c9b371",
    ),
    Text(
        "numbers",
        '{"type":"record","name":"R","fields":[{"name":"f","type":"double","default":1e2},{"name":"g","type":"float","default":1.50},{"name":"h","type":"long","default":9007199254740993}]}',
        '{"type":"record","name":"R","fields":[{"name":"f","type":"double","default":100.0},{"name":"g","type":"float","default":1.5},{"name":"h","type":"long","default":9007199254740993}]}',
        "60aeb874-0856-597d-264e-80eb87b3eebe",
    ),
    Text(
        "a union",
        '["null",{"type":"array","items":"int"},{"type":"map","values":"string"}]',
        '["null",{"type":"array","items":"int"},{"type":"map","values":"string"}]',
        "fbdd0f5b-7e4f-b214-0582-09c9c7e5b58d",
    ),
    Text(
        "attributes of a map",
        '{"type":"map","values":"int","b":1,"a":2,"default":{}}',
        '{"type":"map","values":"int","b":1,"a":2,"default":{}}',
        "4e0b42c5-0756-edcb-5568-4dc50f513004",
        '{"type":"map","values":"int","a":2,"b":1,"default":{}}',
        "3675ce49-deee-72b3-00a9-7281ce9c2090",
    ),
)
ROWS = (
    *(
        Row(
            f"A.9 canonical: {t.name}",
            (canonical(t.sent),),
            get("/subjects/s/versions/1"),
            200,
            stored("s", 1, "$1", t.canonical, guid=t.guid),
        )
        for t in TEXTS
    ),
    *(
        Row(
            f"A.9 normalized: {t.name}",
            (canonical(t.sent)._replace(path=NORMAL),),
            get("/subjects/s/versions/1"),
            200,
            stored(
                "s",
                1,
                "$1",
                t.normalized or t.canonical,
                guid=t.normalized_guid or t.guid,
            ),
        )
        for t in TEXTS
    ),
    Row(
        "A.9 the guid",
        (canonical(INT),),
        get("/subjects/s/versions/1"),
        200,
        stored("s", 1, "$1", INT, guid=INT_GUID),
    ),
    Row(
        "A.9 the guid with metadata",
        (),
        canonical(
            INT,
            metadata={
                "properties": {"b": "1", "a": "2"},
                "tags": {"x": ["q", "p"]},
                "sensitive": ["s"],
            },
        ),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={
                "tags": {"x": ["p", "q"]},
                "properties": {"a": "2", "b": "1"},
                "sensitive": ["s"],
            },
            guid="dd0e83bf-a011-db97-2260-9fe4f7ac4f99",
        ),
    ),
    Row(
        "A.9 the guid with empty metadata",
        (),
        canonical(INT, metadata={}),
        200,
        registered(
            1, "$1", INT, metadata={}, guid="1d1d1f70-2ee5-5e03-8ce5-4f3b6703c50f"
        ),
    ),
    Row(
        "A.9 the guid with references",
        (register("r", '{"type":"record","name":"R","fields":[]}'),),
        canonical('"R"', references=[{"name": "R", "subject": "r", "version": 1}]),
        200,
        registered(
            1,
            "$2",
            '"R"',
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="a52c1dcf-eb62-4082-df55-2e9dbdecc9d3",
        ),
    ),
    Row(
        "A.9 a doc is another schema",
        (canonical('{"type":"record","name":"R","fields":[]}'),),
        canonical('{"type":"record","name":"R","doc":"d","fields":[]}')._replace(
            path=NORMAL
        ),
        200,
        registered(
            2,
            "$2",
            '{"type":"record","name":"R","doc":"d","fields":[]}',
            guid="8f598983-f464-fba1-74f1-c40374aa885a",
        ),
    ),
    Row(
        "A.9 references are sorted when normalized",
        (
            register("a", '{"type":"fixed","name":"A","size":1}'),
            register("b", '{"type":"fixed","name":"B","size":1}'),
        ),
        canonical(
            '["A","B"]',
            references=[
                {"name": "B", "subject": "b", "version": 1},
                {"name": "A", "subject": "a", "version": 1},
                {"name": "A", "subject": "a", "version": 1},
            ],
        )._replace(path=NORMAL),
        200,
        registered(
            1,
            "$3",
            '["A","B"]',
            references=[
                {"name": "A", "subject": "a", "version": 1},
                {"name": "B", "subject": "b", "version": 1},
            ],
            guid="2235d228-b9e2-782f-98af-cad75a09e7e7",
        ),
    ),
    Row(
        "A.9 references keep their order otherwise",
        (
            register("a", '{"type":"fixed","name":"A","size":1}'),
            register("b", '{"type":"fixed","name":"B","size":1}'),
        ),
        canonical(
            '["A","B"]',
            references=[
                {"name": "B", "subject": "b", "version": 1},
                {"name": "A", "subject": "a", "version": 1},
            ],
        ),
        200,
        registered(
            1,
            "$3",
            '["A","B"]',
            references=[
                {"name": "B", "subject": "b", "version": 1},
                {"name": "A", "subject": "a", "version": 1},
            ],
            guid="bd88cf2f-746e-fdd1-ece2-5290d25ca94e",
        ),
    ),
    Row(
        "A.9 an id is not given again",
        (canonical(INT), delete("/subjects/s"), delete("/subjects/s?permanent=true")),
        canonical(LONG),
        200,
        registered(1, "$2", LONG),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
