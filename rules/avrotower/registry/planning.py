"""Asks a registry for the settings of its subjects, and compares them with a policy."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

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
from avrotower.registry.client import Registry
from avrotower.registry.history import OF_ALL
from avrotower.registry.subject import DEFAULT_CONTEXT, Qualified, qualified

_PATIENCE: Final = 3
"""Subjects in a row that find nobody there; then nobody is."""
_LEVELS: Final = frozenset({"compatibility", "compatibilityLevel"})
_OF_SUBJECTS: Final = frozenset(
    {
        *("alias", "aliasForDeks", "defaultMetadata", "overrideMetadata"),
        *("defaultRuleSet", "overrideRuleSet"),
    }
)
"""What a subject with a configuration of its own has no longer from above it."""


def planned(registry: Registry, demands: Demands, policy: Mapping[str, str]) -> Plan:
    """Return what *registry* lacks against *demands*; nothing is written.

    *policy* has `policy` and `policy_hash` of the plan. A subject whose settings cannot
    be read is told, and hides no other.

    Raises:
        RegistryError: If the registry is not there, or lets us read nothing.
    """
    wanted: list[Wanted] = []
    guessed: list[str] = []
    for name in registry.subjects():
        context, plain = named(registry, name)
        subject = demands.subject(plain, context)
        if subject is None:
            guessed.append(name)
        else:
            wanted.append(demands.wanted(name, subject))
    told: list[Told] = []
    unasked: list[Unasked] = []
    in_vain = 0
    for one, found in zip(wanted, _compared(registry, wanted), strict=True):
        if not isinstance(found, RegistryError):
            in_vain = 0
            told.extend(found)
            continue
        in_vain = in_vain + 1 if getattr(found, "kind", "") in {"down", "slow"} else 0
        if in_vain == _PATIENCE:
            raise found
        unasked.append(Unasked(one.subject, str(found)))
    changes, blocked, kept = sorted_out(told)
    return Plan(
        registry.wire.connection.url,
        registry.product.vendor,
        **policy,
        changes=changes,
        blocked=blocked,
        kept=kept,
        unasked=tuple(unasked),
        known=len(wanted),
        guessed=tuple(guessed),
    )


def named(registry: Registry, name: str) -> Qualified:
    """Return context and plain name of *name*, which not all registries know to part."""
    if registry.capabilities.contexts:
        return qualified(name)
    return Qualified(DEFAULT_CONTEXT, name)


def _compared(
    registry: Registry, wanted: list[Wanted]
) -> Iterator[list[Told] | RegistryError]:
    able = Able(registry.product.vendor, registry.capabilities.writes_modes != "no")

    def ask(one: Wanted) -> list[Told] | RegistryError:
        try:
            return list(compare(one, _present(registry, one), able))
        except RegistryRefusedError as error:
            if error.status in OF_ALL:
                raise
            return error
        except RegistryError as error:
            return error

    return registry.gather(ask, wanted)


def _present(registry: Registry, wanted: Wanted) -> Present:
    subject = wanted.subject
    mode = registry.mode(subject) or ""
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
    if named(registry, subject).context == DEFAULT_CONTEXT:
        candidates &= _OF_SUBJECTS
    if not candidates:
        return ()
    is_own = registry.config(subject, effective=False) is not None
    return () if is_own else tuple(sorted(candidates))
