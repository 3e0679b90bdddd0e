"""A real git repository, asked as a program."""

import os
import re
import shutil
from pathlib import Path

import pytest
from git_program import git

from avrotower.errors import GitError
from avrotower.project.commit import GitTree
from avrotower.project.git import unignored, worktree
from avrotower.project.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("build/\n")
    (root / "build").mkdir()
    (root / "build" / "made.avsc").write_text('"int"')
    (root / "größe mit blank.avsc").write_text('"string"', encoding="utf-8")
    (root / "price.avsc").write_text('"int"')
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    (root / "price.avsc").write_text('"long"')
    (root / "new.avsc").write_text('"bytes"')
    return root


def test_a_commit_gives_its_files_and_not_the_working_tree(repository: Path) -> None:
    tree = GitTree(Repository(str(repository)), "main")

    assert tree.read("price.avsc") == b'"int"'
    assert tree.read("größe mit blank.avsc") == b'"string"'
    assert "new.avsc" not in tree.paths()
    assert tree.name("price.avsc") == "git:main:price.avsc"
    tree.repository.close()


def test_a_file_that_the_commit_lacks_is_a_key_error(repository: Path) -> None:
    tree = GitTree(Repository(str(repository)), "HEAD")

    with pytest.raises(KeyError):
        tree.read("new.avsc")


def test_ignored_files_are_not_listed_and_new_ones_are(repository: Path) -> None:
    listed = unignored(str(repository))

    assert listed is not None
    assert "new.avsc" in listed
    assert "build/made.avsc" not in listed


def test_variables_of_a_hook_do_not_redirect_us(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", os.devnull)

    assert GitTree(Repository(str(repository)), "main").paths()


def test_an_unknown_ref_names_the_nearest_branches(repository: Path) -> None:
    with pytest.raises(GitError, match="did you mean main"):
        GitTree(Repository(str(repository)), "mian")


def test_a_ref_that_looks_like_an_option_is_refused(repository: Path) -> None:
    with pytest.raises(GitError, match="no git ref"):
        GitTree(Repository(str(repository)), "--all")


def test_a_shallow_clone_is_told_what_to_fetch(
    repository: Path, tmp_path: Path
) -> None:
    git(repository, "branch", "release")
    clone = tmp_path / "clone"
    url = repository.as_uri()
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=main", url, str(clone))

    with pytest.raises(GitError) as caught:
        GitTree(Repository(str(clone)), "origin/release")

    assert "shallow clone" in str(caught.value)
    assert "git fetch --depth=1 origin release:refs/remotes/origin/release" in str(
        caught.value
    )


def test_outside_of_git_there_is_no_work_tree(tmp_path: Path) -> None:
    assert worktree(str(tmp_path)) is None
    assert unignored(str(tmp_path)) is None
    with pytest.raises(GitError):
        GitTree(Repository(str(tmp_path)), "main")


def test_what_was_deleted_here_is_looked_up_in_its_repository(repository: Path) -> None:
    tree = GitTree(Repository(str(repository / "gone" / "deep")), "main")

    assert tree.read("price.avsc") == b'"int"'
    tree.repository.close()


def test_a_reader_is_started_again_after_it_was_closed(repository: Path) -> None:
    tree = GitTree(Repository(str(repository)), "main")

    for _ in range(2):
        assert tree.read("price.avsc") == b'"int"'
        tree.repository.close()
    tree.repository.close()


def test_without_git_the_remedy_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitError, match="install git, or compare with dir:PATH"):
        GitTree(Repository(str(repository)), "main")


def fake_git(directory: Path, answer: str) -> str:
    """Return a path with a git in front whose `cat-file` gives *answer* alone."""
    real = shutil.which("git")
    script = directory / "bin" / "git"
    script.parent.mkdir()
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *cat-file*) {answer};; *) exec {real} "$@";; esac\n'
    )
    script.chmod(0o755)
    return f"{script.parent}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("exit 1", "git went away before|does not deliver"),
        ("read line; echo $line missing", "git does not deliver git:main:price.avsc"),
        ("read line; echo $line blob 99; echo x", "git was cut off in git:main:price"),
    ],
    ids=["dies", "lacks", "cut-off"],
)
def test_a_git_that_does_not_deliver_is_told(
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    says: str,
) -> None:
    monkeypatch.setenv("PATH", fake_git(tmp_path, answer))
    tree = GitTree(Repository(str(repository)), "main")

    with pytest.raises(GitError, match=says):
        tree.read("price.avsc")
    tree.repository.close()


def test_a_git_that_went_away_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = "read line; exec <&-; echo $line blob 5; echo '\"int\"'"
    monkeypatch.setenv("PATH", fake_git(tmp_path, once))
    tree = GitTree(Repository(str(repository)), "main")

    assert tree.read("price.avsc") == b'"int"'
    with pytest.raises(GitError, match="git went away before git:main:price"):
        tree.read("price.avsc")
    tree.repository.close()


@pytest.mark.parametrize(
    ("ref", "command"),
    [
        ("origin/release", "git fetch --depth=1 origin release:refs/remotes/origin/re"),
        ("HEAD~3", "git fetch --unshallow origin"),
        ("feature/x", "git fetch --unshallow origin"),
    ],
)
def test_a_shallow_clone_is_told_a_command_for_each_kind_of_ref(
    repository: Path, tmp_path: Path, ref: str, command: str
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), str(clone))

    with pytest.raises(GitError, match=re.escape(f"shallow clone; run: {command}")):
        GitTree(Repository(str(clone)), ref)
