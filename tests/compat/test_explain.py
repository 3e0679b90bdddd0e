"""Why a schema may not follow another: the fact, the places, what now."""

from typing import Any

import pytest
from breaks import (
    array,
    compared,
    document,
    enum,
    explained,
    field,
    fixed,
    map_of,
    only,
    record,
    shown,
    stored,
)

from avrotower.compat.explain import explain, explain_pair
from avrotower.compat.levels import Level, Stored, compare
from avrotower.finding import Cause, Location, Version
from avrotower.schema.document import References

UNIT = enum("Unit", "GRAM", "KILO")
CARD = record("Card", field("number", "string"))
CASH = record("Cash", field("coins", "int"))


def shop(*fields: Any, **attributes: Any) -> dict[str, Any]:
    return record("Price", *fields, namespace="com.acme", **attributes)


@pytest.mark.parametrize(
    ("new", "old", "direction", "rule", "said"),
    [
        pytest.param(
            shop(field("net", "int")),
            shop(),
            "new reads old",
            "CMP001",
            "net is new and has no default; older data does not have it",
            id="missing, new reads",
        ),
        pytest.param(
            shop(),
            shop(field("net", "int")),
            "old reads new",
            "CMP002",
            "net was removed; readers on version 1 have no default for it",
            id="missing, old reads",
        ),
        pytest.param(
            shop(field("net", "int")),
            shop(field("net", "long")),
            "new reads old",
            "CMP003",
            "com.acme.Price.net was long and is int; int cannot read long",
            id="type, new reads",
        ),
        pytest.param(
            shop(field("net", CARD)),
            shop(field("net", "long")),
            "old reads new",
            "CMP003",
            "com.acme.Price.net was long and is record com.acme.Card; long cannot read"
            " record com.acme.Card",
            id="type, old reads",
        ),
        pytest.param(
            "int",
            "string",
            "new reads old",
            "CMP003",
            "the schema was string and is int; int cannot read string",
            id="type of the whole schema",
        ),
        pytest.param(
            shop(field("net", array(map_of("int")))),
            shop(field("net", array(map_of("string")))),
            "new reads old",
            "CMP003",
            "com.acme.Price.net[]{} was string and is int; int cannot read string",
            id="type in collections",
        ),
        pytest.param(
            shop(field("unit", enum("Unit", "GRAM"))),
            shop(field("unit", UNIT)),
            "new reads old",
            "CMP004",
            "com.acme.Unit lost KILO; data that contains them cannot be read",
            id="symbols, new reads",
        ),
        pytest.param(
            shop(field("unit", UNIT)),
            shop(field("unit", enum("Unit", "GRAM"))),
            "old reads new",
            "CMP005",
            "com.acme.Unit gained KILO; readers on version 1 do not know them and have"
            " no default symbol",
            id="symbols, old reads",
        ),
        pytest.param(
            shop(field("net", ["null", "int"])),
            shop(field("net", ["null", "int", "string"])),
            "new reads old",
            "CMP006",
            "com.acme.Price.net no longer takes string: no branch can read it",
            id="union, new reads",
        ),
        pytest.param(
            shop(field("net", "int")),
            shop(field("net", ["null", "int"])),
            "new reads old",
            "CMP006",
            "com.acme.Price.net no longer takes null: int cannot read null",
            id="branch, new reads",
        ),
        pytest.param(
            shop(field("net", ["null", "int"])),
            shop(field("net", "int")),
            "old reads new",
            "CMP007",
            "com.acme.Price.net may now be null; readers on version 1 cannot read that",
            id="branch, old reads",
        ),
        pytest.param(
            shop(field("net", [])),
            shop(field("net", "int")),
            "new reads old",
            "CMP006",
            "com.acme.Price.net no longer takes int: its union is empty",
            id="empty union",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Id", 8))),
            "new reads old",
            "CMP008",
            "com.acme.Id was 8 bytes and is 4",
            id="size, new reads",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Id", 8))),
            "old reads new",
            "CMP008",
            "com.acme.Id was 8 bytes and is 4",
            id="size, old reads",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Key", 4))),
            "old reads new",
            "CMP009",
            "com.acme.Key became com.acme.Id without an alias",
            id="name",
        ),
        pytest.param(
            record("Price", namespace="shop"),
            record("Price", namespace="acme"),
            "new reads old",
            "CMP009",
            "acme.Price became shop.Price without an alias; Java reads it, because it"
            " compares simple names only, others and RecordName subjects do not",
            id="namespace",
        ),
        pytest.param(
            shop(field("net", "int", aliases=["gross"])),
            shop(field("net", "int"), field("gross", "int")),
            "new reads old",
            "AVR015",
            'alias "gross" also names net; a reader finds two matches and gives up',
            id="ambiguous",
        ),
        pytest.param(
            shop(field("net", "int")),
            shop(field("net", "int", aliases=["net"])),
            "old reads new",
            "AVR015",
            'alias "net" also names the field itself; a reader finds two matches and'
            " gives up",
            id="ambiguous by itself",
        ),
    ],
)
def test_a_break_is_told_in_one_line_under_its_rule(
    new: Any, old: Any, direction: str, rule: str, said: str
) -> None:
    level = "BACKWARD" if direction == "new reads old" else "FORWARD"

    explanation = only(explained(new, old, level=level))

    assert (explanation.direction, explanation.rule) == (direction, rule)
    assert explanation.message == said


