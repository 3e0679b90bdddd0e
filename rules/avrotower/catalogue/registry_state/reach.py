"""Which subjects a setting of one scope reaches."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from avrotower.rule import Subject

if TYPE_CHECKING:  # with a registry only
    from avrotower.estate import HeldSubject, Scene


def reached(
    scene: "Scene", field: str, *, is_shared: bool
) -> "Iterator[tuple[HeldSubject, Subject]]":
    """Yield the subjects that get *field* from the scope of *scene*, by name.

    *is_shared* as in `Estate.setting`; what has no live version is left out.
    """
    estate, scope = scene.estate, scene.scope
    if estate is None or scope is None:
        return
    # The settings of a subject reach itself alone.
    names = [scope.name] if scope.name in estate.subjects else sorted(estate.subjects)
    for name in names:
        held = estate.subjects[name]
        if not held.live:
            continue
        found = estate.setting(held, field, is_shared=is_shared)
        if found is not None and found[0].name == scope.name:
            yield held, scene.routed(name)


def named(names: list[str]) -> str:
    """Return the first of *names*, and how many more there are."""
    more = len(names) - 1
    return names[0] + (f" and {more} more" if more else "")
