"""A.6.3: subjects, and their metadata."""

from typing import Any

import pytest
from api_registry import Registry
from api_row import INT, LONG, STRING, Row, error, stored
from registry_call import delete, get, put, register

AB = (register("b", INT), register("a", INT), register(":.ctx:c", INT))
GONE = (register("a", INT), register("b", INT), delete("/subjects/b"))


def meta(**properties: str) -> dict[str, Any]:
    return {"properties": properties}


METAS = (
    put("/config/s", {"compatibility": "NONE"}),
    register("s", INT, metadata=meta(k="1", l="x")),
    register("s", LONG, metadata=meta(k="2")),
    register("s", STRING),
)
ROWS = (
    Row("A.6.3 no subjects", (), get("/subjects"), 200, []),
    Row(
        "A.6.3 subjects of all contexts, sorted",
        AB,
        get("/subjects"),
        200,
        [":.ctx:c", "a", "b"],
    ),
    Row(
        "A.6.3 sorted by UTF-16 code units",
        tuple(
            register(n, INT)
            for n in ("b", "B", "%C3%A9", "_", "1", "%F0%9F%98%80", "%EF%BC%A1")
        ),
        get("/subjects"),
        200,
        ["1", "B", "_", "b", "é", "😀", "\uff21"],
    ),
    Row(
        "A.6.3 subjects of the default context",
        AB,
        get("/subjects?subjectPrefix="),
        200,
        ["a", "b"],
    ),
    Row(
        "A.6.3 subjects of a context",
        AB,
        get("/subjects?subjectPrefix=:.ctx:"),
        200,
        [":.ctx:c"],
    ),
    Row("A.6.3 subjects by prefix", AB, get("/subjects?subjectPrefix=a"), 200, ["a"]),
    Row(
        "A.6.3 subjects by prefix of any context",
        AB,
        get("/subjects?subjectPrefix=:*:c"),
        200,
        [":.ctx:c"],
    ),
    Row(
        "A.6.3 subjects of no context",
        AB,
        get("/subjects?subjectPrefix=:.cty:"),
        200,
        [],
    ),
    Row("A.6.3 subjects by page", AB, get("/subjects?offset=1&limit=1"), 200, ["a"]),
    Row("A.6.3 without deleted ones", GONE, get("/subjects"), 200, ["a"]),
    Row(
        "A.6.3 with deleted ones", GONE, get("/subjects?deleted=true"), 200, ["a", "b"]
    ),
    Row("A.6.3 only deleted ones", GONE, get("/subjects?deletedOnly=true"), 200, ["b"]),
    Row(
        "A.6.3 only deleted ones win",
        GONE,
        get("/subjects?deletedOnly=true&deleted=true"),
        200,
        ["b"],
    ),
    Row(
        "A.6.3 a subject with one live version is no deleted one",
        (register("a", INT), register("a", LONG), delete("/subjects/a/versions/1")),
        get("/subjects?deletedOnly=true"),
        200,
        [],
    ),
    Row(
        "A.6.3 metadata with pairs",
        METAS,
        get("/subjects/s/metadata?key=k&value=1"),
        200,
        stored(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"k": "1", "l": "x"}},
            guid="dc6be1e9-58b2-1113-7614-f9f438cfdaea",
        ),
    ),
    Row(
        "A.6.3 metadata with two pairs",
        METAS,
        get("/subjects/s/metadata?key=k&value=1&key=l&value=x"),
        200,
        stored(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"k": "1", "l": "x"}},
            guid="dc6be1e9-58b2-1113-7614-f9f438cfdaea",
        ),
    ),
    Row(
        "A.6.3 metadata of no version",
        METAS,
        get("/subjects/s/metadata?key=k&value=9"),
        404,
        error(40403, "Schema not found"),
    ),
    Row(
        "A.6.3 metadata without pairs",
        METAS,
        get("/subjects/s/metadata"),
        200,
        stored(
            "s",
            3,
            "$3",
            STRING,
            metadata={"properties": {"k": "2"}},
            guid="3476cb57-51ab-c3c5-911d-953a54fbc8fa",
        ),
    ),
    Row(
        "A.6.3 metadata of no subject",
        (),
        get("/subjects/s/metadata?key=k&value=1"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.6.3 metadata where none has any",
        (register("s", INT),),
        get("/subjects/s/metadata"),
        404,
        error(40403, "Schema not found"),
    ),
    Row(
        "A.6.3 metadata with more keys than values",
        METAS,
        get("/subjects/s/metadata?key=k&key=l&value=2"),
        200,
        stored(
            "s",
            3,
            "$3",
            STRING,
            metadata={"properties": {"k": "2"}},
            guid="3476cb57-51ab-c3c5-911d-953a54fbc8fa",
        ),
    ),
    Row(
        "A.6.3 metadata of a deleted version",
        (*METAS, delete("/subjects/s/versions/1")),
        get("/subjects/s/metadata?key=k&value=1"),
        404,
        error(40403, "Schema not found"),
    ),
    Row(
        "A.6.3 metadata of a deleted version with deleted",
        (*METAS, delete("/subjects/s/versions/1")),
        get("/subjects/s/metadata?key=k&value=1&deleted=true"),
        200,
        stored(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"k": "1", "l": "x"}},
            deleted=True,
            guid="dc6be1e9-58b2-1113-7614-f9f438cfdaea",
        ),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
