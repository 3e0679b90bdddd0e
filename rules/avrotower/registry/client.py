"""A Schema Registry, asked synchronously: subjects, versions, schemas, settings.

Names of subjects are qualified with their context in arguments and answers (REGISTRY,
A.3); a scope is a subject, a context (`:.eu:`), or None for what counts everywhere.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import httpx

from avrotower.errors import RegistryRefusedError
from avrotower.registry import value
from avrotower.registry.connection import Connection
from avrotower.registry.detect import Product, detect
from avrotower.registry.session import CONNECTIONS
from avrotower.registry.subject import DEFAULT_CONTEXT, qualified, segment
from avrotower.registry.value import Config, Registered, in_context
from avrotower.registry.vendor import Capabilities, capabilities
from avrotower.registry.wire import Wire

NO_SUBJECT: Final = 40401
NO_VERSION: Final = 40402
_NO_RECORD: Final = frozenset({NO_SUBJECT, 40408, 40409})
_NO_SETTING: Final = object()
_AHEAD: Final = 4 * CONNECTIONS
"""Answers that may wait for the one before them."""

Asked = TypeVar("Asked")
Given = TypeVar("Given")


class Registry:
    """One registry; threads may share it, and who is done closes it."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self._pool = ThreadPoolExecutor(CONNECTIONS, "registry")

    @classmethod
    def open(
        cls, connection: Connection, transport: httpx.BaseTransport | None = None
    ) -> "Registry":
        """Return the registry that *connection* names; nothing is sent yet.

        Raises:
            PolicyError: If a certificate or an address of an HTTP proxy cannot be used.
        """
        return cls(Wire(connection, transport=transport))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Registry({self.wire.connection.url!r})"

    def close(self) -> None:
        """Let all connections go."""
        self.wire.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @cached_property
    def product(self) -> Product:
        """Whose registry it is: as the connection says, or as it answers itself."""
        vendor = self.wire.connection.vendor
        return Product(vendor) if vendor else detect(self.wire)

    @cached_property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        return capabilities(*self.product)

    # Reading

    def contexts(self) -> list[str]:
        """Return the contexts, the default one `.` first.

        Source: GET /contexts.
        """
        if not self.capabilities.contexts:
            return [DEFAULT_CONTEXT]
        found = value.names(self.wire.get("/contexts"), "GET /contexts")
        return sorted({DEFAULT_CONTEXT, *found})

    def subjects(self, *, deleted: bool = False) -> list[str]:
        """Return the subjects of all contexts, sorted.

        *deleted* adds those of which all versions are soft-deleted.

        Source: GET /subjects.
        """
        query = {"deleted": True} if deleted else {}
        found: set[str] = set()
        for context, place in self.places():
            path = f"{place}/subjects"
            names = value.names(self.wire.get(path, query), f"GET {path}")
            found.update(in_context(name, context) for name in names)
        return sorted(found)

    def versions(self, subject: str, *, deleted: bool = False) -> list[int]:
        """Return the versions of *subject*, ascending; none where there is no subject.

        *deleted* adds soft-deleted ones.

        Source: GET /subjects/{subject}/versions; 40401 becomes an empty list.
        """
        path = f"{self._path(subject)}/versions"
        try:
            found = self.wire.get(path, {"deleted": True} if deleted else {})
        except RegistryRefusedError as error:
            if error.error_code == NO_SUBJECT:
                return []
            raise
        return sorted(set(value.numbers(found, f"GET {path}")))

    def schema(self, subject: str, version: int | str = "latest") -> Registered:
        """Return one version of *subject*; a number finds soft-deleted ones too.

        Source: GET /subjects/{subject}/versions/{version}.
        """
        path = f"{self._path(subject)}/versions/{version}"
        query = {} if version == "latest" else {"deleted": True}
        context = qualified(subject).context if self.capabilities.contexts else ""
        found = value.registered(self.wire.get(path, query), f"GET {path}", context)
        # An alias answers for another subject, and the name that was asked for counts.
        return found._replace(subject=subject)

    def referenced_by(self, subject: str, version: int) -> list[int]:
        """Return the ids of the schemas that refer to one version of *subject*.

        Source: GET /subjects/{subject}/versions/{version}/referencedby.
        """
        path = f"{self._path(subject)}/versions/{version}/referencedby"
        return value.numbers(self.wire.get(path), f"GET {path}")

    def config(
        self, scope: str | None = None, *, effective: bool = True
    ) -> Config | None:
        """Return the configuration of *scope*.

        *effective* is what counts there, from wherever it comes; otherwise the record
        of *scope* itself, None where there is none.

        Source: GET /config/{scope}?defaultToGlobal=true.
        """
        found = self._setting("config", scope, effective=effective)
        asked = f"GET {self._setting_path('config', scope)}"
        return None if found is _NO_SETTING else value.config(found, asked)

    def mode(self, scope: str | None = None, *, effective: bool = True) -> str | None:
        """Return the mode of *scope*, as `config` does.

        Source: GET /mode/{scope}?defaultToGlobal=true.
        """
        found = self._setting("mode", scope, effective=effective)
        asked = f"GET {self._setting_path('mode', scope)}"
        return None if found is _NO_SETTING else value.mode(found, asked)

    # Writing; nothing is ever sent twice

    def put_config(self, scope: str | None, record: Mapping[str, Any]) -> Config:
        """Merge *record* into the configuration of *scope*; null clears a field.

        Source: PUT /config/{scope}.
        """
        path = self._setting_path("config", scope)
        return value.config(self.wire.send("PUT", path, record), f"PUT {path}")

    def delete_config(self, scope: str | None) -> None:
        """Remove the configuration of *scope*.

        Source: DELETE /config/{scope}.
        """
        self.wire.send("DELETE", self._setting_path("config", scope))

    def put_mode(self, scope: str | None, mode: str, *, force: bool = False) -> None:
        """Set the mode of *scope*; *force* takes IMPORT where there are versions.

        Source: PUT /mode/{scope}.
        """
        path = self._setting_path("mode", scope)
        self.wire.send("PUT", path, {"mode": mode}, {"force": True} if force else {})

    def delete_mode(self, scope: str | None) -> None:
        """Remove the mode of *scope*.

        Source: DELETE /mode/{scope}.
        """
        self.wire.send("DELETE", self._setting_path("mode", scope))

    # For the modules beside this one

    def gather(
        self,
        ask: Callable[[Asked], Given],
        things: Iterable[Asked],
        ahead: int = _AHEAD,
    ) -> Iterator[Given]:
        """Yield what *ask* gives for each of *things*, in their order.

        Several are asked for at once, and only *ahead* of them, so that neither memory
        nor the registry is flooded.
        """
        rest = iter(things)
        waiting = deque(self._pool.submit(ask, thing) for thing in islice(rest, ahead))
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(self._pool.submit(ask, t) for t in islice(rest, 1))
        finally:
            for future in waiting:
                future.cancel()

    def places(self) -> list[tuple[str, str]]:
        """Return where lists are asked for: contexts, and the paths that lead to them.

        The context is empty where names are qualified already.
        """
        able = self.capabilities
        if not able.contexts or able.lists_contexts:
            return [("", "")]
        return [
            (
                context,
                ""
                if context == DEFAULT_CONTEXT
                else f"/contexts/{self._name(context)}",
            )
            for context in self.contexts()
        ]

    def _name(self, text: str) -> str:
        return segment(text, self.capabilities.raw)

    def _path(self, subject: str) -> str:
        return f"/subjects/{self._name(subject)}"

    def _setting_path(self, kind: str, scope: str | None) -> str:
        return f"/{kind}" if scope is None else f"/{kind}/{self._name(scope)}"

    def _setting(self, kind: str, scope: str | None, *, effective: bool) -> Any:
        path = self._setting_path(kind, scope)
        query = {"defaultToGlobal": True} if effective and scope is not None else {}
        try:
            return self.wire.get(path, query)
        except RegistryRefusedError as error:
            if error.error_code not in _NO_RECORD:
                raise
        # Not every registry knows `defaultToGlobal`.
        return self.wire.get(f"/{kind}") if effective else _NO_SETTING
