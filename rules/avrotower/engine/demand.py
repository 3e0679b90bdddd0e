"""What a policy demands of the subjects of a registry, with the origin of each demand."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, TypeAlias

from avrotower.compat.levels import Level, weakest
from avrotower.engine.plan import Wanted
from avrotower.engine.policies import Governed
from avrotower.finding import Severity
from avrotower.policy.backward import Backward
from avrotower.policy.declaration import names_of
from avrotower.policy.load import Inspected
from avrotower.policy.routing import route
from avrotower.policy.template import Values, matches_name
from avrotower.rule import Subject
from avrotower.schema.document import Document
from avrotower.schema.model import JSON
from avrotower.schema.parse import parse

LOCKS: Final = "REG003"
"""The rule that wants frozen keys locked in the registry, too."""

Key: TypeAlias = tuple[str, str]
"""The context and the plain name of a subject."""
Text: TypeAlias = Callable[[], str | None]


class Demands:
    """Knows which subjects a policy speaks of, and what it demands of them.

    *files* has the subjects that documents of the project define.
    """

    def __init__(
        self, seen: Inspected, project: Governed, files: Mapping[Key, Subject]
    ) -> None:
        if project.declarations is None:
            msg = "a policy without a file declares no subject"
            raise ValueError(msg)
        self._seen = seen
        self._policy = project.policy
        self._files = files
        self._data = seen.loaded.data
        self._backward = Backward(self._data, project.declarations.refined)
        self._locks = [c for c in project.policy.chosen if c.rule.code == LOCKS]

    def subject(self, name: str, context: str, text: Text) -> Subject | None:
        """Return what is declared of a subject, None where nothing is.

        *text* gives the latest schema, None where it is no Avro; it is asked where names
        depend on the type, or where only the type tells the kind.
        """
        document = cache(lambda: _parsed(text(), name))

        def root() -> Values:
            found = document()
            return names_of(found) if found is not None else {}

        of_file = self._files.get((context, name))
        subject = of_file or self._backward.subject(name, context, root)
        if subject is None or subject.kind != "unknown" or of_file is not None:
            return subject
        found = document()
        if found is None:
            return subject
        # The same steps as from a file of this name.
        inferred = route(f"{subject.topic}/{subject.role or 'value'}.avsc", found)
        generator = subject.generator
        return subject._replace(
            kind=inferred.kind,
            generator=inferred.generator if generator == "none" else generator,
        )

    def wanted(self, name: str, subject: Subject) -> Wanted:
        """Return what is demanded of *subject*, which the registry calls *name*."""
        level, why = self._level(name, subject)
        is_locked = subject.is_frozen and self._wants_locks(subject)
        gate: Mapping[str, JSON] = self._data["gate"]
        return Wanted(
            name,
            level,
            why,
            is_locked,
            f"frozen key, {LOCKS}" if is_locked else "",
            may_import=any(covers(glob, name) for glob in gate["import"]),
        )

    def _level(self, name: str, subject: Subject) -> tuple[str | None, str]:
        # A frozen key owes more than any level: no change at all (RULES, 2.6).
        if subject.is_frozen:
            return None, ""
        level, at = self._policy.demanded_at(subject)
        origin = self._seen.origins.of(*at) if at else ""
        why = f"{subject.kind}, {origin or f'profile:{self._seen.loaded.profile}'}"
        floor, place = self._floor(name, subject)
        if floor is None:
            return level, why
        least = Level(floor) if level is None else weakest(Level(level), Level(floor))
        return least, why if least == level else f"floor, {place}"

    def _floor(self, name: str, subject: Subject) -> tuple[str | None, str]:
        """Return the floor of the first entry of `[[gate.subjects]]` that matches."""
        for position, entry in enumerate(self._data["gate"]["subjects"]):
            if (
                any(covers(glob, name) for glob in entry["match"])
                and entry["role"] in {None, subject.role}
                and entry["kind"] in {None, subject.kind}
            ):
                at = "gate", "subjects", position, "floor"
                return entry["floor"], self._seen.origins.of(*at)
        return None, ""

    def _wants_locks(self, subject: Subject) -> bool:
        if not self._locks:
            # As long as the catalogue lacks the rule, its profile speaks for it.
            return self._seen.loaded.profile == "strict"
        facet = self._policy.facet(subject)
        (chosen,) = self._locks
        return self._policy.severity(chosen, subject, facet) > Severity.OFF


def _parsed(text: str | None, name: str) -> Document | None:
    return None if text is None else parse(text, "lenient", name=name)


def covers(glob: str, name: str) -> bool:
    """Whether *glob* of `[gate]` fits the qualified *name*.

    Without a context it speaks of the default one; `:*:pat` speaks of all.
    """
    is_plain = not name.startswith(":.")
    if not glob.startswith(":"):
        return is_plain and matches_name(glob, name)
    return matches_name(glob, f":.:{name}" if is_plain else name)
