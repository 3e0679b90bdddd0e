"""A registry as a text file: a line of JSON each, to be kept, compared and copied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from avrotower.policy.replace import replace
from avrotower.schema.model import JSON, is_object
from avrotower_service.embedded.registry.subject import DEFAULT, Subject, subject_of
from avrotower_service.embedded.registry.value import Registered
from avrotower_service.embedded.registry.view import Document, Kind, Span, View
from avrotower_service.embedded.storage import Storage, StorageError
from avrotower_service.embedded.transfer.source import registered
from avrotower_service.embedded.transfer.whole import Whole

LAYOUT: Final = 1
_ALL: Final = Span(None, "")
_KINDS: Final[tuple[Kind, ...]] = ("config", "mode")


def export(storage: Storage, path: str) -> int:
    """Write all that *storage* holds to *path*; return the number of versions.

    Raises:
        PolicyError: If it cannot be written.
    """
    with storage.reading() as view:
        lines = list(_lines(view))
    text = "\n".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines
    )
    replace(path, f"{text}\n")
    return sum("schema" in line for line in lines)


def _lines(view: View) -> Iterator[dict[str, JSON]]:
    yield {"layout": LAYOUT}
    for context in (DEFAULT, *view.contexts()):
        yield {"context": context, "maxId": view.max_id(context)}
    for kind in _KINDS:
        for scope, record in sorted(view.settings(kind, _ALL)):
            yield {"scope": scope.text, kind: record}
    for counted in sorted(view.subjects(_ALL)):
        yield from map(_line, view.history(counted.subject))


def _line(version: Registered) -> dict[str, JSON]:
    """Return a version as registries list it."""
    content = version.content
    parts: dict[str, JSON] = {
        "subject": version.subject.text,
        "version": version.version,
        "id": version.id,
        "references": [reference._asdict() for reference in content.references] or None,
        "metadata": None if content.metadata is None else content.metadata.json(),
        "ruleSet": None if content.rule_set is None else content.rule_set.json(),
        "schema": content.text,
        "ts": version.ts,
        "deleted": version.is_deleted,
    }
    return {name: part for name, part in parts.items() if part is not None}


def read(path: str) -> Whole:
    """Return what `export` wrote to *path*.

    Raises:
        StorageError: If it did not write that.
    """
    versions: list[Registered] = []
    settings: list[tuple[Kind, Subject, Document]] = []
    max_ids: dict[str, int] = {}
    try:
        with Path(path).open(encoding="utf-8") as file:
            first: Any = json.loads(file.readline())
            if not is_object(first) or first.get("layout") != LAYOUT:
                raise StorageError(f"{path!r} is no export of a registry")
            for text in file:
                line: Any = json.loads(text)
                if "context" in line:
                    max_ids[line["context"]] = line["maxId"]
                elif "schema" in line:
                    versions.append(registered(line, path))
                else:
                    scope = subject_of(line["scope"])
                    settings.extend(
                        (kind, scope, line[kind]) for kind in _KINDS if kind in line
                    )
    except OSError as error:
        raise StorageError(f"{path!r} cannot be read: {error.strerror}") from None
    except (KeyError, TypeError, ValueError, RecursionError):
        raise StorageError(f"{path!r} is no export of a registry, or cut") from None
    versions.sort(key=lambda v: (v.subject.context, v.id))
    return Whole(list(max_ids), versions, max_ids, settings)
