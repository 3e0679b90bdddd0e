"""VAL009 value-not-record."""

from __future__ import annotations

from avrotower.finding import Finding
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import ALL_KINDS, Bad, Context, Generator, Good, Options, Rule
from avrotower.schema.model import HOLE, RECORD, Schema, Union
from avrotower.schema.slots import Slot
from avrotower.schema.words import with_article, without_null

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_OPTIONAL: Final[frozenset[Generator]] = frozenset({"connect", "debezium"})
"""Their converter writes an optional structure as a union of null and its record."""


class ValueNotRecord(Options):
    """What a value may be beside a record."""

    allow_union: bool = False
    """Whether a union of records is one, each branch of which is judged."""


def check(schema: Schema, context: Context[ValueNotRecord]) -> Iterator[Finding]:
    """A value is a record.

    A bare string or array has no place for the next field, the id or the timestamp.
    """
    root = schema.root
    is_optional = context.subject.generator in _OPTIONAL
    if (without_null(root) if is_optional else root).type in {RECORD, HOLE}:
        return
    if (
        context.options.allow_union
        and isinstance(root, Union)
        and all(branch.type in {RECORD, HOLE} for branch in root.branches)
    ):
        return
    yield context.finding(
        at=Slot(root, None, "", is_use=False),
        message=f"the value is {with_article(root.type_name)}; "
        "only a record can gain a field later",
        detail=(root.type_name,),
    )


_UNION = """[
    {"type": "record", "name": "Opened", "fields": []},
    {"type": "record", "name": "Closed", "fields": []}]"""

RULE = Rule(
    code="VAL009",
    name="value-not-record",
    roles={"value"},
    kinds=ALL_KINDS - {"changelog", "repartition", "fk-join", "shared", "dlq"},
    inputs={"schema"},
    options=ValueNotRecord,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "net", "type": "long"}]}"""),
        Good(_UNION, options={"allow_union": True}),
    ),
    bad=(
        Bad(
            '"string"',
            at="",
            says="the value is a string; only a record can gain a field later",
        ),
        Bad(
            '{"type": "array", "items": "string"}', at="", says="the value is an array"
        ),
        Bad(_UNION, at="", says="the value is a union"),
        Bad(
            '["null", {"type": "record", "name": "Opened", "fields": []}]',
            at="",
            says="the value is a union",
            options={"allow_union": True},
        ),
    ),
    sources=("pluralsight/hydra",),
)
