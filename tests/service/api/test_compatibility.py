"""A.6.5 and A.14: compatibility and its messages."""

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
from registry_call import Call, delete, post, put, register


def rec(*fields: str, name: str = "R") -> str:
    return '{{"type":"record","name":"{}","fields":[{}]}}'.format(
        name, ",".join(fields)
    )


F = '{"name":"f","type":"int"}'
G = '{"name":"g","type":"int"}'
GD = '{"name":"g","type":"int","default":0}'
R1, R2, R2D = rec(F), rec(F, G), rec(F, GD)


def level(name: str) -> Call:
    return put("/config/s", {"compatibility": name})


def one(schema: str, query: str = "", version: str = "latest", **more: Any) -> Call:
    return post(
        f"/compatibility/subjects/s/versions/{version}{query}",
        {"schema": schema} | more,
    )


def every(schema: str, query: str = "", **more: Any) -> Call:
    return post(f"/compatibility/subjects/s/versions{query}", {"schema": schema} | more)


V = "?verbose=true"
YES, NO = {"is_compatible": True}, {"is_compatible": False}


def no(*messages: str) -> dict[str, Any]:
    return NO | {"messages": list(messages)}


def yes(*messages: str) -> dict[str, Any]:
    return YES | {"messages": list(messages)}


def why(kind: str, text: str, more: str) -> str:
    return f"{{errorType:'{kind}', description:'{text}', additionalInfo:'{more}'}}"


def old(version: int, schema: str) -> tuple[str, str]:
    return (f"{{oldSchemaVersion: {version}}}", f"{{oldSchema: '{schema}'}}")


def end(level: str) -> str:
    return f"{{validateFields: 'false', compatibility: '{level}'}}"


MISSING = why(
    "READER_FIELD_MISSING_DEFAULT_VALUE",
    "The field 'g' at path '/fields/1' in the new schema has no default value and is missing in the old schema",
    "g",
)
MISSING_OLD = why(
    "READER_FIELD_MISSING_DEFAULT_VALUE",
    "The field 'g' at path '/fields/1' in the old schema has no default value and is missing in the new schema",
    "g",
)
E_AB = '{"type":"enum","name":"E","symbols":["A","B"]}'
E_A = '{"type":"enum","name":"E","symbols":["A"]}'
FX4 = '{"type":"fixed","name":"X","size":4}'
FX8 = '{"type":"fixed","name":"X","size":8}'


def mistyped(reader: str, writer: str, path: str = "/") -> str:
    return why(
        "TYPE_MISMATCH",
        f"The type (path '{path}') of a field in the new schema does not match with the old schema",
        f"reader type: {reader} not compatible with writer type: {writer}",
    )


CHAIN = (level("NONE"), register("s", R1), register("s", R2D), register("s", R2))
BIG = rec(*(f'{{"name":"a{n}","type":"int"}}' for n in range(500)))


def refused(*messages: str) -> dict[str, Any]:
    return error(
        40901,
        'Schema being registered is incompatible with an earlier schema for subject "s", details: [{}]'.format(
            ", ".join(messages)
        ),
    )


