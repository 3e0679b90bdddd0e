"""Where a fact is placed, in the document that reads and in the one that wrote."""

from avrotower.compat.explain.fact import Fact
from avrotower.compat.explain.reading import Reading
from avrotower.compat.pairs import Place
from avrotower.finding import Location
from avrotower.schema.model import Enum, Field, Named, Node, Union


def places(fact: Fact, reading: Reading) -> tuple[Location, Location]:
    """Return the places of *fact*: in the reader, in the writer."""
    reader, writer = fact.reader, fact.writer
    match fact.kind:
        case "missing":
            return at_field(fact.field), at_type(writer)
        case "type" | "branch" | "union":
            return (
                reading.reader_at(fact.visit.reader, reader),
                reading.writer_at(fact.visit.writer, writer),
            )
        case "symbols":
            return at_type(reader), at_type(writer, _symbols_at(fact))
        case "size":
            return at_type(reader, "size"), at_type(writer, "size")
        case "name" | "namespace":
            return at_type(reader, "name"), at_type(writer, "name")
        case _:
            alias = ambiguous_alias(fact)
            step = f"aliases/{fact.field.raw['aliases'].index(alias)}"
            return at_field(fact.field, step), at_field(fact.breach.answers[-1])


def _symbols_at(fact: Fact) -> str:
    """Return the step to the one symbol that is new, or to all symbols."""
    first, *more = fact.breach.symbols
    writer = fact.writer
    if more or not isinstance(writer, Enum):
        return "symbols"
    return f"symbols/{writer.symbols.index(first)}"


def ambiguous_alias(fact: Fact) -> str:
    """Return the alias without which the field would be clear: the last that answers."""
    names = {field.name for field in fact.breach.answers}
    return next(alias for alias in reversed(fact.field.aliases) if alias in names)


def is_root(place: Place) -> bool:
    """Whether *place* is the root of a schema, or a branch of the union there."""
    owner = place.owner
    return owner is None or (isinstance(owner, Union) and owner.owner is None)


def at_type(node: Node, attribute: str = "") -> Location:
    """Return the place where a named type is defined, or of its *attribute*."""
    document = node.document if isinstance(node, Named) else ""
    suffix = f"/{attribute}" if attribute else ""
    return Location(document, f"{node.pointer}{suffix}", node.path)


def at_field(field: Field, attribute: str = "") -> Location:
    """Return the place of *field*, or of its *attribute*."""
    suffix = f"/{attribute}" if attribute else ""
    return Location(field.owner.document, f"{field.pointer}{suffix}", field.path)
