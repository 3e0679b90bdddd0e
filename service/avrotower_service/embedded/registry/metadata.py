"""Metadata of schemas: what goes with a text without being part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, Protocol, TypeAlias

from avrotower.schema.canonical.conversion import by_unit
from avrotower.schema.model import JSON

VERSION: Final = "confluent:version"
"""The property that says which version was meant."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]
INTS: Final = range(-(2**31), 2**31)
"""Numbers as Java's `int` holds them."""


class Digest(Protocol):
    """What the identity of a schema is fed to."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""
        ...


class Metadata(NamedTuple):
    """Tags by path, properties, and paths that are sensitive; each sorted as Java does."""

    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    properties: Pairs = ()
    sensitive: tuple[str, ...] = ()

    @property
    def by_name(self) -> dict[str, str]:
        """The properties."""
        return dict(self.properties)

    @property
    def version(self) -> int | None:
        """The version that the properties name, None where they name no number."""
        try:
            number = int(self.by_name.get(VERSION, ""))
        except ValueError:
            return None
        return number if number in INTS else None

    def with_version(self, number: int) -> Metadata:
        """Return this with *number* as the version."""
        return self._replace(
            properties=in_order({**self.by_name, VERSION: str(number)}.items())
        )

    def without_version(self) -> Metadata:
        """Return this without a version."""
        return self._replace(
            properties=tuple(pair for pair in self.properties if pair[0] != VERSION)
        )

    def json(self) -> dict[str, JSON]:
        """Return this as answers show it; empty parts are left out."""
        parts: dict[str, JSON] = {
            "tags": {path: list(names) for path, names in self.tags},
            "properties": dict(self.properties),
            "sensitive": list(self.sensitive),
        }
        return {name: part for name, part in parts.items() if part}

    def java(self) -> str:
        """Return this as Java prints it inside of messages."""
        tags = ", ".join(f"{path}=[{', '.join(names)}]" for path, names in self.tags)
        properties = ", ".join(f"{name}={value}" for name, value in self.properties)
        return (
            f"Metadata{{tags={{{tags}}}, properties={{{properties}}}, "
            f"sensitive=[{', '.join(self.sensitive)}]}}"
        )

    def feed(self, digest: Digest) -> None:
        """Add this to the *digest* of a schema's identity."""
        for path, names in self.tags:
            digest.update(as_bytes(path))
            for name in names:
                digest.update(as_bytes(name))
        for name, value in self.properties:
            digest.update(as_bytes(name) + as_bytes(value))
        for path in self.sensitive:
            digest.update(as_bytes(path))


EMPTY: Final = Metadata()


def as_bytes(text: str) -> bytes:
    """Return *text* as Java hashes it: half a surrogate pair becomes `?`."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def whole(text: str) -> str:
    """Return *text* with `?` for half surrogate pairs, which nothing can store."""
    return as_bytes(text).decode()


def in_order(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return *pairs* sorted by name."""
    return tuple(sorted(pairs, key=lambda pair: by_unit(pair[0])))


def as_set(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* sorted, each once."""
    return tuple(sorted(set(names), key=by_unit))


def metadata_of(data: Mapping[str, JSON]) -> Metadata:
    """Return what *data*, checked before, says."""
    tags: Mapping[str, Iterable[str]] = data.get("tags") or {}
    properties: Mapping[str, str] = data.get("properties") or {}
    sensitive: Iterable[str] = data.get("sensitive") or ()
    return Metadata(
        tuple((path, as_set(tags[path])) for path in sorted(tags, key=by_unit)),
        in_order(properties.items()),
        as_set(sensitive),
    )


def merged(old: Metadata | None, new: Metadata | None) -> Metadata | None:
    """Return *old* with what *new* says added; *new* wins."""
    if old is None or new is None:
        return new if old is None else old
    tags = {**dict(old.tags), **dict(new.tags)}
    return Metadata(
        tuple((path, tags[path]) for path in sorted(tags, key=by_unit)),
        in_order({**old.by_name, **new.by_name}.items()),
        as_set((*old.sensitive, *new.sensitive)),
    )
