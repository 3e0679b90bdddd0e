"""CMP016: what a history has and the project no longer, and what only moved."""

import io
import json
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from git_program import git
from held_registry import Held, registry

from avrotower.engine.evolution import breaking, check
from avrotower.engine.history.source import Source
from avrotower.engine.policies import Choice
from avrotower.engine.result import Report
from avrotower.errors import RegistryUnreachableError
from avrotower.policy.choice import Policy
from avrotower.registry.source import RegistrySource

ONLY = Choice(select=("CMP016", "CMP001", "KEY009"))
POLICY = """edition = "2026"
[topics.price]
kind = "event"
[[subjects]]
files = "{topic}/{role}.avsc"
subject = "{topic}-{role}"
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git(".", "init", "-q", "-b", "main")
    return tmp_path


def record(name: str, *fields: str) -> str:
    written: list[dict[str, Any]] = [{"name": it, "type": "long"} for it in fields]
    space = {"namespace": "shop"}
    return json.dumps({"type": "record", "name": name, **space, "fields": written})


def put(**texts: str) -> None:
    for path, text in texts.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def commit(**texts: str) -> None:
    put(**texts)
    git(".", "add", "-A")
    git(".", "commit", "-q", "-m", "x")


def remove(path: str) -> None:
    Path(path).unlink()


def told(report: Report) -> list[str]:
    """Return the findings as `CODE place`, and the notes."""
    found: list[str] = []
    for judgement in report:
        found += judgement.notes
        found += (f"{it.code} {it.location.document}" for it in judgement.findings)
    assert report.summary.failures == []
    return found


def compared(*against: str, paths: Sequence[str] = (".",), **more: Any) -> list[str]:
    return told(breaking(paths, against=against, choice=ONLY, **more))


# Files


def test_a_deleted_document_is_gone() -> None:
    commit(**{"stock/value.avsc": record("Stock", "n"), "sale/value.avsc": '"int"'})
    remove("stock/value.avsc")

    report = check(["."], against=["git:main"], choice=ONLY)
    (finding,) = [f for judgement in report for f in judgement.findings]

    assert finding.message.startswith(
        "stock-value is gone from the project, but git:main still has 1 version. Put it"
    )
    assert finding.location.document == "stock/value.avsc"
    (related,) = finding.related
    assert related.location.document == "git:main:stock/value.avsc"
    assert related.location.span is not None


def test_nothing_is_told_where_the_rule_is_not_asked_for() -> None:
    commit(**{"stock/value.avsc": record("Stock", "n"), "sale/value.avsc": '"int"'})
    remove("stock/value.avsc")

    assert "CMP016" not in " ".join(told(check(["."], against=["git:main"])))


def test_a_document_that_moved_is_not_gone() -> None:
    commit(**{"stock/value.avsc": record("Stock", "n")})
    remove("stock/value.avsc")
    put(**{"deep/stock/value.avsc": record("Stock", "n", "m")})

    note, *found = compared("git:main")

    assert found == ["CMP001 deep/stock/value.avsc"]
    assert note == (
        "compared with git:main:stock/value.avsc, which defines shop.Stock there"
    )


def test_a_document_that_moved_out_of_sight_is_not_gone() -> None:
    commit(**{"a/stock/value.avsc": record("Stock", "n"), "a/x.avsc": '"int"'})
    remove("a/stock/value.avsc")
    put(**{"b/stock/value.avsc": record("Stock", "n")})

    assert compared("git:main", paths=["a"]) == []


def test_what_lies_beside_the_run_or_is_excluded_is_not_gone() -> None:
    commit(
        **{
            "a/value.avsc": '"int"',
            "b/value.avsc": record("B", "n"),
            "a/sandbox/value.avsc": record("S", "n"),
            "avrotower.toml": 'edition = "2026"\n[project]\nexclude = ["**/sandbox/**"]',
        }
    )
    remove("b/value.avsc")
    remove("a/sandbox/value.avsc")

    assert compared("git:main", paths=["a"]) == []
    assert compared("git:main") == ["CMP016 b/value.avsc"]


def test_one_of_several_versions_of_a_subject_is_not_gone() -> None:
    texts = {f"{v}/stock/value.avsc": record("Stock", v) for v in ("v1", "v2")}
    commit(**texts)
    remove("v1/stock/value.avsc")

    assert compared("git:main") == []


def test_the_last_document_of_a_project_is_gone() -> None:
    commit(**{"stock/value.avsc": record("Stock", "n")})
    remove("stock/value.avsc")

    assert compared("git:main") == ["CMP016 stock/value.avsc"]


def test_what_a_range_deleted_is_gone_with_all_its_versions() -> None:
    commit(**{"stock/value.avsc": record("Stock", "a"), "sale/value.avsc": '"int"'})
    commit(**{"stock/value.avsc": record("Stock", "b")})
    remove("stock/value.avsc")
    commit(**{"sale/value.avsc": '"long"'})

    report = breaking(["."], against=["git:HEAD~1..HEAD"], choice=ONLY)
    (finding,) = [f for judgement in report for f in judgement.findings]

    assert "git:HEAD~1..HEAD still has 1 version" in finding.message


def test_what_a_range_renamed_is_not_gone() -> None:
    commit(**{"stock/value.avsc": record("Stock", "a"), "sale/value.avsc": '"int"'})
    git(".", "mv", "stock", "store")
    commit()

    assert compared("git:HEAD~1..HEAD") == []


def test_what_only_changed_is_no_reason_to_pass_over_what_is_gone() -> None:
    commit(**{"stock/value.avsc": record("Stock", "n"), "sale/value.avsc": '"int"'})
    remove("stock/value.avsc")

    assert compared("git:main", only=frozenset()) == ["CMP016 stock/value.avsc"]


@pytest.mark.parametrize("form", ["dir", "archive"])
def test_a_state_is_held_against_the_place_of_what_stayed(form: str) -> None:
    texts = {"stock/value.avsc": record("Stock", "n"), "sale/value.avsc": '"int"'}
    if form == "dir":
        put(**{f"old/{path}": text for path, text in texts.items()})
    else:
        with tarfile.open("old.tar", "w") as archive:
            for path, text in texts.items():
                member = tarfile.TarInfo(f"shop-1.0/{path}")
                member.size = len(text)
                archive.addfile(member, io.BytesIO(text.encode()))
    put(**{"new/sale/value.avsc": '"int"'})
    against = "dir:old" if form == "dir" else "archive:old.tar"

    assert compared(against, paths=["new"]) == ["CMP016 new/stock/value.avsc"]


def test_what_is_gone_is_accepted_by_a_waiver() -> None:
    waiver = """
    [[waivers]]
    rule = "CMP016"
    subject = "stock-value"
    reason = "the topic was deleted in spring"
    owner = "shop"
    expires = 2999-01-01
    """
    lint = 'edition = "2026"\n[lint]\nmax-waiver = "999999d"\n'
    commit(**{"stock/value.avsc": record("Stock", "n"), "sale/value.avsc": '"int"'})
    remove("stock/value.avsc")
    put(**{"avrotower.toml": lint + waiver})
    select = Choice(select=("CMP016", "LNT001"))

    report = check(["."], against=["git:main"], choice=select)
    found = [(f.code, f.accepted) for judgement in report for f in judgement.findings]

    assert found == [("CMP016", "waiver")]


# Registries


def of(held: Held) -> Any:
    def opener(policy: Policy) -> Source:
        del policy
        return RegistrySource(registry(held))

    return opener


@pytest.fixture
def held() -> Held:
    found = Held()
    for topic in ("price", "stock"):
        found.add(f"{topic}-value", record(topic.title(), "n"))
    return found


def test_of_a_registry_only_what_the_policy_has_a_file_for_is_gone(held: Held) -> None:
    held.add("price-value", record("Price", "n", "m"))
    held.add("price-key", '"string"', deleted=True)
    put(**{"avrotower.toml": POLICY, "sale/value.avsc": '"int"'})

    report = breaking(["."], against=["registry"], choice=ONLY, opener=of(held))
    (finding,) = [f for judgement in report for f in judgement.findings]

    assert finding.location.document == "price-value"
    assert "but the registry still has 2 versions" in finding.message


def test_a_part_of_a_project_says_nothing_of_the_registry(held: Held) -> None:
    put(**{"avrotower.toml": POLICY, "sale/value.avsc": '"int"'})

    assert compared("registry", paths=["sale"], opener=of(held)) == []


def test_the_registry_that_is_asked_first_tells_of_a_deleted_file(held: Held) -> None:
    commit(**{"stock/value.avsc": record("Stock", "n"), "sale/value.avsc": '"int"'})
    remove("stock/value.avsc")
    put(
        **{
            "avrotower.toml": 'edition = "2026"\n[compat]\nagainst = ["registry", "git:main"]'
        }
    )

    report = breaking(["."], against=[], choice=ONLY, opener=of(held))
    (finding,) = [f for judgement in report for f in judgement.findings]

    assert "but the registry still has 1 version" in finding.message
    assert finding.location.document == "stock/value.avsc"


def test_a_new_name_of_a_subject_is_followed_by_its_type(held: Held) -> None:
    put(**{"avrotower.toml": POLICY, "cost/value.avsc": record("Price", "n", "m")})

    found = compared("registry", opener=of(held))

    assert found == [
        "compared with price-value of the registry, which defines shop.Price",
        "CMP001 cost/value.avsc",
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"price/value.avsc": record("Price", "n")},
        {"charge/value.avsc": record("Price", "n")},
        {"avrotower.toml": 'edition = "2026"'},
    ],
    ids=["the subject is there", "two may be it", "nothing says that it is ours"],
)
def test_a_new_subject_is_new(more: dict[str, str], held: Held) -> None:
    files = {"avrotower.toml": POLICY, "cost/value.avsc": record("Price", "n", "m")}
    put(**{**files, **more})

    found = compared("registry", opener=of(held))

    assert [line for line in found if "cost" in line or "compared" in line] == []


def test_two_subjects_of_one_type_are_no_earlier_name(held: Held) -> None:
    held.add("fee-value", record("Price", "n"))
    put(**{"avrotower.toml": POLICY, "cost/value.avsc": record("Price", "n", "m")})

    assert compared("registry", opener=of(held)) == ["CMP016 price-value"]


def test_a_registry_that_dies_is_told(held: Held) -> None:
    def die(_: object) -> Any:
        raise RegistryUnreachableError("GET /", "is not there", kind="down")

    held.instead["/subjects/price-value/versions"] = die
    put(**{"avrotower.toml": POLICY, "sale/value.avsc": '"int"'})

    report = breaking(["."], against=["registry"], choice=ONLY, opener=of(held))

    assert told(report) == []
    assert [lost.document for lost in report.summary.lost] == ["price-value"]
