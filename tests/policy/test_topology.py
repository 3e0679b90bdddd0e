"""What a policy declares of topics, join groups, joins and applications, as values."""

from collections.abc import Callable
from pathlib import Path

import pytest

from avrotower.catalogue import RULES
from avrotower.finding import Location
from avrotower.policy.load import load
from avrotower.policy.topology import topology
from avrotower.topology import Keys, Topology

Declare = Callable[[str], Topology]


def locate(at: Keys) -> Location:
    return Location("avrotower.toml", "/".join(map(str, at)))


@pytest.fixture
def declare(tmp_path: Path) -> Declare:
    def declared(text: str) -> Topology:
        (tmp_path / ".git").mkdir()
        (tmp_path / "avrotower.toml").write_text(text, encoding="utf-8")
        loaded = load(str(tmp_path), RULES, today="2026-06-01")
        assert loaded is not None
        return topology(loaded.data, locate)

    return declared


SHOP = """
[topics]
line = {}
price = {}
stock = {}
[apps.engine]
application-ids = ["engine-v1"]
[[joins]]
app = "engine"
left = "line"
right = "price"
"""


def test_a_topic_has_what_the_project_says_of_all(declare: Declare) -> None:
    found = declare(
        '[project]\nwire-format = "raw"\npartitioner = "murmur2"\ncontext = ".shop"\n'
        '[topics]\nprice = {}\nstock = { wire-format = "apicurio-8byte", '
        'partitioner = "custom:x", context = ".stock" }\n'
    )

    price, stock = found.topics["price"], found.topics["stock"]
    assert (price.wire_format, price.partitioner, price.context) == (
        "raw",
        "murmur2",
        ".shop",
    )
    assert (stock.wire_format, stock.partitioner, stock.context) == (
        "apicurio-8byte",
        "custom:x",
        ".stock",
    )
    assert (price.has_id_in_key, stock.has_id_in_key) == (False, True)


@pytest.mark.parametrize(
    ("text", "declared", "way", "date"),
    [
        ("", None, "", ""),
        ("retractable = false\neffective-dated = false", None, "", ""),
        ("retractable = true", "retractable", "", ""),
        ("retractable = { by = 'field' }", "retractable", "field", ""),
        ("effective-dated = true", "effective-dated", "", ""),
        ("effective-dated = 'valid_from'", "effective-dated", "", "valid_from"),
    ],
)
def test_retraction_and_activation_have_several_forms(
    declare: Declare, text: str, declared: str | None, way: str, date: str
) -> None:
    topic = declare(f"[topics.price]\n{text}\n").topics["price"]

    assert topic.declared == {declared} - {None}
    assert (topic.retraction, topic.effective_date) == (way, date)


def test_a_group_has_a_short_and_a_long_form(declare: Declare) -> None:
    found = declare(
        '[topics]\na = {}\nb = {}\nc = {}\n[join-groups]\nshort = ["a", "b"]\n'
        '[join-groups.long]\nmembers = ["b", "c"]\nkey = "c"\npartitions = 12\n'
    )

    short, long = found.groups
    assert (short.name, short.reference, short.partitions) == (
        "join group short",
        "a",
        None,
    )
    assert (long.name, long.reference, long.partitions) == ("join group long", "c", 12)
    assert [topic.name for topic in found.members(long)] == ["c", "b"]
    assert long.at == ("join-groups", "long")
    assert [group.name for group in found.groups_of("b")] == [short.name, long.name]
    assert found.declared("b") == {"join group"}
    assert found.declared("unheard-of") == frozenset()


def test_a_join_implies_a_group_of_its_sides(declare: Declare) -> None:
    (group,) = declare(SHOP).groups

    assert group.name == "the join of line and price in app engine"
    assert (group.members, group.reference) == (("line", "price"), "line")
    assert (group.at, group.path) == (("joins", 0), "joins.line+price")


@pytest.mark.parametrize(
    "text",
    [
        'foreign-key = "price_id"',
        "rekeyed = true",
        'right-as = "global-table"',
        'left-as = "global-table"',
    ],
)
def test_a_join_that_needs_no_co_partitioning_implies_none(
    declare: Declare, text: str
) -> None:
    assert declare(SHOP + text).groups == ()


def test_a_topic_joined_with_itself_needs_nobody(declare: Declare) -> None:
    assert declare(SHOP.replace('right = "price"', 'right = "line"')).groups == ()


def test_a_pair_in_a_declared_group_is_told_under_that_group(declare: Declare) -> None:
    found = declare(SHOP + '[join-groups]\nall = ["price", "stock", "line"]\n')

    assert [group.name for group in found.groups] == ["join group all"]


def test_a_pair_that_two_applications_join_is_one_group(declare: Declare) -> None:
    again = SHOP[SHOP.index("[[joins]]") :].replace("engine", "watch")
    found = declare(SHOP + '[apps.watch]\napplication-ids = ["watch-v1"]\n' + again)

    assert len(found.groups) == 1


def test_an_application_reads_its_inputs_and_what_it_joins(declare: Declare) -> None:
    found = declare(SHOP.replace('v1"]', 'v1"]\ninputs = ["stock"]'))

    assert [
        list(found.readers(found.topics[name])) for name in ("line", "price", "stock")
    ] == [["engine"]] * 3


def test_only_joined_keys_and_retractable_values_need_others(declare: Declare) -> None:
    found = declare(SHOP.replace("stock = {}", "stock = { retractable = true }"))

    wanted = [
        (topic, role)
        for topic in ("line", "stock", "other")
        for role in ("key", "value", None)
        if found.needs_others(topic, role)
    ]
    assert wanted == [("line", "key"), ("stock", "value")]
