"""A.6.7 and A.13: modes."""

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
    registered,
    stored,
)
from registry_call import Call, delete, get, put, register


def mode(name: str, scope: str = "/s", query: str = "") -> Call:
    return put(f"/mode{scope}{query}", {"mode": name})


def told(name: str) -> dict[str, Any]:
    return {"mode": name}


def none(subject: str) -> dict[str, Any]:
    return error(
        40409, f"Subject '{subject}' does not have subject-level mode configured"
    )


BAD = error(
    42204, "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."
)
RO, IM = mode("READONLY"), mode("IMPORT")
READONLY = error(42205, "Subject s in context  is in read-only mode")
NOT_IMPORT = error(42205, "Subject s in context  is not in import mode")
NOT_RW = error(42205, "Subject s in context  is not in read-write mode")
S = register("s", INT)
SOFT = (S, delete("/subjects/s"))
R = '{"type":"record","name":"R","fields":[]}'
REF = '{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}'
REFS = [{"name": "R", "subject": "r", "version": 1}]
ROWS = (
    Row("A.6.7 the default", (), get("/mode"), 200, told("READWRITE")),
    Row("A.6.7 no record", (), get("/mode/s"), 404, none("s")),
    Row("A.6.7 no record of a context", (), get("/mode/:.ctx:"), 404, none(":.ctx:")),
    Row(
        "A.6.7 no record, effective",
        (),
        get("/mode/s?defaultToGlobal=true"),
        200,
        told("READWRITE"),
    ),
    *(
        Row(f"A.6.7 {name}", (mode(name),), get("/mode/s"), 200, told(name))
        for name in ("READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT")
    ),
    Row("A.6.7 the request as sent", (), mode("readonly"), 200, {"mode": "readonly"}),
    Row(
        "A.6.7 in any case", (mode("ReadOnly"),), get("/mode/s"), 200, told("READONLY")
    ),
    *(
        Row(f"A.6.7 an unknown mode {name!r}", (), mode(name), 422, BAD)
        for name in ("X", "", " READONLY")
    ),
    Row("A.6.7 an unknown global mode", (), mode("X", ""), 422, BAD),
    Row(
        "A.6.7 FORWARD of a subject",
        (),
        mode("FORWARD"),
        422,
        error(42204, "Forward mode only supported on global level"),
    ),
    Row(
        "A.6.7 FORWARD of /mode",
        (),
        mode("FORWARD", ""),
        422,
        error(42204, "Forward mode only supported on global level"),
    ),
    Row(
        "A.6.7 FORWARD of a context",
        (),
        mode("FORWARD", "/:.ctx:"),
        422,
        error(42204, "Forward mode only supported on global level"),
    ),
    Row(
        "A.6.7 FORWARD of all contexts",
        (),
        mode("FORWARD", "/:.__GLOBAL:"),
        200,
        told("FORWARD"),
    ),
    Row(
        "A.6.7 FORWARD is read",
        (mode("FORWARD", "/:.__GLOBAL:"),),
        get("/mode"),
        200,
        {"mode": "READWRITE"},
    ),
    Row(
        "A.6.7 FORWARD without id",
        (mode("FORWARD", "/:.__GLOBAL:"),),
        register("s", INT),
        422,
        error(42205, "Subject s in context  is not in read-write mode"),
    ),
    Row(
        "A.6.7 a bad subject",
        (),
        mode("READONLY", "/__EMPTY"),
        422,
        error(42208, "The specified subject '__EMPTY' is not a valid."),
    ),
    Row(
        "A.6.7 a global mode",
        (mode("READONLY", ""),),
        get("/mode"),
        200,
        told("READONLY"),
    ),
    Row(
        "A.6.7 a global mode for a subject",
        (mode("READONLY", ""),),
        get("/mode/s?defaultToGlobal=true"),
        200,
        told("READONLY"),
    ),
    Row(
        "A.6.7 a global mode for a context",
        (mode("READONLY", ""),),
        get("/mode/:.ctx:s?defaultToGlobal=true"),
        200,
        {"mode": "READWRITE"},
    ),
    Row(
        "A.6.7 a mode of all contexts",
        (mode("READONLY", "/:.__GLOBAL:"),),
        get("/mode/:.ctx:s?defaultToGlobal=true"),
        200,
        {"mode": "READONLY"},
    ),
    Row(
        "A.6.7 a mode of all contexts for the default one",
        (mode("READONLY", "/:.__GLOBAL:"),),
        get("/mode/s?defaultToGlobal=true"),
        200,
        {"mode": "READONLY"},
    ),
    Row(
        "A.6.7 a mode of all contexts, read as global",
        (mode("READONLY", "/:.__GLOBAL:"),),
        get("/mode"),
        200,
        {"mode": "READWRITE"},
    ),
    Row(
        "A.6.7 a context's mode for its subject",
        (mode("READONLY", "/:.ctx:"),),
        get("/mode/:.ctx:s?defaultToGlobal=true"),
        200,
        told("READONLY"),
    ),
    Row("A.6.7 delete", (RO,), delete("/mode/s"), 200, told("READONLY")),
    Row(
        "A.6.7 deleted is gone", (RO, delete("/mode/s")), get("/mode/s"), 404, none("s")
    ),
    Row(
        "A.6.7 delete no record",
        (),
        delete("/mode/s"),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.6.7 delete the global one",
        (mode("READONLY", ""),),
        delete("/mode"),
        200,
        told("READONLY"),
    ),
    Row(
        "A.6.7 delete the global one where there is none",
        (),
        delete("/mode"),
        200,
        {"mode": "READWRITE"},
    ),
    Row(
        "A.6.7 after the global one was deleted",
        (mode("READONLY", ""), delete("/mode")),
        get("/mode"),
        200,
        told("READWRITE"),
    ),
    Row(
        "A.6.7 delete of a context, recursive",
        (
            register(":.ctx:s", INT),
            mode("READONLY", "/:.ctx:s"),
            mode("READONLY", "/:.ctx:"),
            delete("/mode/:.ctx:?recursive=true"),
        ),
        get("/mode/:.ctx:s"),
        404,
        none(":.ctx:s"),
    ),
    Row(
        "A.6.7 delete of a context, not recursive",
        (
            register(":.ctx:s", INT),
            mode("READONLY", "/:.ctx:s"),
            mode("READONLY", "/:.ctx:"),
            delete("/mode/:.ctx:"),
        ),
        get("/mode/:.ctx:s"),
        200,
        told("READONLY"),
    ),
    Row(
        "A.6.7 delete recursive without record",
        (register(":.ctx:s", INT), mode("READONLY", "/:.ctx:s")),
        delete("/mode/:.ctx:?recursive=true"),
        200,
        {},
    ),
    Row(
        "A.6.7 delete all, recursive",
        (S, RO, mode("READONLY", ""), delete("/mode?recursive=true")),
        get("/mode/s"),
        404,
        none("s"),
    ),
    Row(
        "A.6.7 delete of a subject, recursive, without record",
        (),
        delete("/mode/s?recursive=true"),
        200,
        {},
    ),
    Row(
        "A.6.7 a body without mode",
        (RO,),
        put("/mode/s", {}),
        200,
        {},
        reference=(500, error(500, "Internal Server Error")),
    ),
    Row(
        "A.6.7 a null mode removes the record",
        (RO, put("/mode/s", {"mode": None})),
        get("/mode/s"),
        404,
        none("s"),
    ),
    Row("A.13 READONLY refuses", (RO,), S, 422, READONLY),
    Row(
        "A.13 READONLY_OVERRIDE refuses", (mode("READONLY_OVERRIDE"),), S, 422, READONLY
    ),
    Row(
        "A.13 READONLY accepts what is known",
        (S, RO),
        S,
        200,
        registered(1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 READONLY reads",
        (S, RO),
        get("/subjects/s/versions/1"),
        200,
        stored("s", 1, "$1", INT),
    ),
    Row(
        "A.13 READONLY of a context",
        (mode("READONLY", "/:.ctx:"),),
        register(":.ctx:s", INT),
        422,
        error(42205, "Subject :.ctx:s in context :.ctx: is in read-only mode"),
    ),
    Row(
        "A.13 READONLY of a subject of a context",
        (mode("READONLY", "/:.ctx:s"),),
        register(":.ctx:s", INT),
        422,
        error(42205, "Subject :.ctx:s in context :.ctx: is in read-only mode"),
    ),
    Row("A.13 READONLY everywhere", (mode("READONLY", ""),), S, 422, READONLY),
    Row(
        "A.13 a subject's READWRITE in READONLY",
        (mode("READONLY", ""), mode("READWRITE")),
        S,
        200,
        registered(1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 READONLY_OVERRIDE wins over a subject's READWRITE",
        (mode("READWRITE"), mode("READONLY_OVERRIDE", "")),
        S,
        200,
        registered(1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 READONLY refuses a delete",
        (S, RO),
        delete("/subjects/s"),
        422,
        error(42205, "Subject s in context  is in read-only mode"),
    ),
    Row(
        "A.13 READONLY refuses a delete of a version",
        (S, RO),
        delete("/subjects/s/versions/1"),
        422,
        error(42205, "Subject s in context  is in read-only mode"),
    ),
    Row("A.13 READONLY with an id", (RO,), register("s", INT, id=9), 422, READONLY),
    Row("A.13 an id in READWRITE", (), register("s", INT, id="$90"), 422, NOT_IMPORT),
    Row(
        "A.13 an id 0 in READWRITE",
        (),
        register("s", INT, id=0),
        422,
        error(42205, "Subject s in context  is not in import mode"),
    ),
    Row(
        "A.13 a negative id in READWRITE",
        (),
        register("s", INT, id=-1),
        200,
        registered(1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 a known schema with its id",
        (S,),
        register("s", INT, id="$1"),
        200,
        registered(1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 a known schema with another id",
        (S,),
        register("s", INT, id="$90"),
        422,
        NOT_IMPORT,
    ),
    Row("A.13 IMPORT without id", (IM,), S, 422, NOT_RW),
    Row(
        "A.13 IMPORT with id",
        (IM,),
        register("s", INT, id="$50"),
        200,
        registered(1, "$50", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 IMPORT with id and version",
        (IM,),
        register("s", INT, id="$50", version=7),
        200,
        registered(7, "$50", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 IMPORT with version only",
        (IM,),
        register("s", INT, version=7),
        422,
        NOT_RW,
    ),
    Row(
        "A.13 IMPORT has no compatibility",
        (IM, register("s", INT, id="$50", version=1)),
        register("s", STRING, id="$51", version=2),
        200,
        registered(2, "$51", STRING, guid="095d71cf-1255-6b9d-5e33-0ad575b3df5d"),
    ),
    Row(
        "A.13 IMPORT of an id of another schema",
        (IM, register("s", INT, id="$50", version=1)),
        register("s", STRING, id="$50", version=2),
        422,
        error(42205, "Overwrite new schema with id $50 in context  is not permitted."),
    ),
    Row(
        "A.13 IMPORT of the same id in another subject",
        (IM, register("s", INT, id="$50", version=1), mode("IMPORT", "/t")),
        register("t", INT, id="$50", version=3),
        200,
        registered(3, "$50", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 IMPORT of the same schema with another id",
        (IM, register("s", INT, id="$50", version=1)),
        register("s", INT, id="$51", version=2),
        200,
        registered(2, "$51", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 IMPORT replaces a version",
        (IM, register("s", INT, id="$50", version=1)),
        register("s", STRING, id="$51", version=1),
        200,
        registered(1, "$51", STRING, guid="095d71cf-1255-6b9d-5e33-0ad575b3df5d"),
    ),
    Row(
        "A.13 IMPORT replaces a version, read",
        (
            IM,
            register("s", INT, id="$50", version=1),
            register("s", STRING, id="$51", version=1),
        ),
        get("/subjects/s/versions/1"),
        200,
        stored("s", 1, "$51", STRING),
    ),
    Row(
        "A.13 IMPORT replaces a version, and its id is gone",
        (
            IM,
            register(
                "s", '{"type":"fixed","name":"ctx","size":1}', id="$50", version=1
            ),
            register("s", STRING, id="$51", version=1),
        ),
        get("/schemas/ids/$50"),
        404,
        error(40403, "Schema $50 not found"),
        reference=(200, ANY),
    ),
    Row(
        "A.13 IMPORT of an empty schema",
        (IM,),
        register("s", "", id="$50", version=1),
        422,
        error(42201, "Empty schema"),
        reference=(
            200,
            {
                "id": "$50",
                "version": 1,
                "guid": "d41d8cd9-8f00-b204-e980-0998ecf8427e",
                "schemaType": "AVRO",
            },
        ),
    ),
    Row(
        "A.13 IMPORT parses leniently",
        (IM,),
        register(
            "s",
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":"x"}]}',
            id="$50",
            version=1,
        ),
        200,
        registered(
            1,
            "$50",
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":"x"}]}',
            guid="35b0cf23-94bc-6f36-4548-0fc8a89ba64c",
        ),
    ),
    Row(
        "A.13 IMPORT of what is no schema",
        (IM,),
        register("s", "x", id="$50", version=1),
        422,
        error(42201, ANY),
    ),
    Row(
        "A.13 ids go on after an import",
        (IM, register("s", INT, id="$50", version=1)),
        register("t", LONG),
        200,
        registered(1, "$51", LONG),
    ),
    Row(
        "A.13 ids go on after an import below",
        (
            IM,
            register("s", INT, id="$50", version=1),
            register("s", STRING, id="$20", version=2),
        ),
        register("t", LONG),
        200,
        registered(1, "$51", LONG),
    ),
    Row(
        "A.13 versions go on after an import",
        (IM, register("s", INT, id="$50", version=7), mode("READWRITE")),
        register("s", LONG),
        200,
        registered(8, "$51", LONG),
    ),
    Row(
        "A.13 IMPORT where there are subjects",
        (S,),
        IM,
        422,
        error(42205, "Cannot import since found existing subjects"),
    ),
    Row(
        "A.13 IMPORT everywhere where there are subjects",
        (S,),
        mode("IMPORT", ""),
        422,
        error(42205, "Cannot import since found existing subjects"),
    ),
    Row(
        "A.13 IMPORT of a context where there are subjects",
        (register(":.ctx:s", INT),),
        mode("IMPORT", "/:.ctx:"),
        422,
        error(42205, "Cannot import since found existing subjects"),
    ),
    Row(
        "A.13 IMPORT everywhere where a context has subjects",
        (register(":.ctx:s", INT),),
        mode("IMPORT", ""),
        422,
        error(42205, "Cannot import since found existing subjects"),
    ),
    Row(
        "A.13 IMPORT of an empty context",
        (register(":.ctx:s", INT),),
        mode("IMPORT", "/:.cty:"),
        200,
        told("IMPORT"),
    ),
    Row(
        "A.13 IMPORT by force",
        (S,),
        mode("IMPORT", query="?force=true"),
        200,
        told("IMPORT"),
    ),
    Row(
        "A.13 IMPORT by force, everywhere",
        (S,),
        mode("IMPORT", "", "?force=true"),
        200,
        told("IMPORT"),
    ),
    Row(
        "A.13 IMPORT again", (IM, register("s", INT, id="$50")), IM, 200, told("IMPORT")
    ),
    Row("A.13 IMPORT over a soft-deleted subject", SOFT, IM, 200, told("IMPORT")),
    Row(
        "A.13 IMPORT removes soft-deleted ones",
        (*SOFT, IM),
        get("/subjects?deleted=true"),
        200,
        [],
    ),
    Row(
        "A.13 IMPORT over a referenced soft-deleted one",
        (
            register("r", R),
            register("q", REF, references=REFS),
            delete("/subjects/q"),
            delete("/subjects/r"),
        ),
        mode("IMPORT", "/r"),
        422,
        error(
            42206,
            "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=r,version=1}.",
        ),
    ),
    Row(
        "A.13 IMPORT of the same once more",
        (IM, register("s", INT, id="$50", version=1)),
        register("s", INT, id="$50", version=1),
        200,
        registered(1, "$50", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 IMPORT of what is known, without id",
        (S, mode("IMPORT", query="?force=true")),
        S,
        200,
        registered(1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.13 mode writes work in READONLY",
        (RO,),
        mode("READWRITE"),
        200,
        told("READWRITE"),
    ),
    Row(
        "A.13 mode deletes work in READONLY",
        (RO,),
        delete("/mode/s"),
        200,
        told("READONLY"),
    ),
    Row(
        "A.13 mode survives a soft delete",
        (S, mode("READWRITE"), delete("/subjects/s")),
        get("/mode/s"),
        200,
        told("READWRITE"),
    ),
    Row(
        "A.13 mode goes with the subject",
        (
            S,
            mode("READWRITE"),
            delete("/subjects/s"),
            delete("/subjects/s?permanent=true"),
        ),
        get("/mode/s"),
        404,
        none("s"),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
