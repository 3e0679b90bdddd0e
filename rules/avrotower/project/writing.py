"""Documents that we write: whole, and only over what was read before."""

import os

from avrotower import replacement
from avrotower.errors import ProjectError
from avrotower.project.files import Missing, read_bytes


def replace(path: str, before: bytes, after: bytes) -> None:
    """Give the file at *path* the bytes *after*, if it still holds *before*.

    Raises:
        ProjectError: If it holds something else by now, or cannot be written.
    """
    now = read_bytes(os.path.realpath(path))
    if isinstance(now, Missing):
        raise ProjectError(f"{path}: {now.reason}; it was not written")
    if now != before:
        raise ProjectError(f"{path}: it was changed meanwhile; run again")
    try:
        replacement.replace(path, after)
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise ProjectError(f"{path}: {reason}; it was not written") from None
