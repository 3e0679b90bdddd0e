"""Differences between us and the reference that are meant, each with its reason."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from differential_pair import Difference

FILE: Final = (
    Path(__file__).parent.parent
    / "integration"
    / "differential"
    / "known_differences.toml"
)


class Known(NamedTuple):
    """An entry: patterns that the whole call and both answers must have."""

    reason: str
    call: re.Pattern[str]
    here: re.Pattern[str]
    there: re.Pattern[str]

    def explains(self, difference: Difference) -> bool:
        return bool(
            self.call.search(str(difference.call))
            and self.here.search(difference.here)
            and self.there.search(difference.there)
        )


def read(path: Path = FILE) -> list[Known]:
    """Return the entries of *path*."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["difference"]
    return [
        Known(
            entry["reason"],
            *(re.compile(entry[name], re.DOTALL) for name in ("call", "here", "there")),
        )
        for entry in entries
    ]


def unexplained(
    found: Iterable[Difference], known: Iterable[Known]
) -> list[Difference]:
    """Return those of *found* that no entry explains."""
    entries = list(known)
    return [d for d in found if not any(e.explains(d) for e in entries)]
