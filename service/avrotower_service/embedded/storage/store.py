"""A registry's state: many who read, one who writes."""

import sqlite3
import threading
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, Self

from avrotower_service.embedded.registry.view import View
from avrotower_service.embedded.storage import file
from avrotower_service.embedded.storage.view import SqliteView
from avrotower_service.embedded.storage.writer import Decide, Writer

MEMORY: Final = ":memory:"


class Storage:
    """One registry, in a file or in memory.

    Reading never waits for writing in a file; in memory it does, for microseconds.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the registry in the file *path*, or one in memory.

        Raises:
            StorageError: If the file cannot be used; it is untouched then.
        """
        self.path = path
        self._owner: file.Owner | None = None
        self._shared: AbstractContextManager[Any] | None = None
        self._readers: list[sqlite3.Connection] = []
        self._own = threading.local()
        if path is None:
            self._shared = threading.Lock()
            self._connection = file.open_memory()
        else:
            file.check(path)
            self._owner = file.Owner(path)
            try:
                self._connection = file.open_writer(path)
            except BaseException:
                self._owner.release()
                raise
        (self.cluster,) = self._connection.execute(
            "SELECT value FROM meta WHERE key = 'cluster'"
        ).fetchone()
        self._writer = Writer(self._connection, self._shared)

    @classmethod
    def open(cls, path: str) -> Self:
        """Open the registry that *path* names; `:memory:` is in memory."""
        return cls(None if path == MEMORY else Path(path))

    @property
    def generation(self) -> int:
        """A number that is another one after each commit."""
        return self._writer.generation

    @contextmanager
    def reading(self) -> Generator[View]:
        """Give one state to look at; nothing else may be read meanwhile in this thread."""
        if self._shared is not None:
            with self._shared:
                yield SqliteView(self._connection)
            return
        connection = self._reader()
        connection.execute("BEGIN")
        try:
            yield SqliteView(connection)
        finally:
            connection.execute("COMMIT")

    def write(self, decide: Decide) -> "Future[Any]":
        """Decide and write; the answer comes when it is on disk.

        It is the exception that *decide* raised, or a `WriteError`.
        """
        return self._writer.submit(decide)

    def reset(self) -> "Future[Any]":
        """Empty the registry; ids begin with 1."""
        return self._writer.submit(None)

    def close(self) -> None:
        """Finish what waits, and let others have the file."""
        self._writer.close()
        for reader in self._readers:
            reader.close()
        self._connection.close()
        if self._owner is not None:
            self._owner.release()

    def _reader(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "reader", None)
        if found is None:
            assert self.path is not None  # noqa: S101  memory has no readers
            found = self._own.reader = file.open_reader(self.path)
            self._readers.append(found)
        return found
