"""A.3 and A.6.8: subjects, contexts, the path prefix."""

from typing import Any
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
from registry_call import Call, delete, get, lookup, post, put, register

S1 = register("s", INT)
X1 = register(":.ctx:s", INT)


def version1(subject: str) -> dict[str, Any]:
    return stored(subject, 1, 1, INT)


BAD = "The specified subject '%s' is not a valid."
ROWS = (
    Row(
        "A.3 :.: is the default context",
        (S1,),
        get("/subjects/:.:s/versions/1"),
        200,
        stored("s", 1, "$1", INT),
    ),
    Row(
        "A.3 registering in :.:", (register(":.:s", INT),), get("/subjects"), 200, ["s"]
    ),
    Row(
        "A.3 a subject of a context",
        (X1,),
        get("/subjects/:.ctx:s/versions/1"),
        200,
        version1(":.ctx:s"),
    ),
    Row(
        "A.3 a subject of a context, encoded",
        (X1,),
        get("/subjects/%3A.ctx%3As/versions/1"),
        200,
        version1(":.ctx:s"),
    ),
    Row(
        "A.3 later colons belong to the subject",
        (register(":.ctx:a:b", INT),),
        get("/subjects"),
        200,
        [":.ctx:a:b"],
    ),
    Row(
        "A.3 colons of a plain name",
        (register("a:b", INT),),
        get("/subjects"),
        200,
        ["a:b"],
    ),
    Row(
        "A.3 a leading colon", (register(":a:b", INT),), get("/subjects"), 200, [":a:b"]
    ),
    Row(
        "A.3 a leading dot",
        (register(".ctx:s", INT),),
        get("/subjects"),
        200,
        [".ctx:s"],
    ),
    Row(
        "A.3 ids of a context begin at 1",
        (S1, register("t", LONG)),
        register(":.ctx:s", STRING),
        200,
        registered(1, 1, STRING),
    ),
    Row(
        "A.3 a context exists from the first registration",
        (X1,),
        get("/contexts"),
        200,
        [".", ".ctx"],
    ),
    Row(
        "A.3 a context stays when its subjects are gone",
        (X1, delete("/subjects/:.ctx:s"), delete("/subjects/:.ctx:s?permanent=true")),
        get("/contexts"),
        200,
        [".", ".ctx"],
    ),
    Row(
        "A.3 config makes no context",
        (put("/config/:.ctx:", {"compatibility": "FULL"}),),
        get("/contexts"),
        200,
        ["."],
    ),
    Row("A.3 . is always there", (), get("/contexts"), 200, ["."]),
    Row(
        "A.6.8 contexts are sorted",
        (register(":.ctz:s", INT), register(":.ctx:s", INT), register(":.cty:s", INT)),
        get("/contexts"),
        200,
        [".", ".ctx", ".cty", ".ctz"],
    ),
    Row(
        "A.6.8 contexts by page",
        (register(":.ctz:s", INT), register(":.ctx:s", INT)),
        get("/contexts?offset=1&limit=1"),
        200,
        [".ctx"],
    ),
    Row(
        "A.6.8 contexts by prefix",
        (register(":.ctz:s", INT), register(":.ctx:s", INT)),
        get("/contexts?contextPrefix=.ctx"),
        200,
        [".ctx"],
    ),
    Row(
        "A.6.8 contexts by prefix, then page",
        (register(":.ctz:s", INT), register(":.ctx:s", INT)),
        get("/contexts?contextPrefix=.ct&offset=1"),
        200,
        [".ctz"],
    ),
    Row(
        "A.6.8 delete a context",
        (X1, delete("/subjects/:.ctx:s"), delete("/subjects/:.ctx:s?permanent=true")),
        delete("/contexts/.ctx"),
        204,
        "",
    ),
    Row(
        "A.6.8 a deleted context is gone",
        (
            X1,
            delete("/subjects/:.ctx:s"),
            delete("/subjects/:.ctx:s?permanent=true"),
            delete("/contexts/.ctx"),
        ),
        get("/contexts"),
        200,
        ["."],
    ),
    Row(
        "A.6.8 a context with versions",
        (X1,),
        delete("/contexts/.ctx"),
        422,
        error(42211, "The specified context ':.ctx:' is not empty."),
    ),
    Row(
        "A.6.8 a context with soft-deleted versions",
        (X1, delete("/subjects/:.ctx:s")),
        delete("/contexts/.ctx"),
        422,
        error(42211, "The specified context ':.ctx:' is not empty."),
    ),
    Row("A.6.8 a context nobody knows", (), delete("/contexts/.ctx"), 204, ""),
    Row(
        "A.6.8 a context without dot",
        (X1,),
        delete("/contexts/ctx"),
        422,
        error(42211, "The specified context ':.ctx:' is not empty."),
    ),
    Row(
        "A.6.8 a context as :.c:",
        (X1,),
        delete("/contexts/:.ctx:"),
        422,
        error(42211, "The specified context ':.ctx:' is not empty."),
    ),
    Row(
        "A.6.8 delete the default context",
        (S1,),
        delete("/contexts/."),
        405,
        error(405, "HTTP 405 Method Not Allowed"),
    ),
    Row(
        "A.6.8 ids go on after a context was deleted",
        (
            X1,
            delete("/subjects/:.ctx:s"),
            delete("/subjects/:.ctx:s?permanent=true"),
            delete("/contexts/.ctx"),
        ),
        register(":.ctx:s", LONG),
        200,
        registered(1, 2, LONG),
    ),
    Row(
        "A.6.8 config of a deleted context",
        (
            X1,
            put("/config/:.ctx:", {"compatibility": "FULL"}),
            delete("/subjects/:.ctx:s"),
            delete("/subjects/:.ctx:s?permanent=true"),
            delete("/contexts/.ctx"),
        ),
        get("/config/:.ctx:"),
        200,
        {"compatibilityLevel": "FULL"},
    ),
    *(
        Row(
            f"A.3 control character {c}",
            (),
            register(f"a{c}b", INT),
            422,
            error(42208, ANY),
            reference=(400, ANY),
        )
        for c in ("%01", "%0A", "%1F", "%7F")
    ),
    *(
        Row(
            f"A.3 control character {c}",
            (),
            register(f"a{c}b", INT),
            422,
            error(42208, ANY),
        )
        for c in ("%C2%80", "%C2%9F")
    ),
    *(
        Row(
            f"A.3 lookup with control character {c}",
            (),
            lookup(f"a{c}b", INT),
            422,
            error(42208, ANY),
            reference=(400, ANY),
        )
        for c in ("%0A", "%7F")
    ),
    *(
        Row(
            f"A.3 {name} is no subject",
            (),
            register(name, INT),
            422,
            error(42208, BAD % name),
        )
        for name in (
            "__GLOBAL",
            "__EMPTY",
            ":.ctx:__GLOBAL",
            ":.__GLOBAL:s",
            ":.__GLOBAL:",
        )
    ),
    *(
        Row(
            f"A.3 {name} is not looked up",
            (),
            lookup(name, INT),
            404,
            error(40401, f"Subject '{name}' not found."),
        )
        for name in ("__GLOBAL", "__EMPTY", ":.__GLOBAL:s")
    ),
    Row(
        "A.3 config of __GLOBAL",
        (),
        put("/config/__GLOBAL", {"compatibility": "FULL"}),
        422,
        error(42208, BAD % "__GLOBAL"),
    ),
    Row(
        "A.3 mode of __GLOBAL",
        (),
        put("/mode/__GLOBAL", {"mode": "READONLY"}),
        422,
        error(42208, BAD % "__GLOBAL"),
    ),
    Row(
        "A.3 the subject *",
        (),
        register("*", INT),
        422,
        error(42208, BAD % "*"),
        reference=(200, ANY),
    ),
    Row(
        "A.3 the empty subject of a context",
        (),
        register(":.ctx:", INT),
        422,
        error(42208, BAD % ":.ctx:"),
        reference=(200, ANY),
    ),
    Row(
        "A.3 the empty subject, without a colon",
        (),
        register(":.ctx", INT),
        422,
        error(42208, BAD % ":.ctx"),
        reference=(200, ANY),
    ),
    Row(
        "A.3 a space is a subject",
        (),
        register("%20", INT),
        200,
        registered(1, "$1", INT),
    ),
    # the path prefix
    Row("A.3 prefix .c", (X1,), get("/contexts/.ctx/subjects/s/versions"), 200, [1]),
    Row("A.3 prefix c", (X1,), get("/contexts/ctx/subjects/s/versions"), 200, [1]),
    Row(
        "A.3 prefix :.c:", (X1,), get("/contexts/:.ctx:/subjects/s/versions"), 200, [1]
    ),
    Row(
        "A.3 prefix with a colon",
        (),
        get("/contexts/a:b/subjects/s/versions"),
        400,
        error(400, "Context name 'a:b' cannot contain a colon"),
    ),
    Row("A.3 prefix .", (S1,), get("/contexts/./subjects/s/versions"), 200, [1]),
    Row("A.3 prefix :.:", (S1,), get("/contexts/:.:/subjects/s/versions"), 200, [1]),
    Row(
        "A.3 a qualified name wins over the prefix",
        (X1,),
        get("/contexts/.cty/subjects/:.ctx:s/versions"),
        200,
        [1],
    ),
    Row(
        "A.3 names are qualified below a prefix",
        (X1,),
        get("/contexts/.ctx/subjects/s/versions/1"),
        200,
        version1(":.ctx:s"),
    ),
    Row(
        "A.3 an error below a prefix",
        (),
        get("/contexts/.ctx/subjects/s/versions"),
        404,
        error(40401, "Subject ':.ctx:s' not found."),
    ),
    Row(
        "A.3 registering below a prefix",
        (register("s", INT)._replace(path="/contexts/.ctx/subjects/s/versions"),),
        get("/subjects"),
        200,
        [":.ctx:s"],
    ),
    Row(
        "A.3 subjects below a prefix",
        (X1, S1),
        get("/contexts/.ctx/subjects"),
        200,
        [":.ctx:s"],
    ),
    Row(
        "A.3 subjects below the prefix .",
        (X1, S1),
        get("/contexts/./subjects"),
        200,
        ["s"],
    ),
    Row(
        "A.3 subjects by prefix below a prefix",
        (X1, register(":.ctx:t", INT)),
        get("/contexts/.ctx/subjects?subjectPrefix=t"),
        200,
        [":.ctx:t"],
    ),
    Row(
        "A.3 schemas below a prefix",
        (X1, S1),
        get("/contexts/.ctx/schemas"),
        200,
        [version1(":.ctx:s")],
    ),
    Row(
        "A.3 ids below a prefix",
        (X1, S1),
        get("/contexts/.ctx/schemas/ids/1/subjects"),
        200,
        [":.ctx:s"],
    ),
    Row(
        "A.3 ids of a subject below a prefix",
        (X1, S1),
        get("/contexts/.ctx/schemas/ids/1/subjects?subject=s"),
        200,
        [":.ctx:s"],
    ),
    Row(
        "A.3 types below a prefix",
        (),
        get("/contexts/.ctx/schemas/types"),
        200,
        ["AVRO"],
        reference=(200, ["JSON", "PROTOBUF", "AVRO"]),
    ),
    Row(
        "A.3 compatibility below a prefix",
        (X1,),
        post(
            "/contexts/.ctx/compatibility/subjects/s/versions/latest",
            {"schema": STRING},
        ),
        200,
        {"is_compatible": False},
    ),
    Row(
        "A.3 config of a context by prefix",
        (put("/config/:.ctx:", {"compatibility": "FULL"}),),
        get("/contexts/.ctx/config"),
        200,
        {"compatibilityLevel": "FULL"},
    ),
    Row(
        "A.3 config of a subject by prefix",
        (put("/config/:.ctx:s", {"compatibility": "FULL"}),),
        get("/contexts/.ctx/config/s"),
        200,
        {"compatibilityLevel": "FULL"},
    ),
    Row(
        "A.3 mode of a context by prefix",
        (put("/mode/:.ctx:", {"mode": "READONLY"}),),
        get("/contexts/.ctx/mode"),
        200,
        {"mode": "READONLY"},
    ),
    Row(
        "A.3 mode of a subject by prefix",
        (put("/mode/:.ctx:s", {"mode": "READONLY"}),),
        get("/contexts/.ctx/mode/s"),
        200,
        {"mode": "READONLY"},
    ),
    Row(
        "A.3 config below the prefix .",
        (put("/config", {"compatibility": "FULL"}),),
        get("/contexts/./config"),
        200,
        {"compatibilityLevel": "FULL"},
    ),
    Row(
        "A.3 contexts below a prefix",
        (X1,),
        get("/contexts/.ctx/contexts"),
        200,
        [".", ".ctx"],
    ),
    Row(
        "A.3 a second prefix",
        (X1,),
        get("/contexts/.cty/contexts/.ctx/subjects"),
        400,
        error(400, ANY),
        reference=(200, ANY),
    ),
    Row(
        "A.3 the root below a prefix",
        (),
        get("/contexts/.ctx/"),
        405,
        error(405, "HTTP 405 Method Not Allowed"),
    ),
    Row(
        "A.3 metadata of the server below a prefix",
        (),
        get("/contexts/.ctx/v1/metadata/version"),
        200,
        {"version": ANY, "commitId": ANY},
    ),
    # fallback
    Row(
        "A.3 a version is looked for in other contexts",
        (X1,),
        get("/subjects/s/versions/1"),
        200,
        version1(":.ctx:s"),
    ),
    Row(
        "A.3 latest in other contexts",
        (X1,),
        get("/subjects/s/versions/latest"),
        200,
        version1(":.ctx:s"),
    ),
    Row(
        "A.3 a text is looked for in other contexts",
        (X1,),
        get("/subjects/s/versions/1/schema"),
        200,
        "int",
    ),
    Row(
        "A.3 referencedby is looked for in other contexts",
        (X1,),
        get("/subjects/s/versions/1/referencedby"),
        200,
        [],
    ),
    Row(
        "A.3 a lookup in other contexts",
        (X1,),
        lookup("s", INT),
        200,
        found(":.ctx:s", 1, 1, INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.3 an id in other contexts",
        (X1,),
        get("/schemas/ids/1?subject=s"),
        200,
        {
            "subject": ":.ctx:s",
            "version": 1,
            "guid": "ef524ea1-b91e-7317-3d93-8ade36c1db32",
            "schemaType": "AVRO",
            "schema": '"int"',
            "ts": ANY,
            "deleted": False,
        },
    ),
    Row(
        "A.3 the first context in name order",
        (register(":.cty:s", LONG), register(":.ctx:s", INT)),
        get("/subjects/s/versions/1"),
        200,
        version1(":.ctx:s"),
    ),
    Row(
        "A.3 versions are not looked for elsewhere",
        (X1,),
        get("/subjects/s/versions"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.3 compatibility is not looked for elsewhere",
        (X1,),
        post("/compatibility/subjects/s/versions/1", {"schema": STRING}),
        404,
        error(40402, "Version 1 not found."),
    ),
    Row(
        "A.3 a delete is not elsewhere",
        (X1,),
        delete("/subjects/s"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.3 a delete of a version is not elsewhere",
        (X1,),
        delete("/subjects/s/versions/1"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.3 config is not elsewhere",
        (put("/config/:.ctx:s", {"compatibility": "FULL"}),),
        get("/config/s"),
        404,
        error(
            40408, "Subject 's' does not have subject-level compatibility configured"
        ),
    ),
    Row(
        "A.3 a qualified name is not looked for elsewhere",
        (S1,),
        get("/subjects/:.ctx:s/versions/1"),
        404,
        error(40401, "Subject ':.ctx:s' not found."),
    ),
    Row(
        "A.3 a subject of the default context that lacks the version",
        (
            S1,
            X1,
            register(
                ":.ctx:s",
                LONG,
            ),
        ),
        get("/subjects/s/versions/2"),
        200,
        stored(":.ctx:s", 2, 2, LONG, guid="e1dd9a1e-f98b-451b-5369-0370b393966b"),
    ),
    Row(
        "A.3 a context of a refused registration",
        (Call("POST", "/compatibility/subjects/:.ctx:s/versions", {"schema": INT}),),
        get("/contexts"),
        200,
        ["."],
    ),
    Row(
        "A.3 an encoded name wins over the prefix",
        (X1,),
        get("/contexts/.cty/subjects/%3A.ctx%3As/versions"),
        200,
        [1],
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
