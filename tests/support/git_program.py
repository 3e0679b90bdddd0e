"""git, run as a person would run it, for tests that need commits."""

import subprocess
from os import PathLike

_WHO = ("-c", "user.name=a", "-c", "user.email=a@example.com")


def git(directory: str | PathLike[str], *arguments: str) -> str:
    """Run `git ARGUMENTS` in *directory* and return what it prints; it has to succeed."""
    done = subprocess.run(
        ["git", *_WHO, *arguments],
        cwd=directory,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
