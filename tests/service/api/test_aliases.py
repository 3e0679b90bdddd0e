"""A.16: aliases."""

from unittest.mock import ANY

import pytest
from api_registry import Registry
from api_row import (
    INT,
    LONG,
    STRING,
    Row,
    error,
    found,
    registered,
    stored,
)
from registry_call import delete, get, lookup, post, put, register

S = register("s", INT)
A = put("/config/a", {"alias": "s"})
BOTH = (S, A)
S1 = stored("s", 1, "$1", INT)
ROWS = (
    Row("A.16 versions", BOTH, get("/subjects/a/versions"), 200, [1]),
    Row("A.16 a version", BOTH, get("/subjects/a/versions/1"), 200, S1),
    Row("A.16 a text", BOTH, get("/subjects/a/versions/1/schema"), 200, "int"),
    Row("A.16 a registration", (A, register("a", INT)), get("/subjects"), 200, ["s"]),
    Row(
        "A.16 a lookup",
        BOTH,
        lookup("a", INT),
        200,
        found("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.16 compatibility",
        BOTH,
        post("/compatibility/subjects/a/versions/latest", {"schema": STRING}),
        200,
        {"is_compatible": False},
    ),
    Row(
        "A.16 a delete deletes the target",
        (*BOTH, delete("/subjects/a")),
        get("/subjects"),
        200,
        [],
    ),
    Row("A.16 a delete of a version", BOTH, delete("/subjects/a/versions/1"), 200, 1),
    Row(
        "A.16 metadata",
        (register("s", INT, metadata={"properties": {"k": "v"}}), A),
        get("/subjects/a/metadata?key=k&value=v"),
        200,
        stored(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"k": "v"}},
            guid="1971c938-f93c-9a8e-c077-629ff020f4b7",
        ),
    ),
    Row(
        "A.16 an error names the target",
        (A,),
        get("/subjects/a/versions"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.16 not in config",
        (*BOTH, put("/config/s", {"compatibility": "FULL"})),
        get("/config/a"),
        200,
        {"alias": "s", "compatibilityLevel": "BACKWARD"},
    ),
    Row(
        "A.16 not in config, effective",
        (*BOTH, put("/config/s", {"compatibility": "FULL"})),
        get("/config/a?defaultToGlobal=true"),
        200,
        {"alias": "s", "compatibilityLevel": "BACKWARD"},
    ),
    Row(
        "A.16 not in mode",
        (*BOTH, put("/mode/s", {"mode": "READONLY"})),
        get("/mode/a"),
        404,
        error(40409, "Subject 'a' does not have subject-level mode configured"),
    ),
    Row(
        "A.16 subject= of an id",
        BOTH,
        get("/schemas/ids/$1?subject=a"),
        200,
        {
            "subject": "s",
            "version": 1,
            "guid": "ef524ea1-b91e-7317-3d93-8ade36c1db32",
            "schemaType": "AVRO",
            "schema": '"int"',
            "ts": ANY,
            "deleted": False,
        },
    ),
    Row(
        "A.16 an alias of an alias",
        (*BOTH, put("/config/b", {"alias": "a"})),
        get("/subjects/b/versions"),
        404,
        error(40401, "Subject 'a' not found."),
    ),
    Row(
        "A.16 of its context",
        (register(":.ctx:s", INT), put("/config/:.ctx:a", {"alias": "s"})),
        get("/subjects/:.ctx:a/versions/1"),
        200,
        stored(":.ctx:s", 1, 1, INT),
    ),
    Row(
        "A.16 into another context",
        (register(":.ctx:s", INT), put("/config/a", {"alias": ":.ctx:s"})),
        get("/subjects/a/versions/1"),
        200,
        stored(":.ctx:s", 1, 1, INT),
    ),
    Row(
        "A.16 below a prefix",
        (register(":.ctx:s", INT), put("/config/:.ctx:a", {"alias": "s"})),
        get("/contexts/.ctx/subjects/a/versions/1"),
        200,
        stored(":.ctx:s", 1, 1, INT),
    ),
    Row(
        "A.16 an alias of a context",
        (S, put("/config/:.ctx:", {"alias": "s"})),
        get("/subjects/:.ctx:/versions"),
        404,
        error(40401, "Subject ':.ctx:s' not found."),
    ),
    Row(
        "A.16 a global alias",
        (S, put("/config", {"alias": "s"})),
        get("/subjects/x/versions"),
        404,
        error(40401, "Subject 'x' not found."),
    ),
    Row(
        "A.16 a global alias, by id",
        (S, put("/config", {"alias": ":.ctx:x"})),
        get("/schemas/ids/$1/versions?subject=:.:"),
        200,
        [{"subject": "s", "version": 1}],
    ),
    Row(
        "A.16 an alias with a slash",
        (register("a%2Fb", INT), put("/config/c", {"alias": "a/b"})),
        get("/subjects/c/versions"),
        200,
        [1],
        reference=(404, error(404, "HTTP 404 Not Found")),
    ),
    Row(
        "A.16 an empty string removes",
        (*BOTH, put("/config/a", {"alias": ""})),
        get("/subjects/a/versions"),
        404,
        error(40401, "Subject 'a' not found."),
    ),
    Row(
        "A.16 an alias over a subject of its own",
        (S, register("a", LONG), A),
        get("/subjects/a/versions/1/schema"),
        200,
        "int",
    ),
    Row(
        "A.16 an alias of itself",
        (S, put("/config/s", {"alias": "s"})),
        get("/subjects/s/versions"),
        200,
        [1],
    ),
    Row(
        "A.16 tags of an alias",
        BOTH,
        post("/subjects/a/versions/1/tags", {}),
        200,
        registered(
            2,
            "$2",
            INT,
            metadata={"properties": {"confluent:version": "2"}},
            guid="75b38dc3-3cb5-df5a-463e-26bc6ac19a23",
        ),
    ),
    Row(
        "A.16 the config of the target counts",
        (S, A, put("/config/a", {"compatibility": "NONE"})),
        register("a", STRING),
        409,
        error(
            40901,
            "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}, {oldSchemaVersion: 1}, {oldSchema: '\"int\"'}, {validateFields: 'false', compatibility: 'BACKWARD'}]",
        ),
    ),
    Row(
        "A.16 of its context, encoded",
        (register(":.ctx:s", INT), put("/config/:.ctx:a", {"alias": "s"})),
        get("/subjects/%3A.ctx%3Aa/versions/1"),
        200,
        stored(":.ctx:s", 1, 1, INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
