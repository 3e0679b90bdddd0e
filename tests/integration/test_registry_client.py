"""The client of a registry against real ones: the same reads give the same everywhere."""

import json
from collections.abc import Callable, Generator, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from held_registry import schema

from avrotower.compat.levels import Level, compare
from avrotower.errors import RegistryRefusedError
from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection
from avrotower.registry.history import history
from avrotower.registry.state import State
from avrotower.registry.whole import read_all
from avrotower.schema.parse import parse

pytestmark = pytest.mark.integration

NAMES: Final = ("confluent", "axonops", "karapace", "apicurio")
LEVELS: Final[Mapping[str, str]] = {"apicurio": "NONE"}
_NUMBER: Final = count()


@pytest.fixture(scope="module", params=NAMES)
def registry(
    request: pytest.FixtureRequest, upstream: Callable[[str], str]
) -> Generator[Registry]:
    url = upstream(request.param)
    with Registry.open(Connection(url, rate=None, timeout_s=30, page=7)) as opened:
        assert opened.product.vendor == request.param
        yield opened


def fresh(name: str = "subject") -> str:
    """Return a subject that no other test has."""
    return f"{name}-{next(_NUMBER)}"


def register(
    registry: Registry, subject: str, text: str, references: list[Any] | None = None
) -> None:
    body = {"schema": text, "schemaType": "AVRO", "references": references or []}
    registry.wire.send("POST", f"{path(registry, subject)}/versions", body)


def path(registry: Registry, subject: str) -> str:
    return registry._path(subject)  # pyright: ignore[reportPrivateUsage]  # as clients write it


def delete(registry: Registry, subject: str, version: int | None = None) -> None:
    one = "" if version is None else f"/versions/{version}"
    registry.wire.send("DELETE", f"{path(registry, subject)}{one}")


def fields(text: str) -> list[str]:
    return [field["name"] for field in json.loads(text)["fields"]]


def test_versions_are_read_with_soft_deleted_ones(registry: Registry) -> None:
    subject = fresh()
    for number in range(3):
        register(registry, subject, schema("R", *(f"f{n}" for n in range(number + 1))))
    delete(registry, subject, 2)

    assert registry.versions(subject) == [1, 3]
    assert registry.versions(subject, deleted=True) == [1, 2, 3]
    assert fields(registry.schema(subject, 2).text) == ["f0", "f1"]
    assert registry.schema(subject).version == 3
    found = history(registry, subject).versions
    assert [s.version.label for s in found] == ["1", "2", "3"]
    assert [s.is_deleted for s in found] == [False, True, False]
    assert all(s.document is not None and s.document.is_valid for s in found)
    live = history(registry, subject, include_deleted=False).versions
    assert [s.version.label for s in live] == ["1", "3"]


def test_a_subject_that_is_deleted_is_listed_when_asked_for(registry: Registry) -> None:
    subject = fresh()
    register(registry, subject, '"int"')
    delete(registry, subject)

    assert subject not in registry.subjects()
    assert subject in registry.subjects(deleted=True)
    assert registry.versions(subject) == []
    assert [s.is_deleted for s in history(registry, subject).versions] == [True]


def test_an_unknown_subject_has_no_versions(registry: Registry) -> None:
    assert registry.versions("nobody") == []
    assert history(registry, "nobody").versions == ()
    with pytest.raises(RegistryRefusedError) as raised:
        registry.schema("nobody", 1)
    assert raised.value.error_code == 40401


@pytest.mark.parametrize("name", ["a b", "a+b", "é", "a;b", "a%2Fb", "a?b#c", "a&b=c"])
def test_a_name_of_any_letters_is_read_as_it_is_listed(
    registry: Registry, name: str
) -> None:
    subject = fresh(name)
    register(registry, subject, '"int"')

    assert subject in registry.subjects()
    assert registry.versions(subject) == [1]
    assert registry.schema(subject, 1).text.strip('"') != ""


def test_a_slash_in_a_name_is_read_as_it_is_listed(registry: Registry) -> None:
    subject = fresh("a/b")
    register(registry, subject, '"int"')

    # AxonOps keeps the name encoded, as it came.
    listed = [
        s for s in registry.subjects() if s in {subject, subject.replace("/", "%2F")}
    ]
    assert len(listed) == 1
    assert registry.versions(listed[0]) == [1]


def test_references_are_followed_to_their_end(registry: Registry) -> None:
    money, price, order = fresh("money"), fresh("price"), fresh("order")
    register(registry, money, schema("shop.Money", "cents"))
    used = {"name": "shop.Money", "subject": money, "version": 1}
    text = '{"type":"record","name":"shop.Price","fields":[{"name":"m","type":"shop.Money"}]}'
    register(registry, price, text, [used])
    used = {"name": "shop.Price", "subject": price, "version": 1}
    register(
        registry,
        order,
        text.replace("shop.Money", "shop.P")
        .replace("shop.Price", "shop.Order")
        .replace('shop.P"', 'shop.Price"'),
        [used],
    )

    (found,) = history(registry, order).versions

    assert found.document is not None, found.unreadable
    assert found.document.is_valid, found.document.errors
    assert set(found.document.references.names) == {"shop.Price", "shop.Money"}
    candidate = parse(
        text.replace("Price", "Order"), "strict", found.document.references
    )
    assert not compare(Level.BACKWARD, candidate, [found]).compatible


