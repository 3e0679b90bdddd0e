"""One policy as a whole: do its parts fit each other, the rules, and the files?"""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from avrotower import __version__
from avrotower.policy.load import named_files
from avrotower.policy.load.fault import Fault, KeyPath
from avrotower.policy.load.layers import Layer
from avrotower.policy.load.merge import Merged
from avrotower.policy.load.option import option_faults
from avrotower.policy.load.origin import Origins
from avrotower.policy.load.release import allows
from avrotower.policy.load.streams import stream_faults
from avrotower.policy.load.validate import table_name
from avrotower.policy.profile import EDITIONS, is_own
from avrotower.rule import Rule
from avrotower.schema.model import JSON
from avrotower.suggestion import near

_ALL: Final = "ALL"
_NOT_YET: Final[Mapping[tuple[str, str], JSON]] = {
    ("compat", "sinks"): [],
}
"""Keys that are read and have no effect so far, with their defaults."""
_DAYS: Final = {"d": 1.0, "h": 1 / 24, "m": 1 / 1440, "s": 1 / 86400, "ms": 1 / 864e5}


class _Said(NamedTuple):
    path: KeyPath
    message: str


class Consistency:
    """Looks at one merged policy; its own file is the last of *layers*."""

    def __init__(  # noqa: PLR0913  all that a policy is held against
        self,
        merged: Merged,
        layers: Sequence[Layer],
        rules: Sequence[Rule],
        *,
        root: str,
        today: date,
        is_whole: bool = True,
    ) -> None:
        self._data = merged.data
        self._origins = Origins(merged, layers)
        self._layers = layers
        self._is_whole = is_whole
        """Whether all rules are known."""
        self._rules = {name: rule for rule in rules for name in (rule.code, rule.name)}
        self._families = {rule.family for rule in rules}
        self._root = root
        self._today = today

    def faults(self) -> list[Fault]:
        """Return all that does not fit, each at its place in its own file."""
        said = [
            *self._release(),
            *self._edition(),
            *self._unknown_rules(),
            *self._options(),
            *self._topics(),
            *self._subjects(),
            *self._waivers(),
            *self._not_yet(),
        ]
        return [*(self._placed(one) for one in said), *self._locks()]

    def _placed(self, said: _Said) -> Fault:
        return self._origins.fault(said.path, said.message)

    # The release

    def _edition(self) -> Iterator[_Said]:
        edition = self._data.get("edition")
        if edition is not None and edition not in EDITIONS:
            newest = EDITIONS[-1]
            yield _Said(
                ("edition",),
                f'edition "{edition}" is not known to this release, whose newest is '
                f'"{newest}"; upgrade avrotower or write edition = "{newest}"',
            )

    def _release(self) -> Iterator[_Said]:
        wanted = self._data.get("required-version")
        if wanted is None:
            return
        fits = allows(wanted, __version__)
        if fits is None:
            yield _Said(
                ("required-version",),
                f'"{wanted}" is no list of versions; write it like ">=0.1,<2"',
            )
        elif not fits:
            yield _Said(
                ("required-version",),
                f"this is avrotower {__version__}, and the policy wants {wanted}",
            )

    def _not_yet(self) -> Iterator[_Said]:
        """Refuse what this release reads and does not judge: silence would be green."""
        for (table, key), default in _NOT_YET.items():
            if self._data.get(table, {}).get(key, default) != default:
                yield _Said((table, key), f'this release does not act on "{key}" yet')

    # Rules

    def _unknown_rules(self) -> Iterator[_Said]:
        lint = self._data.get("lint", {})
        for key in ("select", "extend-select"):
            for index, name in enumerate(lint.get(key) or ()):
                yield from self._unknown(name, ("lint", key, index), "[lint]")
        for index, name in enumerate(lint.get("locked", ())):
            yield from self._unknown(name, ("lint", "locked", index), "[lint] locked")
        for path, name, _ in _names(self._data):
            last = -1 if isinstance(path[-1], str) else -2
            yield from self._unknown(name, path, table_name(path[:last]))
        yield from self._unknown_in(("rules",))
        for index, entry in enumerate(self._data.get("overrides", ())):
            for name in entry.get("options", {}):
                at = ("overrides", index, "options", name)
                yield from self._unknown(name, at, f"[[overrides]] {index + 1}")
        for index, entry in enumerate(self._data.get("waivers", ())):
            where: KeyPath = ("waivers", index, "rule")
            yield from self._unknown(entry["rule"], where, f"[[waivers]] {index + 1}")

    def _unknown_in(self, path: KeyPath) -> Iterator[_Said]:
        table: JSON = self._data
        for step in path:
            table = table.get(step, {})
        for name in table:
            yield from self._unknown(name, (*path, name), table_name(path))

    def _unknown(self, name: str, path: KeyPath, where: str) -> Iterator[_Said]:
        if name in self._rules:
            return
        if path[-2:-1] != ("severity",) and name in {_ALL, *self._families}:
            return
        hint = near(name, tuple(self._rules))
        meant = hint.rpartition('did you mean "')[2].partition('"')[0]
        if hint and meant in self._rules:
            rule = self._rules[meant]
            other = rule.code if meant == rule.name else rule.name
            hint = f'; did you mean "{meant}" ({other})?'
        if not self._is_whole and (not hint or is_own(name)):
            return  # perhaps one of those that could not be read
        hint = hint or "; avrotower rules lists those that there are"
        yield _Said(path, f'unknown rule "{name}" in {where}{hint}')

    def _options(self) -> Iterator[_Said]:
        tables: list[tuple[KeyPath, Mapping[str, JSON]]] = [
            (("rules",), self._data.get("rules", {}))
        ]
        for index, entry in enumerate(self._data.get("overrides", ())):
            tables.append((("overrides", index, "options"), entry.get("options", {})))
        for path, table in tables:
            for name, values in table.items():
                rule = self._rules.get(name)
                if rule is not None:
                    for key, message in option_faults(rule, values):
                        yield _Said((*path, name, key), message)

    # Topics and subjects

    def _topics(self) -> Iterator[_Said]:
        for path, message in stream_faults(self._data):
            yield _Said(path, message)
        for name, topic in self._data.get("topics", {}).items():
            if topic.get("key") == "none" and topic.get("id-in") in ("key", ["key"]):
                yield _Said(
                    ("topics", name, "id-in"),
                    f"{table_name(('topics', name))}: records without a key have no id "
                    'in it; say another "id-in" or another "key"',
                )
            for key in ("key", "value"):
                entry = topic.get(key)
                files = named_files(entry)
                for file in files:
                    if not os.path.isfile(os.path.join(self._root, file)):
                        yield _Said(
                            ("topics", name, key),
                            f'{table_name(("topics", name))}: there is no file "{file}"',
                        )

    def _subjects(self) -> Iterator[_Said]:
        for index, entry in enumerate(self._data.get("subjects", ())):
            if "files" not in entry and "match" not in entry:
                yield _Said(
                    ("subjects", index),
                    f'[[subjects]] {index + 1} needs "files" or "match"',
                )

    # Acceptance

    def _waivers(self) -> Iterator[_Said]:
        farthest = self._today + timedelta(days=self._max_waiver())
        for index, entry in enumerate(self._data.get("waivers", ())):
            what = f"[[waivers]] {index + 1}"
            if not {"subject", "topic", "file"} & entry.keys():
                yield _Said(
                    ("waivers", index), f'{what} needs "subject", "topic" or "file"'
                )
            if date.fromisoformat(entry["expires"]) > farthest:
                yield _Said(
                    ("waivers", index, "expires"),
                    f"{what} ends later than max-waiver allows, which is {farthest}",
                )

    def _max_waiver(self) -> float:
        text = self._data.get("lint", {}).get("max-waiver", "366d")
        if text == "infinite":
            return float(date.max.toordinal() - self._today.toordinal())
        number = text.rstrip("dhms")
        return int(number) * _DAYS[text[len(number) :]]

    # Locks

    def _locks(self) -> Iterator[Fault]:
        """Tell what lowers a rule outside of the file that locks it."""
        for number, layer in enumerate(self._layers):
            for name in layer.data.get("lint", {}).get("locked", ()):
                rule = self._rules.get(name)
                if rule is None:
                    continue
                for other in self._layers[number + 1 :]:
                    for path, how in _lowering(rule, other.data):
                        fault = other.fault(path, "")
                        yield fault._replace(
                            message=f"{layer.name} locks {rule.code}; this {how}"
                        )


