"""What a policy demands of the subjects of a registry, with the origin of each demand."""

from collections.abc import Mapping
from typing import Final

from avrotower.compat.levels import Level, weakest
from avrotower.engine.plan import Wanted
from avrotower.engine.policies import Governed
from avrotower.finding import Severity
from avrotower.policy.backward import Backward
from avrotower.policy.load import Inspected
from avrotower.policy.template import matches_name
from avrotower.rule import Subject
from avrotower.schema.model import JSON

LOCKS: Final = "REG003"
"""The rule that wants frozen keys locked in the registry, too."""

Key = tuple[str, str]
"""The context and the plain name of a subject."""


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

    def subject(self, name: str, context: str) -> Subject | None:
        """Return what is declared of a subject, None where nothing is."""
        of_file = self._files.get((context, name))
        return of_file or self._backward.subject(name, context)

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


def covers(glob: str, name: str) -> bool:
    """Whether *glob* of `[gate]` fits the qualified *name*.

    Without a context it speaks of the default one; `:*:pat` speaks of all.
    """
    is_plain = not name.startswith(":.")
    if not glob.startswith(":"):
        return is_plain and matches_name(glob, name)
    return matches_name(glob, f":.:{name}" if is_plain else name)
