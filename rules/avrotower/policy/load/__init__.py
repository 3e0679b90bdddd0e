"""From files to a policy: found, read, extended, merged, checked, kept."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from avrotower.errors import PolicyError
from avrotower.policy.discovery import Found, discover
from avrotower.policy.load import cache
from avrotower.rule import Rule
from avrotower.schema.model import JSON, is_object

if TYPE_CHECKING:  # only for showing a policy
    from avrotower.policy.load.origin import Origins


_RULE_SET: Final = "2026.1"
"""Changes when rules or their defaults do; a part of the policy hash."""
_PIECE: Final = 65_536
"""Bytes of a baseline that are read at once."""
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


class Inspected(NamedTuple):
    """A policy, and where each part of it was written."""

    loaded: Loaded
    origins: "Origins"


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
    found = find(start, config)
    while found is not None:
        kept = cache.read(found.root, found.files)
        if kept is None or not _fits(kept.data, found.root):
            read = _read(found, rules, today, is_named=config is not None)
            kept = None if read is None else read[0]
        if kept is not None:
            return _loaded(found, kept)
        found = above(found)
    return None


def inspect(
    start: str,
    rules: Sequence[Rule],
    *,
    config: str | None = None,
    today: date,
) -> Inspected | None:
    """Return what `load` returns, read anew, with the places of its parts."""
    found = find(start, config)
    while found is not None:
        read = _read(found, rules, today, is_named=config is not None)
        if read is not None:
            return Inspected(_loaded(found, read[0]), read[1])
        found = above(found)
    return None


def find(start: str, config: str | None = None) -> Found | None:
    """Return where the policy of *start* is, or the one that *config* names."""
    if config is None:
        return discover(start)
    path = os.path.realpath(config)
    return Found(os.path.dirname(path), (path,))


def above(found: Found) -> Found | None:
    """Return the next policy on the way up, where *found* turned out to hold none."""
    above = os.path.dirname(found.root)
    is_top = above == found.root or os.path.exists(os.path.join(found.root, ".git"))
    return None if is_top else discover(above)


def _loaded(found: Found, kept: cache.Kept) -> Loaded:
    # What is kept knows nothing of the baseline, which changes by itself.
    whole = _with_baseline(kept.hash, os.path.join(found.root, _baseline(kept.data)))
    return Loaded(found.root, kept.name, kept.data, kept.profile, whole)


def _baseline(data: Mapping[str, JSON]) -> str:
    name: str = data["baseline"]["file"]
    return name


def _with_baseline(known: str, path: str) -> str:
    """Return the hash *known* of a policy, with the baseline at *path* if there is one."""
    if not os.path.isfile(path):
        return known  # whoever reads it as a baseline says what it is
    try:
        with open(path, "rb") as file:
            digest = sha256(known.encode())
            while piece := file.read(_PIECE):
                digest.update(piece)
            return digest.hexdigest()
    except OSError:
        return known


def _read(
    found: Found, rules: Sequence[Rule], today: date, *, is_named: bool
) -> "tuple[cache.Kept, Origins] | None":
    # Validation is not needed where the same policy was valid before.
    from avrotower.policy.load.consistency import Consistency  # noqa: PLC0415
    from avrotower.policy.load.fault import in_order  # noqa: PLC0415
    from avrotower.policy.load.layers import Layers  # noqa: PLC0415
    from avrotower.policy.load.merge import merge  # noqa: PLC0415
    from avrotower.policy.load.origin import Origins  # noqa: PLC0415
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
    return kept, Origins(merged, tuple(layers.layers))


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
    if not is_object(entry):
        return ()
    files: Sequence[str] = (
        [entry["file"]] if "file" in entry else entry.get("files", ())
    )
    return files


def _hash(data: Mapping[str, JSON], profile: str) -> str:
    counted = {key: value for key, value in data.items() if key not in _NOT_HASHED}
    text = json.dumps([_RULE_SET, profile, counted], sort_keys=True)
    return sha256(text.encode()).hexdigest()
