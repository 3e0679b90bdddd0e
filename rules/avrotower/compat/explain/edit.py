"""Edits of a document's JSON: one object of it gets other members."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from avrotower.finding import Applicability, Change
from avrotower.schema.document import Document
from avrotower.schema.model import JSON, is_array, unescape
from avrotower.schema.parse import again

_SHORT: Final = 400
"""Up to this length a snippet shows the whole object."""

_AFTER: Final = {"aliases": "name", "default": "type"}
"""What new members stand behind, where people look for them."""


class Edit(NamedTuple):
    """Members that an object shall have, and those that it shall have no longer."""

    title: str
    pointer: str
    """Of the object."""
    members: Mapping[str, JSON]
    removed: Sequence[str] = ()
    applicability: Applicability = "display"


def edited(document: Document, edit: Edit) -> Document:
    """Return *document* after *edit*, parsed in the same way; its layout is lost."""
    value = _replaced(document.value, _tokens(edit.pointer), edit)
    return again(document, json.dumps(value))


def snippet(document: Document, edit: Edit) -> str:
    """Return the object after *edit*, or only its new members where it is long."""
    value = document.value
    for token in _tokens(edit.pointer):
        value = value[int(token)] if is_array(value) else value[token]
    whole = json.dumps(_changed(value, edit), ensure_ascii=False)
    if len(whole) <= _SHORT:
        return whole
    members = json.dumps(dict(edit.members), ensure_ascii=False)
    return members[1:-1] if edit.members else ""


def changes(edit: Edit) -> tuple[Change, ...]:
    """Return *edit* as changes of the document's text."""
    gone = (Change("remove", f"{edit.pointer}/{key}") for key in edit.removed)
    come = (
        Change(
            "put",
            edit.pointer,
            json.dumps(value, ensure_ascii=False),
            key,
            after=_AFTER.get(key),
        )
        for key, value in edit.members.items()
    )
    return (*gone, *come)


def _tokens(pointer: str) -> list[str]:
    return [unescape(step) for step in pointer.split("/")[1:]]


def _replaced(value: JSON, tokens: Sequence[str], edit: Edit) -> JSON:
    """Return *value* with the object at *tokens* changed; the rest is shared."""
    way: list[JSON] = []
    for token in tokens:
        way.append(value)
        value = value[int(token)] if is_array(value) else value[token]
    value = _changed(value, edit)
    for outer, token in zip(reversed(way), reversed(tokens), strict=True):
        if is_array(outer):
            copy: JSON = [*outer]
            copy[int(token)] = value
        else:
            copy = {**outer, token: value}
        value = copy
    return value


def _changed(value: JSON, edit: Edit) -> dict[str, JSON]:
    kept = {key: item for key, item in value.items() if key not in edit.removed}
    return {**kept, **edit.members}
