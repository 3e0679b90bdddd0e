"""KEY016 key-uses-reference."""

from collections.abc import Iterator

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Finding, Related, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Named, Schema
from avrotower.schema.traits import REFERENCE


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A key stands by itself: it uses no type of another document.

    References, with their versions, are part of what gives a schema its id.
    One to the latest version moves without any registration of the key.
    """
    moving = context.document.references.latest
    told: set[str] = set()
    for slot in parts(schema):
        node = slot.node
        if not isinstance(node, Named) or not slot.is_use or node.fullname in told:
            continue
        if node.document == context.document_of(slot):
            continue
        told.add(node.fullname)
        yield context.finding(
            at=slot,
            message=_told(node.document, is_latest=node.document in moving),
            related=[
                Related(f"defines {node.fullname}", context.location(node, "name")),
                *context.using(slot),
            ],
            detail=(node.fullname,),
        )


def _told(document: str, *, is_latest: bool) -> str:
    if is_latest:
        return (
            f"the key depends on {document} at its latest version; a new version there "
            "is a new key here, although nobody registers one; name the version"
        )
    return f"the key depends on {document}; a new version there is a new key here"


_SHELF = """{"type": "record", "name": "Shelf", "fields": [
    {"name": "row", "type": "int"}]}"""

RULE = Rule(
    code="KEY016",
    name="key-uses-reference",
    roles={"key"},
    inputs={"schema"},
    speaks_of={REFERENCE},
    severity=Severity.WARNING,
    check=check,
    good=(
        Good(f"""{{"type": "record", "name": "StockKey", "fields": [
            {{"name": "shelf", "type": {_SHELF}}},
            {{"name": "before", "type": "Shelf"}}]}}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": "Shelf"},
                {"name": "before", "type": "Shelf"}]}""",
            at="/fields/0/type",
            says="the key depends on shelf.avsc; a new version there is a new key here",
            beside={"shelf.avsc": _SHELF},
        ),
    ),
    sources=("Confluent Schema.updateHash",),
)
