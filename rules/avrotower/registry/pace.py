"""When the next request may leave."""

import threading
from collections import deque
from collections.abc import Callable

from avrotower.registry.connection import Rate


class Pace:
    """Lets at most so many requests go in any period of so many seconds.

    Threads may share one.
    """

    def __init__(self, rate: Rate | None, now: Callable[[], float]) -> None:
        self._rate = rate
        self._now = now
        self._lock = threading.Lock()
        self._sent: deque[float] = deque(maxlen=rate.requests if rate else 1)

    def reserve(self) -> float:
        """Take the next free moment, and return how many seconds it is away."""
        if self._rate is None:
            return 0.0
        with self._lock:
            now = self._now()
            moment = now
            if len(self._sent) == self._sent.maxlen:
                moment = max(now, self._sent[0] + self._rate.period_s)
            self._sent.append(moment)
            return moment - now
