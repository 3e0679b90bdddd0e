"""Resolution beside the PyPI package `avro`, in one run; prints ratios, never fails.

COMPATIBILITY, 9.3 names the shapes and the targets.

* Times are processor time, so that neighbours on the machine count little, and rounds of
  all measures alternate. The collector runs as in any program.
* "check" has both models compiled, as a cache of models keeps them; it never compares a
  model with itself, and where there is no second version the writer has one other leaf.
* "text to answer" reads, parses, judges and releases the reader's text anew in each call;
  the writer is the one that "check" has compiled. Ours reads leniently, as a registry does
  before it compares, and strictly, with defaults and keys written twice looked at, as
  the linter does; avro has one way.
* "complete list" is Java's list; it is empty where the answer is yes, so the shapes whose
  answer is yes are measured the other way round, too, where that is a no.
"""

import gc
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from avrotower.compat.check import compatible, incompatibilities
from avrotower.compat.levels import Level, Stored, compare
from avrotower.finding import Version
from avrotower.schema.document import Document, Mode
from avrotower.schema.model import is_array, is_object
from avrotower.schema.parse import parse

avro = pytest.importorskip("avro.schema", reason="the package avro is not installed")
checker = pytest.importorskip("avro.compatibility")

pytestmark = pytest.mark.bench

LSST: Final = "lsst/python/lsst/alert/packet/schema"
ROUNDS: Final = 9
ROUND_S: Final = 0.03
"""A measure repeats its action until a round takes so long."""


class Shape(NamedTuple):
    """A reader and a writer; without a second file a leaf of the first is changed."""

    name: str
    reader: str
    writer: str | None
    is_recursive: bool = False


SHAPES: Final = (
    Shape(
        "small",
        f"{LSST}/7/2/lsst.v7_2.diaForcedSource.avsc",
        f"{LSST}/7/1/lsst.v7_1.diaForcedSource.avsc",
    ),
    Shape(
        "medium",
        f"{LSST}/7/4/lsst.v7_4.diaSource.avsc",
        f"{LSST}/7/3/lsst.v7_3.diaSource.avsc",
    ),
    Shape(
        "wide, incompatible",
        f"{LSST}/5/0/lsst.v5_0.diaObject.avsc",
        f"{LSST}/4/0/lsst.v4_0.diaObject.avsc",
    ),
    Shape("nested", "schema-registry/avro-data/src/test/avro/AvroMessage.avsc", None),
    Shape(
        "recursive, small",
        "avro/lang/c/tests/schema_tests/pass/interop.avsc",
        None,
        is_recursive=True,
    ),
    Shape(
        "recursive, large",
        "avro/lang/c++/jsonschemas/large_schema.avsc",
        None,
        is_recursive=True,
    ),
)

WIDER: Final = {"string": "bytes", "bytes": "string", "int": "long", "float": "double"}


def texts(realworld: Path, shape: Shape) -> tuple[str, str]:
    paths = [realworld / path for path in (shape.reader, shape.writer) if path]
    for path in paths:
        if not path.is_file():
            pytest.skip(f"no {path.relative_to(realworld)} in realworld/")
    found = [path.read_text(encoding="utf-8") for path in paths]
    if shape.writer is None:
        return with_another_leaf(found[0]), found[0]
    return found[0], found[1]


def with_another_leaf(text: str) -> str:
    """Return *text* with the last field of a promotable type made wider."""
    document = json.loads(text)
    last: dict[str, Any] = {}

    def visit(part: Any) -> None:
        nonlocal last
        if is_object(part):
            if "name" in part and part.get("type") in tuple(WIDER):
                last = part
            for below in part.values():
                visit(below)
        elif is_array(part):
            for below in part:
                visit(below)

    visit(document)
    last["type"] = WIDER[last["type"]]
    return json.dumps(document)


def per_call_s(action: Callable[[], object], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) / times


def enough(action: Callable[[], object]) -> int:
    action()
    return max(1, int(ROUND_S / max(per_call_s(action, 1), 1e-9)))


