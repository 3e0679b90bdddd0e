"""git, asked as a program, and the files that it does not ignore.

git's own variables are taken out of the environment, so that a hook's `GIT_DIR` or
`GIT_INDEX_FILE` does not redirect us; nothing is checked out.
"""

from __future__ import annotations

import os

from avrotower.errors import GitError
from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final


_PLAIN: Final = (
    *("-c", "core.quotePath=false"),
    *("-c", "log.showSignature=false"),
)
"""What a user's configuration must not change in what git prints."""


def environment() -> dict[str, str]:
    """Return our environment without what would lead git elsewhere."""
    kept = {name: text for name, text in os.environ.items() if name[:4] != "GIT_"}
    ours = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    return {**kept, **ours}


def ask(directory: str, *arguments: str) -> bytes:
    """Return what `git ARGUMENTS` prints in *directory*.

    Raises:
        GitError: If git is not there, or refuses.
    """
    from subprocess import DEVNULL, run  # noqa: PLC0415  a linter of one file asks git nothing

    command = ["git", "-C", directory, *_PLAIN, *arguments]
    try:
        done = run(  # noqa: S603  no shell; the arguments are ours
            command, env=environment(), stdin=DEVNULL, capture_output=True, check=False
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
