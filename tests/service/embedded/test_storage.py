"""The file: what is kept, what is refused, what happens when it cannot be written."""

import sqlite3
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import pytest
from shelf import Desk
from spoilt import damaged, newer

from avrotower_service.embedded.registry.delete import delete_subject
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.subject import subject_of
from avrotower_service.embedded.registry.view import Outcome
from avrotower_service.embedded.storage import Storage, StorageError
from avrotower_service.embedded.storage.error import WriteError

SUBJECT = subject_of("orders")


def deleted(permanent: bool, shelf: Shelf, _: int) -> Outcome[list[int]]:  # noqa: FBT001  bound by position
    return delete_subject(shelf, SUBJECT, permanent=permanent)


def record(*fields: str) -> str:
    told = ",".join(f'{{"name":"{name}","type":"int","default":0}}' for name in fields)
    return f'{{"type":"record","name":"Order","fields":[{told}]}}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "registry.db"


@pytest.fixture
def desk(path: Path) -> Generator[Desk]:
    storage = Storage(path)
    yield Desk(storage)
    storage.close()


def test_what_was_registered_is_there_after_a_restart(path: Path) -> None:
    storage = Storage(path)
    Desk(storage).register("orders", record("a"))
    storage.close()

    again = Storage(path)
    with again.reading() as view:
        found = view.history(SUBJECT)
    cluster = again.cluster
    again.close()

    assert [(old.version, old.id, old.content.text) for old in found] == [
        (1, 1, record("a"))
    ]
    assert cluster == storage.cluster


def test_the_same_text_has_one_id_in_a_context(desk: Desk) -> None:
    first = desk.register("orders", '"int"')
    other = desk.register("other", ' "int" ')
    elsewhere = desk.register(":.eu:orders", '"long"')

    assert (first.id, other.id, elsewhere.id) == (1, 1, 1)
    assert desk.register("more", '"long"').id == 2


def test_an_id_is_never_given_again(desk: Desk) -> None:
    desk.register("orders", '"int"')
    for permanent in (False, True):
        desk.write(partial(deleted, permanent))

    again = desk.register("orders", '"int"')

    assert (again.id, again.version) == (2, 1)


def test_many_registrations_at_once_leave_no_gap(desk: Desk) -> None:
    names = [f"f{number}" for number in range(40)]
    waiting = [
        desk.registering("orders", record(*names[: number % 40 + 1]))
        for number in range(200)
    ]
    made = [one.result(timeout=60) for one in waiting]

    assert {one.version for one in made} == set(range(1, 41))
    assert {one.id for one in made} == set(range(1, 41))


def test_a_refusal_in_a_group_stops_nobody_else(desk: Desk) -> None:
    good = desk.registering("orders", '"int"')
    bad = desk.registering("orders", '"string"')
    also = desk.registering("others", '"string"')

    assert (good.result().version, also.result().version) == (1, 1)
    with pytest.raises(RefusedError, match="incompatible with an earlier schema"):
        bad.result()


def test_a_second_registry_on_the_file_is_refused(desk: Desk, path: Path) -> None:
    with pytest.raises(StorageError, match=r"in use by another registry \(process"):
        Storage(path)

    assert desk.register("orders", '"int"').id == 1


def text(path: Path) -> None:
    path.write_text("no database, but long enough\n" * 9)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def locked(path: Path) -> None:
    path.chmod(0o400)


def nobody(*_: object) -> bool:
    return False


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (a)")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (text, "no registry"),
        (cut, "no registry"),
        (damaged, "is damaged"),
        (newer, "written by a newer avrotower"),
        (foreign, "no registry of avrotower"),
        (locked, "read-only"),
    ],
    ids=["text", "cut", "damaged", "newer", "foreign", "read-only"],
)
def test_a_file_that_cannot_be_used_stays_as_it_is(
    path: Path,
    spoil: Callable[[Path], None],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = Storage(path)
    Desk(storage).register("orders", record("a", "b"))
    storage.close()
    spoil(path)
    if says == "read-only":
        # Nothing is read-only for the superuser, whom tests may run as.
        monkeypatch.setattr("os.access", nobody)
    before = path.read_bytes()

    with pytest.raises(StorageError, match=says):
        Storage(path)

    assert path.read_bytes() == before
    assert {beside.name for beside in path.parent.iterdir()} <= {
        "registry.db",
        "registry.db-lock",
    }


def test_a_directory_is_no_registry(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is no file"):
        Storage(tmp_path)
    with pytest.raises(StorageError, match="its directory is missing"):
        Storage(tmp_path / "none" / "registry.db")


def test_a_full_disk_is_told_and_survived(desk: Desk) -> None:
    desk.register("orders", '"int"')
    connection = desk.storage._connection  # pyright: ignore[reportPrivateUsage]
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(WriteError, match="full"):
        desk.register("large", record(*(f"f{number}" for number in range(500))))
    with desk.shelf() as shelf:
        assert shelf.view.history(subject_of("large")) == []

    connection.execute("PRAGMA max_page_count = 1073741823")
    assert desk.register("large", '"string"').id == 2


def test_a_registry_in_memory_needs_no_file() -> None:
    storage = Storage.open(":memory:")
    desk = Desk(storage)

    assert desk.register("orders", '"int"').id == 1
    storage.reset().result()
    assert desk.register("orders", '"long"').id == 1
    storage.close()


def test_all_is_on_disk_before_it_is_answered(desk: Desk, path: Path) -> None:
    (journal,) = desk.storage._connection.execute("PRAGMA journal_mode").fetchone()  # pyright: ignore[reportPrivateUsage]
    (synchronous,) = desk.storage._connection.execute("PRAGMA synchronous").fetchone()  # pyright: ignore[reportPrivateUsage]
    desk.register("orders", '"int"')

    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as other:
        assert other.execute("SELECT subject FROM version").fetchall() == [("orders",)]
    other.close()
    assert (journal, synchronous) == ("wal", 2)