class _Named(NamedTuple):
    """A place of a policy file that names a rule."""

    path: KeyPath
    name: str
    word: str | None = None
    """The severity that the rule gets there; None where it is switched off."""


def _names(data: Mapping[str, JSON]) -> Iterator[_Named]:
    """Yield where *data* gives rules a severity, or takes them out."""
    lint = data.get("lint", {})
    for key in ("ignore", "extend-ignore"):
        for index, name in enumerate(lint.get(key, ())):
            yield _Named(("lint", key, index), name)
    tables: list[KeyPath] = [("lint", "severity")]
    for table in ("roles", "kinds", "generators"):
        for word, entry in data.get(table, {}).items():
            tables.append((table, word, "severity"))
            for index, name in enumerate(entry.get("ignore", ())):
                yield _Named((table, word, "ignore", index), name)
    tables += [
        ("overrides", index, "severity")
        for index in range(len(data.get("overrides", ())))
    ]
    for path in tables:
        for name, word in _at(data, path).items():
            yield _Named((*path, name), name, word)


def _at(data: JSON, path: KeyPath) -> Mapping[str, JSON]:
    for step in path:
        data = data[step] if isinstance(step, int) else data.get(step, {})
    table: Mapping[str, JSON] = data
    return table


def _lowering(rule: Rule, data: Mapping[str, JSON]) -> Iterator[tuple[KeyPath, str]]:
    """Yield where *data* lowers, switches off or waives *rule*."""
    own = {rule.code, rule.name}
    for path, name, word in _names(data):
        if word is None and name in {*own, rule.family, _ALL}:
            yield path, "switches it off"
        elif word is not None and name in own and word != rule.severity.word:
            yield path, f'sets it to "{word}"'
    for index, entry in enumerate(data.get("waivers", ())):
        if entry.get("rule") in own:
            yield ("waivers", index), "waives it"
