"""Asks a registry for the settings of its subjects, and compares them with a policy."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from avrotower.compat.levels import AVRO
from avrotower.engine.demand import Demands
from avrotower.engine.plan import (
    Able,
    Plan,
    Present,
    Told,
    Unasked,
    Wanted,
    compare,
    sorted_out,
)
from avrotower.errors import RegistryError, RegistryRefusedError
from avrotower.registry.absence import kept, while_there
from avrotower.registry.client import Registry
from avrotower.registry.subject import DEFAULT_CONTEXT, qualified
from avrotower.rule import Subject

Asked = TypeVar("Asked")
Given = TypeVar("Given")

_LEVELS: Final = frozenset({"compatibility", "compatibilityLevel"})
_OF_SUBJECTS: Final = frozenset(
    {
        *("alias", "aliasForDeks", "defaultMetadata", "overrideMetadata"),
        *("defaultRuleSet", "overrideRuleSet"),
    }
)
"""What a subject with a configuration of its own has no longer from above it."""


class _Compared(NamedTuple):
    told: tuple[Told, ...]
    unread_mode: RegistryError | None
    """Why nothing is said of the mode."""


def planned(registry: Registry, demands: Demands, policy: Mapping[str, str]) -> Plan:
    """Return what *registry* lacks against *demands*; nothing is written.

    *policy* has `policy` and `policy_hash` of the plan. A subject whose settings cannot
    be read is told, and hides no other.

    Raises:
        RegistryError: If the registry is not there, or lets us read nothing.
    """
    names = registry.subjects()
    wanted: list[Wanted] = []
    guessed: list[str] = []
    unasked: list[Unasked] = []
    for name, subject in _answered(names, _subjects(registry, demands, names)):
        if isinstance(subject, RegistryError):
            unasked.append(Unasked(name, str(subject)))
        elif subject is None:
            guessed.append(name)
        else:
            wanted.append(demands.wanted(name, subject))
    told: list[Told] = []
    for one, found in _answered(wanted, _compared(registry, wanted)):
        error = found if isinstance(found, RegistryError) else found.unread_mode
        if not isinstance(found, RegistryError):
            told.extend(found.told)
        if error is not None:
            unasked.append(Unasked(one.subject, str(error)))
    changes, blocked, kept = sorted_out(told)
    return Plan(
        registry.wire.connection.url,
        registry.product.vendor,
        **policy,
        changes=changes,
        blocked=blocked,
        kept=kept,
        unasked=tuple(unasked),
        registry_mode=_whole_mode(registry),
        known=len(wanted),
        guessed=tuple(guessed),
    )


def _whole_mode(registry: Registry) -> str:
    """Return the mode of the whole registry, empty where it does not tell."""
    try:
        return registry.mode() or ""
    except RegistryRefusedError:
        return ""


def _answered(
    asked: Iterable[Asked], answers: Iterable[Given | RegistryError]
) -> Iterator[tuple[Asked, Given | RegistryError]]:
    """Yield what was *asked* with its answer, until nobody is there any more.

    Raises:
        RegistryError: If several in a row found nobody there.
    """
    return while_there(zip(asked, answers, strict=True), lambda pair: pair[1])


def _subjects(
    registry: Registry, demands: Demands, names: Iterable[str]
) -> Iterator[Subject | RegistryError | None]:
    def ask(name: str) -> Subject | None:
        def text() -> str | None:
            found = registry.schema(name)
            return found.text if found.schema_type == AVRO else None

        return demands.subject(name, text)

    return registry.gather(kept(ask), names)


def _compared(
    registry: Registry, wanted: Iterable[Wanted]
) -> Iterator[_Compared | RegistryError]:
    able = Able(registry.product.vendor, registry.capabilities.writes_modes != "no")

    def ask(one: Wanted) -> _Compared:
        mode: str | None = None
        refused: RegistryRefusedError | None = None
        try:
            mode = registry.mode(one.subject) or ""
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            # Who may not read modes may read levels all the same.
            refused = error
        present = _present(registry, one, mode)
        return _Compared(tuple(compare(one, present, able)), refused)

    return registry.gather(kept(ask), wanted)


def _present(registry: Registry, wanted: Wanted, mode: str | None) -> Present:
    subject = wanted.subject
    if wanted.level is None:
        return Present("", mode)
    config = registry.config(subject)
    if config is None:
        return Present("", mode)
    lost: tuple[str, ...] = ()
    if config.level != wanted.level:
        lost = _lost(registry, subject, config.record)
    return Present(config.level, mode, lost)


def _lost(
    registry: Registry, subject: str, effective: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return what *subject* has from above, and would lose with a record of its own.

    The rest of a configuration goes on to come from the whole registry, and from there
    alone (REGISTRY, A.12).
    """
    candidates = {name for name, value in effective.items() if value is not None}
    candidates -= _LEVELS
    able = registry.capabilities
    if not able.contexts or qualified(subject).context == DEFAULT_CONTEXT:
        candidates &= _OF_SUBJECTS
    if not candidates:
        return ()
    is_own = registry.config(subject, effective=False) is not None
    return () if is_own else tuple(sorted(candidates))
