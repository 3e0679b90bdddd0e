"""Every labelled pair: a proof of each break, and what else must hold (8.4, 8.5)."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from data import RandomData, from_json
from fastavro import parse_schema
from fastavro.read import SchemaResolutionError
from fastavro.read import schemaless_reader as read  # pyright: ignore[reportUnknownVariableType]  IO without its parameter
from fastavro.write import schemaless_writer as write  # pyright: ignore[reportUnknownVariableType]  as above

from avrotower.compat.check import compatible, incompatibilities, soundly_compatible
from avrotower.compat.pairs import Pairs
from avrotower.compat.witness import prove
from avrotower.compat.witness.codec import Codec
from avrotower.compat.witness.resolution import resolution_form
from avrotower.finding import Witness
from avrotower.schema.model import Node, Schema
from avrotower.schema.parse import parse

Rows = Callable[[str], list[dict[str, Any]]]


class Known(NamedTuple):
    """What a corpus holds for which the specification gives numbers (their sums)."""

    digest: str
    reasons: dict[str, int]
    p1: tuple[int, int, int]
    """Compatible pairs; writers without datum among them; pairs with a refusal."""


KNOWN = {
    "compat_pairs": Known(
        "caada98e7d5ff1dd0e78a6c8cd98b72d7543f0dfd6425f715bae05cdc97a2b89",
        {"found": 705, "endless": 4, "ambiguous-alias": 5},
        (734, 33, 2),
    ),
    "compat_generated": Known(
        "2c34b25087e1f04244d4cca09a45da393355ff872b345b7f6f48e1a6b35b10a5",
        {"found": 1123, "endless": 38, "ambiguous-alias": 39},
        (708, 34, 0),
    ),
}


class Labelled(NamedTuple):
    """One row of a corpus, parsed."""

    id: str
    reader: Schema
    writer: Schema
    compatible: bool
    is_exception: bool


@pytest.fixture(scope="module", params=KNOWN)
def corpus(request: pytest.FixtureRequest) -> str:
    """Give the name of one corpus after the other."""
    return str(request.param)


@pytest.fixture(scope="module")
def labelled(rows: Rows, corpus: str) -> list[Labelled]:
    """Give all pairs of the corpus."""
    return [
        Labelled(
            row["id"],
            parse(row["reader"], "lenient", name="reader").schema,
            parse(row["writer"], "lenient", name="writer").schema,
            row["compatible"],
            "exception" in row,
        )
        for row in rows(corpus)
    ]


@pytest.fixture(scope="module")
def known(rows: Rows, corpus: str) -> Known | None:
    """Give what is known of the corpus where it is that one, row by row."""
    digest = hashlib.sha256(json.dumps(rows(corpus)).encode()).hexdigest()
    return KNOWN[corpus] if KNOWN[corpus].digest == digest else None


@pytest.fixture(scope="module")
def proofs(labelled: list[Labelled]) -> list[tuple[Labelled, Witness]]:
    """Give the witness of every incompatible pair; no clock stops the search."""
    return [
        (pair, prove(pair.reader, pair.writer, clock=lambda: 0.0))
        for pair in labelled
        if not pair.compatible
    ]


def test_every_break_is_proved_endless_or_ambiguous(
    proofs: list[tuple[Labelled, Witness]], known: Known | None
) -> None:
    by_reason = Counter(witness.reason for _, witness in proofs)

    unproved = [
        (pair.id, witness.note)
        for pair, witness in proofs
        if witness.reason in {"reads-anyway", "budget"}
    ]

    print(f"\n{len(proofs)} incompatible pairs: {dict(by_reason)}")
    assert unproved == []
    if known:
        assert by_reason == known.reasons


def test_a_witness_is_missing_for_an_ambiguous_alias_where_java_throws(
    proofs: list[tuple[Labelled, Witness]],
) -> None:
    ambiguous = {
        pair.id for pair, witness in proofs if witness.reason == "ambiguous-alias"
    }

    assert ambiguous == {pair.id for pair, _ in proofs if pair.is_exception}


def test_every_witness_is_written_with_the_one_form_and_refused_with_the_other(
    proofs: list[tuple[Labelled, Witness]],
) -> None:
    found = [(p, witness) for p, witness in proofs if witness.reason == "found"]

    wrong = [
        pair.id for pair, witness in found if not is_proof(witness, pair.writer.root)
    ]

    print(f"\n{len(found)} witnesses, {len(wrong)} not confirmed")
    assert wrong == []


def is_proof(witness: Witness, writer: Node) -> bool:
    """Whether the datum can be written and not be read, with fastavro alone."""
    reads, writes = json.loads(witness.reader), json.loads(witness.writer)
    datum = from_json(writer, json.loads(witness.datum))
    buffer = io.BytesIO()
    write(buffer, parse_schema(writes), datum)
    if buffer.getvalue()[:64].hex() != witness.bytes:
        return False
    buffer.seek(0)
    try:
        read(buffer, parse_schema(writes), parse_schema(reads))
    except SchemaResolutionError as error:
        said = str(error).partition(", '__fastavro_parsed'")[0]
        return witness.error.startswith(said[:200])
    return False


def test_no_finite_datum_reaches_a_break_without_end(
    proofs: list[tuple[Labelled, Witness]],
) -> None:
    endless = [pair for pair, witness in proofs if witness.reason == "endless"]

    read_all = {pair.id: set(outcomes(pair)) for pair in endless}

    print(
        f"\n{sum(not told for told in read_all.values())} endless writers have no datum"
    )
    assert {key: told for key, told in read_all.items() if told - {None}} == {}


def test_p1_what_is_compatible_reads_thirty_random_data(
    labelled: list[Labelled], known: Known | None
) -> None:
    pairs = [pair for pair in labelled if pair.compatible]
    read_all = {pair.id: set(outcomes(pair)) for pair in pairs}
    refused = [pair for pair in pairs if read_all[pair.id] - {None}]

    odd = {pair.id: oddity(pair) for pair in refused}

    empty = sum(not outcome for outcome in read_all.values())
    print(
        f"\n{len(pairs)} compatible pairs: {empty} writers have no datum,"
        f" {len(pairs) - empty - len(refused)} always decode, the others: {odd}"
    )
    assert [key for key, reason in odd.items() if reason is None] == []
    if known:
        assert (len(pairs), empty, len(refused)) == known.p1


def outcomes(pair: Labelled) -> Iterator[str | None]:
    """Yield what the reader says against thirty data, None where it reads them."""
    data = RandomData(pair.writer.root, seed=0)
    if not data.has_any:
        return
    codec = Codec(
        reader=resolution_form(pair.reader, reads=True),
        writer=resolution_form(pair.writer),
    )
    for _ in range(30):
        yield codec.refusal(codec.encode(data.draw()))


def oddity(pair: Labelled) -> str | None:
    """Return why data of a compatible pair may be refused all the same."""
    if not soundly_compatible(pair.reader, pair.writer):
        return "Java accepts by mistake (4.3)"
    if fills_two_fields(pair):
        return "fastavro fills only one of two reader fields from one writer field"
    return None


def fills_two_fields(pair: Labelled) -> bool:
    """Whether one field of a writer's record answers to two fields of the reader's."""
    for part in Pairs(pair.reader.root, pair.writer.root):
        fields = [p.writer for p in part.parts if p.way == "field"]
        if len(set(fields)) < len(fields):
            return True
    return False


def test_p3_what_is_soundly_compatible_is_compatible(labelled: list[Labelled]) -> None:
    sound = [p for p in labelled if soundly_compatible(p.reader, p.writer)]

    wrong = [pair.id for pair in sound if not compatible(pair.reader, pair.writer)]

    mistaken = sum(pair.compatible for pair in labelled) - len(sound)
    print(f"\n{len(sound)} soundly compatible, {mistaken} accepted by mistake")
    assert wrong == []


def test_p4_a_schema_reads_itself_unless_it_is_ambiguous(
    labelled: list[Labelled],
) -> None:
    schemas = {
        (pair.id, which): schema
        for pair in labelled
        for which, schema in (("reader", pair.reader), ("writer", pair.writer))
    }

    wrong = [
        key
        for key, schema in schemas.items()
        if not (outcome := incompatibilities(schema, schema)).compatible
        and not (outcome.ambiguity and any(field.aliases for field in schema.fields))
    ]

    print(f"\n{len(schemas)} schemas, {len(wrong)} cannot read themselves")
    assert wrong == []
