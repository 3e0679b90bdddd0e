"""The working tree: the files of a run, and those of the project around them."""

import os
from collections.abc import Callable, Sequence

from avrotower.errors import ProjectError
from avrotower.project.files import Missing, TakesIgnored, discover, never
from avrotower.project.git import worktree

Read = Callable[[str], bytes | Missing]


class WorkingTree:
    """The documents that *run* names, and all below the roots of their projects.

    Without a policy file the root of a project is the root of its git work tree; outside
    of git, the directory of each file. *roots* are those of projects with a policy.
    """

    label = "working tree"

    def __init__(
        self,
        run: Sequence[str],
        read: Read,
        roots: Sequence[str] = (),
        takes_ignored: TakesIgnored = never,
    ) -> None:
        self._run = run
        self._roots = roots
        self._takes_ignored = takes_ignored
        self._read = read
        self._paths: tuple[str, ...] | None = None

    def paths(self) -> Sequence[str]:
        """Return the paths of the run and of the projects around it."""
        if self._paths is None:
            directories = {os.path.dirname(path) or "." for path in self._run}
            roots = set(self._roots)
            for directory in directories:
                roots.add(worktree(directory) or directory)
            found = list(self._run)
            known = {os.path.abspath(path) for path in found}
            for item in discover(sorted(roots), self._takes_ignored):
                is_new = os.path.abspath(item.path) not in known
                if is_new and not isinstance(item, Missing):
                    found.append(item.path)
            self._paths = tuple(found)
        return self._paths

    def name(self, path: str) -> str:
        """Return *path* itself: it is what people see."""
        return path

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*.

        Raises:
            KeyError: If it is gone.
            ProjectError: If it cannot be read.
        """
        data = self._read(path)
        if isinstance(data, Missing):
            if not os.path.lexists(path):
                raise KeyError(path)
            raise ProjectError(f"{path}: {data.reason}; {data.remedy}")
        return data
