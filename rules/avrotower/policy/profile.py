"""The profiles of the editions: levels that kinds owe, options that differ."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Final


EDITIONS: Final = ("2026",)
"""Every edition that was released, the newest last."""

PROFILES: Final = ("minimal", "recommended", "strict")
"""The weakest first; each has the rules of those before it."""

FAMILIES: Final = frozenset(
    ("AVR", "KEY", "VAL", "CMP", "NAM", "DOC", "TYP", "STR", "SEC", "STM", "REG", "PAY")
) | {"LNT"}
"""The prefixes of our codes, those of later releases included; rules of one's own have
others, which may begin like these (`STREAM001`)."""

MAX_VERSIONS: Final = 1_000
"""Versions of one subject that are compared, as long as a policy says nothing."""
FOREIGN_TYPES: Final = ("io.cloudevents.**", "io.debezium.**", "org.apache.avro.**")
"""Names of types that other people have written, as long as a policy says nothing."""

LEVELS: Final[Mapping[str, tuple[str | None, str | None, str | None]]] = {
    "event": ("BACKWARD", "FULL", "FULL_TRANSITIVE"),
    "command": ("BACKWARD", "BACKWARD", "FULL"),
    "entity": ("BACKWARD_TRANSITIVE", "FULL_TRANSITIVE", "FULL_TRANSITIVE"),
    "cdc": ("BACKWARD", "BACKWARD", "BACKWARD_TRANSITIVE"),
    "changelog": ("BACKWARD_TRANSITIVE", "BACKWARD_TRANSITIVE", "FULL_TRANSITIVE"),
    "repartition": ("BACKWARD", "FULL", "FULL_TRANSITIVE"),
    "fk-join": ("BACKWARD", "FULL", "FULL_TRANSITIVE"),
    "shared": ("BACKWARD_TRANSITIVE", "FULL_TRANSITIVE", "FULL_TRANSITIVE"),
    "unknown": ("BACKWARD", "BACKWARD", "FULL"),
    "dlq": (None, None, None),
}
"""The level that each profile demands, by kind (RULES, 2.6)."""

OPTIONS: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "strict": {
        "VAL002": {"types": ("string:uuid", "fixed(16):uuid")},
        "AVR013": {"report": "all"},
    },
}
"""Options of rules that differ from their defaults, by profile and rule."""

_IN_VALUE_OR_KEY: Final = {"entity": {"VAL001": {"id-in": ("value", "key")}}}
KIND_OPTIONS: Final[Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]] = {
    "minimal": _IN_VALUE_OR_KEY,
    "recommended": _IN_VALUE_OR_KEY,
}
"""The same by profile, kind and rule: an entity may be found by its key alone."""

FOLLOWED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "VAL002": {name: ("VAL001", name) for name in ("paths", "exact", "id-in")},
    "VAL004": {name: ("VAL003", name) for name in ("paths", "exact", "timestamp-in")},
    "VAL005": {
        "id-paths": ("VAL001", "paths"),
        "timestamp-paths": ("VAL003", "paths"),
        "exact": ("VAL001", "exact"),
        "id-in": ("VAL001", "id-in"),
        "timestamp-in": ("VAL003", "timestamp-in"),
    },
}
"""Options of rules that are those of another rule, as long as nobody says otherwise.

What VAL001 and VAL003 find is what the rules after them judge.
"""

PLACES: Final = {"id-in": "VAL001", "timestamp-in": "VAL003"}
"""Keys of topics and kinds, and the rules whose options they are."""

OF_KINDS: Final = "CMP017"
"""The rule whose option `levels` is what the policy says of kinds."""


def is_own(code: str) -> bool:
    """Whether *code* is that of a rule of one's own: its prefix is none of ours."""
    return code[-3:].isdigit() and code[:-3] not in FAMILIES
