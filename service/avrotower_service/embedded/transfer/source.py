"""Another registry, read whole: versions with all that belongs to them, and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import quote

from avrotower.compat.levels import AVRO
from avrotower.errors import RegistryRefusedError, RegistryUnreachableError
from avrotower.registry.session import CONNECTIONS
from avrotower.registry.wire import Wire
from avrotower.schema.model import JSON, is_array, is_object
from avrotower_service.embedded.registry.metadata import metadata_of
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.rule_set import rule_set_of
from avrotower_service.embedded.registry.scope import LEVEL
from avrotower_service.embedded.registry.setting import FIELDS
from avrotower_service.embedded.registry.subject import (
    DEFAULT_CONTEXT,
    GLOBAL_CONTEXT,
    Subject,
    subject_of,
)
from avrotower_service.embedded.registry.value import Content, Reference, Registered
from avrotower_service.embedded.registry.view import Document, Kind

_PAGE: Final = 500
_ALL: Final = ":*:"
_ABSENT: Final = frozenset({404, 405})
_NO_LIST: Final = frozenset({400, 404, 405, 422})
"""How a registry says that it does not list schemas."""


class Source:
    """Asks one registry."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def contexts(self) -> list[str]:
        """Return the contexts; a registry without them has the default one."""
        found = self._asked("/contexts")
        return [str(name) for name in found] if is_array(found) else ["."]

    def versions(self) -> list[Registered]:
        """Return all versions, soft-deleted ones included, by context and id.

        Raises:
            RegistryError: If they cannot be had.
            RefusedError: If one is no Avro.
        """
        found = list(self._listed())
        return sorted(
            found, key=lambda v: (v.subject.context, v.id, v.subject.name, v.version)
        )

    def max_ids(self, versions: Sequence[Registered]) -> dict[str, int]:
        """Return the highest id that each context has ever given, as far as is told."""
        highest: dict[str, int] = {}
        for version in versions:
            highest[version.subject.context] = version.id
        for context, number in highest.items():
            told = self._asked(
                f"/schemas/ids/{number}",
                {"fetchMaxId": "true", "subject": Subject(context, "").qualifier},
            )
            most = told.get("maxId") if is_object(told) else None
            if isinstance(most, int):
                highest[context] = max(number, most)
        return highest

    def settings(
        self, subjects: Sequence[Subject], contexts: Sequence[str]
    ) -> Iterator[tuple[Kind, Subject, Document]]:
        """Yield the records of all scopes; one for all comes as if it was written."""
        scopes = [
            DEFAULT_CONTEXT,
            GLOBAL_CONTEXT,
            *(Subject(context, "") for context in contexts if context != "."),
            *subjects,
        ]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for scope, found in zip(
                scopes, pool.map(self._settings, scopes), strict=True
            ):
                config, mode = found
                if is_object(config):
                    yield "config", scope, _record(config)
                if is_object(mode) and isinstance(mode.get("mode"), str):
                    yield "mode", scope, {"mode": mode["mode"]}

    def _settings(self, scope: Subject) -> tuple[JSON, JSON]:
        path = f"/{quote(scope.text, safe='')}" if scope.text else ""
        return self._asked(f"/config{path}"), self._asked(f"/mode{path}")

    def _listed(self) -> Iterator[Registered]:
        seen: set[tuple[Subject, int]] = set()
        while True:
            page = self._page(len(seen))
            if page is None:
                yield from self._one_by_one()
                return
            found = [registered(entry, "/schemas") for entry in page]
            new = [v for v in found if (v.subject, v.version) not in seen]
            yield from new
            # Some registries know no pages, and always answer with all.
            if len(page) < _PAGE or not new:
                return
            seen.update((version.subject, version.version) for version in new)

    def _page(self, offset: int) -> list[JSON] | None:
        """Return one page, None where a registry does not list what is deleted."""
        query = {"subjectPrefix": _ALL, "deleted": "true", "limit": str(_PAGE)}
        try:
            answer = self._wire.get("/schemas", {**query, "offset": str(offset)})
        except RegistryRefusedError as error:
            if offset or error.status not in _NO_LIST:
                raise
            return None
        page = _list(answer, "/schemas")
        is_told = all(is_object(entry) and "deleted" in entry for entry in page)
        return page if is_told else None

    def _one_by_one(self) -> Iterator[Registered]:
        names = _list(self._wire.get("/subjects", {"deleted": "true"}), "/subjects")
        for name in names:
            path = f"/subjects/{quote(str(name), safe='')}/versions"
            live = self._asked(path)
            for number in _list(self._wire.get(path, {"deleted": "true"}), path):
                found = self._wire.get(f"{path}/{number}", {"deleted": "true"})
                is_deleted = not (is_array(live) and number in live)
                yield registered({**found, "deleted": is_deleted}, path)

    def _asked(self, path: str, query: Mapping[str, str] | None = None) -> JSON:
        """Return what stands at *path*, None where nothing does."""
        try:
            return self._wire.get(path, query or {})
        except RegistryRefusedError as error:
            if error.status in _ABSENT:
                return None
            raise


def _list(data: Any, asked: str) -> list[JSON]:
    if data is None:
        return []
    if not is_array(data):
        raise _strange(asked)
    return data


def registered(data: JSON, asked: str) -> Registered:
    """Return the version that *data* tells of.

    Raises:
        RefusedError: If it is no Avro.
        RegistryUnreachableError: If it is no version.
    """
    try:
        kind = data.get("schemaType") or AVRO
        if kind != AVRO:
            raise RefusedError(
                42201,
                f"{data['subject']} version {data['version']} is {kind}, and only Avro "
                "can be kept",
            )
        metadata, rules = data.get("metadata"), data.get("ruleSet")
        return Registered(
            subject_of(data["subject"]),
            int(data["version"]),
            int(data["id"]),
            Content(
                str(data["schema"]),
                tuple(
                    Reference(part["name"], part["subject"], int(part["version"]))
                    for part in data.get("references") or ()
                ),
                None if metadata is None else metadata_of(metadata),
                None if rules is None else rule_set_of(rules),
            ),
            int(data.get("ts") or 0),
            bool(data.get("deleted")),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _strange(asked) from None


def _record(data: Mapping[str, JSON]) -> Document:
    told = {LEVEL: data.get("compatibility"), **data}
    return {name: told[name] for name in FIELDS if told.get(name) is not None}


def _strange(asked: str) -> RegistryUnreachableError:
    return RegistryUnreachableError(
        f"GET {asked}", "answered with something else", "is it a Schema Registry?"
    )