def test_both_places_have_line_and_column() -> None:
    new = '{"type": "record", "name": "Price", "fields": [\n{"name": "net", "type": "int"}]}'
    old = '{"type": "record", "name": "Price", "fields": [{"name": "net",\n "type": "string"}]}'
    documents = document(new), document(old, "price@1")

    explanation = only(explained(new, old))

    assert shown(explanation.reader, *documents) == "new:2:25"
    assert shown(explanation.writer, *documents) == "price@1:2:10"


@pytest.mark.parametrize(
    ("new", "old", "reader", "writer"),
    [
        pytest.param(
            shop(field("net", "int")),
            shop(),
            Location("new", "/fields/0", "com.acme.Price.net"),
            Location("price@1", "", "com.acme.Price"),
            id="a field that is missing, and the record that lacks it",
        ),
        pytest.param(
            shop(field("unit", enum("Unit", "A"))),
            shop(field("unit", enum("Unit", "A", "B"))),
            Location("new", "/fields/0/type", "com.acme.Unit"),
            Location("price@1", "/fields/0/type/symbols/1", "com.acme.Unit"),
            id="an enum, and the one symbol",
        ),
        pytest.param(
            shop(field("unit", enum("Unit", "A"))),
            shop(field("unit", enum("Unit", "A", "B", "C"))),
            Location("new", "/fields/0/type", "com.acme.Unit"),
            Location("price@1", "/fields/0/type/symbols", "com.acme.Unit"),
            id="an enum, and several symbols",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Id", 8))),
            Location("new", "/fields/0/type/size", "com.acme.Id"),
            Location("price@1", "/fields/0/type/size", "com.acme.Id"),
            id="two sizes",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Key", 4))),
            Location("new", "/fields/0/type/name", "com.acme.Id"),
            Location("price@1", "/fields/0/type/name", "com.acme.Key"),
            id="two names",
        ),
        pytest.param(
            shop(field("net", ["null", "int"])),
            shop(field("net", ["null", "string"])),
            Location("new", "/fields/0/type", "com.acme.Price.net"),
            Location("price@1", "/fields/0/type/1", "com.acme.Price.net|string"),
            id="a union, and the branch that it lacks",
        ),
        pytest.param(
            shop(field("net", "int", aliases=["tax", "gross"])),
            shop(field("net", "int"), field("gross", "int")),
            Location("new", "/fields/0/aliases/1", "com.acme.Price.net"),
            Location("price@1", "/fields/1", "com.acme.Price.gross"),
            id="an alias, and the field that it names too",
        ),
    ],
)
def test_a_break_stands_at_the_smallest_thing_that_is_wrong(
    new: Any, old: Any, reader: Location, writer: Location
) -> None:
    explanation = only(explained(new, old))

    assert (explanation.reader, explanation.writer) == (reader, writer)


