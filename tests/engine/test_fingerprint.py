"""The same finding tomorrow has the same fingerprint."""

import re
from typing import Any

from avrotower.engine.fingerprint import fingerprinted
from avrotower.finding import Finding, Location, Severity, Span


def finding(**changes: Any) -> Finding:
    location = Location("x.avsc", "/fields/0", "a.R.f")
    made = Finding("KEY001", "n", Severity.ERROR, "told", location, "s-key", (), ("d",))
    return made._replace(**changes)


def fingerprint(found: Finding, place: str = "s-key") -> str:
    return fingerprinted([found], place)[0].fingerprint


def test_a_fingerprint_has_a_version_and_32_digits() -> None:
    assert re.fullmatch(r"v1:[0-9a-f]{32}", fingerprint(finding()))


def test_words_lines_and_files_do_not_count() -> None:
    moved = Location("y.avsc", "/fields/7", "a.R.f", "key", Span(1, 2, 3, 4, 5, 6))
    changed = finding(message="other", location=moved, severity=Severity.INFO)

    assert fingerprint(changed) == fingerprint(finding())


def test_rule_place_path_and_detail_count() -> None:
    elsewhere = Location("x.avsc", "/fields/0", "a.R.g")
    others = [
        fingerprint(finding(code="KEY002")),
        fingerprint(finding(), "t-key"),
        fingerprint(finding(location=elsewhere)),
        fingerprint(finding(detail=("e",))),
    ]

    assert len({*others, fingerprint(finding())}) == 5


def test_equal_findings_are_told_apart_by_their_order() -> None:
    first, second = fingerprinted([finding(), finding()], "s-key")

    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == fingerprint(finding())
