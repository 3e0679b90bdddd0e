"""Plug-ins: Python modules with rules of one's own, for the linter and CI."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from copy import copy
from hashlib import sha256
from types import ModuleType
from typing import Any, Final, NamedTuple

from avrotower.aliases import words
from avrotower.finding import Finding, Severity
from avrotower.policy.custom.time_limit import TimeIsUpError, time_limit
from avrotower.rule import ALL_KINDS, ANY_ROLE, Check, Context, Input, Rule
from avrotower.schema.model import Schema

LIMIT_S: Final = 10
"""How long a plug-in may take to be imported."""
_NAMES: Final = ("RULE", "RULES")
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "inputs": frozenset(words(Input)),
    "optional": frozenset(words(Input)),
    "roles": ANY_ROLE,
    "kinds": ALL_KINDS,
}


class Plugin(NamedTuple):
    """One plug-in."""

    rules: tuple[Rule, ...]
    fault: str = ""
    """Why it cannot be used; empty where it can."""
    digest: str = ""
    """The SHA-256 of its bytes."""


def plugin(path: str, name: str, limit_s: float = LIMIT_S) -> Plugin:
    """Import the plug-in at *path*, which people know as *name*; return its rules.

    What the module prints goes to standard error, where no report is.
    """
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        return Plugin((), (error.strerror or "it cannot be read").lower())
    module, fault = _module(path, name, source, limit_s)
    if module is None:
        return Plugin((), fault)
    digest = sha256(source).hexdigest()
    return _rules(module, name)._replace(digest=digest)


def _module(
    path: str, name: str, source: bytes, limit_s: float
) -> tuple[ModuleType | None, str]:
    """Run *source* as a module; the same bytes of one file are run once.

    No compiled file is read or written, so that what runs is what the policy hash
    speaks of.
    """
    digest = sha256(path.encode("utf-8", "surrogateescape") + b"\0" + source)
    known = f"avrotower_plugin_{digest.hexdigest()[:16]}"
    if known in sys.modules:
        return sys.modules[known], ""
    module = ModuleType(known)
    module.__file__ = path
    sys.modules[known] = module  # dataclasses and pickle look for it
    try:
        with redirect_stdout(sys.stderr), time_limit(limit_s, f"plug-in {name}"):
            # The point of a plug-in: the project's own code.
            exec(compile(source, path, "exec"), module.__dict__)  # noqa: S102
    except KeyboardInterrupt:
        raise
    except TimeIsUpError as error:
        fault = f"it still runs after {limit_s:g} s{_place(error, path, name)}"
    except SystemExit as error:
        fault = f"it ends the program{_place(error, path, name)}"
    except SyntaxError as error:
        where = f", at {name}:{error.lineno}:{error.offset}" if error.lineno else ""
        fault = f"it is not Python: {error.msg}{where}"
    except BaseException as error:  # noqa: BLE001  whatever a plug-in raises
        kind = type(error).__name__
        said = f"{kind}: {error}" if str(error) else kind
        fault = f"it raises {said}{_place(error, path, name)}"
    else:
        return module, ""
    del sys.modules[known]
    return None, fault


def _place(error: BaseException, path: str, name: str) -> str:
    """Return where the plug-in itself raised *error*, the innermost place."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return f", at {name}:{line}" if line else ""


def _rules(module: ModuleType, name: str) -> Plugin:
    found: list[Rule] = []
    for attribute in _NAMES:
        value = getattr(module, attribute, ())
        values: list[Any] = (
            [value] if isinstance(value, Rule) or not _is_many(value) else [*value]
        )
        for each in values:
            if not isinstance(each, Rule):
                what = type(each).__name__
                return Plugin((), f"its {attribute} holds {what}, which is no Rule")
            found.append(each)
    if not found:
        return Plugin((), "it defines no rule; it needs a value RULE, or a tuple RULES")
    rules = tuple({id(rule): rule for rule in found}.values())
    fault = next((said for rule in rules for said in _unfit(rule)), "")
    return Plugin((), fault) if fault else Plugin(tuple(_own(rules, name)))


def _own(rules: Iterable[Rule], name: str) -> Iterator[Rule]:
    """Yield copies of *rules*, as another project may know the plug-in otherwise."""
    for rule in rules:
        own = copy(rule)
        own.origin = name
        own.check = Guarded(rule.check)
        yield own


def _is_many(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes)


def _unfit(rule: Any) -> Iterator[str]:
    """Yield what the constructor of `Rule` leaves to type checkers."""
    if not isinstance(rule.code, str) or not isinstance(rule.name, str):
        yield f"code and name of {rule.code} must be text"
    if not isinstance(rule.severity, Severity):
        yield f"the severity of {rule.code} is {rule.severity!r}; take Severity.WARNING"
    for key, legal in _WORDS.items():
        for word in sorted(map(str, getattr(rule, key) - legal)):
            known = ", ".join(sorted(legal))
            yield f'{key} of {rule.code} has "{word}"; there are {known}'
    if not callable(rule.check) or not rule.summary:
        yield f"the check of {rule.code} is no function with a docstring: what holds"


class Guarded:
    """The check of a plug-in: what it does wrong is its own failure, and no other's."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self.__doc__ = check.__doc__

    def __call__(self, schema: Schema, context: Context[Any]) -> Iterator[Finding]:
        """Return what the check finds."""
        with redirect_stdout(sys.stderr):
            try:
                given: Any = self._check(schema, context)
                found: list[Any] = list(given) if _is_many(given) else [given]
            except SystemExit:
                raise RuntimeError("the check ends the program") from None
        for each in found:
            if not isinstance(each, Finding):
                what = "nothing" if each is None else repr(each)
                raise TypeError(
                    f"the check gives {what}; yield context.finding(…), or nothing"
                )
            if each.code != context.rule.code:
                raise ValueError(f"the check gives a finding of {each.code}")
        return iter(found)
