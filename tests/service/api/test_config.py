"""A.6.6 and A.12: config, and which applies."""

from typing import Any

import pytest
from api_registry import Registry
from api_row import INT, STRING, Row, error, registered
from registry_call import delete, get, put, register

LEVELS = (
    "NONE",
    "BACKWARD",
    "BACKWARD_TRANSITIVE",
    "FORWARD",
    "FORWARD_TRANSITIVE",
    "FULL",
    "FULL_TRANSITIVE",
)
BAD = error(
    42203,
    "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive",
)


def none(subject: str) -> dict[str, Any]:
    return error(
        40408,
        f"Subject '{subject}' does not have subject-level compatibility configured",
    )


def level(name: str, **more: Any) -> dict[str, Any]:
    return {"compatibilityLevel": name} | more


FULL = {"compatibility": "FULL"}
META = {"properties": {"a": "b"}}
RULES = {
    "domainRules": [
        {
            "name": "r",
            "kind": "CONDITION",
            "type": "CEL",
            "mode": "WRITE",
            "expr": "true",
        }
    ]
}
MANY = {
    "compatibility": "FULL",
    "normalize": True,
    "validateFields": True,
    "validateNewSchemas": True,
    "validateRules": True,
    "compatibilityGroup": "g",
    "compatibilityPolicy": "LENIENT",
    "alias": "t",
    "defaultMetadata": META,
    "overrideMetadata": META,
}
ROWS = (
    Row("A.6.6 the default", (), get("/config"), 200, level("BACKWARD")),
    Row(
        "A.6.6 the default, effective",
        (),
        get("/config?defaultToGlobal=true"),
        200,
        level("BACKWARD"),
    ),
    Row("A.6.6 no record", (), get("/config/s"), 404, none("s")),
    Row("A.6.6 no record of a context", (), get("/config/:.ctx:"), 404, none(":.ctx:")),
    Row(
        "A.6.6 no record of a subject of a context",
        (),
        get("/config/:.ctx:s"),
        404,
        none(":.ctx:s"),
    ),
    Row(
        "A.6.6 no record, effective",
        (),
        get("/config/s?defaultToGlobal=true"),
        200,
        level("BACKWARD"),
    ),
    *(
        Row(
            f"A.6.6 level {name}",
            (put("/config/s", {"compatibility": name}),),
            get("/config/s"),
            200,
            level(name),
        )
        for name in LEVELS
    ),
    Row(
        "A.6.6 a level in any case",
        (),
        put("/config/s", {"compatibility": "full_Transitive"}),
        200,
        {"compatibility": "FULL_TRANSITIVE"},
    ),
    Row("A.6.6 a global level", (), put("/config", FULL), 200, FULL),
    Row(
        "A.6.6 a global level is read",
        (put("/config", FULL),),
        get("/config"),
        200,
        level("FULL"),
    ),
    Row("A.6.6 a level of a context", (), put("/config/:.ctx:", FULL), 200, FULL),
    Row(
        "A.6.6 a level of a context, without its end",
        (put("/config/:.ctx", FULL),),
        get("/config/:.ctx:"),
        200,
        level("FULL"),
    ),
    Row(
        "A.6.6 a level of all contexts",
        (put("/config/:.__GLOBAL:", FULL),),
        get("/config/:.__GLOBAL:"),
        200,
        level("FULL"),
    ),
    *(
        Row(
            f"A.6.6 an unknown level {name!r}",
            (),
            put("/config/s", {"compatibility": name}),
            422,
            BAD,
        )
        for name in ("X", "", " FULL", "FULL ")
    ),
    Row(
        "A.6.6 an unknown global level",
        (),
        put("/config", {"compatibility": "X"}),
        422,
        BAD,
    ),
    Row(
        "A.6.6 compatibilityLevel in a request",
        (),
        put("/config/s", level("FULL")),
        200,
        {},
    ),
    Row("A.6.6 an empty object", (), put("/config/s", {}), 200, {}),
    Row(
        "A.6.6 an empty object is a record",
        (put("/config/s", {}),),
        get("/config/s"),
        200,
        {"compatibilityLevel": "BACKWARD"},
    ),
    Row("A.6.6 an empty global object", (), put("/config", {}), 200, {}),
    Row(
        "A.6.6 all fields",
        (),
        put("/config/s", MANY),
        200,
        {
            "alias": "t",
            "normalize": True,
            "validateFields": True,
            "validateNewSchemas": True,
            "validateRules": True,
            "compatibility": "FULL",
            "compatibilityPolicy": "LENIENT",
            "compatibilityGroup": "g",
            "defaultMetadata": {"properties": {"a": "b"}},
            "overrideMetadata": {"properties": {"a": "b"}},
        },
    ),
    Row(
        "A.6.6 all fields are read",
        (put("/config/s", MANY),),
        get("/config/s"),
        200,
        {
            "alias": "t",
            "normalize": True,
            "validateFields": True,
            "validateNewSchemas": True,
            "validateRules": True,
            "compatibilityLevel": "FULL",
            "compatibilityPolicy": "LENIENT",
            "compatibilityGroup": "g",
            "defaultMetadata": {"properties": {"a": "b"}},
            "overrideMetadata": {"properties": {"a": "b"}},
        },
    ),
    Row(
        "A.6.6 an absent field keeps its value",
        (put("/config/s", {"compatibility": "FULL", "normalize": True}),),
        put("/config/s", {"validateFields": True}),
        200,
        {"compatibility": "FULL", "normalize": True, "validateFields": True},
    ),
    Row(
        "A.6.6 null clears",
        (put("/config/s", {"compatibility": "FULL", "normalize": True}),),
        put("/config/s", {"normalize": None}),
        200,
        {"compatibility": "FULL"},
    ),
    Row(
        "A.6.6 null clears the level",
        (put("/config/s", {"compatibility": "FULL", "normalize": True}),),
        put("/config/s", {"compatibility": None}),
        200,
        {"normalize": True},
    ),
    Row(
        "A.6.6 a record without level",
        (put("/config/s", {"normalize": True}),),
        get("/config/s"),
        200,
        level("BACKWARD", normalize=True),
    ),
    Row(
        "A.6.6 an unknown policy",
        (),
        put("/config/s", {"compatibilityPolicy": "X"}),
        200,
        {},
    ),
    *(
        Row(
            f"A.6.6 policy {p}",
            (),
            put("/config/s", {"compatibilityPolicy": p}),
            200,
            {"compatibilityPolicy": p.upper()},
        )
        for p in ("STRICT", "LENIENT", "lenient")
    ),
    Row(
        "A.6.6 policy LOGICAL",
        (),
        put("/config/s", {"compatibilityPolicy": "LOGICAL"}),
        200,
        {},
    ),
    Row(
        "A.6.6 aliasForDeks",
        (),
        put("/config/s", {"aliasForDeks": "t"}),
        200,
        {"aliasForDeks": "t"},
    ),
    Row(
        "A.6.6 an empty alias",
        (put("/config/s", {"alias": "t"}),),
        put("/config/s", {"alias": ""}),
        200,
        {"alias": ""},
    ),
    Row(
        "A.6.6 rule sets",
        (),
        put("/config/s", {"defaultRuleSet": RULES}),
        200,
        {
            "defaultRuleSet": {
                "domainRules": [RULES["domainRules"][0] | {"disabled": False}]
            }
        },
        reference=(200, {}),
    ),
    Row(
        "A.6.6 a bad rule set",
        (),
        put("/config/s", {"defaultRuleSet": {"domainRules": [{"name": "r"}]}}),
        422,
        error(42210, "Missing rule type"),
        reference=(200, {}),
    ),
    Row(
        "A.6.6 a bad subject",
        (),
        put("/config/__EMPTY", FULL),
        422,
        error(42208, "The specified subject '__EMPTY' is not a valid."),
    ),
    Row(
        "A.6.6 a read-only subject",
        (put("/mode/s", {"mode": "READONLY"}),),
        put("/config/s", FULL),
        422,
        error(42205, "Subject s in context  is in read-only mode"),
    ),
    Row(
        "A.6.6 read-only everywhere",
        (put("/mode", {"mode": "READONLY"}),),
        put("/config", FULL),
        422,
        error(42205, "Subject null in context  is in read-only mode"),
    ),
    Row(
        "A.6.6 delete",
        (put("/config/s", FULL),),
        delete("/config/s"),
        200,
        level("FULL"),
    ),
    Row(
        "A.6.6 delete shows the record as it was",
        (put("/config/s", MANY),),
        delete("/config/s"),
        200,
        {
            "alias": "t",
            "normalize": True,
            "validateFields": True,
            "validateNewSchemas": True,
            "validateRules": True,
            "compatibilityLevel": "FULL",
            "compatibilityPolicy": "LENIENT",
            "compatibilityGroup": "g",
            "defaultMetadata": {"properties": {"a": "b"}},
            "overrideMetadata": {"properties": {"a": "b"}},
        },
    ),
    Row(
        "A.6.6 deleted is gone",
        (put("/config/s", FULL), delete("/config/s")),
        get("/config/s"),
        404,
        none("s"),
    ),
    Row(
        "A.6.6 delete no record",
        (),
        delete("/config/s"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.6.6 delete no record of a subject",
        (register("s", INT),),
        delete("/config/s"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.6.6 delete a context's",
        (put("/config/:.ctx:", FULL),),
        delete("/config/:.ctx:"),
        200,
        level("FULL"),
    ),
    Row(
        "A.6.6 delete the global one",
        (put("/config", FULL),),
        delete("/config"),
        200,
        level("FULL"),
    ),
    Row(
        "A.6.6 delete the global one where there is none",
        (),
        delete("/config"),
        200,
        level("BACKWARD"),
    ),
    Row(
        "A.6.6 after the global one was deleted",
        (put("/config", FULL), delete("/config")),
        get("/config"),
        200,
        level("BACKWARD"),
    ),
    Row(
        "A.6.6 delete a read-only subject's",
        (put("/config/s", FULL), put("/mode/s", {"mode": "READONLY"})),
        delete("/config/s"),
        422,
        error(42205, "Subject s in context  is in read-only mode"),
    ),
    Row(
        "A.12 the subject's own",
        (put("/config", {"compatibility": "NONE"}), put("/config/s", FULL)),
        get("/config/s?defaultToGlobal=true"),
        200,
        level("FULL"),
    ),
    Row(
        "A.12 the global one",
        (put("/config", FULL),),
        get("/config/s?defaultToGlobal=true"),
        200,
        level("FULL"),
    ),
    Row(
        "A.12 the context's",
        (put("/config", {"compatibility": "NONE"}), put("/config/:.ctx:", FULL)),
        get("/config/:.ctx:s?defaultToGlobal=true"),
        200,
        level("FULL"),
    ),
    Row(
        "A.12 a context does not inherit from the default one",
        (put("/config", FULL),),
        get("/config/:.ctx:s?defaultToGlobal=true"),
        200,
        level("BACKWARD"),
    ),
    Row(
        "A.12 a context of no record, effective",
        (put("/config", FULL),),
        get("/config/:.ctx:?defaultToGlobal=true"),
        200,
        level("BACKWARD"),
    ),
    Row(
        "A.12 all contexts'",
        (put("/config/:.__GLOBAL:", FULL),),
        get("/config/:.ctx:s?defaultToGlobal=true"),
        200,
        level("FULL"),
    ),
    Row(
        "A.12 all contexts', for the default one",
        (put("/config/:.__GLOBAL:", FULL),),
        get("/config/s?defaultToGlobal=true"),
        200,
        level("FULL"),
    ),
    Row(
        "A.12 all contexts', read as global",
        (put("/config/:.__GLOBAL:", FULL),),
        get("/config"),
        200,
        {"compatibilityLevel": "BACKWARD"},
    ),
    Row(
        "A.12 all contexts', read as global, effective",
        (put("/config/:.__GLOBAL:", FULL),),
        get("/config?defaultToGlobal=true"),
        200,
        {"compatibilityLevel": "FULL"},
    ),
    Row(
        "A.12 open fields come from the global record",
        (
            put(
                "/config",
                {"normalize": True, "compatibilityGroup": "g", "validateFields": True},
            ),
            put("/config/s", FULL),
        ),
        get("/config/s?defaultToGlobal=true"),
        200,
        {"compatibilityLevel": "FULL"},
    ),
    Row(
        "A.12 metadata do not",
        (put("/config", {"defaultMetadata": META}), put("/config/s", FULL)),
        get("/config/s?defaultToGlobal=true"),
        200,
        {"compatibilityLevel": "FULL"},
    ),
    Row(
        "A.12 metadata of the global record",
        (put("/config", {"defaultMetadata": META}),),
        get("/config/s?defaultToGlobal=true"),
        200,
        {
            "compatibilityLevel": "BACKWARD",
            "defaultMetadata": {"properties": {"a": "b"}},
        },
    ),
    Row(
        "A.12 a record without level at registration",
        (
            put("/config", {"compatibility": "NONE"}),
            put("/config/s", {"normalize": True}),
            register("s", INT),
        ),
        register("s", STRING),
        200,
        registered(2, "$2", STRING),
        reference=(
            409,
            error(
                40901,
                "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}, {oldSchemaVersion: 1}, {oldSchema: '\"int\"'}, {validateFields: 'false', compatibility: 'BACKWARD'}]",
            ),
        ),
    ),
    Row(
        "A.12 the level of a context at registration",
        (put("/config/:.ctx:", {"compatibility": "NONE"}), register(":.ctx:s", INT)),
        register(":.ctx:s", STRING),
        200,
        registered(2, 2, STRING),
    ),
    Row(
        "A.12 config survives a soft delete",
        (put("/config/s", FULL), register("s", INT), delete("/subjects/s")),
        get("/config/s"),
        200,
        level("FULL"),
    ),
    Row(
        "A.12 config goes with the subject",
        (
            put("/config/s", FULL),
            register("s", INT),
            delete("/subjects/s"),
            delete("/subjects/s?permanent=true"),
        ),
        get("/config/s"),
        404,
        none("s"),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