def test_levels_are_read_at_every_scope(registry: Registry) -> None:
    subject = fresh()
    register(registry, subject, '"int"')
    vendor = registry.product.vendor
    default = LEVELS.get(vendor, "BACKWARD")

    everywhere, inherited = registry.config(), registry.config(subject)
    assert everywhere is not None
    assert inherited is not None
    assert (everywhere.level, inherited.level) == (default, default)
    own = registry.config(subject, effective=False)
    assert (own is None) == registry.capabilities.tells_inherited
    assert registry.put_config(subject, {"compatibility": "FULL"}).level == "FULL"
    own = registry.config(subject, effective=False)
    assert own is not None
    assert own.level == "FULL"
    registry.delete_config(subject)
    again = registry.config(subject)
    assert again is not None
    assert again.level == default


def test_modes_are_read_and_written_where_there_are_any(registry: Registry) -> None:
    subject = fresh()
    register(registry, subject, '"int"')

    assert registry.mode() == "READWRITE"
    assert registry.mode(subject) == "READWRITE"
    if registry.capabilities.writes_modes == "no":
        with pytest.raises(RegistryRefusedError) as raised:
            registry.put_mode(subject, "READONLY")
        assert raised.value.status == 405
        return
    registry.put_mode(subject, "READONLY")
    assert registry.mode(subject) == "READONLY"
    assert registry.mode() == "READWRITE"
    registry.delete_mode(subject)
    assert registry.mode(subject) == "READWRITE"


def test_contexts_are_told_where_there_are_any(registry: Registry) -> None:
    name = fresh("in-context")
    register(registry, f":.eu:{name}", '"int"')

    assert f":.eu:{name}" in registry.subjects()
    assert registry.versions(f":.eu:{name}") == [1]
    assert registry.schema(f":.eu:{name}", 1).subject == f":.eu:{name}"
    has_contexts = registry.capabilities.contexts
    assert registry.contexts()[0] == "."
    assert (".eu" in registry.contexts()) == has_contexts
    if has_contexts:
        registry.put_config(":.eu:", {"compatibility": "FULL"})
        found = registry.config(f":.eu:{name}")
        assert found is not None
        assert found.level == "FULL"
        registry.delete_config(":.eu:")


def test_a_reference_stays_in_its_context(registry: Registry) -> None:
    if not registry.capabilities.contexts:
        pytest.skip(f"{registry.product.vendor} has no contexts")
    price, order = fresh("price"), fresh("order")
    register(registry, f":.eu:{price}", schema("shop.Price", "cents"))
    used = {"name": "shop.Price", "subject": price, "version": 1}
    text = (
        '{"type":"record","name":"shop.O","fields":[{"name":"p","type":"shop.Price"}]}'
    )
    register(registry, f":.eu:{order}", text, [used])

    (found,) = history(registry, f":.eu:{order}").versions

    assert found.document is not None, found.unreadable
    assert found.document.is_valid


def test_the_whole_registry_is_what_its_parts_are(
    registry: Registry, tmp_path: Path
) -> None:
    """The page has 7 items, so there are several."""
    for _ in range(5):
        subject = fresh("whole")
        for number in range(4):
            register(registry, subject, schema("W", *(f"f{n}" for n in range(number))))
        delete(registry, subject, 2)

    for include_deleted in (True, False):
        names = registry.subjects(deleted=include_deleted)
        expected = {
            name: {
                number: number not in registry.versions(name)
                for number in registry.versions(name, deleted=include_deleted)
            }
            for name in names
        }
        found = {
            entry.subject: {v.version: v.is_deleted for v in entry.versions}
            | {u.version: True for u in entry.unread}
            for entry in read_all(registry, include_deleted=include_deleted)
        }
        assert found == expected

    state = State.load(tmp_path / "state", registry.wire.connection.url)
    entries = read_all(registry, state=state)
    done = next(entries).subject
    next(entries)
    entries.close()  # type: ignore[attr-defined]  # it is a generator
    state = State.load(tmp_path / "state", registry.wire.connection.url)
    rest = {entry.subject for entry in read_all(registry, state=state)}
    assert rest == set(registry.subjects(deleted=True)) - {done}


def test_a_whole_registry_has_the_texts_of_its_versions(registry: Registry) -> None:
    subject = fresh("text")
    register(registry, subject, schema("T", "a", "b"))

    found = {e.subject: e for e in read_all(registry) if e.subject == subject}

    (version,) = found[subject].versions
    assert version == registry.schema(subject, 1)._replace(
        is_deleted=False, properties=version.properties
    )
