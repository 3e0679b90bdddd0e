"""A.11: deleting."""

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
)
from registry_call import delete, get, put, register

S = register("s", INT)
TWO = (S, register("s", LONG))
SOFT = (S, delete("/subjects/s"))
R = '{"type":"record","name":"R","fields":[]}'
REF = '{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}'
REFS = [{"name": "R", "subject": "r", "version": 1}]
PAIR = (register("r", R), register("q", REF, references=REFS))
NO_SUBJECT = error(40401, "Subject 's' not found.")


def no_version(version: int) -> dict[str, Any]:
    return error(40402, f"Version {version} not found.")


READONLY = error(42205, "Subject s in context  is in read-only mode")
REFERENCED = error(
    42206,
    "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=r,version=1}.",
)
RO = put("/mode/s", {"mode": "READONLY"})
ONE, HARD = "/subjects/s/versions/1", "?permanent=true"
SELF = (
    put("/config/s", {"compatibility": "NONE"}),
    register("s", R),
    register("s", REF.replace('"r"', '"x"'), references=[REFS[0] | {"subject": "s"}]),
)
ROWS = (
    Row("A.11 a version", TWO, delete(ONE), 200, 1),
    Row("A.11 latest", TWO, delete("/subjects/s/versions/latest"), 200, 2),
    Row("A.11 -1", TWO, delete("/subjects/s/versions/-1"), 200, 2),
    Row(
        "A.11 version 0", TWO, delete("/subjects/s/versions/0"), 422, error(42202, ANY)
    ),
    Row("A.11 a version of no subject", (), delete(ONE), 404, NO_SUBJECT),
    Row(
        "A.11 a missing version",
        TWO,
        delete("/subjects/s/versions/3"),
        404,
        no_version(3),
    ),
    Row(
        "A.11 a version twice",
        (*TWO, delete(ONE)),
        delete(ONE),
        404,
        error(
            40406,
            "Subject 's' Version 1 was soft deleted.Set permanent=true to delete permanently",
        ),
    ),
    Row(
        "A.11 the only version twice",
        (S, delete(ONE)),
        delete(ONE),
        404,
        error(
            40406,
            "Subject 's' Version 1 was soft deleted.Set permanent=true to delete permanently",
        ),
    ),
    Row(
        "A.11 latest of a deleted subject",
        SOFT,
        delete("/subjects/s/versions/latest"),
        404,
        error(40402, "Version -1 not found."),
    ),
    Row("A.11 a version, read-only", (S, RO), delete(ONE), 422, READONLY),
    Row(
        "A.11 a referenced version",
        PAIR,
        delete("/subjects/r/versions/1"),
        422,
        REFERENCED,
    ),
    Row(
        "A.11 a version referenced by a soft-deleted one",
        (*PAIR, delete("/subjects/q")),
        delete("/subjects/r/versions/1"),
        200,
        1,
    ),
    Row("A.11 a version for good", (*TWO, delete(ONE)), delete(ONE + HARD), 200, 1),
    Row(
        "A.11 a version for good, live",
        TWO,
        delete(ONE + HARD),
        404,
        error(
            40407,
            "Subject 's' Version 1 was not deleted first before being permanently deleted",
        ),
    ),
    Row(
        "A.11 latest for good",
        TWO,
        delete("/subjects/s/versions/latest" + HARD),
        404,
        error(
            40407,
            "Subject 's' Version 2 was not deleted first before being permanently deleted",
        ),
    ),
    Row(
        "A.11 latest of a deleted subject for good",
        SOFT,
        delete("/subjects/s/versions/latest" + HARD),
        404,
        error(40402, "Version -1 not found."),
    ),
    Row(
        "A.11 a version for good, of no subject",
        (),
        delete(ONE + HARD),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.11 a missing version for good",
        TWO,
        delete("/subjects/s/versions/3" + HARD),
        404,
        no_version(3),
    ),
    Row(
        "A.11 a version for good, read-only",
        (*SOFT, RO),
        delete(ONE + HARD),
        422,
        READONLY,
    ),
    Row(
        "A.11 a version for good, referenced by a soft-deleted one",
        (*PAIR, delete("/subjects/q"), delete("/subjects/r")),
        delete("/subjects/r/versions/1" + HARD),
        422,
        REFERENCED,
    ),
    Row(
        "A.11 the last version takes config with it",
        (put("/config/s", {"compatibility": "FULL"}), *SOFT, delete(ONE + HARD)),
        get("/config/s"),
        404,
        error(
            40408, "Subject 's' does not have subject-level compatibility configured"
        ),
    ),
    Row(
        "A.11 the last version takes mode with it",
        (put("/mode/s", {"mode": "READWRITE"}), *SOFT, delete(ONE + HARD)),
        get("/mode/s"),
        404,
        error(40409, "Subject 's' does not have subject-level mode configured"),
    ),
    Row(
        "A.11 a version for good is gone",
        (*TWO, delete(ONE), delete(ONE + HARD)),
        get("/subjects/s/versions?deleted=true"),
        200,
        [2],
    ),
    Row("A.11 a subject", TWO, delete("/subjects/s"), 200, [1, 2]),
    Row(
        "A.11 a subject with a deleted version",
        (*TWO, delete(ONE)),
        delete("/subjects/s"),
        200,
        [2],
    ),
    Row("A.11 no subject", (), delete("/subjects/s"), 404, NO_SUBJECT),
    Row(
        "A.11 a subject twice",
        SOFT,
        delete("/subjects/s"),
        404,
        error(
            40404,
            "Subject 's' was soft deleted.Set permanent=true to delete permanently",
        ),
    ),
    Row("A.11 a subject, read-only", (S, RO), delete("/subjects/s"), 422, READONLY),
    Row("A.11 a referenced subject", PAIR, delete("/subjects/r"), 422, REFERENCED),
    Row(
        "A.11 a subject that references itself",
        SELF,
        delete("/subjects/s"),
        200,
        [1, 2],
    ),
    Row(
        "A.11 a subject for good",
        (*TWO, delete("/subjects/s")),
        delete("/subjects/s" + HARD),
        200,
        [1, 2],
    ),
    Row(
        "A.11 a subject for good, live",
        TWO,
        delete("/subjects/s" + HARD),
        404,
        error(
            40405, "Subject 's' was not deleted first before being permanently deleted"
        ),
    ),
    Row(
        "A.11 a subject for good, half live",
        (*TWO, delete(ONE)),
        delete("/subjects/s" + HARD),
        404,
        error(
            40405, "Subject 's' was not deleted first before being permanently deleted"
        ),
    ),
    Row("A.11 no subject for good", (), delete("/subjects/s" + HARD), 404, NO_SUBJECT),
    Row(
        "A.11 a subject for good, twice",
        (*SOFT, delete("/subjects/s" + HARD)),
        delete("/subjects/s" + HARD),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.11 a subject for good, read-only",
        (*SOFT, RO),
        delete("/subjects/s" + HARD),
        422,
        READONLY,
    ),
    Row(
        "A.11 a subject for good, referenced by a soft-deleted one",
        (*PAIR, delete("/subjects/q"), delete("/subjects/r")),
        delete("/subjects/r" + HARD),
        422,
        REFERENCED,
    ),
    Row(
        "A.11 after a subject is gone numbers begin at 1",
        (*TWO, delete("/subjects/s"), delete("/subjects/s" + HARD)),
        register("s", STRING),
        200,
        registered(1, "$3", STRING),
    ),
    Row(
        "A.11 after a subject is gone its text has a new id",
        (S, delete("/subjects/s"), delete("/subjects/s" + HARD)),
        S,
        200,
        registered(1, "$2", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.11 after the highest is gone its number is given again",
        (
            *TWO,
            delete("/subjects/s/versions/2"),
            delete("/subjects/s/versions/2" + HARD),
        ),
        register("s", LONG),
        200,
        registered(2, "$3", LONG, guid="e1dd9a1e-f98b-451b-5369-0370b393966b"),
    ),
    Row(
        "A.11 an id answers after a soft delete",
        SOFT,
        get("/schemas/ids/$1/schema"),
        200,
        "int",
    ),
    Row(
        "A.11 a permanent=1 is soft",
        TWO,
        delete("/subjects/s?permanent=1"),
        200,
        [1, 2],
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
