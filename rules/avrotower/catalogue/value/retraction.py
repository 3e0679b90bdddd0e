"""How a topic takes back facts: records that say so, and the reference to what was wrong."""

from __future__ import annotations

from avrotower.catalogue.value.mandatory import Way, subject_words, way
from avrotower.forms import TYPE_CHECKING
from avrotower.schema.model import HOLE, Enum, Record, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final


WORDS: Final = (
    "cancelled",
    "canceled",
    "withdrawn",
    "corrected",
    "retracted",
    "reverted",
    "voided",
)
"""How names of records end that take back another one."""
REFERENCE_PATHS: Final = (
    "original_id",
    "original_{id}",
    "corrects_id",
    "corrected_{id}",
    "cancels_id",
    "cancelled_{id}",
    "withdrawn_{id}",
    "retracts_id",
    "reverted_{id}",
    "voided_{id}",
    "metadata.original_id",
)
"""Where the reference may be; `{id}` stands for the name of the id."""
OPERATION_PATHS: Final = ("operation", "op", "data_op", "metadata.operation")
OPERATIONS: Final = ("CORRECT", "WITHDRAW", "CANCEL", "RETRACT", "DELETE")


def is_retraction(record: Record, endings: Sequence[str]) -> bool:
    """Whether the name of *record* says that it takes back another one."""
    return subject_words(record)[-1:] in {(word.lower(),) for word in endings}


def is_open(schema: Schema) -> bool:
    """Whether a record of *schema* is damaged or undefined, so may have been any."""
    root = schema.root
    parts = root.branches if isinstance(root, Union) else (root,)
    return any(part.type == HOLE for part in parts)


def operation(
    record: Record, paths: Sequence[str], operations: Sequence[str]
) -> Way | None:
    """Return the mandatory enum of *record* that can say that a fact is taken back."""
    wanted = {word.upper() for word in operations}
    for path in paths:
        found = way(record, (path,), exact=False)
        if found is None or not found.is_mandatory:
            continue
        kind = found.field.type
        if isinstance(kind, Enum) and wanted & {s.upper() for s in kind.symbols}:
            return found
    return None


def reference(
    record: Record, paths: Sequence[str], ids: Sequence[Way], own: Way | None
) -> Way | None:
    """Return the field of *record* that refers to what it takes back.

    *ids* are those of the records it may refer to; its *own* id does not count.
    """
    names = [found.field.name for found in ids] or ["id"]
    for path in _filled(paths, names):
        found = way(record, (path,), exact=False)
        if found is not None and (own is None or found.field is not own.field):
            return found
    return None


def _filled(paths: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for path in paths:
        for name in dict.fromkeys(names):
            yield path.replace("{id}", name)
