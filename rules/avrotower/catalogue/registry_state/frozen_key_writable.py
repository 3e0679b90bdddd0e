"""REG003 frozen-key-writable."""

from collections.abc import Iterator
from typing import Final

from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_LOCKED: Final = frozenset({"READONLY", "READONLY_OVERRIDE"})


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A key that is frozen cannot be written in the registry either.

    Mode READONLY is the registry's own lock for what KEY009 demands of everybody.
    Registering the same text again still works in most registries, since they look for it first.
    """
    del schema
    subject = context.scene.subject if context.scene is not None else None
    if subject is None or not context.subject.is_frozen or not subject.live:
        return
    mode = subject.settings.mode
    if not mode or mode in _LOCKED:
        return  # a registry without modes has no lock
    yield context.finding(
        at=subject.settings.location,
        message=f"{subject.name} is frozen by policy and still writable in the registry; "
        "set mode READONLY",
    )


RULE = Rule(
    code="REG003",
    name="frozen-key-writable",
    roles=frozenset(),
    inputs={"registry"},
    optional={"project"},
    severity=Severity.INFO,
    profile="strict",
    place="subject",
    check=check,
    good=(
        Good("", registry='{"subjects": {"price-key": {"mode": "READONLY"}}}'),
        Good(
            """[topics.price]
            frozen-key = false""",
            registry='{"subjects": {"price-key": {}, "price-value": {}}}',
        ),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="price-key is frozen by policy and still writable in the registry",
            registry='{"subjects": {"price-key": {}}}',
        ),
    ),
    sources=("confluentinc/schema-registry#1610",),
)
