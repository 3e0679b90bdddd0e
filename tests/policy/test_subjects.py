"""From a subject of a registry to topic, role and kind."""

import tomllib
from typing import Any

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


def routes(policy: str = "", topics: tuple[str, ...] = (), **more: Any) -> Routes:
    if not policy:
        return Routes(None, None, None, topics, **more)
    said, faults = validated(tomllib.loads(policy), "avrotower.toml", policy)
    assert not faults
    data = completed(said)
    declared = topology(data, lambda _: Location("avrotower.toml"))
    return Routes(data, Declarations(data), declared, topics, **more)


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


ENTRY = """[[subjects]]
match = "odd"
topic = "sales"
kind = "event"
"""


@pytest.mark.parametrize(
    ("name", "known", "policy", "wanted"),
    [
        ("odd", ["orders key"], "", ("orders", "key", "unknown", "certain")),
        ("a-value", ["orders key"], "", ("orders", "key", "unknown", "certain")),
        ("odd", ["a key", "b key"], "", ("a", "key", "unknown", "certain")),
        ("odd", ["a key", "a value"], "", ("odd", "value", "unknown", "guess")),
        ("odd", ["x key"], ENTRY, ("sales", "key", "event", "certain")),
        (
            "odd",
            ["x key"],
            ENTRY + 'role = "value"',
            ("sales", "value", "event", "certain"),
        ),
        ("a-value", ["o key"], "[topics.a]", ("o", "key", "unknown", "certain")),
        (
            "odd",
            ["o key"],
            '[topics.a.value]\nsubject = "odd"',
            ("a", "value", "unknown", "certain"),
        ),
        (
            "engine-v2-s-changelog-value",
            ["o key"],
            APPS,
            ("engine-v2-s-changelog", "value", "changelog", "certain"),
        ),
    ],
)
def test_an_association_is_asked_fifth(
    name: str,
    known: list[str],
    policy: str,
    wanted: tuple[str, str | None, str, str],
) -> None:
    pairs = [tuple(it.split()) for it in known]

    found = routes(policy, associations={name: pairs})(name, None)

    assert facts(found) == wanted


def test_an_associated_type_that_others_use_is_no_shared_one() -> None:
    ask = routes(associations={"odd": [("orders", "value")]})

    assert facts(ask("odd", None, is_referenced=True))[:3] == (
        "orders",
        "value",
        "unknown",
    )


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


FILES = "[[subjects]]\nfiles='s/{d}/{e}/{role}.avsc'\n"
PRICE = '{"type": "record", "name": "Price", "namespace": "shop", "fields": []}'


@pytest.mark.parametrize(
    ("policy", "name", "wanted"),
    [
        ("[topics.orders]\n", "orders-key", ("orders", "key", "unknown", 6)),
        ("[topics.orders]\n[topics.orders-key]\n", "orders-key-value",
         ("orders-key", "value", "unknown", 6)),
        ("[topics.orders]\nkey={subject='who'}\n", "who", ("orders", "key", "unknown", 1)),
        ("[[subjects]]\nmatch='legacy.*'\nrole='key'\nkind='cdc'\n", "legacy.a",
         ("legacy.a", "key", "cdc", 2)),
        ("[[subjects]]\nmatch='legacy.*'\n", "legacy.a-value",
         ("legacy.a", "value", "unknown", 2)),
        ("[[subjects]]\nmatch='legacy.*'\nfiles='s/*.avsc'\nsubject='line-value'\n",
         "legacy.a-key", ("legacy.a", "key", "unknown", 2)),
        (f"{FILES}topic='{{d}}.{{e}}'\n", "p.q.v1-key", ("p.q.v1", "key", "unknown", 2)),
        (f"{FILES}subject='{{d}}.{{e}}-{{role}}'\n", "p.q-value",
         ("p.q", "value", "unknown", 2)),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='t-{fullname}'\ntopic='t'\nrole='value'\n",
         "t-shop.Price", ("t", "value", "unknown", 2)),
        ("[[subjects]]\nfiles='{t}/*'\nsubject='{t}-{fullname}'\ntopic='{t}'\nrole='key'\n",
         "sales-v1-shop.Price", ("sales-v1", "key", "unknown", 2)),
        ("[topics.t]\nstrategy='topic-record'\n", "t-shop.Price",
         ("t", None, "unknown", 3)),
        ("[topics.app-x-changelog]\n[apps.a]\napplication-ids=['other']\n",
         "app-x-changelog-value", ("app-x-changelog", "value", "unknown", 6)),
        ("[topics.app-x-changelog]\n", "app-x-changelog-value",
         ("app-x-changelog", "value", "changelog", 6)),
    ],
)  # fmt: skip
def test_what_is_declared_is_certain(
    policy: str, name: str, wanted: tuple[object, ...]
) -> None:
    found = routes(policy)(name, parse(PRICE))

    assert (found.topic, found.role, found.kind, found.step) == wanted
    assert (found.name, found.confidence) == (name, "certain")


