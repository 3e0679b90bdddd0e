"""The topics that applications make for themselves, as a registry knows them."""

from typing import TYPE_CHECKING, Final

from avrotower.rule import Context, Kind, Options

if TYPE_CHECKING:  # with a registry only
    from avrotower.internal import Internal
    from avrotower.topology import App

INTERNAL: Final[frozenset[Kind]] = frozenset({"changelog", "repartition", "fk-join"})
"""The kinds of internal topics."""


def own_topic(context: Context[Options]) -> "Internal | None":
    """Return what the name of an internal topic says; None for others, and deleted ones."""
    held = context.scene.subject if context.scene is not None else None
    if held is None or not held.live or context.subject.role is None:
        return None
    from avrotower.internal import internal  # noqa: PLC0415  with a registry only

    return internal(context.subject.topic)


def app_of(context: Context[Options]) -> "tuple[App | None, str]":
    """Return the application that declares the topic its own, and by which id."""
    if context.topology is None:
        return None, ""
    from avrotower.internal import application  # noqa: PLC0415  as above

    ids = context.topology.ids
    id_ = application(context.subject.topic, ids)
    return ids.get(id_), id_
