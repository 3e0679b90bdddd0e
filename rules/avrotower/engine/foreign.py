"""Other people's types: a standard is not a finding (RULES, 2.9)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from avrotower.finding import Finding
from avrotower.policy.template import matches_name
from avrotower.schema.document import Document

_SILENT: Final = frozenset({"NAM", "DOC", "TYP", "STR", "VAL006", "VAL007", "VAL008"})
"""Families and codes."""
_STEPS: Final = "|[{"
"""What follows a name in a logical path, beside the dot of a field."""


def without_foreign(
    findings: Iterable[Finding], document: Document, patterns: Sequence[str]
) -> list[Finding]:
    """Return *findings* without those of style inside types that *patterns* name."""
    foreign = {
        name
        for name in document.schema.names
        if any(matches_name(pattern, name) for pattern in patterns)
    }
    if not foreign:
        return list(findings)
    names = document.schema.names
    return [
        finding
        for finding in findings
        if _SILENT.isdisjoint((finding.code, finding.code[:-3]))
        or next((n for n in _types(finding.location.path) if n in names), "")
        not in foreign
    ]


def _types(path: str) -> Iterator[str]:
    """Yield what the type of a logical *path* may be called, the longest name first."""
    end = min((path.find(step) for step in _STEPS if step in path), default=len(path))
    while end > 0:
        yield path[:end]
        end = path.rfind(".", 0, end)
