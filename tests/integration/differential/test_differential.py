"""The embedded registry answers as the reference does, whatever it is sent.

AVROTOWER_SEQUENCES and AVROTOWER_SEED say how many random sequences and which;
`make differential` runs for an hour.
"""

import os
from collections.abc import Sequence
from typing import Final

import pytest
from differential import compare
from differential_calls import sequence
from differential_known import read, unexplained
from differential_pair import Pair
from registry_call import Call, delete, get, lookup, post, put, register

pytestmark = pytest.mark.integration

COUNT: Final = int(os.environ.get("AVROTOWER_SEQUENCES", "100"))
SEED: Final = int(os.environ.get("AVROTOWER_SEED", "1"))
INT, LONG, STRING = '"int"', '"long"', '"string"'
R: Final = '{"type":"record","name":"R","fields":[]}'
Q: Final = '{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}'
P: Final = '{"type":"record","name":"P","fields":[{"name":"q","type":"Q"}]}'
TO_R: Final = [{"name": "R", "subject": "r", "version": 1}]
TO_Q: Final = [{"name": "Q", "subject": "q", "version": 1}]
BAD_DEFAULT: Final = (
    '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}'
)
PII: Final = [
    {"schemaEntity": {"entityPath": "R.a", "entityType": "sr_field"}, "tags": ["PII"]}
]
# Named anew for each sequence: the reference goes on knowing what was replaced.
ONE, TWO, THREE = (
    f'{{"type":"fixed","name":"ctx","size":{size}}}' for size in (1, 2, 3)
)
NONE: Final = {"compatibility": "NONE"}
IMPORT: Final = {"mode": "IMPORT"}
RULES: Final = {
    "domainRules": [{"name": "a", "kind": "CONDITION", "type": "CEL", "mode": "WRITE"}]
}

