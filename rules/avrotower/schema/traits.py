"""What a document has that some rules speak of and others do not care about.

Most documents have few of them, and a rule that is not asked costs nothing.
"""

from __future__ import annotations

from functools import lru_cache

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.document import Document
from avrotower.schema.model import (
    ENUM,
    FIXED,
    RECORD,
    TYPE_NAMES,
    UNION,
    Schema,
    is_object,
)

if TYPE_CHECKING:
    from typing import Final


DUPLICATE_KEY: Final = "duplicate key"
"""An object with a key that is written twice."""
SURROGATE: Final = "half of a surrogate pair"
SLASH: Final = "slash"
"""Without one there is no comment."""
REPEATED: Final = "repeated name"
"""Two definitions of one name."""
USE: Final = "use"
"""A type that is used by its name."""

UNUSUAL: Final = "unusual attribute of a field"
"""One that the specification gives to no field."""
REFERENCE: Final = "reference"
"""A type of another document; no document of this kind is asked for its traits."""

_OF_FIELDS: Final = frozenset({"name", "type", "doc", "default", "order", "aliases"})


@lru_cache(maxsize=1)
def field_attributes(schema: Schema) -> set[str]:
    """Return the names of the attributes that fields of *schema* have; not to be changed."""
    return set[str]().union(*[field.raw for field in schema.fields])


def traits(document: Document) -> set[str]:
    """Return what *document*, which has no errors, consists of.

    These are the names of all attributes and of all types that occur in it, nothing of
    the documents it refers to, and those of the constants above that are true.
    """
    schema = document.schema
    raws = [
        raw
        for node in schema.nodes
        if node.type != UNION and is_object(raw := node.raw)
    ]
    types = [node.type for node in schema.nodes]
    named = types.count(RECORD) + types.count(ENUM) + types.count(FIXED)
    types += [field.type.type for field in schema.fields]
    types.append(schema.root.type)
    found = {TYPE_NAMES[type_] for type_ in set(types)}
    if schema.plain_uses:
        found.add(USE)
        raws += [use.raw for use in schema.uses if is_object(use.raw)]
    of_fields = field_attributes(schema)
    found.update(of_fields, *raws)
    if not _OF_FIELDS.issuperset(of_fields):
        found.add(UNUSUAL)
    if named != len(schema.names):
        found.add(REPEATED)
    if document.has_duplicate_keys:
        found.add(DUPLICATE_KEY)
    if document.has_surrogates:
        found.add(SURROGATE)
    if "/" in document.text:
        found.add(SLASH)
    return found
