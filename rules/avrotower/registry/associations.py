"""Whose keys and values the subjects are, where a registry knows it (Confluent, 8.2)."""

from __future__ import annotations

from typing import Final

from avrotower.errors import RegistryRefusedError
from avrotower.policy.associated import NONE, Associations
from avrotower.registry.client import Registry
from avrotower.registry.value import is_list, is_object, strange
from avrotower.rule import Role
from avrotower.schema.model import JSON

_PATH: Final = "/associations/resources/-/-"
"""Of all resources, in all namespaces."""
_PAGE: Final = 1_000
"""The registry's own limit."""


def associations(registry: Registry) -> Associations:
    """Return topics and roles of the subjects that *registry* has associated.

    There are none where it knows no associations, or does not show them to us.

    Raises:
        RegistryError: If it does not answer, or lets us read nothing.

    Source: GET /associations/resources/-/-?resourceType=topic.
    """
    if not registry.capabilities.associations:
        return NONE
    found: dict[str, set[tuple[str, Role]]] = {}
    offset = 0
    while True:
        query: dict[str, str | int | bool] = {
            "resourceType": "topic",
            "offset": offset,
            "limit": _PAGE,
        }
        try:
            data = registry.wire.get(_PATH, query)
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            return NONE
        if not is_list(data):
            raise strange(f"GET {_PATH}", "a list of associations", data)
        for item in data:
            if _is_known(item):
                pair = item["resourceName"], item["associationType"]
                found.setdefault(item["subject"], set()).add(pair)
        if len(data) < _PAGE:
            return {subject: sorted(pairs) for subject, pairs in found.items()}
        offset += len(data)


def _is_known(item: JSON) -> bool:
    """Whether *item* ties a subject to a topic, as its key or its value."""
    return (
        is_object(item)
        and isinstance(item.get("subject"), str)
        and isinstance(item.get("resourceName"), str)
        and item.get("associationType") in {"key", "value"}
    )
