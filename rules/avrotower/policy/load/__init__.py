"""From files to a policy: found, read, extended, merged, checked, kept."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeAlias

from avrotower.errors import PolicyError
from avrotower.policy.discovery import Found, discover
from avrotower.policy.load import cache
from avrotower.rule import Rule

JSON: TypeAlias = Any

_RULE_SET: Final = "2026.1"
"""Changes when rules or their defaults do; a part of the policy hash."""
_NOT_HASHED: Final = frozenset({"service"})


class Loaded(NamedTuple):
    """One policy, ready to be made into settings."""

    root: str
    """The project root."""
    name: str
    """The file, from the project root."""
    data: Mapping[str, JSON]
    """What it says, with all defaults."""
    profile: str
    hash: str
    """SHA-256 over all that decides a verdict."""


def load(
    start: str,
    rules: Sequence[Rule],
    *,
    config: str | None = None,
    today: date,
) -> Loaded | None:
    """Return the policy of the project that *start* lies in, None where there is none.

    *config* names a file instead of the search; *today* is the date that waivers are
    held against.

    Raises:
        PolicyError: If the policy cannot be used; `.errors` has all that is wrong.
    """
    if config is not None:
        path = os.path.realpath(config)
        found: Found | None = Found(os.path.dirname(path), (path,))
    else:
        found = discover(start)
    if found is None:
        return None
    kept = cache.read(found.root, found.files)
    if kept is None or not _fits(kept.data, found.root):
        kept = _read(found, rules, today, is_named=config is not None)
    if kept is None:
        above = os.path.dirname(found.root)
        is_top = os.path.exists(os.path.join(found.root, ".git"))
        return (
            None if is_top or above == found.root else load(above, rules, today=today)
        )
    return Loaded(found.root, kept.name, kept.data, kept.profile, kept.hash)


def _read(
    found: Found, rules: Sequence[Rule], today: date, *, is_named: bool
) -> "cache.Kept | None":
    # Validation is not needed where the same policy was valid before.
    from avrotower.policy.load.consistency import Consistency  # noqa: PLC0415
    from avrotower.policy.load.fault import in_order  # noqa: PLC0415
    from avrotower.policy.load.layers import Layers  # noqa: PLC0415
    from avrotower.policy.load.merge import merge  # noqa: PLC0415
    from avrotower.policy.load.validate import completed  # noqa: PLC0415

    layers = Layers(found.root)
    if is_named:
        layers.read_file(found.files[0])
    else:
        layers.read(found)
    faults = list(layers.faults)
    if not layers.layers and not faults:
        return None
    merged = merge([layer.data for layer in layers.layers])
    if layers.layers:
        checks = Consistency(merged, layers.layers, rules, root=found.root, today=today)
        faults += checks.faults()
    if faults:
        raise PolicyError.of(in_order(faults))
    data = completed(merged.data)
    profile = layers.profile or "recommended"
    kept = cache.Kept(data, profile, _hash(data, profile), layers.layers[-1].name)
    cache.write(found.root, found.files, layers.files, kept)
    return kept


def _fits(data: Mapping[str, JSON], root: str) -> bool:
    """Whether the files that a policy names are there, which its own text cannot say."""
    return all(
        os.path.isfile(os.path.join(root, file))
        for topic in data["topics"].values()
        for key in ("key", "value")
        for file in named_files(topic[key])
    )


def named_files(entry: JSON) -> Sequence[str]:
    """Return the files that the key or value of a topic names."""
    if not isinstance(entry, Mapping):
        return ()
    files: Sequence[str] = (
        [entry["file"]] if "file" in entry else entry.get("files", ())
    )
    return files


def _hash(data: Mapping[str, JSON], profile: str) -> str:
    counted = {key: value for key, value in data.items() if key not in _NOT_HASHED}
    text = json.dumps([_RULE_SET, profile, counted], sort_keys=True)
    return sha256(text.encode()).hexdigest()
