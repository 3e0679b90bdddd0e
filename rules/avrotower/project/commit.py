"""The files of one commit."""

from collections.abc import Mapping, Sequence

from avrotower.project.git import ask
from avrotower.project.repository import Repository


class GitTree:
    """The files of one commit, read through one `git cat-file --batch`."""

    def __init__(self, repository: Repository, ref: str, label: str = "") -> None:
        """Look *ref* up in *repository*; people call it *label*, or `git:REF`.

        Raises:
            GitError: If there is no such ref.
        """
        self.label = label or f"git:{ref}"
        self.repository = repository
        self.commit = repository.resolve(ref)
        self._blobs: dict[str, str] | None = None

    def paths(self) -> Sequence[str]:
        """Return the paths of all files of the commit, relative to the repository."""
        return tuple(self._listing())

    def _listing(self) -> dict[str, str]:
        if self._blobs is None:
            directory = self.repository.directory
            listed = ask(directory, "ls-tree", "-r", "-z", "--full-tree", self.commit)
            self._blobs = {}
            for line in listed.decode("utf-8", "surrogateescape").split("\0"):
                meta, _, path = line.partition("\t")
                words = meta.split()
                if len(words) == 3 and words[1] == "blob":  # noqa: PLR2004  mode type id
                    self._blobs[path] = words[2]
        return self._blobs

    def name(self, path: str) -> str:
        """Return the name that reports give to *path*."""
        return f"{self.label}:{path}"

    @property
    def blobs(self) -> Mapping[str, str]:
        """The ids of the texts of all files, by their paths."""
        return self._listing()

    def read(self, path: str) -> bytes:
        """Return the bytes of *path* in the commit.

        Raises:
            KeyError: If the commit has no such file.
            GitError: If git does not deliver it.
        """
        return self.repository.blob(self._listing()[path], self.name(path))
