"""Which subject of a registry is the earlier name of a new one: that of the same type."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from avrotower.engine.defined import is_declared
from avrotower.engine.history.source import Past, Source, qualified
from avrotower.rule import Subject
from avrotower.schema.model import Named

if TYPE_CHECKING:
    from avrotower.engine.policies import Governed
    from avrotower.engine.unit import Unit

_MOST: Final = 200
"""Subjects whose types are looked at for one that is new: each is a question."""

SubjectOf = Callable[[str], Subject | None]
"""Gives the subject of a document of the run, None where it cannot be read."""


class Renames:
    """Looks in registries for the earlier names of the subjects of one project.

    Only those count that the policy speaks of: others may be anybody's. *paths* are all
    documents of the project; *root_of* gives the full name of the root type of one.
    """

    def __init__(
        self,
        governed: "Governed",
        paths: Sequence[str],
        subject_of: SubjectOf,
        root_of: Callable[[str], str],
    ) -> None:
        self.followed: set[str] = set()
        """The earlier names that were found."""
        routes = governed.routes()

        def routed(name: str) -> Subject:
            return routes(name, None)

        self._paths = paths
        self._subject_of = subject_of
        # Each new document is held against all the others.
        self._root_of = cache(root_of)
        self._routed = cache(routed)
        self._roots: dict[str, str] = {}

    @cached_property
    def _own(self) -> Mapping[str, str]:
        """The paths of the project's documents, by their subjects."""
        found: dict[str, str] = {}
        for path in self._paths:
            subject = self._subject_of(path)
            if subject is not None:
                found.setdefault(qualified(subject), path)
        return found

    def past(self, unit: "Unit", source: Source) -> Past | None:
        """Return what *source* knows of *unit* under its earlier name.

        None where not exactly one free subject has the type, or another new document.

        Raises:
            SourceError: If the source does not answer.
        """
        root = unit.document.schema.root
        names = source.subjects()
        if not names or not isinstance(root, Named):
            return None
        free = [name for name in sorted(names) if self._may_be(name, unit.subject)]
        if not free:
            return None
        if len(free) > _MOST:
            told = f"{len(free)} subjects of the registry may be its earlier name"
            return Past((), (f"new; {told}, too many to look for its type",))
        new = [path for name, path in self._own.items() if name not in names]
        is_only = [self._root_of(path) for path in new].count(root.fullname) == 1
        asked = [name for name in free if name not in self._roots]
        self._roots.update(zip(asked, source.roots(asked), strict=True))
        same = [name for name in free if self._roots[name] == root.fullname]
        if len(same) != 1 or not is_only:
            return None
        past = source.known(same[0])
        if past is None:
            return None
        self.followed.add(same[0])
        note = f"compared with {same[0]} of the registry, which defines {root.fullname}"
        return past._replace(notes=(note, *past.notes))

    def _may_be(self, name: str, subject: Subject) -> bool:
        if name in self._own:
            return False
        found = self._routed(name)
        return (
            is_declared(found)
            and found.role == subject.role
            and found.context == (subject.context or ".")
            and found.generator == "none"
        )
