"""Where the registry is kept: one SQLite file, written by one thread."""

from avrotower_service.embedded.storage.error import StorageError
from avrotower_service.embedded.storage.store import Storage

__all__ = ["Storage", "StorageError"]
