"""The embedded registry as a process, for tests that only talk to it."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from running import running


@contextmanager
def embedded(path: str = ":memory:", *more: str) -> Generator[str]:
    """Give the address of a registry that keeps its schemas in *path*, and end it in order."""
    with running(path, *more, cwd=Path.cwd()) as registry:
        assert registry.url, registry.line
        try:
            yield registry.url
        finally:
            registry.end(signal.SIGTERM)
