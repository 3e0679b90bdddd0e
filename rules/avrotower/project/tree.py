"""A tree of files that documents are read from: a directory, or a commit in git."""

import os
from collections.abc import Sequence
from typing import Protocol

from avrotower.errors import ProjectError
from avrotower.project.files import Missing, discover, read_bytes


class Tree(Protocol):
    """Files by relative path."""

    @property
    def label(self) -> str:
        """What people call the tree: `dir:schemas/v1`, `git:main`."""
        ...

    def paths(self) -> Sequence[str]:
        """Return all paths, relative to the tree."""
        ...

    def name(self, path: str) -> str:
        """Return the name that reports give to *path*."""
        ...

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*.

        Raises:
            KeyError: If the tree has no such file.
            SourceError: If it cannot be read.
        """
        ...


class DirectoryTree:
    """The documents below a directory."""

    def __init__(self, directory: str) -> None:
        """Take *directory*.

        Raises:
            ProjectError: If it is none.
        """
        if not os.path.isdir(directory):
            what = "is no directory" if os.path.exists(directory) else "does not exist"
            raise ProjectError(f"{directory!r} {what}; name a directory of schemas")
        self.directory = directory
        self.label = f"dir:{directory}"
        self._paths: tuple[str, ...] | None = None

    def paths(self) -> Sequence[str]:
        """Return the paths of the documents, relative to the directory."""
        if self._paths is None:
            found = discover([self.directory])
            self._paths = tuple(
                item.below for item in found if not isinstance(item, Missing)
            )
        return self._paths

    def name(self, path: str) -> str:
        """Return the path as seen from the current directory."""
        return os.path.normpath(os.path.join(self.directory, path))

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*.

        Raises:
            KeyError: If there is no such file.
            ProjectError: If it cannot be read.
        """
        full = self.name(path)
        if not os.path.lexists(full):
            raise KeyError(path)
        data = read_bytes(full)
        if isinstance(data, Missing):
            raise ProjectError(f"{full}: {data.reason}; {data.remedy}")
        return data
