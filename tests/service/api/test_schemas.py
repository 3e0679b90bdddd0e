"""A.6.2: schemas, by id, by guid, and all of them."""

from hashlib import md5
from typing import Any
from unittest.mock import ANY
from uuid import UUID

import pytest
from api_registry import Registry
from api_row import (
    INT,
    INT_GUID,
    LONG,
    STRING,
    Row,
    error,
    stored,
)
from registry_call import delete, get, put, register

CRASH = (500, error(500, "Internal Server Error"))
S = register("s", INT)
X = register(":.ctx:s", INT)
TWO = (S, register("s", LONG))


def by_id(schema: str, **more: Any) -> dict[str, Any]:
    return {
        "guid": ANY,
        "schemaType": "AVRO",
        "schema": schema,
        "ts": ANY,
        "deleted": False,
    } | more


S1 = stored("s", 1, "$1", INT)
S2 = stored("s", 2, "$2", LONG)
X1 = stored(":.ctx:s", 1, 1, INT)


def missing(key: int | str) -> dict[str, Any]:
    return error(40403, f"Schema {key} not found")


# The reference never forgets a guid, so each of these has one of its own.
FIXED = [f'{{"type":"fixed","name":"Guid{n}","size":{n + 1}}}' for n in range(5)]


def guid(schema: str) -> str:
    return str(UUID(bytes=md5(schema.encode(), usedforsecurity=False).digest()))


