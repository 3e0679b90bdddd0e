"""All versions of one subject in one question, where a list can be had for a prefix."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from avrotower.errors import RegistryError
from avrotower.registry.client import Registry
from avrotower.registry.listing import Entry
from avrotower.registry.subject import DEFAULT_CONTEXT, qualified, segment
from avrotower.registry.value import is_list, registered, strange

_MOST_OTHERS: Final = 10
"""Subjects that may begin like the one that is wanted; their texts come along."""


def by_prefix(
    registry: Registry,
    names: Sequence[str],
    wanted: Sequence[str],
    *,
    include_deleted: bool,
) -> Iterator[Entry]:
    """Yield those of *wanted* that can be read in this way; *names* are all, sorted.

    The others, and what fails, have to be read by themselves.
    """

    def read(name: str) -> Entry | RegistryError | None:
        try:
            return _read(registry, name, include_deleted=include_deleted)
        except RegistryError as error:
            return error

    few = (name for name in wanted if _others(names, name) <= _MOST_OTHERS)
    for given in registry.gather(read, few):
        if isinstance(given, Entry):
            yield given
        elif getattr(given, "kind", "") in {"down", "slow"}:
            return


def _others(names: Sequence[str], prefix: str) -> int:
    """Return how many of *names*, sorted, begin with *prefix* and go on."""
    end = bisect_left(names, f"{prefix}\U0010ffff")
    return end - bisect_left(names, prefix) - 1


def _read(registry: Registry, subject: str, *, include_deleted: bool) -> Entry | None:
    context, name = qualified(subject)
    path = "/schemas"
    if context != DEFAULT_CONTEXT:
        path = f"/contexts/{segment(context, registry.capabilities.raw)}{path}"
    query: dict[str, str | int | bool] = {"subjectPrefix": name}
    if include_deleted:
        query["deleted"] = True
    asked = f"GET {path}"
    data = registry.wire.get(path, query)
    if not is_list(data):
        raise strange(asked, "a list of schemas", data)
    found = [registered(item, asked, context) for item in data]
    own = sorted((v for v in found if v.subject == subject), key=lambda v: v.version)
    live = (
        set(registry.versions(subject)) if include_deleted else {v.version for v in own}
    )
    marked = (v._replace(is_deleted=v.version not in live) for v in own)
    return Entry(subject, tuple(marked)) if own else None
