"""What kind and generator take back from a rule: the table of RULES, section 2.7.

A cell is the most severe that the rule may be; a rule that stands in no row is on
everywhere. Where kind and generator both speak, the lower one counts.
"""

from __future__ import annotations

from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.profile import is_own
from avrotower.rule import Generator, Kind

if TYPE_CHECKING:
    from typing import Final


_OFF, _INFO, _WARNING = Severity.OFF, Severity.INFO, Severity.WARNING

_ALL_BUT_CDC: Final[dict[str, Severity]] = {
    "changelog": _OFF,
    "repartition": _OFF,
    "fk-join": _OFF,
    "dlq": _OFF,
}
_NOT_SHARED: Final = {"shared": _OFF}


class _Row(NamedTuple):
    families: str
    """Prefixes of codes, separated by blanks."""
    caps: dict[str, Severity]


_ROWS: Final[tuple[_Row, ...]] = (
    # The first row that fits a code counts.
    _Row(
        "AVR013",
        {
            **dict.fromkeys(("cdc", "changelog", "repartition", "fk-join"), _OFF),
            **dict.fromkeys(("dlq", "ksqldb", "connect", "debezium"), _OFF),
        },
    ),
    _Row("AVR", {}),
    # An internal topic copies the key of its source; the finding belongs there.
    # ksqlDB makes every column nullable, so KEY001 cannot be met there.
    _Row("KEY001 KEY002 KEY011", {**_ALL_BUT_CDC, "ksqldb": _WARNING}),
    _Row("KEY003 KEY006", _ALL_BUT_CDC),
    _Row("KEY009 KEY017", {"dlq": _OFF}),
    _Row("KEY010", {**_ALL_BUT_CDC, **_NOT_SHARED}),
    _Row("KEY", {**_ALL_BUT_CDC, "ksqldb": _OFF}),
    _Row(
        "VAL001 VAL002 VAL003 VAL004 VAL005",
        {
            **_ALL_BUT_CDC,
            **_NOT_SHARED,
            "cdc": _OFF,
            "ksqldb": _WARNING,
            "connect": _INFO,
            "debezium": _INFO,
        },
    ),
    _Row(
        "VAL006 VAL007 VAL008",
        {
            **_ALL_BUT_CDC,
            "cdc": _OFF,
            "ksqldb": _OFF,
            "connect": _INFO,
            "debezium": _INFO,
        },
    ),
    _Row("VAL009", {**_ALL_BUT_CDC, **_NOT_SHARED, "ksqldb": _INFO}),
    _Row(
        "VAL",
        {
            **_ALL_BUT_CDC,
            **_NOT_SHARED,
            **dict.fromkeys(("cdc", "ksqldb", "connect", "debezium"), _OFF),
        },
    ),
    _Row(
        "CMP010 CMP012 CMP013 CMP014 CMP015 CMP016",
        {
            **_ALL_BUT_CDC,
            **dict.fromkeys(("cdc", "ksqldb", "connect", "debezium"), _INFO),
        },
    ),
    _Row("CMP", {"dlq": _OFF}),
    _Row("NAM007 NAM016", _ALL_BUT_CDC),
    _Row(
        "NAM DOC TYP STR",
        {
            **_ALL_BUT_CDC,
            **dict.fromkeys(("cdc", "ksqldb", "connect", "debezium"), _OFF),
        },
    ),
    _Row("SEC", {kind: _OFF for kind in _ALL_BUT_CDC if kind != "dlq"}),
    _Row("STM REG", {"dlq": _OFF}),
    _Row("PAY", {**_ALL_BUT_CDC, **_NOT_SHARED}),
)


def cap_of(code: str, word: str) -> Severity:
    """Return the most severe that rule *code* may be for the kind or generator *word*."""
    if is_own(code):
        return Severity.ERROR  # a rule of one's own says itself what it speaks of
    for row in _ROWS:
        if code.startswith(tuple(row.families.split())):
            return row.caps.get(word, Severity.ERROR)
    return Severity.ERROR


def cap(code: str, kind: Kind, generator: Generator) -> Severity:
    """Return the most severe that rule *code* may be for *kind* and *generator*."""
    return min(cap_of(code, kind), cap_of(code, generator))
