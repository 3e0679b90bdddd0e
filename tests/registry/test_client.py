"""Reading and writing what a registry holds."""

from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest
from held_registry import Held, refuse, registry, schema

from avrotower.errors import RegistryRefusedError, RegistryUnreachableError
from avrotower.registry.value import Config, Reference, Registered


def answering(path: str, body: Any) -> Held:
    held = Held()
    held.instead[path] = lambda _: httpx.Response(200, json=body)
    return held


def test_subjects_are_sorted_and_may_include_deleted_ones() -> None:
    held = Held()
    held.add("b")
    held.add("a", deleted=True)
    held.add(":.eu:c")

    with registry(held) as asked:
        assert asked.subjects() == [":.eu:c", "b"]
        assert asked.subjects(deleted=True) == [":.eu:c", "a", "b"]


@pytest.mark.parametrize("read", ["subjects", "versions"])
def test_null_is_an_empty_list(read: str) -> None:
    """AxonOps."""
    with registry(lambda _: httpx.Response(200, json=None)) as asked:
        found = asked.subjects() if read == "subjects" else asked.versions("x")

    assert found == []


@pytest.mark.parametrize("body", [{}, "x", [1], ["a", None], [["a"]], 7])
def test_what_is_no_list_of_names_is_told(body: Any) -> None:
    with (
        pytest.raises(RegistryUnreachableError, match="instead of a list of names"),
        registry(answering("/subjects", body)) as asked,
    ):
        asked.subjects()


@pytest.mark.parametrize("body", [{}, ["1"], [True], [1.5]])
def test_what_is_no_list_of_numbers_is_told(body: Any) -> None:
    with (
        pytest.raises(RegistryUnreachableError, match="instead of a list of numbers"),
        registry(answering("/subjects/x/versions", body)) as asked,
    ):
        asked.versions("x")


def test_versions_are_ascending_and_an_unknown_subject_has_none() -> None:
    held = Held()
    held.add("a", version=3)
    held.add("a", version=1)
    held.add("a", version=2, deleted=True)

    with registry(held) as asked:
        assert asked.versions("a") == [1, 3]
        assert asked.versions("a", deleted=True) == [1, 2, 3]
        assert asked.versions("nobody") == []


def test_another_refusal_is_no_empty_list() -> None:
    with (
        pytest.raises(RegistryRefusedError),
        registry(lambda _: refuse(404, 404, "no route")) as asked,
    ):
        asked.versions("a")


def test_a_version_is_read_with_all_that_is_known_of_it() -> None:
    held = Held()
    held.add(
        "a/b",
        schema("R"),
        deleted=True,
        references=[{"name": "shop.Price", "subject": "price", "version": 2}],
        schemaType="AVRO",
        guid="g",
        metadata={"properties": {"major": "1", "n": 2}},
    )

    with registry(held) as asked:
        found = asked.schema("a/b", 1)

    assert held.paths == ["/subjects/a%2Fb/versions/1?deleted=true"]
    assert found == Registered(
        "a/b",
        1,
        1,
        schema("R"),
        "AVRO",
        (Reference("shop.Price", "price", 2),),
        is_deleted=True,
        properties={"major": "1", "n": "2"},
        guid="g",
    )
    assert found.document == "a/b@1"


def test_the_latest_version_is_never_a_deleted_one() -> None:
    held = Held()
    held.add("a")
    held.add("a", deleted=True)

    with registry(held) as asked:
        assert asked.schema("a").version == 1


def test_a_schema_without_type_is_avro() -> None:
    body = {
        "subject": "a",
        "version": 1,
        "id": 1,
        "schema": '"int"',
        "references": None,
    }

    with registry(answering("/subjects/a/versions/1", body)) as asked:
        found = asked.schema("a", 1)

    assert (found.schema_type, found.references, found.is_deleted) == ("AVRO", (), None)


STRANGE: list[Any] = [
    None,
    [],
    {"subject": "a", "version": "1", "id": 1, "schema": ""},
    {"subject": "a", "version": 1, "id": True, "schema": ""},
    {"subject": "a", "version": 1, "id": 1, "schema": {"type": "int"}},
    {"version": 1, "id": 1, "schema": ""},
    {"subject": "a", "version": 1, "id": 1, "schema": "", "references": ["x"]},
    {"subject": "a", "version": 1, "id": 1, "schema": "", "references": [{}]},
    {"subject": "a", "version": 1, "id": 1, "schema": "", "references": 7},
]


@pytest.mark.parametrize("body", STRANGE)
def test_what_is_no_schema_is_told(body: Any) -> None:
    with (
        pytest.raises(RegistryUnreachableError, match="instead of a"),
        registry(answering("/subjects/a/versions/1", body)) as asked,
    ):
        asked.schema("a", 1)


# Contexts


def test_a_registry_without_contexts_has_the_default_one() -> None:
    with registry(Held(), vendor="karapace") as asked:
        assert asked.contexts() == ["."]


