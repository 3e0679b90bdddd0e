"""Archives as earlier states."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest

from avrotower.errors import ProjectError
from avrotower.project.archive import ArchiveTree

FILES: Mapping[str, bytes] = {
    "shop-1.0/README.md": b"# Shop",
    "shop-1.0/schemas/price/key.avsc": b'"string"',
    "shop-1.0/schemas/price/value.avsc": b'"long"',
}


Mode = Literal["w", "w:gz", "w:bz2", "w:xz"]


def tar(path: Path, files: Mapping[str, bytes], mode: Mode = "w:gz") -> str:
    with tarfile.open(path, mode) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return str(path)


def zipped(path: Path, files: Mapping[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return str(path)


@pytest.mark.parametrize("form", ["w", "w:gz", "w:bz2", "w:xz", "zip"])
def test_documents_lie_below_the_directory_that_holds_them(
    form: Mode | Literal["zip"], tmp_path: Path
) -> None:
    path = tmp_path / "old"
    file = zipped(path, FILES) if form == "zip" else tar(path, FILES, form)

    tree = ArchiveTree(file)

    assert sorted(tree.paths()) == ["key.avsc", "value.avsc"]
    assert tree.read("key.avsc") == b'"string"'
    assert tree.name("key.avsc") == f"archive:{file}:shop-1.0/schemas/price/key.avsc"
    with pytest.raises(KeyError):
        tree.read("README.md")


def test_files_beside_each_other_keep_their_names(tmp_path: Path) -> None:
    file = tar(tmp_path / "old.tar", {"a.avsc": b'"int"', "b/c.avsc": b'"int"'}, "w")

    assert sorted(ArchiveTree(file).paths()) == ["a.avsc", "b/c.avsc"]


def test_an_archive_without_documents_has_none(tmp_path: Path) -> None:
    assert ArchiveTree(tar(tmp_path / "old.tar", {"x.txt": b""}, "w")).paths() == ()


@pytest.mark.parametrize("name", ["../x.avsc", "/etc/x.avsc", "a/../../x.avsc"])
@pytest.mark.parametrize("form", ["tar", "zip"])
def test_no_path_leaves_the_archive(form: str, name: str, tmp_path: Path) -> None:
    make = zipped if form == "zip" else tar
    file = make(tmp_path / "old", {"a.avsc": b'"int"', name: b'"int"'})

    with pytest.raises(ProjectError, match="leads out of the archive; pack it anew"):
        ArchiveTree(file)


def test_a_link_in_an_archive_is_no_document(tmp_path: Path) -> None:
    file = tmp_path / "old.tar"
    with tarfile.open(file, "w") as archive:
        link = tarfile.TarInfo("a.avsc")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)

    assert ArchiveTree(str(file)).paths() == ()


@pytest.mark.parametrize("form", ["tar", "zip"])
def test_an_archive_that_is_cut_off_is_named(form: str, tmp_path: Path) -> None:
    make = zipped if form == "zip" else tar
    file = Path(make(tmp_path / "old", {f"{n}.avsc": b'"int"' * n for n in range(50)}))
    file.write_bytes(file.read_bytes()[:100])

    with pytest.raises(
        ProjectError, match=r"old: is no tar or zip file that can be read"
    ):
        ArchiveTree(str(file))


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("no archive")

    with pytest.raises(ProjectError, match="is no tar or zip file"):
        ArchiveTree(str(tmp_path / "old"))
    with pytest.raises(ProjectError, match="no such file or directory; name a tar"):
        ArchiveTree(str(tmp_path / "missing.tar"))
    with pytest.raises(ProjectError, match="is a directory"):
        ArchiveTree(str(tmp_path))


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "old.tar"
    member = tarfile.TarInfo("zeros.bin")
    member.size = 1 << 40
    file.write_bytes(member.tobuf() + b"\0" * 1024)

    with pytest.raises(ProjectError, match="unpacks to more than 1 GiB"):
        ArchiveTree(str(file))
