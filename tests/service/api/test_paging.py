"""A.17: filter, sort, skip, take."""

import pytest
from api_registry import Registry
from api_row import INT, LONG, STRING, Row, error, stored
from registry_call import delete, get, put, register

NOT_FOUND = error(404, "HTTP 404 Not Found")
MANY = (
    put("/config", {"compatibility": "NONE"}),
    *(register("s", schema) for schema in (INT, LONG, STRING)),
    *(register(name, INT) for name in ("u", "t", "v")),
)
SOME = (*MANY, delete("/subjects/s/versions/2"), delete("/subjects/t"))
ROWS = (
    Row(
        "A.17 subjects: skip, take",
        MANY,
        get("/subjects?offset=1&limit=2"),
        200,
        ["t", "u"],
    ),
    Row(
        "A.17 subjects: filter first",
        SOME,
        get("/subjects?offset=1&limit=2"),
        200,
        ["u", "v"],
    ),
    Row(
        "A.17 subjects: deleted ones, then skip",
        SOME,
        get("/subjects?deleted=true&offset=1&limit=2"),
        200,
        ["t", "u"],
    ),
    Row(
        "A.17 subjects: beyond the end",
        MANY,
        get("/subjects?offset=9&limit=2"),
        200,
        [],
    ),
    Row(
        "A.17 subjects: everything by default",
        MANY,
        get("/subjects"),
        200,
        ["s", "t", "u", "v"],
    ),
    Row(
        "A.17 schemas: skip, take",
        SOME,
        get("/schemas?offset=1&limit=1"),
        200,
        [stored("s", 3, "$3", STRING, guid="095d71cf-1255-6b9d-5e33-0ad575b3df5d")],
    ),
    Row(
        "A.17 schemas: latest ones first, then skip",
        SOME,
        get("/schemas?latestOnly=true&offset=1&limit=1"),
        200,
        [stored("u", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32")],
    ),
    Row(
        "A.17 versions: filter first",
        SOME,
        get("/subjects/s/versions?offset=1"),
        200,
        [3],
    ),
    Row(
        "A.17 versions: deleted ones, then skip",
        SOME,
        get("/subjects/s/versions?deleted=true&offset=1&limit=1"),
        200,
        [2],
    ),
    Row(
        "A.17 versions: deleted ones as negative, then skip",
        SOME,
        get("/subjects/s/versions?deletedAsNegative=true&offset=1"),
        200,
        [-2, 3],
    ),
    Row(
        "A.17 subjects of an id: filter first",
        SOME,
        get("/schemas/ids/$1/subjects?offset=1&limit=1"),
        200,
        ["u"],
    ),
    Row(
        "A.17 versions of an id: filter first",
        SOME,
        get("/schemas/ids/$1/versions?limit=1"),
        200,
        [{"subject": "s", "version": 1}],
    ),
    *(
        Row(
            f"A.17 no number, before anything else: {path}",
            (),
            get(f"{path}?{name}=x"),
            404,
            NOT_FOUND,
        )
        for path in (
            "/subjects/s/versions",
            "/subjects/s/versions/1/referencedby",
            "/schemas/ids/$9/subjects",
            "/schemas/ids/$9/versions",
            "/schemas",
            "/contexts",
            "/contexts/.ctx/subjects/s/versions",
        )
        for name in ("offset",)
    ),
    Row(
        "A.17 no number as limit",
        (),
        get("/subjects/s/versions?limit=x"),
        404,
        NOT_FOUND,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
