"""From a policy file to what it declares of topics, join groups and applications."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from avrotower.finding import Location
from avrotower.schema.model import JSON, is_array, is_object
from avrotower.topology import App, Declaration, JoinGroup, Keys, Topic, Topology

Table: TypeAlias = Mapping[str, JSON]


def topology(data: Table, locate: Callable[[Keys], Location]) -> Topology:
    """Return what *data*, a valid policy with all defaults, declares.

    *locate* gives the place of a value in the policy.
    """
    groups = tuple(_groups(data))
    joined = {topic for group in groups for topic in group.members}
    topics = {
        name: _topic(name, entry, data["project"], is_joined=name in joined)
        for name, entry in data["topics"].items()
    }
    return Topology(topics, groups, tuple(_apps(data)), locate)


def _topic(name: str, entry: Table, project: Table, *, is_joined: bool) -> Topic:
    key, date, retraction = (
        entry["key"],
        entry["effective-dated"],
        entry["retractable"],
    )
    declared: list[Declaration] = []
    if is_joined:
        declared.append("join group")
    if retraction:
        declared.append("retractable")
    if date:
        declared.append("effective-dated")
    return Topic(
        name,
        frozenset(declared),
        key=key if isinstance(key, str) else "",
        key_file=key.get("file", "") if is_object(key) else "",
        key_subject=key.get("subject", "") if is_object(key) else "",
        cleanup=entry["cleanup"] or "",
        retention=entry["retention"] or "",
        partitions=entry["partitions"],
        effective_date=date if isinstance(date, str) else "",
        retraction=retraction["by"] if is_object(retraction) else "",
        streams=entry["streams"],
        wire_format=entry["wire-format"] or project["wire-format"],
        partitioner=entry["partitioner"] or project["partitioner"] or "",
        context=entry["context"] or project["context"],
    )


def _groups(data: Table) -> Iterator[JoinGroup]:
    """Yield the declared groups, then those that joins imply."""
    known: list[frozenset[str]] = []
    for name, entry in data["join-groups"].items():
        table: Table = {"members": entry} if is_array(entry) else entry
        members = tuple(table["members"])
        known.append(frozenset(members))
        yield JoinGroup(
            f"join group {name}",
            members,
            table.get("key") or members[0],
            ("join-groups", name),
            f"join-groups.{name}",
            table.get("partitions"),
        )
    for number, join in enumerate(data["joins"]):
        sides = join["left"], join["right"]
        pair = frozenset(sides)
        # A pair that shares a group is told once, under that group.
        if is_co_partitioned(join) and not any(pair <= group for group in known):
            known.append(pair)
            left, right = sides
            yield JoinGroup(
                f"the join of {left} and {right} in app {join['app']}",
                sides,
                left,
                ("joins", number),
                f"joins.{left}+{right}",
            )


def is_co_partitioned(join: Table) -> bool:
    """Whether *join* needs two topics with the same keys on the same partitions."""
    return (
        join["left"] != join["right"]
        and not join["foreign-key"]
        and not join["rekeyed"]
        and "global-table" not in {join["left-as"], join["right-as"]}
    )


def _apps(data: Table) -> Iterator[App]:
    for name, entry in data["apps"].items():
        sides = (
            join[side]
            for join in data["joins"]
            if join["app"] == name
            for side in ("left", "right")
        )
        inputs = frozenset([*entry["inputs"], *sides])
        yield App(
            name,
            tuple(entry["application-ids"]),
            inputs,
            tuple(entry["supersedes"]),
            entry["named-operators"],
            entry["owner"] or "",
        )
