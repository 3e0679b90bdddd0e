"""Which product answers: one or two questions that only one of them knows."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from avrotower.errors import RegistryRefusedError
from avrotower.registry.answer import NoJSONError
from avrotower.registry.value import is_object
from avrotower.registry.vendor import Release, Vendor
from avrotower.registry.wire import Wire

_ROUTES: Final[Mapping[Vendor, str]] = {
    "karapace": "/_health",
    "axonops": "/health/live",
    "redpanda": "/status/ready",
}
_EMBEDDED: Final = "avrotower-"
_UNKNOWN_ROUTE: Final = frozenset({400, 404, 405, 406})


class Product(NamedTuple):
    """Whose registry answers, and in which release where it tells."""

    vendor: Vendor
    release: Release = ()


def detect(wire: Wire) -> Product:
    """Ask who is there (REGISTRY, B.19).

    A server that answers every path with a page is nobody's registry: only JSON counts.

    Raises:
        RegistryError: If nobody answers, or nobody without credentials.
    """
    path = wire.connection.url.partition("://")[2].partition("/")[2]
    if "apis/ccompat/" in f"{path}/":
        return Product("apicurio")
    for vendor, route in _ROUTES.items():
        if _answers(wire, route, is_bare=vendor == "redpanda") is not None:
            return Product(vendor)
    told = _answers(wire, "/v1/metadata/version")
    if not is_object(told) or "version" not in told:
        return Product("unknown")
    version = str(told["version"])
    if version.startswith(_EMBEDDED):
        return Product("embedded", _release(version.removeprefix(_EMBEDDED)))
    return Product("confluent", _release(version))


def _answers(wire: Wire, path: str, *, is_bare: bool = False) -> Any:
    """Return the JSON at *path*, None where there is no such route."""
    try:
        found = wire.get(path)
    except RegistryRefusedError as error:
        if error.status in _UNKNOWN_ROUTE:
            return None
        raise
    except NoJSONError:
        return None
    return {} if found is None and is_bare else found


def _release(text: str) -> Release:
    found = re.match(r"(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else ()
