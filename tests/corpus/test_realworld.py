"""Real schemas: which of them stand alone, and that nothing is lost on the way."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from avrotower.schema.canonical import canonical_text, parsing_form
from avrotower.schema.canonical.text import OF_ENUMS, OF_FIELDS, OF_TYPES, default_of
from avrotower.schema.document import Document
from avrotower.schema.java import write
from avrotower.schema.model import (
    Enum,
    Field,
    Fixed,
    Named,
    Node,
    Record,
    is_object,
)
from avrotower.schema.parse import parse
from avrotower.schema.slots import Slot, children

ALONE = "parses alone"


def listed(realworld: Path) -> list[dict[str, str]]:
    """Return the rows of the index."""
    with (realworld / "INDEX.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def alone(realworld: Path) -> Iterator[Document]:
    """Parse every file that the index says parses alone."""
    for row in listed(realworld):
        if row["note"] == ALONE:
            yield parse((realworld / row["file"]).read_bytes(), name=row["file"])


def test_exactly_the_files_of_the_index_parse_alone(realworld: Path) -> None:
    rows = listed(realworld)
    expected = {row["file"] for row in rows if row["note"] == ALONE}

    valid = {
        row["file"]
        for row in rows
        if parse((realworld / row["file"]).read_bytes()).is_valid
    }

    print(f"\nrealworld: {len(rows)} files, {len(expected)} should parse alone, "
          f"{len(valid ^ expected)} mismatches")  # fmt: skip
    assert valid == expected


def test_a_model_holds_what_the_index_counts(realworld: Path) -> None:
    rows = {row["file"]: row for row in listed(realworld)}

    wrong = {
        document.name: (document.schema.records, document.schema.fields)
        for document in alone(realworld)
        if rows[document.name]["records"] != str(len(document.schema.records))
        or rows[document.name]["fields"] != str(len(document.schema.fields))
    }

    print(f"\nrealworld: records and fields counted, {len(wrong)} mismatches")
    assert wrong == {}


def test_canonical_text_says_what_the_document_says(realworld: Path) -> None:
    """P5."""
    wrong: list[str] = []
    count = 0

    for document in alone(realworld):
        count += 1
        text = canonical_text(document)
        again = parse(text)
        if (
            not again.is_valid
            or canonical_text(again) != text
            or parsing_form(again) != parsing_form(document)
            or list(said(again)) != list(said(document))
        ):
            wrong.append(document.name)

    print(f"\nrealworld: {count} round trips, {len(wrong)} mismatches")
    assert wrong == []


def said(document: Document) -> Iterator[Any]:
    """Yield all that a document says, in the order in which its types are first used.

    An equal second definition is no more than a use of the name.
    """
    met: set[str] = set()
    todo = [Slot(document.schema.root, None, "", is_use=False)]
    while todo:
        slot = todo.pop()
        node = slot.node
        yield slot.path, node.type_name, node.label
        if isinstance(node, Named):
            if node.fullname in met:
                continue
            met.add(node.fullname)
        yield from _of_node(node)
        todo.extend(reversed(tuple(children(node))))


def _of_node(node: Node) -> Iterator[Any]:
    reserved = OF_ENUMS if isinstance(node, Enum) else OF_TYPES
    raw: dict[str, Any] = node.raw if is_object(node.raw) else {}
    yield node.doc, {key: raw[key] for key in raw.keys() - reserved}
    if isinstance(node, Named):
        # An alias without namespace loses its dot, and reads back as another one.
        yield [alias.lstrip(".") for alias in node.aliases if alias[0] == "."]
        yield [alias for alias in node.aliases if alias[0] != "."]
    if isinstance(node, Record):
        yield node.is_error
        yield from map(_of_field, node.fields)
    elif isinstance(node, Enum):
        yield node.symbols, node.default
    elif isinstance(node, Fixed):
        yield node.size


def _of_field(field: Field) -> Any:
    rest = {key: field.raw[key] for key in field.raw.keys() - OF_FIELDS}
    default = write(default_of(field)) if field.has_default else None
    return field.name, field.order, field.aliases, default, field.doc, rest


def test_every_place_of_a_model_is_in_the_scan(realworld: Path) -> None:
    """P8."""
    wrong: list[str] = []
    count = 0

    for row in listed(realworld):
        document = parse((realworld / row["file"]).read_bytes(), name=row["file"])
        pointers = places(document)
        count += len(pointers)
        wrong += [
            f"{document.name}#{pointer}"
            for pointer in pointers
            if pointer not in document.scan
        ]

    print(f"\nrealworld: {count} places, {len(wrong)} not in the scan")
    assert wrong == []


def places(document: Document) -> list[str]:
    """Return the pointers of all errors, nodes, fields and uses."""
    schema = document.schema
    pointers = [error.pointer for error in document.errors]
    pointers += [error.related for error in document.errors if error.related]
    pointers += [node.pointer for node in schema.nodes]
    pointers += [field.pointer for field in schema.fields]
    return pointers + [use.pointer for use in schema.uses]
