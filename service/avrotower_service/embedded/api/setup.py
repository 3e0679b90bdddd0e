"""What all requests of one registry share."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from avrotower.compat.levels import Level
from avrotower.policy.document.service import Embedded, Limits
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.scope import Defaults
from avrotower_service.embedded.registry.text import Texts
from avrotower_service.embedded.storage import Storage

_UNITS: Final = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


class Setup:
    """The storage, the settings, and what was parsed so far."""

    def __init__(self, storage: Storage, settings: Embedded, limits: Limits) -> None:
        self.storage = storage
        self.settings = settings
        self.max_body = size_of(limits.body)
        self.max_requests = limits.requests
        self.double_encoding = limits.double_encoding
        self.texts = Texts()
        self.defaults = Defaults(
            Level(settings.level),
            settings.mode,
            settings.mode_mutable,
            settings.context_fallback,
            settings.reference_versions == "strict",
            limits.references,
            limits.reference_depth,
            size_of(limits.metadata),
        )

    @contextmanager
    def shelf(self) -> Generator[Shelf]:
        """Give one state of the registry to look at."""
        with self.storage.reading() as view:
            yield Shelf(view, self.texts, self.defaults)


def size_of(text: str) -> int:
    """Return the bytes that a size in the settings means."""
    found = re.fullmatch(r"(\d+)(\w+)", text)
    assert found is not None  # noqa: S101  the settings were validated
    return int(found[1]) * _UNITS[found[2]]
