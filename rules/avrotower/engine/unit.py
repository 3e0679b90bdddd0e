"""One subject with all that its rules are given."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.rule import Beside, nothing
from avrotower.schema.document import Document
from avrotower.schema.traits import traits
from avrotower.subject import Subject

if TYPE_CHECKING:  # most runs need neither histories nor declarations
    from collections.abc import Callable, Sequence

    from avrotower.compat.levels import Stored
    from avrotower.engine.around import Around
    from avrotower.engine.elsewhere import Before
    from avrotower.engine.placing import Find
    from avrotower.estate import Scene


class Unit(NamedTuple):
    """One subject with all that its rules are given."""

    subject: Subject
    document: Document
    place: str
    """What fingerprints know the subject by."""
    history: Sequence[Stored] | None = None
    """Earlier versions, oldest first; None where nobody can say."""
    find: Find = lambda name: None  # noqa: ARG005  the shape of Find
    notes: tuple[str, ...] = ()
    beside: Beside = nothing
    """Gives the other document of the topic, the value of a key or the key of a value."""
    elsewhere: Before | None = None
    """What other subjects define before this one, where some name is the same."""
    level: str | None = None
    """The level that is in force where the history comes from."""
    is_unchanged: bool = False
    """Whether all of the history is the very text of the document."""
    latest: Callable[[], Unit | None] = nothing
    """Gives the latest version as a unit of its own, beside the versions before it."""
    around: Around | None = None
    """Gives the documents of its topic and of those that it is joined with."""
    scene: Scene | None = None
    """What a registry and a broker hold, where a registry is judged."""

    def traits(self) -> set[str]:
        """Return what `speaks_of` of a rule may name and is there."""
        found = traits(self.document)
        if self.history:
            found.add("history")
        if self.elsewhere is not None:
            found.add("elsewhere")
        return found

    def find_any(self, name: str) -> Document | None:
        """Return the document called *name*: the subject's own, or another one."""
        if name == self.document.name:
            return self.document
        found = self.find(name)
        if found is None and self.elsewhere is not None:
            found = self.elsewhere.find(name)
        if found is None and self.around is not None:
            found = self.around.find(name)
        if found is None:
            other = self.beside()
            if other is not None and other.name == name:
                return other
        return found
