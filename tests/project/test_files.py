"""Which files are documents, and how they are read."""

import os
import subprocess
from pathlib import Path

import pytest

from avrotower.engine.run import lint
from avrotower.errors import ProjectError
from avrotower.project.files import (
    MAX_BYTES,
    Found,
    Missing,
    discover,
    project_path,
    read_bytes,
    with_parent,
)
from avrotower.project.tree import DirectoryTree
from avrotower.project.working import WorkingTree


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: Path, text: str = '"int"') -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def found(*paths: str) -> list[str]:
    return [item.path for item in discover(paths) if isinstance(item, Found)]


def test_documents_below_a_directory_come_in_order_of_their_names(here: Path) -> None:
    for name in ("b/z.avsc", "a.avsc", "b/a.avpr", "c.txt", "d.avsc.bak"):
        put(here / name)

    assert found(".") == ["a.avsc", "b/a.avpr", "b/z.avsc"]


def test_directories_of_tools_are_not_walked(here: Path) -> None:
    for name in (".venv/a.avsc", "node_modules/a.avsc", ".hg/a.avsc", ".hidden/a.avsc"):
        put(here / name)

    assert found(".") == [".hidden/a.avsc"]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(here: Path) -> None:
    put(here / "schema.json")

    assert found("schema.json") == ["schema.json"]


def test_a_file_that_is_named_twice_is_judged_once(here: Path) -> None:
    put(here / "a" / "x.avsc")

    assert found("a", "a/x.avsc", "./a/../a/x.avsc", str(here / "a")) == ["a/x.avsc"]


def test_a_path_below_the_current_directory_is_shown_relative(here: Path) -> None:
    put(here / "a" / "x.avsc")
    put(here / "x.avsc")

    assert found(str(here / "a")) == ["a/x.avsc"]
    os.chdir(here / "a")
    assert found(str(here / "x.avsc")) == [str(here / "x.avsc")]


