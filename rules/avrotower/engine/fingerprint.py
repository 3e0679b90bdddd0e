"""Fingerprints of findings: the same finding tomorrow has the same one (RULES, 3.4)."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from avrotower.finding import Finding

_SEPARATOR: Final = "\u241f"


def fingerprinted(findings: Sequence[Finding], place: str) -> list[Finding]:
    """Return *findings* of one subject with their fingerprints.

    *place* is what the subject is known by: its name, or the name of its type where
    nothing says which subject it belongs to, so that renaming a file changes nothing.
    """
    seen: Counter[str] = Counter()
    marked: list[Finding] = []
    for finding in findings:
        parts = (finding.code, place, finding.location.path, *finding.detail)
        base = _SEPARATOR.join(parts)
        ordinal = seen[base]
        seen[base] += 1
        text = f"{base}{_SEPARATOR}{ordinal}".encode("utf-8", "surrogatepass")
        marked.append(
            finding._replace(fingerprint=f"v1:{sha256(text).hexdigest()[:32]}")
        )
    return marked
