"""Files that are written: whole, at the right place, and only where nobody else was."""

from pathlib import Path

import pytest

from avrotower.errors import ProjectError
from avrotower.project.writing import replace


def test_a_file_that_was_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.avsc"
    path.write_bytes(b"theirs")

    with pytest.raises(ProjectError, match="it was changed meanwhile; run again"):
        replace(str(path), b"before", b"after")

    assert path.read_bytes() == b"theirs"


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.avsc"

    with pytest.raises(ProjectError, match="no such file"):
        replace(str(path), b"before", b"after")

    assert not path.exists()


def test_what_lies_beside_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.avsc"
    path.write_bytes(b"before")

    replace(str(path), b"before", b"after")

    assert [(it.name, it.read_bytes()) for it in tmp_path.iterdir()] == [
        ("a.avsc", b"after")
    ]
