"""What a registry holds, made of its JSON."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeGuard

from avrotower.compat.levels import AVRO
from avrotower.errors import RegistryUnreachableError
from avrotower.registry.subject import Qualified

_NOTHING: Final[Mapping[str, Any]] = {}


class Reference(NamedTuple):
    """A version of another subject, under the name by which a schema uses it."""

    name: str
    subject: str
    version: int


class Registered(NamedTuple):
    """One version of a subject, as the registry holds it."""

    subject: str
    """Qualified with its context."""
    version: int
    id: int
    text: str
    schema_type: str = AVRO
    """`AVRO`, `JSON`, `PROTOBUF`."""
    references: tuple[Reference, ...] = ()
    is_deleted: bool | None = None
    """Whether it is soft-deleted; None where the registry does not say it here."""
    properties: Mapping[str, str] = _NOTHING
    """Of its metadata."""
    guid: str = ""

    @property
    def document(self) -> str:
        """The name of its document."""
        return f"{self.subject}@{self.version}"


class Config(NamedTuple):
    """The configuration of a scope."""

    level: str
    """`BACKWARD` and so on; empty where the registry names none."""
    record: Mapping[str, Any]
    """All that it says, by the names of the registry."""


def registered(data: Any, asked: str, context: str = "") -> Registered:
    """Return the version that *data* tells of.

    A plain name belongs to *context*, where that is named.

    Raises:
        RegistryUnreachableError: If *data* is no version of a schema.
    """
    if not is_object(data):
        raise strange(asked, "a schema", data)
    subject, version, number, text = (
        data.get(name) for name in ("subject", "version", "id", "schema")
    )
    references: Any = data.get("references") or []
    is_whole = isinstance(subject, str) and isinstance(text, str)
    if not (
        is_whole and is_number(version) and is_number(number) and is_list(references)
    ):
        raise strange(asked, "a schema", data)
    deleted = data.get("deleted")
    metadata = data.get("metadata")
    properties = metadata.get("properties") if is_object(metadata) else None
    return Registered(
        in_context(str(subject), context),
        version,
        number,
        str(text),
        str(data.get("schemaType") or AVRO),
        tuple(_reference(entry, asked) for entry in references),
        deleted if isinstance(deleted, bool) else None,
        {str(name): str(value) for name, value in properties.items()}
        if is_object(properties)
        else _NOTHING,
        str(data.get("guid") or ""),
    )


def _reference(data: Any, asked: str) -> Reference:
    if not is_object(data) or not is_number(data.get("version")):
        raise strange(asked, "a reference", data)
    return Reference(str(data.get("name")), str(data.get("subject")), data["version"])


def in_context(subject: str, context: str) -> str:
    """Return *subject* qualified with *context*, unless it is so already."""
    if not context or subject.startswith(":."):
        return subject
    return str(Qualified(context, subject))


def names(data: Any, asked: str) -> list[str]:
    """Return *data* as a list of names; `null` is an empty one (AxonOps).

    Raises:
        RegistryUnreachableError: If it is none.
    """
    found: Any = [] if data is None else data
    if not is_list(found) or not all(isinstance(name, str) for name in found):
        raise strange(asked, "a list of names", data)
    return found


def numbers(data: Any, asked: str) -> list[int]:
    """Return *data* as a list of numbers; `null` is an empty one.

    Raises:
        RegistryUnreachableError: If it is none.
    """
    found: Any = [] if data is None else data
    if not is_list(found) or not all(map(is_number, found)):
        raise strange(asked, "a list of numbers", data)
    return found


def config(data: Any, asked: str) -> Config:
    """Return the configuration that *data* is; both spellings of the level count.

    Raises:
        RegistryUnreachableError: If it is none.
    """
    if not is_object(data):
        raise strange(asked, "a configuration", data)
    level = data.get("compatibilityLevel") or data.get("compatibility") or ""
    return Config(str(level).upper(), data)


def mode(data: Any, asked: str) -> str:
    """Return the mode that *data* names, empty where it names none (Apicurio).

    Raises:
        RegistryUnreachableError: If it cannot name one.
    """
    if not is_object(data):
        raise strange(asked, "a mode", data)
    return str(data.get("mode") or "").upper()


def is_object(data: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether *data* is a JSON object."""
    return isinstance(data, dict)


def is_list(data: Any) -> TypeGuard[list[Any]]:
    """Whether *data* is a JSON array."""
    return isinstance(data, list)


def is_number(data: Any) -> TypeGuard[int]:
    """Whether *data* is a whole number; JSON's `true` is none."""
    return isinstance(data, int) and not isinstance(data, bool)


def strange(asked: str, wanted: str, data: Any) -> RegistryUnreachableError:
    """Return the error of an answer that has another shape than *wanted*."""
    told = repr(data)
    told = f"{told[:60]}…" if len(told) > 60 else told  # noqa: PLR2004  a line's rest
    return RegistryUnreachableError(
        asked, f"answered with {told} instead of {wanted}", "is it a Schema Registry?"
    )
