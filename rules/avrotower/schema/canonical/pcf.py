"""Parsing Canonical Form (COMPATIBILITY, 3.4)."""

from avrotower.schema.canonical.layout import lay_out
from avrotower.schema.canonical.walk import Source, root_of


def parsing_form(source: Source) -> str:
    """Return the Parsing Canonical Form of *source*.

    Types of other documents are written at their first use, like all others.
    Names are not escaped; in stored schemas a namespace may hold any character.

    Source: Avro 1.12, Parsing Canonical Form for Schemas.
    """
    return lay_out(root_of(source))
