"""One function over many paths, in several processes.

Plain `fork` in a few chunks for each process: threads are slower than one process, and
one task for each file nearly six times slower (PERFORMANCE, 2).
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")

_WORK: list[Callable[[str], Any]] = []
"""What the workers call; forked with them, so it need not be pickled."""


def _chunk(paths: Sequence[str]) -> list[Any]:
    return [_WORK[-1](path) for path in paths]


def _quiet() -> None:
    """Leave Ctrl-C to the parent, which ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def in_processes(
    work: Callable[[str], T], paths: Sequence[str], *, jobs: int, size: int
) -> Iterator[T]:
    """Yield `work(path)` for each of *paths*, in order, from *jobs* processes.

    *size* is the number of paths that a worker takes at once, and so what is held in
    memory at a time.
    """
    chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
    _WORK.append(work)
    try:
        with get_context("fork").Pool(jobs, initializer=_quiet) as pool:
            for done in pool.imap(_chunk, chunks):
                yield from done
    finally:
        _WORK.pop()
