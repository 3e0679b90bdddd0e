"""A proposal is shown only after it was applied and the explanation was gone."""

from collections.abc import Sequence
from typing import Final

from avrotower.compat.explain.draft import Draft, causes_of
from avrotower.compat.explain.edit import Edit, changes, edited, snippet
from avrotower.compat.explain.propose import edits
from avrotower.compat.explain.reading import Reading
from avrotower.finding import Fix
from avrotower.schema.document import Document

MOST_WORK: Final = 4_000_000
"""Characters parsed and compared again, for all proposals of one comparison."""


class Verifier:
    """Tries edits of the newer document against everything that it is compared with."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._causes: dict[int, frozenset[tuple[str, ...]]] = {}
        self._left = MOST_WORK

    def fixes(self, draft: Draft) -> tuple[Fix, ...]:
        """Return the edits that end *draft* in all versions and begin nothing else."""
        new = draft.reading.new
        return tuple(
            Fix(edit.applicability, edit.title, snippet(new, edit), changes(edit))
            for edit in edits(draft.fact, draft.reading)
            if self._helps(edit, new, draft.cause)
        )

    def _helps(self, edit: Edit, new: Document, cause: tuple[str, ...]) -> bool:
        self._left -= len(new.text) * (1 + len(self._readings))
        if self._left < 0:
            return False
        changed = edited(new, edit)
        if len(changed.errors) > len(new.errors):
            return False
        return all(self._ends(reading, changed, cause) for reading in self._readings)

    def _ends(
        self, reading: Reading, changed: Document, cause: tuple[str, ...]
    ) -> bool:
        """Whether *cause* is gone from *reading*, and nothing else has come."""
        before = self._causes.get(id(reading))
        if before is None:
            before = self._causes[id(reading)] = causes_of(reading)
        left = causes_of(reading.again(changed))
        return cause not in left and left <= before