ROWS = (
    Row("A.6.5 compatible with latest", (register("s", R1),), one(R2D), 200, YES),
    Row("A.6.5 not compatible with latest", (register("s", R1),), one(R2), 200, NO),
    Row("A.6.5 verbose and compatible", (register("s", R1),), one(R2D, V), 200, yes()),
    Row(
        "A.6.5 verbose and not compatible",
        (register("s", R1),),
        one(R2, V),
        200,
        no(MISSING, *old(1, R1), end("BACKWARD")),
    ),
    Row("A.6.5 a version by number", CHAIN, one(R1, version="1"), 200, YES),
    Row("A.6.5 latest of no subject", (), one(R1), 200, YES),
    Row("A.6.5 latest of no subject, verbose", (), one(R1, V), 200, yes()),
    Row(
        "A.6.5 a version of no subject",
        (),
        one(R1, version="1"),
        404,
        error(40402, "Version 1 not found."),
    ),
    Row(
        "A.6.5 a missing version",
        (register("s", R1),),
        one(R1, version="2"),
        404,
        error(40402, "Version 2 not found."),
    ),
    Row(
        "A.6.5 version 0",
        (register("s", R1),),
        one(R1, version="0"),
        422,
        error(42202, ANY),
    ),
    Row(
        "A.6.5 a deleted version",
        (register("s", R1), delete("/subjects/s")),
        one(R2, version="1"),
        404,
        error(40402, "Version 1 not found."),
    ),
    Row(
        "A.6.5 latest of a deleted subject",
        (register("s", R1), delete("/subjects/s")),
        one(R2),
        200,
        YES,
    ),
    Row("A.6.5 all of no subject", (), every(R1), 200, YES),
    Row("A.6.5 all of no subject, verbose", (), every(R1, V), 200, yes()),
    Row("A.6.5 all, compatible", (register("s", R1),), every(R2D), 200, YES),
    Row(
        "A.6.5 all, not compatible",
        (register("s", R1),),
        every(R2, V),
        200,
        no(MISSING, *old(1, R1), end("BACKWARD")),
    ),
    Row(
        "A.6.5 all, without deleted ones",
        (register("s", R1), delete("/subjects/s")),
        every(R2),
        200,
        YES,
    ),
    Row(
        "A.6.5 all, transitive",
        (
            level("NONE"),
            register("s", R1),
            register("s", R2D),
            level("BACKWARD_TRANSITIVE"),
        ),
        every(R2, V),
        200,
        no(MISSING, *old(1, R1), end("BACKWARD_TRANSITIVE")),
    ),
    Row(
        "A.6.5 latest at a transitive level checks only it",
        (
            level("NONE"),
            register("s", R1),
            register("s", R2D),
            level("BACKWARD_TRANSITIVE"),
        ),
        one(R2),
        200,
        YES,
    ),
    Row(
        "A.6.5 latest at NONE",
        (level("NONE"), register("s", R1)),
        one(INT, V),
        200,
        yes(),
    ),
    Row(
        "A.6.5 an invalid schema",
        (register("s", R1),),
        one("x"),
        422,
        error(42201, ANY),
    ),
    Row(
        "A.6.5 an invalid schema, verbose",
        (register("s", R1),),
        one("x", V),
        200,
        {"is_compatible": False, "messages": [ANY]},
    ),
    Row("A.6.5 an invalid schema of no subject", (), one("x"), 422, error(42201, ANY)),
    Row(
        "A.6.5 an invalid schema, all",
        (register("s", R1),),
        every("x"),
        422,
        error(42201, ANY),
    ),
    Row(
        "A.6.5 an invalid schema, all, verbose",
        (register("s", R1),),
        every("x", V),
        200,
        {"is_compatible": False, "messages": [ANY]},
    ),
    Row(
        "A.6.5 an empty schema",
        (register("s", R1),),
        one(""),
        422,
        error(42201, "Empty schema"),
    ),
    Row(
        "A.6.5 an empty schema, verbose",
        (register("s", R1),),
        one("", V),
        200,
        no("Empty schema"),
    ),
    Row(
        "A.6.5 no schema",
        (register("s", R1),),
        post("/compatibility/subjects/s/versions/latest", {}),
        422,
        error(42201, "Empty schema"),
    ),
    Row(
        "A.6.5 an unknown type",
        (register("s", R1),),
        one(R1, schemaType="X"),
        422,
        error(42201, "Invalid schema type X"),
    ),
    Row("A.6.5 normalize", (register("s", R1),), one(R2D, "?normalize=true"), 200, YES),
    # A.14
    Row(
        "A.14 BACKWARD is against latest",
        (level("NONE"), register("s", R1), register("s", R2D), level("BACKWARD")),
        register("s", R2),
        200,
        registered(3, "$3", R2, guid="a29ee54f-9616-d782-1ba9-efc0a48187dd"),
    ),
    Row(
        "A.14 BACKWARD_TRANSITIVE is against all",
        (
            level("NONE"),
            register("s", R1),
            register("s", R2D),
            level("BACKWARD_TRANSITIVE"),
        ),
        register("s", R2),
        409,
        refused(MISSING, *old(1, R1), end("BACKWARD_TRANSITIVE")),
    ),
    Row(
        "A.14 FORWARD is against latest",
        (level("FORWARD"), register("s", R2)),
        register("s", R1),
        409,
        refused(MISSING_OLD, *old(1, R2), end("FORWARD")),
    ),
    Row(
        "A.14 FORWARD_TRANSITIVE is against all",
        (
            level("NONE"),
            register("s", R2),
            register("s", R2D),
            level("FORWARD_TRANSITIVE"),
        ),
        register("s", R1),
        409,
        refused(MISSING_OLD, *old(1, R2), end("FORWARD_TRANSITIVE")),
    ),
    Row(
        "A.14 FULL, backward fails",
        (level("FULL"), register("s", R1)),
        register("s", R2),
        409,
        refused(MISSING, *old(1, R1), end("FULL")),
    ),
    Row(
        "A.14 FULL, forward fails",
        (level("FULL"), register("s", R2)),
        register("s", R1),
        409,
        error(
            40901,
            "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'g' at path '/fields/1' in the old schema has no default value and is missing in the new schema', additionalInfo:'g'}, {validateFields: 'false', compatibility: 'FULL'}]",
        ),
    ),
    Row(
        "A.14 FULL, both fail",
        (level("FULL"), register("s", rec(F))),
        register("s", rec(G)),
        409,
        error(
            40901,
            "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'f' at path '/fields/0' in the old schema has no default value and is missing in the new schema', additionalInfo:'f'}, {errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'g' at path '/fields/0' in the new schema has no default value and is missing in the old schema', additionalInfo:'g'}, {oldSchemaVersion: 1}, {oldSchema: '{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"}]}'}, {validateFields: 'false', compatibility: 'FULL'}]",
        ),
    ),
    Row(
        "A.14 FULL_TRANSITIVE",
        (
            level("NONE"),
            register("s", R1),
            register("s", R2D),
            level("FULL_TRANSITIVE"),
        ),
        register("s", R2),
        409,
        refused(MISSING, *old(1, R1), end("FULL_TRANSITIVE")),
    ),
    Row(
        "A.14 NONE",
        (level("NONE"), register("s", R1)),
        register("s", INT),
        200,
        registered(2, "$2", INT, guid="ef524ea1-b91e-7317-3d93-8ade36c1db32"),
    ),
    Row(
        "A.14 a transitive check stops at the first",
        (
            level("NONE"),
            register("s", STRING),
            register("s", LONG),
            level("BACKWARD_TRANSITIVE"),
        ),
        register("s", INT),
        409,
        refused(mistyped("INT", "LONG"), *old(2, LONG), end("BACKWARD_TRANSITIVE")),
    ),
    Row(
        "A.14 TYPE_MISMATCH",
        (register("s", LONG),),
        register("s", INT),
        409,
        refused(mistyped("INT", "LONG"), *old(1, LONG), end("BACKWARD")),
    ),
    Row(
        "A.14 TYPE_MISMATCH of a field",
        (register("s", rec('{"name":"f","type":"long"}')),),
        register("s", R1),
        409,
        refused(
            mistyped("INT", "LONG", "/fields/0/type"),
            *old(1, rec('{"name":"f","type":"long"}')),
            end("BACKWARD"),
        ),
    ),
    Row(
        "A.14 FIXED_SIZE_MISMATCH",
        (register("s", FX4),),
        register("s", FX8),
        409,
        refused(
            why(
                "FIXED_SIZE_MISMATCH",
                "The size of FIXED type field at path '/size' in the new schema does not match with the old schema",
                "expected: 4, found: 8",
            ),
            *old(1, FX4),
            end("BACKWARD"),
        ),
    ),
    Row(
        "A.14 NAME_MISMATCH",
        (register("s", rec(F)),),
        register("s", rec(F, name="Q")),
        409,
        refused(
            why(
                "NAME_MISMATCH",
                "The name of the schema has changed (path '/name')",
                "expected: R",
            ),
            *old(1, rec(F)),
            end("BACKWARD"),
        ),
    ),
    Row(
        "A.14 MISSING_ENUM_SYMBOLS",
        (register("s", E_AB),),
        register("s", E_A),
        409,
        refused(
            why(
                "MISSING_ENUM_SYMBOLS",
                "The new schema is missing enum symbols '[B]' at path '/symbols' in the old schema",
                "[B]",
            ),
            *old(1, E_AB),
            end("BACKWARD"),
        ),
    ),
    Row(
        "A.14 MISSING_UNION_BRANCH",
        (register("s", '["int","string"]'),),
        register("s", '["int"]'),
        409,
        refused(
            why(
                "MISSING_UNION_BRANCH",
                "The new schema is missing a type inside a union field at path '/1' in the old schema",
                "reader union lacking writer type: STRING",
            ),
            *old(1, '["int","string"]'),
            end("BACKWARD"),
        ),
    ),
    Row(
        "A.14 a long schema is cut",
        (register("s", BIG),),
        register("s", INT),
        409,
        error(
            40901,
            'Schema being registered is incompatible with an earlier schema for subject "s", details: [{errorType:\'TYPE_MISMATCH\', description:\'The type (path \'/\') of a field in the new schema does not match with the old schema\', additionalInfo:\'reader type: INT not compatible with writer type: RECORD\'}, {oldSchemaVersion: 1}, {oldSchema: <truncated> \'{"type":"record","name":"R","fields":[{"name":"a0","type":"int"},{"name":"a1","type":"int"},{"name":"a2","type":"int"},{"name":"a3","type":"int"},{"name":"a4","type":"int"},{"name":"a5","type":"int"},{"name":"a6","type":"int"},{"name":"a7","type":"int"},{"name":"a8","type":"int"},{"name":"a9","type":"int"},{"name":"a10","type":"int"},{"name":"a11","type":"int"},{"name":"a12","type":"int"},{"name":"a13","type":"int"},{"name":"a14","type":"int"},{"name":"a15","type":"int"},{"name":"a16","type":"int"},{"name":"a17","type":"int"},{"name":"a18","type":"int"},{"name":"a19","type":"int"},{"name":"a20","type":"int"},{"name":"a21","type":"int"},{"name":"a22","type":"int"},{"name":"a23","type":"int"},{"name":"a24","type":"int"},{"name":"a25","type":"int"},{"name":"a26","type":"int"},{"name":"a27","type":"int"},{"name":"a28","type":"int"},{"name":"a29","type":"int"},{"name":"a30","type":"int"},{"name":"a31","type":"int"},{"name":"a32","type":"int"},{"name":"a33","type":"int"},{"name":"a34","type":"int"},{"name":"a35","type":"int"},{"name":"a36","type":"int"},{"name":"a37","type":"int"},{"name":"a38","type":"int"},{"name":"a39","type":"int"},{"name":"a40","type":"int"},{"name":"a41","type":"int"},{"name":"a42","type":"int"},{"name":"a43","type":"int"},{"name":"a44","type":"int"},{"name":"a45","type":"int"},{"name":"a46","type":"int"},{"name":"a47","type":"int"},{"name":"a48","type":"int"},{"name":"a49","type":"int"},{"name":"a50","type":"int"},{"name":"a51","type":"int"},{"name":"a52","type":"int"},{"name":"a53","type":"int"},{"name":"a54","type":"int"},{"name":"a55","type":"int"},{"name":"a56","type":"int"},{"name":"a57","type":"int"},{"name":"a58","type":"int"},{"name":"a59","type":"int"},{"name":"a60","type":"int"},{"name":"a61","type":"int"},{"name":"a62","type":"int"},{"name":"a63","type":"int"},{"name":"a64","type":"int"},{"name":"a65","type":"int"},{"name":"a66","type":"int"},{"name":"a67","type":"int"},{"name":"a68","type":"int"},{"name":"a69","type":"int"},{"name":"a70","type":"int"},{"name":"a71","type":"int"},{"name":"a72","type":"int"},{"name":"a73","type":"int"},{"name":"a74","type":"int"},{"name":"a75","type":"int"},{"name":"a76","type":"int"},{"name":"a77","type":"int"},{"name":"a78","type":"int"},{"name":"a79","type":"int"},{"name":"a80","type":"int"},{"name":"a81","type":"int"},{"name":"a82","type":"int"},{"name":"a83","type":"int"},{"name":"a84","type":"int"},{"name":"a85","type":"int"},{"name":"a86","type":"int"},{"name":"a87","type":"int"},{"name":"a88","type":"int"},{"name":"a89","type":"int"},{"name":"a90","type":"int"},{"name":"a91","type":"int"},{"name":"a92","type":"int"},{"name":"a93","type":"int"},{"name":"a94","type":"int"},{"name":"a95","type":"int"},{"name":"a96","type":"int"},{"name":"a97","type":"int"},{"name":"a98","type":"int"},{"name":"a99","type":"int"},{"name":"a100","type":"int"},{"name":"a101","type":"int"},{"name":"a102","type":"int"},{"name":"a103","type":"int"},{"name":"a104","type":"int"},{"name":"a105","type":"int"},{"name":"a106","type":"int"},{"name":"a107","type":"int"},{"name":"a108","type":"int"},{"name":"a109","type":"int"},{"name":"a110","type":"int"},{"name":"a111","type":"int"},{"name":"a112","type":"int"},{"name":"a113","type":"int"},{"name":"a114","type":"int"},{"name":"a115","type":"int"},{"name":"a116","type":"int"},{"name":"a117","type":"int"},{"name":"a118","type":"int"},{"name":"a119","type":"int"},{"name":"a120","type":"int"},{"name":"a121","type":"int"},{"name":"a122","type":"int"},{"name":"a123","type":"int"},{"name":"a124","type":"int"},{"name":"a125","type":"int"},{"name":"a126","type":"int"},{"name":"a127","type":"int"},{"name":"a128","type":"int"},{"name":"a129","type":"int"},{"name":"a130","type":"int"},{"name":"a131","type":"int"},{"name":"a132","type":"int"},{"name":"a133","type":"int"},{"name":"a134","type":"int"},{"name":"a135","type":"int"},{"name":"a136","type":"int"},{"name":"a137","type":"int"},{"name":"a138","type":"int"},{"name":"a139","type":"int"},{"name":"a140","type":"int"},{"name":"a141","type":"int"},{"name":"a142","type":"int"},{"name":"a143","type":"int"},{"name":"a144","type":"int"},{"name":"a145","type":"int"},{"name":"a146","type":"int"},{"name":"a147","type":"int"},{"name":"a148","type":"int"},{"name":"a149","type":"int"},{"name":"a150","type":"int"},{"name":"a151","type":"int"},{"name":"a152","type":"int"},{"name":"a153","type":"int"},{"name":"a154","type":"int"},{"name":"a155","type":"int"},{"name":"a156","type":"int"},{"name":"a157","type":"int"},{"name":"a158","type":"int"},{"name":"a159","type":"int"},{"name":"a160","type":"int"},{"name":"a161","type":"int"},{"name":"a162","type":"int"},{"name":"a163","type":"int"},{"name":"a164","type":"int"},{"name":"a165","type":"int"},{"name":"a166","type":"int"},{"name":"a167","type":"int"},{"name":"a168","type":"int"},{"name":"a169","type":"int"},{"name":"a170","type":"int"},{"name":"a171","type":"int"},{"name":"a172","type":"int"},{"name":"a173","type":"int"},{"name":"a174","type":"int"},{"name":"a175","type":"int"},{"name":"a176","type":"int"},{"name":"a177","type":"int"},{"name":"a178","type":"int"},{"name":"a179","type":"int"},{"name":"a180","type":"int"},{"name":"a181","type":"int"},{"name":"a182","type":"int"},{"name":"a183","type":"int"},{"name":"a184","type":"int"},{"name":"a185","type":"int"},{"name":"a186","type":"int"},{"name":"a187","type":"int"},{"name":"a188","type":"int"},{"name":"a189","type":"int"},{"name":"a190","type":"int"},{"name":"a191","type":"int"},{"name":"a192","type":"int"},{"name":"a193","type":"int"},{"name":"a194","type":"int"},{"name":"a195","type":"int"},{"name":"a196","type":"int"},{"name":"a197","type":"int"},{"name":"a198","type":"int"},{"name":"a199","type":"int"},{"name":"a200","type":"int"},{"name":"a201","type":"int"},{"name":"a202","type":"int"},{"name":"a203","type":"int"},{"name":"a204","type":"int"},{"name":"a205","type":"int"},{"name":"a206","type":"int"},{"name":"a207","type":"int"},{"name":"a208","type":"int"},{"name":"a209","type":"int"},{"name":"a210","type":"int"},{"name":"a211","type":"int"},{"name":"a212","type":"int"},{"name":"a213","type":"int"},{"name":"a214","type":"int"},{"name":"a215","type":"int"},{"name":"a216","type":"int"},{"name":"a217","type":"int"},{"name":"a218","type":"int"},{"name":"a219","type":"int"},{"name":"a220","type":"int"},{"name":"a221","type":"int"},{"name":"a222","type":"int"},{"name":"a223","type":"int"},{"name":"a224","type":"int"},{"name":"a225","type":"int"},{"name":"a226","type":"int"},{"name":"a227","type":"int"},{"name":"a228","type":"int"},{"name":"a229","type":"int"},{"name":"a230","type":"int"},{"name":"a231","type":"int"},{"name":"a232","type":"int"},{"name":"a233","type":"int"},{"name":"a234","type":"int"},{"name":"a235","type":"int"},{"name":"a236","type":"int"},{"name":"a237","type":"int"},{"name":"a238","type":"int"},{"name":"a239","type":"int"},{"name":"a240","type":"int"},{"name":"a241","type":"int"},{"name":"a242","type":"int"},{"name":"a243","type":"int"},{"name":"a244","type":"int"},{"name":"a245","type":"int"},{"name":"a246","type":"int"},{"name":"a247","type":"int"},{"name":"a248","type":"int"},{"name":"a249","type":"int"},{"name":"a250","type":"int"},{"name":"a251","type":"int"},{"name":"a252","type":"int"},{"name":"a253","type":"int"},{"name":"a254","type":"int"},{"name":"a255","type":"int"},{"name":"a256","type":"int"},{"name":"a257","type":"int"},{"name":"a258","type":"int"},{"name":"a259","type":"int"},{"name":"a260","type":"int"},{"name":"a261","type":"int"},{"name":"a262","type":"int"},{"name":"a263","type":"int"},{"name":"a264","type":"int"},{"name":"a265","type":"int"},{"name":"a266","type":"int"},{"name":"a267","type":"int"},{"name":"a268","type":"int"},{"name":"a269","type":"int"},{"name":"a270","type":"int"},{"name":"a271","type":"int"},{"name":"a272","type":"int"},{"name":"a273","type":"int"},{"name":"a274","type":"int"},{"name":"a275","type":"int"},{"name":"a276","type":"int"},{"name":"a277","type":"int"},{"name":"a278","type":"int"},{"name":"a279","type":"int"},{"name":"a280","type":"int"},{"name":"a281","type":"int"},{"name":"a282","type":"int"},{"name":"a283","type":"int"},{"name":"a284","type":"int"},{"name":"a285","type":"int"},{"name":"a286","type":"int"},{"name":"a287","type":"int"},{"name":"a288","type":"int"},{"name":"a289","type":"int"},{"name":"a290","type":"int"},{"name":"a291","type":"int"},{"name":"a292","type":"int"},{"name":"a293","type":"int"},{"name":"a294","type":"int"},{"name":"a295","type":"int"},{"name":"a296","type":"int"},{"name":"a297","type":"int"},{"name":"a298","type":"int"},{"name":"a299","type":"int"},{"name":"a300","type":"int"},{"name":"a301","type":"int"},{"name":"a302","type":"int"},{"name":"a303","type":"int"},{"name":"a304","type":"int"},{"name":"a305","type":"int"},{"name":"a306","type":"int"},{"name":"a307","type":"int"},{"name":"a308","type":"int"},{"name":"a309","type":"int"},{"name":"a310","type":"int"},{"name":"a311","type":"int"},{"name":"a312","type":"int"},{"name":"a313","type":"int"},{"name":"a314","type":"int"},{"name":"a315","type":"int"},{"name":"a316","type":"int"},{"name":"a317","type":"int"},{"name":"a318","type":"int"},{"name":"a319","type":"int"},{"name":"a320","type":"int"},{"name":"a321","type":"int"},{"name":"a322","type":"int"},{"name":"a323","type":"int"},{"name":"a324","type":"int"},{"name":"a325","type":"int"},{"name":"a326","type":"int"},{"name":"a327","type":"int"},{"name":"a328","type":"int"},{"name":"a329","type":"int"},{"name":"a330","type":"int"},{"name":"a331","type":"int"},{"name":"a332","type":"int"},{"name":"a333","type":"int"},{"name":"a334","type":"int"},{"name":"a335","type":"int"},{"name":"a336","type":"int"},{"name":"a337","type":"int"},{"name":"a338","type":"int"},{"name":"a339","type":"int"},{"name":"a340","type":"int"},{"name":"a341","type":"int"},{"name":"a342","type":"int"},{"name":"a343","type":"int"},{"name":"a344","type":"int"},{"name":"a345","type":"int"},{"name":"a346","type":"int"},{"name":"a347","type":"int"},{"name":"a348","type":"int"},{"name":"a349","type":"int"},{"name":"a350","type":"int"},{"name":"a351","type":"int"},{"name":"a352","type":"int"},{"name":"a353","type":"int"},{"name":"a354","type":"int"},{"name":"a355","t...\'}, {validateFields: \'false\', compatibility: \'BACKWARD\'}]',
        ),
    ),
    Row(
        "A.14 the group of a version",
        (
            put("/config/s", {"compatibilityGroup": "g", "compatibility": "BACKWARD"}),
            register("s", INT, metadata={"properties": {"g": "1"}}),
        ),
        register("s", STRING, metadata={"properties": {"g": "2"}}),
        200,
        registered(
            2,
            "$2",
            STRING,
            metadata={"properties": {"g": "2"}},
            guid="cf8df004-db8d-dc2e-5ef9-d6ddfe24fa78",
        ),
    ),
    Row(
        "A.14 the same group",
        (
            put("/config/s", {"compatibilityGroup": "g", "compatibility": "BACKWARD"}),
            register("s", INT, metadata={"properties": {"g": "1"}}),
        ),
        register("s", STRING, metadata={"properties": {"g": "1"}}),
        409,
        error(
            40901,
            "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}, {oldSchemaVersion: 1}, {oldSchema: '\"int\"'}, {validateFields: 'false', compatibility: 'BACKWARD'}]",
        ),
    ),
    Row(
        "A.14 absent equals absent",
        (
            put("/config/s", {"compatibilityGroup": "g", "compatibility": "BACKWARD"}),
            register("s", INT),
        ),
        register("s", STRING),
        409,
        error(
            40901,
            "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}, {oldSchemaVersion: 1}, {oldSchema: '\"int\"'}, {validateFields: 'false', compatibility: 'BACKWARD'}]",
        ),
    ),
    Row(
        "A.14 an ambiguous alias",
        (register("s", rec('{"name":"a","type":"int"}', '{"name":"b","type":"int"}')),),
        one(rec('{"name":"c","type":"int","aliases":["a","b"]}'), V),
        200,
        {
            "is_compatible": False,
            "messages": [
                'Unexpected exception during compatibility check: Reader record field c type:INT pos:0 matches multiple fields in writer record schema {"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}',
                "{oldSchemaVersion: 1}",
                '{oldSchema: \'{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}\'}',
                "{validateFields: 'false', compatibility: 'BACKWARD'}",
            ],
        },
    ),
    Row(
        "A.14 validateFields: a reserved field removed",
        (
            put("/config/s", {"compatibility": "BACKWARD", "validateFields": True}),
            register("s", R1, metadata={"properties": {"confluent:reserved": "x,y"}}),
        ),
        register("s", R2D, metadata={"properties": {"confluent:reserved": "x"}}),
        409,
        error(
            40901,
            "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [The new schema has reserved field y removed from its metadata which is present in the old schema's metadata., {validateFields: 'true', compatibility: 'BACKWARD'}]",
        ),
    ),
    Row(
        "A.14 validateFields: a field conflicts",
        (
            put("/config/s", {"compatibility": "BACKWARD", "validateFields": True}),
            register("s", R1, metadata={"properties": {"confluent:reserved": "g"}}),
        ),
        register("s", R2D, metadata={"properties": {"confluent:reserved": "g"}}),
        409,
        error(
            40901,
            "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [The new schema has field that conflicts with the reserved field g., {validateFields: 'true', compatibility: 'BACKWARD'}]",
        ),
    ),
    Row(
        "A.14 without validateFields",
        (
            put("/config/s", {"compatibility": "BACKWARD"}),
            register("s", R1, metadata={"properties": {"confluent:reserved": "g"}}),
        ),
        register("s", R2D, metadata={"properties": {"confluent:reserved": "g"}}),
        200,
        registered(
            2,
            "$2",
            R2D,
            metadata={"properties": {"confluent:reserved": "g"}},
            guid="cddda824-9d30-5a8f-4cc1-53c112cbe851",
        ),
    ),
    Row(
        "A.14 a first version needs no compatibility",
        (),
        register("s", R1),
        200,
        registered(1, "$1", R1),
    ),
    Row(
        "A.14 deleted versions take no part",
        (register("s", R1), delete("/subjects/s")),
        register("s", INT),
        200,
        registered(2, "$2", INT),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
