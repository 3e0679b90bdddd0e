"""A baseline held against the one in git."""

from pathlib import Path

import pytest
from git_program import git

from avrotower.acceptance import Entry
from avrotower.engine.growth import growth
from avrotower.policy.baseline import as_text, read

ONE, TWO, THREE = (
    Entry(f"v1:{digit * 32}", "KEY001", f"s{digit}-key", f"s{digit}-key.avsc")
    for digit in "123"
)


def commit(directory: Path, *entries: Entry) -> None:
    write(directory, *entries)
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "--allow-empty", "-m", "A step")


def write(directory: Path, *entries: Entry) -> None:
    (directory / "b.json").write_text(as_text(entries))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def added(directory: Path, *refs: str) -> tuple[str, ...]:
    found = growth(read(str(directory / "b.json")), refs)
    assert found.why_not == ""
    return found.added


def test_what_is_not_in_the_last_commit_was_added(shop: Path) -> None:
    commit(shop, ONE)
    write(shop, ONE, TWO)

    assert added(shop) == (TWO.fingerprint,)


def test_one_finding_cannot_be_swapped_for_another(shop: Path) -> None:
    commit(shop, ONE)
    write(shop, TWO)

    assert added(shop) == (TWO.fingerprint,)


def test_what_only_went_is_no_growth(shop: Path) -> None:
    commit(shop, ONE, TWO)
    write(shop, TWO)

    assert added(shop) == ()


def test_the_first_baseline_is_free(shop: Path) -> None:
    write(shop, ONE)
    assert added(shop) == ()  # without any commit

    git(shop, "commit", "-q", "--allow-empty", "-m", "Nothing")

    assert added(shop) == ()


def test_what_a_branch_has_committed_is_held_against_where_it_began(
    shop: Path,
) -> None:
    commit(shop, ONE)
    git(shop, "update-ref", "refs/remotes/origin/main", "HEAD")
    commit(shop, ONE, TWO)

    assert added(shop) == (TWO.fingerprint,)


def test_what_the_trunk_has_got_since_does_not_matter(shop: Path) -> None:
    commit(shop, ONE, TWO)
    git(shop, "checkout", "-q", "-b", "change")
    git(shop, "checkout", "-q", "main")
    commit(shop, ONE)
    git(shop, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(shop, "checkout", "-q", "change")

    assert added(shop) == ()


def test_the_refs_that_a_run_compares_with_come_first(shop: Path) -> None:
    commit(shop, ONE)
    git(shop, "tag", "before")
    commit(shop, ONE, TWO)
    git(shop, "update-ref", "refs/remotes/origin/main", "HEAD")

    assert added(shop) == ()
    assert added(shop, "gone", "before") == (TWO.fingerprint,)


def test_histories_without_a_common_commit_are_compared_as_they_are(
    shop: Path,
) -> None:
    commit(shop, ONE)
    git(shop, "checkout", "-q", "--orphan", "other")
    commit(shop, ONE, TWO)
    git(shop, "update-ref", "refs/remotes/origin/main", "main")

    assert added(shop) == (TWO.fingerprint,)


def test_a_baseline_below_the_root_of_the_repository_is_found(shop: Path) -> None:
    (shop / "deep").mkdir()
    commit(shop / "deep", ONE)
    write(shop / "deep", ONE, TWO)

    assert added(shop / "deep") == (TWO.fingerprint,)


def test_outside_of_git_nobody_can_say(tmp_path: Path) -> None:
    write(tmp_path, ONE)

    found = growth(read(str(tmp_path / "b.json")))

    assert found.added == ()
    assert "in no git repository" in found.why_not


def test_without_git_nobody_can_say(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(shop, ONE)
    monkeypatch.setenv("PATH", "")

    assert growth(read(str(shop / "b.json"))).why_not.startswith("git is not installed")


def test_a_broken_baseline_in_git_compares_with_nothing(shop: Path) -> None:
    (shop / "b.json").write_text("{")
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "Broken")
    write(shop, ONE)

    found = growth(read(str(shop / "b.json")))

    assert found.added == ()
    assert "the baseline is cut off" in found.why_not
