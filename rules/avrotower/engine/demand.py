"""What a policy demands of the subjects of a registry, with the origin of each demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from avrotower.compat.levels import Level, weakest
from avrotower.engine.defined import is_declared
from avrotower.engine.plan import Wanted
from avrotower.engine.policies import Governed
from avrotower.finding import Severity
from avrotower.internal import in_context
from avrotower.policy.load import Inspected
from avrotower.policy.template import matches_name
from avrotower.rule import Subject
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
        self._routes = project.routes()
        self._locks = [c for c in project.policy.chosen if c.rule.code == LOCKS]

    def subject(self, name: str, text: Text) -> Subject | None:
        """Return what is declared of the subject *name*, None where nothing is.

        *name* is qualified with its context. *text* gives the latest schema, None where
        it is no Avro; it is not asked for subjects that are not declared whatever it is.
        """
        of_file = self._files.get(in_context(name))
        if of_file is not None:
            return of_file
        found = self._routes(name, None)
        if not is_declared(found) and not self._routes.asks_type(name):
            return None
        latest = text()
        if latest is not None:
            found = self._routes(name, parse(latest, "lenient", name=name))
        return found if is_declared(found) else None

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
        facet = self._policy.facet(subject)
        return any(
            self._policy.severity(chosen, subject, facet) > Severity.OFF
            for chosen in self._locks
        )


def covers(glob: str, name: str) -> bool:
    """Whether *glob* of `[gate]` fits the qualified *name*.

    Without a context it speaks of the default one; `:*:pat` speaks of all.
    """
    is_plain = not name.startswith(":.")
    if not glob.startswith(":"):
        return is_plain and matches_name(glob, name)
    return matches_name(glob, f":.:{name}" if is_plain else name)
