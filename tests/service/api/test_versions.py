"""A.4, A.5 and A.6.4: versions of a subject, read."""

from typing import Any

import pytest
from api_registry import Registry
from api_row import INT, LONG, Row, error, stored
from registry_call import delete, get, register

TWO = (register("s", INT), register("s", LONG))
GONE2 = (*TWO, delete("/subjects/s/versions/2"))
GONE = (register("s", INT), delete("/subjects/s"))
NO_SUBJECT = error(40401, "Subject 's' not found.")


def invalid(text: str) -> dict[str, Any]:
    return error(
        42202,
        f"The specified version '{text}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"",
    )


R = '{"type":"record","name":"R","fields":[]}'
REF = '{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}'
REFS = [{"name": "R", "subject": "r", "version": 1}]
REFERENCED = (register("r", R), register("q", REF, references=REFS))
TAGGED = '{"type":"record","name":"R","confluent:tags":["PII"],"fields":[{"name":"f","type":"int","confluent:tags":["A","B"]}]}'
ROWS = (
    Row(
        "A.4 latest",
        TWO,
        get("/subjects/s/versions/latest"),
        200,
        stored("s", 2, "$2", LONG),
    ),
    Row(
        "A.4 latest in any case",
        TWO,
        get("/subjects/s/versions/LaTest"),
        200,
        stored("s", 2, "$2", LONG),
    ),
    Row(
        "A.4 latest is trimmed",
        TWO,
        get("/subjects/s/versions/%20latest%20"),
        200,
        stored("s", 2, "$2", LONG),
    ),
    Row(
        "A.4 -1 is latest",
        TWO,
        get("/subjects/s/versions/-1"),
        200,
        stored("s", 2, "$2", LONG),
    ),
    Row(
        "A.4 a number",
        TWO,
        get("/subjects/s/versions/1"),
        200,
        stored("s", 1, "$1", INT),
    ),
    Row(
        "A.4 a number with a plus",
        TWO,
        get("/subjects/s/versions/+1"),
        200,
        stored("s", 1, "$1", INT),
    ),
    Row(
        "A.4 a number with zeros",
        TWO,
        get("/subjects/s/versions/01"),
        200,
        stored("s", 1, "$1", INT),
    ),
    Row(
        "A.4 a number with a space",
        TWO,
        get("/subjects/s/versions/%201"),
        200,
        stored("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    *(
        Row(
            f"A.4 {text} is no version",
            TWO,
            get(f"/subjects/s/versions/{text}"),
            422,
            invalid(text),
        )
        for text in ("0", "-2", "x", "1.0", "2147483648", "latestx")
    ),
    Row(
        "A.4 the highest number",
        TWO,
        get("/subjects/s/versions/2147483647"),
        404,
        error(40402, "Version 2147483647 not found."),
    ),
    Row(
        "A.4 an invalid version of no subject",
        (),
        get("/subjects/s/versions/0"),
        422,
        invalid("0"),
    ),
    Row(
        "A.4 latest is the highest live one",
        GONE2,
        get("/subjects/s/versions/latest"),
        200,
        stored("s", 1, "$1", INT),
    ),
    Row(
        "A.4 latest, also with deleted",
        GONE2,
        get("/subjects/s/versions/latest?deleted=true"),
        200,
        stored("s", 1, "$1", INT),
    ),
    Row(
        "A.4 latest of no subject",
        (),
        get("/subjects/s/versions/latest"),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.4 latest of a deleted subject",
        GONE,
        get("/subjects/s/versions/latest"),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.4 latest of a deleted subject with deleted",
        GONE,
        get("/subjects/s/versions/latest?deleted=true"),
        404,
        error(40402, "Version -1 not found."),
    ),
    Row(
        "A.4 a version of no subject",
        (),
        get("/subjects/s/versions/1"),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.4 a version of a deleted subject",
        GONE,
        get("/subjects/s/versions/1"),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.4 a missing version of a deleted subject with deleted",
        GONE,
        get("/subjects/s/versions/2?deleted=true"),
        404,
        error(40402, "Version 2 not found."),
    ),
    Row(
        "A.4 a missing version",
        TWO,
        get("/subjects/s/versions/3"),
        404,
        error(40402, "Version 3 not found."),
    ),
    Row(
        "A.4 a deleted version",
        GONE2,
        get("/subjects/s/versions/2"),
        404,
        error(40402, "Version 2 not found."),
    ),
    Row(
        "A.6.4 a deleted version with deleted",
        GONE2,
        get("/subjects/s/versions/2?deleted=true"),
        200,
        stored("s", 2, "$2", LONG, deleted=True),
    ),
    Row("A.6.4 versions", TWO, get("/subjects/s/versions"), 200, [1, 2]),
    Row(
        "A.6.4 versions without deleted ones",
        GONE2,
        get("/subjects/s/versions"),
        200,
        [1],
    ),
    Row(
        "A.6.4 versions with deleted ones",
        GONE2,
        get("/subjects/s/versions?deleted=true"),
        200,
        [1, 2],
    ),
    Row(
        "A.6.4 only deleted versions",
        GONE2,
        get("/subjects/s/versions?deletedOnly=true"),
        200,
        [2],
    ),
    Row(
        "A.6.4 only deleted versions win",
        GONE2,
        get("/subjects/s/versions?deletedOnly=true&deleted=true"),
        200,
        [2],
    ),
    Row(
        "A.6.4 deleted versions as negative",
        GONE2,
        get("/subjects/s/versions?deletedAsNegative=true&deleted=true"),
        200,
        [1, -2],
    ),
    Row(
        "A.6.4 deleted versions as negative, alone",
        GONE2,
        get("/subjects/s/versions?deletedAsNegative=true"),
        200,
        [1, -2],
    ),
    Row(
        "A.6.4 only deleted versions as negative",
        GONE2,
        get("/subjects/s/versions?deletedAsNegative=true&deletedOnly=true"),
        200,
        [1, -2],
    ),
    Row(
        "A.6.4 only deleted versions, none",
        TWO,
        get("/subjects/s/versions?deletedOnly=true"),
        200,
        [],
    ),
    Row(
        "A.6.4 versions by page",
        TWO,
        get("/subjects/s/versions?offset=1&limit=1"),
        200,
        [2],
    ),
    Row(
        "A.6.4 versions beyond the end",
        TWO,
        get("/subjects/s/versions?offset=5"),
        200,
        [],
    ),
    Row(
        "A.6.4 versions of no subject", (), get("/subjects/s/versions"), 404, NO_SUBJECT
    ),
    Row(
        "A.6.4 versions of a deleted subject",
        GONE,
        get("/subjects/s/versions"),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.6.4 versions of a deleted subject with deleted",
        GONE,
        get("/subjects/s/versions?deleted=true"),
        200,
        [1],
    ),
    Row("A.6.4 the text", TWO, get("/subjects/s/versions/1/schema"), 200, "int"),
    Row(
        "A.6.4 the text of latest",
        TWO,
        get("/subjects/s/versions/latest/schema"),
        200,
        "long",
    ),
    Row(
        "A.6.4 the text of a record",
        (register("s", R),),
        get("/subjects/s/versions/1/schema"),
        200,
        {"type": "record", "name": "R", "fields": []},
        {"content-type": "application/vnd.schemaregistry.v1+json"},
    ),
    Row(
        "A.6.4 the text of a deleted version",
        GONE2,
        get("/subjects/s/versions/2/schema"),
        404,
        error(40402, "Version 2 not found."),
    ),
    Row(
        "A.6.4 the text of a deleted version with deleted",
        GONE2,
        get("/subjects/s/versions/2/schema?deleted=true"),
        200,
        "long",
    ),
    Row(
        "A.6.4 the text of no subject",
        (),
        get("/subjects/s/versions/1/schema"),
        404,
        NO_SUBJECT,
    ),
    Row(
        "A.6.4 the text of version 0",
        (),
        get("/subjects/s/versions/0/schema"),
        422,
        invalid("0"),
    ),
    Row(
        "A.6.4 referencedby",
        REFERENCED,
        get("/subjects/r/versions/1/referencedby"),
        200,
        ["$2"],
    ),
    Row(
        "A.6.4 referencedby latest",
        REFERENCED,
        get("/subjects/r/versions/latest/referencedby"),
        200,
        ["$2"],
    ),
    Row(
        "A.6.4 referencedby of one that refers",
        REFERENCED,
        get("/subjects/q/versions/1/referencedby"),
        200,
        [],
    ),
    Row(
        "A.6.4 referencedby without deleted ones",
        (*REFERENCED, delete("/subjects/q")),
        get("/subjects/r/versions/1/referencedby"),
        200,
        [],
    ),
    Row(
        "A.6.4 referencedby with deleted ones",
        (*REFERENCED, delete("/subjects/q")),
        get("/subjects/r/versions/1/referencedby?deleted=true"),
        200,
        ["$2"],
    ),
    Row(
        "A.6.4 referencedby of a deleted version",
        (*REFERENCED, delete("/subjects/q"), delete("/subjects/r")),
        get("/subjects/r/versions/1/referencedby?deleted=true"),
        200,
        ["$2"],
    ),
    Row(
        "A.6.4 referencedby of a deleted version, without deleted",
        (*REFERENCED, delete("/subjects/q"), delete("/subjects/r")),
        get("/subjects/r/versions/1/referencedby"),
        200,
        [],
    ),
    Row(
        "A.6.4 referencedby of no subject",
        (),
        get("/subjects/r/versions/1/referencedby"),
        404,
        error(40401, "Subject 'r' not found."),
    ),
    Row(
        "A.6.4 referencedby of a missing version",
        REFERENCED,
        get("/subjects/r/versions/2/referencedby"),
        404,
        error(40402, "Version 2 not found."),
    ),
    Row(
        "A.6.4 referencedby of version 0",
        (),
        get("/subjects/r/versions/0/referencedby"),
        422,
        invalid("0"),
    ),
    Row(
        "A.6.4 referencedby by page",
        (*REFERENCED, register("p", REF.replace("Q", "P"), references=REFS)),
        get("/subjects/r/versions/1/referencedby?offset=1&limit=1"),
        200,
        ["$3"],
    ),
    Row(
        "A.6.4 references are told",
        REFERENCED,
        get("/subjects/q/versions/1"),
        200,
        stored("q", 1, "$2", REF, references=REFS),
    ),
    Row(
        "A.6.4 format resolved",
        REFERENCED,
        get("/subjects/q/versions/1?format=resolved"),
        200,
        stored("q", 1, "$2", REF.replace('"type":"R"', f'"type":{R}'), references=REFS),
    ),
    Row(
        "A.6.4 format resolved of the text",
        REFERENCED,
        get("/subjects/q/versions/1/schema?format=resolved"),
        200,
        {
            "type": "record",
            "name": "Q",
            "fields": [
                {"name": "r", "type": {"type": "record", "name": "R", "fields": []}}
            ],
        },
    ),
    Row(
        "A.6.4 format default",
        REFERENCED,
        get("/subjects/q/versions/1?format=default"),
        200,
        stored("q", 1, "$2", REF, references=REFS),
    ),
    Row(
        "A.6.4 format empty",
        REFERENCED,
        get("/subjects/q/versions/1?format="),
        200,
        stored("q", 1, "$2", REF, references=REFS),
    ),
    Row(
        "A.6.4 an unknown format",
        REFERENCED,
        get("/subjects/q/versions/1?format=x"),
        200,
        stored("q", 1, "$2", REF, references=REFS),
    ),
    Row(
        "A.6.4 referenceFormat qualified in the default context",
        REFERENCED,
        get("/subjects/q/versions/1?referenceFormat=qualified"),
        200,
        stored("q", 1, "$2", REF, references=REFS),
    ),
    Row(
        "A.6.4 referenceFormat qualified",
        (register(":.ctx:r", R), register(":.ctx:q", REF, references=REFS)),
        get("/subjects/:.ctx:q/versions/1?referenceFormat=qualified"),
        200,
        stored(
            ":.ctx:q",
            1,
            2,
            REF,
            references=[{"name": "R", "subject": ":.ctx:r", "version": 1}],
        ),
    ),
    Row(
        "A.6.4 referenceFormat default",
        (register(":.ctx:r", R), register(":.ctx:q", REF, references=REFS)),
        get("/subjects/:.ctx:q/versions/1"),
        200,
        stored(":.ctx:q", 1, 2, REF, references=REFS),
    ),
    Row(
        "A.6.4 findTags of one tag",
        (register("s", TAGGED),),
        get("/subjects/s/versions/1?findTags=PII"),
        200,
        stored(
            "s",
            1,
            "$1",
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int","confluent:tags":["A","B"]}],"confluent:tags":["PII"]}',
            schemaTags=[
                {
                    "schemaEntity": {"entityPath": "R", "entityType": "sr_record"},
                    "tags": ["PII"],
                }
            ],
            guid="7ba51761-349b-52f6-658e-a02100d9b787",
        ),
    ),
    Row(
        "A.6.4 findTags of all",
        (register("s", TAGGED),),
        get("/subjects/s/versions/1?findTags=*"),
        200,
        stored(
            "s",
            1,
            "$1",
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int","confluent:tags":["A","B"]}],"confluent:tags":["PII"]}',
            schemaTags=[
                {
                    "schemaEntity": {"entityPath": "R", "entityType": "sr_record"},
                    "tags": ["PII"],
                },
                {
                    "schemaEntity": {"entityPath": "R.f", "entityType": "sr_field"},
                    "tags": ["A", "B"],
                },
            ],
            guid="7ba51761-349b-52f6-658e-a02100d9b787",
        ),
    ),
    Row(
        "A.6.4 findTags of two",
        (register("s", TAGGED),),
        get("/subjects/s/versions/1?findTags=A&findTags=PII"),
        200,
        stored(
            "s",
            1,
            "$1",
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int","confluent:tags":["A","B"]}],"confluent:tags":["PII"]}',
            schemaTags=[
                {
                    "schemaEntity": {"entityPath": "R", "entityType": "sr_record"},
                    "tags": ["PII"],
                },
                {
                    "schemaEntity": {"entityPath": "R.f", "entityType": "sr_field"},
                    "tags": ["A", "B"],
                },
            ],
            guid="7ba51761-349b-52f6-658e-a02100d9b787",
        ),
    ),
    Row(
        "A.6.4 findTags without a hit",
        (register("s", TAGGED),),
        get("/subjects/s/versions/1?findTags=x"),
        200,
        stored(
            "s",
            1,
            "$1",
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int","confluent:tags":["A","B"]}],"confluent:tags":["PII"]}',
            guid="7ba51761-349b-52f6-658e-a02100d9b787",
        ),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
