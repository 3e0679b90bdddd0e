"""From files to a policy: found, read, extended, merged, checked, kept."""

from __future__ import annotations

import os

from avrotower.errors import PolicyError
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.discovery import Found, discover
from avrotower.policy.load import cache
from avrotower.rule import Rule
from avrotower.schema.model import JSON, is_object

if TYPE_CHECKING:  # only for showing a policy
    from collections.abc import Mapping, Sequence
    from typing import Final

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
    rules: tuple[Rule, ...]
    """The rules that were given, and behind them those of one's own."""


class Inspected(NamedTuple):
    """A policy, and where each part of it was written."""

    loaded: Loaded
    origins: Origins


def load(
    start: str,
    rules: Sequence[Rule],
    *,
    config: str | None = None,
    today: str,
) -> Loaded | None:
    """Return the policy of the project that *start* lies in, None where there is none.

    *config* names a file instead of the search; *today* is the date that waivers are
    held against, `2026-11-28`.

    Raises:
        PolicyError: If the policy cannot be used; `.errors` has all that is wrong.
    """
    found = find(start, config)
    while found is not None:
        kept = cache.read(found.root, found.files)
        own = None
        if kept is not None and _fits(kept.data, found.root):
            own = _own(kept)
        if kept is not None and own is not None:
            return _loaded(found, kept, (*rules, *own))
        read = _read(found, rules, today, is_named=config is not None)
        if read is not None:
            return read.loaded
        found = above(found)
    return None


def inspect(
    start: str,
    rules: Sequence[Rule],
    *,
    config: str | None = None,
    today: str,
) -> Inspected | None:
    """Return what `load` returns, read anew, with the places of its parts."""
    found = find(start, config)
    while found is not None:
        read = _read(found, rules, today, is_named=config is not None)
        if read is not None:
            return read
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


def _own(kept: cache.Kept) -> tuple[Rule, ...] | None:
    """Return the rules that *kept* has of its own, None where a plug-in is unusable."""
    entries: Sequence[Mapping[str, JSON]] = kept.data["custom-rules"]
    own: list[Rule] = []
    if entries:
        from avrotower.policy.custom.declared import declared  # noqa: PLC0415  few have some

        written = zip(entries, kept.origins, kept.examples, strict=True)
        own += (declared(*each) for each in written)
    if kept.plugins:
        from avrotower.policy.custom.plugin import plugin  # noqa: PLC0415  as above

        for path, name in kept.plugins:
            found = plugin(path, name)
            if found.fault:
                return None  # reading anew tells it with its place
            own += found.rules
    return tuple(own)


def _loaded(found: Found, kept: cache.Kept, rules: tuple[Rule, ...]) -> Loaded:
    # What is kept knows nothing of the baseline, which changes by itself.
    whole = _with_baseline(kept.hash, os.path.join(found.root, _baseline(kept.data)))
    return Loaded(found.root, kept.name, kept.data, kept.profile, whole, rules)


def _baseline(data: Mapping[str, JSON]) -> str:
    name: str = data["baseline"]["file"]
    return name


def _with_baseline(known: str, path: str) -> str:
    """Return the hash *known* of a policy, with the baseline at *path* if there is one."""
    if not os.path.isfile(path):
        return known  # whoever reads it as a baseline says what it is
    try:
        from hashlib import sha256  # noqa: PLC0415  with a baseline

        with open(path, "rb") as file:
            digest = sha256(known.encode())
            while piece := file.read(_PIECE):
                digest.update(piece)
            return digest.hexdigest()
    except OSError:
        return known


def _read(
    found: Found, rules: Sequence[Rule], today: str, *, is_named: bool
) -> Inspected | None:
    from datetime import date  # noqa: PLC0415  starts slowly

    # Validation is not needed where the same policy was valid before.
    from avrotower.policy.load.consistency import Consistency  # noqa: PLC0415
    from avrotower.policy.load.fault import in_order  # noqa: PLC0415
    from avrotower.policy.load.layers import Layers  # noqa: PLC0415
    from avrotower.policy.load.merge import merge  # noqa: PLC0415
    from avrotower.policy.load.origin import Origins  # noqa: PLC0415
    from avrotower.policy.load.own import own  # noqa: PLC0415
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
    if not layers.layers:
        raise PolicyError.of(in_order(faults))
    origins = Origins(merged, tuple(layers.layers))
    mine = own(merged.data, origins, rules, found.root)
    every = (*rules, *mine.rules)
    checks = Consistency(
        merged,
        layers.layers,
        every,
        root=found.root,
        today=date.fromisoformat(today),
        is_whole=layers.is_whole and mine.is_whole,
    )
    faults += (*mine.faults, *checks.faults())
    if faults:
        raise PolicyError.of(in_order(faults))
    data = completed(merged.data)
    profile = layers.profile or "recommended"
    kept = cache.Kept(
        data,
        profile,
        _hash(data, profile, mine.digests),
        layers.layers[-1].name,
        mine.examples,
        mine.plugins,
        mine.origins,
    )
    sources = (*layers.files, *(path for path, _ in mine.plugins))
    cache.write(found.root, found.files, sources, kept)
    return Inspected(_loaded(found, kept, every), origins)


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


def _hash(data: Mapping[str, JSON], profile: str, plugins: Sequence[str]) -> str:
    """Return the hash of a policy; *plugins* are the digests of its plug-ins."""
    from hashlib import sha256  # noqa: PLC0415  starts slowly
    from json import dumps  # noqa: PLC0415  as above

    counted = {key: value for key, value in data.items() if key not in _NOT_HASHED}
    text = dumps([_RULE_SET, profile, counted, *plugins], sort_keys=True)
    return sha256(text.encode()).hexdigest()