def test_a_place_is_followed_into_the_file_that_defines_the_type() -> None:
    money = document(record("Money", field("amount", "int")), "money.avsc")
    earlier = document(record("Money", field("amount", "string")), "money@1")
    price = record("Price", field("net", "Money"))
    new = document(price, "price.avsc", References(money.schema.names, frozenset()))
    old = document(price, "price@1", References(earlier.schema.names, frozenset()))
    history = [Stored(Version("1", "price@1", 1), old)]

    explanation = only(explain(compare(Level.BACKWARD, new, history)))

    assert shown(explanation.reader, money) == "money.avsc:7:12"
    assert shown(explanation.writer, earlier) == "money@1:7:12"
    assert explanation.via == "Price.net.amount"
    assert (
        explanation.message
        == "Money.amount was string and is int; int cannot read string"
    )
    assert explanation.proposals == ()


def test_a_place_of_the_root_itself_needs_no_way() -> None:
    explanation = only(explained(shop(field("net", "int")), shop()))

    assert explanation.via == ""


@pytest.mark.parametrize(
    ("level", "via"),
    [
        pytest.param(
            "BACKWARD", "Price.cards[].number", id="the names of the new schema"
        ),
        pytest.param("FORWARD", "Price.cards[]", id="the record where the field was"),
    ],
)
def test_the_way_leads_from_the_root_of_the_new_schema(level: str, via: str) -> None:
    full = record("Price", field("cards", array(CARD), aliases=["sheets"]))
    bare = record("Price", field("sheets", array(record("Card")), aliases=["cards"]))
    new, old = (full, bare) if level == "BACKWARD" else (bare, full)
    if level == "FORWARD":
        via = via.replace("cards", "sheets")

    explanation = only(explained(new, old, level=level))

    assert explanation.via == via


def test_a_way_of_many_steps_is_cut_in_the_middle() -> None:
    deep: Any = "int"
    other: Any = "string"
    for _ in range(30):
        deep, other = array(deep), array(other)

    explanation = only(explained(shop(field("net", deep)), shop(field("net", other))))

    assert explanation.via == f"com.acme.Price.net{'[]' * 7}…{'[]' * 8}"


def test_one_cause_at_several_places_is_one_explanation() -> None:
    new = record(
        "Sale", field("a", CARD), field("b", "Card"), field("c", ["null", "Card"])
    )
    old = record(
        "Sale",
        field("a", record("Card")),
        field("b", "Card"),
        field("c", ["null", "Card"]),
    )

    explanation = only(explained(new, old))

    assert explanation.rule == "CMP001"
    assert explanation.reader.path == "Card.number"
    assert [place.path for place in explanation.places] == ["Sale.b", "Sale.c"]


def test_two_unions_that_fail_for_one_reason_are_one_explanation() -> None:
    new = record("Sale", field("a", ["null", CARD]), field("b", ["null", "Card"]))
    old = record(
        "Sale", field("a", ["null", record("Card")]), field("b", ["null", "Card"])
    )

    explanation = only(explained(new, old))

    assert explanation.rule == "CMP006"
    assert [place.path for place in explanation.places] == ["Sale.b"]


def test_all_versions_of_a_break_stand_in_one_explanation() -> None:
    old = [shop(), shop(field("net", "int")), shop(), shop()]

    explanation = only(explained(shop(field("net", "int")), *old))

    assert [version.label for version in explanation.versions] == ["1", "3", "4"]


def test_versions_are_told_as_ranges() -> None:
    full = shop(field("net", "int"))

    explanation = only(
        explained(shop(), full, full, full, shop(), full, level="FORWARD_TRANSITIVE")
    )

    assert "readers on versions 1\N{EN DASH}3, 5 have no default" in explanation.message


def test_a_version_may_have_any_name() -> None:
    version = Version("git:main", "git:main:price.avsc")
    old = document(shop(field("net", "int")), version.document)

    explanation = only(
        explain(compare(Level.FORWARD, document(shop()), [Stored(version, old)]))
    )

    assert "readers on version git:main have no default" in explanation.message


def test_both_directions_are_told_apart() -> None:
    new, old = shop(field("net", "int")), shop(field("gross", "string"))

    explanations = explained(new, old, level="FULL")

    assert [(e.rule, e.direction) for e in explanations] == [
        ("CMP002", "old reads new"),
        ("CMP001", "new reads old"),
    ]


