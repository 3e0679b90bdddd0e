"""NAM004 namespace-missing."""

from __future__ import annotations

from avrotower.finding import Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.damage import is_excused
from avrotower.schema.model import Named, Node, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A top-level type has a namespace.

    Names are global in a registry: two `Address` without namespace are one name with two meanings.
    """
    for node in _tops(schema, context):
        if (
            isinstance(node, Named)
            and not node.namespace
            and not is_excused(node.raw, "namespace")
        ):
            yield context.finding(
                at=node,
                message=f"{node.name} has no namespace; generated Java lands in the "
                f"default package and clashes with every other {node.name}",
                fix=Fix("display", 'add a "namespace"', '"namespace": "com.example"'),
            )


def _tops(schema: Schema, context: Context[Options]) -> Iterator[Node]:
    """Yield what stands at the top of the text and is defined there."""
    root = schema.root
    if context.document.types is not None:
        yield from context.document.types
    elif isinstance(root, Union):
        for branch in root.branches:
            if branch.owner is root:
                yield branch
    else:
        yield root


RULE = Rule(
    code="NAM004",
    name="namespace-missing",
    inputs={"schema"},
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "namespace": "com.acme.stock",
            "fields": []}"""),
        Good("""{"type": "record", "name": "com.acme.stock.Stock", "fields": []}"""),
        Good('"string"'),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "state", "type":
                 {"type": "enum", "name": "State", "symbols": ["OK"]}}]}""",
            at="",
            says="Stock has no namespace; generated Java lands in the default package "
            "and clashes with every other Stock",
        ),
        Bad(
            """{"type": "enum", "name": "State", "symbols": ["OK"]}""",
            at="",
            says="State has no namespace",
        ),
        Bad(
            """["null", {"type": "record", "name": "Stock", "fields": []}]""",
            at="/1",
            says="Stock has no namespace",
        ),
    ),
    sources=("linkedin/avro-util", "axonops/axonops-schema-registry"),
)
