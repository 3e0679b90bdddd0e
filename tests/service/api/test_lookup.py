"""A.8: lookup."""

from unittest.mock import ANY

import pytest
from api_registry import Registry
from api_row import INT, LONG, Row, error, found, stored
from registry_call import delete, lookup, put, register

S = register("s", INT)
SOFT = (S, delete("/subjects/s"))
R = '{"type":"record","name":"R","fields":[]}'
REF = '{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}'
REFS = [{"name": "R", "subject": "r", "version": 1}]
ALIASED = '{"type":"record","name":"R","aliases":["P"],"doc":"d","fields":[{"name":"f","type":"int","default":1,"order":"ignore","x":1}]}'
PROPS = {"properties": {"a": "b"}}
ABSENT = error(40403, "Schema not found")
ROWS = (
    Row("A.8 found", (S,), lookup("s", INT), 200, found("s", 1, "$1", INT)),
    Row(
        "A.8 found in another layout",
        (S,),
        lookup("s", '{"type":"int"}'),
        200,
        found("s", 1, "$1", INT),
    ),
    Row(
        "A.8 an older version",
        (S, register("s", LONG)),
        lookup("s", INT),
        200,
        found("s", 1, "$1", INT),
    ),
    Row("A.8 not found", (S,), lookup("s", LONG), 404, ABSENT),
    Row(
        "A.8 a subject that nobody knows",
        (),
        lookup("s", INT),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.8 known in another subject",
        (register("t", INT), register("s", LONG)),
        lookup("s", INT),
        404,
        ABSENT,
    ),
    Row(
        "A.8 soft-deleted",
        SOFT,
        lookup("s", INT),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.8 soft-deleted, with deleted",
        SOFT,
        lookup("s", INT)._replace(path="/subjects/s?deleted=true"),
        200,
        found("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.8 a soft-deleted version",
        (S, register("s", LONG), delete("/subjects/s/versions/1")),
        lookup("s", INT),
        404,
        ABSENT,
    ),
    Row(
        "A.8 a soft-deleted version, with deleted",
        (S, register("s", LONG), delete("/subjects/s/versions/1")),
        lookup("s", INT)._replace(path="/subjects/s?deleted=true"),
        200,
        found("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.8 another in a deleted subject, with deleted",
        SOFT,
        lookup("s", LONG)._replace(path="/subjects/s?deleted=true"),
        404,
        ABSENT,
    ),
    Row("A.8.1 what is no schema", (S,), lookup("s", "x"), 422, error(42201, ANY)),
    Row(
        "A.8.1 what is no schema, of no subject",
        (),
        lookup("s", "x"),
        422,
        error(42201, ANY),
    ),
    Row(
        "A.8.1 an unknown type",
        (S,),
        lookup("s", INT, schemaType="X"),
        422,
        error(42201, "Invalid schema type X"),
    ),
    Row("A.8.1 an empty schema", (S,), lookup("s", ""), 404, ABSENT),
    Row(
        "A.8.1 an empty schema of no subject",
        (),
        lookup("s", ""),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.8.1 a bad default is looked up leniently",
        (S,),
        lookup(
            "s",
            '{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":"x"}]}',
        ),
        404,
        ABSENT,
    ),
    Row(
        "A.8 doc counts",
        (register("s", ALIASED),),
        lookup("s", ALIASED.replace('"doc":"d",', "")),
        404,
        ABSENT,
    ),
    Row(
        "A.8 aliases count",
        (register("s", ALIASED),),
        lookup("s", ALIASED.replace('"aliases":["P"],', "")),
        404,
        ABSENT,
    ),
    Row(
        "A.8 order counts",
        (register("s", ALIASED),),
        lookup("s", ALIASED.replace('"order":"ignore",', "")),
        404,
        ABSENT,
    ),
    Row(
        "A.8 defaults count",
        (register("s", ALIASED),),
        lookup("s", ALIASED.replace('"default":1', '"default":2')),
        404,
        ABSENT,
    ),
    Row(
        "A.8 extra attributes count",
        (register("s", ALIASED),),
        lookup("s", ALIASED.replace('"x":1', '"x":2')),
        404,
        ABSENT,
    ),
    Row(
        "A.8 order of keys does not count",
        (register("s", '{"type":"record","name":"R","fields":[],"a":1,"b":2}'),),
        lookup("s", '{"b":2,"a":1,"name":"R","fields":[],"type":"record"}'),
        200,
        stored(
            "s",
            1,
            "$1",
            '{"type":"record","name":"R","fields":[],"a":1,"b":2}',
            guid="2b06bad0-1ebb-e8c6-00ca-0766106b9b95",
        ),
    ),
    Row(
        "A.8 namespace or full name",
        (register("s", '{"type":"record","name":"R","namespace":"n","fields":[]}'),),
        lookup("s", '{"type":"record","name":"n.R","fields":[]}'),
        200,
        found(
            "s",
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[]}',
            guid="cbf083c7-36d5-7518-b474-57d8d3822298",
        ),
    ),
    Row(
        "A.8 normalize",
        (
            register(
                "s", '{"type":"record","name":"R","fields":[],"b":2,"a":1}'
            )._replace(path="/subjects/s/versions?normalize=true"),
        ),
        lookup("s", '{"type":"record","name":"R","fields":[],"b":2,"a":1}')._replace(
            path="/subjects/s?normalize=true"
        ),
        200,
        found(
            "s",
            1,
            "$1",
            '{"type":"record","name":"R","fields":[],"a":1,"b":2}',
            guid="2b06bad0-1ebb-e8c6-00ca-0766106b9b95",
        ),
    ),
    Row(
        "A.8.3 references",
        (register("r", R), register("q", REF, references=REFS)),
        lookup("q", REF, references=REFS),
        200,
        found(
            "q",
            1,
            "$2",
            REF,
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="31eedc2d-e4ad-4ac7-2c81-72cf449cb243",
        ),
    ),
    Row(
        "A.8.3 references by -1",
        (register("r", R), register("q", REF, references=REFS)),
        lookup("q", REF, references=[REFS[0] | {"version": -1}]),
        200,
        found(
            "q",
            1,
            "$2",
            REF,
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="31eedc2d-e4ad-4ac7-2c81-72cf449cb243",
        ),
    ),
    Row(
        "A.8.3 references written out",
        (register("r", R), register("q", REF, references=REFS)),
        lookup("q", REF.replace('"type":"R"', f'"type":{R}')),
        200,
        stored(
            "q",
            1,
            "$2",
            REF,
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="31eedc2d-e4ad-4ac7-2c81-72cf449cb243",
        ),
    ),
    Row(
        "A.8.3 a missing reference",
        (register("r", R), register("q", REF, references=REFS)),
        lookup("q", REF, references=[REFS[0] | {"version": 9}]),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=3cedf527-6264-6911-490e-0171b057edac,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=9}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=9}] of type AVRO, details: No schema reference found for subject "r" and version 9',
        ),
    ),
    Row(
        "A.8 other metadata",
        (register("s", INT, metadata=PROPS),),
        lookup("s", INT, metadata={"properties": {"a": "c"}}),
        404,
        ABSENT,
    ),
    Row(
        "A.8 the same metadata",
        (register("s", INT, metadata=PROPS),),
        lookup("s", INT, metadata=PROPS),
        200,
        found(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "b"}},
            guid="04bf90ee-86a9-05c9-301a-a13beba056eb",
        ),
    ),
    Row(
        "A.8.4 no metadata, merged from the latest",
        (register("s", INT, metadata=PROPS),),
        lookup("s", INT),
        200,
        found(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "b"}},
            guid="04bf90ee-86a9-05c9-301a-a13beba056eb",
        ),
    ),
    Row(
        "A.8.4 no metadata, merged from the config",
        (put("/config/s", {"defaultMetadata": PROPS}), S),
        lookup("s", INT),
        200,
        found(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "b"}},
            guid="04bf90ee-86a9-05c9-301a-a13beba056eb",
        ),
    ),
    Row(
        "A.8 confluent:version of the stored side",
        (register("s", INT, version=1),),
        lookup("s", INT),
        200,
        stored(
            "s",
            1,
            "$1",
            INT,
            metadata={"properties": {"confluent:version": "1"}},
            guid="9dd4917f-f869-3a34-8c90-f3f5adc886f5",
        ),
    ),
    Row(
        "A.8 confluent:version of the request",
        (S,),
        lookup("s", INT, metadata={"properties": {"confluent:version": "1"}}),
        200,
        stored("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.8 confluent:version of the request, another",
        (S,),
        lookup("s", INT, metadata={"properties": {"confluent:version": "2"}}),
        404,
        ABSENT,
    ),
    Row(
        "A.8 version and id of a lookup",
        (S,),
        lookup("s", INT, version=7, id=9),
        200,
        found("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.8 a lookup in READONLY",
        (S, put("/mode/s", {"mode": "READONLY"})),
        lookup("s", INT),
        200,
        found("s", 1, "$1", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.8 format resolved",
        (register("r", R), register("q", REF, references=REFS)),
        lookup("q", REF, references=REFS)._replace(path="/subjects/q?format=resolved"),
        200,
        found(
            "q",
            1,
            "$2",
            '{"type":"record","name":"Q","fields":[{"name":"r","type":{"type":"record","name":"R","fields":[]}}]}',
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="31eedc2d-e4ad-4ac7-2c81-72cf449cb243",
        ),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
