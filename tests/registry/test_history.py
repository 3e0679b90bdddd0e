"""The versions of one subject as the engine gets them, with their references."""

import threading

import httpx
import pytest
from held_registry import Held, refuse, registry, schema

from avrotower.compat.levels import Level, compare
from avrotower.errors import RegistryRefusedError, RegistryUnreachableError
from avrotower.finding import Version
from avrotower.registry.closure import MAX_DEPTH, Closure
from avrotower.registry.history import history
from avrotower.schema.parse import parse

PRICE = schema("shop.Price", "amount")
ORDER = (
    '{"type": "record", "name": "shop.Order", "fields": '
    '[{"name": "price", "type": "shop.Price"}]}'
)


def uses(subject: str, version: int = 1, name: str = "shop.Price") -> dict[str, object]:
    return {"name": name, "subject": subject, "version": version}


def test_versions_come_oldest_first_and_say_who_they_are() -> None:
    held = Held()
    held.add("a", schema("R", "x"))
    held.add("a", schema("R", "x", "y"), metadata={"properties": {"major": "2"}})

    with registry(held) as asked:
        found = history(asked, "a")

    first, second = found.versions
    assert first.version == Version("1", "a@1", 1, 1)
    assert first.document is not None
    assert (first.document.name, first.document.mode) == ("a@1", "lenient")
    assert second.properties == {"major": "2"}
    assert (found.subject, found.left_out) == ("a", 0)


def test_the_engine_compares_with_it() -> None:
    held = Held()
    held.add("a", '{"type": "record", "name": "R", "fields": []}')

    with registry(held) as asked:
        versions = history(asked, "a").versions

    text = '{"type":"record","name":"R","fields":[{"name":"x","type":"int"}]}'
    assert not compare(Level.BACKWARD, parse(text), versions).compatible
    assert compare(Level.FORWARD, parse(text), versions).compatible


def test_an_unknown_subject_has_no_history() -> None:
    with registry(Held()) as asked:
        assert history(asked, "a").versions == ()


@pytest.mark.parametrize("vendor", ["confluent", "karapace"])
def test_deleted_versions_are_there_when_asked_for(vendor: str) -> None:
    held = Held()
    for deleted in (False, True, False):
        held.add("a", deleted=deleted)

    def answer(request: httpx.Request) -> httpx.Response:
        response = held(request)
        if vendor == "confluent" or not request.url.path.rpartition("/")[2].isdecimal():
            return response
        body = response.json()
        del body["deleted"]
        return httpx.Response(200, json=body)

    with registry(answer, vendor=vendor) as asked:
        everything = history(asked, "a")
        live = history(asked, "a", include_deleted=False)

    assert [s.is_deleted for s in everything.versions] == [False, True, False]
    assert [s.version.number for s in live.versions] == [1, 3]


def test_of_many_versions_the_newest_are_read() -> None:
    held = Held()
    for _ in range(2_000):
        held.add("a", '"int"')

    with registry(held) as asked:
        found = history(asked, "a")

    assert found.left_out == 1_000
    assert [s.version.number for s in found.versions] == list(range(1_001, 2_001))
    assert len(held.asked) == 1_001


def test_no_versions_at_all_may_be_wanted() -> None:
    held = Held()
    held.add("a")

    with registry(held) as asked:
        assert history(asked, "a", max_versions=0) == ("a", (), 1)


# What cannot be read


def test_a_version_that_fails_is_there_with_the_reason() -> None:
    held = Held()
    for _ in range(3):
        held.add("a")
    held.instead["/subjects/a/versions/2"] = lambda _: httpx.Response(500, text="oops")

    with registry(held) as asked:
        found = history(asked, "a").versions

    assert [s.document is not None for s in found] == [True, False, True]
    assert found[1].version == Version("2", "a@2", 2)
    assert "answered 500, 'oops'" in found[1].unreadable


def test_a_version_of_another_shape_hides_no_other() -> None:
    held = Held()
    held.add("a")
    held.add("a")
    held.instead["/subjects/a/versions/1"] = lambda _: httpx.Response(200, json=[])

    with registry(held) as asked:
        found = history(asked, "a").versions

    assert "instead of a schema" in found[0].unreadable
    assert found[1].document is not None


def test_a_version_that_is_gone_meanwhile_is_not_there() -> None:
    held = Held()
    held.add("a")
    held.add("a")

    def gone(_: httpx.Request) -> httpx.Response:
        del held.items[:1]
        return refuse(404, 40402, "gone")

    held.instead["/subjects/a/versions/1"] = gone

    with registry(held) as asked:
        assert [s.version.number for s in history(asked, "a").versions] == [2]


def test_a_version_that_is_listed_and_never_given_is_there_with_the_reason() -> None:
    """Apicurio does so with the versions of a soft-deleted subject."""
    held = Held()
    held.add("a", deleted=True)
    held.instead["/subjects/a/versions/1"] = lambda _: refuse(404, 40401, "not found")

    with registry(held, vendor="apicurio") as asked:
        (found,) = history(asked, "a").versions

    assert found.is_deleted
    assert "answered 404/40401" in found.unreadable


def test_a_text_that_is_no_schema_is_a_document_with_errors() -> None:
    held = Held()
    held.add("a", '{"type": "recrod"')

    with registry(held) as asked:
        (found,) = history(asked, "a").versions

    assert found.document is not None
    assert found.document.errors
    comparison = compare(Level.BACKWARD, parse('"int"'), (found,))
    assert comparison.passed[0].version.document == "a@1"


