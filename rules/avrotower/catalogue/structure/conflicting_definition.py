"""STR004 conflicting-definition."""

from collections.abc import Iterator

from avrotower.finding import Finding, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """One full name means one type in the whole project.

    Applications that load both get whichever class comes first.
    What only differs in its doc is the same type, and versions of one subject may differ.
    A run over a few files knows of the others only where it needs them for references, so the gate for this rule is a run over all.
    """
    elsewhere = context.elsewhere
    if elsewhere is None:
        return
    # With a project that has one name twice, which few have.
    from avrotower.catalogue.structure.unlike import unlike  # noqa: PLC0415

    known = context.document.references.names
    for named in schema.names.values():
        # A second definition of what the document refers to is for AVR006 to tell.
        first = elsewhere(named.fullname) if named.fullname not in known else None
        told = unlike(named, first) if first is not None else None
        if first is not None and told is not None:
            yield context.finding(
                at=named,
                message=f"{named.fullname} is defined differently in "
                f"{first.document}: {told}",
                related=[
                    Related("the first definition", context.location(first, "name"))
                ],
            )


_MONEY = """{"type": "record", "name": "Money", "fields": [
    {"name": "amount", "type": "long"}]}"""

RULE = Rule(
    code="STR004",
    name="conflicting-definition",
    inputs={"schema", "project"},
    speaks_of={"elsewhere"},
    profile="minimal",
    check=check,
    good=(
        Good(_MONEY, beside={"another.avsc": _MONEY}),
        Good(_MONEY, beside={"another.avsc": _MONEY.replace("Money", "shop.Money")}),
        Good(
            _MONEY,
            beside={
                "another.avsc": _MONEY.replace('"long"', '"long", "doc": "Cents."')
            },
        ),
    ),
    bad=(
        Bad(
            _MONEY,
            at="",
            says='Money is defined differently in another.avsc: field "amount" is '
            "double there and long here",
            beside={"another.avsc": _MONEY.replace("long", "double")},
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type":
                 {"type": "fixed", "name": "Money", "size": 8}}]}""",
            at="/fields/0/type",
            says="Money is defined differently in another.avsc: it is a record there "
            "and a fixed here",
            beside={"another.avsc": _MONEY},
        ),
    ),
    sources=("linkedin/avro-util", "RADAR-base/RADAR-Schemas"),
)
