"""What can be wrong with the file of a registry."""

from avrotower.errors import AvrotowerError


class StorageError(AvrotowerError):
    """The file cannot be used; nothing in it was changed."""


class WriteError(Exception):
    """What was asked for is not on disk, and nothing of it is: 500/50001."""


class BusyError(Exception):
    """Writing did not begin in time: 500/50002."""
