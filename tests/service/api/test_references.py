"""A.10: references."""

from typing import Any
from unittest.mock import ANY

import pytest
from api_registry import Registry
from api_row import (
    INT,
    Row,
    error,
    found,
    registered,
    stored,
)
from registry_call import delete, get, lookup, post, register

R = '{"type":"record","name":"R","fields":[]}'
R2 = '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":0}]}'
REF = '{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}'


def refs(version: int = 1, subject: str = "r", name: str = "R") -> list[dict[str, Any]]:
    return [{"name": name, "subject": subject, "version": version}]


RR = register("r", R)
Q = register("q", REF, references=refs())
ROWS = (
    Row(
        "A.10 a reference",
        (RR,),
        Q,
        200,
        registered(
            1,
            "$2",
            REF,
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="31eedc2d-e4ad-4ac7-2c81-72cf449cb243",
        ),
    ),
    Row(
        "A.10 -1 is the latest",
        (RR, register("r", R2)),
        register("q", REF, references=refs(-1)),
        200,
        registered(
            1,
            "$3",
            REF,
            references=[{"name": "R", "subject": "r", "version": 2}],
            guid="8ce255ad-4a37-ba8f-5005-7fe8ce48f54c",
        ),
    ),
    Row(
        "A.10 -1 is stored as its number",
        (RR, register("r", R2), register("q", REF, references=refs(-1))),
        get("/subjects/q/versions/1"),
        200,
        stored(
            "q",
            1,
            "$3",
            REF,
            references=[{"name": "R", "subject": "r", "version": 2}],
            guid="8ce255ad-4a37-ba8f-5005-7fe8ce48f54c",
        ),
    ),
    Row(
        "A.10 version 0",
        (RR,),
        register("q", REF, references=refs(0)),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=0b71f0be-7a6b-c27d-e1be-d2975360a496,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=0}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=0}] of type AVRO, details: io.confluent.kafka.schemaregistry.exceptions.InvalidVersionException: 0',
        ),
    ),
    Row(
        "A.10 version -2",
        (RR,),
        register("q", REF, references=refs(-2)),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=b749e3d5-5f08-235d-4d12-33fbf74b9324,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=-2}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=-2}] of type AVRO, details: io.confluent.kafka.schemaregistry.exceptions.InvalidVersionException: -2',
        ),
    ),
    *(
        Row(
            f"A.10 a reference without {k}",
            (RR,),
            register(
                "q", REF, references=[{n: v for n, v in refs()[0].items() if n != k}]
            ),
            422,
            error(42201, ANY),
        )
        for k in ("name", "subject", "version")
    ),
    Row(
        "A.10 a missing subject",
        (),
        Q,
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=31eedc2d-e4ad-4ac7-2c81-72cf449cb243,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=1}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=1}] of type AVRO, details: No schema reference found for subject "r" and version 1',
        ),
    ),
    Row(
        "A.10 a missing version",
        (RR,),
        register("q", REF, references=refs(2)),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=8ce255ad-4a37-ba8f-5005-7fe8ce48f54c,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=2}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=2}] of type AVRO, details: No schema reference found for subject "r" and version 2',
        ),
    ),
    Row(
        "A.10 a subject that is empty",
        (),
        register("q", REF, references=[refs()[0] | {"subject": ""}]),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=4c189896-ee9c-1a03-e415-adaaa028495b,schemaType=AVRO,references=[{name=\'R\', subject=\'\', version=1}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'\', version=1}] of type AVRO, details: No schema reference found for subject "" and version 1',
        ),
    ),
    Row(
        "A.10 -1 of a missing subject",
        (),
        register("q", REF, references=refs(-1)),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=0e242e92-4e27-d235-8b85-0960db360466,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=-1}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=-1}] of type AVRO, details: No schema reference found for subject "r" and version -1',
        ),
    ),
    Row(
        "A.10 a soft-deleted version is missing",
        (RR, delete("/subjects/r")),
        Q,
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=31eedc2d-e4ad-4ac7-2c81-72cf449cb243,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=1}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=1}] of type AVRO, details: No schema reference found for subject "r" and version 1',
        ),
    ),
    Row(
        "A.10 a stored schema resolves a soft-deleted version",
        (
            RR,
            Q,
            register("r", R2),
        ),
        lookup("q", REF, references=refs()),
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
        "A.10 a reference under another name",
        (RR,),
        register("q", REF, references=refs(name="Other")),
        200,
        registered(
            1,
            "$2",
            REF,
            references=[{"name": "Other", "subject": "r", "version": 1}],
            guid="78ce2adc-bf02-d922-51bc-d39ba04e6d26",
        ),
    ),
    Row(
        "A.10 a reference that is not used",
        (RR,),
        register("q", INT, references=refs()),
        200,
        registered(
            1,
            "$2",
            INT,
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="f1984e26-820f-0c2d-7af6-467cb633e8e4",
        ),
    ),
    Row(
        "A.10 a reference twice",
        (RR,),
        register("q", REF, references=refs() + refs()),
        200,
        registered(
            1,
            "$2",
            REF,
            references=[
                {"name": "R", "subject": "r", "version": 1},
                {"name": "R", "subject": "r", "version": 1},
            ],
            guid="51292250-051e-b357-1c5b-b44e8e4f18ea",
        ),
    ),
    Row(
        "A.10 a chain",
        (RR, Q),
        register(
            "p",
            '{"type":"record","name":"P","fields":[{"name":"q","type":"Q"}]}',
            references=[{"name": "Q", "subject": "q", "version": 1}],
        ),
        200,
        registered(
            1,
            "$3",
            '{"type":"record","name":"P","fields":[{"name":"q","type":"Q"}]}',
            references=[{"name": "Q", "subject": "q", "version": 1}],
            guid="bd8a9616-37e9-59c4-1beb-d9fdddfd59b2",
        ),
    ),
    Row(
        "A.10 a name of the chain",
        (RR, Q),
        register(
            "p",
            '{"type":"record","name":"P","fields":[{"name":"q","type":"Q"},{"name":"r","type":"R"}]}',
            references=[{"name": "Q", "subject": "q", "version": 1}],
        ),
        200,
        registered(
            1,
            "$3",
            '{"type":"record","name":"P","fields":[{"name":"q","type":"Q"},{"name":"r","type":"R"}]}',
            references=[{"name": "Q", "subject": "q", "version": 1}],
            guid="82695e1a-79a2-587c-33cc-6fcf548435c0",
        ),
    ),
    Row(
        "A.10 two versions of a name",
        (RR, register("r", R2), Q),
        register(
            "p",
            '{"type":"record","name":"P","fields":[{"name":"q","type":"Q"},{"name":"r","type":"R"}]}',
            references=[*refs(2), {"name": "Q", "subject": "q", "version": 1}],
        ),
        200,
        registered(
            1,
            "$4",
            '{"type":"record","name":"P","fields":[{"name":"q","type":"Q"},{"name":"r","type":"R"}]}',
            references=[
                {"name": "R", "subject": "r", "version": 2},
                {"name": "Q", "subject": "q", "version": 1},
            ],
            guid="a4700db0-d1f9-5b1a-d87c-a83ceba16db0",
        ),
    ),
    Row(
        "A.10 in its context",
        (register(":.ctx:r", R),),
        register(":.ctx:q", REF, references=refs()),
        200,
        registered(
            1,
            2,
            REF,
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="31eedc2d-e4ad-4ac7-2c81-72cf449cb243",
        ),
    ),
    Row(
        "A.10 not in the default context",
        (RR,),
        register(":.ctx:q", REF, references=refs()),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=:.ctx:q,version=null,id=null,guid=31eedc2d-e4ad-4ac7-2c81-72cf449cb243,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=1}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=1}] of type AVRO, details: No schema reference found for subject ":.ctx:r" and version 1',
        ),
    ),
    Row(
        "A.10 of another context",
        (RR,),
        register(":.ctx:q", REF, references=refs(subject=":.:r")),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=:.ctx:q,version=null,id=null,guid=b590bd7e-ea3d-4311-2a37-36433bb38926,schemaType=AVRO,references=[{name=\'R\', subject=\':.:r\', version=1}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\':.:r\', version=1}] of type AVRO, details: No schema reference found for subject ":.ctx::.:r" and version 1',
        ),
    ),
    Row(
        "A.10 of a context from the default one",
        (register(":.ctx:r", R),),
        register("q", REF, references=refs(subject=":.ctx:r")),
        200,
        registered(
            1,
            "$1",
            REF,
            references=[{"name": "R", "subject": ":.ctx:r", "version": 1}],
            guid=ANY,
        ),
    ),
    Row(
        "A.10 a referenced version cannot be deleted",
        (RR, Q),
        delete("/subjects/r/versions/1"),
        422,
        error(
            42206,
            "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=r,version=1}.",
        ),
    ),
    Row(
        "A.10 a referenced subject cannot be deleted",
        (RR, Q),
        delete("/subjects/r"),
        422,
        error(
            42206,
            "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=r,version=1}.",
        ),
    ),
    Row(
        "A.10 a redefinition",
        (RR,),
        register(
            "q",
            f'{{"type":"record","name":"Q","fields":[{{"name":"r","type":{R}}}]}}',
            references=refs(),
        ),
        200,
        registered(
            1,
            "$2",
            REF,
            references=[{"name": "R", "subject": "r", "version": 1}],
            guid="31eedc2d-e4ad-4ac7-2c81-72cf449cb243",
        ),
    ),
    Row(
        "A.10 itself",
        (RR,),
        register("r", R2, references=refs()),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=r,version=null,id=null,guid=85782ab7-516a-f67d-9283-421379ac74f0,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=1}],metadata=null,ruleSet=null,schema={"type":"record","name":"R","fields":[{"name":"a","type":"int","default":0}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=1}] of type AVRO, details: Can\'t redefine: R',
        ),
    ),
    Row(
        "A.10 compatibility with references",
        (RR, Q),
        post(
            "/compatibility/subjects/q/versions/latest",
            {"schema": REF, "references": refs()},
        ),
        200,
        {"is_compatible": True},
    ),
    Row(
        "A.10 compatibility with a missing reference",
        (RR, Q),
        post(
            "/compatibility/subjects/q/versions/latest",
            {"schema": REF, "references": refs(7)},
        ),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=9f160d44-22ba-4a07-6506-3abc581b9f8b,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=7}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=7}] of type AVRO, details: No schema reference found for subject "r" and version 7',
        ),
    ),
    Row(
        "A.10 compatibility with a missing reference, verbose",
        (RR, Q),
        post(
            "/compatibility/subjects/q/versions/latest?verbose=true",
            {"schema": REF, "references": refs(7)},
        ),
        200,
        {
            "is_compatible": False,
            "messages": [
                'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=9f160d44-22ba-4a07-6506-3abc581b9f8b,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=7}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=7}] of type AVRO, details: No schema reference found for subject "r" and version 7'
            ],
        },
    ),
    Row(
        "A.10 an invalid schema with references",
        (RR,),
        register("q", REF.replace("Q", "Q-"), references=refs()),
        422,
        error(
            42201,
            'Invalid schema of type AVRO, details: Invalid schema {subject=q,version=null,id=null,guid=66462b9d-9983-d0de-9fbc-be75110c20cc,schemaType=AVRO,references=[{name=\'R\', subject=\'r\', version=1}],metadata=null,ruleSet=null,schema={"type":"record","name":"Q-","fields":[{"name":"r","type":"R"}]},schemaTags=null,ts=null,deleted=null} with refs [{name=\'R\', subject=\'r\', version=1}] of type AVRO, details: Illegal character in: Q-',
        ),
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=Row.name)
def test_the_answer(registry: Registry, row: Row) -> None:
    registry.check(row)
