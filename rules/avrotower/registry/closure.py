"""References between subjects, followed to their end (REGISTRY, A.10)."""

from typing import Final

from avrotower.compat.levels import AVRO
from avrotower.errors import RegistryRefusedError
from avrotower.registry.client import Registry
from avrotower.registry.subject import within
from avrotower.registry.value import Reference, Registered
from avrotower.schema.document import NO_REFERENCES, Document, References
from avrotower.schema.model import Named
from avrotower.schema.parse import parse

MAX_DEPTH: Final = 20
_KEPT: Final = 1_000
"""Documents that are kept because others may refer to them too."""
_MISSING: Final = 404


class UnresolvedError(Exception):
    """A schema refers to something that cannot be had; its text says to what."""


class Closure:
    """Parses what a registry holds, with all that it refers to."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._kept: dict[tuple[str, int], Document] = {}

    def document(self, registered: Registered) -> Document:
        """Return *registered* leniently parsed, with its references.

        Raises:
            UnresolvedError: If a reference leads nowhere.
            RegistryError: If the registry does not answer for one.
        """
        return self._document(registered, ())

    def _document(self, registered: Registered, above: tuple[str, ...]) -> Document:
        name = registered.document
        if name in above:
            way = " → ".join([*above[above.index(name) :], name])
            raise UnresolvedError(f"schemas refer to each other in a circle: {way}")
        if len(above) > MAX_DEPTH:
            raise UnresolvedError(f"references nest deeper than {MAX_DEPTH}")
        references = NO_REFERENCES
        if registered.references:
            references = self._references(registered, (*above, name))
        return parse(registered.text, "lenient", references, name=name)

    def _references(self, registered: Registered, above: tuple[str, ...]) -> References:
        """Return all that *registered* may use; a name seen twice is taken once."""
        names: dict[str, Named] = {}
        roots: set[str] = set()
        for reference in registered.references:
            found = self._referenced(reference, registered, above)
            for name, node in (
                *found.references.names.items(),
                *found.schema.names.items(),
            ):
                names.setdefault(name, node)
            roots.update(found.references.roots)
            root = getattr(found.schema.root, "fullname", "")
            if root:
                roots.add(root)
        return References(names, frozenset(roots))

    def _referenced(
        self, reference: Reference, parent: Registered, above: tuple[str, ...]
    ) -> Document:
        subject = reference.subject
        if self._registry.capabilities.contexts:
            subject = within(subject, parent.subject)
        key = subject, reference.version
        found = self._kept.get(key)
        if found is None:
            found = self._document(self._read(subject, reference, parent), above)
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = found
        return found

    def _read(
        self, subject: str, reference: Reference, parent: Registered
    ) -> Registered:
        try:
            found = self._registry.schema(subject, reference.version)
        except RegistryRefusedError as error:
            if error.status != _MISSING:
                raise
            raise UnresolvedError(
                f'No schema reference found for subject "{subject}" and version '
                f"{reference.version}; {parent.document} uses it as {reference.name!r}"
            ) from None
        if found.schema_type != AVRO:
            raise UnresolvedError(
                f"{parent.document} refers to {found.document}, which is {found.schema_type}"
            )
        return found
