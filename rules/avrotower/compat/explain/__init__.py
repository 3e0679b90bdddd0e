"""Why a schema may not follow its history: where in both documents, and what now."""

from collections.abc import Sequence

from avrotower.compat.check import incompatibilities
from avrotower.compat.explain.advice import advice
from avrotower.compat.explain.draft import MISTAKE, NAMESPACE, Draft, drafts
from avrotower.compat.explain.fact import DEEPEST
from avrotower.compat.explain.java_line import java_line
from avrotower.compat.explain.phrase import way_words
from avrotower.compat.explain.proof import Proofs
from avrotower.compat.explain.reading import Reading
from avrotower.compat.explain.verify import Verifier
from avrotower.compat.levels import NEW_READS_OLD, Comparison, Half, Stored
from avrotower.finding import (
    Direction,
    Explanation,
    Fix,
    Location,
    Version,
)
from avrotower.schema.document import Document


def explain(
    comparison: Comparison, *, with_proposals: bool = True
) -> tuple[Explanation, ...]:
    """Return one explanation per cause, place and direction, with all its versions.

    Without proposals there is no advice either: a key does not evolve.
    """
    readings = [_of_half(half, comparison.new) for half in comparison.halves]
    strangers = [_stranger(comparison, stored) for stored in comparison.strangers]
    return (*strangers, *_explained(readings, with_proposals=with_proposals))


def explain_pair(
    reader: Document,
    writer: Document,
    direction: Direction,
    version: Version,
    *,
    with_proposals: bool = True,
) -> tuple[Explanation, ...]:
    """Return why *reader* cannot read what *writer* wrote.

    *direction* says which of the two is the newer schema, *version* names the other.
    """
    new, old = (reader, writer) if direction == NEW_READS_OLD else (writer, reader)
    reading = Reading(
        reader.schema.root,
        writer.schema.root,
        incompatibilities(reader.schema, writer.schema),
        direction=direction,
        version=version,
        new=new,
        old=old,
    )
    return _explained([reading], with_proposals=with_proposals)


def _of_half(half: Half, new: Document) -> Reading:
    old = half.stored.document
    assert old is not None  # noqa: S101  its type has been compared
    return Reading(
        half.reader,
        half.writer,
        half.outcome,
        direction=half.direction,
        version=half.stored.version,
        new=new,
        old=old,
    )


def _stranger(comparison: Comparison, stored: Stored) -> Explanation:
    """Explain that nothing can follow a version of another schema type."""
    new = comparison.new
    here = Location(new.name, "", new.schema.root.path)
    there = Location(stored.version.document)
    direction = comparison.level.directions[-1]
    reader, writer = (here, there) if direction == NEW_READS_OLD else (there, here)
    return Explanation(
        "DIFFERENT_SCHEMA_TYPE",
        "CMP003",
        direction,
        (stored.version,),
        f"version {stored.version.label} is no Avro schema but {stored.schema_type}",
        reader,
        writer,
        wire="Incompatible because of different schema type",
    )


def _explained(
    readings: Sequence[Reading], *, with_proposals: bool
) -> tuple[Explanation, ...]:
    groups: dict[tuple[str, ...], list[Draft]] = {}
    both_ways = len({reading.direction for reading in readings}) > 1
    for reading in readings:
        if reading.is_quiet:
            continue
        # A namespace that moved is one cause, whoever reads.
        is_told = both_ways and not reading.is_new_reader
        for draft in drafts(reading):
            if draft.type != NAMESPACE or not is_told:
                groups.setdefault(draft.key, []).append(draft)
    verifier = Verifier(readings) if with_proposals else None
    proofs = Proofs()
    return tuple(_explanation(group, verifier, proofs) for group in groups.values())


def _explanation(
    group: Sequence[Draft], verifier: Verifier | None, proofs: Proofs
) -> Explanation:
    """Return what *group* says; the newest version comes first in it."""
    draft = group[0]
    fact, reading = draft.fact, draft.reading
    versions = tuple(sorted((d.reading.version for d in group), key=_age))
    fixes: tuple[Fix, ...] = ()
    said: tuple[str, ...] = ()
    if verifier is not None:
        fixes = verifier.fixes(draft)
        said = tuple(advice(fact, reading))
    return Explanation(
        draft.type,
        draft.rule,
        reading.direction,
        versions,
        draft.said(versions),
        draft.reader,
        draft.writer,
        _via(draft),
        tuple(reading.reader_at(place, fact.reader) for place in fact.places),
        draft.causes,
        fixes,
        said,
        proofs.of(draft),
        java_line(fact, reading) if draft.type not in {MISTAKE, NAMESPACE} else "",
    )


def _age(version: Version) -> int:
    return version.number or 0


def _via(draft: Draft) -> str:
    """Return how the place is reached from the root, where its own path differs."""
    fact, reading = draft.fact, draft.reading
    if fact.visit.depth > DEEPEST:
        return ""
    is_new = reading.is_new_reader
    way = way_words(fact.visit, None, written=not is_new)
    if fact.kind in {"ambiguous", "missing"} and is_new:
        way += f".{fact.field.name}"
    elif fact.kind == "ambiguous":
        way += f".{fact.breach.answers[-1].name}"
    via = f"{reading.root.path}{way}"
    own = draft.reader if is_new else draft.writer
    return via if via != own.path.partition("|")[0] else ""
