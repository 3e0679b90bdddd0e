"""What holds for any two schemas (COMPATIBILITY, 8.5)."""

import copy
from collections.abc import Iterator
from random import Random

from data import RandomData
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import Shape, changed, pairs, shapes, text_pairs, texts

from avrotower.compat.check import compatible, incompatibilities, soundly_compatible
from avrotower.compat.explain import explain
from avrotower.compat.explain.draft import drafts
from avrotower.compat.explain.edit import edited
from avrotower.compat.explain.propose import edits
from avrotower.compat.explain.reading import Reading
from avrotower.compat.explain.verify import Verifier
from avrotower.compat.levels import Comparison, Level, Stored, compare
from avrotower.compat.pairs import Pairs
from avrotower.compat.shape import shape_of
from avrotower.compat.witness import prove
from avrotower.compat.witness.codec import Codec
from avrotower.compat.witness.resolution import resolution_form
from avrotower.finding import Cause, Explanation, Location, Version
from avrotower.schema.canonical import canonical_text, encoding_form, parsing_form
from avrotower.schema.document import Document
from avrotower.schema.model import Schema
from avrotower.schema.parse import parse

some = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def documents(texts: tuple[str, str]) -> tuple[Document, Document]:
    reader, writer = texts
    return parse(reader, name="reader"), parse(writer, name="writer")


def schemas(texts: tuple[str, str]) -> tuple[Schema, Schema]:
    reader, writer = documents(texts)
    return reader.schema, writer.schema


@st.composite
def histories(draw: st.DrawFn) -> Comparison:
    """Make one to three versions, and a schema that follows them."""
    shape = draw(shapes())
    versions: list[Stored] = []
    for number in range(1, draw(st.integers(2, 4))):
        name = f"s@{number}"
        document = parse(shape.text, "lenient", name=name)
        versions.append(Stored(Version(str(number), name, number), document))
        shape = draw(changed(shape))
    return compare(
        draw(st.sampled_from(Level)), parse(shape.text, name="new"), versions
    )


@some
@given(text_pairs(), st.integers(0, 1000))
def test_p1_what_is_compatible_reads_thirty_random_data(
    texts: tuple[str, str], seed: int
) -> None:
    reader, writer = schemas(texts)
    data = RandomData(writer.root, seed)
    assume(soundly_compatible(reader, writer) and data.has_any)
    assume(not is_read_otherwise(Pairs(reader.root, writer.root)))

    codec = Codec(
        reader=resolution_form(reader, reads=True), writer=resolution_form(writer)
    )
    refusals = [codec.refusal(codec.encode(data.draw())) for _ in range(30)]

    assert refusals == [None] * 30


def is_read_otherwise(pairs: Pairs) -> bool:
    """Whether fastavro reads some pair in its own way (8.2)."""
    for pair in pairs:
        filled = [part.writer for part in pair.parts if part.way == "field"]
        # One field of the writer fills one of the reader; one branch is looked at.
        if len(set(filled)) < len(filled):
            return True
        if pair.is_choice and len(pair.parts) > 1:
            return True
    return False


@some
@given(text_pairs())
def test_p2_what_is_incompatible_is_proved_endless_or_ambiguous(
    texts: tuple[str, str],
) -> None:
    reader, writer = schemas(texts)
    assume(not compatible(reader, writer))

    witness = prove(reader, writer, clock=lambda: 0.0)

    assert witness.reason in {"found", "endless", "ambiguous-alias"}


@some
@given(text_pairs())
def test_p3_what_is_soundly_compatible_is_compatible(texts: tuple[str, str]) -> None:
    reader, writer = schemas(texts)
    assume(soundly_compatible(reader, writer))

    assert compatible(reader, writer)
    assert incompatibilities(reader, writer).compatible


@some
@given(text_pairs())
def test_the_short_answer_is_that_of_the_list(texts: tuple[str, str]) -> None:
    reader, writer = schemas(texts)

    outcome = incompatibilities(reader, writer)

    assert compatible(reader, writer) == outcome.compatible


@some
@given(histories())
def test_every_break_is_explained(comparison: Comparison) -> None:
    broken = [half for half in comparison.halves if not half.compatible]
    explained = explain(comparison)

    told = {
        (explanation.direction, version.label)
        for explanation in explained
        if explanation.type != "NAMESPACE_CHANGED"
        for version in explanation.versions
    }
    assert {(h.direction, h.stored.version.label) for h in broken} <= told


