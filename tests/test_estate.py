"""The reference estate: clean, and each proposal wrong for its one reason."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from avrotower.engine.evolution import breaking
from avrotower.engine.result import Judgement, Report
from avrotower.engine.run import lint

ESTATE = Path(__file__).parent.parent / "schemas" / "estate"
VERSIONS = ("v1", "v2", "current")
FLAWS = {"v1": ["TYP008"]}
"""What version 2 repaired: the enum of version 1 had no default."""
TOPICS = ("pricing.price.v1", "sales.ticket.v1", "stock.level.v1")
PROPOSALS: dict[str, Any] = json.loads(
    (ESTATE / "proposals" / "proposals.json").read_text(encoding="utf-8")
)


def judged(report: Report) -> list[Judgement]:
    judgements = list(report)
    assert report.summary.unread == []
    assert report.summary.failures == []
    return judgements


def codes(report: Report) -> list[str]:
    return [finding.code for j in judged(report) for finding in j.findings]


def against(versions: Sequence[str]) -> list[str]:
    return [f"dir:{ESTATE / version}" for version in versions]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_has_key_and_value_of_every_topic_and_the_shared_type(
    version: str,
) -> None:
    found = {
        p.relative_to(ESTATE / version) for p in (ESTATE / version).rglob("*.avsc")
    }

    roles = {
        Path(topic) / f"{role}.avsc" for topic in TOPICS for role in ("key", "value")
    }
    assert found == roles | {Path("common/money.avsc")}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_clean_but_for_what_the_next_one_repaired(
    version: str,
) -> None:
    assert codes(lint([str(ESTATE / version)])) == FLAWS.get(version, [])


def test_roles_and_topics_are_read_from_names() -> None:
    subjects = {j.subject.name for j in judged(lint([str(ESTATE / "current")]))}

    assert subjects == {
        *(f"{topic}-{role}" for topic in TOPICS for role in ("key", "value")),
        "com.example.shop.common.Money",
    }


@pytest.mark.parametrize("version", ["v2", "current"])
def test_every_version_reads_all_before_it_and_is_read_by_them(version: str) -> None:
    before = VERSIONS[: VERSIONS.index(version)]
    report = breaking(
        [str(ESTATE / version)], against=against(before), level="FULL_TRANSITIVE"
    )

    assert codes(report) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_version_of_a_value_is_another_one_and_of_a_key_the_same(
    topic: str,
) -> None:
    values = {(ESTATE / v / topic / "value.avsc").read_bytes() for v in VERSIONS}
    keys = {(ESTATE / v / topic / "key.avsc").read_bytes() for v in VERSIONS}

    assert len(values) == len(VERSIONS)
    assert len(keys) == 1


def test_topics_that_are_joined_have_one_key() -> None:
    keys = [ESTATE / "current" / topic / "key.avsc" for topic in TOPICS]

    assert keys[0].read_bytes() == keys[2].read_bytes()


def test_the_list_of_proposals_is_complete() -> None:
    directories = {p.name for p in (ESTATE / "proposals").iterdir() if p.is_dir()}

    assert set(PROPOSALS) == directories
    assert list(PROPOSALS.values()) != []


@pytest.mark.parametrize("name", PROPOSALS)
def test_a_proposal_changes_one_file_of_the_estate(name: str) -> None:
    directory = ESTATE / "proposals" / name
    (file,) = (p for p in directory.rglob("*") if p.is_file())

    assert file.relative_to(directory).as_posix() == PROPOSALS[name]["file"]
    original = ESTATE / "current" / PROPOSALS[name]["file"]
    assert file.read_bytes() != original.read_bytes()


@pytest.mark.parametrize("name", PROPOSALS)
def test_lint_finds_the_one_reason_of_a_proposal(name: str) -> None:
    report = lint([str(ESTATE / "proposals" / name)])

    assert codes(report) == PROPOSALS[name]["lint"]


@pytest.mark.parametrize("name", PROPOSALS)
def test_breaking_finds_the_one_reason_of_a_proposal(name: str) -> None:
    report = breaking(
        [str(ESTATE / "proposals" / name)], against=against(PROPOSALS[name]["against"])
    )

    assert codes(report) == PROPOSALS[name]["breaking"]
