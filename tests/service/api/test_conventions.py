"""A.1: what holds for every path."""

from typing import Any
from unittest.mock import ANY

import pytest
from api_registry import Registry
from api_row import (
    INT,
    Row,
    error,
    registered,
)
from registry_call import Call, delete, get, post, put, register

V1 = "application/vnd.schemaregistry.v1+json"
V = "application/vnd.schemaregistry+json"
REFUSED = (400, ANY)  # a page of HTML
NOT_FOUND = error(404, "HTTP 404 Not Found")


def typed(kind: str | None) -> Call:
    return Call("POST", "/subjects/s/versions", {"schema": INT}, {"Content-Type": kind})


OK = registered(1, "$1", INT)
NO_REGISTRATIONS: tuple[dict[str, Any], ...] = (
    {"schema": {}},
    {"schema": []},
    {"schema": INT, "references": {}},
    {"schema": INT, "references": "x"},
    {"schema": INT, "metadata": 1},
    {"schema": INT, "metadata": []},
    {"schema": INT, "ruleSet": 1},
    {"schema": INT, "schemaTagsToAdd": {}},
    {"schema": INT, "references": [1]},
    {"schema": INT, "version": 99999999999},
)
NO_CONFIGS: tuple[dict[str, Any], ...] = (
    {"compatibility": {}},
    {"alias": {}},
    {"defaultMetadata": 1},
)
ROWS = (
    *(
        Row(f"A.1 a request may be {kind}", (), typed(kind), 200, OK)
        for kind in (
            V1,
            V,
            "application/json",
            "application/octet-stream",
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
            "application/json; x=y",
            "APPLICATION/JSON",
        )
    ),
    *(
        Row(
            f"A.1 a request may not be {kind}",
            (),
            typed(kind),
            415,
            error(415, "HTTP 415 Unsupported Media Type"),
        )
        for kind in (
            "text/plain",
            "application/xml",
            "application/vnd.schemaregistry.v2+json",
            "*/*",
        )
    ),
    *(
        Row(
            f"A.1 a request of the type {kind!r}",
            (),
            typed(kind),
            400,
            error(400, "Bad Request"),
        )
        for kind in ("nonsense", "")
    ),
    Row(
        "A.1 a request of another charset",
        (),
        typed("application/json; charset=iso-8859-1"),
        200,
        registered(1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.1 a request without type",
        (),
        Call(
            "POST",
            "/subjects/s/versions",
            b'{"schema":"\\"int\\""}',
            {"Content-Type": None},
        ),
        200,
        OK,
    ),
    *(
        Row(
            f"A.1 Accept {accept!r} is answered with {kind}",
            (),
            get("/subjects", Accept=accept),
            200,
            [],
            {"content-type": kind},
        )
        for accept, kind in (
            ("*/*", V1),
            ("application/*", V1),
            (V1, V1),
            (V, V),
            ("application/json", "application/json"),
            (f"application/json;q=0.5, {V}", V),
            (f"application/json, {V1}", V1),
            (f"{V1};q=0.1, application/json", "application/json"),
            ("text/html, */*;q=0.1", V1),
            ("", V1),
            ("text/html, application/json", "application/json"),
            (f"{V}, {V1}", V1),
            (f"application/json, {V}", V),
            ("application/json;q=0.9, */*;q=0.1", "application/json"),
        )
    ),
    Row("A.1 no Accept", (), get("/subjects"), 200, [], {"content-type": V1}),
    *(
        Row(
            f"A.1 Accept {accept!r} matches nothing",
            (),
            get("/subjects", Accept=accept),
            406,
            error(406, "HTTP 406 Not Acceptable"),
        )
        for accept in ("text/html", "application/xml", "text/*")
    ),
    Row(
        "A.1 an error has the type asked for",
        (),
        get("/subjects/s/versions", Accept="application/json"),
        404,
        error(40401, "Subject 's' not found."),
        {"content-type": "application/json"},
    ),
    Row(
        "A.1 an error has a type",
        (),
        get("/subjects/s/versions"),
        404,
        error(40401, "Subject 's' not found."),
        {"content-type": V1},
    ),
    Row("A.1 unknown path", (), get("/nowhere"), 404, NOT_FOUND),
    Row(
        "A.1 unknown path below a known one",
        (),
        get("/subjects/s/versions/1/nowhere"),
        404,
        NOT_FOUND,
    ),
    Row(
        "A.1 another method",
        (),
        delete("/subjects"),
        405,
        error(405, "HTTP 405 Method Not Allowed"),
        {"allow": ANY},
    ),
    Row(
        "A.1 another method of a subject",
        (),
        get("/subjects/s"),
        405,
        error(405, "HTTP 405 Method Not Allowed"),
        {"allow": ANY},
    ),
    Row(
        "A.1 PATCH",
        (),
        Call("PATCH", "/config", {}),
        405,
        error(405, "HTTP 405 Method Not Allowed"),
        {"allow": ANY},
    ),
    Row(
        "A.1 HEAD is GET without body",
        (),
        Call("HEAD", "/subjects"),
        200,
        "",
        {"content-type": V1},
    ),
    Row(
        "A.1 HEAD of what is not there",
        (),
        Call("HEAD", "/subjects/s/versions"),
        404,
        "",
    ),
    Row("A.1 OPTIONS", (), Call("OPTIONS", "/subjects"), 200, "HEAD, GET, OPTIONS"),
    *(
        Row(
            f"A.1 a body {body!r}",
            (),
            post("/subjects/s/versions", body),
            400,
            error(400, ANY),
        )
        for body in (b"{", b"[]", b"1", b'"x"', b"{}x", b"\xff", b"{'a':1}")
    ),
    *(
        Row(
            f"A.1 a registration of {body!r}",
            (),
            post("/subjects/s/versions", body),
            422,
            error(422, "register.arg5 must not be null (was null)"),
        )
        for body in (b"", b"null")
    ),
    *(
        Row(
            f"A.1 a config {body!r}",
            (),
            Call("PUT", "/config/s", body),
            400,
            error(400, ANY),
        )
        for body in (b"{", b"[]")
    ),
    *(
        Row(
            f"A.1 the config {body!r}",
            (),
            Call("PUT", "/config/s", body),
            422,
            error(422, "updateSubjectLevelConfig.arg2 must not be null (was null)"),
        )
        for body in (b"", b"null")
    ),
    *(
        Row(
            f"A.1 the mode {body!r}",
            (),
            Call("PUT", "/mode/s", body),
            422,
            error(422, "updateMode.arg2 must not be null (was null)"),
        )
        for body in (b"", b"null")
    ),
    *(
        Row(
            f"A.1 a mode {body!r}",
            (),
            Call("PUT", "/mode/s", body),
            400,
            error(400, ANY),
        )
        for body in (b"{", b"[]")
    ),
    *(
        Row(
            f"A.1 a registration with {body}",
            (),
            post("/subjects/s/versions", body),
            400,
            error(400, ANY),
        )
        for body in NO_REGISTRATIONS
    ),
    *(
        Row(
            f"A.1 a registration with the scalar {body}",
            (),
            post("/subjects/s/versions", body),
            422,
            error(42201, ANY),
            reference=reference,
        )
        for body, reference in (
            ({"schema": 1}, None),
            ({"schema": True}, None),
            ({"schema": INT, "version": "1"}, (200, ANY)),
            ({"schema": INT, "id": "3"}, (422, error(42205, ANY))),
            ({"schema": INT, "version": 1.5}, (200, ANY)),
            ({"schema": INT, "version": True}, (400, error(400, ANY))),
            ({"schema": INT, "schemaType": 1}, None),
            ({"schema": INT, "propagateSchemaTags": "x"}, (400, error(400, ANY))),
            ({"schema": INT, "propagateSchemaTags": 1}, (200, ANY)),
        )
    ),
    Row(
        "A.1 a lookup with an object",
        (),
        post("/subjects/s", {"schema": {}}),
        400,
        error(400, ANY),
    ),
    Row(
        "A.1 a lookup with a number",
        (),
        post("/subjects/s", {"schema": 1}),
        422,
        error(42201, ANY),
    ),
    Row(
        "A.1 a lookup with a version as text",
        (),
        post("/subjects/s", {"schema": INT, "version": "3"}),
        422,
        error(42201, ANY),
        reference=(404, ANY),
    ),
    *(
        Row(
            f"A.1 a config with {body}",
            (),
            put("/config/s", body),
            400,
            error(400, ANY),
        )
        for body in NO_CONFIGS
    ),
    *(
        Row(
            f"A.1 a config with the scalar {body}",
            (),
            put("/config/s", body),
            422,
            error(42203, ANY),
            reference=reference,
        )
        for body, reference in (
            ({"compatibility": 1}, None),
            ({"normalize": "x"}, (400, error(400, ANY))),
            ({"normalize": 1}, (200, ANY)),
            ({"alias": 1}, (200, ANY)),
        )
    ),
    Row(
        "A.1 a mode with an object",
        (),
        put("/mode/s", {"mode": {}}),
        400,
        error(400, ANY),
    ),
    *(
        Row(
            f"A.1 a mode with the scalar {value}",
            (),
            put("/mode/s", {"mode": value}),
            422,
            error(42204, ANY),
        )
        for value in (1, True)
    ),
    Row(
        "A.1 unknown properties",
        (),
        post("/subjects/s/versions", {"schema": INT, "x": 1}),
        200,
        OK,
    ),
    Row(
        "A.1 unknown properties, and a header",
        (),
        post(
            "/subjects/s/versions",
            {"schema": INT, "x": 1},
            Confluent_Accept_Unknown_Properties="true",
        ),
        200,
        OK,
    ),
    Row(
        "A.1 unknown properties of config",
        (),
        put("/config/s", {"compatibility": "FULL", "x": 1}),
        200,
        {"compatibility": "FULL"},
    ),
    Row(
        "A.1 unknown properties of mode",
        (),
        put("/mode/s", {"mode": "READWRITE", "x": 1}),
        200,
        {"mode": "READWRITE"},
    ),
    Row("A.1 unknown parameters", (), get("/subjects?x=1"), 200, []),
    *(
        Row(
            f"A.1 deleted={text} is true",
            (register("s", INT), delete("/subjects/s")),
            get(f"/subjects?deleted={text}"),
            200,
            ["s"],
        )
        for text in ("true", "True", "TRUE", "true&deleted=false")
    ),
    *(
        Row(
            f"A.1 deleted={text} is false",
            (register("s", INT), delete("/subjects/s")),
            get(f"/subjects?deleted={text}"),
            200,
            [],
        )
        for text in ("false", "1", "yes", "", "on", "false&deleted=true", "%20true")
    ),
    Row(
        "A.1 offset below 0",
        (register("s", INT),),
        get("/subjects?offset=-1"),
        200,
        ["s"],
        reference=(500, error(500, "Internal Server Error")),
    ),
    Row("A.1 limit 0", (register("s", INT),), get("/subjects?limit=0"), 200, ["s"]),
    Row(
        "A.1 limit below 0",
        (register("s", INT),),
        get("/subjects?limit=-3"),
        200,
        ["s"],
    ),
    Row("A.1 offset that is no number", (), get("/subjects?offset=x"), 404, NOT_FOUND),
    Row("A.1 limit that is no number", (), get("/subjects?limit=x"), 404, NOT_FOUND),
    Row("A.1 limit that is empty", (), get("/subjects?limit="), 200, []),
    Row(
        "A.1 an offset of many digits",
        (),
        get("/subjects?offset=99999999999"),
        404,
        NOT_FOUND,
    ),
    *(
        Row(f"A.1 id {text}", (), get(f"/schemas/ids/{text}"), 404, NOT_FOUND)
        for text in ("abc", "1.5", "99999999999", "1x")
    ),
    Row("A.1 id 0", (), get("/schemas/ids/0"), 404, error(40403, "Schema 0 not found")),
    Row(
        "A.1 id -1",
        (),
        get("/schemas/ids/-1"),
        404,
        error(40403, "Schema -1 not found"),
    ),
    Row(
        "A.1 trailing slash",
        (register("s", INT),),
        get("/subjects/s/versions/"),
        200,
        [1],
    ),
    Row("A.1 trailing slash of the list", (), get("/subjects/"), 200, []),
    Row(
        "A.1 trailing slash and query",
        (),
        post("/subjects/s/versions/?normalize=true", {"schema": INT}),
        200,
        OK,
    ),
    Row(
        "A.1 trailing slash of an id",
        (register("s", INT),),
        get("/schemas/ids/$1/schema/"),
        200,
        "int",
    ),
    Row(
        "A.1 trailing slash of config",
        (),
        get("/config/"),
        200,
        {"compatibilityLevel": "BACKWARD"},
    ),
    Row(
        "A.1 two trailing slashes",
        (register("s", INT),),
        get("/subjects/s/versions//"),
        200,
        [1],
        reference=REFUSED,
    ),
    Row(
        "B.13 empty segments",
        (register("s", INT),),
        get("//subjects//s/versions"),
        200,
        [1],
        reference=REFUSED,
    ),
    *(
        Row(
            f"A.1 subject {name}", (register(name, INT),), get("/subjects"), 200, [told]
        )
        for name, told in (
            ("a%2Fb", "a/b"),
            ("a%3Ab", "a:b"),
            ("a:b", "a:b"),
            ("a.b", "a.b"),
            ("a%20b", "a b"),
            ("a+b", "a+b"),
            ("%C3%A9", "é"),
            ("a%2Bb", "a+b"),
            ("a%3Fb%23c", "a?b#c"),
            ("%F0%9F%98%80", "😀"),
            ("a%25b", "a%b"),
            ("a@b,c'd", "a@b,c'd"),
            ("a!$&()*=~", "a!$&()*=~"),
            ("%22", '"'),
            ("a%3Bb", "a;b"),
        )
    ),
    Row(
        "B.13 subject a%2525",
        (),
        register("a%2525", INT),
        400,
        error(400, ANY),
        reference=(200, OK),
    ),
    Row(
        "A.1 subject a%5Cb",
        (),
        register("a%5Cb", INT),
        200,
        OK,
        reference=REFUSED,
    ),
    Row(
        "A.1 a request id is echoed",
        (),
        get("/subjects", X_Request_ID="abc-1"),
        200,
        [],
        {"x-request-id": "abc-1"},
    ),
    Row(
        "A.1 a request id is made", (), get("/subjects"), 200, [], {"x-request-id": ANY}
    ),
    Row(
        "A.1 no caching",
        (),
        get("/subjects"),
        200,
        [],
        {"cache-control": None, "etag": None},
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
