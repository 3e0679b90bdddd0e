"""The files of one policy, the weakest first: what `extends` names, then the own file."""

import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from avrotower.errors import PolicyError
from avrotower.policy.discovery import FILE, PYPROJECT, Found
from avrotower.policy.load.fault import Fault, KeyPath
from avrotower.policy.load.place import place
from avrotower.policy.load.validate import validated
from avrotower.schema.model import JSON, is_object
from avrotower.suggestion import near

PROFILES: Final = ("minimal", "recommended", "strict")
KEPT: Final = os.path.join(".avrotower", "policies")
"""Where copies of policies behind URLs are, below the project root."""
_PROFILE: Final = "profile:"
_OWN: Final = frozenset({"custom-rules", "plugins"})
_DEEPEST: Final = 10
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_WEB: Final = ("https://", "http://")
_CUT: Final = 60
_TWICE: Final = re.compile(r"Cannot declare \((.*)\) twice")
"""How tomllib says that a table has two headers."""


class Layer(NamedTuple):
    """One policy file."""

    name: str
    """As people know it: the path from the project root, or the URL."""
    path: str
    """Where it lies."""
    text: str
    data: Mapping[str, JSON]
    """What it says, validated, without defaults."""
    prefix: KeyPath = ()
    """The table of the file that holds the policy."""

    def fault(self, path: KeyPath, message: str) -> Fault:
        """Return a fault at the value at *path*."""
        at = place(self.text, (*self.prefix, *path))
        return Fault(self.name, at.line, at.column, message)


class Wanted(NamedTuple):
    """A policy behind a URL, and where it is named."""

    url: str
    digest: str
    """The pinned SHA-256."""
    layer: Layer
    at: KeyPath


Fetch: TypeAlias = Callable[[Wanted], str]
"""Brings the copy of a policy, returns its digest; a `PolicyError` says why it cannot."""


