"""A limit on the time that code of other people may take."""

import os
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_AGAIN_S: Final = 0.2
"""The limit is told again after this time: the code may have caught what was raised."""
_MOST: Final = 10
"""How often it is told; whoever catches all of it does not want to end."""
_WRONG_USE: Final = 2
"""The exit code of a policy that cannot be used."""
_LEAST_S: Final = 0.001


class TimeIsUpError(BaseException):
    """The limit has passed; no `except Exception` stops it."""


@contextmanager
def time_limit(limit_s: float, what: str) -> Generator[None, None, None]:
    """Raise `TimeIsUpError` in the block when it has run for *limit_s*.

    Signals can do that in the main thread of Linux and macOS. Elsewhere, on Windows
    and in other threads, there is no limit. A block that goes on whatever is raised is
    ended with the process, which says that *what* is to blame.
    """
    told = 0

    def tell(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  a handler
        nonlocal told
        told += 1
        if told > _MOST:
            last = (
                f"{what} still runs after {limit_s:g} s, and catches what would end it"
            )
            os.write(2, f"avrotower: {last}\n".encode())
            os._exit(_WRONG_USE)
        raise TimeIsUpError

    try:
        before = signal.signal(signal.SIGALRM, tell)
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