@pytest.mark.parametrize("level", ["BACKWARD", "FORWARD", "FULL"])
def test_a_namespace_that_moved_is_told_once(level: str) -> None:
    new, old = record("Price", namespace="shop"), record("Price", namespace="acme")

    explanation = only(explained(new, old, level=level))

    assert explanation.type == "NAMESPACE_CHANGED"
    assert explanation.witness is None
    assert explanation.wire == ""


def test_a_namespace_that_moved_is_told_through_unions_and_cycles() -> None:
    def node(namespace: str) -> Any:
        below = field("next", ["null", array("Node")])
        return record("Node", below, namespace=namespace)

    explanation = only(explained(node("shop"), node("acme")))

    assert explanation.type == "NAMESPACE_CHANGED"


def test_what_is_compatible_has_no_explanation() -> None:
    assert explained(shop(field("net", "long")), shop(field("net", "int"))) == ()


def test_nothing_can_follow_a_version_of_another_schema_type() -> None:
    version = Version("1", "price@1", 1)
    history = [Stored(version, None, "PROTOBUF")]

    for level in (Level.BACKWARD, Level.FORWARD):
        explanation = only(explain(compare(level, document(shop()), history)))

        assert explanation.type == "DIFFERENT_SCHEMA_TYPE"
        assert explanation.message == "version 1 is no Avro schema but PROTOBUF"
        assert {explanation.reader.document, explanation.writer.document} == {
            "new",
            "price@1",
        }


def test_two_documents_can_be_explained_without_a_history() -> None:
    reader, writer = document(shop(field("net", "int"))), document(shop(), "price@1")
    version = Version("1", "price@1", 1)

    backward = explain_pair(reader, writer, "new reads old", version)
    forward = explain_pair(reader, writer, "old reads new", Version("2", "new", 2))

    assert only(backward).rule == "CMP001"
    assert only(forward).rule == "CMP002"


# causes under unions


def test_the_nearest_branch_says_why_it_failed() -> None:
    card = record("Card", field("number", "string"), field("limit", "int"))

    explanation = only(
        explained(
            shop(field("paid", ["null", CASH, card])),
            shop(field("paid", ["null", CASH, CARD])),
        )
    )

    assert explanation.message == (
        "com.acme.Price.paid no longer takes com.acme.Card: com.acme.Card matches by"
        ' name; its field "limit" is new and has no default'
    )
    assert explanation.causes[0].reader == Location(
        "new", "/fields/0/type/2/fields/1", "com.acme.Card.limit"
    )


@pytest.mark.parametrize(
    ("branches", "written", "order"),
    [
        pytest.param(
            ["null", CASH, record("Card", field("limit", "int"))],
            CARD,
            ["Card matches by name", "Cash has another name", "null cannot read"],
            id="a full name, a type, the rest",
        ),
        pytest.param(
            [
                "null",
                fixed("Card", 4),
                record("Card", field("limit", "int"), namespace="n"),
            ],
            CARD,
            ["n.Card matches by name", "null cannot read", "fixed Card cannot read"],
            id="a simple name, the rest",
        ),
        pytest.param(
            ["null", "int", array("int")],
            array("string"),
            ["array of int matches by type", "null cannot read", "int cannot read"],
            id="a type, the rest",
        ),
        pytest.param(
            ["string", "int"],
            "long",
            ["int cannot read long", "string cannot read long"],
            id="what the other direction could promote, the rest",
        ),
    ],
)
def test_branches_are_ranked_by_how_near_they_are(
    branches: list[Any], written: Any, order: list[str]
) -> None:
    explanation = only(
        explained(
            record("Sale", field("paid", branches)),
            record("Sale", field("paid", written)),
        )
    )

    told = [cause.message for cause in explanation.causes]
    assert len(told) == len(order)
    assert all(said.startswith(start) for said, start in zip(told, order, strict=True))