def medians(*actions: Callable[[], object]) -> list[float]:
    """Return the median time of each action, in seconds; rounds alternate.

    What takes seconds is done three times only.
    """
    gc.collect()
    times = [enough(action) for action in actions]
    is_slow = per_call_s(actions[-1], 1) > 1
    rounds = [
        [per_call_s(a, n) for a, n in zip(actions, times, strict=True)]
        for _ in range(3 if is_slow else ROUNDS)
    ]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def show(what: str, ours: float, theirs: float, target: int) -> None:
    ratio = theirs / ours
    verdict = "" if ratio >= target else "   BELOW"
    print(
        f"  {what:<40} {ratio:>8.1f} x  (at least {target} x)"
        f"   {ours * 1e6:10.1f} us, avro {theirs * 1e6:12.1f} us{verdict}"
    )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_resolution_beside_avro(realworld: Path, shape: Shape) -> None:
    reader_text, writer_text = texts(realworld, shape)
    reader = parse(reader_text, name="reader").schema
    writer = parse(writer_text, name="writer").schema
    avro_reader = avro.parse(reader_text)
    avro_writer = avro.parse(writer_text)

    def from_text(mode: Mode) -> bool:
        document = parse(reader_text, mode)
        answer = compatible(document.schema, writer)
        document.release()
        return answer

    def avro_check(by: Any = avro_reader) -> object:
        return checker.ReaderWriterCompatibilityChecker().get_compatibility(
            by, avro_writer
        )

    check, complete, answer, strict, theirs, theirs_answer = medians(
        lambda: compatible(reader, writer),
        lambda: incompatibilities(reader, writer),
        lambda: from_text("lenient"),
        lambda: from_text("strict"),
        avro_check,
        lambda: avro_check(avro.parse(reader_text)),
    )

    print(f"\n{shape.name}: compatible is {compatible(reader, writer)}")
    show("check only", check, theirs, 20 if shape.is_recursive else 40)
    show("text to answer, cached writer", answer, theirs_answer, 8)
    show("text to answer, read strictly", strict, theirs_answer, 8)
    show("complete list against its check", complete, theirs, 5)
    if compatible(reader, writer) and not compatible(writer, reader):
        listed, theirs = medians(
            lambda: incompatibilities(writer, reader),
            # A new one each time: a checker remembers its answers.
            lambda: checker.ReaderWriterCompatibilityChecker().get_compatibility(
                avro_writer, avro_reader
            ),
        )
        show("complete list, the other way round", listed, theirs, 5)


def test_a_hundred_versions_of_140_fields(realworld: Path) -> None:
    text, _ = texts(realworld, SHAPES[1])
    versions = [with_optional_fields(text, number) for number in range(101)]
    history = [
        Stored(Version(document.name, document.name, number), document)
        for number, document in enumerate(versions[:100], start=1)
    ]

    backward, full = medians(
        lambda: compare(Level.BACKWARD_TRANSITIVE, versions[100], history),
        lambda: compare(Level.FULL_TRANSITIVE, versions[100], history),
    )

    comparison = compare(Level.FULL_TRANSITIVE, versions[100], history)
    assert comparison.compatible
    assert len(comparison.halves) == 200
    text = versions[100].text

    def anew() -> object:
        document = parse(text, name="new")
        comparison = compare(Level.FULL_TRANSITIVE, document, history)
        document.release()
        return comparison

    (from_text,) = medians(anew)
    print("\nhistory: 100 versions, transitive, models cached")
    for what, took in (
        ("one direction", backward),
        ("both directions", full),
        ("both directions, from text", from_text),
    ):
        verdict = "" if took <= 0.003 else "   ABOVE"
        print(f"  {what:<36} {took * 1e3:8.2f} ms (at most 3 ms){verdict}")


def with_optional_fields(text: str, count: int) -> Document:
    document = json.loads(text)
    document["fields"] += [
        {"name": f"optional{number}", "type": ["null", "int"], "default": None}
        for number in range(count)
    ]
    return parse(json.dumps(document), name=f"v{count}")
