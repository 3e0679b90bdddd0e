"""A text becomes a document: the model, and every schema error."""

import json

from avrotower.schema.binding import bind
from avrotower.schema.build import Builder
from avrotower.schema.document import NO_REFERENCES, Document, Mode, References


def parse(
    data: str | bytes,
    mode: Mode = "strict",
    references: References = NO_REFERENCES,
    *,
    name: str = "-",
) -> Document:
    """Return what *data* says as an Avro schema, and all that is wrong with it.

    Bytes are UTF-8.
    Bad input never raises: it gives a document with `errors`, and a model with holes.
    """
    document = Document()
    document.name = name
    document.mode = mode
    document.references = references
    document.types = None
    document._scan = None
    document.text = data if isinstance(data, str) else data.decode()
    document.has_duplicate_keys = False
    builder = Builder(name, mode, references)
    try:
        document.value = json.loads(document.text)
    except ValueError as error:
        document.value = None
        builder.faults.add("json-syntax", "", str(error), java=None)
    else:
        builder.schema.root = builder.node(document.value, "", None, "")
        bind(builder)
        builder.finish()
    document.schema = builder.schema
    document.errors = builder.errors
    return document