@pytest.mark.parametrize(
    ("new", "old", "said"),
    [
        pytest.param("int", "string", "its items: int cannot read string", id="items"),
        pytest.param(
            enum("Unit", "A"), enum("Unit", "A", "B"), "its items lost B", id="symbols"
        ),
        pytest.param(
            fixed("Id", 4), fixed("Id", 8), "its items was 8 bytes and is 4", id="size"
        ),
        pytest.param(
            fixed("Id", 4), fixed("Key", 4), "its items was Key and is Id", id="name"
        ),
        pytest.param(
            record("Card", field("a", array("int"))),
            record("Card", field("a", array("string"))),
            'field "a[]" of its items: int cannot read string',
            id="deep",
        ),
        pytest.param(
            record("Card", field("a", "int", aliases=["b"])),
            record("Card", field("a", "int"), field("b", "int")),
            'field "a" of its items has two matches, a, b',
            id="ambiguous",
        ),
        pytest.param(
            record("Card", field("a", ["int"])),
            record("Card", field("a", ["string"])),
            'field "a" of its items no longer takes string',
            id="union",
        ),
    ],
)
def test_a_cause_is_told_in_a_few_words(new: Any, old: Any, said: str) -> None:
    explanations = explained(
        record("Sale", field("paid", ["null", array(new)])),
        record("Sale", field("paid", ["null", array(old)])),
    )

    causes = [cause.message for e in explanations for cause in e.causes]
    assert f"array of {label(new)} matches by type; {said}" in causes


def label(schema: Any) -> str:
    return schema if isinstance(schema, str) else schema["name"]


def test_a_cause_may_be_of_the_branch_itself() -> None:
    explanation = only(
        explained(
            record("Sale", field("unit", ["null", enum("Unit", "A")])),
            record("Sale", field("unit", ["null", enum("Unit", "A", "B")])),
        )
    )

    assert explanation.causes[0].message == "Unit matches by name; it lost B"


def test_several_causes_in_one_branch_are_listed() -> None:
    explanation = only(
        explained(
            shop(
                field(
                    "paid",
                    ["null", record("Card", field("a", "int"), field("b", "int"))],
                )
            ),
            shop(field("paid", ["null", record("Card")])),
        )
    )

    assert explanation.message.endswith(
        'matches by name; its field "a" is new and has no default (and 1 more)'
    )
    assert [cause.message for cause in explanation.causes[0].causes] == [
        'its field "a" is new and has no default',
        'its field "b" is new and has no default',
    ]


def test_causes_go_down_through_unions_within_unions_and_stop_in_the_deep() -> None:
    new: Any = "int"
    old: Any = "string"
    for _ in range(8):
        new, old = [array(new)], [array(old)]

    cause: Cause | None = only(
        explained(shop(field("a", new)), shop(field("a", old)))
    ).causes[0]

    depth = 0
    while cause is not None:
        depth += 1
        cause = next(iter(cause.causes), None)
    assert depth == 4


def test_a_wide_union_shows_ten_branches_and_counts_the_others() -> None:
    cards = [record(f"Card{number}") for number in range(300)]

    explanation = only(explained(shop(field("paid", cards)), shop(field("paid", CASH))))

    assert len(explanation.causes) == 11
    assert explanation.causes[-1].message == "290 more branches cannot read it either"


# what else is said


