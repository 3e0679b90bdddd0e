"""A Schema Registry in memory, as an HTTP transport: Confluent's manners, few of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import httpx

from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection
from avrotower.registry.credential import NOBODY, Credentials
from avrotower.registry.vendor import Vendor
from avrotower.registry.wire import Clock, Wire

URL = "http://registry.test"
Answer = Callable[[httpx.Request], httpx.Response]


def schema(name: str = "Stock", *fields: str) -> str:
    """Return the text of a record with int *fields*."""
    parts = [{"name": field, "type": "int", "default": 0} for field in fields]
    return json.dumps({"type": "record", "name": name, "fields": parts})


def refuse(status: int, code: int, message: str) -> httpx.Response:
    return httpx.Response(status, json={"error_code": code, "message": message})


class Held:
    """What the registry holds, and what it answers out of order.

    `instead` has answers by the path, with its query or without; a list is used up one
    after the other, and its last answer stays.
    """

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.instead: dict[str, Answer | Sequence[Answer]] = {}
        self.asked: list[httpx.Request] = []
        self.records: dict[str, dict[str, Any]] = {
            "/config": {"compatibilityLevel": "BACKWARD"}
        }
        self.most_items = 1_000
        self.associations: list[dict[str, Any]] = []
        self._used: dict[str, int] = {}

    def add(
        self,
        subject: str,
        text: str = "",
        *,
        version: int = 0,
        deleted: bool = False,
        references: Sequence[Mapping[str, Any]] = (),
        **more: Any,
    ) -> None:
        """Register *text*, or a schema made for it."""
        number = version or 1 + max(self._numbers(subject, deleted=True), default=0)
        item: dict[str, Any] = {
            "subject": subject,
            "version": number,
            "id": len(self.items) + 1,
            "schema": text or schema("Stock", *(f"f{n}" for n in range(number))),
            "deleted": deleted,
            **more,
        }
        if references:
            item["references"] = list(references)
        self.items.append(item)

    def associate(self, subject: str, topic: str, role: str) -> None:
        """Tie *subject* to a topic."""
        self.associations.append(
            {"subject": subject, "resourceName": topic, "associationType": role}
        )

    @property
    def paths(self) -> list[str]:
        """What was asked, in order, with the queries."""
        return [request.url.raw_path.decode() for request in self.asked]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as a transport does."""
        self.asked.append(request)
        raw = request.url.raw_path.decode()
        for key in (raw, raw.partition("?")[0]):
            given = self.instead.get(key)
            if callable(given):
                return given(request)
            if given:
                number = self._used.get(key, 0)
                self._used[key] = number + 1
                return given[min(number, len(given) - 1)](request)
        return self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer in order, whatever is put instead."""
        path = request.url.raw_path.decode().partition("?")[0]
        parts = [unquote(part) for part in path.split("/")[1:]]
        deleted = request.url.params.get("deleted") == "true"
        found: Any
        match parts:
            case ["subjects"]:
                found = sorted(
                    {item["subject"] for item in self._seen(deleted=deleted)}
                )
            case ["subjects", subject, "versions"]:
                found = self._numbers(subject, deleted=deleted)
                found = found or refuse(404, 40401, f"Subject '{subject}' not found.")
            case ["subjects", subject, "versions", version]:
                found = self._version(subject, version, deleted=deleted)
            case ["subjects", subject, "versions", version, "referencedby"]:
                found = self._referring(subject, int(version))
            case ["associations", *_]:
                found = self.associations
            case ["schemas"]:
                found = self._listed(request, deleted=deleted)
            case ["contexts"]:
                found = ["."]
            case ["config" | "mode" as kind, *scope]:
                found = self._setting(request, kind, "/".join(["", kind, *scope]))
            case _:
                found = refuse(404, 404, "HTTP 404 Not Found")
        is_made = isinstance(found, httpx.Response)
        return found if is_made else httpx.Response(200, json=found)

    def _seen(self, *, deleted: bool) -> list[dict[str, Any]]:
        return [item for item in self.items if deleted or not item["deleted"]]

    def _numbers(self, subject: str, *, deleted: bool) -> list[int]:
        return [
            i["version"] for i in self._seen(deleted=deleted) if i["subject"] == subject
        ]

    def _referring(self, subject: str, version: int) -> list[int]:
        return [
            item["id"]
            for item in self.items
            for reference in item.get("references", ())
            if (reference["subject"], reference["version"]) == (subject, version)
        ]

    def _version(self, subject: str, version: str, *, deleted: bool) -> httpx.Response:
        found = [i for i in self._seen(deleted=deleted) if i["subject"] == subject]
        if not found:
            return refuse(404, 40401, f"Subject '{subject}' not found.")
        if version != "latest":
            found = [i for i in found if str(i["version"]) == version]
        if not found:
            return refuse(404, 40402, f"Version {version} not found.")
        return httpx.Response(200, json=found[-1])

    def _listed(self, request: httpx.Request, *, deleted: bool) -> httpx.Response:
        query = request.url.params
        found = sorted(
            self._seen(deleted=deleted), key=lambda i: (i["subject"], i["version"])
        )
        limit, offset = (
            int(query.get("limit", self.most_items)),
            int(query.get("offset", 0)),
        )
        return httpx.Response(
            200, json=found[offset : offset + min(limit, self.most_items)]
        )

    def _setting(self, request: httpx.Request, kind: str, path: str) -> httpx.Response:
        if request.method == "PUT":
            self.records[path] = json.loads(request.content)
            return httpx.Response(200, json=self.records[path])
        if request.method == "DELETE":
            return httpx.Response(200, json=self.records.pop(path))
        found = self.records.get(path)
        if found is None and request.url.params.get("defaultToGlobal") == "true":
            found = self.records.get(f"/{kind}", {"mode": "READWRITE"})
        if found is None and path == "/mode":
            found = {"mode": "READWRITE"}
        if found is None:
            return refuse(404, 40408 if kind == "config" else 40409, "no record")
        return httpx.Response(200, json=found)


class Waits:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waited: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.wait, lambda: 1.0)


def wire(
    answer: Answer,
    *,
    vendor: Vendor | None = "confluent",
    credentials: Credentials = NOBODY,
    waits: Waits | None = None,
    **more: Any,
) -> Wire:
    """Return a wire that ends in *answer*."""
    connection = Connection(URL, vendor=vendor, credentials=credentials, rate=None)
    return Wire(
        connection._replace(**more),
        transport=httpx.MockTransport(answer),
        clock=(waits or Waits()).clock,
    )


def registry(answer: Answer, **more: Any) -> Registry:
    """Return a registry that is *answer*."""
    return Registry(wire(answer, **more))