@pytest.mark.parametrize(
    ("policy", "name"),
    [
        ("[topics.orders]\n", "orders"),
        ("[topics.orders]\n[topics.orders-key]\n", "orders-key"),
        ("[topics.t]\nstrategy='topic-record'\n", "t-shop.Stock"),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='{t}-{fullname}'\n", "other-value"),
        ("[[subjects]]\nfiles='s/**/*.avsc'\n", "orders-key"),
        ("[[subjects]]\nfiles='s/*.avsc'\ntopic='{t}'\nrole='key'\n", "orders-value"),
        ("[[subjects]]\nfiles='s/*.avsc'\ntopic='{t}'\n", "orders"),
        ("[[subjects]]\nmatch='old-*'\nsubject='{t}-value'\n", "orders-value"),
        ("[[subjects]]\nmatch='legacy.*'\nkind='event'\n", "legacy.a"),
        ("[apps.a]\napplication-ids=['app-v1']\n", "app-v2-store-changelog-value"),
        ("[apps.a]\napplication-ids=['app-v1']\n", "app-v1-store-changelog"),
        ("[apps.a]\napplication-ids=['app-v1']\n", ":.eu:app-v1-store-changelog-value"),
    ],
)
def test_what_nothing_declares_is_not_certain(policy: str, name: str) -> None:
    assert routes(policy)(name, parse(PRICE)).confidence != "certain"


def test_a_template_that_names_the_type_needs_a_type_with_a_name() -> None:
    policy = "[[subjects]]\nfiles='s/*.avsc'\nsubject='t-{name}'\nrole='value'\n"

    assert routes(policy)("t-Price", parse(PRICE)).confidence == "certain"
    assert routes(policy)("t-Price", parse('"string"')).confidence == "guess"
    assert routes(policy)("t-Price", None).confidence == "guess"


@pytest.mark.parametrize(
    ("policy", "context", "is_known"),
    [
        ("[topics.orders]\n", ".eu", False),
        ("[topics.orders]\ncontext='.eu'\n", ".eu", True),
        ("[topics.orders]\ncontext='.eu'\n", ".", False),
        ("[project]\ncontext='.eu'\n[topics.orders]\n", ".eu", True),
        ("[topics.t]\nvalue={subject='orders-value'}\n", ".eu", False),
        ("[topics.t]\ncontext='.eu'\nvalue={subject='orders-value'}\n", ".eu", True),
        ("[[subjects]]\nmatch=':.eu:orders-*'\n", ".eu", True),
        ("[[subjects]]\nmatch=':*:orders-*'\n", ".eu", True),
        ("[[subjects]]\nmatch=':*:orders-*'\n", ".", True),
        ("[[subjects]]\nmatch='orders-*'\n", ".eu", False),
        ("[[subjects]]\nmatch='orders-*'\ncontext='.eu'\n", ".eu", True),
        (
            "[[subjects]]\nmatch='orders-*'\n[topics.orders]\ncontext='.eu'\n",
            ".eu",
            True,
        ),
        (
            "[[subjects]]\nmatch='orders-*'\n[topics.orders]\ncontext='.eu'\n",
            ".",
            False,
        ),
    ],
)
def test_what_is_declared_for_one_context_says_nothing_of_another(
    policy: str, context: str, *, is_known: bool
) -> None:
    name = "orders-value" if context == "." else f":{context}:orders-value"

    found = routes(policy)(name, None)

    assert (found.confidence == "certain") == is_known
    assert (found.name, found.context) == (name, context)


def test_a_topic_of_one_context_gives_its_namesake_in_another_nothing() -> None:
    policy = "[topics.orders]\nkind='entity'\nowner='sales'\nfrozen-key=false\n"
    found = routes(policy, topics=("orders",))(":.eu:orders-key", None)

    assert (found.kind, found.owner) == ("unknown", "")
    assert found.has_frozen_key
    # The broker has the topic, whatever the context.
    assert found.confidence == "certain"


def test_a_topic_refines_what_an_entry_says_in_a_context_of_its_own() -> None:
    policy = "[[subjects]]\nmatch=':.eu:*'\n[topics.orders]\nkind='entity'\n"

    assert routes(policy)(":.eu:orders-value", None).kind == "entity"


def test_the_first_entry_that_matches_wins() -> None:
    policy = (
        "[[subjects]]\nmatch='a-*'\nkind='event'\n"
        "[[subjects]]\nmatch='*'\nkind='entity'\n"
    )

    kinds = [routes(policy)(name, None).kind for name in ("a-value", "b-value")]

    assert kinds == ["event", "entity"]


@pytest.mark.parametrize(
    ("policy", "name", "expected"),
    [
        ("[topics.t]\n", "t-shop.Price", True),
        ("[topics.t]\n", "other-value", False),
        ("[[subjects]]\nfiles='*.avsc'\nsubject='t-{name}'\n", ":.eu:t-Price", True),
        ("[[subjects]]\nfiles='*.avsc'\nsubject='t-{x}'\n", "t-Price", False),
    ],
)
def test_a_type_is_asked_for_only_where_a_name_may_depend_on_it(
    policy: str, name: str, *, expected: bool
) -> None:
    assert routes(policy).asks_type(name) == expected
