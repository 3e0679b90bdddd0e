"""Files replaced whole: the new content lies beside, then takes the old one's place."""

from __future__ import annotations

import os
import stat

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO


class Replacement:
    """A file that takes the place of *path* once it is complete.

    A link is followed, and the file keeps its rights. Whoever reads it sees the one
    content or the other. Nothing is there before `open`, so that whoever is interrupted
    at any time can `discard` what there may be. Every method may raise `OSError`, and so
    may writing.
    """

    __slots__ = ("_beside", "_file", "_goal")

    def __init__(self, path: str) -> None:
        self._goal = os.path.realpath(path)
        self._beside = f"{self._goal}.part-{os.getpid()}"
        self._file: BinaryIO | None = None

    def open(self) -> BinaryIO:
        """Return what takes the new content; `commit` and `discard` close it."""
        try:
            mode = stat.S_IMODE(os.stat(self._goal).st_mode)
        except FileNotFoundError:
            mode = None
        # In a container the process that was killed before us had our number.
        _remove(self._beside, FileNotFoundError)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._beside, flags, 0o666 if mode is None else mode)
        self._file = open(descriptor, "wb")  # noqa: SIM115  see above
        if mode is not None:
            os.chmod(self._beside, mode)
        return self._file

    def commit(self) -> None:
        """Let the new content take the place of the old one."""
        if self._file is not None:
            self._file.close()
        os.replace(self._beside, self._goal)

    def discard(self) -> None:
        """Leave the old content as it is; nothing is to do after `commit`."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError:
                self._file = None  # what was not written is not wanted
        _remove(self._beside, OSError)


def _remove(path: str, unless: type[OSError]) -> None:
    try:
        os.unlink(path)
    except unless:
        return


def replace(path: str, content: bytes) -> None:
    """Make *content* the content of the file *path*.

    Raises:
        OSError: If it cannot be written; nothing has changed then.
    """
    new = Replacement(path)
    try:
        new.open().write(content)
        new.commit()
    finally:
        new.discard()
