"""From a subject of a registry to topic, role and kind."""

import tomllib

import pytest

from avrotower.finding import Location
from avrotower.policy.declaration import Declarations
from avrotower.policy.load.validate import completed, validated
from avrotower.policy.subjects import Routes
from avrotower.policy.topology import topology
from avrotower.rule import Subject
from avrotower.schema.parse import parse

APPS = """
[apps.engine]
application-ids = ["engine-v2"]
supersedes = ["engine-v1"]
owner = "team-engine"
"""


def routes(policy: str = "", topics: tuple[str, ...] = ()) -> Routes:
    if not policy:
        return Routes(None, None, None, topics)
    said, faults = validated(tomllib.loads(policy), "avrotower.toml", policy)
    assert not faults
    data = completed(said)
    declared = topology(data, lambda _: Location("avrotower.toml"))
    return Routes(data, Declarations(data), declared, topics)


def facts(subject: Subject) -> tuple[str, str | None, str, str]:
    return subject.topic, subject.role, subject.kind, subject.confidence


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("orders-key", ("orders", "key", "unknown", "likely")),
        ("orders-value", ("orders", "value", "unknown", "likely")),
        ("orders-key-value", ("orders-key", "value", "unknown", "likely")),
        ("a/key/orders", ("a/key/orders", "value", "unknown", "guess")),
        ("orders_key", ("orders_key", "value", "unknown", "guess")),
        ("-key", ("-key", "value", "unknown", "guess")),
        ("app-s-changelog-value", ("app-s-changelog", "value", "changelog", "likely")),
        (":.eu:orders-key", ("orders", "key", "unknown", "likely")),
    ],
)
def test_the_name_tells_what_nobody_declares(
    name: str, wanted: tuple[str, str | None, str, str]
) -> None:
    found = routes()(name, None)

    assert facts(found) == wanted
    assert found.name == name
    assert found.context == (".eu" if name.startswith(":") else ".")


def test_a_known_topic_makes_the_suffix_certain() -> None:
    assert routes(topics=("orders",))("orders-key", None).confidence == "certain"
    declared = routes('[topics.orders]\nkind = "event"')("orders-value", None)
    assert facts(declared) == ("orders", "value", "event", "certain")


def test_a_topic_may_name_its_subjects() -> None:
    found = routes('[topics.orders]\nvalue = { subject = "shop.Order" }')
    subject = found("shop.Order", None)

    assert facts(subject) == ("orders", "value", "unknown", "certain")
    assert subject.step == 1


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (
            'match = "pay-*"\ntopic = "payments"\nrole = "value"\nkind = "event"',
            "pay-x",
        ),
        (
            'match = ":.eu:pay*"\ntopic = "payments"\nrole = "value"\nkind = "event"',
            ":.eu:pay",
        ),
        (
            """files = "a/{x}.avsc"
            subject = "pay.{x}"
            topic = "payments"
            role = "value"
            kind = "event\"""",
            "pay.x",
        ),
        (
            'files = "{d}/{x}/{role}.avsc"\ntopic = "payments"\nkind = "event"',
            "payments-value",
        ),
    ],
)
def test_an_entry_of_the_routing_table_speaks_of_subjects(
    entry: str, name: str
) -> None:
    found = routes(f"[[subjects]]\n{entry}")(name, None)

    assert facts(found) == ("payments", "value", "event", "certain")
    assert found.name == name


def test_the_rest_of_the_name_may_be_that_of_the_type() -> None:
    document = parse(
        '{"type": "record", "name": "Sold", "namespace": "shop", "fields": []}'
    )

    known = routes(topics=("sales-v1",))("sales-v1-shop.Sold", document)

    assert (known.topic, known.role, known.step) == ("sales-v1", None, 3)
    unknown = routes()("sales-v1-shop.Sold", document)
    assert unknown.step > 3


def test_declared_applications_decide_what_is_internal() -> None:
    found = routes(APPS)

    ours = found("engine-v2-store-changelog-value", None)
    assert facts(ours)[2:] == ("changelog", "certain")
    assert ours.owner == "team-engine"
    assert found("engine-v1-store-changelog-key", None).kind == "changelog"
    assert found("watch-store-changelog-value", None).kind == "unknown"
