"""What to do where no edit helps by itself."""

from collections.abc import Iterator
from typing import Final

from avrotower.compat.draft import has_symbol_default
from avrotower.compat.fact import Fact
from avrotower.compat.match import promotes
from avrotower.compat.phrase import listed, short
from avrotower.compat.reading import Reading
from avrotower.compat.rename import renaming
from avrotower.schema.model import LONG, Node, Union

_NO_EDIT: Final = "no edit of this schema helps readers that are out already"
_BESIDE: Final = "keep the old type, and add a new field with a default beside it"


def advice(fact: Fact, reading: Reading) -> Iterator[str]:
    """Yield sentences about *fact*."""
    match fact.kind:
        case "missing":
            yield from _missing(fact, reading)
        case "type":
            yield from _conversion(fact.reader, fact.writer)
            yield _BESIDE
        case "branch" | "union":
            if reading.is_new_reader:
                yield f"keep {short(fact.writer)} as long as data may contain it"
            else:
                yield f"{_NO_EDIT}; {_BESIDE}"
        case "symbols":
            yield from _symbols(fact, reading)
        case "size":
            yield (
                "a fixed of another size is another type; give it another name and a"
                " new field with a default"
            )
        case "name":
            old = reading.older(fact.reader, fact.writer).label
            if not reading.is_new_reader:
                yield f"an old reader cannot be given an alias; keep the name {old}"
        case "ambiguous":
            if not reading.is_new_reader:
                names = listed(field.name for field in fact.breach.answers)
                yield f"{_NO_EDIT}; write only one of the fields {names}"
        case "namespace":
            return


def _missing(fact: Fact, reading: Reading) -> Iterator[str]:
    field, found = fact.field, renaming(fact, reading)
    if has_symbol_default(field):
        yield (
            f"the default of {field.type.label} stands in for a symbol that the reader"
            " does not know, not for a field that is missing"
        )
    if reading.is_new_reader:
        if isinstance(field.type, Union) and field.type.has_null:
            yield "a union with null is not optional without a default"
        return
    if found.field is not None:
        yield (
            f"an old reader cannot be given an alias; keep {field.name} beside"
            f" {found.field.name}"
        )
        return
    yield (
        f"keep {field.name}; once it has a default in every version that is read, it"
        " can go"
    )


def _symbols(fact: Fact, reading: Reading) -> Iterator[str]:
    symbols = listed(fact.breach.symbols)
    if reading.is_new_reader:
        yield f"keep {symbols} as long as data may contain them"
    else:
        yield (
            f"{_NO_EDIT}; add a default symbol to {fact.writer.label} in one version,"
            f" and {symbols} in a later one"
        )


def _conversion(reader: Node, writer: Node) -> Iterator[str]:
    if not promotes(writer, reader):
        return
    if reader.type > LONG:
        loses = "precision"
    else:
        loses = "range" if writer.type == LONG else "fractions"
    yield (
        f"{writer.label} → {reader.label} loses {loses};"
        f" {reader.label} → {writer.label} is a promotion"
    )
