"""Environment variables that are ours: those that there are, and mistakes."""

from collections.abc import Iterator
from typing import get_args

import pytest

from avrotower.errors import PolicyError
from avrotower.policy.document.policy import PolicyFile
from avrotower.policy.document.service import Service
from avrotower.policy.document.table import Table
from avrotower.policy.variable import SERVICE, TABLES, names, refuse_unknown


def keys(model: type[Table], *above: str) -> Iterator[tuple[str, ...]]:
    """Yield the way to each key of *model* that is no table."""
    for name, field in model.model_fields.items():
        key = (field.alias or name).replace("-", "_").upper()
        given = field.annotation
        below = [
            each
            for each in (given, *get_args(given))
            if isinstance(each, type) and issubclass(each, Table)
        ]
        if not below or "list" in str(given):
            yield (*above, key)
        for each in below:
            if "list" not in str(given):
                yield from keys(each, *above, key)


def test_every_key_of_the_service_has_its_variable_and_no_other() -> None:
    # A key of `[service]` itself has no joint in its name, so nothing is told of it.
    expected = {way for way in keys(Service) if len(way) > 1}

    found = {
        (*table.split("__"), key)
        for table, told in SERVICE.items()
        for key in told.split()
    }

    assert found == expected


def test_tables_of_the_policy_are_known() -> None:
    tables = {
        (field.alias or name).replace("-", "_").upper()
        for name, field in PolicyFile.model_fields.items()
    }

    plain = {"VERSION", "EDITION", "REQUIRED_VERSION", "EXTENDS", "PLUGINS"}
    assert tables - plain - {"SERVICE"} == TABLES


def told(*given: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        refuse_unknown(given)
    return [str(error) for error in caught.value.errors]


def test_what_there_is_passes() -> None:
    refuse_unknown(names())
    refuse_unknown(
        [
            "AVROTOWER_REGISTRY__URL",
            "AVROTOWER_BROKER__BOOTSTRAP_SERVERS",
            "AVROTOWER_UPSTREAM__PASSWORD",
            "AVROTOWER_CACHE__TTL__LATEST",
            "AVROTOWER_AUTH__GRANTS",
            "AVROTOWER_POLICY__TOKEN",
            "AVROTOWER_POLICY__PATH",
        ]
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("AVROTOWER_REGISTRY__ULR", 'did you mean "AVROTOWER_REGISTRY__URL"?'),
        ("AVROTOWER_POLICY__TOKEM", 'did you mean "AVROTOWER_POLICY__TOKEN"?'),
        ("AVROTOWER_SERVICE__UPSTREAM__URL", 'leave the word out: "AVROTOWER_UPSTREAM__URL"'),
        ("AVROTOWER_LINT__FAIL_ON", "write the key into [lint] of avrotower.toml"),
        ("AVROTOWER_GATE__DEFAULT_MODE", "would change the policy, which no variable can"),
        ("AVROTOWER_JOIN_GROUPS__X", "write the key into [join-groups] of avrotower.toml"),
        ("AVROTOWER_X__Y", "names no key"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_a_proposal(name: str, words: str) -> None:
    (line,) = told(name)

    assert line.startswith(f"the environment variable {name} ")
    assert words in line


def test_all_mistakes_are_told_together() -> None:
    assert len(told("AVROTOWER_Y__Z", "AVROTOWER_TLS__KEY", "AVROTOWER_A__B")) == 2