def test_what_git_ignores_is_left_out_and_what_is_new_is_not(here: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    put(here / ".gitignore", "build/\n")
    put(here / "build" / "a.avsc")
    put(here / "new.avsc")
    put(here / "x.avsc" / "y.avsc")

    assert found(".") == ["new.avsc", "x.avsc/y.avsc"]


def test_a_file_that_git_knows_and_the_disk_lacks_is_no_document(here: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    put(here / "gone.avsc")
    put(here / "here.avsc")
    subprocess.run(["git", "add", "."], check=True)
    (here / "gone.avsc").unlink()

    assert found(".") == ["here.avsc"]


@pytest.mark.parametrize(
    ("path", "reason", "remedy"),
    [
        ("stok", "there is no such file", "did you mean stock?"),
        ("stok/", "there is no such file", "did you mean stock?"),
        ("stock/valeu.avsc", "there is no such file", "did you mean stock/value.avsc?"),
        ("zzz", "there is no such file", "name a file or a directory"),
        ("no/where/x.avsc", "there is no such file", "name a file or a directory"),
        ("price.avdl", "Avro IDL is not read by this release", "compile it to .avsc"),
    ],
)
def test_a_path_that_leads_nowhere_has_a_remedy(
    here: Path, path: str, reason: str, remedy: str
) -> None:
    put(here / "stock" / "value.avsc")
    put(here / "price.avdl")

    (missing,) = discover([path])

    assert isinstance(missing, Missing)
    assert missing.path == path
    assert missing.reason == reason
    assert remedy in missing.remedy


@pytest.mark.parametrize("size", [0, 1, 70_000, MAX_BYTES - 1, MAX_BYTES])
def test_a_file_is_read_whole(here: Path, size: int) -> None:
    data = b"x" * size
    (here / "a.avsc").write_bytes(data)

    assert read_bytes("a.avsc") == data


def test_of_a_file_that_is_too_large_one_byte_too_many_is_read(here: Path) -> None:
    with (here / "a.avsc").open("wb") as file:
        file.truncate(10 * MAX_BYTES)

    data = read_bytes("a.avsc")

    assert isinstance(data, bytes)
    assert len(data) == MAX_BYTES


def test_a_directory_is_no_text(here: Path) -> None:
    (here / "a.avsc").mkdir()

    assert read_bytes("a.avsc") == Missing("a.avsc", "it is a directory", "name a file")


def test_a_descriptor_is_closed_whatever_happens(here: Path) -> None:
    os.mkfifo(here / "pipe.avsc")
    (here / "a.avsc").write_text("{}")
    open_ones = Path("/proc/self/fd")
    before = len(list(open_ones.iterdir()))

    for name in ("pipe.avsc", "a.avsc", ".", "/dev/zero", "/proc/self/mem"):
        read_bytes(name)

    assert len(list(open_ones.iterdir())) == before


KEY = """{"type": "record", "name": "K", "namespace": "shop", "doc": "A key.", "fields": [
    {"name": "a", "type": ["null", "int"], "doc": "A number."}]}"""


@pytest.mark.parametrize("known_to", ["git", "nobody"])
def test_the_same_file_is_the_same_subject_from_wherever_it_is_looked_at(
    here: Path, monkeypatch: pytest.MonkeyPatch, known_to: str
) -> None:
    put(here / "shop" / "keys" / "order.avsc", KEY)
    (here / "shop" / "other").mkdir()
    if known_to == "git":
        subprocess.run(["git", "init", "-q", "shop"], check=True)
    seen: set[tuple[str, str | None, str]] = set()

    for directory, path in (
        ("", "shop"),
        ("shop", "."),
        ("shop", "keys/order.avsc"),
        ("shop/keys", "."),
        ("shop/keys", "order.avsc"),
        ("shop/other", "../keys/order.avsc"),
        ("shop/other", str(here / "shop" / "keys" / "order.avsc")),
    ):
        monkeypatch.chdir(here / directory)
        for judgement in lint([path]):
            subject = judgement.subject
            (finding,) = judgement.findings
            seen.add((subject.name, subject.role, finding.fingerprint))

    assert {(name, role) for name, role, _ in seen} == {("order-key", "key")}
    assert len(seen) == 1


def test_the_name_of_a_repository_says_nothing_about_roles(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(here / "api-key" / "order.avsc")
    assert with_parent("api-key/order.avsc") == "api-key/order.avsc"

    subprocess.run(["git", "init", "-q", "api-key"], check=True)
    monkeypatch.chdir(here / "api-key")

    assert with_parent("order.avsc") == "order.avsc"
    assert with_parent("../api-key/order.avsc") == "order.avsc"


def test_a_path_of_the_project_has_forward_slashes() -> None:
    assert project_path(f"a{os.sep}b.avsc") == "a/b.avsc"


def test_a_tree_is_the_documents_below_a_directory(here: Path) -> None:
    put(here / "v1" / "a" / "x.avsc")
    (here / "v1" / "gone.avsc").symlink_to("nowhere")
    tree = DirectoryTree("v1")

    assert list(tree.paths()) == ["a/x.avsc", "gone.avsc"]
    assert tree.name("a/x.avsc") == "v1/a/x.avsc"
    assert tree.read("a/x.avsc") == b'"int"'
    with pytest.raises(KeyError):
        tree.read("b.avsc")
    with pytest.raises(ProjectError, match=r"v1/gone\.avsc: no such file"):
        tree.read("gone.avsc")


@pytest.mark.parametrize(
    ("path", "says"),
    [("nowhere", "'nowhere' does not exist"), ("a.avsc", "'a.avsc' is no directory")],
)
def test_what_is_no_directory_is_no_tree(here: Path, path: str, says: str) -> None:
    put(here / "a.avsc")

    with pytest.raises(ProjectError, match=says):
        DirectoryTree(path)


def test_a_working_tree_is_the_run_and_the_project_around_it(here: Path) -> None:
    for name in ("shop/a/x.avsc", "shop/b/y.avsc", "elsewhere/z.avsc"):
        put(here / name)
    subprocess.run(["git", "init", "-q", "shop"], check=True)

    inside = WorkingTree(["shop/a/x.avsc"], read_bytes)
    outside = WorkingTree(["elsewhere/z.avsc"], read_bytes)

    assert list(inside.paths()) == ["shop/a/x.avsc", "shop/b/y.avsc"]
    assert list(outside.paths()) == ["elsewhere/z.avsc"]


def test_a_working_tree_tells_gone_from_closed(here: Path) -> None:
    put(here / "a.avsc")
    (here / "loop.avsc").symlink_to("loop.avsc")
    tree = WorkingTree(["a.avsc"], read_bytes)

    assert tree.read(tree.name("a.avsc")) == b'"int"'
    with pytest.raises(KeyError):
        tree.read("gone.avsc")
    with pytest.raises(ProjectError, match="too many levels"):
        tree.read("loop.avsc")
