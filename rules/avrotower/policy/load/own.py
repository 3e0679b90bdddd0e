"""The rules of one's own that a policy has, and what is wrong with them."""

import json
import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import PydanticUserError

from avrotower.policy.custom.declared import declared
from avrotower.policy.custom.example import judged
from avrotower.policy.custom.identity import Identities
from avrotower.policy.custom.plugin import plugin
from avrotower.policy.custom.sense import complaints
from avrotower.policy.document.custom import CustomRule, When
from avrotower.policy.load.fault import Fault, KeyPath
from avrotower.policy.load.layers import KEPT, Layer
from avrotower.policy.load.option import option_model
from avrotower.policy.load.origin import Origins
from avrotower.rule import Rule, option_names
from avrotower.schema.model import JSON


class Own(NamedTuple):
    """What a policy that is read anew has of its own."""

    rules: tuple[Rule, ...]
    faults: tuple[Fault, ...]
    origins: tuple[str, ...]
    """Where each declared rule is written."""
    examples: tuple[Sequence[Sequence[str]], ...]
    """What each of them finds in its bad examples: pointers and messages."""
    plugins: tuple[tuple[str, str], ...]
    """The path of each plug-in, and how people know it."""
    digests: tuple[str, ...]
    """The SHA-256 of their bytes."""
    is_whole: bool
    """Whether all rules are known; not where a plug-in cannot be used."""


def own(
    data: Mapping[str, JSON], origins: Origins, rules: Sequence[Rule], root: str
) -> Own:
    """Return the rules that the merged policy *data* has beside *rules*.

    Its examples are judged, its plug-ins imported.
    """
    reading = _Reading(origins, rules, root)
    for index, entry in enumerate(data.get("custom-rules", ())):
        reading.declare(index, entry)
    for index, entry in enumerate(data.get("plugins", ())):
        reading.plug(index, entry)
    return reading.own()


class _Reading:
    """The reading of one policy."""

    def __init__(self, origins: Origins, rules: Sequence[Rule], root: str) -> None:
        self._origins = origins
        self._identities = Identities(rules)
        self._root = root
        self._rules: list[Rule] = []
        self._faults: list[Fault] = []
        self._examples: list[Sequence[Sequence[str]]] = []
        self._plugins: list[tuple[str, str]] = []
        self._digests: list[str] = []
        self._is_whole = True

    def own(self) -> Own:
        """Return what was read."""
        return Own(
            tuple(self._rules),
            tuple(self._faults),
            tuple(rule.origin for rule in self._rules[: len(self._examples)]),
            tuple(self._examples),
            tuple(self._plugins),
            tuple(self._digests),
            self._is_whole,
        )

    def _fault(self, path: KeyPath, message: str) -> None:
        self._faults.append(self._origins.fault(path, message))

    def declare(self, index: int, entry: Mapping[str, JSON]) -> None:
        """Read one entry of `[[custom-rules]]`."""
        at: KeyPath = ("custom-rules", index)
        full = CustomRule.model_validate(entry).model_dump(mode="json")
        where = self._origins.of(*at)
        code, name = full["code"], full["name"]
        for complaint in self._identities.complaints(code, name, where):
            self._fault((*at, complaint.key), complaint.message)
        is_runnable = True
        for path, message in complaints(full):
            self._fault((*at, *path), f"{code}: {message}")
            is_runnable &= path == ("message",)
        if not is_runnable:
            # What names the rule elsewhere is no further mistake.
            full |= {"when": When().model_dump(), "require": None, "forbid": None}
        rule = declared(full, where)
        places: Sequence[Sequence[str]] = ()
        if is_runnable:
            examples = judged(rule)
            places = examples.places
            for position, (key, message) in examples.complaints:
                self._fault((*at, key, position), message)
        # What is kept has the places, too.
        self._rules.append(declared(full, where, places))
        self._examples.append(places)

    def plug(self, index: int, entry: str) -> None:
        """Import one of `plugins`."""
        at: KeyPath = ("plugins", index)
        layer = self._origins.layer(at)
        path = os.path.normpath(os.path.join(os.path.dirname(layer.path), entry))
        name = os.path.normpath(os.path.join(os.path.dirname(layer.name), entry))
        reason = self._unusable(layer, path)
        found = None if reason else plugin(path, name)
        if found is None or found.fault:
            said = reason or (found.fault if found is not None else "")
            self._fault(at, f'plug-in "{entry}" cannot be used: {said}')
            self._is_whole = False
            return
        self._plugins.append((path, name))
        self._digests.append(found.digest)
        for rule in found.rules:
            for complaint in self._identities.complaints(rule.code, rule.name, name):
                self._fault(at, f'plug-in "{entry}": {complaint.message}')
            try:
                option_model(rule.options)
                defaults = rule.options()
                json.dumps([getattr(defaults, it) for it in option_names(rule.options)])
            except (NameError, TypeError, AttributeError, PydanticUserError) as error:
                said = f"the options of {rule.code} cannot be read: {error}"
                self._fault(at, f'plug-in "{entry}": {said}')
                self._is_whole = False
                continue
            self._rules.append(rule)

    def _unusable(self, layer: Layer, path: str) -> str:
        """Return why the file at *path*, which *layer* names, is no plug-in."""
        if layer.path.startswith(os.path.join(self._root, KEPT, "")):
            return (
                "a policy behind a URL brings no code, because its digest says nothing "
                "of it; name the plug-in in a file of the project"
            )
        if path in dict(self._plugins):
            return "it is named twice"
        if not os.path.isfile(path):
            return f"there is no such file; paths here start beside {layer.name}"
        return ""
