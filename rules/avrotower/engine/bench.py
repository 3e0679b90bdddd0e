"""What the rules of one subject are given, made when one of them asks."""

from __future__ import annotations

from avrotower.engine.result import Skipped
from avrotower.engine.unit import Unit
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.choice import Policy
from avrotower.rule import Context, Options, Rule
from avrotower.schema.document import Document, SchemaError
from avrotower.subject import Subject

if TYPE_CHECKING:  # most runs compare with nothing
    from collections.abc import Sequence
    from typing import Final

    from avrotower.compat.levels import Stored
    from avrotower.engine.compared import Compared

DAMAGED: Final = "the text is damaged, see its AVR findings"
_READS_ALL: Final = "BACKWARD_TRANSITIVE"
"""What an audit asks of the latest version of a subject."""
_HARMLESS: Final = (
    *("default-", "namespace-invalid", "name-primitive", "order-invalid"),
)
"""Reasons of errors that leave all of the document in the model."""


class Needs(NamedTuple):
    """What a rule may look at beside the document."""

    project: bool
    history: bool
    versions: bool
    """Whether all versions count, whatever is demanded of the latest one."""


def needs(rule: Rule) -> Needs:
    """Return what *rule* may look at beside the document; the same value for the same."""
    inputs = rule.inputs | rule.optional
    is_about_versions = rule.place == "versions"
    found = Needs("project" in inputs, "history" in inputs, is_about_versions)
    return _KNOWN.setdefault(found, found)


_KNOWN: Final[dict[Needs, Needs]] = {}


class Bench:
    """What the rules of one subject are given."""

    compared: Compared | None
    """The comparison with the history, made once, when a rule asks."""

    def __init__(self, unit: Unit, policy: Policy) -> None:
        self._unit = unit
        self._policy = policy
        self.compared = None
        self._contexts: dict[Needs, Context[Options]] = {}
        self._back: Compared | None = None

    def why_not(self, rule: Rule) -> Skipped | None:
        """Return why *rule* cannot look at this document, None where it can."""
        unit = self._unit
        if not unit.document.errors or rule.family == "AVR":
            return None
        if _is_hollow(unit.document) or (
            "history" in rule.inputs and _is_incomplete(unit.document, unit.subject)
        ):
            return Skipped(rule.code, "schema", DAMAGED)
        return None

    def context(self, rule: Rule, options: Options, needs: Needs) -> Context[Options]:
        """Return what *rule*, and others with the same *needs*, are given."""
        context = self._contexts.get(needs)
        if context is None:
            context = self._contexts[needs] = self._context(rule, options, needs)
        return context

    def _context(self, rule: Rule, options: Options, needs: Needs) -> Context[Options]:
        unit = self._unit
        context = Context(rule, options, unit.subject, unit.document)
        if unit.scene is not None:
            context.scene = unit.scene
        if needs.project:
            context.beside = unit.beside
            context.elsewhere = unit.elsewhere
            if unit.around is not None:
                context.joined = unit.around.joined
                context.siblings = unit.around.siblings
            context.topology = self._policy.topology
        if unit.history is None or unit.is_unchanged:
            return context
        if (
            needs.history
            # A rule that can do without a history judges damaged documents, too.
            and not _is_hollow(unit.document)
            and not _is_incomplete(unit.document, unit.subject)
        ):
            done = self._compare(unit.history)
            if needs.versions:
                done = self._read_back(done, unit.history)
            context.comparison = done.comparison
            context.explanations = done.explanations
            context.history = unit.history
        return context

    def _compare(self, history: Sequence[Stored]) -> Compared:
        if self.compared is None:
            from avrotower.engine.compared import compared  # noqa: PLC0415  with a history

            unit = self._unit
            level = self._policy.demanded(unit.subject)
            if level is not None and unit.level is not None:
                from avrotower.compat.levels import Level, weakest  # noqa: PLC0415  as above

                level = weakest(Level(level), Level(unit.level))
            self.compared = compared(unit.subject, unit.document, history, level)
        return self.compared

    def _read_back(self, done: Compared, history: Sequence[Stored]) -> Compared:
        """Return what the document cannot read of *history*, whatever is demanded."""
        if done.comparison.level == _READS_ALL or self._unit.subject.is_frozen:
            return done
        if self._back is None:
            from avrotower.engine.compared import compared  # noqa: PLC0415  audits only

            unit = self._unit
            self._back = compared(unit.subject, unit.document, history, _READS_ALL)
        return self._back


def _is_hollow(document: Document) -> bool:
    """Whether there is no type at all that a rule could look at."""
    return document.types is None and document.schema.is_damaged


def _is_incomplete(document: Document, subject: Subject) -> bool:
    """Whether a comparison with earlier versions would miss parts, or meet some twice."""
    return not all(_is_harmless(error, subject) for error in document.errors)


def _is_harmless(error: SchemaError, subject: Subject) -> bool:
    if error.reason == "name-invalid":
        return bool(error.detail)  # a symbol that is no text has none, and is lost
    if error.reason == "type-undefined":
        # The form of a key has no holes; what is compared otherwise may have some.
        return not subject.is_frozen
    return error.reason.startswith(_HARMLESS)