def test_another_type_has_no_document() -> None:
    held = Held()
    held.add("a", "{}", schemaType="JSON")

    with registry(held) as asked:
        (found,) = history(asked, "a").versions

    assert (found.schema_type, found.document, found.unreadable) == ("JSON", None, "")


def test_who_lets_us_read_nothing_is_told() -> None:
    held = Held()
    held.add("a")
    held.instead["/subjects/a/versions/1"] = lambda _: refuse(401, 40101, "who?")

    with pytest.raises(RegistryRefusedError), registry(held) as asked:
        history(asked, "a")


def test_a_registry_that_goes_away_is_told() -> None:
    held = Held()
    held.add("a")

    def gone(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    held.instead["/subjects/a/versions/1"] = gone

    with pytest.raises(RegistryUnreachableError), registry(held) as asked:
        history(asked, "a")


# References


def test_references_are_followed_to_their_end() -> None:
    held = Held()
    held.add("money", schema("shop.Money", "cents"))
    held.add(
        "price",
        '{"type":"record","name":"shop.Price","fields":[{"name":"m","type":"shop.Money"}]}',
        references=[uses("money", name="shop.Money")],
    )
    held.add("order", ORDER, references=[uses("price")])

    with registry(held) as asked:
        (found,) = history(asked, "order").versions

    assert found.document is not None
    assert found.document.errors == ()
    assert set(found.document.references.names) == {"shop.Price", "shop.Money"}
    assert found.document.references.roots == {"shop.Price", "shop.Money"}


def test_a_soft_deleted_reference_still_counts_for_what_is_stored() -> None:
    held = Held()
    held.add("price", PRICE, deleted=True)
    held.add("order", ORDER, references=[uses("price")])

    with registry(held) as asked:
        (found,) = history(asked, "order").versions

    assert found.document is not None
    assert found.document.is_valid


def test_a_missing_reference_is_named() -> None:
    held = Held()
    held.add("order", ORDER, references=[uses("price", 3)])

    with registry(held) as asked:
        (found,) = history(asked, "order").versions

    assert found.document is None
    assert found.unreadable == (
        'No schema reference found for subject "price" and version 3; '
        "order@1 uses it as 'shop.Price'"
    )


def test_a_reference_that_cannot_be_read_is_told_and_hides_no_version() -> None:
    held = Held()
    held.add("order", '"int"')
    held.add("order", ORDER, references=[uses("price")])
    held.instead["/subjects/price/versions/1"] = lambda _: httpx.Response(500)

    with registry(held) as asked:
        first, second = history(asked, "order").versions

    assert first.document is not None
    assert "answered 500" in second.unreadable


def test_a_reference_to_another_type_is_told() -> None:
    held = Held()
    held.add("price", "{}", schemaType="JSON")
    held.add("order", ORDER, references=[uses("price")])

    with registry(held) as asked:
        (found,) = history(asked, "order").versions

    assert found.unreadable == "order@1 refers to price@1, which is JSON"


def test_references_that_go_in_a_circle_are_told() -> None:
    held = Held()
    held.add("a", '"int"', references=[uses("b")])
    held.add("b", '"int"', references=[uses("a")])

    with registry(held) as asked:
        (found,) = history(asked, "a").versions

    assert found.unreadable == (
        "schemas refer to each other in a circle: a@1 → b@1 → a@1"
    )


def test_references_that_nest_without_end_are_told() -> None:
    held = Held()
    for number in range(MAX_DEPTH + 5):
        held.add(f"s{number}", '"int"', references=[uses(f"s{number + 1}")])

    with registry(held) as asked:
        (found,) = history(asked, "s0").versions

    assert found.unreadable == "references nest deeper than 20"


def test_an_unqualified_reference_stays_in_its_context() -> None:
    held = Held()
    held.add("price", '"string"')
    held.add(":.eu:price", PRICE)
    held.add(":.eu:order", ORDER, references=[uses("price")])

    with registry(held) as asked:
        (found,) = history(asked, ":.eu:order").versions

    assert found.document is not None
    assert found.document.is_valid


def test_without_contexts_a_name_is_taken_as_it_stands() -> None:
    held = Held()
    held.add("price", PRICE)
    held.add(":.eu:order", ORDER, references=[uses("price")])

    with registry(held, vendor="karapace") as asked:
        (found,) = history(asked, ":.eu:order").versions

    assert found.document is not None
    assert found.document.is_valid


def test_a_name_seen_twice_is_taken_once() -> None:
    held = Held()
    held.add("one", schema("shop.Price", "a"))
    held.add("two", schema("shop.Price", "b"))
    held.add("order", ORDER, references=[uses("one"), uses("two")])

    with registry(held) as asked:
        (found,) = history(asked, "order").versions

    assert found.document is not None
    price = found.document.references.names["shop.Price"]
    assert [field.name for field in price.fields] == ["a"]  # type: ignore[attr-defined]  # a record


def test_what_several_refer_to_is_read_once() -> None:
    held = Held()
    held.add("price", PRICE)
    for subject in ("a", "b"):
        held.add(subject, ORDER, references=[uses("price")])

    with registry(held) as asked:
        closure = Closure(asked)
        for subject in ("a", "b"):
            history(asked, subject, closure=closure)

    assert held.paths.count("/subjects/price/versions/1?deleted=true") == 1


def test_versions_are_read_several_at_a_time() -> None:
    held = Held()
    for _ in range(8):
        held.add("a")
    together = threading.Barrier(2, timeout=10)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.rpartition("/")[2].isdecimal():
            together.wait()
        return held(request)

    with registry(answer) as asked:
        assert len(history(asked, "a").versions) == 8
