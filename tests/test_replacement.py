"""Files that are replaced whole, or left as they are."""

import os
import stat
from pathlib import Path

import pytest

from avrotower.replacement import Replacement, replace


def names(directory: Path) -> list[str]:
    return sorted(it.name for it in directory.iterdir())


def test_a_file_has_its_old_content_until_the_new_one_is_complete(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"before")
    new = Replacement(str(path))

    new.open().write(b"after")
    assert path.read_bytes() == b"before"

    new.commit()
    new.discard()
    assert path.read_bytes() == b"after"
    assert names(tmp_path) == ["a.json"]


def test_what_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    new = Replacement(str(path))

    new.open().write(b"half")
    new.discard()

    assert names(tmp_path) == []


def test_a_link_is_followed_and_rights_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.json", tmp_path / "b.json"
    path.write_bytes(b"before")
    path.chmod(0o640)
    link.symlink_to("a.json")

    replace(str(link), b"after")

    assert path.read_bytes() == b"after"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()


def test_a_new_file_has_the_rights_that_new_files_have(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")

    replace(str(tmp_path / "a.json"), b"new")

    assert (tmp_path / "a.json").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_what_a_killed_process_left_is_in_nobody_s_way(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    (tmp_path / f"a.json.part-{os.getpid()}").symlink_to("theirs")

    replace(str(tmp_path / "a.json"), b"new")

    assert theirs.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a.json", "theirs"]


def test_a_directory_that_is_not_there_is_an_error_of_the_system(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileNotFoundError):
        replace(str(tmp_path / "gone" / "a.json"), b"new")
