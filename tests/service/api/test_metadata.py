"""A.15: metadata, rule sets, tags."""

from typing import Any
from unittest.mock import ANY

import pytest
from api_registry import Registry
from api_row import (
    INT,
    LONG,
    Row,
    error,
    registered,
    stored,
)
from registry_call import Call, get, post, put, register


def props(**properties: str) -> dict[str, Any]:
    return {"properties": properties}


AB = props(a="b")
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


def rules(**more: Any) -> dict[str, Any]:
    return {"domainRules": [RULES["domainRules"][0] | more]}


R = '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int"},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}'
BAD_DEFAULT = (
    '{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":"x"}]}'
)


def tag(path: str, kind: str = "sr_field", *tags: str) -> list[dict[str, Any]]:
    return [
        {
            "schemaEntity": {"entityPath": path, "entityType": kind},
            "tags": list(tags or ("PII",)),
        }
    ]


def tags(version: str = "1", **body: Any) -> Call:
    return post(f"/subjects/s/versions/{version}/tags", body)


TAGGED = R.replace('"f","type":"int"', '"f","type":"int","confluent:tags":["A","B"]')
S = register("s", R)
ROWS = (
    Row(
        "A.15 metadata is kept",
        (
            register(
                "s",
                INT,
                metadata={
                    "tags": {"x.y": ["b", "a"]},
                    "properties": {"z": "1", "a": "2"},
                    "sensitive": ["z", "a"],
                },
            ),
        ),
        get("/subjects/s/versions/1"),
        200,
        stored(
            "s",
            1,
            "$1",
            INT,
            metadata={
                "tags": {"x.y": ["a", "b"]},
                "properties": {"a": "2", "z": "1"},
                "sensitive": ["a", "z"],
            },
            guid="e4e130aa-10f5-d12b-ebdd-ec587e909728",
        ),
    ),
    Row(
        "A.15 metadata of a registration",
        (),
        register("s", INT, metadata=AB),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "b"}},
            guid="04bf90ee-86a9-05c9-301a-a13beba056eb",
        ),
    ),
    Row(
        "A.15 empty metadata",
        (),
        register("s", INT, metadata={}),
        200,
        registered(
            1, "$1", INT, metadata={}, guid="1d1d1f70-2ee5-5e03-8ce5-4f3b6703c50f"
        ),
    ),
    Row(
        "A.15 empty properties",
        (),
        register("s", INT, metadata={"properties": {}}),
        200,
        registered(
            1, "$1", INT, metadata={}, guid="1d1d1f70-2ee5-5e03-8ce5-4f3b6703c50f"
        ),
    ),
    Row(
        "A.15 another metadata is another version",
        (register("s", INT, metadata=AB),),
        register("s", INT, metadata=props(a="c")),
        200,
        registered(
            2,
            "$2",
            INT,
            metadata={"properties": {"a": "c"}},
            guid="220b06ad-a00d-ee06-1b7b-f4bfdb877edb",
        ),
    ),
    Row(
        "A.15 metadata that is absent comes from the latest",
        (register("s", INT, metadata=AB),),
        register("s", LONG),
        200,
        registered(
            2,
            "$2",
            LONG,
            metadata={"properties": {"a": "b"}},
            guid="2bd0de4f-5dae-c222-929a-d8559c86ff5f",
        ),
    ),
    Row(
        "A.15 metadata replaces that of the latest",
        (register("s", INT, metadata=AB),),
        register("s", LONG, metadata=props(c="d")),
        200,
        registered(
            2,
            "$2",
            LONG,
            metadata={"properties": {"c": "d"}},
            guid="17535174-60a7-d36f-47e9-6c50819b2fca",
        ),
    ),
    Row(
        "A.15 default metadata",
        (put("/config/s", {"defaultMetadata": AB}),),
        register("s", INT),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "b"}},
            guid="04bf90ee-86a9-05c9-301a-a13beba056eb",
        ),
    ),
    Row(
        "A.15 default metadata below specific",
        (put("/config/s", {"defaultMetadata": props(a="1", b="1")}),),
        register("s", INT, metadata=props(b="2", c="2")),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "1", "b": "2", "c": "2"}},
            guid="dfa3c036-299d-3d8f-4079-799580c8ec98",
        ),
    ),
    Row(
        "A.15 override metadata above specific",
        (put("/config/s", {"overrideMetadata": props(a="1", b="1")}),),
        register("s", INT, metadata=props(b="2", c="2")),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "1", "b": "1", "c": "2"}},
            guid="b60df51c-8223-c9aa-184f-29478f09558d",
        ),
    ),
    Row(
        "A.15 default metadata of the global record",
        (put("/config", {"defaultMetadata": AB}),),
        register("s", INT),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "b"}},
            guid="04bf90ee-86a9-05c9-301a-a13beba056eb",
        ),
    ),
    Row(
        "A.15 default metadata, once more",
        (put("/config/s", {"defaultMetadata": AB}), register("s", INT)),
        register("s", INT),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"a": "b"}},
            guid="04bf90ee-86a9-05c9-301a-a13beba056eb",
        ),
    ),
    Row(
        "A.15 confluent:version by version",
        (),
        register("s", INT, version=1),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"confluent:version": "1"}},
            guid="9dd4917f-f869-3a34-8c90-f3f5adc886f5",
        ),
    ),
    Row(
        "A.15 confluent:version by -1",
        (),
        register("s", INT, version=-1),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"confluent:version": "1"}},
            guid="9dd4917f-f869-3a34-8c90-f3f5adc886f5",
        ),
    ),
    Row(
        "A.15 confluent:version not by 0",
        (),
        register("s", INT, version=0),
        200,
        registered(1, "$1", INT),
    ),
    Row(
        "A.15 confluent:version that is there",
        (register("s", INT, version=1),),
        register("s", LONG),
        200,
        registered(
            2,
            "$2",
            LONG,
            metadata={"properties": {"confluent:version": "2"}},
            guid="430f2788-ce81-ab55-0767-4966e7d3bcf2",
        ),
    ),
    Row(
        "A.15 confluent:version that does not match",
        (),
        register("s", INT, metadata={"properties": {"confluent:version": "7"}}),
        200,
        registered(
            1,
            "$1",
            INT,
            metadata={"properties": {"confluent:version": "1"}},
            guid="9dd4917f-f869-3a34-8c90-f3f5adc886f5",
        ),
    ),
    Row(
        "A.15 rule sets",
        (),
        register("s", INT, ruleSet=RULES),
        200,
        ANY,
        reference=(200, ANY),
    ),
    Row(
        "A.15 a rule without a name",
        (),
        register("s", INT, ruleSet=rules(name=None)),
        422,
        ANY,
        reference=(200, ANY),
    ),
    Row(
        "A.15 a rule with a bad name",
        (),
        register("s", INT, ruleSet=rules(name="1 x")),
        422,
        ANY,
        reference=(200, ANY),
    ),
    Row(
        "A.15 a rule without type",
        (),
        register("s", INT, ruleSet=rules(type=None)),
        422,
        ANY,
        reference=(200, ANY),
    ),
    Row(
        "A.15 a rule of a mode of migrations",
        (),
        register("s", INT, ruleSet=rules(mode="UPGRADE")),
        422,
        ANY,
        reference=(200, ANY),
    ),
    Row(
        "A.15 a rule of an unknown kind",
        (),
        register("s", INT, ruleSet=rules(kind="X")),
        400,
        error(400, ANY),
    ),
    Row(
        "A.15 a rule of an unknown mode",
        (),
        register("s", INT, ruleSet=rules(mode="X")),
        400,
        error(400, ANY),
    ),
    Row(
        "A.15 two rules of a name",
        (),
        register("s", INT, ruleSet={"domainRules": RULES["domainRules"] * 2}),
        422,
        ANY,
        reference=(200, ANY),
    ),
    Row(
        "A.15 tags added to a field",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R.f")),
        200,
        registered(
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["PII"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "1"}},
            guid="6661f496-1954-55e4-175d-8c8a1b29b44c",
        ),
    ),
    Row(
        "A.15 tags added to what cannot be registered",
        (),
        register("s", BAD_DEFAULT, schemaTagsToAdd=tag("R.f")),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=s,version=null,id=null,guid=4118e780-1524-361d-1b2c-233dadc1f40d,schemaType=AVRO,references=[],metadata=Metadata{tags={}, properties={confluent:version=1}, sensitive=[]},ruleSet=null,schema={"type":"record","name":"R","fields":[{"name":"f","type":"int","default":"x","confluent:tags":["PII"]}]},schemaTags=null,ts=null,deleted=null} with refs [] of type AVRO, details: Invalid default for field f: "x" not a "int"',
        ),
    ),
    Row(
        "A.15 tags added to a record",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R", "sr_record")),
        200,
        registered(
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int"},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}],"confluent:tags":["PII"]}',
            metadata={"properties": {"confluent:version": "1"}},
            guid="98452ed1-a6e1-0902-efc2-9238f4ff2d0a",
        ),
    ),
    Row(
        "A.15 tags added without namespace",
        (),
        register("s", R, schemaTagsToAdd=tag("R.f")),
        200,
        registered(
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["PII"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "1"}},
            guid="6661f496-1954-55e4-175d-8c8a1b29b44c",
        ),
    ),
    Row(
        "A.15 tags added to a nested field",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R.g.G.f")),
        422,
        error(
            42201,
            "java.lang.IllegalArgumentException: No matching path 'n.R.g.G.f' found in the schema",
        ),
    ),
    Row(
        "A.15 tags added to a nested record's field",
        (),
        register("s", R, schemaTagsToAdd=tag("n.G.f")),
        200,
        registered(
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int"},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string","confluent:tags":["PII"]}]}}]}',
            metadata={"properties": {"confluent:version": "1"}},
            guid="33ec69d0-19ed-4b66-ec93-b4216811fb8b",
        ),
    ),
    Row(
        "A.15 tags added with a leading dot",
        (),
        register("s", R, schemaTagsToAdd=tag(".n.R.f")),
        422,
        error(
            42201,
            "java.lang.IllegalArgumentException: No matching path '.n.R.f' found in the schema",
        ),
    ),
    Row(
        "A.15 tags added to what is not there",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R.x")),
        422,
        error(
            42201,
            "java.lang.IllegalArgumentException: No matching path 'n.R.x' found in the schema",
        ),
    ),
    Row(
        "A.15 tags in an unknown kind",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R.f", "X")),
        400,
        error(400, ANY),
    ),
    Row(
        "A.15 tags in upper case",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R.f", "SR_FIELD")),
        400,
        error(400, ANY),
    ),
    Row(
        "A.15 two tags",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R.f", "sr_field", "B", "A", "B")),
        200,
        registered(
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["B","A"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "1"}},
            guid="73637177-b250-5b79-e4e2-cc8034b5abce",
        ),
    ),
    Row(
        "A.15 tags removed",
        (),
        register("s", TAGGED, schemaTagsToRemove=tag("n.R.f", "sr_field", "A")),
        200,
        registered(
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["B"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "1"}},
            guid="c8fccb26-adbc-2cfb-d2ac-c7b311ecbade",
        ),
    ),
    Row(
        "A.15 the last tag removed",
        (),
        register("s", TAGGED, schemaTagsToRemove=tag("n.R.f", "sr_field", "A", "B")),
        200,
        registered(
            1,
            "$1",
            R,
            metadata={"properties": {"confluent:version": "1"}},
            guid="09a4c4d0-a347-6a60-2a02-20af1ec8977d",
        ),
    ),
    Row(
        "A.15 a tag removed that is not there",
        (),
        register("s", R, schemaTagsToRemove=tag("n.R.f")),
        200,
        registered(
            1,
            "$1",
            R,
            metadata={"properties": {"confluent:version": "1"}},
            guid="09a4c4d0-a347-6a60-2a02-20af1ec8977d",
        ),
    ),
    Row(
        "A.15 an empty schema takes no tags",
        (S,),
        register("s", "", schemaTagsToAdd=tag("n.R.f")),
        422,
        error(
            42201,
            "Invalid schema of type AVRO, details: Invalid schema {subject=s,version=null,id=null,guid=d41d8cd9-8f00-b204-e980-0998ecf8427e,schemaType=AVRO,references=[],metadata=null,ruleSet=null,schema=,schemaTags=null,ts=null,deleted=null} with refs [] of type AVRO, details: Cannot parse <null> schema",
        ),
    ),
    Row(
        "A.15 a nested record's field by its own record",
        (),
        register("s", R, schemaTagsToAdd=tag("G.f")),
        200,
        registered(
            1,
            "$1",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int"},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string","confluent:tags":["PII"]}]}}]}',
            metadata={"properties": {"confluent:version": "1"}},
            guid="33ec69d0-19ed-4b66-ec93-b4216811fb8b",
        ),
    ),
    Row(
        "A.15 additions come before removals",
        (),
        register("s", R, schemaTagsToAdd=tag("n.R.f"), schemaTagsToRemove=tag("n.R.f")),
        200,
        registered(
            1,
            "$1",
            R,
            metadata={"properties": {"confluent:version": "1"}},
            guid="09a4c4d0-a347-6a60-2a02-20af1ec8977d",
        ),
    ),
    Row(
        "A.15 tags propagated",
        (register("s", R, schemaTagsToAdd=tag("n.R.f")),),
        register(
            "s",
            R.replace('"f","type":"int"', '"f","type":"long"'),
            propagateSchemaTags=True,
        ),
        200,
        registered(
            2,
            "$2",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"long","confluent:tags":["PII"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "2"}},
            guid="aca1776f-a313-2888-bc8c-5d65701f7f63",
        ),
    ),
    Row(
        "A.15 tags not propagated",
        (register("s", R, schemaTagsToAdd=tag("n.R.f")),),
        register("s", R.replace('"f","type":"int"', '"f","type":"long"')),
        200,
        registered(
            2,
            "$2",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"long"},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "2"}},
            guid="3caf6dab-8867-2b97-3e3b-a948eefb7643",
        ),
    ),
    Row(
        "A.15 /tags",
        (S,),
        tags(tagsToAdd=tag("n.R.f")),
        200,
        registered(
            2,
            "$2",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["PII"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "2"}},
            guid="0fb6e8d1-2e12-9d8e-e07c-7ee5be948c11",
        ),
    ),
    Row(
        "A.15 /tags of latest",
        (S,),
        tags("latest", tagsToAdd=tag("n.R.f")),
        200,
        registered(
            2,
            "$2",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["PII"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "2"}},
            guid="0fb6e8d1-2e12-9d8e-e07c-7ee5be948c11",
        ),
    ),
    Row(
        "A.15 /tags with newVersion",
        (S,),
        tags(tagsToAdd=tag("n.R.f"), newVersion=2),
        200,
        registered(
            2,
            "$2",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["PII"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"confluent:version": "2"}},
            guid="0fb6e8d1-2e12-9d8e-e07c-7ee5be948c11",
        ),
    ),
    Row(
        "A.15 /tags with another newVersion",
        (S,),
        tags(tagsToAdd=tag("n.R.f"), newVersion=5),
        422,
        error(42201, "Version is not one more than previous version"),
    ),
    Row(
        "A.15 /tags with metadata",
        (S,),
        tags(tagsToAdd=tag("n.R.f"), metadata=AB),
        200,
        registered(
            2,
            "$2",
            '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"int","confluent:tags":["PII"]},{"name":"g","type":{"type":"record","name":"G","fields":[{"name":"f","type":"string"}]}}]}',
            metadata={"properties": {"a": "b", "confluent:version": "2"}},
            guid="bc59dbb4-8157-cff1-0e64-5c27af733704",
        ),
    ),
    Row(
        "A.15 /tags with nothing",
        (S,),
        tags(),
        200,
        registered(
            2,
            "$2",
            R,
            metadata={"properties": {"confluent:version": "2"}},
            guid="b3ce62eb-31e6-4f9d-0239-0280cf9fb0ac",
        ),
    ),
    Row(
        "A.15 /tags removed",
        (S, tags(tagsToAdd=tag("n.R.f"))),
        tags("2", tagsToRemove=tag("n.R.f")),
        200,
        registered(
            3,
            "$3",
            R,
            metadata={"properties": {"confluent:version": "3"}},
            guid="83188a98-a26b-97df-187a-74318e7eaaef",
        ),
    ),
    Row(
        "A.15 /tags of no subject",
        (),
        tags(),
        404,
        error(40401, "Subject 's' not found."),
    ),
    Row(
        "A.15 /tags of a missing version",
        (S,),
        tags("2"),
        404,
        error(40402, "Version 2 not found."),
    ),
    Row("A.15 /tags of version 0", (S,), tags("0"), 422, error(42202, ANY)),
    Row(
        "A.15 /tags of a bad subject",
        (),
        post("/subjects/__EMPTY/versions/1/tags", {}),
        422,
        error(42208, "The specified subject '__EMPTY' is not a valid."),
    ),
    Row(
        "A.15 /tags with rules in both forms",
        (S,),
        tags(ruleSet=RULES, rulesToMerge=RULES),
        422,
        ANY,
        reference=(200, ANY),
    ),
    Row(
        "A.15 /tags with a rule set",
        (S,),
        tags(ruleSet=RULES),
        200,
        registered(
            2,
            "$2",
            R,
            metadata={"properties": {"confluent:version": "2"}},
            ruleSet={"domainRules": [RULES["domainRules"][0] | {"disabled": False}]},
        ),
        reference=(
            200,
            registered(
                2,
                "$2",
                R,
                metadata={"properties": {"confluent:version": "2"}},
                guid="b3ce62eb-31e6-4f9d-0239-0280cf9fb0ac",
            ),
        ),
    ),
    Row(
        "A.15 /tags in READONLY",
        (S, put("/mode/s", {"mode": "READONLY"})),
        tags(tagsToAdd=tag("n.R.f")),
        422,
        error(42205, "Subject s in context  is in read-only mode"),
    ),
    Row(
        "A.15 /tags to what is not there",
        (S,),
        tags(tagsToAdd=tag("n.R.x")),
        422,
        error(
            42201,
            "java.lang.IllegalArgumentException: No matching path 'n.R.x' found in the schema",
        ),
    ),
    Row(
        "A.15 /tags of no subject of :.:",
        (),
        post("/subjects/:.:s/versions/1/tags", {}),
        404,
        error(40401, "Subject ':.:s' not found."),
    ),
    Row(
        "A.15 /tags of an incompatible version of a subject of :.:",
        (
            register("s", '{"type":"record","name":"R","fields":[]}'),
            put("/config/s", {"compatibility": "FORWARD"}),
            register(
                "s",
                '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}',
            ),
        ),
        post("/subjects/:.:s/versions/1/tags", {}),
        409,
        error(
            40901,
            """Schema being registered is incompatible with an earlier schema for subject ":.:s", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'a' at path '/fields/0' in the old schema has no default value and is missing in the new schema', additionalInfo:'a'}, {oldSchemaVersion: 2}, {oldSchema: '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}'}, {validateFields: 'false', compatibility: 'FORWARD'}]""",
        ),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
