"""What to do where no edit helps by itself."""

from collections.abc import Iterator
from typing import Final

from avrotower.compat.explain.draft import has_symbol_default
from avrotower.compat.explain.fact import Fact
from avrotower.compat.explain.phrase import listed, short
from avrotower.compat.explain.reading import Reading
from avrotower.compat.explain.rename import renaming
from avrotower.compat.explain.spot import is_root
from avrotower.compat.match import promotes
from avrotower.schema.model import LONG, Named, Node, Union

_NO_EDIT: Final = "no edit of this schema helps readers that are out already"
_BESIDE: Final = "keep the old type, and add a new field with a default beside it"
_ELSEWHERE: Final = "keep the old type; another one needs a subject of its own"


def advice(fact: Fact, reading: Reading) -> Iterator[str]:
    """Yield sentences about *fact*."""
    match fact.kind:
        case "missing":
            yield from _missing(fact, reading)
        case "type":
            yield from _conversion(fact.reader, fact.writer)
            yield _beside(fact)
        case "branch" | "union" if reading.is_new_reader:
            yield f"keep {short(fact.writer)} as long as data may contain it"
        case "branch" | "union":
            yield f"{_NO_EDIT}; {_beside(fact)}"
        case "symbols":
            yield _symbols(fact, reading)
        case "size":
            yield (
                "a fixed of another size is another type; give it another name and a"
                " new field with a default"
            )
        case "name":
            yield from _name(fact, reading)
        case "ambiguous" if not reading.is_new_reader:
            names = listed(field.name for field in fact.breach.answers)
            yield f"{_NO_EDIT}; write only one of the fields {names}"
        case _:
            return


def _beside(fact: Fact) -> str:
    return _ELSEWHERE if is_root(fact.visit.reader) else _BESIDE


def _missing(fact: Fact, reading: Reading) -> Iterator[str]:
    field = fact.field
    if has_symbol_default(field):
        yield (
            f"the default of {field.type.label} stands in for a symbol that the reader"
            " does not know, not for a field that is missing"
        )
    if not reading.is_new_reader:
        yield _removed(fact, reading)
    elif isinstance(field.type, Union) and field.type.has_null:
        yield "a union with null is not optional without a default"


def _removed(fact: Fact, reading: Reading) -> str:
    name, other = fact.field.name, renaming(fact, reading).field
    if other is not None:
        return (
            f"an old reader cannot be given an alias; keep {name} beside {other.name}"
        )
    return (
        f"keep {name}; once it has a default in every version that is read, it can go"
    )


def _symbols(fact: Fact, reading: Reading) -> str:
    symbols = listed(fact.breach.symbols)
    if reading.is_new_reader:
        return f"keep {symbols} as long as data may contain them"
    return (
        f"{_NO_EDIT}; add a default symbol to {fact.writer.label} in one version,"
        f" and {symbols} in a later one"
    )


def _name(fact: Fact, reading: Reading) -> Iterator[str]:
    reader, writer = fact.reader, fact.writer
    if not reading.is_new_reader:
        yield f"an old reader cannot be given an alias; keep the name {reader.label}"
        return
    assert isinstance(reader, Named)  # noqa: S101  only named types have names
    assert isinstance(writer, Named)  # noqa: S101  as above
    if reader.namespace and not writer.namespace:
        yield (
            f"no alias can name {writer.name}, which has no namespace: in the namespace"
            f" {reader.namespace} it means {reader.namespace}.{writer.name}"
        )
        return
    for alias in reader.aliases:
        if alias.rpartition(".")[2] == writer.name:
            yield f"the alias {alias} is another name than {writer.label}"


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
