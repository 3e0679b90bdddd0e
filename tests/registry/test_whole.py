"""A whole registry: every subject once, whatever happens on the way."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from held_registry import Held, refuse, registry, schema

from avrotower.errors import (
    PolicyError,
    RegistryRefusedError,
    RegistryUnreachableError,
)
from avrotower.registry.answer import MAX_BYTES
from avrotower.registry.listing import Entry
from avrotower.registry.state import State
from avrotower.registry.whole import read_all

Found = dict[str, list[tuple[int, bool | None]]]
EVERYTHING: Found = {
    "a": [(1, False), (2, True), (3, False)],
    "b/c": [(1, False)],
    "gone": [(1, True)],
    "z": [(1, False), (2, False)],
}
LIVE: Found = {"a": [(1, False), (3, False)], "b/c": [(1, False)], "z": EVERYTHING["z"]}


def shop() -> Held:
    held = Held()
    for subject, versions in EVERYTHING.items():
        for _, deleted in versions:
            held.add(subject, deleted=bool(deleted))
    return held


def quiet(held: Held) -> Callable[[httpx.Request], httpx.Response]:
    """Return *held* as a registry whose versions do not say that they are deleted."""

    def answer(request: httpx.Request) -> httpx.Response:
        response = held(request)
        if response.is_error:
            return response
        found: Any = response.json()
        items: list[Any] = [found] if "subject" in found else found
        for item in items:
            if isinstance(item, dict):
                cast("dict[str, Any]", item).pop("deleted", None)
        return httpx.Response(200, json=found)

    return answer


def as_it_is(held: Held) -> Callable[[httpx.Request], httpx.Response]:
    return held


def upside_down(held: Held) -> Callable[[httpx.Request], httpx.Response]:
    """Return *held* as Karapace 6 answers: a list knows `deleted` the wrong way round."""
    rest = quiet(held)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/schemas":
            is_asked = request.url.params.get("deleted") == "true"
            query = {} if is_asked else {"deleted": "true"}
            request = httpx.Request("GET", request.url.copy_with(params=query))
        return rest(request)

    return answer


def unsorted(held: Held) -> Callable[[httpx.Request], httpx.Response]:
    """Return *held* as AxonOps answers: what it lists is in the order of ids."""
    rest = quiet(held)

    def answer(request: httpx.Request) -> httpx.Response:
        response = rest(request)
        if request.url.path != "/schemas":
            return response
        found = sorted(response.json(), key=lambda item: (item["version"], item["id"]))
        return httpx.Response(200, json=found)

    return answer


def shown(entries: Iterator[Entry]) -> Found:
    found: Found = {}
    for entry in entries:
        assert entry.subject not in found
        assert entry.error is None
        assert entry.unread == ()
        found[entry.subject] = [(v.version, v.is_deleted) for v in entry.versions]
    return found


WAYS = pytest.mark.parametrize(
    ("vendor", "manners"),
    [
        ("confluent", as_it_is),
        ("karapace", quiet),
        ("karapace", upside_down),
        ("axonops", unsorted),
        ("apicurio", quiet),
        ("unknown", quiet),
    ],
    ids=["paged", "whole", "upside-down", "unsorted", "one-by-one", "unknown"],
)


@WAYS
def test_every_way_finds_the_same(vendor: Any, manners: Any) -> None:
    with registry(manners(shop()), vendor=vendor) as asked:
        assert shown(read_all(asked)) == EVERYTHING
        assert shown(read_all(asked, include_deleted=False)) == LIVE


@pytest.mark.parametrize("page", [1, 2, 3, 5, 7, 500, 5_000])
@pytest.mark.parametrize("most", [1, 2, 1_000])
def test_the_size_of_a_page_does_not_matter(page: int, most: int) -> None:
    held = shop()
    held.most_items = most

    with registry(held, page=page) as asked:
        assert shown(read_all(asked)) == EVERYTHING

    assert not [path for path in held.paths if "/versions/" in path]


def test_pages_are_few_questions() -> None:
    held = Held()
    for number in range(1_000):
        held.add(f"s{number:04}", '"int"')

    with registry(held) as asked:
        assert len(shown(read_all(asked))) == 1_000

    assert len(held.asked) < 12


def test_an_empty_registry_has_no_subjects() -> None:
    for vendor in ("confluent", "karapace", "axonops", "apicurio"):
        with registry(lambda _: httpx.Response(200, json=None), vendor=vendor) as asked:
            assert list(read_all(asked)) == []


@pytest.mark.parametrize("release", ["7.9.1", "8.2.3"])
def test_pages_that_do_not_tell_what_is_deleted_are_compared(release: str) -> None:
    """Confluent before 8.0; a later one that is silent too is asked by subject."""
    held = shop()
    body = {"version": release}
    held.instead["/v1/metadata/version"] = lambda _: httpx.Response(200, json=body)

    with registry(quiet(held), vendor=None) as asked:
        assert asked.product.vendor == "confluent"
        assert shown(read_all(asked)) == EVERYTHING
        assert shown(read_all(asked, include_deleted=False)) == LIVE

    assert not [path for path in held.paths if "/versions/" in path]


# Somebody writes meanwhile


def test_what_is_deleted_between_two_pages_loses_no_other() -> None:
    held = Held()
    for number in range(20):
        held.add(f"s{number:02}")

    def answer(request: httpx.Request) -> httpx.Response:
        response = held(request)
        if request.url.params.get("offset") == "0":
            del held.items[0]
        return response

    with registry(answer, page=5) as asked:
        found = shown(read_all(asked))

    assert set(found) >= {f"s{number:02}" for number in range(1, 20)}


def test_a_subject_that_is_new_meanwhile_is_no_trouble() -> None:
    held = shop()
    held.instead["/subjects"] = lambda _: httpx.Response(200, json=["z"])

    with registry(held) as asked:
        assert shown(read_all(asked)) == EVERYTHING


def test_pages_without_order_are_not_trusted() -> None:
    held = shop()
    items = [held.items[0], held.items[3], *held.items[1:3], *held.items[4:]]
    held.instead["/schemas"] = [
        lambda _: httpx.Response(200, json=items),
        lambda _: httpx.Response(200, json=items[-1:]),
    ]

    with registry(held) as asked:
        entries = list(read_all(asked))

    # What came before the pages were found out came too early.
    assert [entry.subject for entry in entries].count("z") == 1
    assert {entry.subject for entry in entries} == set(EVERYTHING)


def test_a_subject_that_is_gone_meanwhile_has_no_versions() -> None:
    held = shop()
    held.instead["/subjects/a/versions"] = lambda _: refuse(404, 40401, "gone")

    with registry(quiet(held), vendor="unknown") as asked:
        found = {entry.subject: entry for entry in read_all(asked)}

    assert found["a"] == Entry("a", ())
    assert set(found) == set(EVERYTHING)


def test_a_version_that_is_gone_meanwhile_says_so() -> None:
    held = shop()

    def gone(_: httpx.Request) -> httpx.Response:
        held.items[:] = [
            i for i in held.items if (i["subject"], i["version"]) != ("a", 2)
        ]
        return refuse(404, 40402, "gone")

    held.instead["/subjects/a/versions/2"] = gone

    with registry(quiet(held), vendor="unknown") as asked:
        found = {entry.subject: entry for entry in read_all(asked)}

    assert [(u.version, u.is_gone) for u in found["a"].unread] == [(2, True)]
    assert [v.version for v in found["a"].versions] == [1, 3]


def test_a_page_that_comes_again_and_again_does_not_go_on_for_ever() -> None:
    held = shop()
    for size in (1, 2, 7):
        same = held.items[:size]
        held.instead["/schemas"] = lambda _, same=same: httpx.Response(200, json=same)  # type: ignore[misc]  # a default binds it

        with registry(held, page=size) as asked:
            assert {entry.subject for entry in read_all(asked)} == set(EVERYTHING)


# One bad subject


@pytest.mark.parametrize(
    "bad",
    [
        httpx.Response(500, text="oops"),
        httpx.Response(403, text="no"),
        httpx.Response(200, html="<html>"),
        httpx.Response(200, json={"subject": "a"}),
    ],
    ids=["500", "403", "html", "strange"],
)
@WAYS
def test_one_bad_version_hides_no_other(
    vendor: Any, manners: Any, bad: httpx.Response
) -> None:
    held = shop()

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(bad.status_code, headers=bad.headers, content=bad.content)

    held.instead["/subjects/a/versions/2"] = held.instead["/schemas"] = answer

    def manned(request: httpx.Request) -> httpx.Response:
        is_bad = request.url.path in held.instead
        return held(request) if is_bad else manners(held)(request)

    with registry(manned, vendor=vendor) as asked:
        found = {entry.subject: entry for entry in read_all(asked)}

    assert set(found) == set(EVERYTHING)
    assert [u.version for u in found["a"].unread] == [2]
    assert [v.version for v in found["a"].versions] == [1, 3]
    assert len(found["z"].versions) == 2


def test_a_subject_whose_versions_cannot_be_listed_is_an_entry_with_the_error() -> None:
    held = shop()
    held.instead["/subjects/a/versions"] = lambda _: httpx.Response(500, text="oops")

    with registry(quiet(held), vendor="unknown") as asked:
        found = {entry.subject: entry for entry in read_all(asked)}

    assert isinstance(found["a"].error, RegistryRefusedError)
    assert set(found) == set(EVERYTHING)


def test_a_page_that_is_too_large_is_read_in_small_ones() -> None:
    held = shop()
    body = b" " * (MAX_BYTES + 1)
    held.instead["/schemas"] = lambda _: httpx.Response(200, content=body)

    with registry(held) as asked:
        assert shown(read_all(asked)) == EVERYTHING


def test_who_lets_us_read_nothing_is_told_at_once() -> None:
    for path in ("/schemas", "/subjects/a/versions", "/subjects/a/versions/1"):
        held = shop()
        held.instead[path] = lambda _: refuse(401, 401, "who?")
        vendor = "confluent" if path == "/schemas" else "unknown"

        with (
            pytest.raises(RegistryRefusedError),
            registry(held, vendor=vendor) as asked,
        ):
            list(read_all(asked))


@pytest.mark.parametrize("vendor", ["confluent", "axonops", "unknown"])
def test_a_registry_that_goes_away_is_told_soon(vendor: Any) -> None:
    held = Held()
    for number in range(1_000):
        held.add(f"s{number:04}")
    questions = count()

    def answer(request: httpx.Request) -> httpx.Response:
        if next(questions) > 3:
            raise httpx.ConnectError("refused")
        return held(request)

    with (
        pytest.raises(RegistryUnreachableError) as raised,
        registry(answer, vendor=vendor, page=50) as asked,
    ):
        list(read_all(asked))

    assert raised.value.kind == "down"
    assert next(questions) < 500


def test_one_subject_that_is_always_slow_hides_no_other() -> None:
    held = shop()

    def slow(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("")

    held.instead["/subjects/a/versions"] = slow

    with registry(quiet(held), vendor="unknown") as asked:
        found = {entry.subject: entry for entry in read_all(asked)}

    assert isinstance(found["a"].error, RegistryUnreachableError)
    assert set(found) == set(EVERYTHING)


def test_a_context_is_a_part_of_the_path() -> None:
    held = Held()
    held.add("b")
    held.instead["/contexts"] = lambda _: httpx.Response(200, json=[".", ".eu"])
    held.instead["/contexts/.eu/subjects"] = lambda _: httpx.Response(200, json=["b"])
    body = [{"subject": "b", "version": 1, "id": 1, "schema": schema("Eu")}]
    held.instead["/contexts/.eu/schemas"] = lambda _: httpx.Response(200, json=body)
    held.instead["/subjects/:.eu:b/versions"] = lambda _: httpx.Response(200, json=[1])

    with registry(unsorted(held), vendor="axonops") as asked:
        found = {entry.subject: entry for entry in read_all(asked)}

    assert set(found) == {":.eu:b", "b"}
    assert found[":.eu:b"].versions[0].text == schema("Eu")


# Memory


@pytest.mark.parametrize("vendor", ["confluent", "karapace"])
def test_ten_thousand_subjects_are_read_in_flat_memory(vendor: Any) -> None:
    text = schema("R", *(f"a_rather_long_name_{n}" for n in range(100)))
    count_of = 10_000
    names = [f"s{number:05}" for number in range(count_of)]

    def item(number: int) -> bytes:
        body = {"subject": names[number], "version": 1, "id": 1, "schema": text}
        return json.dumps({**body, "deleted": False}).encode()

    def body(first: int, last: int) -> Iterator[bytes]:
        yield b"["
        for number in range(first, last):
            yield item(number) + b","
        yield item(last) + b"]"

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/subjects":
            return httpx.Response(200, json=names)
        query = request.url.params
        first = int(query.get("offset", 0))
        last = min(first + int(query.get("limit", count_of)), count_of) - 1
        if first > last:
            return httpx.Response(200, json=[])
        return httpx.Response(200, content=body(first, last))

    tracemalloc.start()
    try:
        with registry(answer, vendor=vendor, page=100) as asked:
            found = sum(len(entry.versions) for entry in read_all(asked))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found == count_of
    assert len(text) * count_of > 60 << 20
    assert most < 30 << 20


# Going on later


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []

    with registry(shop()) as asked:
        list(read_all(asked, progress=lambda done, total: told.append((done, total))))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@WAYS
def test_reading_goes_on_where_it_ended(
    tmp_path: Path, vendor: Any, manners: Any
) -> None:
    path = tmp_path / "state.json"
    answer = manners(shop())
    with registry(answer, vendor=vendor) as asked:
        url = asked.wire.connection.url
        entries = read_all(asked, state=State.load(path, url))
        first = [next(entries).subject, next(entries).subject]
        entries.close()  # type: ignore[attr-defined]  # it is a generator

    with registry(answer, vendor=vendor) as asked:
        again = [
            entry.subject for entry in read_all(asked, state=State.load(path, url))
        ]

    # The second one was not asked to the end, so it comes again.
    assert first[1] in again
    assert first[0] not in again
    assert {first[0], *again} == set(EVERYTHING)
    assert len(again) == 3
    assert not path.exists()


def test_a_failure_keeps_the_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    held = shop()
    held.instead["/subjects/z/versions"] = lambda _: refuse(401, 401, "who?")

    with pytest.raises(RegistryRefusedError), registry(held, vendor="unknown") as asked:
        list(read_all(asked, state=State.load(path, "http://registry.test")))

    done = json.loads(path.read_text())["done"]
    assert "z" not in done
    assert set(done) <= set(EVERYTHING)


def test_little_that_is_left_is_not_read_in_pages(tmp_path: Path) -> None:
    held = Held()
    for number in range(100):
        held.add(f"s{number:02}")
    state = State(tmp_path / "x", "http://registry.test")
    state.done.update(f"s{number:02}" for number in range(95))

    with registry(held) as asked:
        assert len(list(read_all(asked, state=state))) == 5

    assert not [path for path in held.paths if path.startswith("/schemas")]


def test_the_state_is_written_now_and_then(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    state = State.load(path, "http://r.test")
    for number in range(250):
        state.mark(f"s{number:03}")

    assert len(State.load(path, "http://r.test").done) == 200
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"layout": 2}',
            "was written by a newer avrotower (layout 2, this one knows 1)",
        ),
        (
            '{"layout": 1, "source": "http://o.test", "done": []}',
            "belongs to 'http://o",
        ),
        ('{"layout": 1, "source": "http://r.test", "done": [1]}', "is damaged"),
        ('{"layout": 1, "source": "http://r.test"}', "is damaged"),
        ('{"layout": 1, "sour', "is no state of reading a registry"),
        ('{"layout": "1"}', "is no state of reading a registry"),
        ("[]", "is no state of reading a registry"),
        ("", "is no state of reading a registry"),
    ],
)
def test_a_state_that_cannot_be_used_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "state.json"
    path.write_text(text)

    with pytest.raises(PolicyError) as raised:
        State.load(path, "http://r.test")

    assert said in str(raised.value)
    assert str(raised.value).endswith("delete it to begin anew")


def test_a_state_without_deleted_versions_is_another_one(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    state = State.load(path, "http://r.test", include_deleted=False)
    state.save()

    with pytest.raises(PolicyError, match="without soft-deleted versions"):
        State.load(path, "http://r.test")


def test_a_state_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff")

    with pytest.raises(PolicyError, match="cannot be read: Is a directory"):
        State.load(tmp_path, "http://r.test")
    with pytest.raises(PolicyError, match="it is no UTF-8"):
        State.load(tmp_path / "binary", "http://r.test")
    with pytest.raises(PolicyError, match="cannot be written"):
        State(tmp_path / "no" / "file", "http://r.test").save()
