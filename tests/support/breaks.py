"""Schemas of a small shop that follow each other, compared and explained."""

import json
from typing import Any

from avrotower.compat.explain import explain
from avrotower.compat.levels import Comparison, Level, Stored, compare
from avrotower.finding import Explanation, Location, Version
from avrotower.schema.document import NO_REFERENCES, Document, References
from avrotower.schema.parse import parse


def field(name: str, type: Any, **attributes: Any) -> dict[str, Any]:  # noqa: A002  Avro's word
    return {"name": name, "type": type, **attributes}


def record(name: str, *fields: Any, **attributes: Any) -> dict[str, Any]:
    return {"type": "record", "name": name, "fields": list(fields), **attributes}


def enum(name: str, *symbols: str, **attributes: Any) -> dict[str, Any]:
    return {"type": "enum", "name": name, "symbols": list(symbols), **attributes}


def fixed(name: str, size: int, **attributes: Any) -> dict[str, Any]:
    return {"type": "fixed", "name": name, "size": size, **attributes}


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def map_of(values: Any) -> dict[str, Any]:
    return {"type": "map", "values": values}


def document(
    schema: Any, name: str = "new", references: References = NO_REFERENCES
) -> Document:
    """Parse *schema*, JSON or its text; each key on a line of its own if it is JSON."""
    is_text = isinstance(schema, str) and schema.startswith("{")
    text = schema if is_text else json.dumps(schema, indent=1)
    return parse(text, "lenient", references, name=name)


def stored(number: int, schema: Any, **attributes: Any) -> Stored:
    name = f"price@{number}"
    version = Version(str(number), name, number)
    return Stored(version, document(schema, name), **attributes)


def compared(new: Any, *old: Any, level: str = "BACKWARD_TRANSITIVE") -> Comparison:
    """Compare *new* with the versions *old*, the oldest first."""
    history = [stored(number, schema) for number, schema in enumerate(old, start=1)]
    return compare(Level(level), document(new), history)


def explained(
    new: Any, *old: Any, level: str = "BACKWARD_TRANSITIVE"
) -> tuple[Explanation, ...]:
    """Explain what keeps *new* from following the versions *old*."""
    return explain(compared(new, *old, level=level))


def only(explanations: tuple[Explanation, ...]) -> Explanation:
    """Return the one explanation that there is."""
    (explanation,) = explanations
    return explanation


def shown(place: Location, *documents: Document) -> str:
    """Return *place* as an editor shows it: document, line, column."""
    (document,) = (each for each in documents if each.name == place.document)
    span = document.scan.span(place.pointer, place.on)
    assert span is not None
    return f"{place.document}:{span.line}:{span.column}"
