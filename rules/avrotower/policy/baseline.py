"""The baseline: findings that existed when the policy was turned on (RULES, 3.3).

A JSON file with one finding on each line, sorted, so that a diff shows what went. A line
is `{"fingerprint": …, "rule": …, "subject": …, "path": …}`.
"""

from __future__ import annotations

import json
import os

from avrotower.acceptance import Entry
from avrotower.errors import PolicyError
from avrotower.finding import Location, Span
from avrotower.forms import TYPE_CHECKING
from avrotower.policy.replace import replace
from avrotower.schema.model import JSON, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final


VERSION: Final = 1
MAX_BYTES: Final = 67_108_864
"""More than any project has: some 300,000 findings."""


class Baseline:
    """A baseline as read from a file."""

    __slots__ = ("_rows", "_text", "fingerprints", "path")

    def __init__(self, path: str, text: str, rows: Sequence[dict[str, str]]) -> None:
        self.path = path
        """The file, as people named it."""
        self.fingerprints = frozenset(row["fingerprint"] for row in rows)
        self._text = text
        self._rows = rows

    @property
    def directory(self) -> str:
        """The directory of the file, which is the root of its project."""
        return os.path.dirname(self.path) or "."

    def entries(self) -> list[Entry]:
        """Return all entries, in the order of the file."""
        return [
            Entry(**{name: row[name] for name in Entry._fields}) for row in self._rows
        ]

    def place(self, fingerprint: str) -> Location:
        """Return the line that holds *fingerprint*."""
        lines = self._text.split("\n")
        number = next(
            (n for n, line in enumerate(lines, start=1) if fingerprint in line), 1
        )
        before = sum(len(line) + 1 for line in lines[: number - 1])
        end = len(lines[number - 1])
        span = Span(before, before + end, number, 1, number, end + 1)
        return Location(self.path, span=span)


def read(path: str) -> Baseline:
    """Return the baseline in the file *path*.

    Raises:
        PolicyError: If it cannot be read or used; it says what to do.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        # A named pipe would never end.
        raise PolicyError(f"{path} is no regular file; name a baseline")
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise PolicyError(f"{path}: {reason}; name a baseline") from None
    return parse(path, data)


def parse(path: str, data: bytes) -> Baseline:
    """Return the baseline that *data*, the bytes of *path*, hold.

    Raises:
        PolicyError: If they hold none.
    """
    if len(data) > MAX_BYTES:
        raise PolicyError(f"{path} is larger than {MAX_BYTES >> 20} MiB: no baseline")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise PolicyError(f"{path} is no UTF-8; {_REMEDY}") from None
    try:
        found: JSON = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        is_cut = error.msg.startswith("Unterminated") or not text[error.pos :].strip()
        what = "the baseline is cut off" if is_cut else f"no JSON ({error.msg.lower()})"
        raise PolicyError(f"{place}: {what}; {_REMEDY}") from None
    except RecursionError:
        raise PolicyError(f"{path} is no baseline; {_REMEDY}") from None
    return Baseline(path, text, _rows(path, found))


_REMEDY: Final = "restore it from git, or delete it and run avrotower baseline write"


def _rows(path: str, found: JSON) -> list[dict[str, str]]:
    version = found.get("version") if is_object(found) else None
    if type(version) is not int:
        raise PolicyError(f'{path} has no "version": it is no baseline; {_REMEDY}')
    if version > VERSION:
        told = f"{path} is of version {version}, and this release reads {VERSION}"
        raise PolicyError(f"{told}; install a newer avrotower")
    rows = found.get("findings")
    if version < VERSION or not is_array(rows):
        raise PolicyError(f"{path} is no baseline of version {VERSION}; {_REMEDY}")
    for number, row in enumerate(rows, start=1):
        if not is_object(row) or not all(
            isinstance(row.get(name), str) for name in Entry._fields
        ):
            wanted = ", ".join(Entry._fields)
            told = f"{path}: finding {number} must have texts {wanted}"
            raise PolicyError(f"{told}; {_REMEDY}")
    return rows


def as_text(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline with *entries*."""
    ordered = sorted(set(entries), key=lambda it: (it.path, it.rule, it.subject, it))
    lines = ",".join(f"\n{json.dumps(entry._asdict())}" for entry in ordered)
    return f'{{"version": {VERSION}, "findings": [{lines}\n]}}\n'


def refuse_existing(path: str) -> None:
    """Let nothing add to a baseline.

    Raises:
        PolicyError: If *path* exists.
    """
    if os.path.lexists(path):
        raise PolicyError(
            f"{path} exists, and nothing adds to a baseline: repair new findings, or "
            "accept one with avrotower waiver add; "
            "avrotower baseline prune takes out what is repaired"
        )


def create(path: str, entries: Iterable[Entry]) -> None:
    """Write *entries* to *path*, which does not exist yet.

    Raises:
        PolicyError: If it exists, or cannot be written.
    """
    refuse_existing(path)
    replace(path, as_text(entries))


def keep(baseline: Baseline, fingerprints: Iterable[str]) -> None:
    """Write *baseline* with nothing but *fingerprints* of those that it has.

    Raises:
        PolicyError: If it cannot be written.
    """
    kept = set(fingerprints)
    rest = (entry for entry in baseline.entries() if entry.fingerprint in kept)
    replace(baseline.path, as_text(rest))
