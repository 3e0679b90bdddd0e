"""What a rule is, and what it is given."""

from __future__ import annotations

from avrotower.example import Bad, Evolution, Good
from avrotower.finding import Explanation, Finding, Fix, Location, Related, Severity
from avrotower.forms import TYPE_CHECKING, Generic, TypeVar
from avrotower.schema.document import Document
from avrotower.schema.model import Field, Named, Node, Schema, Use, escape
from avrotower.schema.slots import Slot
from avrotower.subject import (
    ALL_KINDS,
    ANY_ROLE,
    KINDS,
    VALUE_KINDS,
    Confidence,
    Generator,
    Kind,
    Role,
    Subject,
)

if TYPE_CHECKING:  # the linter starts without resolution
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Any, Literal, TypeAlias

    from avrotower.acceptance import Review
    from avrotower.compat.levels import Comparison, Stored
    from avrotower.estate import Scene
    from avrotower.topology import Declaration, Joined, Topic, Topology

Input: TypeAlias = (
    'Literal["schema", "history", "project", "registry", "broker", "samples"]'
)
Profile: TypeAlias = 'Literal["minimal", "recommended", "strict", "opt-in"]'
FixClass: TypeAlias = 'Literal["none", "display", "unsafe", "safe"]'
Place: TypeAlias = 'Literal["document", "policy", "topic", "topology", "versions", "subject", "scope", "gone"]'


class Options:
    """The options of a rule: annotated class attributes with defaults.

    The string below an attribute is its documentation.
    Annotations are plain types, so that a policy file can be checked against them.
    """

    def __init__(self, **values: object) -> None:
        for name, value in values.items():
            if name not in option_names(type(self)):
                msg = f"{type(self).__name__} has no option {name!r}"
                raise TypeError(msg)
            setattr(self, name, value)


def option_names(options: type[Options]) -> tuple[str, ...]:
    """Return the names of the options of *options*, in the order of their definition."""
    return tuple(
        name
        for base in reversed(options.__mro__)
        if base is not object
        for name in base.__dict__.get("__annotations__", ())  # noqa: RUF063  inspect is slow to import
    )


def option_key(name: str) -> str:
    """Return how a policy file writes the option *name*: `min-length`, `except`.

    An underscore at the end is for names that Python reserves.
    """
    return name.removesuffix("_").replace("_", "-")


O_co = TypeVar("O_co", bound=Options, covariant=True)

Beside: TypeAlias = "Callable[[], Document | None]"
"""Gives the value of a key, or the key of a value."""

Elsewhere: TypeAlias = "Callable[[str], Named | None]"
"""Gives the first definition of a full name in another subject of the project."""


def nothing() -> None:
    """Give no document: the topic has no other one, or nobody knows."""


At: TypeAlias = "Node | Field | Slot | Use"
"""What a finding can point at."""


