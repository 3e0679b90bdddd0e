"""Do topics, join groups, joins and applications of one policy fit each other?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from avrotower.policy.load.fault import KeyPath
from avrotower.policy.load.validate import table_name
from avrotower.schema.model import JSON, is_array
from avrotower.suggestion import near

_SPEAKS_OF: Final = {
    "retractable": ({"event", "unknown"}, "events"),
    "effective-dated": ({"entity", "command", "unknown"}, "entities and commands"),
}
"""Declarations that no rule would look at for another kind (VAL011 to VAL013)."""

Said: TypeAlias = tuple[KeyPath, str]


def stream_faults(data: Mapping[str, JSON]) -> Iterator[Said]:
    """Yield place and message of each declaration in *data* that leads to nothing.

    *data* is valid by itself, and has no defaults.
    """
    topics = tuple(data.get("topics", {}))
    for name, entry in data.get("topics", {}).items():
        yield from _topic(name, entry)
    for name, entry in data.get("join-groups", {}).items():
        yield from _group(name, entry, topics)
    yield from _joins(data.get("joins", ()), topics, tuple(data.get("apps", {})))
    for name, app in data.get("apps", {}).items():
        yield from _app(name, app, topics)


def _topic(name: str, entry: Mapping[str, JSON]) -> Iterator[Said]:
    kind = entry.get("kind")
    for key, (kinds, of_whom) in _SPEAKS_OF.items():
        if entry.get(key) and kind is not None and kind not in kinds:
            told = f'{table_name(("topics", name))}: "{key}" speaks of {of_whom}, and '
            yield ("topics", name, key), f"{told}its kind is {kind}; take one out"


def _group(name: str, entry: JSON, topics: Sequence[str]) -> Iterator[Said]:
    what = f"join group {name}"
    at: KeyPath = ("join-groups", name)
    is_short = is_array(entry)
    members: Sequence[str] = entry if is_short else entry["members"]
    below = at if is_short else (*at, "members")
    for index, topic in enumerate(members):
        if topic not in topics:
            yield (*below, index), f"{what}: {_undeclared(topic, topics)}"
        if topic in members[:index]:
            yield (*below, index), f'{what} has "{topic}" twice'
    key = None if is_short else entry.get("key")
    if key is not None and key not in members:
        hint = near(key, members)
        told = f'{what}: key "{key}" is none of its members{hint}'
        yield (*at, "key"), told


def _joins(
    joins: Sequence[Mapping[str, JSON]], topics: Sequence[str], apps: Sequence[str]
) -> Iterator[Said]:
    for index, join in enumerate(joins):
        what = f"[[joins]] {index + 1}"
        app = join["app"]
        if app not in apps:
            hint = near(app, apps) or f"; write {table_name(('apps', app))} for it"
            told = f'{what}: "{app}" is no declared app{hint}'
            yield ("joins", index, "app"), told
        for side in ("left", "right", "output"):
            topic = join.get(side)
            if topic is not None and topic not in topics:
                yield ("joins", index, side), f"{what}: {_undeclared(topic, topics)}"
        if join in joins[:index]:
            first = joins.index(join) + 1
            yield ("joins", index), f"{what} says the same as [[joins]] {first}"


def _app(name: str, app: Mapping[str, JSON], topics: Sequence[str]) -> Iterator[Said]:
    what = table_name(("apps", name))
    for key in ("inputs", "outputs"):
        for index, topic in enumerate(app.get(key, ())):
            if topic not in topics:
                at = ("apps", name, key, index)
                yield at, f"{what}: {_undeclared(topic, topics)}"
    running: Sequence[str] = app["application-ids"]
    for key in ("application-ids", "supersedes"):
        ids: Sequence[str] = app.get(key, ())
        for index, word in enumerate(ids):
            if word in ids[:index]:
                yield (
                    ("apps", name, key, index),
                    f'{what} has "{word}" twice in "{key}"',
                )
            elif key == "supersedes" and word in running:
                told = f'{what}: "{word}" runs, so it is not superseded; take it out'
                yield ("apps", name, key, index), told


def _undeclared(topic: str, topics: Sequence[str]) -> str:
    hint = near(topic, topics) or f"; write {table_name(('topics', topic))} for it"
    return f'"{topic}" is no declared topic{hint}'
