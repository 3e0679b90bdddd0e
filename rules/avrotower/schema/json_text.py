"""A value as JSON, for edits and for people."""

from __future__ import annotations

from avrotower.schema.model import JSON


def json_text(value: JSON) -> str:
    """Return *value* as JSON in one line, with all letters as they are."""
    import json  # noqa: PLC0415  with findings; it starts slowly

    return json.dumps(value, ensure_ascii=False, default=str)
