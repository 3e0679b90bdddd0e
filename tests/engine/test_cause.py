"""One cause, one finding."""

import pytest

from avrotower.engine.cause import one_per_cause
from avrotower.finding import Finding, Location, Severity


def finding(code: str, pointer: str, path: str = "a.R") -> Finding:
    return Finding(
        code, code.lower(), Severity.ERROR, "", Location("x.avsc", pointer, path), "s"
    )


@pytest.mark.parametrize(
    ("stays", "goes"),
    [
        (("AVR001", "/fields/0"), ("AVR003", "/fields/0/type")),
        (("AVR003", "/fields/0"), ("AVR013", "/fields/0/tpye")),
        (("AVR002", "/fields/0/name"), ("AVR013", "/fields/0/name")),
        (("AVR008", "/fields/0/default"), ("AVR009", "/fields/0/default")),
        (("AVR010", "/fields/1/logicalType"), ("VAL004", "/fields/1/type")),
        (("AVR011", "/fields/1/type/precision"), ("VAL004", "/fields/1/type")),
        (("AVR012", "/fields/1/type/logicalType"), ("VAL004", "/fields/1/type")),
        (("KEY001", "/fields/2/type"), ("KEY002", "/fields/2/default")),
        (("KEY009", ""), ("CMP001", "/fields/3")),
        (("CMP003", "/fields/3/type"), ("CMP011", "/fields/3/type")),
    ],
)
def test_the_cause_is_told_and_its_consequence_is_not(
    stays: tuple[str, str], goes: tuple[str, str]
) -> None:
    cause, consequence = finding(*stays), finding(*goes)

    assert one_per_cause([consequence, cause]) == [cause]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("AVR003", "/fields/1"), ("AVR013", "/fields/10/tpye")),
        (("AVR008", "/fields/0/default"), ("AVR009", "/fields/1/default")),
        (("KEY001", "/fields/2/type"), ("KEY002", "/fields/3/default")),
        (("KEY001", "/fields/2/type"), ("AVR009", "/fields/2/default")),
        (("AVR001", "/fields/1"), ("AVR001", "/fields/1")),
    ],
)
def test_what_has_a_cause_of_its_own_is_told_beside_it(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    both = [finding(*one), finding(*other)]

    assert one_per_cause(both) == both


def test_a_dropped_finding_drops_nothing() -> None:
    broken = finding("AVR003", "/fields/0")
    inside = finding("AVR008", "/fields/0/default")
    beside = finding("AVR009", "/fields/0/default")

    assert one_per_cause([broken, inside, beside]) == [broken]