@pytest.mark.parametrize(
    ("new", "old", "level", "advice"),
    [
        pytest.param(
            shop(field("net", "int")),
            shop(field("net", "long")),
            "BACKWARD",
            [
                "long → int loses range; int → long is a promotion",
                "keep the old type, and add a new field with a default beside it",
            ],
            id="range",
        ),
        pytest.param(
            shop(field("net", "int")),
            shop(field("net", "double")),
            "BACKWARD",
            [
                "double → int loses fractions; int → double is a promotion",
                "keep the old type, and add a new field with a default beside it",
            ],
            id="fractions",
        ),
        pytest.param(
            shop(field("net", "float")),
            shop(field("net", "double")),
            "BACKWARD",
            [
                "double → float loses precision; float → double is a promotion",
                "keep the old type, and add a new field with a default beside it",
            ],
            id="precision",
        ),
        pytest.param(
            "int",
            "string",
            "BACKWARD",
            ["keep the old type; another one needs a subject of its own"],
            id="the whole schema",
        ),
        pytest.param(
            shop(field("net", ["null", "int"])),
            shop(),
            "BACKWARD",
            ["a union with null is not optional without a default"],
            id="null without default",
        ),
        pytest.param(
            shop(field("unit", enum("Unit", "A", default="A"))),
            shop(),
            "BACKWARD",
            [
                (
                    "the default of com.acme.Unit stands in for a symbol that the reader"
                    " does not know, not for a field that is missing"
                )
            ],
            id="an enum's default for a field",
        ),
        pytest.param(
            shop(),
            shop(field("net", "int")),
            "FORWARD",
            [
                "keep net; once it has a default in every version that is read, it can go"
            ],
            id="a field removed",
        ),
        pytest.param(
            shop(field("net_price", "int")),
            shop(field("net", "int")),
            "FORWARD",
            ["an old reader cannot be given an alias; keep net beside net_price"],
            id="a field renamed, the old one reads",
        ),
        pytest.param(
            shop(field("unit", enum("Unit", "A"))),
            shop(field("unit", enum("Unit", "A", "B"))),
            "BACKWARD",
            ["keep B as long as data may contain them"],
            id="symbols lost",
        ),
        pytest.param(
            shop(field("unit", enum("Unit", "A", "B"))),
            shop(field("unit", enum("Unit", "A"))),
            "FORWARD",
            [
                (
                    "no edit of this schema helps readers that are out already; add a"
                    " default symbol to com.acme.Unit in one version, and B in a later one"
                )
            ],
            id="symbols gained",
        ),
        pytest.param(
            shop(field("net", "int")),
            shop(field("net", ["null", "int"])),
            "BACKWARD",
            ["keep null as long as data may contain it"],
            id="a branch lost",
        ),
        pytest.param(
            shop(field("net", ["null", array("int")])),
            shop(field("net", ["null", "int"])),
            "FORWARD",
            [
                (
                    "no edit of this schema helps readers that are out already; keep the"
                    " old type, and add a new field with a default beside it"
                )
            ],
            id="a branch gained",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Id", 8))),
            "BACKWARD",
            [
                (
                    "a fixed of another size is another type; give it another name and a"
                    " new field with a default"
                )
            ],
            id="size",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Key", 4))),
            "FORWARD",
            ["an old reader cannot be given an alias; keep the name com.acme.Key"],
            id="a type renamed, the old one reads",
        ),
        pytest.param(
            record("Price2", namespace="n", aliases=["Price"]),
            record("Price"),
            "BACKWARD",
            [
                (
                    "no alias can name Price, which has no namespace: in the namespace n it"
                    " means n.Price"
                )
            ],
            id="an alias for a name without namespace",
        ),
        pytest.param(
            record("Price2", namespace="n", aliases=["m.Other", "Price"]),
            record("Price", namespace="m"),
            "BACKWARD",
            ["the alias n.Price is another name than m.Price"],
            id="an alias in the wrong namespace",
        ),
        pytest.param(
            shop(field("net", "int"), field("gross", "int")),
            shop(field("net", "int", aliases=["gross"])),
            "FORWARD",
            [
                (
                    "no edit of this schema helps readers that are out already; write only"
                    " one of the fields net, gross"
                )
            ],
            id="ambiguous, the old one reads",
        ),
        pytest.param(
            shop(field("net", "int", aliases=["gross"])),
            shop(field("net", "int"), field("gross", "int")),
            "BACKWARD",
            [],
            id="ambiguous, the new one reads",
        ),
    ],
)
def test_advice_says_what_to_do_where_no_edit_helps(
    new: Any, old: Any, level: str, advice: list[str]
) -> None:
    explanation = only(explained(new, old, level=level))

    assert list(explanation.advice) == advice


def test_a_field_that_could_have_several_names_is_not_guessed() -> None:
    new = shop(field("net_price", "int"))
    old = shop(field("price", "int"), field("net", "int"))

    explanation = only(explained(new, old))

    assert explanation.message.endswith(
        "it could be one of these under another name: price, net"
    )
    assert [fix.title for fix in explanation.proposals] == [
        'add "default": 0 to field "net_price"'
    ]


def test_a_new_field_says_itself_what_it_was_called() -> None:
    new = shop(field("amount", "int", aliases=["net"]))

    explanation = only(explained(new, shop(field("net", "int")), level="FORWARD"))

    assert explanation.message.endswith("it looks like it was renamed to amount")


def test_two_new_fields_do_not_share_one_old_name() -> None:
    new = shop(field("price_net", "int"), field("net_price", "int"))

    explanations = explained(new, shop(field("net", "int")))

    assert [e.message.partition("; it ")[2] for e in explanations] == [
        "could be one of these under another name: net"
    ] * 2


