"""Every labelled document: validity, Java's words, places, and all four forms."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import pytest
from fastavro.schema import fingerprint, parse_schema, to_parsing_canonical_form

from avrotower.compat.witness.resolution import NOBODY, resolution_form, symbol
from avrotower.schema.canonical import (
    canonical_text,
    fingerprint64,
    md5,
    normalized_text,
    parsing_form,
    sha256,
)
from avrotower.schema.document import Document, Mode, SchemaError
from avrotower.schema.model import is_array
from avrotower.schema.parse import parse

Row = dict[str, Any]
Rows = Callable[[str], list[Row]]

CUT: Final = 240
"""The characters that a row keeps of Java's exception and its text."""
REASONS: Final = (
    (r"Cannot parse <null> schema$", {"json-empty"}),
    (r"com\.fasterxml\.jackson\.core\.", {"json-syntax", "json-number", "text-bom"}),
    (r"dangling content after end of schema: ", {"json-trailing"}),
    (r"Schema not yet supported: ", {"schema-type"}),
    (r"No type: ", {"type-missing"}),
    (r"No name in schema: ", {"name-missing"}),
    (r"(?:Null|Empty) name$|Illegal (?:initial )?character", {"name-invalid"}),
    (r'Namespace part "', {"namespace-invalid"}),
    (r"Schemas may not be named after primitives: ", {"name-primitive"}),
    (r"Record has no fields: ", {"fields-missing"}),
    (r"No field name: ", {"field-name-missing"}),
    (r"No field type: ", {"field-type-missing"}),
    (r"Duplicate field ", {"field-duplicate"}),
    (r"No enum constant org\.apache\.avro\.Schema\.Field\.Order\.", {"order-invalid"}),
    (r'Cannot invoke "String\.toUpperCase', {"order-invalid"}),
    (r"Enum has no symbols: ", {"symbols-missing"}),
    (r"Duplicate enum symbol: ", {"symbol-duplicate"}),
    (r"The Enum Default: ", {"enum-default-unknown"}),
    (r"Invalid or no size: ", {"size-invalid"}),
    (r"Malformed data\. Length is negative|Cannot read arrays", {"size-range"}),
    (r"Array has no items type: ", {"items-missing"}),
    (r"Map has no values type: ", {"values-missing"}),
    (r"alias(?:es)? not an? ", {"aliases-invalid"}),
    (r"Nested union: ", {"union-nested"}),
    (r"Duplicate in union:", {"union-duplicate"}),
    (r"Undefined schema: |Unknown schema: ", {"type-undefined"}),
    (r"Can't redefine: ", {"type-redefined"}),
    (r"Invalid default for field ", {"default-invalid"}),
    (r"For input string: |empty String", {"default-number"}),
    (r"Schema fields not set yet", {"default-cyclic"}),
)
"""The reasons of COMPATIBILITY, 1.4, by the beginning of Java's text."""
NEVER_EQUAL: Final = re.compile(
    r"com\.fasterxml\.jackson\.core\.|UnresolvedSchema_[0-9]|Cannot invoke "
)
"""What Java does not say twice alike: Jackson's words, a counter, the machine's words."""


@pytest.mark.parametrize(
    ("mode", "label"), [("strict", "valid"), ("lenient", "confluent_stored_lenient")]
)
def test_every_document_is_taken_or_refused_as_java_does(
    rows: Rows, mode: Mode, label: str
) -> None:
    documents = rows("validity")

    wrong = {
        row["id"]: row[label]
        for row in documents
        if parse(row["schema_text"], mode).is_valid != row[label]
    }

    refused = sum(not row[label] for row in documents)
    print(f"\nvalidity: {len(documents)} documents, {refused} refused when {mode}, "
          f"{len(wrong)} mismatches")  # fmt: skip
    assert wrong == {}


def test_every_refusal_is_for_javas_reason_and_in_its_words(rows: Rows) -> None:
    refused = [row for row in rows("validity") if not row["valid"]]
    wrong: dict[str, object] = {}
    equal = 0

    for row in refused:
        first, said = parse(row["schema_text"]).errors[0], row["error"]
        kind, _, text = said.partition(": ")
        is_equal = first.java is not None and said == f"{kind}: {first.java}"[:CUT]
        equal += is_equal
        is_fitting = first.reason in _reasons(text)
        if not is_fitting or not (is_equal or NEVER_EQUAL.search(text)):
            wrong[row["id"]] = (first.reason, first.java, said)

    print(f"\nvalidity: {len(refused)} reasons, {equal} of them in Java's words, "
          f"{len(wrong)} mismatches")  # fmt: skip
    assert wrong == {}


