"""The style of a key that is registered is silent."""

import pytest
from rule_run import findings

from avrotower.compat.levels import Stored
from avrotower.engine.registered import without_registered
from avrotower.finding import Finding, Location, Severity, Version
from avrotower.rule import Role, Subject
from avrotower.schema.parse import parse

KEY = '{"type": "record", "name": "stockKey", "fields": [{"name": "a", "type": "int"}]}'
OTHER = KEY.replace('"int"', '"long"')
STYLE = ("NAM001", "DOC001", "TYP003", "STR004")


def left(
    text: str, before: str | None, *, role: Role = "key", is_deleted: bool = False
) -> list[str]:
    """Return the codes that are left of a finding of each kind."""
    found = [
        Finding(code, code, Severity.ERROR, "", Location("x.avsc"))
        for code in (*STYLE, "KEY001")
    ]
    old = parse(before, "lenient") if before is not None else None
    stored = Stored(Version("1", "s@1", 1), old, is_deleted=is_deleted)
    subject = Subject("s-key", "s", role)
    kept = without_registered(found, subject, parse(text), [stored])
    return [finding.code for finding in kept]


def test_a_registered_key_has_findings_about_keys_only() -> None:
    assert left(KEY, KEY) == ["KEY001"]
    assert left(KEY, KEY.replace(", ", ",")) == ["KEY001"]


@pytest.mark.parametrize(
    ("text", "before"),
    [(KEY, OTHER), (KEY, None), (KEY, KEY[:-1]), (KEY[:-1], KEY)],
    ids=["another text", "no text", "a damaged version", "a damaged key"],
)
def test_a_key_that_is_not_registered_has_all(text: str, before: str | None) -> None:
    assert left(text, before) == [*STYLE, "KEY001"]


def test_a_deleted_version_is_not_registered() -> None:
    assert left(KEY, KEY, is_deleted=True) == [*STYLE, "KEY001"]


def test_a_value_can_be_repaired() -> None:
    assert left(KEY, KEY, role="value") == [*STYLE, "KEY001"]


def test_rules_about_style_are_silent_in_the_whole_engine() -> None:
    assert findings("NAM001", KEY, role="key", before=KEY) == []
    assert len(findings("NAM001", KEY, role="key", before=OTHER)) == 1
