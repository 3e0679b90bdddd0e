"""CMP016 subject-deleted."""

from collections.abc import Iterator

from avrotower.finding import Finding, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A subject that the history has is still in the project.

    A file that is deleted deletes no record, and nobody maintains the subject any longer.
    A document that moved, or whose type has a new file, is followed and not gone.
    """
    del schema
    gone = context.scene.gone if context.scene is not None else None
    if gone is None:
        return
    versions = f"{gone.versions} version{'' if gone.versions == 1 else 's'}"
    related: list[Related] = []
    if gone.there.document != gone.here.document:
        related = [Related(f"in {gone.source}", gone.there)]
    yield context.finding(
        at=gone.here,
        message=f"{context.subject.name} is gone from the project, but {gone.source} "
        f"still has {versions}. Put it back, or accept this when its records are gone, too",
        related=related,
    )


_TOPIC = """[topics.price]
            value = { file = "price.avsc" }"""

RULE = Rule(
    code="CMP016",
    name="subject-deleted",
    roles=frozenset(),
    inputs={"project", "history"},
    preview=True,
    place="gone",
    check=check,
    good=(
        Good(_TOPIC, registry='{"subjects": {"stock-value": {}}}'),
        Good("", registry='{"subjects": {"price-value": {}}}'),
    ),
    bad=(
        Bad(
            _TOPIC,
            at="",
            says="price-value is gone from the project, but the registry still has 2 "
            "versions",
            registry='{"subjects": {"price-value": {"versions": 2}}}',
        ),
    ),
    sources=(
        "domnikl/schema-registry-gitops#11",
        "bufbuild/buf, FILE_NO_DELETE",
    ),
)
