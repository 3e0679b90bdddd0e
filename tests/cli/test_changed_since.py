"""`--changed-since REF` of `lint` and `breaking`, in real repositories."""

import re
from pathlib import Path

import pytest
from git_program import git
from program import invoke
from shop import KEY, KEY_WITH_NULL, VALUE


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a repository with a commit of two documents that have findings."""
    monkeypatch.chdir(tmp_path)
    for name in ("old", "kept", "gone"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "key.avsc").write_text(KEY_WITH_NULL)
    (tmp_path / ".gitignore").write_text("ignored\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "x")
    return tmp_path


def found(*options: str) -> list[str]:
    """Return the documents with findings of KEY001."""
    out = invoke("lint", "--select", "KEY001", *options).out
    return re.findall(r"^(\S+):\d+:\d+: error KEY001", out, re.MULTILINE)


def test_only_documents_that_changed_are_judged(shop: Path) -> None:
    (shop / "gone" / "key.avsc").unlink()
    (shop / "old" / "key.avsc").write_text(KEY_WITH_NULL + "\n")
    (shop / "new").mkdir()
    (shop / "new" / "key.avsc").write_text(KEY_WITH_NULL)
    (shop / "ignored").mkdir()
    (shop / "ignored" / "key.avsc").write_text(KEY_WITH_NULL)

    assert found() == ["kept/key.avsc", "new/key.avsc", "old/key.avsc"]
    assert found("--changed-since", "HEAD") == ["new/key.avsc", "old/key.avsc"]
    assert found("--changed-since", "HEAD", "old") == ["old/key.avsc"]
    assert found("--changed-since", "HEAD", "kept/key.avsc") == []


def test_commits_since_and_what_is_staged_count(shop: Path) -> None:
    (shop / "old" / "key.avsc").write_text(KEY_WITH_NULL + "\n")
    git(shop, "commit", "-q", "-a", "-m", "y")
    (shop / "kept" / "key.avsc").write_text(KEY_WITH_NULL + "\n")
    git(shop, "add", ".")

    assert found("--changed-since", "HEAD~1") == ["kept/key.avsc", "old/key.avsc"]
    assert found("--changed-since", "HEAD") == ["kept/key.avsc"]


def test_a_directory_below_the_repository_is_judged_alike(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "old" / "key.avsc").write_text(KEY_WITH_NULL + "\n")
    monkeypatch.chdir(shop / "old")

    assert found("--changed-since", "HEAD") == ["key.avsc"]
    assert found("--changed-since", "HEAD", "..") == ["../old/key.avsc"]


def test_references_to_documents_that_did_not_change_are_resolved(shop: Path) -> None:
    price = VALUE.replace('"Stock"', '"Price"').replace('"int"', '"shop.StockKey"')
    (shop / "price-value.avsc").write_text(price)
    for name in ("kept", "gone"):
        (shop / name / "key.avsc").unlink()
    (shop / "old" / "key.avsc").write_text(KEY)
    git(shop, "add", "old")
    git(shop, "commit", "-q", "-a", "-m", "y")

    outcome = invoke("lint", "--select", "AVR", "--changed-since", "HEAD")

    assert outcome.code == 0, outcome.out
    assert "1 document, no findings" in outcome.out


def test_nothing_changed_is_no_error_and_says_so(shop: Path) -> None:
    del shop
    outcome = invoke("lint", "--changed-since", "HEAD")

    assert outcome.code == 0
    assert "nothing was judged" in outcome.out


def test_a_file_that_is_not_there_is_told(shop: Path) -> None:
    del shop
    outcome = invoke("lint", "--changed-since", "HEAD", "old/kye.avsc")

    assert outcome.code == 3
    assert "old/kye.avsc: not read: there is no such file" in outcome.out


def test_standard_input_is_judged_whatever_git_says(shop: Path) -> None:
    del shop
    outcome = invoke(
        *("lint", "--changed-since", "HEAD", "-", "--stdin-filename", "a/key.avsc"),
        stdin=KEY_WITH_NULL.encode(),
    )

    assert "a/key.avsc:6:31: error KEY001" in outcome.out


@pytest.mark.parametrize(
    ("ref", "says"),
    [("mian", "there is no commit 'mian' here"), ("-p", "'-p' is no git ref")],
)
def test_a_ref_that_does_not_exist_is_told(shop: Path, ref: str, says: str) -> None:
    del shop
    outcome = invoke("lint", f"--changed-since={ref}")

    assert outcome.code == 3
    assert says in outcome.err


def test_outside_of_git_nobody_can_say_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.avsc").write_text(KEY)

    outcome = invoke("lint", "--changed-since", "HEAD")

    assert outcome.code == 3
    assert "is in no git repository" in outcome.err


def test_a_link_changes_with_its_file(shop: Path) -> None:
    (shop / "link.avsc").symlink_to("old/key.avsc")
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "y")
    (shop / "old" / "key.avsc").write_text(KEY_WITH_NULL + "\n")

    outcome = invoke("lint", "--changed-since", "HEAD", "--format", "json")

    assert '"document":"link.avsc"' in outcome.out
    assert '"document":"kept/key.avsc"' not in outcome.out


def broken(*options: str) -> list[str]:
    """Return the documents that `breaking` says changed their key."""
    out = invoke("breaking", "--against", "git:HEAD", *options).out
    return re.findall(r"^(\S+):\d+:\d+: error KEY009", out, re.MULTILINE)


def test_breaking_judges_only_documents_that_changed(shop: Path) -> None:
    (shop / "old" / "key.avsc").write_text(KEY)
    git(shop, "commit", "-q", "-a", "-m", "y")
    (shop / "kept" / "key.avsc").write_text(KEY)
    against = ("breaking", "--against", "git:HEAD~1")

    both = invoke(*against)
    one = invoke(*against, "--changed-since", "HEAD")

    assert (both.out.count("error KEY009"), one.out.count("error KEY009")) == (2, 1)
    assert "1 of 1 document" in one.out
    assert broken("--changed-since", "HEAD") == ["kept/key.avsc"]
    assert broken("--changed-since", "HEAD", "old") == []


def test_a_document_that_did_not_change_keeps_its_earlier_version(shop: Path) -> None:
    git(shop, "rm", "-q", "kept/key.avsc", "gone/key.avsc")
    git(shop, "commit", "-q", "-m", "y")
    # The copy is new and defines the same type; its earlier version is not the old one.
    (shop / "copy").mkdir()
    (shop / "copy" / "key.avsc").write_text(KEY)

    assert broken("--changed-since", "HEAD") == []

    git(shop, "mv", "old", "moved")
    (shop / "moved" / "key.avsc").write_text(KEY)
    (shop / "copy" / "key.avsc").unlink()
    assert broken("--changed-since", "HEAD") == ["moved/key.avsc"]


@pytest.mark.usefixtures("shop")
def test_breaking_says_what_a_ref_is_not() -> None:
    done = invoke("breaking", "--against", "dir:.", "--changed-since", "nowhere")

    assert done.code == 3
