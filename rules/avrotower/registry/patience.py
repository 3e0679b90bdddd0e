"""When a question that failed is asked again: what may pass, waited for (REGISTRY, D.3)."""

from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from avrotower.errors import RegistryError, RegistryRefusedError

RETRIES: Final = 3
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_WAIT_S: Final = 20.0


def delay_s(error: RegistryError, attempt: int, chance: float) -> float | None:
    """Return how long to wait after *error*, None where waiting does not help.

    *attempt* counts from 0; *chance*, from 0 to 1, keeps many clients apart.
    What the registry wishes counts, unless it is longer than anybody waits.
    """
    backoff = min(_LONGEST_WAIT_S, 2.0**attempt) * (0.5 + chance / 2)
    if isinstance(error, RegistryRefusedError):
        if error.status not in _PASSING:
            return None
        wished = error.retry_after_s
        if wished is None:
            return backoff
        return wished if wished <= _LONGEST_WAIT_S else None
    return None if getattr(error, "kind", "strange") == "strange" else backoff


def retry_after_s(response: httpx.Response) -> float | None:
    """Return the seconds that `Retry-After` asks for, None where it says nothing."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        now = parsedate_to_datetime(response.headers["Date"])
        return max(0.0, (moment - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None
