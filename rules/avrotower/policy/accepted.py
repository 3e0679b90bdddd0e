"""From a policy file, or without one, to what is accepted."""

from __future__ import annotations

import os

from avrotower.acceptance import Waiver
from avrotower.finding import Location
from avrotower.forms import TYPE_CHECKING
from avrotower.policy.acceptance import Acceptance
from avrotower.schema.model import JSON

if TYPE_CHECKING:
    from collections.abc import Mapping


def accepted(
    root: str,
    *,
    data: Mapping[str, JSON] | None = None,
    file: str = "",
    today: str = "",
    baseline: str | None = None,
) -> Acceptance:
    """Return what the project in the directory *root* accepts.

    *data* is its valid policy with all defaults, read from *file*, as people name it;
    None where there is none. *baseline* names a file instead of the one that the policy
    names, which need not exist.

    Raises:
        PolicyError: If the baseline cannot be used.
    """
    given = None
    lint: Mapping[str, JSON] = data["lint"] if data is not None else {}
    path = baseline
    if path is None and data is not None:
        usual = os.path.join(root, data["baseline"]["file"])
        path = shown(usual) if os.path.lexists(usual) else None
    if path is not None:
        from avrotower.policy.baseline import read  # noqa: PLC0415  few have one

        given = read(path)
    return Acceptance(
        today=today,
        root=root,
        waivers=waivers(data["waivers"], file) if data is not None else (),
        baseline=given,
        inline_comments=lint.get("inline-comments", True),
        inline_property=lint.get("inline-property", False),
        locked=lint.get("locked", ()),
    )


def waivers(entries: JSON, file: str) -> tuple[Waiver, ...]:
    """Return the valid *entries* of `[[waivers]]` in *file*."""
    return tuple(
        Waiver(
            **{name: str(text) for name, text in entry.items() if text is not None},
            location=Location(file, f"/waivers/{number}"),
        )
        for number, entry in enumerate(entries)
    )


def shown(path: str) -> str:
    """Return *path* as reports name it: relative where it lies below us."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative
