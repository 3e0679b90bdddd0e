"""A plan in a file: written by `avrotower plan --out`, read by `avrotower apply`."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from avrotower.compat.levels import Level
from avrotower.engine.plan import FORMAT, Change, Plan
from avrotower.errors import PolicyError
from avrotower.policy.replace import replace
from avrotower.registry.value import is_list, is_object

_AGAIN: Final = "write it again with `avrotower plan --out`"
_DIGEST: Final = "digest"
_MODES: Final = frozenset({"READWRITE", "READONLY"})
_AFTER: Final = {"compatibility": frozenset(Level), "mode": _MODES}
"""What a plan may set: nothing else is ever written, whatever a file says."""


def write(path: str, plan: Plan) -> None:
    """Write *plan* to the file *path*: beside it first, then in its place.

    Raises:
        PolicyError: If it cannot be written; nothing has changed then.
    """
    replace(path, f"{json.dumps(document(plan), indent=2, ensure_ascii=False)}\n")


def document(plan: Plan) -> dict[str, Any]:
    """Return *plan* as JSON, with a digest of all of it."""
    told = plan.as_json()
    return {**told, _DIGEST: _digest(told)}


def read(path: str) -> Plan:
    """Return the plan in the file *path*: its writes, and what they were made from.

    Raises:
        PolicyError: If the file cannot be read, is no plan, or was changed by hand.
    """
    try:
        data: Any = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyError(
            f"the plan {path!r} cannot be read: {error.strerror}"
        ) from None
    except (ValueError, RecursionError):
        data = None
    layout = data.get("format") if is_object(data) else None
    if not is_object(data) or _DIGEST not in data or not isinstance(layout, int):
        raise PolicyError(f"{path!r} is no plan; {_AGAIN}")
    if layout > FORMAT:
        raise PolicyError(
            f"the plan {path!r} was written by a newer avrotower (format {layout}, this "
            f"one knows {FORMAT}); upgrade, or {_AGAIN}"
        )
    rest = {name: value for name, value in data.items() if name != _DIGEST}
    changes = _changes(rest.get("changes")) if data[_DIGEST] == _digest(rest) else None
    if changes is None:
        raise PolicyError(
            f"the plan {path!r} is not as avrotower has written it; {_AGAIN}"
        )
    return Plan(
        str(rest.get("registry")),
        str(rest.get("vendor")),
        str(rest.get("policy")),
        str(rest.get("policy-hash")),
        changes=changes,
    )


def _digest(told: dict[str, Any]) -> str:
    """Return what tells a plan that somebody has edited; it is no signature."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _changes(data: Any) -> tuple[Change, ...] | None:
    if not is_list(data):
        return None
    found: list[Change] = []
    for entry in data:
        names = Change._fields
        if not is_object(entry) or set(entry) != set(names):
            return None
        if not all(isinstance(entry[name], str) for name in names):
            return None
        if entry["after"] not in _AFTER.get(entry["setting"], ()):
            return None
        found.append(Change(**entry))
    return tuple(found)
