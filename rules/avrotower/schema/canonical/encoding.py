"""Encoding form: what decides about the bytes of a datum and their meaning."""

from avrotower.schema.canonical.layout import lay_out
from avrotower.schema.canonical.walk import Source, root_of
from avrotower.schema.logical import logical
from avrotower.schema.model import Node


def encoding_form(source: Source) -> str:
    """Return the encoding form of *source* (COMPATIBILITY, 3.3).

    Parsing Canonical Form, with every type that has a valid logical type written as an
    object that carries it: `{"type":"int","logicalType":"date"}`.
    Two schemas of one encoding form write and mean the same bytes.
    """
    return lay_out(root_of(source), of_type=_logical_type)


def _logical_type(node: Node) -> str:
    found = logical(node)
    if found is None or not found.is_valid:
        return ""
    text = f',"logicalType":"{found.name}"'
    if found.precision is not None:
        text += f',"precision":{found.precision},"scale":{found.scale}'
    return text