def test_where_lists_know_one_context_each_is_asked_for() -> None:
    """AxonOps."""
    held = answering("/contexts", [".", ".eu"])
    held.add("a")
    held.instead["/contexts/.eu/subjects"] = lambda _: httpx.Response(200, json=["b"])

    with registry(held, vendor="axonops") as asked:
        assert asked.subjects() == [":.eu:b", "a"]


def test_a_plain_name_in_an_answer_is_qualified() -> None:
    body = {"subject": "b", "version": 1, "id": 1, "schema": '"int"'}
    held = answering("/subjects/:.eu:b/versions/1", body)

    with registry(held, vendor="axonops") as asked:
        assert asked.schema(":.eu:b", 1).subject == ":.eu:b"


# Settings


def test_a_level_is_the_effective_one_or_that_of_the_scope_itself() -> None:
    held = Held()
    held.records["/config/a"] = {"compatibilityLevel": "full", "normalize": True}

    with registry(held) as asked:
        assert asked.config() == Config("BACKWARD", {"compatibilityLevel": "BACKWARD"})
        assert asked.config("a") == Config(
            "FULL", {"compatibilityLevel": "full", "normalize": True}
        )
        assert asked.config("b") == asked.config()
        assert asked.config("b", effective=False) is None


def test_a_registry_that_does_not_know_the_parameter_is_asked_twice() -> None:
    held = Held()
    held.instead["/config/a"] = lambda _: refuse(404, 40408, "none")
    held.instead["/mode/a"] = lambda _: refuse(404, 40409, "none")

    with registry(held) as asked:
        level, mode = asked.config("a"), asked.mode("a")

    assert level is not None
    assert (level.level, mode) == ("BACKWARD", "READWRITE")


def test_another_refusal_of_a_setting_is_raised() -> None:
    with (
        pytest.raises(RegistryRefusedError),
        registry(lambda _: refuse(403, 40301, "no")) as asked,
    ):
        asked.config("a")


def test_a_mode_is_read_as_a_level_is() -> None:
    held = Held()
    held.records["/mode/:.eu:"] = {"mode": "readonly"}

    with registry(held) as asked:
        assert asked.mode() == "READWRITE"
        assert asked.mode(":.eu:") == "READONLY"
        assert asked.mode("b") == "READWRITE"
        assert asked.mode("b", effective=False) is None


@pytest.mark.parametrize("body", [None, ["x"], "x"])
def test_what_is_no_setting_is_told(body: Any) -> None:
    with registry(lambda _: httpx.Response(200, json=body)) as asked:
        with pytest.raises(RegistryUnreachableError, match="instead of a config"):
            asked.config()
        with pytest.raises(RegistryUnreachableError, match="instead of a mode"):
            asked.mode()


def test_a_mode_that_is_null_is_none() -> None:
    """Apicurio."""
    with registry(lambda _: httpx.Response(200, json={"mode": None})) as asked:
        assert asked.mode("a") == ""


def test_settings_are_written() -> None:
    held = Held()
    with registry(held) as asked:
        assert asked.put_config("a", {"compatibility": "FULL"}).level == "FULL"
        asked.put_config(None, {"compatibility": "NONE"})
        asked.put_mode(":.eu:", "IMPORT", force=True)
        asked.put_mode("b", "READONLY")
        asked.delete_config("a")
        asked.delete_mode("b")

    assert [(r.method, p) for r, p in zip(held.asked, held.paths, strict=True)] == [
        ("PUT", "/config/a"),
        ("PUT", "/config"),
        ("PUT", "/mode/%3A.eu%3A?force=true"),
        ("PUT", "/mode/b"),
        ("DELETE", "/config/a"),
        ("DELETE", "/mode/b"),
    ]
    assert held.records == {
        "/config": {"compatibility": "NONE"},
        "/mode/:.eu:": {"mode": "IMPORT"},
    }


def test_a_write_that_fails_is_not_tried_again() -> None:
    held = Held()
    for path in ("/config/a", "/mode/a"):
        held.instead[path] = lambda _: httpx.Response(503)

    with registry(held) as asked:
        writes: list[Callable[[], object]] = [
            partial(asked.put_config, "a", {}),
            partial(asked.put_mode, "a", "READONLY"),
            partial(asked.delete_config, "a"),
            partial(asked.delete_mode, "a"),
        ]
        for write in writes:
            with pytest.raises(RegistryRefusedError):
                write()

    assert len(held.asked) == len(writes)


# Several questions at once


def test_answers_come_in_the_order_of_the_questions_and_few_ahead() -> None:
    begun: list[int] = []

    def ask(number: int) -> int:
        begun.append(number)
        return number

    with registry(Held()) as asked:
        found = asked.gather(ask, range(1_000), ahead=5)

        assert [next(found) for _ in range(10)] == list(range(10))
        found.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(begun) <= 15


def test_a_registry_shows_its_address() -> None:
    with registry(Held()) as asked:
        assert repr(asked) == "Registry('http://registry.test')"