def test_names_are_not_compared_where_there_are_too_many() -> None:
    new = shop(*(field(f"net_{number}", "int") for number in range(101)))
    old = shop(*(field(f"price_{number}", "int") for number in range(100)))

    explanations = explained(new, old)

    assert len(explanations) == 101
    assert not any("another name" in e.message for e in explanations)


def test_javas_line_can_be_searched_for() -> None:
    explanation = only(explained(shop(field("net", "int")), shop()))

    assert explanation.wire == (
        "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'net'"
        " at path '/fields/0' in the new schema has no default value and is missing in"
        " the old schema', additionalInfo:'net'}"
    )


@pytest.mark.parametrize(
    ("new", "old", "path"),
    [
        pytest.param(
            shop(field("a", "int"), field("b", map_of(array("int")))),
            shop(field("a", "int"), field("b", map_of(array("string")))),
            "/fields/1/type/values/items",
            id="collections",
        ),
        pytest.param(
            shop(field("a", [["x"], "int"][1])),
            shop(field("a", ["null", "int"])),
            "/fields/0/type/0",
            id="a branch",
        ),
        pytest.param(
            shop(field("unit", enum("Unit", "A", default="A"))),
            shop(),
            "/fields/0/type",
            id="an enum's default for a field",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Id", 8))),
            "/fields/0/type/size",
            id="size",
        ),
        pytest.param(
            shop(field("id", fixed("Id", 4))),
            shop(field("id", fixed("Key", 4))),
            "/fields/0/type/name",
            id="name",
        ),
    ],
)
def test_javas_line_is_that_of_the_place(new: Any, old: Any, path: str) -> None:
    explanation = only(explained(new, old))

    assert f"'{path}'" in explanation.wire


def test_a_place_that_java_never_lists_has_no_line_of_java() -> None:
    # The inner record is broken twice; Java stops at the union and drops the causes.
    new = record(
        "Sale", field("a", [record("Card", field("b", "int"))]), field("c", "Card")
    )
    old = record("Sale", field("a", [record("Card")]), field("c", "Card"))

    explanation = only(explained(new, old))

    assert explanation.reader.path == "Card.b"
    assert "READER_FIELD_MISSING_DEFAULT_VALUE" in explanation.wire


def test_beside_an_ambiguous_alias_java_says_nothing_else() -> None:
    new = shop(field("net", "int", aliases=["gross"]), field("new", "int"))
    old = shop(field("net", "int"), field("gross", "int"))

    ambiguous, missing = explained(new, old)

    assert ambiguous.wire.startswith(
        "Unexpected exception during compatibility check: Reader record field net"
    )
    assert (missing.rule, missing.wire) == ("CMP001", "")


def test_an_ambiguity_in_a_branch_that_nobody_needs_is_told_because_java_gives_up() -> (
    None
):
    card = record("Card", field("a", "int", aliases=["b"]))
    new = record("Sale", field("paid", [record("Card", namespace="n"), "null"]))
    old = record(
        "Sale", field("paid", record("Card", field("a", "int"), field("b", "int")))
    )
    new["fields"][0]["type"].insert(0, card)

    explanation, moved = explained(new, old)

    assert moved.type == "NAMESPACE_CHANGED"

    assert explanation.rule == "AVR015"
    assert explanation.witness is not None
    assert explanation.witness.reason == "ambiguous-alias"


def test_what_registries_accept_by_mistake_is_an_error_with_a_proof(
    mistaken: tuple[Any, Any],
) -> None:
    reader, writer = mistaken
    comparison = compared(reader, writer, level="BACKWARD")

    explanations = [e for e in explain(comparison) if e.rule != "CMP009"]

    assert comparison.compatible
    assert explanations != []
    for explanation in explanations:
        assert explanation.type == "ACCEPTED_BY_MISTAKE"
        assert "registries accept it by mistake" in explanation.message
        assert explanation.wire == ""
        assert explanation.witness is not None
        assert explanation.witness.reason == "found"


