"""The versions that files had in a range of commits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from avrotower.errors import GitError
from avrotower.project.git import ask
from avrotower.project.repository import Repository

_COMMIT: Final = "\x01"
"""What begins the line of a commit; lines of files begin with a colon."""
_FILE: Final = "100"
"""How the modes of files begin; links and submodules have others."""
_LOG: Final = (
    *("log", "--first-parent", "-m", "--raw", "-z", "-M", "--no-abbrev"),
    *("--no-color", f"--format={_COMMIT}%H %P"),
)


class Revision(NamedTuple):
    """One version of a file."""

    commit: str
    path: str
    """The path that it had then, relative to the repository."""
    blob: str


class _Change(NamedTuple):
    path: str
    """The path before the commit."""
    blob: str
    """The text after it; empty where it is no file then."""


class Revisions:
    """What became of the files in the commits from *first* to *last*.

    The first parents are followed: a merge is one version, that which the branch got.
    """

    def __init__(self, repository: Repository, first: str, last: str) -> None:
        """Read the range.

        Raises:
            GitError: If one of the two does not exist, or there is no way between them.
        """
        self.repository = repository
        start, self.last = repository.resolve(first), repository.resolve(last)
        listed = ask(repository.directory, *_LOG, f"{start}..{self.last}", "--")
        self._commits: list[tuple[str, Mapping[str, _Change]]] = []
        """Newest first."""
        parent = self.last
        for commit, parent, changes in _parsed(listed):  # noqa: B007  the last one counts
            self._commits.append((commit, changes))
        if not parent:
            remedy = ""
            if repository.is_shallow:
                remedy = f"this is a shallow clone; run: {repository.deepen(first)}"
            raise GitError(f"no way leads from {last!r} back to {first!r}", "", remedy)
        self.base = parent
        """The commit before the first one of the range."""

    def __len__(self) -> int:
        return len(self._commits)

    def of(self, path: str, before: Mapping[str, str]) -> Sequence[Revision]:
        """Return the versions of the file that is at *path* in the end, oldest first.

        *before* has the blobs of `base` by their paths. Renames are followed; what
        follows a version with the same text is none.
        """
        found: list[Revision] = []
        for commit, changes in self._commits:
            change = changes.get(path)
            if change is None:
                continue
            if change.blob:
                found.append(Revision(commit, path, change.blob))
            path = change.path
        if path in before:
            found.append(Revision(self.base, path, before[path]))
        found.reverse()
        return [
            revision
            for index, revision in enumerate(found)
            if not index or found[index - 1].blob != revision.blob
        ]


def _parsed(listed: bytes) -> Iterator[tuple[str, str, Mapping[str, _Change]]]:
    """Yield each commit with its first parent and its changes by their new paths."""
    words = iter(listed.decode("utf-8", "surrogateescape").split("\0"))
    commit = parent = ""
    changes: dict[str, _Change] = {}
    for word in words:
        line = word.lstrip("\n")
        if line.startswith(_COMMIT):
            if commit:
                yield commit, parent, changes
            commit, *parents = line[1:].split()
            parent = parents[0] if parents else ""
            changes = {}
        elif line.startswith(":"):
            _, mode, _, blob, status = line.split()
            path = next(words)
            new = next(words) if status[0] in "RC" else path
            is_file = mode.startswith(_FILE)
            changes[new] = _Change(path, blob if is_file else "")
    if commit:
        yield commit, parent, changes
