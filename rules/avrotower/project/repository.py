"""A repository of git: its commits by name, its blobs through one process."""

import os
from subprocess import PIPE, Popen

from avrotower.errors import GitError
from avrotower.project.git import ask, environment, worktree
from avrotower.suggestion import alike


class Repository:
    """The repository that a directory lies in."""

    def __init__(self, directory: str) -> None:
        """Take the repository of *directory*, or of the nearest one above that exists.

        Raises:
            GitError: If there is none.
        """
        while directory and not os.path.isdir(directory):
            # What was deleted here may still be in a commit.
            directory = os.path.dirname(directory)
        self.directory = directory or "."
        if worktree(self.directory) is None:
            if _is_bare(self.directory):
                raise GitError(
                    f"{self.directory!r} is in a bare repository, which has no files",
                    remedy="clone it, or add a work tree with git worktree add",
                )
            raise GitError(
                f"{self.directory!r} is in no git repository",
                remedy="go into one, or compare with dir:PATH",
            )
        top = ask(self.directory, "rev-parse", "--show-toplevel")
        self.root = os.fsdecode(top).removesuffix("\n")
        self._reader: Popen[bytes] | None = None

    def resolve(self, ref: str) -> str:
        """Return the id of the commit that *ref* names.

        Raises:
            GitError: If there is none; with refs that may be meant, or with the command
                that brings it into a shallow clone.
        """
        if ref.startswith("-"):
            raise GitError(f"{ref!r} is no git ref")
        try:
            wanted = f"{ref}^{{commit}}"
            found = ask(self.directory, "rev-parse", "--verify", "--quiet", wanted)
        except GitError:
            raise self._unknown(ref) from None
        return found.decode().strip()

    @property
    def is_shallow(self) -> bool:
        """Whether the history is cut off somewhere."""
        told = ask(self.directory, "rev-parse", "--is-shallow-repository")
        return told.strip() == b"true"

    def _unknown(self, ref: str) -> GitError:
        listed = ask(
            self.directory,
            "for-each-ref",
            "--format=%(refname:short)",
            "refs/heads",
            "refs/remotes",
            "refs/tags",
        )
        names = listed.decode("utf-8", "replace").split()
        near = alike(ref, names, most=3, least=0.5)
        remedy = f"did you mean {' or '.join(near)}?" if near else ""
        if self.is_shallow:
            remedy = f"this is a shallow clone; run: {self.deepen(ref)}"
        return GitError(f"there is no commit {ref!r} here", remedy=remedy)

    def deepen(self, ref: str) -> str:
        """Return the command that brings *ref* into a shallow clone."""
        remote, slash, branch = ref.partition("/")
        remotes = ask(self.directory, "remote").decode("utf-8", "replace").split()
        if slash and remote in remotes:
            target = f"{branch}:refs/remotes/{ref}"
            return f"git fetch --depth=1 {remote} {target}"
        # A step back (HEAD~1) or a commit: only the history itself has it.
        return f"git fetch --unshallow {remotes[0] if remotes else 'origin'}"

    def blob(self, blob: str, name: str) -> bytes:
        """Return the bytes of *blob*, which errors call *name*.

        Raises:
            GitError: If git does not deliver it.
        """
        if self._reader is None:
            self._reader = Popen(  # noqa: S603  no shell; the arguments are ours
                ["git", "-C", self.directory, "cat-file", "--batch"],  # noqa: S607
                env=environment(),
                stdin=PIPE,
                stdout=PIPE,
            )
        reader = self._reader
        assert reader.stdin is not None  # noqa: S101  both are pipes, see above
        assert reader.stdout is not None  # noqa: S101
        try:
            reader.stdin.write(blob.encode() + b"\n")
            reader.stdin.flush()
        except BrokenPipeError:
            raise GitError(f"git went away before {name}") from None
        header = reader.stdout.readline().split()
        if len(header) != 3:  # noqa: PLR2004  id type size
            raise GitError(f"git does not deliver {name}")
        size = int(header[2])
        data = reader.stdout.read(size)
        reader.stdout.read(1)
        if len(data) != size:
            raise GitError(f"git was cut off in {name}")
        return data

    def close(self) -> None:
        """End the process that reads."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None


def _is_bare(directory: str) -> bool:
    try:
        return ask(directory, "rev-parse", "--is-bare-repository").strip() == b"true"
    except GitError:
        return False
