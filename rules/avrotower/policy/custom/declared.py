"""An entry of `[[custom-rules]]` as a rule like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from avrotower.finding import Finding, Severity
from avrotower.policy.custom.condition import Seen, entries
from avrotower.policy.custom.element import ELEMENTS, Element
from avrotower.policy.custom.message import filled
from avrotower.policy.custom.when import fits
from avrotower.rule import (
    ALL_KINDS,
    ANY_ROLE,
    KINDS,
    Bad,
    Context,
    Good,
    Options,
    Role,
    Rule,
    Subject,
)
from avrotower.schema.model import JSON, Schema

_STEM: Final = "example"
"""What a glob of `subject` stands for where an example is judged."""


class Declared:
    """The check of one entry, completed by its model."""

    def __init__(self, entry: Mapping[str, JSON]) -> None:
        self._elements = ELEMENTS[entry["on"]]
        self._fits = fits(entry["when"])
        self._entries = tuple(entries(entry["require"], entry["forbid"]))
        self._message: str = entry["message"]
        self.example = _example(entry["when"])
        """The subject that the examples are judged as."""
        title = entry["name"].replace("-", " ").capitalize()
        self.__doc__ = f"{title}.\n\n{entry['doc']}".rstrip()

    def __call__(self, schema: Schema, context: Context[Options]) -> Iterator[Finding]:
        """Yield one finding for each element that is not as it should be."""
        subject = context.subject
        for element in self._elements(schema, subject):
            if not self._fits(element, subject):
                continue
            for entry in self._entries:
                seen = entry.fault(element)
                if seen is not None:
                    word = "forbid" if entry.is_forbidden else "require"
                    yield self._finding(element, seen, context, (word, entry.key))
                    break

    def _finding(
        self,
        element: Element,
        seen: Seen,
        context: Context[Options],
        detail: Sequence[str],
    ) -> Finding:
        values = {
            "name": element.name,
            "path": context.location(element.at).path,
            "subject": context.subject.name,
            "kind": context.subject.kind,
            "value": seen.value,
        }
        return context.finding(
            at=seen.at or element.at,
            attribute=seen.attribute,
            message=filled(self._message, values),
            detail=detail,
        )


def _example(when: Mapping[str, JSON]) -> Subject:
    """Return a subject that *when* speaks of."""
    role = _first(when["role"], "value")
    subject: str = when["subject"] or f"*-{role}"
    return Subject(
        name=subject.replace("*", _STEM),
        topic=_STEM,
        role=role,
        kind=_first(when["kind"], "event"),
        generator=_first(when["generator"], "none"),
        owner=_first(when["owner"], ""),
        confidence="certain",
    )


def _first(words: JSON, usual: JSON) -> JSON:
    return words[0] if words else usual


def example_subject(rule: Rule) -> Subject:
    """Return the subject that the examples of *rule* are judged as."""
    if isinstance(rule.check, Declared):
        return rule.check.example
    role: Role = "value" if "value" in rule.roles else "key"
    # The most usual kind of those that it speaks of.
    kinds = [kind for kind in KINDS if kind in rule.kinds]
    kind = _first(kinds, "event")
    return Subject(f"{_STEM}-{role}", _STEM, role, kind, confidence="certain")


def declared(
    entry: Mapping[str, JSON],
    origin: str = "",
    places: Sequence[Sequence[str]] = (),
) -> Rule:
    """Return the rule that *entry*, completed by its model, declares.

    *origin* is where it is written, *places* holds the pointer and the message of what
    it finds in each of its bad examples, as far as is known.
    """
    when = entry["when"]
    bad = [*places, *[("", "")] * (len(entry["bad"]) - len(places))]
    rule = Rule(
        code=entry["code"],
        name=entry["name"],
        roles=frozenset(when["role"] or ANY_ROLE),
        kinds=frozenset(when["kind"] or ALL_KINDS),
        inputs={"schema"},
        severity=Severity.of(entry["severity"]),
        profile="minimal",  # who declares a rule wants it
        check=Declared(entry),
        good=tuple(Good(text) for text in entry["good"]),
        bad=tuple(
            Bad(text, at, says)
            for text, (at, says) in zip(entry["bad"], bad, strict=True)
        ),
        sources=(entry["url"],) if entry["url"] else (),
    )
    rule.origin = origin
    return rule
