"""A.6.1: the root and what the server says about itself."""

from unittest.mock import ANY

import pytest
from api_registry import Registry
from api_row import (
    Row,
    error,
)
from registry_call import get, post

ROWS = (
    Row("A.6.1 GET / answers an empty object", (), get("/"), 200, {}),
    Row("A.6.1 POST / answers an empty object", (), post("/", {"a": 1}), 200, {}),
    Row(
        "A.6.1 POST / wants an object",
        (),
        post("/", []),
        400,
        error(400, ANY),
    ),
    Row(
        "A.6.1 the ids of the cluster",
        (),
        get("/v1/metadata/id"),
        200,
        {
            "scope": {
                "path": [],
                "clusters": {"kafka-cluster": ANY, "schema-registry-cluster": ANY},
            }
        },
    ),
    Row(
        "A.6.1 the version of the server",
        (),
        get("/v1/metadata/version"),
        200,
        {"version": ANY, "commitId": ANY},
    ),
    Row(
        "A.6.1 the deployment has no attributes",
        (),
        get("/v1/metadata/deployment"),
        200,
        {"attributes": []},
    ),
    Row(
        "A.6.2 there is one type",
        (),
        get("/schemas/types"),
        200,
        ["AVRO"],
        reference=(200, ANY),
    ),
    Row(
        "A.6.9 DEK registry",
        (),
        get("/dek-registry/v1/keks"),
        404,
        error(404, "HTTP 404 Not Found"),
    ),
    Row(
        "A.6.9 exporters",
        (),
        get("/exporters"),
        404,
        error(404, "HTTP 404 Not Found"),
    ),
    Row(
        "A.6.9 catalog",
        (),
        get("/catalog/v1/types/tagdefs"),
        404,
        error(404, "HTTP 404 Not Found"),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