SEQUENCES: Final[dict[str, Sequence[Call]]] = {
    "a life": (
        register("s", R),
        register("s", R),
        register("s", INT),
        put("/config/s", NONE),
        register("s", INT),
        delete("/subjects/s/versions/1"),
        delete("/subjects/s/versions/1?permanent=true"),
        register("s", R),
        delete("/subjects/s"),
        get("/subjects/s/versions"),
        register("s", INT),
        delete("/subjects/s"),
        delete("/subjects/s?permanent=true"),
        register("s", INT),
    ),
    "a chain of references": (
        register("r", R),
        register("q", Q, references=TO_R),
        register("p", P, references=TO_Q),
        get("/subjects/p/versions/1?format=resolved"),
        get("/schemas/ids/$3/schema?format=resolved"),
        delete("/subjects/r"),
        delete("/subjects/q"),
        delete("/subjects/p"),
        delete("/subjects/q"),
        delete("/subjects/q?permanent=true"),
        delete("/subjects/r"),
        register("q", Q, references=TO_R),
        delete("/subjects/p?permanent=true"),
        delete("/subjects/q?permanent=true"),
        delete("/subjects/r?permanent=true"),
    ),
    "references of a context": (
        register(":.ctx:r", R),
        register(":.ctx:q", Q, references=TO_R),
        get("/subjects/:.ctx:q/versions/1?referenceFormat=qualified"),
        register("q", Q, references=TO_R),
        register("q", Q, references=[TO_R[0] | {"subject": ":.ctx:r"}]),
        delete("/subjects/:.ctx:r"),
    ),
    "an import": (
        put("/mode/s", IMPORT),
        register("s", ONE, id="$50", version=3),
        register("s", TWO, id="$40", version=1),
        register("s", THREE, id="$50", version=2),
        register("s", THREE, id="$51", version=3),
        register("s", THREE),
        put("/mode/s", {"mode": "READWRITE"}),
        register("t", R),
        get("/schemas/ids/$51?fetchMaxId=true"),
    ),
    "an import over what is deleted": (
        register("s", INT),
        delete("/subjects/s"),
        put("/mode/s", IMPORT),
        get("/schemas/ids/$1"),
        register("s", LONG, id="$1", version=1),
        delete("/mode/s"),
    ),
    "read-only": (
        register("s", INT),
        put("/mode", {"mode": "READONLY"}),
        register("s", INT),
        register("s", LONG),
        delete("/subjects/s"),
        put("/config/s", NONE),
        delete("/config/s"),
        put("/mode/s", {"mode": "READWRITE"}),
        register("s", LONG),
        delete("/mode?recursive=true"),
        get("/mode/s"),
    ),
    "config at every scope": (
        put("/config/:.__GLOBAL:", {"compatibility": "FULL"}),
        put("/config", {"compatibility": "FORWARD", "normalize": True}),
        put("/config/:.ctx:", NONE),
        put("/config/s", {"compatibility": "BACKWARD"}),
        *(
            get(f"/config{scope}?defaultToGlobal={flag}")
            for scope in ("", "/s", "/t", "/:.ctx:", "/:.ctx:s", "/:.cty:s")
            for flag in ("true", "false")
        ),
        register(":.ctx:s", INT),
        register(":.ctx:s", STRING),
        delete("/config"),
        get("/config"),
    ),
    "aliases": (
        put("/config/a", {"alias": "s", "compatibility": "NONE"}),
        register("a", INT),
        lookup("a", INT),
        get("/subjects/a/versions/latest"),
        get("/schemas/ids/$1?subject=a"),
        get("/schemas?aliases=true"),
        register("a", STRING),
        delete("/subjects/a/versions/1"),
        put("/config/a", {"alias": None}),
        get("/subjects/a/versions"),
    ),
    "metadata": (
        put("/config/s", NONE | {"defaultMetadata": {"properties": {"d": "1"}}}),
        register("s", INT, metadata={"properties": {"k": "1"}}),
        register("s", LONG),
        register("s", LONG, metadata={"properties": {"k": "2"}}),
        register("s", LONG, version=-1),
        lookup("s", LONG),
        get("/subjects/s/metadata?key=k&value=1"),
        get("/subjects/s/metadata?key=d&value=1&key=k&value=2"),
        put("/config/s", {"overrideMetadata": {"properties": {"k": "9"}}}),
        register("s", STRING),
    ),
    "contexts come and go": (
        register(":.ctx:s", INT),
        delete("/contexts/.ctx"),
        delete("/subjects/:.ctx:s"),
        delete("/subjects/:.ctx:s?permanent=true"),
        delete("/contexts/.ctx"),
        get("/contexts"),
        register(":.ctx:s", LONG),
        get("/schemas/ids/2?subject=:.ctx:"),
    ),
    "a record without level": (
        put("/config", NONE),
        put("/config/s", {"normalize": True}),
        get("/config/s"),
    ),
    "a context of a refusal": (
        register(":.ctx:s", INT, version=5),
        get("/contexts"),
        get("/subjects?subjectPrefix=:*:"),
    ),
    "two ids of a text": (
        put("/mode/s", IMPORT),
        register("s", INT, id="$7"),
        register("s", INT, id="$4"),
        get("/schemas/ids/$7/versions"),
        get("/schemas/ids/$4/versions"),
        put("/mode/s", {"mode": "READWRITE"}),
        register("t", INT),
    ),
    "aliases that lead elsewhere": (
        register("s", INT),
        register(":.ctx:s", INT),
        put("/config", {"alias": ":.:s"}),
        get("/schemas?aliases=true"),
        put("/config", {"alias": ":.ctx:s"}),
        get("/schemas?aliases=true"),
        put("/config/:.ctx:", {"alias": "s", "compatibility": "NONE"}),
        get("/schemas?aliases=true"),
        get("/schemas?aliases=true&subjectPrefix=:.ctx:"),
    ),
    "tags of what cannot be registered": (
        register("s", BAD_DEFAULT, schemaTagsToAdd=PII),
    ),
    "references without words": tuple(
        register("s", INT, references=[TO_R[0] | changed])
        for changed in ({"subject": ""}, {"subject": None}, {"name": ""})
    ),
    "a mode without value": (put("/mode/s", {}), get("/mode/s")),
    "two contexts in a path": (get("/contexts/.ctx/contexts/.cty/subjects"),),
    "empty names": (register(":.ctx:", INT), register("*", INT)),
    "rule sets": (register("s", INT, ruleSet=RULES),),
    "another type": (
        post("/subjects/s/versions", {"schema": "{}", "schemaType": "JSON"}),
    ),
    "forwarding": (
        put("/mode/:.__GLOBAL:", {"mode": "FORWARD"}),
        register("s", INT),
        register("s", INT, id="$7"),
        get("/mode/s?defaultToGlobal=true"),
    ),
    "an empty schema by import": (put("/mode/s", IMPORT), register("s", "", id="$9")),
}


@pytest.mark.parametrize("calls", SEQUENCES.values(), ids=SEQUENCES.keys())
def test_a_sequence_is_answered_as_by_the_reference(
    pair: Pair, calls: Sequence[Call]
) -> None:
    found = unexplained(pair.run(calls, with_state=True), read())

    assert not found, "\n".join(map(str, found))


def test_random_sequences_are_answered_as_by_the_reference(pair: Pair) -> None:
    sequences = (sequence(SEED, number) for number in range(COUNT))
    *_, reports = compare(pair, sequences, read())

    assert not reports, "\n".join(map(str, reports))


def test_an_entry_of_the_known_differences_has_its_reason() -> None:
    known = read()

    assert len(known) <= 25
    assert all(entry.reason.startswith(("A.", "B.")) for entry in known)
