"""NAM006 reserved-name."""

from __future__ import annotations

from functools import lru_cache

from avrotower.catalogue.naming.style import renamed
from avrotower.finding import Finding, Fix, Location, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import JSON, Enum, Field, Named, Schema, is_object
from avrotower.schema.words import field_names, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from avrotower.catalogue.naming.reserved_word import Language


class ReservedName(Options):
    """Whose words are reserved."""

    languages: tuple[
        Literal[
            "java", "kotlin", "scala", "csharp", "python", "go", "typescript", "rust"
        ],
        ...,
    ] = ("java", "csharp", "python")
    """The languages that code is generated for."""
    allow: tuple[str, ...] = ()
    """Words that are never reported, such as `event`."""


def check(schema: Schema, context: Context[ReservedName]) -> Iterator[Finding]:
    """No name is a reserved word of a language that reads it.

    The schema is valid and the build of some consumer is not; the producer finds out last.
    Generators rename what they cannot write, each in its own way, so that one field has another name in every language.
    """
    known = _known(context.options.languages, context.options.allow)
    is_free = known.keys().isdisjoint
    for named in schema.names.values():
        if named.name in known:
            place = context.location(named, "name")
            yield _finding(named.name, known[named.name], place, context)
        if "namespace" in named.raw or "." in named.raw["name"]:
            yield from _namespace(named, known, context)
        if isinstance(named, Enum) and not is_free(named.symbols):
            yield from _symbols(named, known, context)
    if not is_free(field_names(schema)):
        yield from _fields(schema, known, context)
    if context.document.types is not None:
        yield from _of_protocol(known, context)


@lru_cache(maxsize=16)
def _known(languages: tuple[Language, ...], allow: tuple[str, ...]) -> dict[str, str]:
    from avrotower.catalogue.naming.reserved_word import reserved  # noqa: PLC0415  large

    return reserved(languages, allow)


def _fields(
    schema: Schema, known: dict[str, str], context: Context[ReservedName]
) -> Iterator[Finding]:
    for field in schema.fields:
        if field.name in known:
            place = context.location(field, "name")
            fix = _fix(field)
            yield _finding(field.name, known[field.name], place, context, fix)


def _namespace(
    named: Named, known: dict[str, str], context: Context[ReservedName]
) -> Iterator[Finding]:
    """Look at the namespace that is written at *named*; others are written above it."""
    if not known.keys().isdisjoint(named.namespace.split(".")):
        is_dotted = "." in named.raw["name"]
        place = context.location(named, "name" if is_dotted else "namespace")
        yield from _parts(named.namespace, known, place, context)


def _of_protocol(
    known: dict[str, str], context: Context[ReservedName]
) -> Iterator[Finding]:
    raw: JSON = context.document.value
    space = raw.get("namespace") if is_object(raw) else None
    if isinstance(space, str):
        place = Location(context.document.name, "/namespace", "$")
        yield from _parts(space, known, place, context)


def _parts(
    space: str, known: dict[str, str], place: Location, context: Context[ReservedName]
) -> Iterator[Finding]:
    for part in dict.fromkeys(space.split(".")):
        if part in known:
            yield _finding(part, known[part], place, context)


def _symbols(
    node: Enum, known: dict[str, str], context: Context[ReservedName]
) -> Iterator[Finding]:
    place = context.location(node)
    # As written, because a symbol that is no text is not in the model.
    written: list[JSON] = node.raw["symbols"]
    for index, symbol in enumerate(written):
        if isinstance(symbol, str) and symbol in known:
            here = place._replace(pointer=f"{place.pointer}/symbols/{index}")
            yield _finding(symbol, known[symbol], here, context)


def _finding(
    name: str,
    languages: str,
    place: Location,
    context: Context[ReservedName],
    fix: Fix | None = None,
) -> Finding:
    return context.finding(
        at=place,
        message=f"{name} is a reserved word in {languages}; "
        "generated code renames it or does not compile",
        detail=(name,),
        fix=fix,
    )


def _fix(field: Field) -> Fix | None:
    """Propose the name that says whose field it is: `class` of a ticket."""
    owner = words(field.owner.name)
    return renamed(field, "_".join((*owner, field.name))) if owner else None


RULE = Rule(
    code="NAM006",
    name="reserved-name",
    inputs={"schema"},
    severity=Severity.WARNING,
    fix="unsafe",
    options=ReservedName,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Ticket", "namespace": "com.acme", "fields": [
            {"name": "item_class", "type": "string"}]}"""),
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "func", "type": "string"}]}"""),
        Good(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "event", "type": "string"}]}""",
            options={"allow": ("event",)},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "class", "type": "string"}]}""",
            at="/fields/0/name",
            says="class is a reserved word in Java, C# and Python; "
            "generated code renames it or does not compile",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "event", "type": "string"}]}""",
            at="/fields/0/name",
            says="event is a reserved word in C#; ",
        ),
        Bad(
            """{"type": "record", "name": "Builder", "fields": []}""",
            at="/name",
            says="Builder is a reserved word in Java; ",
        ),
        Bad(
            """{"type": "enum", "name": "State", "symbols": ["OPEN", "None"]}""",
            at="/symbols/1",
            says="None is a reserved word in Python; ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "namespace": "com.acme.public",
                "fields": []}""",
            at="/namespace",
            says="public is a reserved word in Java and C#; ",
        ),
        Bad(
            """{"type": "record", "name": "com.acme.public.Ticket", "fields": []}""",
            at="/name",
            says="public is a reserved word in Java and C#; ",
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "func", "type": "string"}]}""",
            at="/fields/0/name",
            says="func is a reserved word in Go; ",
            options={"languages": ("go",)},
        ),
    ),
    sources=(
        "apache/avro `SpecificData.java`, `CodeGenUtil.cs`",
        "linkedin/avro-util#380",
    ),
)
