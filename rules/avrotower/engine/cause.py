"""One cause, one finding: which findings a finding removes (RULES, section 3.1).

The table is complete: what is not in it is reported side by side.
The row of AVR005 is no code here: a type that nothing defines is a hole in the model, at
which rules see nothing.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from avrotower.catalogue.specification.invalid_json import UNREADABLE
from avrotower.finding import Finding
from avrotower.policy.profile import is_own

Same: TypeAlias = Callable[[Finding, Finding], bool]
"""Whether the second finding (the one to drop) has the cause of the first."""

_FIELD: Final = re.compile(r"(.*/fields/\d+)(?:/.*)?$")
_BRANCH: Final = re.compile(r"/\d+")


def _field(finding: Finding) -> tuple[str, str]:
    """Return the innermost field that *finding* stands in, as document and pointer."""
    pointer = finding.location.pointer
    found = _FIELD.match(pointer)
    return finding.location.document, found[1] if found else pointer


def _at_field(winner: Finding, loser: Finding) -> bool:
    return _field(winner) == _field(loser)


def _connect_default(winner: Finding, loser: Finding) -> bool:
    """Compare with Connect's copy of a default; its other attributes are no defaults."""
    is_default = loser.location.pointer.endswith("/connect.default")
    return is_default and _at_field(winner, loser)


def _at_key(winner: Finding, loser: Finding) -> bool:
    return winner.location[:2] == loser.location[:2]


def _inside(winner: Finding, loser: Finding) -> bool:
    outer, inner = winner.location, loser.location
    return outer.document == inner.document and (
        inner.pointer == outer.pointer or inner.pointer.startswith(f"{outer.pointer}/")
    )


def _in_damage(winner: Finding, loser: Finding) -> bool:
    """Compare with the part of a text that could not be read (AVR001)."""
    return UNREADABLE in winner.detail and _inside(winner, loser)


def _at_type(winner: Finding, loser: Finding) -> bool:
    """Compare the types that the two speak of, attributes and `null` taken off."""
    (document, inner), (other, outer) = _type(winner), _type(loser)
    return document == other and (
        inner == outer
        or (
            inner.startswith(outer) and _BRANCH.fullmatch(inner, len(outer)) is not None
        )
    )


def _type(finding: Finding) -> tuple[str, str]:
    above, _, last = finding.location.pointer.rpartition("/")
    is_attribute = last in {"logicalType", "precision", "scale"}
    return (
        finding.location.document,
        above if is_attribute else finding.location.pointer,
    )


def _in_subject(winner: Finding, loser: Finding) -> bool:
    return winner.subject == loser.subject


def _with_versions(winner: Finding, loser: Finding) -> bool:
    """Compare the versions that the two speak of: those of the first are enough."""
    ours = {note.location.document for note in winner.related}
    if winner.explanation is not None:
        ours.update(version.document for version in winner.explanation.versions)
    theirs = {note.location.document for note in loser.related}
    return bool(theirs) and theirs <= ours


def _at_path(winner: Finding, loser: Finding) -> bool:
    return winner.location.path == loser.location.path


class _Row(NamedTuple):
    winners: frozenset[str]
    losers: tuple[str, ...]
    """Codes, families, or `+` for the rules that are not ours."""
    same: Same


def _row(winners: str, losers: str, same: Same) -> _Row:
    return _Row(frozenset(winners.split()), tuple(losers.split()), same)


_OWN: Final = "+"
"""Stands for the rules that are not ours."""
_EVERYTHING: Final = f"AVR KEY VAL CMP NAM DOC TYP STR SEC {_OWN}"
_BESIDE_JSON: Final = "AVR002 AVR004 AVR005 AVR006 AVR007 AVR008 AVR009 AVR01 "
"""All AVR rules but AVR001: that a text is no JSON has no other cause."""

CAUSES: Final = (
    _row("AVR001", _EVERYTHING, _in_damage),
    _row("AVR003", _EVERYTHING.replace("AVR ", _BESIDE_JSON), _inside),
    _row("AVR002", "AVR007 AVR013", _at_key),
    _row("AVR008", "AVR009 VAL008 CMP012", _at_field),
    _row("AVR009", "VAL007", _at_field),
    _row("AVR010", "AVR013 VAL002 VAL004 VAL013 TYP001 TYP002", _at_field),
    _row("AVR011", "AVR012 VAL002 VAL004 VAL013 TYP004", _at_type),
    _row("AVR012", "VAL002 VAL004 VAL013", _at_type),
    _row("KEY001", "KEY002 KEY005 KEY011 TYP006 TYP009", _at_field),
    _row("KEY002", "KEY015", _connect_default),
    _row("KEY003", "KEY005 TYP003 TYP011", _at_type),
    _row("KEY006", "KEY004 KEY013 STR005", _in_subject),
    _row("KEY009", "CMP KEY017", _in_subject),
    _row("KEY011", "TYP006 TYP007", _at_key),
    _row("VAL005", "VAL006 VAL007 VAL008", _at_field),
    _row(
        "VAL009",
        "VAL001 VAL002 VAL003 VAL004 VAL005 VAL010 VAL011 VAL012 VAL013 VAL014",
        _in_subject,
    ),
    _row("CMP001 CMP002", "CMP010", _at_field),
    _row("CMP003", "CMP011 CMP012", _at_field),
    _row("CMP009", "CMP003", _at_path),
    _row(
        "CMP001 CMP002 CMP003 CMP004 CMP005 CMP006 CMP007 CMP008 CMP009",
        "CMP018",
        _with_versions,
    ),
    _row("STM008", "STM009 CMP017 REG001", _in_subject),
    _row("STM009", "CMP017 REG001", _in_subject),
    _row("CMP017", "REG001", _in_subject),
    _row("STM016", "STM014 STM017 REG008", _in_subject),
    _row("STM014", "STM017 REG008", _in_subject),
    _row("TYP003", "TYP001", _at_field),
    _row("STR004", "STR006", _at_path),
    _row("REG006", "REG007", _at_path),
)


def _is_named(code: str, losers: tuple[str, ...]) -> bool:
    return _OWN in losers if is_own(code) else code.startswith(losers)


def one_per_cause(findings: Sequence[Finding]) -> list[Finding]:
    """Return *findings* without those that have the cause of another one."""
    if len(findings) < 2:  # noqa: PLR2004  one finding has no rival
        return list(findings)
    codes = {finding.code for finding in findings}
    dropped: set[int] = set()
    for row in CAUSES:
        if codes.isdisjoint(row.winners):
            continue
        losers = [
            finding
            for finding in findings
            if finding.code not in row.winners and _is_named(finding.code, row.losers)
        ]
        if not losers:
            # A hostile text has a hundred thousand winners.
            continue
        for winner in findings:
            if winner.code not in row.winners or id(winner) in dropped:
                continue
            for loser in losers:
                if row.same(winner, loser):
                    dropped.add(id(loser))
    return [finding for finding in findings if id(finding) not in dropped]
