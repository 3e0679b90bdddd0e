"""The file of a registry: whether it can be used, and that nobody else uses it."""

import fcntl
import os
import sqlite3
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

from avrotower_service.embedded.storage.error import StorageError
from avrotower_service.embedded.storage.layout import APPLICATION, LAYOUT, migrate

_HEADER: Final = 100
_MAGIC: Final = b"SQLite format 3\0"
_LAYOUT_AT: Final = 60
_APPLICATION_AT: Final = 68


class Owner:
    """Holds the advisory lock on a file; the lock ends with the process at the latest."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}-lock")
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StorageError(
                f"{str(path)!r} cannot be locked: {error.strerror}"
            ) from None
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner = os.read(self._handle, 20).decode(errors="replace").strip()
            os.close(self._handle)
            told = f" (process {owner})" if owner else ""
            raise StorageError(
                f"{str(path)!r} is in use by another registry{told}; stop it, or name "
                "another file"
            ) from None
        os.truncate(self._handle, 0)
        with suppress(OSError):
            # A full disk has no room for who the owner is; the lock holds all the same.
            os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let others have the file."""
        os.close(self._handle)


def check(path: Path) -> None:
    """Look whether the file can be used, without changing it; a missing one can.

    Raises:
        StorageError: If it cannot.
    """
    if not path.parent.is_dir():
        raise StorageError(f"{str(path)!r} cannot be made: its directory is missing")
    if not path.exists():
        if not os.access(path.parent, os.W_OK):
            raise StorageError(
                f"{str(path)!r} cannot be made: its directory is read-only"
            )
        return
    if not path.is_file():
        raise StorageError(f"{str(path)!r} is no file")
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise StorageError(
            f"{str(path)!r} is read-only; a registry writes into its file and beside it"
        )
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise StorageError(f"{str(path)!r} cannot be read: {error.strerror}") from None
    if header:
        _check_header(path, header)


def _check_header(path: Path, header: bytes) -> None:
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise StorageError(f"{str(path)!r} is no registry, or a damaged one")
    (layout,) = struct.unpack_from(">I", header, _LAYOUT_AT)
    (application,) = struct.unpack_from(">I", header, _APPLICATION_AT)
    if application != APPLICATION:
        raise StorageError(f"{str(path)!r} is a database, but no registry of avrotower")
    if layout > LAYOUT:
        raise StorageError(
            f"{str(path)!r} was written by a newer avrotower (layout {layout}, this one "
            f"knows {LAYOUT}); upgrade, or name another file"
        )


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the file for the one thread that writes; it is made if it is missing.

    Raises:
        StorageError: If it is damaged.
    """
    is_new = not path.exists() or path.stat().st_size == 0
    try:
        if not is_new:
            _check_pages(path)
        connection = _connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        migrate(connection)
        if is_new:
            # The header itself says what the file is, before anything is in the log.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise StorageError(f"{str(path)!r} cannot be used: {error}") from None
    return connection


def _check_pages(path: Path) -> None:
    # Without a log to read, nothing has to be made beside the file either.
    has_log = path.with_name(f"{path.name}-wal").exists()
    more = "" if has_log else "&immutable=1"
    connection = sqlite3.connect(f"file:{_escaped(path)}?mode=ro{more}", uri=True)
    try:
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        said = str(error)
    finally:
        connection.close()
    if said != "ok":
        raise StorageError(
            f"{str(path)!r} is damaged ({said.splitlines()[-1]}); restore a copy of it"
        )


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the file for reading; it must have been opened for writing before."""
    return _connect(f"file:{_escaped(path)}?mode=ro", uri=True)


def open_memory() -> sqlite3.Connection:
    """Open a registry that is gone with the process."""
    connection = _connect(":memory:")
    migrate(connection)
    return connection


def _connect(database: str | Path, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        database,
        uri=uri,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )


def _escaped(path: Path) -> str:
    return (
        str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    )
