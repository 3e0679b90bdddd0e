"""Rules of one's own for tests: an entry of `[[custom-rules]]`, and a plug-in."""

ENTRY = """
[[custom-rules]]
code = "SHOP001"
name = "till-required"
on = "record"
when = { top-level = true }
require = { field = { path = "till" } }
message = "{name} does not say which till it comes from"
good = ['{"type": "record", "name": "Sale", "fields": [{"name": "till", "type": "int"}]}']
bad = ['{"type": "record", "name": "Sale", "fields": []}']
"""
"""SHOP001 finds records without a till."""

PLUGIN = '''
from avrotower.finding import Severity
from avrotower.rule import Bad, Good, Options, Rule


class Longest(Options):
    """How long names may be."""

    longest: int = 20
    """Characters."""


def check(schema, context):
    """A name of a field is short.

    The warehouse cuts longer ones.
    """
    for field in schema.fields:
        if len(field.name) > context.options.longest:
            yield context.finding(
                at=field, attribute="name", message=f"{field.name} is too long"
            )


RULE = Rule(
    code="ACME001",
    name="long-field-name",
    inputs={"schema"},
    severity=Severity.WARNING,
    options=Longest,
    check=check,
    good=[Good('{"type": "record", "name": "A", "fields": []}')],
    bad=[
        Bad(
            '{"type": "record", "name": "A", "fields": [{"name": "abc", "type": "int"}]}',
            at="/fields/0/name",
            says="abc is too long",
            options={"longest": 2},
        )
    ],
)
'''
"""ACME001 finds fields with long names."""