class Context(Generic[O_co]):
    """What a rule is given beside the schema: everything it may know, and no more.

    Most rules need no more than the first four, and many contexts are made: the others
    are set where they are known, and are defaults of the class elsewhere.
    """

    __slots__ = ("__dict__", "document", "options", "rule", "subject")

    comparison: Comparison | None = None
    """Against the history; None where there is no history to look at."""
    explanations: Sequence[Explanation] = ()
    """What the comparison found, for the rules about evolution."""
    history: Sequence[Stored] | None = None
    """All earlier versions, the oldest first; None where nobody can say."""
    review: Review | None = None
    """What was accepted, for the rules whose place is the policy; None for others."""
    beside: Beside = staticmethod(nothing)
    """Gives the other document of the topic, where the project has one."""
    elsewhere: Elsewhere | None = None
    """None where no name of the document is defined twice, as far as is known."""
    topology: Topology | None = None
    """What the policy declares of topics; None where it declares nothing."""
    joined: Callable[[], Sequence[Joined]] = staticmethod(tuple)
    """Gives the key with those that it must be the same as."""
    siblings: Callable[[], Iterable[Schema]] = staticmethod(tuple)
    """Gives the other values of the topic, in the project."""
    demanded: tuple[str | None, tuple[str | int, ...]] = (None, ())
    """The level demanded of the topic, or in force, and which key of the policy says it."""
    scene: Scene | None = None
    """What a registry and a broker hold; None where neither is asked."""
    lacking: tuple[Input, str] | None = None
    """What the rule lacked for a part of its question, and why; see `lack`."""

    def __init__(
        self, rule: Rule, options: O_co, subject: Subject, document: Document
    ) -> None:
        self.rule = rule
        self.options = options
        self.subject = subject
        self.document = document

    def lack(self, name: Input, reason: str) -> None:
        """Say that the input *name* is missing here: the rule counts as skipped."""
        self.lacking = name, reason

    @property
    def topic(self) -> Topic:
        """What is declared of the topic of the subject."""
        from avrotower.topology import Topic  # noqa: PLC0415  rules that need a declaration

        name, declared = self.subject.topic, self.topology
        known = (declared.topics.get(name) if declared else None) or Topic(name)
        broker = self.scene.broker if self.scene is not None else None
        return known if broker is None else broker.sharpened(known)

    def allowed(self, path: str) -> bool:
        """Whether the option `allow` names the logical *path* by a glob."""
        patterns: tuple[str, ...] = getattr(self.options, "allow", ())
        if not patterns:
            return False
        from fnmatch import fnmatchcase  # noqa: PLC0415  regular expressions start slowly

        return any(fnmatchcase(path, pattern) for pattern in patterns)

    def location(
        self,
        at: At,
        attribute: str | None = None,
        on: Literal["value", "key"] = "value",
    ) -> Location:
        """Return the place of *at*, or of its JSON attribute *attribute*."""
        pointer = at.pointer
        if attribute is not None:
            pointer = f"{pointer}/{escape(attribute)}"
        path = at.path if not isinstance(at, Use) else at.definition.path
        return Location(self.document_of(at), pointer, path, on)

    def using(self, at: At) -> tuple[Related, ...]:
        """Return the subject as a related place, where *at* stands in another document."""
        if self.document_of(at) == self.document.name:
            return ()
        return (self.whole(),)

    def whole(self) -> Related:
        """Return the subject's own type as a related place."""
        root = self.document.schema.root
        place = self.location(root, "name" if isinstance(root, Named) else None)
        return Related(f"part of this {self.subject.role or 'type'}", place)

    def document_of(self, at: At) -> str:
        """Return the name of the document in which *at* is written."""
        element: Node | Field | None
        if isinstance(at, Slot | Use):
            element = at.owner
            if element is None:
                return self.document.name
        else:
            element = at
        while element is not None:
            if isinstance(element, Named):
                return element.document
            element = element.owner
        return self.document.name

    def finding(  # noqa: PLR0913  one call says everything about a finding
        self,
        *,
        at: At | Location,
        message: str,
        attribute: str | None = None,
        on: Literal["value", "key"] = "value",
        related: Sequence[Related] = (),
        detail: Sequence[str] = (),
        fix: Fix | None = None,
        explanation: Explanation | None = None,
    ) -> Finding:
        """Return a finding of this rule at the node *at*.

        *attribute* names the JSON attribute of *at* that is wrong, *on* whether its key
        or its value; *detail* identifies the cause in fingerprints (RULES, 3.4).
        """
        if fix and fix.applicability == "safe" and self.subject.role == "key":
            # Any other text of a key may be another key (RULES, 3.6).
            fix = fix._replace(applicability="unsafe")
        return Finding(
            code=self.rule.code,
            name=self.rule.name,
            severity=self.rule.severity,
            message=message,
            location=at
            if isinstance(at, Location)
            else self.location(at, attribute, on),
            subject=self.subject.name,
            related=tuple(related),
            detail=tuple(detail),
            fix=fix,
            explanation=explanation,
        )

    def breaks(self) -> Iterator[Finding]:
        """Yield a finding for each explanation that carries the code of this rule.

        It stands in the candidate; the other version is its related place.
        """
        for explanation in self.explanations:
            if explanation.rule == self.rule.code:
                yield self._break(explanation)

    def _break(self, explanation: Explanation) -> Finding:
        from avrotower.compat.versions import version_words  # noqa: PLC0415  with a history

        here, there = explanation.reader, explanation.writer
        if explanation.direction == "old reads new":
            here, there = there, here
        versions = version_words(explanation.versions)
        level = self.comparison.level if self.comparison is not None else "NONE"
        fix = None
        if explanation.proposals and self.rule.fix != "none":
            # What an edit of evolution may claim is said by the rule (RULES, 3.6).
            proposal = explanation.proposals[0]
            fix = proposal._replace(applicability=self.rule.fix)
        return self.finding(
            at=here,
            message=f"{explanation.message} ({explanation.direction}, {versions}; "
            f"level {level})",
            related=[Related(f"in {versions}", there)],
            detail=(explanation.direction, explanation.type, there.path),
            fix=fix,
            explanation=explanation,
        )


