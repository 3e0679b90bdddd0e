"""A registry as the source of earlier versions, for `breaking` and `check`."""

from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterator,
    Mapping,
    Sequence,
)
from functools import cached_property, partial

from avrotower.compat.levels import AVRO, Stored
from avrotower.engine.history.source import Left, Past, qualified
from avrotower.errors import (
    PolicyError,
    RegistryRefusedError,
    RegistryUnreachableError,
)
from avrotower.estate import Estate, HeldSubject, HeldVersion
from avrotower.internal import in_context
from avrotower.policy.associated import Associations
from avrotower.policy.choice import Policy
from avrotower.policy.profile import MAX_VERSIONS
from avrotower.project.files import Found
from avrotower.registry.associations import associations
from avrotower.registry.client import Registry
from avrotower.registry.closure import Closure
from avrotower.registry.connection import PREFIX, connection
from avrotower.registry.history import History, history
from avrotower.registry.settings import Settings
from avrotower.rule import Subject
from avrotower.schema.document import Document
from avrotower.schema.model import Named
from avrotower.schema.parse import parse


class RegistrySource:
    """What *registry* remembers of the subjects of a run; it is asked once for each."""

    label = "registry"
    is_registry = True

    def __init__(
        self,
        registry: Registry,
        *,
        include_deleted: bool = True,
        max_versions: int = MAX_VERSIONS,
    ) -> None:
        """Ask for its subjects, so that one that is not there stops the run at once.

        Raises:
            RegistryError: If it does not answer.
        """
        self._registry = registry
        self._closure = Closure(registry)
        self._include_deleted = include_deleted
        self._max_versions = max_versions
        self._found: dict[str, Document] = {}
        self._versions: dict[str, tuple[Stored, ...]] = {}
        self._dead: RegistryUnreachableError | None = None
        self._names = frozenset(registry.subjects())

    def prepare(
        self, candidates: Sequence[Found], root_of: Callable[[str], str]
    ) -> None:
        """Subjects are known by their names."""

    def past(
        self, candidate: Found, subject: Subject, document: Document
    ) -> Past | None:
        """Return the versions of *subject*, None where the registry has none.

        Raises:
            RegistryError: If the registry does not answer.
        """
        del candidate, document
        if self._dead is not None:
            raise self._dead  # one time-out is enough
        try:
            return self._past(qualified(subject))
        except RegistryUnreachableError as error:
            if error.concerns_all:
                self._dead = error
            raise

    def _history(self, name: str) -> History:
        known = history(
            self._registry,
            name,
            include_deleted=self._include_deleted,
            max_versions=self._max_versions,
            closure=self._closure,
        )
        self._versions[name] = known.versions
        return known

    def _past(self, name: str) -> Past | None:
        known = self._history(name)
        if not known.versions:
            return None
        for stored in known.versions:
            if stored.document is not None:
                self._found[stored.document.name] = stored.document
        config = self._registry.config(name)
        notes = (
            (f"{known.left_out} older versions of {name} left out",)
            if known.left_out
            else ()
        )
        latest = partial(_strictly, known.versions[-1].document)
        level = config.level if config is not None else ""
        return Past(known.versions, notes, latest, level or None)

    def left(self) -> Iterator[Left]:
        """Nothing: subjects have no paths."""
        yield from ()

    def subjects(self) -> Collection[str]:
        """Return the live subjects, qualified."""
        return self._names

    def associations(self) -> Associations:
        """Return what the registry says itself about whose key or value its subjects are.

        Raises:
            RegistryError: If the registry does not answer, or lets us read nothing.
        """
        return self._associations

    @cached_property
    def _associations(self) -> Associations:
        return associations(self._registry)

    def estate(self, names: Collection[str], doubtful: Container[str]) -> Estate:
        """Return the state of those of *names* that the registry knows.

        Of *doubtful* ones it is asked whether others refer to them.

        Raises:
            RegistryError: If the registry does not answer, or lets us read nothing.
        """
        there = [name for name in sorted(names) if self._stored(name)]
        contexts = {in_context(name)[0] for name in there}
        settings = Settings(self._registry)
        scopes = settings.scopes(contexts)
        subjects = {
            name: HeldSubject(
                name,
                scope,
                self._held(name),
                unknown=unknown,
                schema_type=self._type(name),
            )
            for name, scope, unknown in settings.each(there, scopes)
        }
        used, unread = self._referenced([it for it in there if it in doubtful])
        return Estate(scopes, subjects, used, unread)

    def _stored(self, name: str) -> tuple[Stored, ...]:
        if name not in self._versions:
            self._history(name)
        return self._versions[name]

    def _held(self, name: str) -> tuple[HeldVersion, ...]:
        return tuple(
            HeldVersion(it.version.number or 0, it.version.id or 0, it.is_deleted)
            for it in self._stored(name)
        )

    def _live(self, name: str) -> list[Stored]:
        return [stored for stored in self._stored(name) if not stored.is_deleted]

    def _type(self, name: str) -> str:
        return next((it.schema_type for it in reversed(self._live(name))), AVRO)

    def _referenced(self, names: Sequence[str]) -> tuple[frozenset[str], str]:
        """Return those of *names* that others refer to, and why that is not known."""
        versions = [
            (name, it.version.number or 0) for name in names for it in self._live(name)
        ]

        def ask(version: tuple[str, int]) -> bool:
            return bool(self._registry.referenced_by(*version))

        try:
            found = list(self._registry.gather(ask, versions))
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            return frozenset(), str(error)
        pairs = zip(versions, found, strict=True)
        return frozenset(name for (name, _), is_used in pairs if is_used), ""

    def latest(self, subject: str) -> Document | None:
        """Return the latest live version of *subject*, None where it is no Avro."""
        live = self._live(subject)
        return live[-1].document if live else None

    def roots(self, subjects: Sequence[str]) -> Sequence[str]:
        """Return the full names of the root types of the latest versions of *subjects*.

        They are empty where there is none, or nothing that can be read.

        Raises:
            RegistryError: If the registry does not answer, or lets us read nothing.
        """
        return list(self._registry.gather(self._root, subjects))

    def _root(self, name: str) -> str:
        try:
            found = self._registry.schema(name)
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            return ""
        if found.schema_type != AVRO:
            return ""
        root = parse(found.text, "lenient", name=found.document).schema.root
        return root.fullname if isinstance(root, Named) else ""

    def known(self, subject: str) -> Past | None:
        """Return the versions of the subject with that qualified name.

        Raises:
            RegistryError: If the registry does not answer.
        """
        return self._past(subject)

    def find(self, name: str) -> Document | None:
        """Return the version that reports call *name*, where it was read before."""
        return self._found.get(name)

    def close(self) -> None:
        """Let the connections go."""
        self._registry.close()


def opened(policy: Policy, environment: Mapping[str, str]) -> RegistrySource:
    """Return the registry that *policy* or the *environment* names.

    Raises:
        PolicyError: If none is named, or the names cannot be used.
        RegistryError: If it does not answer.
    """
    found = connection(policy.table("registry"), environment)
    if found is None:
        raise PolicyError(
            f"no registry is named; set {PREFIX}URL, or [registry] url in the policy"
        )
    compat = policy.table("compat")
    return RegistrySource(
        Registry.open(found),
        include_deleted=compat.get("include-deleted", True),
        max_versions=compat.get("max-versions", MAX_VERSIONS),
    )


def _strictly(document: Document | None) -> Document | None:
    """Return *document* with the complaints that a candidate gets."""
    if document is None:
        return None
    return parse(document.text, "strict", document.references, name=document.name)
