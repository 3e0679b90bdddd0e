"""What the registry says no with (REGISTRY, A.2)."""

from typing import Final

NO_SUBJECT: Final = 40401


class RefusedError(Exception):
    """The registry refuses; `.code` begins with the HTTP status, `.message` is exact."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(str(self.code)[:3])


class InvalidError(RefusedError):
    """A schema cannot be used; a verbose compatibility check answers it with 200."""

    def __init__(self, message: str) -> None:
        super().__init__(42201, message)


def subject_missing(subject: str) -> RefusedError:
    """Return the refusal of a subject that has no version to be seen."""
    return RefusedError(NO_SUBJECT, f"Subject '{subject}' not found.")


def version_missing(version: int) -> RefusedError:
    """Return the refusal of a version that is not there; -1 is the latest."""
    return RefusedError(40402, f"Version {version} not found.")


def schema_missing(which: object = None) -> RefusedError:
    """Return the refusal of a schema that is not there, by *which* id or guid."""
    words = "Schema not found" if which is None else f"Schema {which} not found"
    return RefusedError(40403, words)


def subject_invalid(subject: str) -> RefusedError:
    """Return the refusal of a name that no subject may have."""
    return RefusedError(42208, f"The specified subject '{subject}' is not a valid.")


def not_permitted(message: str) -> RefusedError:
    """Return the refusal of something that a mode forbids."""
    return RefusedError(42205, message)


def referenced(subject: str, version: int) -> RefusedError:
    """Return the refusal to remove what others refer to."""
    return RefusedError(
        42206,
        "One or more references exist to the schema "
        f"{{magic=1,keytype=SCHEMA,subject={subject},version={version}}}.",
    )
