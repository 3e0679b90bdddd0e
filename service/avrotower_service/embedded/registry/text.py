"""Schema texts, parsed once: canonical, normalized, resolved, and what makes two the same."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from avrotower.compat.levels import Level, Stored, compare
from avrotower.finding import Version
from avrotower.schema.canonical import canonical_text, canonical_text_of, normalize
from avrotower.schema.document import NO_REFERENCES, Document, Mode, References
from avrotower.schema.model import JSON, Named, is_array, is_object
from avrotower.schema.parse import parse

_RESULTS: Final = 20_000
_RESULT_BYTES: Final = 32 << 20
_DOCUMENTS: Final = 500
_DOCUMENT_BYTES: Final = 4 << 20
_VERDICTS: Final = 2_000
_CAPS: Final = frozenset({"text-too-large", "json-too-deep"})

T = TypeVar("T")


class Source(NamedTuple):
    """A text, the texts that it refers to (in the order in which they are read), how."""

    text: str
    closure: tuple[str, ...] = ()
    mode: Mode = "lenient"


class Reading(NamedTuple):
    """What a text is, or why it is none."""

    canonical: str
    error: str | None = None
    """In Java's words."""
    is_too_large: bool = False


class Judged(NamedTuple):
    """One side of a comparison."""

    source: Source
    version: int | None = None
    properties: tuple[tuple[str, str], ...] = ()


class _Recent(Generic[T]):
    """The results asked for last; bounded by number and by bytes, used by all threads."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, size: int, make: Callable[[], T]) -> T:
        """Return the result of *key*; *size* is what keeping it costs."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found[0]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made, size
                self._bytes += size
            while len(self._kept) > self._most or self._bytes > self._most_bytes:
                _, (_, freed) = self._kept.popitem(last=False)
                self._bytes -= freed
        return made


class Texts:
    """Parses and compares.

    Results are shared by all threads; models are not, because they are filled lazily.
    """

    def __init__(self) -> None:
        self._readings: _Recent[Reading] = _Recent(_RESULTS, _RESULT_BYTES)
        self._others: _Recent[str] = _Recent(_RESULTS, _RESULT_BYTES)
        self._verdicts: _Recent[tuple[str, ...]] = _Recent(_VERDICTS, _RESULT_BYTES)
        self._own = threading.local()

    def read(self, source: Source) -> Reading:
        """Return what *source* is."""
        return self._readings.get(source, _cost(source), lambda: self._read(source))

    def normalized(self, source: Source) -> Reading:
        """Return the normalized text of *source*, which must be valid."""
        key = ("normalized", source)
        return self._readings.get(key, _cost(source), lambda: self._normalized(source))

    def resolved(self, source: Source) -> str:
        """Return the canonical text of *source* with its references written out."""
        return self._others.get(
            ("resolved", source),
            _cost(source),
            lambda: canonical_text_of(self.document(source).schema.root),
        )

    def sameness(self, source: Source) -> str:
        """Return a text that is equal for what a lookup takes as the same schema.

        The order of attributes and of aliases makes no difference there.
        """
        return self._others.get(
            ("same", source), _cost(source), lambda: _unordered(self.resolved(source))
        )

    def messages(
        self,
        level: Level,
        new: Judged,
        history: Sequence[Judged],
        *,
        group: str | None,
        validate_fields: bool,
    ) -> tuple[str, ...]:
        """Return Confluent's objections to *new* after *history*, oldest first."""
        key = (level, new, tuple(history), group, validate_fields)

        def judge() -> tuple[str, ...]:
            stored = [self._stored(old) for old in history]
            return tuple(
                compare(
                    level,
                    self.document(new.source),
                    stored,
                    group=group,
                    properties=dict(new.properties),
                    validate_fields=validate_fields,
                ).wire(closing=True)
            )

        return self._verdicts.get(key, _cost(new.source), judge)

    def document(self, source: Source) -> Document:
        """Return the model of *source*; it belongs to this thread."""
        kept: _Recent[Document] | None = getattr(self._own, "documents", None)
        if kept is None:
            kept = self._own.documents = _Recent[Document](_DOCUMENTS, _DOCUMENT_BYTES)
        return kept.get(source, _cost(source), lambda: self._parse(source))

    def _stored(self, old: Judged) -> Stored:
        label = str(old.version)
        return Stored(
            Version(label, label, old.version),
            self.document(old.source),
            properties=dict(old.properties),
        )

    def _read(self, source: Source) -> Reading:
        document = self.document(source)
        if document.errors:
            first = document.errors[0]
            return Reading(
                "",
                first.java or first.message,
                any(e.reason in _CAPS for e in document.errors),
            )
        return Reading(canonical_text(document))

    def _normalized(self, source: Source) -> Reading:
        found = normalize(self.document(source))
        if found.text is None:
            return Reading("", found.refusal)
        return Reading(found.text)

    def _parse(self, source: Source) -> Document:
        names: dict[str, Named] = {}
        roots: set[str] = set()
        for text in source.closure:
            known = (
                References(dict(names), frozenset(roots)) if names else NO_REFERENCES
            )
            used = parse(text, source.mode, known)
            if used.errors:
                return used
            names.update(used.schema.names)
            root = used.schema.root
            if isinstance(root, Named):
                roots.add(root.fullname)
        known = References(names, frozenset(roots)) if names else NO_REFERENCES
        return parse(source.text, source.mode, known)


def _cost(source: Source) -> int:
    return len(source.text) + sum(map(len, source.closure)) + 200


def _unordered(text: str) -> str:
    return json.dumps(_sorted(json.loads(text)), sort_keys=True)


def _sorted(value: JSON) -> JSON:
    """Return *value* with every list of aliases in order."""
    if is_object(value):
        return {
            key: sorted(part, key=str)
            if key == "aliases" and is_array(part)
            else _sorted(part)
            for key, part in value.items()
        }
    if is_array(value):
        return [_sorted(part) for part in value]
    return value
