"""The versions of one subject, as the engine compares with them."""

from functools import partial
from typing import Final, NamedTuple

from avrotower.compat.levels import AVRO, Stored
from avrotower.errors import RegistryRefusedError, RegistryUnreachableError
from avrotower.finding import Version
from avrotower.policy.profile import MAX_VERSIONS
from avrotower.registry.client import NO_SUBJECT, NO_VERSION, Registry
from avrotower.registry.closure import Closure, UnresolvedError
from avrotower.registry.value import Registered

_GONE: Final = frozenset({NO_SUBJECT, NO_VERSION})


class History(NamedTuple):
    """What a registry remembers of one subject."""

    subject: str
    versions: tuple[Stored, ...]
    """The oldest first; empty for a subject that the registry does not know."""
    left_out: int = 0
    """How many older versions were not read, because there are too many."""


class Unread(NamedTuple):
    """A version that was listed and could not be had."""

    version: int
    reason: str
    is_gone: bool = False
    """Whether it was deleted for good since it was listed."""


def history(
    registry: Registry,
    subject: str,
    *,
    include_deleted: bool = True,
    max_versions: int = MAX_VERSIONS,
    closure: Closure | None = None,
) -> History:
    """Return the newest versions of *subject*, leniently parsed with their references.

    A version that cannot be read, or whose reference is missing, is there without a
    document and with the reason; one that was deleted in the meantime is not there.
    Who asks for several subjects shares one *closure*.

    Raises:
        RegistryError: If the registry does not answer, or lets us read nothing.
    """
    closure = closure or Closure(registry)
    numbers = registry.versions(subject, deleted=include_deleted)
    newest = numbers[max(0, len(numbers) - max_versions) :]
    read = partial(one_version, registry, subject)
    answers = list(registry.gather(read, newest))
    live = frozenset(numbers)
    if include_deleted and any(_is_silent(given) for given in answers):
        live = frozenset(registry.versions(subject))
    found: list[Stored] = []
    for given in answers:
        if isinstance(given, Registered):
            found.append(stored(given, closure, live))
        elif not given.is_gone:
            document = f"{subject}@{given.version}"
            version = Version(str(given.version), document, given.version)
            found.append(
                Stored(
                    version,
                    None,
                    unreadable=given.reason,
                    is_deleted=given.version not in live,
                )
            )
    return History(subject, tuple(found), len(numbers) - len(newest))


def _is_silent(given: Registered | Unread) -> bool:
    """Whether *given* does not say itself whether it is soft-deleted."""
    return isinstance(given, Unread) or given.is_deleted is None


def one_version(registry: Registry, subject: str, number: int) -> Registered | Unread:
    """Read one version, or say why it cannot be had.

    Raises:
        RegistryError: If no other version could be had either.
    """
    try:
        return registry.schema(subject, number)
    except RegistryRefusedError as error:
        if error.concerns_all:
            raise
        is_gone = error.error_code in _GONE
        if is_gone:
            # Apicurio lists a soft-deleted subject and gives none of its versions.
            is_gone = number not in registry.versions(subject, deleted=True)
        return Unread(number, str(error), is_gone)
    except RegistryUnreachableError as error:
        if error.concerns_all:
            raise
        return Unread(number, str(error))


def stored(
    registered: Registered, closure: Closure, live: frozenset[int] | None = None
) -> Stored:
    """Return *registered* as the engine compares with it.

    *live* are the versions that are not soft-deleted, for registries that do not say so
    of a version itself.

    Raises:
        RegistryError: If the registry does not answer for a reference.
    """
    document, reason = None, ""
    if registered.schema_type == AVRO:
        try:
            document = closure.document(registered)
        except (UnresolvedError, RegistryRefusedError) as error:
            reason = str(error)
    is_deleted = registered.is_deleted
    if is_deleted is None:
        is_deleted = live is not None and registered.version not in live
    number = registered.version
    return Stored(
        Version(str(number), registered.document, number, registered.id),
        document,
        registered.schema_type,
        reason,
        is_deleted,
        registered.properties,
    )
