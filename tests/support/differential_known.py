"""Differences between us and the reference that are meant, each with its reason."""

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from differential_pair import Difference
from registry_call import without

FILE: Final = (
    Path(__file__).parent.parent
    / "integration"
    / "differential"
    / "known_differences.toml"
)


class Known(NamedTuple):
    """An entry: patterns that the whole call and both answers must have.

    With *apart* the answers must be equal but for these properties, of which
    `content-type` is one, with *unordered* but for the order of a list, and with
    *fewer* but for items that our list lacks.
    """

    reason: str
    call: re.Pattern[str]
    here: re.Pattern[str]
    there: re.Pattern[str]
    apart: frozenset[str]
    unordered: bool
    fewer: bool

    def explains(self, difference: Difference) -> bool:
        return bool(
            self.call.search(str(difference.call))
            and self.here.search(difference.here)
            and self.there.search(difference.there)
        ) and self._is_else_equal(difference)

    def _is_else_equal(self, difference: Difference) -> bool:
        if self.fewer:
            here, there = _listed(difference.here), _listed(difference.there)
            return here == [item for item in there if item in here]
        if not self.apart and not self.unordered:
            return True
        return self._rest(difference.here) == self._rest(difference.there)

    def _rest(self, answer: str) -> tuple[str, ...]:
        status, kind, text = answer.split(" ", 2)
        body = without(json.loads(text), *self.apart)
        if self.unordered and isinstance(body, list):
            body = sorted(json.dumps(item) for item in body)  # pyright: ignore[reportUnknownVariableType]  # it is JSON
        shown = json.dumps(body)
        return (
            (status, shown) if "content-type" in self.apart else (status, kind, shown)
        )


def _listed(answer: str) -> list[Any]:
    body = json.loads(answer.split(" ", 2)[2])
    return body if isinstance(body, list) else []  # pyright: ignore[reportUnknownVariableType]  # it is JSON


def read(path: Path = FILE) -> list[Known]:
    """Return the entries of *path*."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["difference"]
    return [
        Known(
            entry["reason"],
            re.compile(entry["call"], re.DOTALL),
            re.compile(entry["here"], re.DOTALL),
            re.compile(entry["there"], re.DOTALL),
            frozenset(entry.get("apart", ())),
            entry.get("unordered", False),
            entry.get("fewer", False),
        )
        for entry in entries
    ]


def unexplained(
    found: Iterable[Difference], known: Iterable[Known]
) -> list[Difference]:
    """Return those of *found* that no entry explains."""
    entries = list(known)
    return [d for d in found if not any(e.explains(d) for e in entries)]
