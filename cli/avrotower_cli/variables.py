"""The environment variables that are ours."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final


_OURS: Final = "AVROTOWER_"


def look_at(environment: Iterable[str]) -> None:
    """Look whether the variables of *environment* that are ours name keys.

    Raises:
        PolicyError: If one does not.
    """
    ours = [name for name in environment if name[:10] == _OURS and "__" in name]
    if ours:
        from avrotower.policy.variable import refuse_unknown  # noqa: PLC0415  mostly none

        refuse_unknown(ours)
