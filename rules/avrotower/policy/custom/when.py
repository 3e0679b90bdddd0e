"""`when`: which elements a declared rule speaks of; all entries must hold."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from avrotower.policy.custom.element import Element, is_nullable
from avrotower.policy.custom.pattern import glob
from avrotower.rule import Subject
from avrotower.schema.model import JSON
from avrotower.schema.words import is_type

Fits: TypeAlias = Callable[[Element, Subject], bool]


def fits(table: Mapping[str, JSON]) -> Fits:
    """Return whether an element of a subject is one that *table* speaks of.

    Role and kind are left to the engine, which knows rules that do not apply.
    """
    tests = tuple(_tests(table))
    return lambda element, subject: all(test(element, subject) for test in tests)


def _tests(table: Mapping[str, JSON]) -> Iterator[Fits]:
    for key, make in _MAKERS.items():
        if table[key] is not None:
            yield make(table[key])


def _generator(words: JSON) -> Fits:
    return lambda _, subject: subject.generator in words


def _owner(names: JSON) -> Fits:
    return lambda _, subject: subject.owner in names


def _subject(text: JSON) -> Fits:
    pattern = glob(text)
    return lambda _, subject: pattern.fits(subject.name)


def _top_level(wanted: JSON) -> Fits:
    return lambda element, _: element.is_top == wanted


def _name(text: JSON) -> Fits:
    pattern = glob(text)
    return lambda element, _: (
        pattern.fits(element.name) or pattern.fits(element.fullname)
    )


def _namespace(text: JSON) -> Fits:
    pattern = glob(text)
    return lambda element, _: pattern.fits(element.namespace)


def _type(words: JSON) -> Fits:
    allowed = tuple(words)
    return lambda element, _: is_type(element.type, allowed)


def _nullable(wanted: JSON) -> Fits:
    return lambda element, _: is_nullable(element.type) == wanted


def _has(attribute: JSON) -> Fits:
    return lambda element, _: attribute in element.raw


_MAKERS: Final[Mapping[str, Callable[[JSON], Fits]]] = {
    "generator": _generator,
    "owner": _owner,
    "subject": _subject,
    "top-level": _top_level,
    "name": _name,
    "namespace": _namespace,
    "type": _type,
    "nullable": _nullable,
    "has": _has,
}
