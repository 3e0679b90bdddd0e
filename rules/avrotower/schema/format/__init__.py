"""The one layout of a document: white space changes, nothing else does.

* An object or an array stands on one line where it fits, else each of its parts has a
  line of its own, indented.
* A record is always broken, and so are its fields: `fields` is a list that people read
  and that grows; its members are short objects, mostly on one line each.
* Comments keep their texts, their order and their neighbours; what holds one is broken.
* Texts and numbers stay as they are written, and so does the order of members.
* Lines end as the first one of the text does; the last line has an end, too.
"""

from typing import Final, NamedTuple

from avrotower.schema.cap import MAX_BYTES
from avrotower.schema.document import Document
from avrotower.schema.encoding import is_too_large
from avrotower.schema.format.layout import laid_out
from avrotower.schema.format.token import line_break
from avrotower.schema.format.tree import tree

INDENT: Final = 2
LINE_LENGTH: Final = 80


class Formatted(NamedTuple):
    """A text in its layout, or why there is none."""

    text: str
    """The text as it is where *refusal* says why it has no layout."""
    refusal: str = ""


def formatted(
    document: Document, *, indent: int = INDENT, line_length: int = LINE_LENGTH
) -> Formatted:
    """Return the text of *document* in its layout.

    *indent* is in spaces, *line_length* in code points; what cannot be broken may be
    longer. A text that is no JSON, or that has a key twice, has no layout, nor has one
    that would become larger than a document may be.
    """
    for error in document.errors:
        if error.reason.startswith(("json-", "text-")):
            span = error.span or document.span(error.pointer, error.on)
            place = f"{span.line}:{span.column}: " if span else ""
            return Formatted(document.text, f"{place}not JSON: {error.message}")
    if document.has_duplicate_keys:
        twice = document.scan.duplicates[0]
        line, column = twice.again.line, twice.again.column
        told = f'{line}:{column}: "{twice.key}" is written twice; keep the one meant'
        return Formatted(document.text, told)
    end = line_break(document.text)
    lines = laid_out(tree(document.text), indent=indent, line_length=line_length)
    text = end.join((*lines, ""))
    if is_too_large(text):
        told = f"in its layout it would have more than {MAX_BYTES:,} bytes"
        return Formatted(document.text, told)
    return Formatted(text)


__all__ = [
    "INDENT",
    "LINE_LENGTH",
    "Formatted",
    "formatted",
]