SOFT = (S, delete("/subjects/s"))
HARD = (*SOFT, delete("/subjects/s?permanent=true"))
ROWS = (
    Row("A.6.2 no schemas", (), get("/schemas"), 200, []),
    Row(
        "A.6.2 all schemas by subject, then version",
        (register("t", STRING), *TWO),
        get("/schemas"),
        200,
        [
            stored("s", 1, "$2", INT),
            stored("s", 2, "$3", LONG),
            stored("t", 1, "$1", STRING),
        ],
    ),
    Row("A.6.2 only the default context", (S, X), get("/schemas"), 200, [S1]),
    Row("A.6.2 all contexts", (S, X), get("/schemas?subjectPrefix=:*:"), 200, [X1, S1]),
    Row(
        "A.6.2 all contexts, and a prefix",
        (S, X, register(":.ctx:t", LONG)),
        get("/schemas?subjectPrefix=:*:t"),
        200,
        [stored(":.ctx:t", 1, 2, LONG)],
    ),
    Row("A.6.2 one context", (S, X), get("/schemas?subjectPrefix=:.ctx:"), 200, [X1]),
    Row(
        "A.6.2 a prefix in a context",
        (X, register(":.ctx:t", LONG)),
        get("/schemas?subjectPrefix=:.ctx:t"),
        200,
        [stored(":.ctx:t", 1, 2, LONG)],
    ),
    Row(
        "A.6.2 a prefix",
        (S, register("t", LONG)),
        get("/schemas?subjectPrefix=t"),
        200,
        [stored("t", 1, "$2", LONG)],
    ),
    Row(
        "A.6.2 without deleted ones",
        (*TWO, delete("/subjects/s/versions/1")),
        get("/schemas"),
        200,
        [S2],
    ),
    Row(
        "A.6.2 with deleted ones",
        (*TWO, delete("/subjects/s/versions/1")),
        get("/schemas?deleted=true"),
        200,
        [S1 | {"deleted": True}, S2],
    ),
    Row("A.6.2 latest ones", TWO, get("/schemas?latestOnly=true"), 200, [S2]),
    Row(
        "A.6.2 latest live ones",
        (*TWO, delete("/subjects/s/versions/2")),
        get("/schemas?latestOnly=true"),
        200,
        [S1],
    ),
    Row(
        "A.6.2 latest ones with deleted",
        (*TWO, delete("/subjects/s/versions/2")),
        get("/schemas?latestOnly=true&deleted=true"),
        200,
        [S2 | {"deleted": True}],
    ),
    Row(
        "A.6.2 a page",
        (*TWO, register("t", STRING)),
        get("/schemas?offset=1&limit=1"),
        200,
        [S2],
    ),
    Row("A.6.2 a limit of 0", TWO, get("/schemas?limit=0"), 200, [S1, S2]),
    Row("A.6.2 a limit above the cap", TWO, get("/schemas?limit=5000"), 200, [S1, S2]),
    Row(
        "A.6.2 aliases",
        (S, put("/config/a", {"alias": "s"})),
        get("/schemas?aliases=true"),
        200,
        [
            stored(
                "s",
                1,
                "$1",
                INT,
                guid="ef524ea1-b91e-7317-3d93-8ade36c1db32",
                aliases=["a"],
            )
        ],
    ),
    Row(
        "A.6.2 aliases, and a prefix",
        (S, put("/config/a", {"alias": "s"})),
        get("/schemas?aliases=true&subjectPrefix=a"),
        200,
        [
            stored(
                "s",
                1,
                "$1",
                INT,
                guid="ef524ea1-b91e-7317-3d93-8ade36c1db32",
                aliases=["a"],
            )
        ],
    ),
    Row("A.6.2 by rule type", (S,), get("/schemas?ruleType=DOMAIN"), 200, []),
    Row(
        "A.6.2 by id",
        (S,),
        get("/schemas/ids/$1"),
        200,
        by_id(INT, subject="s", version=1),
    ),
    Row(
        "A.6.2 by id, in two subjects",
        (register("t", INT), S),
        get("/schemas/ids/$1"),
        200,
        by_id(INT, subject="s", version=1),
    ),
    Row("A.6.2 by id, of no schema", (), get("/schemas/ids/$9"), 404, missing("$9")),
    Row(
        "A.6.2 by id, soft-deleted",
        SOFT,
        get("/schemas/ids/$1"),
        200,
        by_id(INT, subject="s", version=1, deleted=True),
    ),
    Row("A.6.2 by id, gone", HARD, get("/schemas/ids/$1"), 404, missing("$1")),
    Row(
        "A.6.2 by id, with maxId",
        TWO,
        get("/schemas/ids/$1?fetchMaxId=true"),
        200,
        by_id(INT, subject="s", version=1, maxId="$2"),
    ),
    Row(
        "A.6.2 by id, of a context",
        (S, X),
        get("/schemas/ids/1?subject=:.ctx:"),
        200,
        by_id(INT, subject=":.ctx:s", version=1),
    ),
    Row(
        "A.6.2 by id, of a subject of a context",
        (S, X),
        get("/schemas/ids/1?subject=:.ctx:s"),
        200,
        by_id(INT, subject=":.ctx:s", version=1),
    ),
    Row(
        "A.6.2 by id, of a subject of a context without it",
        (S, X),
        get("/schemas/ids/1?subject=:.ctx:t"),
        404,
        missing(1),
    ),
    Row(
        "A.6.2 by id, of a subject",
        (S,),
        get("/schemas/ids/$1?subject=s"),
        200,
        by_id(INT, subject="s", version=1),
    ),
    Row(
        "A.6.2 by id, of a subject without it",
        (S,),
        get("/schemas/ids/$1?subject=t"),
        200,
        by_id(INT, subject="s", version=1),
    ),
    Row(
        "A.6.2 by id, of a subject that has it elsewhere",
        (X,),
        get("/schemas/ids/1?subject=s"),
        200,
        by_id(INT, subject=":.ctx:s", version=1),
    ),
    Row("A.6.2 text by id", (S,), get("/schemas/ids/$1/schema"), 200, "int"),
    Row(
        "A.6.2 text by id, of no schema",
        (),
        get("/schemas/ids/$9/schema"),
        404,
        missing("$9"),
        reference=CRASH,
    ),
    Row(
        "A.6.2 text by id, of a context",
        (X,),
        get("/schemas/ids/1/schema?subject=:.ctx:"),
        200,
        "int",
    ),
    Row(
        "A.6.2 text by id, soft-deleted",
        SOFT,
        get("/schemas/ids/$1/schema"),
        200,
        "int",
    ),
    Row(
        "A.6.2 subjects by id",
        (register("t", INT), S),
        get("/schemas/ids/$1/subjects"),
        200,
        ["s", "t"],
    ),
    Row(
        "A.6.2 subjects by id, soft-deleted",
        SOFT,
        get("/schemas/ids/$1/subjects"),
        200,
        [],
    ),
    Row(
        "A.6.2 subjects by id, with soft-deleted",
        SOFT,
        get("/schemas/ids/$1/subjects?deleted=true"),
        200,
        ["s"],
    ),
    Row(
        "A.6.2 subjects by id, gone",
        HARD,
        get("/schemas/ids/$1/subjects"),
        404,
        error(40403, "Schema not found"),
    ),
    Row(
        "A.6.2 subjects by id, of no schema",
        (),
        get("/schemas/ids/$9/subjects"),
        404,
        error(40403, "Schema not found"),
    ),
    Row(
        "A.6.2 subjects by id, by page",
        (register("t", INT), S),
        get("/schemas/ids/$1/subjects?offset=1&limit=1"),
        200,
        ["t"],
    ),
    Row(
        "A.6.2 subjects by id, of a subject",
        (register("t", INT), S),
        get("/schemas/ids/$1/subjects?subject=t"),
        200,
        ["s", "t"],
    ),
    Row(
        "A.6.2 subjects by id, of a context",
        (X,),
        get("/schemas/ids/1/subjects?subject=:.ctx:"),
        200,
        [":.ctx:s"],
    ),
    Row(
        "A.6.2 versions by id",
        (register("t", INT), S),
        get("/schemas/ids/$1/versions"),
        200,
        [{"subject": "s", "version": 1}, {"subject": "t", "version": 1}],
    ),
    Row(
        "A.6.2 versions by id, soft-deleted",
        SOFT,
        get("/schemas/ids/$1/versions"),
        200,
        [],
    ),
    Row(
        "A.6.2 versions by id, with soft-deleted",
        SOFT,
        get("/schemas/ids/$1/versions?deleted=true"),
        200,
        [{"subject": "s", "version": 1}],
    ),
    Row(
        "A.6.2 versions by id, of no schema",
        (),
        get("/schemas/ids/$9/versions"),
        404,
        error(40403, "Schema not found"),
    ),
    Row(
        "A.6.2 versions by id, by page",
        (register("t", INT), S),
        get("/schemas/ids/$1/versions?limit=1"),
        200,
        [{"subject": "s", "version": 1}],
    ),
    Row("A.6.2 by guid", (S,), get(f"/schemas/guids/{INT_GUID}"), 200, by_id(INT)),
    Row(
        "A.6.2 by guid, in upper case",
        (S,),
        get(f"/schemas/guids/{INT_GUID.upper()}"),
        200,
        by_id(INT),
    ),
    Row(
        "A.6.2 by guid, of a context",
        (register(":.ctx:s", FIXED[0]),),
        get(f"/schemas/guids/{guid(FIXED[0])}"),
        200,
        by_id(FIXED[0]),
    ),
    Row(
        "A.6.2 by guid, of no schema",
        (),
        get(f"/schemas/guids/{guid(FIXED[1])}"),
        404,
        missing(guid(FIXED[1])),
    ),
    Row(
        "A.6.2 by guid, gone",
        (
            register("s", FIXED[2]),
            delete("/subjects/s"),
            delete("/subjects/s?permanent=true"),
        ),
        get(f"/schemas/guids/{guid(FIXED[2])}"),
        404,
        missing(guid(FIXED[2])),
        reference=CRASH,
    ),
    Row("A.6.2 by guid, that is none", (), get("/schemas/guids/x"), 404, missing("x")),
    Row(
        "A.6.2 ids by guid",
        (S, X),
        get(f"/schemas/guids/{INT_GUID}/ids"),
        200,
        [{"context": ".", "id": "$1"}, {"context": ".ctx", "id": 1}],
    ),
    Row(
        "A.6.2 ids by guid, of no schema",
        (),
        get(f"/schemas/guids/{guid(FIXED[3])}/ids"),
        200,
        [],
    ),
    Row(
        "A.6.2 ids by guid, gone",
        (
            register("s", FIXED[4]),
            delete("/subjects/s"),
            delete("/subjects/s?permanent=true"),
        ),
        get(f"/schemas/guids/{guid(FIXED[4])}/ids"),
        200,
        [],
        reference=(200, [{"context": ".", "id": "$1"}]),
    ),
    Row(
        "A.6.2 a path below an id",
        (S,),
        get("/schemas/ids/$1/x"),
        404,
        error(404, "HTTP 404 Not Found"),
    ),
    Row(
        "A.6.2 aliases, of the global config",
        (S, put("/config", {"alias": "s"})),
        get("/schemas?aliases=true"),
        200,
        [stored("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32")],
    ),
    Row(
        "A.6.2 aliases, into another context",
        (X, put("/config/a", {"alias": ":.ctx:s"})),
        get("/schemas?aliases=true"),
        200,
        [
            stored(
                ":.ctx:s",
                1,
                1,
                INT,
                guid="ef524ea1-b91e-7317-3d93-8ade36c1db32",
                aliases=["a"],
            )
        ],
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
