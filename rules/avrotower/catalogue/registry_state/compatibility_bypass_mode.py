"""REG002 compatibility-bypass-mode."""

from collections.abc import Iterator
from typing import Final

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_OPEN: Final = frozenset({"IMPORT", "FORWARD"})


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """No mode lets schemas in past all checks.

    In mode IMPORT or FORWARD a registry looks at no level and corrects nothing.
    One request in this mode writes what no rule and no level would have let in.
    """
    del schema
    scope = context.scene.scope if context.scene is not None else None
    if scope is None or scope.own_mode not in _OPEN:
        return
    yield context.finding(
        at=scope.location,
        message=f"{scope.words} is in mode {scope.own_mode}: validation, normalization "
        "and compatibility are off. Set mode READWRITE when the import is over",
    )


RULE = Rule(
    code="REG002",
    name="compatibility-bypass-mode",
    roles=frozenset(),
    inputs={"registry"},
    profile="minimal",
    place="scope",
    check=check,
    good=(
        Good("", registry='{"mode": "READWRITE", "subjects": {"price-value": {}}}'),
        Good("", registry='{"subjects": {"price-value": {"mode": "READONLY"}}}'),
    ),
    bad=(
        Bad(
            "",
            at="",
            says="the registry is in mode IMPORT: validation, normalization and "
            "compatibility are off",
            registry='{"mode": "IMPORT", "subjects": {"price-value": {}}}',
        ),
        Bad(
            "",
            at="",
            says="price-value is in mode IMPORT",
            registry='{"subjects": {"price-value": {"mode": "IMPORT"}}}',
        ),
        Bad(
            "",
            at="",
            says="context .eu is in mode FORWARD",
            registry='{"contexts": {".eu": {"mode": "FORWARD"}}}',
        ),
    ),
    sources=("Confluent ModeResource, KafkaSchemaRegistry",),
)
