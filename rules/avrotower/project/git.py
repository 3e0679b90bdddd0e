"""git, asked as a program: files that it does not ignore, trees of a commit.

git's own variables are taken out of the environment, so that a hook's `GIT_DIR` or
`GIT_INDEX_FILE` does not redirect us; nothing is checked out.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from avrotower.errors import GitError

if TYPE_CHECKING:  # a linter of one file asks git nothing
    from subprocess import Popen


def _environment() -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if name[:4] != "GIT_"}
    ours = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    return {**kept, **ours}


def ask(directory: str, *arguments: str) -> bytes:
    """Return what `git ARGUMENTS` prints in *directory*.

    Raises:
        GitError: If git is not there, or refuses.
    """
    from subprocess import DEVNULL, run  # noqa: PLC0415  see above

    command = ["git", "-C", directory, "-c", "core.quotePath=false", *arguments]
    try:
        done = run(  # noqa: S603  no shell; the arguments are ours
            command, env=_environment(), stdin=DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise GitError(
            "git is not installed", remedy="install git, or compare with dir:PATH"
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        raise GitError(f"git {arguments[0]} failed in {directory!r}", said)
    return done.stdout


def worktree(directory: str) -> str | None:
    """Return the root of the work tree that *directory* lies in, None outside of git."""
    here = os.path.realpath(directory)
    while True:
        if os.path.exists(os.path.join(here, ".git")):
            return here
        parent = os.path.dirname(here)
        if parent == here:
            return None
        here = parent


def unignored(directory: str) -> list[str] | None:
    """Return the files below *directory* that git does not ignore, relative to it.

    None where git cannot say: outside a work tree, or without git.
    """
    try:
        listed = ask(
            directory, "ls-files", "-z", "--cached", "--others", "--exclude-standard"
        )
    except GitError:
        return None
    names = listed.decode("utf-8", "surrogateescape").split("\0")
    return sorted({name for name in names if name})


class GitTree:
    """The files of one commit, read through one `git cat-file --batch`."""

    def __init__(self, directory: str, ref: str) -> None:
        """Look *ref* up in the repository of *directory*.

        Raises:
            GitError: If there is no repository, or no such ref.
        """
        self.ref = ref
        self.label = f"git:{ref}"
        while directory and not os.path.isdir(directory):
            # What was deleted here may still be in the commit.
            directory = os.path.dirname(directory)
        directory = directory or "."
        self._directory = directory
        if worktree(directory) is None:
            raise GitError(
                f"{directory!r} is in no git repository",
                remedy="go into one, or compare with dir:PATH",
            )
        top = ask(directory, "rev-parse", "--show-toplevel")
        self.root = os.fsdecode(top).removesuffix("\n")
        self.commit = self._resolve(ref)
        self._blobs: dict[str, str] | None = None
        self._reader: Popen[bytes] | None = None

    def _resolve(self, ref: str) -> str:
        if ref.startswith("-"):
            raise GitError(f"{ref!r} is no git ref")
        try:
            wanted = f"{ref}^{{commit}}"
            found = ask(self._directory, "rev-parse", "--verify", "--quiet", wanted)
        except GitError:
            raise self._unknown(ref) from None
        return found.decode().strip()

    def _unknown(self, ref: str) -> GitError:
        listed = ask(
            self._directory,
            "for-each-ref",
            "--format=%(refname:short)",
            "refs/heads",
            "refs/remotes",
            "refs/tags",
        )
        names = listed.decode("utf-8", "replace").split()
        from difflib import get_close_matches  # noqa: PLC0415  only on the way to an error

        near = get_close_matches(ref, names, n=3, cutoff=0.5)
        remedy = f"did you mean {' or '.join(near)}?" if near else ""
        shallow = ask(self._directory, "rev-parse", "--is-shallow-repository")
        if shallow.strip() == b"true":
            remedy = f"this is a shallow clone; run: {self._deepen(ref)}"
        return GitError(f"there is no commit {ref!r} here", remedy=remedy)

    def _deepen(self, ref: str) -> str:
        """Return the command that brings *ref* into a shallow clone."""
        remote, slash, branch = ref.partition("/")
        remotes = ask(self._directory, "remote").decode("utf-8", "replace").split()
        if slash and remote in remotes:
            target = f"{branch}:refs/remotes/{ref}"
            return f"git fetch --depth=1 {remote} {target}"
        # A step back (HEAD~1) or a commit: only the history itself has it.
        return f"git fetch --unshallow {remotes[0] if remotes else 'origin'}"

    def paths(self) -> Sequence[str]:
        """Return the paths of all files of the commit, relative to the repository."""
        return tuple(self._listing())

    def _listing(self) -> dict[str, str]:
        if self._blobs is None:
            listed = ask(
                self._directory, "ls-tree", "-r", "-z", "--full-tree", self.commit
            )
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

    def read(self, path: str) -> bytes:
        """Return the bytes of *path* in the commit.

        Raises:
            KeyError: If the commit has no such file.
            GitError: If git does not deliver it.
        """
        from subprocess import PIPE, Popen  # noqa: PLC0415  see above

        blob = self._listing()[path]
        if self._reader is None:
            self._reader = Popen(  # noqa: S603  as above
                ["git", "-C", self._directory, "cat-file", "--batch"],  # noqa: S607
                env=_environment(),
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
            raise GitError(f"git went away before {self.name(path)}") from None
        header = reader.stdout.readline().split()
        if len(header) != 3:  # noqa: PLR2004  id type size
            raise GitError(f"git does not deliver {self.name(path)}")
        size = int(header[2])
        data = reader.stdout.read(size)
        reader.stdout.read(1)
        if len(data) != size:
            raise GitError(f"git was cut off in {self.name(path)}")
        return data

    def close(self) -> None:
        """End the process that reads."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None
