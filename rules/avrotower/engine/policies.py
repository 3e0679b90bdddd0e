"""The policy of each file: that of the nearest project above it (CONFIG, 1)."""

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from avrotower.catalogue import RULES
from avrotower.policy.choice import Policy, without_configuration
from avrotower.policy.routing import route
from avrotower.project.files import with_parent
from avrotower.rule import Subject
from avrotower.schema.document import Document

if TYPE_CHECKING:  # only where there is a policy file
    from avrotower.policy.declaration import Declarations


class Choice(NamedTuple):
    """Which policy a run asks for."""

    config: str | None = None
    """A file instead of the nearest one."""
    is_bare: bool = False
    """No file at all: profile recommended and nothing else."""
    level: str | None = None
    """A compatibility level instead of the demanded ones."""


NEAREST: Final = Choice()
"""The policy of the project that a file lies in."""


class Governed(NamedTuple):
    """One project: its policy, and where it begins."""

    policy: Policy
    root: str = ""
    """The project root; empty where there is no policy file."""
    declarations: "Declarations | None" = None

    def has(self, path: str) -> bool:
        """Whether the policy wants the file at *path* judged."""
        return self.declarations is None or self.declarations.has(self.below(path))

    def below(self, path: str) -> str:
        """Return *path* from the project root, with forward slashes."""
        relative = os.path.relpath(os.path.realpath(path), self.root)
        return relative.replace(os.sep, "/")

    def route(
        self, path: str, document: Document, *, is_referenced: bool = False
    ) -> Subject:
        """Return the subject of the *document* at *path*."""
        known = with_parent(path)
        if self.declarations is None:
            return route(known, document, is_referenced=is_referenced)
        return self.declarations.route(
            self.below(path), known, document, is_referenced=is_referenced
        )


class Policies:
    """The policies of one run, each loaded once."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._bare = Governed(without_configuration(RULES, choice.level))
        self._of_directory: dict[str, Governed] = {}
        self._of_root: dict[str, Governed] = {}

    @property
    def sources(self) -> str:
        """A line for each policy that was asked for."""
        found = self._of_directory.values() or (self._bare,)
        return "\n".join(dict.fromkeys(each.policy.source for each in found))

    def of(self, path: str) -> Governed:
        """Return the project that the file at *path* belongs to.

        Raises:
            PolicyError: If its policy cannot be used.
        """
        directory = os.path.dirname(path)
        found = self._of_directory.get(directory)
        if found is None:
            found = self._of_directory[directory] = self._load(directory or ".")
        return found

    def _load(self, directory: str) -> Governed:
        if self._choice.is_bare:
            return self._bare
        from avrotower.policy.discovery import discover  # noqa: PLC0415  none with --no-config

        if self._choice.config is None:
            near = discover(directory)
            if near is None:
                return self._bare
            known = self._of_root.get(near.root)
            if known is not None:
                return known
        from datetime import UTC, datetime  # noqa: PLC0415  only with a policy file

        from avrotower.policy.choice import configured  # noqa: PLC0415  as above
        from avrotower.policy.declaration import Declarations  # noqa: PLC0415  as above
        from avrotower.policy.load import load  # noqa: PLC0415  as above

        today = datetime.now(tz=UTC).date()
        loaded = load(directory, RULES, config=self._choice.config, today=today)
        if loaded is None:
            return self._bare
        known = self._of_root.get(loaded.root)
        if known is None:
            policy = configured(RULES, loaded, self._choice.level)
            known = Governed(policy, loaded.root, Declarations(loaded.data))
            self._of_root[loaded.root] = known
        return known
