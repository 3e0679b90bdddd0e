"""The logical type that a field could declare without another base type."""

from __future__ import annotations

from avrotower.finding import Change, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.schema.json_text import json_text
from avrotower.schema.logical import logical
from avrotower.schema.model import TYPE_NAMES, Field, Union, is_object
from avrotower.schema.words import without_null

if TYPE_CHECKING:
    from collections.abc import Sequence


def declaring(field: Field, allowed: Sequence[str]) -> Fix | None:
    """Return the fix that declares *field* as one of the types *allowed*.

    None where none of them has the base type that the field has: another base type is
    nothing that a tool can choose. A declared unit stays what it is.
    """
    node = without_null(field.type)
    base = node.type_name
    if base not in TYPE_NAMES[:8]:
        return None
    given = logical(node)
    unit = given.name.rpartition("-")[2] if given is not None else ""
    names = [word.partition(":")[2] for word in allowed if word.startswith(f"{base}:")]
    names = [name for name in names if name != "decimal"]  # it needs a precision
    names.sort(key=lambda name: not unit or name.rpartition("-")[2] != unit)
    if not names:
        return None
    name = json_text(names[0])
    if is_object(node.raw):
        change = Change("put", node.pointer, name, "logicalType")
    else:
        place = f"{field.pointer}/type"
        if isinstance(field.type, Union):
            place = f"{place}/{field.type.branches.index(node)}"
        text = f'{{"type": "{base}", "logicalType": {name}}}'
        change = Change("replace", place, text)
    title = f"declare it as {names[0]}, if that is what it holds"
    return Fix("unsafe", title, f'"logicalType": {name}', (change,))