@some
@given(texts())
def test_p4_a_schema_reads_itself_unless_it_is_ambiguous(text: str) -> None:
    reader, writer = schemas((text, text))

    outcome = incompatibilities(reader, writer)

    has_aliases = any(field.aliases for field in reader.fields)
    assert outcome.compatible or (has_aliases and outcome.ambiguity is not None)
    assert compatible(reader, reader) == outcome.compatible


@some
@given(texts())
def test_p5_canonical_text_says_what_the_text_says(text: str) -> None:
    document = parse(text, name="text")

    form = canonical_text(document)
    again = parse(form, name="form")

    assert canonical_text(again) == form
    assert parsing_form(again) == parsing_form(document)
    assert encoding_form(again) == encoding_form(document)
    for reads in (False, True):
        ours = resolution_form(document.schema, reads=reads)
        assert resolution_form(again.schema, reads=reads) == ours


@some
@given(pairs(aliases=False), st.integers(0, 1000))
def test_p6_the_order_of_branches_and_fields_does_not_matter(
    pair: tuple[Shape, Shape], seed: int
) -> None:
    reader, writer = schemas((pair[0].text, pair[1].text))
    assume(shape_of(reader.root) > 0 and shape_of(writer.root) > 0)

    random = Random(seed)  # noqa: S311  no secrets
    shuffled = schemas((reordered(pair[0], random), reordered(pair[1], random)))

    assert compatible(*shuffled) == compatible(reader, writer)
    assert soundly_compatible(*shuffled) == compatible(reader, writer)


def reordered(shape: Shape, random: Random) -> str:
    """Return the text of *shape* with other orders of branches and fields."""
    result = copy.deepcopy(shape)
    for definition in result.definitions.values():
        random.shuffle(definition.get("fields", []))
    for part in result.types():
        if part[0] == "union":
            branches = part[1:]
            random.shuffle(branches)
            part[1:] = branches
    return result.text


@some
@given(histories())
def test_p7_a_proposal_ends_its_explanation_and_begins_none(
    comparison: Comparison,
) -> None:
    before = {ours(explanation) for explanation in explain(comparison)}
    readings = readings_of(comparison)
    verifier = Verifier(readings)

    for draft in (draft for reading in readings for draft in drafts(reading)):
        titles = {fix.title for fix in verifier.fixes(draft)}
        for edit in edits(draft.fact, draft.reading):
            if edit.title in titles:
                new = edited(comparison.new, edit)
                history = comparison.covered[::-1]
                after = explain(compare(comparison.level, new, history))
                left = {ours(explanation) for explanation in after}
                assert left < before


def ours(explanation: Explanation) -> tuple[str, ...]:
    """Return what identifies *explanation* while texts and places change."""
    reader, writer = explanation.reader, explanation.writer
    return explanation.type, explanation.direction, reader.path, writer.path


def readings_of(comparison: Comparison) -> list[Reading]:
    return [
        Reading(
            half.reader,
            half.writer,
            half.outcome,
            direction=half.direction,
            version=half.stored.version,
            new=comparison.new,
            old=half.stored.document,
        )
        for half in comparison.halves
        if half.stored.document is not None
    ]


@some
@given(histories())
def test_p8_every_place_of_an_explanation_exists(comparison: Comparison) -> None:
    scans = {
        document.name: document.scan
        for document in [comparison.new, *(s.document for s in comparison.covered)]
        if document is not None
    }

    places = [p for e in explain(comparison) for p in places_of(e)]

    assert [p for p in places if scans[p.document].span(p.pointer, p.on) is None] == []


def places_of(explanation: Explanation) -> Iterator[Location]:
    yield explanation.reader
    yield explanation.writer
    yield from explanation.places
    for cause in explanation.causes:
        yield from places_in(cause)


def places_in(cause: Cause) -> Iterator[Location]:
    for place in (cause.reader, cause.writer):
        if place is not None:
            yield place
    for inner in cause.causes:
        yield from places_in(inner)


@some
@given(text_pairs(), texts())
def test_p9_equal_ids_give_equal_answers(pair: tuple[str, str], text: str) -> None:
    first, second = schemas(pair)
    third = parse(text, name="third").schema
    shape_of(first.root)
    shape_of(second.root)
    twins = [
        (node, other)
        for node in first.nodes
        for other in second.nodes
        if node.shape == other.shape and node.shape > 0
    ]
    assume(twins)

    for node, other in twins:
        assert compatible(node, third) == compatible(other, third)
        assert compatible(third, node) == compatible(third, other)
