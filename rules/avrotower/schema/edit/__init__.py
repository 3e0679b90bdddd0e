"""Edits of a document's text: what changes is replaced, all else stays byte for byte."""

from avrotower.schema.edit.plan import Plan
from avrotower.schema.edit.text_edit import TextEdit, applied

__all__ = [
    "Plan",
    "TextEdit",
    "applied",
]