def digest_of(path: str) -> str | None:
    """Return the SHA-256 of the file at *path*, None where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return None


class Layers:
    """Reads the files of one policy; `faults` is what is wrong with them."""

    def __init__(self, root: str, fetch: Fetch | None = None) -> None:
        self.root = root
        self._fetch = fetch
        self.layers: list[Layer] = []
        """The weakest first; the last one is the own file."""
        self.profile = ""
        """The strongest profile that is named; empty where none is."""
        self.faults: list[Fault] = []
        self.is_whole = True
        """Whether what rules of one's own there are is known."""
        self._way: list[str] = []
        self._seen: set[str] = set()

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of all files that were read."""
        return tuple(layer.path for layer in self.layers)

    def read(self, found: Found) -> None:
        """Read the policy of the project that *found* is about."""
        tables = [
            (path, table)
            for path in found.files
            if (table := self._table(path)) is not None
        ]
        if len(tables) > 1:
            said = f"beside {FILE}, {PYPROJECT} has [tool.avrotower] too; keep one"
            self.faults.append(Fault(self._name(tables[1][0]), 1, 1, said))
        for path, (text, data, prefix) in tables[:1]:
            self._layer(self._name(path), path, text, data, prefix)

    def read_file(self, path: str) -> None:
        """Read the policy at *path*, which somebody has named."""
        table = self._table(path)
        if table is None:
            if not self.faults:
                said = "there is no [tool.avrotower] in it"
                self.faults.append(Fault(self._name(path), 0, 0, said))
            return
        self._layer(self._name(path), path, *table)

    def _name(self, path: str) -> str:
        """Return *path* from the project root, where it lies below it."""
        below = os.path.relpath(path, self.root)
        return path if below.startswith(os.pardir + os.sep) else below

    def _table(self, path: str) -> tuple[str, dict[str, JSON], KeyPath] | None:
        """Return text, table and prefix of the policy in the file at *path*."""
        name = self._name(path)
        try:
            with open(path, "rb") as file:
                text = file.read().decode()
        except OSError as error:
            reason = (error.strerror or "it cannot be read").lower()
            self.faults.append(Fault(name, 0, 0, reason))
            return None
        except UnicodeDecodeError as error:
            said = f"byte {error.start + 1} is no UTF-8; save the file as UTF-8"
            self.faults.append(Fault(name, 0, 0, said))
            return None
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(_syntax(name, error, text))
            return None
        except RecursionError:
            self.faults.append(Fault(name, 1, 1, "tables are nested too deeply"))
            return None
        if os.path.basename(path) != PYPROJECT:
            return text, data, ()
        tool = data.get("tool")
        own: JSON = tool.get("avrotower") if is_object(tool) else None
        return (text, own, ("tool", "avrotower")) if is_object(own) else None

    def _layer(
        self, name: str, path: str, text: str, raw: dict[str, JSON], prefix: KeyPath
    ) -> None:
        real = os.path.realpath(path)
        if real in self._way:
            way = " → ".join([*map(self._name, self._way), name])
            self.faults.append(Fault(name, 1, 1, f"policies extend each other: {way}"))
            return
        if len(self._way) >= _DEEPEST:
            said = f"more than {_DEEPEST} policies extend each other"
            self.faults.append(Fault(name, 1, 1, said))
            return
        data, faults = validated(raw, name, text)
        self.faults += faults
        self.is_whole &= not (_OWN & raw.keys() - data.keys())
        layer = Layer(name, path, text, data, prefix)
        self._way.append(real)
        for index, entry in enumerate(_extends(raw)):
            self._extend(entry, layer, ("extends", index))
        self._way.pop()
        if real not in self._seen:
            self._seen.add(real)
            self.layers.append(layer)

    def _extend(self, entry: JSON, layer: Layer, at: KeyPath) -> None:
        if is_object(entry):
            self._remote(entry, layer, at)
        elif not isinstance(entry, str):
            return  # of another type, which has been told
        elif entry.startswith(_PROFILE):
            profile = entry.removeprefix(_PROFILE)
            if profile in PROFILES:
                self.profile = profile
                return
            hint = near(profile, PROFILES)
            self.faults.append(
                layer.fault(at, f'there is no profile "{profile}"{hint}')
            )
        else:
            path = os.path.join(os.path.dirname(layer.path), entry)
            if not os.path.isfile(path):
                said = f'"{entry}" is no file; paths here start beside {layer.name}'
                self.faults.append(layer.fault(at, said))
                return
            self.read_file(path)

    def _remote(self, entry: Mapping[str, JSON], layer: Layer, at: KeyPath) -> None:
        """Read the kept copy of a policy behind a URL."""
        url, digest = entry.get("url"), entry.get("sha256")
        if not isinstance(url, str) or not isinstance(digest, str):
            return
        if not _DIGEST.fullmatch(digest) or not url.startswith(_WEB):
            return  # of another form, which has been told
        if self._fetch is not None:
            try:
                digest = self._fetch(Wanted(url, digest, layer, at))
            except PolicyError as error:
                self.faults.append(layer.fault(at, str(error)))
                return
        path = os.path.join(self.root, KEPT, f"{digest}.toml")
        now = digest_of(path)
        if now == digest:
            self.read_file(path)
            return
        said = f"the copy of {url} in {KEPT} was altered"
        if now is None:
            said = f"there is no copy of {url} in {KEPT}"
        self.faults.append(layer.fault(at, f"{said}; run `avrotower config update`"))


def _extends(raw: Mapping[str, JSON]) -> Iterator[JSON]:
    entries = raw.get("extends", [])
    yield from entries if isinstance(entries, list) else ()


def _syntax(name: str, error: tomllib.TOMLDecodeError, text: str) -> Fault:
    """Return the complaint of the TOML reader with its place as a place."""
    said = str(error)
    message, _, where = said.partition(" (at ")
    line, column = text.count("\n") + 1, 1
    words = where.rstrip(")").replace(",", "").split()
    numbers = [int(word) for word in words if word.isdecimal()]
    if len(numbers) == 2:  # noqa: PLR2004  line and column
        line, column = numbers
    twice = _TWICE.fullmatch(message)
    if twice is not None:
        table = ".".join(re.findall(r"'([^']*)'", twice[1]))
        said = f"[{table}] stands in the file twice; put its keys into the first one"
        return Fault(name, line, column, said)
    return Fault(name, line, column, f"not TOML: {message[:1].lower()}{message[1:]}")
