"""Whose registry answers, and what it can do then."""

from typing import Any

import httpx
import pytest
from held_registry import Held, refuse, registry, wire

from avrotower.errors import RegistryRefusedError
from avrotower.registry.detect import Product, detect
from avrotower.registry.vendor import (
    CAPABILITIES,
    VENDORS,
    Capabilities,
    Release,
    capabilities,
)


def asked(routes: dict[str, Any], url: str = "http://r.test") -> Product:
    held = Held()
    for path, body in routes.items():
        held.instead[path] = lambda _, body=body: httpx.Response(200, json=body)  # type: ignore[misc]  # a default binds it
    with wire(held, vendor=None, url=url) as line:
        return detect(line)


@pytest.mark.parametrize(
    ("routes", "product"),
    [
        ({"/_health": {"healthy": True}}, Product("karapace")),
        ({"/health/live": {"status": "UP"}}, Product("axonops")),
        ({"/status/ready": {}}, Product("redpanda")),
        (
            {"/v1/metadata/version": {"version": "7.9.1", "commitId": "x"}},
            Product("confluent", (7, 9)),
        ),
        (
            {"/v1/metadata/version": {"version": "${project.version}"}},
            Product("confluent"),
        ),
        (
            {"/v1/metadata/version": {"version": "avrotower-0.1.0"}},
            Product("embedded", (0, 1)),
        ),
        ({"/v1/metadata/version": ["x"]}, Product("unknown")),
        ({}, Product("unknown")),
    ],
)
def test_a_route_that_only_one_has_gives_it_away(
    routes: dict[str, Any], product: Product
) -> None:
    assert asked(routes) == product


def test_a_base_path_gives_apicurio_away() -> None:
    assert asked({}, "http://r.test/apis/ccompat/v7") == Product("apicurio")


def test_redpanda_is_ready_without_a_word() -> None:
    held = Held()
    held.instead["/status/ready"] = lambda _: httpx.Response(200)

    with wire(held, vendor=None) as line:
        assert detect(line).vendor == "redpanda"


def test_a_server_that_answers_everything_with_a_page_is_unknown() -> None:
    page = httpx.Response(200, html="<html>Welcome")

    with wire(lambda _: page, vendor=None) as line:
        assert detect(line) == Product("unknown")


def test_who_lets_nobody_in_is_not_guessed() -> None:
    with (
        pytest.raises(RegistryRefusedError),
        wire(lambda _: refuse(401, 401, "Unauthorized"), vendor=None) as line,
    ):
        detect(line)


def test_a_named_vendor_is_not_asked_for() -> None:
    held = Held()
    with registry(held, vendor="karapace") as found:
        assert found.product == Product("karapace")
        assert found.capabilities.lists_schemas == "whole"

    assert held.asked == []


def test_every_vendor_has_its_line() -> None:
    assert tuple(CAPABILITIES) == VENDORS
    assert capabilities("unknown") == Capabilities()


@pytest.mark.parametrize(
    ("release", "guids", "tags", "code"),
    [
        ((7, 3), False, False, 409),
        ((7, 9), False, True, 409),
        ((8, 0), True, True, 409),
        ((8, 2), True, True, 40901),
        ((), True, True, 40901),
    ],
)
def test_older_releases_can_less(
    release: Release, *, guids: bool, tags: bool, code: int
) -> None:
    able = capabilities("confluent", release)

    assert (able.guids, able.tags, able.incompatible_code) == (guids, tags, code)
    assert able.lists_schemas == "paged"