Check: TypeAlias = "Callable[[Schema, Context[Any]], Iterator[Finding]]"


class Rule:
    """One convention: its name, what it needs, its check and its examples.

    One class with many instances, because sixty classes cost sixty times as much to
    import as sixty plain objects.
    """

    __slots__ = (
        "bad",
        "check",
        "code",
        "fix",
        "good",
        "inputs",
        "kinds",
        "name",
        "optional",
        "options",
        "origin",
        "place",
        "preview",
        "profile",
        "retells",
        "roles",
        "severity",
        "sources",
        "speaks_of",
        "when",
    )

    def __init__(  # noqa: PLR0913  a rule is a table row
        self,
        *,
        code: str,
        name: str,
        inputs: AbstractSet[Input],
        check: Check,
        good: Sequence[Good | Evolution],
        bad: Sequence[Bad | Evolution],
        roles: AbstractSet[Role] = ANY_ROLE,
        kinds: AbstractSet[Kind] = ALL_KINDS,
        severity: Severity = Severity.ERROR,
        profile: Profile = "recommended",
        options: type[Options] = Options,
        optional: AbstractSet[Input] = frozenset(),
        fix: FixClass = "none",
        retells: bool = False,
        speaks_of: AbstractSet[str] = frozenset(),
        place: Place = "document",
        when: Declaration | None = None,
        preview: bool = False,
        sources: Sequence[str] = (),
    ) -> None:
        if not good or not bad:
            msg = f"rule {code} has no good or no bad examples, so it does not load"
            raise ValueError(msg)
        self.code = code
        """Never reused: `KEY001`."""
        self.name = name
        """In words: `key-optional-field`."""
        self.inputs = frozenset(inputs)
        self.check = check
        self.good = tuple(good)
        self.bad = tuple(bad)
        self.roles = frozenset(roles)
        """A document without a role is judged as a value."""
        self.kinds = frozenset(kinds)
        self.severity = severity
        """The default of the newest edition."""
        self.profile: Profile = profile
        """The weakest profile that has the rule on."""
        self.options = options
        self.optional = frozenset(optional)
        """Inputs that sharpen the rule when they are there."""
        self.fix: FixClass = fix
        self.retells = retells
        """Whether it tells what parsing complains of and nothing else, so that it need
        not be asked where there are no errors."""
        self.speaks_of = frozenset(speaks_of)
        """What a document must have one of, or the rule has nothing to say of it: names of
        attributes or types, other traits (`avrotower.schema.traits`), `history`, or
        `elsewhere` for names that are defined twice; empty where it may always speak.
        References count for themselves, so a document with some is always asked about."""
        self.place: Place = place
        """What it judges: each document, what the policy accepts, each topic that it
        declares, or its join groups and applications; of a registry all versions of a
        subject, its state, or the settings of a scope; what is gone from the project."""
        self.when = when
        """What must be declared of the topic; not applicable elsewhere."""
        self.preview = preview
        """Whether it is new, so on only by its name or with `[lint] preview`; it joins its
        profile in the next edition (RULES, 3.7)."""
        self.sources = tuple(sources)
        """Where the convention comes from."""
        self.origin = ""
        """The file in which a rule of one's own is written; empty for ours."""

    @property
    def family(self) -> str:
        """The prefix of the code: `KEY`."""
        return self.code[:-3]

    @property
    def summary(self) -> str:
        """The first line of the check's docstring: what holds when all is well."""
        return (self.check.__doc__ or "").strip().split("\n", 1)[0]

    def __repr__(self) -> str:
        return f"Rule({self.code} {self.name})"


__all__ = [
    "ALL_KINDS",
    "ANY_ROLE",
    "KINDS",
    "VALUE_KINDS",
    "At",
    "Bad",
    "Beside",
    "Check",
    "Confidence",
    "Context",
    "Elsewhere",
    "Evolution",
    "FixClass",
    "Generator",
    "Good",
    "Input",
    "Kind",
    "Options",
    "Place",
    "Profile",
    "Role",
    "Rule",
    "Subject",
    "nothing",
    "option_key",
    "option_names",
]
