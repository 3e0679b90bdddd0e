"""AVR014 non-portable-json."""

from collections.abc import Iterator

from avrotower.finding import Change, Finding, Fix, Location, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema
from avrotower.schema.traits import SLASH


class NonPortableJson(Options):
    """Whether comments are welcome."""

    allow_comments: bool = False
    """Accept comments; every tool that reads these files must be Avro Java."""


def check(schema: Schema, context: Context[NonPortableJson]) -> Iterator[Finding]:
    """A document has no comments.

    Every implementation but Java's stops at the first comment; a registry stores the text without it.
    """
    document = context.document
    if context.options.allow_comments:
        return
    text = document.text
    # Most texts have no slash at all, which is found out fastest.
    if "/" not in text or ("//" not in text and "/*" not in text):
        return
    for comment in document.scan.comments:
        yield context.finding(
            at=Location(document.name, "", schema.root.path, span=comment.span),
            message="comments in JSON are read by Avro Java only; "
            'put the text into a "doc"',
            detail=("comment",),
            fix=Fix(
                "unsafe",
                "remove the comment",
                changes=(Change("erase", start=comment.span.start),),
            ),
        )


RULE = Rule(
    code="AVR014",
    name="non-portable-json",
    inputs={"schema"},
    speaks_of={SLASH},
    severity=Severity.WARNING,
    fix="unsafe",
    options=NonPortableJson,
    check=check,
    good=(Good('{"type": "string", "doc": "see https://example.com /* or not */"}'),),
    bad=(
        Bad(
            '// prices\n"string"',
            at="",
            spot="1:1",
            says="comments in JSON are read by Avro Java only",
        ),
        Bad(
            '{"type": "string" /* prices */}',
            at="",
            spot="1:19",
            says="comments in JSON are read by Avro Java only",
        ),
    ),
    sources=("apache/avro, Schema.java (parser feature ALLOW_COMMENTS)",),
)