def _reasons(text: str) -> set[str]:
    for pattern, reasons in REASONS:
        if re.match(pattern, text):
            return reasons
    return set()


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_every_error_stands_at_a_place_of_its_document(rows: Rows, mode: Mode) -> None:
    refused = [row for row in rows("validity") if not row["valid"]]
    wrong: dict[str, object] = {}
    count = 0

    for row in refused:
        document = parse(row["schema_text"], mode)
        for error in document.in_order_of_position():
            count += 1
            if not _has_place(error, document):
                wrong[row["id"]] = error

    print(f"\nvalidity: {count} errors when {mode}, {len(wrong)} without a place")
    assert wrong == {}


def _has_place(error: SchemaError, document: Document) -> bool:
    places = [(error.pointer, document.span(error.pointer, error.on)), ("", error.span)]
    if error.related is not None:
        places.append((error.related, document.span(error.related)))
    return all(
        pointer in document.scan
        and span is not None
        and 0 <= span.start <= span.end <= len(document.text)
        for pointer, span in places
    )


def forms(document: Document) -> dict[str, str | None]:
    """Return the forms of a document and its fingerprints, as the rows call them."""
    form = parsing_form(document)
    return {
        "confluent_canonical": canonical_text(document),
        "confluent_normalized": normalized_text(document),
        "pcf": form,
        "crc64": f"{fingerprint64(form):016x}",
        "md5": md5(form),
        "sha256": sha256(form),
    }


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_every_form_is_javas(rows: Rows, mode: Mode) -> None:
    valid = [row for row in rows("validity") if row["valid"]]
    wrong: dict[str, object] = {}

    for row in valid:
        ours = forms(parse(row["schema_text"], mode))
        theirs = {label: row[label] for label in ours}
        if ours != theirs:
            wrong[row["id"]] = ours, theirs

    print(f"\nvalidity: 6 forms of {len(valid)} when {mode}, {len(wrong)} mismatches")
    assert wrong == {}


def test_fastavro_agrees_about_the_parsing_form_and_its_fingerprints(
    rows: Rows,
) -> None:
    valid = [row for row in rows("validity") if row["valid"]]
    wrong: dict[str, object] = {}

    for row in valid:
        schema = parse(row["schema_text"], "lenient").schema
        theirs = to_parsing_canonical_form(parse_schema(resolution_form(schema)))
        ours = _dumped(_Renaming().apply(json.loads(parsing_form(schema))))
        if theirs != ours or list(_theirs(theirs)) != list(_ours(ours)):
            wrong[row["id"]] = theirs, ours

    print(f"\nvalidity: {len(valid)} second opinions, {len(wrong)} mismatches")
    assert wrong == {}


def _ours(form: str) -> Iterable[str]:
    yield fingerprint64(form).to_bytes(8, "little").hex()
    yield md5(form)
    yield sha256(form)


def _theirs(form: str) -> Iterable[str]:
    for algorithm in ("CRC-64-AVRO", "MD5", "SHA-256"):
        yield fingerprint(form, algorithm)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Renaming:
    """The renaming of COMPATIBILITY, 8.2, applied to a parsing canonical form."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def apply(self, form: Any) -> Any:
        if isinstance(form, str):
            return self._names.get(form, form)
        if is_array(form):
            return [self.apply(branch) for branch in form] or [self._nobody()]
        if "items" in form:
            return form | {"items": self.apply(form["items"])}
        if "values" in form:
            return form | {"values": self.apply(form["values"])}
        return self._definition(form) if "name" in form else form

    def _definition(self, form: dict[str, Any]) -> dict[str, Any]:
        namespace, _, simple = form["name"].rpartition(".")
        if set(namespace) <= {"_"}:  # the null namespace becomes `_`, `_` makes room
            namespace += "_"
        name = f"{namespace}.{simple}_{form['type'][0]}"
        self._names[form["name"]] = name
        renamed = form | {"name": name}
        if "symbols" in form:
            renamed["symbols"] = [symbol(text) for text in form["symbols"]]
        if "fields" in form:
            renamed["fields"] = [
                field | {"type": self.apply(field["type"])} for field in form["fields"]
            ]
        return renamed

    def _nobody(self) -> Any:
        """Return the stand-in of an empty union, by name from the second one on."""
        if NOBODY in self._names:
            return NOBODY
        self._names[NOBODY] = NOBODY
        return {"name": NOBODY, "type": "fixed", "size": 0}
