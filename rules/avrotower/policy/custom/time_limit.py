"""A limit on the time that code of other people may take."""

import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_AGAIN_S: Final = 0.5
"""The limit is told again after this time: the code may have caught what was raised."""
_LEAST_S: Final = 0.001


class TimeIsUpError(BaseException):
    """The limit has passed; no `except Exception` stops it."""


@contextmanager
def time_limit(limit_s: float) -> Generator[None, None, None]:
    """Raise `TimeIsUpError` in the block when it has run for *limit_s*.

    Signals can do that in the main thread of Linux and macOS. Elsewhere, on Windows
    and in other threads, there is no limit.
    """
    try:
        before = signal.signal(signal.SIGALRM, _tell)
    except (AttributeError, ValueError):
        yield
        return
    start = time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, limit_s, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            # Somebody else's alarm: it rings when it would have.
            rest = max(_LEAST_S, left - (time.monotonic() - start))
            signal.setitimer(signal.ITIMER_REAL, rest, interval)


def _tell(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  a handler
    raise TimeIsUpError
