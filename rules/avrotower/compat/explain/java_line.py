"""Java's line for a fact, so that people can search for what a registry has answered."""

from avrotower.compat.explain.draft import java_type
from avrotower.compat.explain.fact import DEEPEST, Fact
from avrotower.compat.explain.reading import Reading
from avrotower.compat.wire import line, lines
from avrotower.schema.model import Field, Node

_SUFFIXES = {"symbols": ("symbols",), "size": ("size",), "name": ("name",)}


def java_line(fact: Fact, reading: Reading) -> str:
    """Return the line of Java's list that says *fact*, empty where none does.

    Several lines may fit, since primitives are shared; the one at the place of the fact
    is taken, and the first one where Java's own place is stale (COMPATIBILITY, 4.3).
    """
    words = ("new", "old") if reading.is_new_reader else ("old", "new")
    if reading.outcome.ambiguity is not None:
        # Java: the exception takes the place of all else.
        is_it = fact.kind == "ambiguous"
        return lines(reading.outcome, *words)[0] if is_it else ""
    reader: Node | Field = fact.field if fact.kind == "missing" else fact.reader
    kind = java_type(fact)
    if fact.kind == "missing" and kind == "TYPE_MISMATCH":
        reader = fact.field.type
    writer = fact.writer
    visit = fact.visit
    if fact.kind == "union" and visit.part is not None and visit.part.way == "written":
        assert visit.above is not None  # noqa: S101  a part has something above it
        writer = visit.above.pair.writer
    found = reading.listed.get((kind, id(reader), id(writer)))
    if found is None:
        return ""
    here = found.get(_place(fact, kind)) if visit.depth <= DEEPEST else None
    return line(here or next(iter(found.values())), *words)


def _place(fact: Fact, kind: str) -> str:
    """Return the location that Java gives where no memo interferes."""
    tokens: list[str] = []
    for step in fact.visit.steps():
        way, reader, writer = step.part[1:]
        match way:
            case "field":
                assert reader is not None  # noqa: S101  a field has a place
                assert isinstance(reader.owner, Field)  # noqa: S101  as above
                tokens += ["fields", str(reader.owner.index), "type"]
            case "items" | "values":
                tokens.append(way)
            case _:
                # No fact lies below a branch of the union that reads.
                assert writer is not None  # noqa: S101  a branch has a place
                tokens.append(str(writer.step))
    if fact.kind == "missing":
        tokens += ["fields", str(fact.field.index)]
        if kind == "TYPE_MISMATCH":
            tokens.append("type")
    tokens += _SUFFIXES.get(fact.kind, ())
    return "/" + "/".join(tokens)
