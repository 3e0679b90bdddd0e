"""Every cell of the table of capabilities, asked of the real servers."""

import json
from collections.abc import Callable, Generator
from itertools import groupby
from typing import Any, Final

import httpx
import pytest
from held_registry import schema

from avrotower.registry.vendor import CAPABILITIES, Capabilities, Vendor

pytestmark = pytest.mark.integration

VENDORS: Final[tuple[Vendor, ...]] = ("confluent", "axonops", "karapace", "apicurio")
NO_ROUTE: Final = frozenset({404, 405})
UNKNOWN_GUID: Final = "00000000-0000-0000-0000-000000000000"


class Server:
    """A registry, asked without our client."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(timeout=30)
        self.url = url

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self.client.request(method, f"{self.url}{path}", **more)

    def get(self, path: str) -> Any:
        return self.ask("GET", path).json() or []

    def status(self, path: str) -> int:
        return self.ask("GET", path).status_code

    def has(self, path: str, method: str = "GET", **more: Any) -> bool:
        """Whether there is such a route, even if it finds nothing."""
        answer = self.ask(method, path, **more)
        if answer.status_code not in NO_ROUTE:
            # Apicurio answers 204 on routes that do nothing.
            return answer.status_code != 204
        try:
            return int(answer.json()["error_code"]) > 1_000
        except (ValueError, KeyError, TypeError):
            return False

    def register(self, subject: str, text: str, **more: Any) -> httpx.Response:
        body = {"schema": text, "schemaType": "AVRO", **more}
        return self.ask("POST", f"/subjects/{subject}/versions", json=body)


Probe = Callable[[Server], Any]


def contexts(server: Server) -> bool:
    server.register(":.probe:contexts", '"int"')
    answer = server.ask("GET", "/contexts")
    return answer.is_success and ".probe" in answer.json()


def context_fallback(server: Server) -> bool:
    server.register(":.probe:fallback", '"int"')
    return server.status("/subjects/fallback/versions/1") == 200


def lists_contexts(server: Server) -> bool:
    return contexts(server) and ":.probe:contexts" in server.get("/subjects")


def lists_schemas(server: Server) -> str:
    for number in range(2):
        for letter in "cabd":
            text = schema("P", *(f"f{n}" for n in range(number + 1)))
            server.register(f"probe-{letter}", text)
    answer = server.ask("GET", "/schemas")
    if not answer.is_success or "subject" not in answer.json()[0]:
        return "no"
    subjects = [item["subject"] for item in answer.json()]
    if len(list(groupby(subjects))) > len(set(subjects)):
        return "whole"
    return "paged" if len(server.get("/schemas?offset=1&limit=1")) == 1 else "whole"


def tells_deleted(server: Server) -> bool:
    server.register("deleted", '"int"')
    return "deleted" in server.get("/subjects/deleted/versions/1?deleted=true")


def tells_inherited(server: Server) -> bool:
    server.register("inherits", '"int"')
    return server.status("/config/inherits") == 404


def pages_lists(server: Server) -> bool:
    lists_schemas(server)
    return len(server.get("/subjects?offset=1&limit=1")) == 1


def of_id(rest: str) -> Probe:
    def probe(server: Server) -> bool:
        number = server.register("by-id", '"int"').json()["id"]
        return server.status(f"/schemas/ids/{number}/{rest}") == 200

    return probe


def route(path: str, method: str = "GET", body: Any = None) -> Probe:
    def probe(server: Server) -> bool:
        server.register("routes", '"int"')
        return server.has(path, method, json=body)

    return probe


def aliases(server: Server) -> bool:
    server.register("aliased", '"int"')
    body = {"alias": "aliased", "compatibility": "BACKWARD"}
    server.ask("PUT", "/config/alias", json=body)
    found = server.status("/subjects/alias/versions") == 200
    server.ask("DELETE", "/config/alias")
    return found


def metadata(server: Server) -> str:
    given = {"properties": {"k": "v"}, "tags": {"R.f": ["t"]}}
    server.register("metadata", '"int"', metadata=given)
    read = server.get("/subjects/metadata/versions/1")
    found: dict[str, Any] = read.get("metadata") or {}
    if found.get("properties", {}).get("k") != "v":
        return "dropped"
    return "stored" if found.get("tags") == given["tags"] else "properties"


def messages(server: Server) -> str:
    server.register("messages", '"int"')
    server.ask("PUT", "/config/messages", json={"compatibility": "BACKWARD"})
    path = "/compatibility/subjects/messages/versions/latest"
    body = {"schema": '"string"', "schemaType": "AVRO"}
    plain = server.ask("POST", path, json=body).json()
    wordy = server.ask("POST", f"{path}?verbose=true", json=body).json()
    assert plain["is_compatible"] is wordy["is_compatible"] is False
    if plain.get("messages"):
        return "always"
    return "verbose" if wordy.get("messages") else "never"


def writes_modes(server: Server) -> str:
    body = {"mode": "READWRITE"}
    if server.ask("PUT", "/mode", json=body).is_success:
        return "all"
    return "subject" if server.ask("PUT", "/mode/x", json=body).is_success else "no"


def imports(server: Server) -> bool:
    server.ask("PUT", "/mode/imported", json={"mode": "IMPORT"})
    server.register("imported", schema("Imported"), id=4_242, version=7)
    return bool(server.get("/subjects/imported/versions") == [7])


def infers_type(server: Server) -> bool:
    body = {
        "schema": json.dumps({"$schema": "http://json-schema.org/draft-07/schema#"})
    }
    return server.ask("POST", "/subjects/inferred/versions", json=body).is_success


def incompatible_code(server: Server) -> int:
    server.register("incompatible", '"int"')
    server.ask("PUT", "/config/incompatible", json={"compatibility": "BACKWARD"})
    answer = server.register("incompatible", '"string"')
    assert answer.status_code == 409
    return int(answer.json()["error_code"])


def raw(server: Server) -> str:
    """Which characters keep their meaning only if they are not encoded."""
    kept = ""
    for number, letter in enumerate("$&+,:;=@!*'()"):
        server.ask(
            "POST",
            f"/subjects/raw{number}%{ord(letter):02X}/versions",
            json={"schema": '"int"', "schemaType": "AVRO"},
        )
        kept += letter if f"raw{number}{letter}" not in server.get("/subjects") else ""
    return kept


PROBES: Final[dict[str, Probe]] = {
    "contexts": contexts,
    "context_fallback": context_fallback,
    "lists_contexts": lists_contexts,
    "lists_schemas": lists_schemas,
    "tells_deleted": tells_deleted,
    "tells_inherited": tells_inherited,
    "pages_lists": pages_lists,
    "id_text": of_id("schema"),
    "id_subjects": of_id("subjects"),
    "guids": route(f"/schemas/guids/{UNKNOWN_GUID}"),
    "deployment": route("/v1/metadata/deployment"),
    "metadata_routes": route("/v1/metadata/id"),
    "associations": route("/associations/subjects/routes"),
    "tags": route("/subjects/routes/versions/1/tags", "POST", {}),
    "aliases": aliases,
    "subject_metadata": route("/subjects/routes/metadata"),
    "metadata": metadata,
    "compatibility_of_all": route(
        "/compatibility/subjects/routes/versions", "POST", {"schema": '"int"'}
    ),
    "messages": messages,
    "deletes_global_config": route("/config", "DELETE"),
    "writes_modes": writes_modes,
    "imports": imports,
    "infers_type": infers_type,
    "incompatible_code": incompatible_code,
    "raw": raw,
}


@pytest.fixture(scope="module", params=VENDORS)
def server(
    request: pytest.FixtureRequest, upstream: Callable[[str], str]
) -> Generator[tuple[Vendor, Server]]:
    asked = Server(upstream(request.param))
    with asked.client:
        yield request.param, asked


def test_every_capability_has_a_probe() -> None:
    assert {*PROBES, "health"} == set(Capabilities._fields)


@pytest.mark.parametrize("name", PROBES)
def test_the_table_says_what_the_server_does(
    server: tuple[Vendor, Server], name: str
) -> None:
    vendor, asked = server

    assert PROBES[name](asked) == getattr(CAPABILITIES[vendor], name)


def test_a_registry_that_is_well_says_so(server: tuple[Vendor, Server]) -> None:
    vendor, asked = server

    assert asked.status(CAPABILITIES[vendor].health) == 200
