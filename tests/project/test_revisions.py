"""The versions that files had in real repositories."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from git_program import git

from avrotower.errors import GitError
from avrotower.project.commit import GitTree
from avrotower.project.repository import Repository
from avrotower.project.revisions import Revisions


class Shop:
    """A repository, and what is done in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def commit(self, **files: str) -> str:
        for name, text in files.items():
            path = self.root / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".avsc").write_text(text)
        self.git("add", ".")
        self.git("commit", "-q", "--allow-empty", "-m", "x")
        return self.git("rev-parse", "HEAD")

    def texts(self, first: str, last: str, path: str) -> Sequence[str]:
        repository = Repository(str(self.root))
        try:
            revisions = Revisions(repository, first, last)
            tree = GitTree(repository, revisions.base)
            found = revisions.of(path, tree.blobs)
            return [repository.blob(r.blob, r.path).decode() for r in found]
        finally:
            repository.close()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


def test_every_commit_that_touched_the_file_is_a_version(shop: Shop) -> None:
    shop.commit(price="1")
    shop.commit(price="2")
    shop.commit(stock="x")
    shop.commit(price="3")

    assert shop.texts("HEAD~3", "HEAD", "price.avsc") == ["1", "2", "3"]
    assert shop.texts("HEAD~2", "HEAD", "price.avsc") == ["2", "3"]
    assert shop.texts("HEAD", "HEAD", "price.avsc") == ["3"]
    assert shop.texts("HEAD~3", "HEAD~1", "stock.avsc") == ["x"]


def test_renames_are_followed_and_are_no_version(shop: Shop) -> None:
    shop.commit(price="a long text that git knows again, 1")
    (shop.root / "größe mit blank").mkdir()
    shop.git("mv", "price.avsc", "größe mit blank/wert.avsc")
    shop.commit()
    (shop.root / "größe mit blank" / "wert.avsc").write_text(
        "a long text that git knows again, 2"
    )
    shop.commit()

    found = shop.texts("HEAD~2", "HEAD", "größe mit blank/wert.avsc")

    assert [text[-1] for text in found] == ["1", "2"]


def test_a_file_that_was_gone_for_a_while_keeps_its_versions(shop: Shop) -> None:
    shop.commit(other="x")
    shop.commit(price="1")
    shop.git("rm", "-q", "price.avsc")
    shop.commit()
    shop.commit(price="2")

    assert shop.texts("HEAD~3", "HEAD", "price.avsc") == ["1", "2"]


def test_a_merge_is_one_version(shop: Shop) -> None:
    shop.commit(price="1")
    shop.git("checkout", "-q", "-b", "side")
    shop.commit(price="2")
    shop.commit(price="3")
    shop.git("checkout", "-q", "main")
    shop.commit(stock="x")
    shop.git("merge", "-q", "--no-edit", "side")

    assert shop.texts("HEAD~2", "HEAD", "price.avsc") == ["1", "3"]


def test_a_revert_is_a_version_of_its_own(shop: Shop) -> None:
    shop.commit(price="1")
    shop.commit(price="2")
    shop.commit(price="1")

    assert shop.texts("HEAD~2", "HEAD", "price.avsc") == ["1", "2", "1"]


def test_a_link_is_no_version(shop: Shop) -> None:
    shop.commit(price="1")
    (shop.root / "price.avsc").unlink()
    (shop.root / "price.avsc").symlink_to("other.avsc")
    shop.commit()

    assert shop.texts("HEAD~1", "HEAD", "price.avsc") == ["1"]


def test_a_user_who_lets_git_show_more_changes_nothing(shop: Shop) -> None:
    shop.git("config", "log.showSignature", "true")
    shop.git("config", "color.ui", "always")
    shop.git("config", "diff.renames", "false")
    shop.commit(price="1")
    shop.commit(price="2")

    assert shop.texts("HEAD~1", "HEAD", "price.avsc") == ["1", "2"]


def test_a_shallow_clone_names_the_command_that_is_missing(
    shop: Shop, tmp_path: Path
) -> None:
    for number in range(4):
        shop.commit(price=str(number))
    url = f"file://{shop.root}"
    shop.git("clone", "-q", "--depth=2", url, str(tmp_path / "clone"))
    clone = Repository(str(tmp_path / "clone"))

    with pytest.raises(GitError, match=r"shallow clone; run: git fetch --unshallow"):
        Revisions(clone, "HEAD~3", "HEAD")
    assert len(Revisions(clone, "HEAD~1", "HEAD")) == 1


def test_histories_that_have_nothing_in_common_are_told(shop: Shop) -> None:
    shop.commit(price="1")
    shop.git("checkout", "-q", "--orphan", "other")
    shop.commit(price="2")

    with pytest.raises(GitError, match="no way leads from 'other' back to 'main'"):
        Revisions(Repository(str(shop.root)), "main", "other")
