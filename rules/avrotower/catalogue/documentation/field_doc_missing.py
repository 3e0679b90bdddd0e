"""DOC002 field-doc-missing."""

from __future__ import annotations

from avrotower.finding import Finding, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.damage import is_excused
from avrotower.schema.model import Field, Node, Parameter, Record, Schema, Union
from avrotower.schema.words import without_null, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class FieldDocMissing(Options):
    """Which fields need a doc."""

    except_: tuple[str, ...] = ()
    """Chains of field names from the top-level record, such as `metadata.event_id`."""
    min_coverage: float = 1.0
    """The share of the fields of a document that must have one."""


def check(schema: Schema, context: Context[FieldDocMissing]) -> Iterator[Finding]:
    """A field says what it holds.

    A field name tells the producer's view.
    Consumers of other teams need the unit, the origin and the meaning of absence.
    """
    bare = [
        field
        for field in schema.fields
        if not (isinstance(doc := field.raw.get("doc"), str) and doc.strip())
    ]
    if not bare:
        return
    options = context.options
    spared = _spared(schema, options.except_)
    bare = [
        field
        for field in bare
        if id(field) not in spared
        and not isinstance(field, Parameter)
        and not is_excused(field.raw, "doc")
    ]
    if options.min_coverage >= 1:
        for field in bare:
            yield context.finding(at=field, message=f"{field.path} has no doc")
    elif bare:
        yield from _coverage(schema, bare, context)


def _coverage(
    schema: Schema, bare: Sequence[Field], context: Context[FieldDocMissing]
) -> Iterator[Finding]:
    """Tell the share of all fields once, at the first that has no doc."""
    demanded = context.options.min_coverage
    every = [field for field in schema.fields if not isinstance(field, Parameter)]
    documented = len(every) - len(bare)
    if documented < demanded * len(every):
        whole = context.location(schema.root)
        yield context.finding(
            at=context.location(bare[0])._replace(path=whole.path),
            message=f"{documented} of {len(every)} fields have a doc; "
            f"{demanded} is required",
            detail=("coverage",),
        )


def _spared(schema: Schema, chains: Sequence[str]) -> set[int]:
    """Return the ids of the fields at the ends of *chains*."""
    root = schema.root
    tops = root.branches if isinstance(root, Union) else [root]
    found: set[int] = set()
    for chain in chains:
        for top in tops:
            field = _end(top, chain.split("."))
            if field is not None:
                found.add(id(field))
    return found


def _end(top: Node, names: Sequence[str]) -> Field | None:
    here, field = top, None
    for name in names:
        if not isinstance(here, Record):
            return None
        wanted = words(name)
        field = next((f for f in here.fields if words(f.name) == wanted), None)
        if field is None:
            return None
        here = without_null(field.type)
    return field


RULE = Rule(
    code="DOC002",
    name="field-doc-missing",
    inputs={"schema"},
    severity=Severity.WARNING,
    options=FieldDocMissing,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "on_hand", "type": "int", "doc": "Units, counted at night."}]}"""),
        Good(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "metadata", "doc": "About the event.", "type":
                 {"type": "record", "name": "Metadata", "fields": [
                  {"name": "event_id", "type": "string"}]}}]}""",
            options={"except_": ("metadata.eventId",)},
        ),
        Good(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string"},
                {"name": "on_hand", "type": "int", "doc": "Units, counted at night."}]}""",
            options={"min_coverage": 0.5},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "namespace": "com.acme", "fields": [
                {"name": "on_hand", "type": "int"}]}""",
            at="/fields/0",
            says="com.acme.Stock.on_hand has no doc",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "on_hand", "type": "int", "doc": ""}]}""",
            at="/fields/0",
            says="Stock.on_hand has no doc",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string"}, {"name": "item", "type": "string"},
                {"name": "on_hand", "type": "int", "doc": "Units, counted at night."}]}""",
            at="/fields/0",
            says="1 of 3 fields have a doc; 0.5 is required",
            options={"min_coverage": 0.5},
        ),
    ),
    sources=("frankgrimes97/avrolint-action",),
)
