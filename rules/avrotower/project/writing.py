"""Files written whole: the new text lies beside, then takes the place of the old one."""

import os
import stat
from contextlib import suppress

from avrotower.errors import ProjectError
from avrotower.project.files import Missing, read_bytes


def replace(path: str, before: bytes, after: bytes) -> None:
    """Give the file at *path* the bytes *after*, if it still holds *before*.

    Its mode stays, a symbolic link keeps leading to it, and whoever reads it sees the
    one text or the other.

    Raises:
        ProjectError: If it holds something else by now, or cannot be written.
    """
    goal = os.path.realpath(path)
    now = read_bytes(goal)
    if isinstance(now, Missing):
        raise ProjectError(f"{path}: {now.reason}; it was not written")
    if now != before:
        raise ProjectError(f"{path}: it was changed meanwhile; run again")
    beside = f"{goal}.part-{os.getpid()}"
    try:
        mode = stat.S_IMODE(os.stat(goal).st_mode)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _refusal(path, error) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            os.chmod(beside, mode)
        os.replace(beside, goal)
    except OSError as error:
        with suppress(OSError):
            os.unlink(beside)
        raise _refusal(path, error) from None


def _refusal(path: str, error: OSError) -> ProjectError:
    reason = (error.strerror or "it cannot be written").lower()
    return ProjectError(f"{path}: {reason}; it was not written")