@pytest.fixture
def mistaken() -> tuple[Any, Any]:
    """Give a reader and a writer for which Java's memo is wrong (4.3).

    The second branch reads the writer only because of what the first one assumed.
    """
    inner = record("n0.B", field("a", "n1.A"))
    reader = [
        record("A", field("b", ["null", inner]), field("x", "int"), namespace="n1"),
        record("A", field("b", ["null", "n0.B"]), namespace="n2"),
    ]
    writer = record("A", field("b", ["null", record("B", field("a", "A"))]))
    return reader, writer


def test_a_proof_is_about_its_own_break() -> None:
    explanations = explained(shop(field("a", "int"), field("b", "int")), shop())

    errors = [e.witness.error for e in explanations if e.witness]
    assert ["field a" in errors[0], "field b" in errors[1]] == [True, True]


def test_a_damaged_candidate_is_explained_as_far_as_it_goes() -> None:
    new = '{"type": "record", "name": "Price", "fields": [{"name": "a", "type": "Gone"}, {"name": "b", "type": "int"}]}'

    explanation = only(explained(new, record("Price", field("a", "int"))))

    assert explanation.rule == "CMP001"
    assert explanation.witness is not None
    assert explanation.witness.note == (
        "a part of the schema is damaged, so nothing can be written with it"
    )


def test_a_version_without_text_is_passed() -> None:
    history = [
        Stored(Version("1", "price@1", 1), None, unreadable="gone"),
        stored(2, shop()),
    ]

    comparison = compare(
        Level.BACKWARD_TRANSITIVE, document(shop(field("a", "int"))), history
    )

    assert [e.rule for e in explain(comparison)] == ["CMP001"]
    assert [(p.version.label, p.reason) for p in comparison.passed] == [("1", "gone")]


def test_a_branch_that_another_one_answers_for_is_a_branch_too_many() -> None:
    other = record("Other", field("limit", "int"))

    explanation = only(explained(CARD, [CARD, other]))

    assert (explanation.rule, explanation.type) == ("CMP006", "NAME_MISMATCH")
    assert explanation.message == (
        "the schema no longer takes Other: record Card cannot read record Other"
    )
    assert "'/1/name'" in explanation.wire


def test_a_break_in_a_type_within_itself_is_told_once() -> None:
    def node(kind: str) -> Any:
        return record("Node", field("next", ["null", "Node"]), field("v", kind))

    explanation = only(explained(node("int"), node("string")))

    assert (explanation.reader.path, explanation.places) == ("Node.v", ())


def test_a_moved_namespace_beside_a_mistake_is_no_mistake(
    mistaken: tuple[Any, Any],
) -> None:
    reader, writer = mistaken
    new = record("Top", field("m", record("M", namespace="x")), field("p", reader))
    old = record("Top", field("m", record("M", namespace="y")), field("p", writer))

    types = {explanation.type for explanation in explained(new, old)}

    assert types == {"ACCEPTED_BY_MISTAKE", "NAMESPACE_CHANGED"}


def test_a_cause_in_the_values_of_a_map_is_told() -> None:
    explanation = only(
        explained(
            shop(field("a", ["null", map_of("int")])),
            shop(field("a", ["null", map_of("string")])),
        )
    )

    assert explanation.causes[0].message == (
        "map of int matches by type; its values: int cannot read string"
    )


def test_a_union_in_words_names_its_branches() -> None:
    explanation = only(
        explained(shop(field("a", array(["null", "int"]))), shop(field("a", "int")))
    )

    assert explanation.message.startswith(
        "com.acme.Price.a was int and is array of union"
    )


def test_an_ambiguity_that_is_met_twice_is_told_once() -> None:
    card = record("Card", field("a", "int", aliases=["b"]))
    union = [card, record("Card", namespace="n")]
    new = record("Sale", field("paid", union), field("back", ["Card", "n.Card"]))
    written = record("Card", field("a", "int"), field("b", "int"))
    old = record("Sale", field("paid", written), field("back", "Card"))

    rules = [explanation.rule for explanation in explained(new, old)]

    assert rules == ["AVR015", "CMP009"]


def test_names_without_a_word_in_common_at_other_places_are_no_renaming() -> None:
    new = shop(field("id", "int"), field("gross", "int"))
    old = shop(field("net", "int"), field("id", "int"))

    assert "renamed" not in only(explained(new, old)).message
