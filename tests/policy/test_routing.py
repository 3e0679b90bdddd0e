"""From a file to its subject, role and kind."""

import json

import pytest

from avrotower.policy.routing import partner, route
from avrotower.schema.document import Document
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol


def document(name: str = "Price", *fields: str, **attributes: object) -> Document:
    schema = {
        "type": "record",
        "name": name,
        "fields": [{"name": field, "type": "long"} for field in fields],
        **attributes,
    }
    return parse(json.dumps(schema))


@pytest.mark.parametrize(
    ("path", "subject", "role", "confidence"),
    [
        ("orders-key.avsc", "orders-key", "key", "likely"),
        ("orders_value.avsc", "orders-value", "value", "likely"),
        ("pricing.price.v1.key.avsc", "pricing.price.v1-key", "key", "likely"),
        ("orders/key.avsc", "orders-key", "key", "likely"),
        ("orders/Value.avsc", "orders-value", "value", "likely"),
        ("keys/order.avsc", "order-key", "key", "likely"),
        ("orders-key/v1.avsc", "orders-key", "key", "likely"),
        ("keys/orders/order.avsc", "order-value", "value", "guess"),
        ("monkey.avsc", "monkey-value", "value", "guess"),
        ("order.avsc", "order-value", "value", "guess"),
    ],
)
def test_names_of_files_and_directories_say_what_a_subject_is(
    path: str, subject: str, role: str, confidence: str
) -> None:
    found = route(path, document())

    assert (found.name, found.role, found.confidence) == (subject, role, confidence)
    assert found.evidence


@pytest.mark.parametrize(
    ("name", "role", "kind", "confidence"),
    [
        ("PriceKey", "key", "unknown", "guess"),
        ("PriceKeyRecord", "key", "unknown", "guess"),
        ("PriceChangedEvent", "value", "event", "likely"),
        ("ChangePriceCommand", "value", "command", "likely"),
        ("Price", "value", "unknown", "guess"),
    ],
)
def test_the_name_of_the_record_speaks_last(
    name: str, role: str, kind: str, confidence: str
) -> None:
    found = route("x.avsc", document(name))

    assert (found.role, found.kind, found.confidence) == (role, kind, confidence)


def test_a_file_name_and_a_record_name_speak_together() -> None:
    found = route("price-value.avsc", document("PriceChangedEvent"))

    assert (found.role, found.kind, found.confidence) == ("value", "event", "likely")


def test_an_envelope_of_debezium_is_change_data_capture() -> None:
    envelope = document(
        "Envelope", "before", "after", "op", "source", namespace="s.d.t"
    )

    found = route("t.avsc", envelope)

    assert (found.kind, found.generator) == ("cdc", "debezium")


@pytest.mark.parametrize(
    ("document", "generator"),
    [
        (
            document("Key", namespace="s.d.t", **{"connect.name": "s.d.t.Key"}),
            "debezium",
        ),
        (document("Price", **{"connect.name": "Price"}), "connect"),
        (document("R", namespace="io.confluent.ksql.avro_schemas"), "ksqldb"),
        (document("ConnectDefault", namespace="io.confluent.connect.avro"), "connect"),
    ],
)
def test_generators_leave_marks(document: Document, generator: str) -> None:
    assert route("t.avsc", document).generator == generator


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("app-store-changelog-value.avsc", "changelog"),
        ("app-KSTREAM-MAP-0000000003-repartition-key.avsc", "repartition"),
        ("app-fk-subscription-registration-topic-fk-key.avsc", "fk-join"),
        (
            "app-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000014-topic-value.avsc",
            "fk-join",
        ),
    ],
)
def test_internal_topics_are_known_by_their_patterns(path: str, kind: str) -> None:
    assert route(path, document()).kind == kind


def test_a_type_that_others_use_is_shared_and_has_no_role() -> None:
    found = route("money.avsc", document("Money"), is_referenced=True)

    assert (found.kind, found.role) == ("shared", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"protocol": "Shop", "namespace": "com.acme"}', "com.acme.Shop"),
        ('{"protocol": "Shop"}', "Shop"),
        ('{"protocol": "com.acme.Shop", "namespace": "x"}', "com.acme.Shop"),
        ('{"protocol": 7}', "prices"),
        ("7", "prices"),
    ],
)
def test_a_protocol_is_no_key_and_no_value_and_has_its_own_name(
    text: str, name: str
) -> None:
    found = route("shop/prices.avpr", parse_protocol(text))

    assert (found.name, found.role, found.kind) == (name, None, "shared")


def test_a_union_that_others_use_has_the_name_of_its_file() -> None:
    found = route("shop/all.avsc", parse('["null", "string"]'), is_referenced=True)

    assert (found.name, found.role) == ("all", None)


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("_confluent-ksql-default_query_CTAS_1-agg.avsc", document()),
        ("_confluent-ksql-default_query_CTAS_1-agg.avsc", parse('"string"')),
        ("prices.avsc", document(namespace="io.confluent.ksql.avro_schemas")),
    ],
)
def test_ksqldb_is_known_by_topic_and_by_namespace(name: str, root: Document) -> None:
    assert route(name, root).generator == "ksqldb"


def test_a_key_of_a_generator_is_a_key() -> None:
    key = document("Key", namespace="s.d.t", **{"connect.name": "s.d.t.Key"})

    found = route("t.avsc", key)

    assert (found.role, found.confidence, found.evidence) == (
        "key",
        "likely",
        "marks of debezium",
    )


def test_a_name_that_only_ends_like_an_internal_topic_is_none() -> None:
    assert route("changelog.avsc", document()).kind == "unknown"
    assert route("x-changelog.avsc", document()).kind == "unknown"
    assert route("_confluent-ksql-x.avsc", document()).generator == "none"


@pytest.mark.parametrize(
    ("path", "topic", "role"),
    [
        ("values/order.avsc", "order", "value"),
        ("orders.value/v1.avsc", "orders", "value"),
        ("key.avsc", "key", "key"),
        ("-key.avsc", "-key", "value"),
    ],
)
def test_a_topic_is_what_stands_before_the_role(
    path: str, topic: str, role: str
) -> None:
    found = route(path, document())

    assert (found.topic, found.role) == (topic, role)


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (("orders-key.avsc", document()), 7),
        (("orders.avsc", document(**{"connect.name": "x"})), 8),
        (("orders.avsc", document("OrderEvent")), 11),
        (("orders.avsc", document("OrderKey")), 13),
        (("orders.avsc", document()), 14),
        (("orders.avsc", parse("oops")), 14),
    ],
)
def test_a_subject_knows_the_step_that_answered(
    given: tuple[str, Document], step: int
) -> None:
    assert route(*given).step == step
    assert route(*given, is_referenced=True).step == min(step, 10)


def test_a_file_that_says_value_stays_a_value_when_others_use_it() -> None:
    assert route("price-value.avsc", document(), is_referenced=True).role == "value"


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("key.avsc", "value.avsc"),
        ("stock/orders-value.v.avsc", None),
        ("stock/orders-value.avsc", "stock/orders-key.avsc"),
        ("stock/orders_KEY.avsc", "stock/orders_VALUE.avsc"),
        ("stock/Value.avsc", "stock/Key.avsc"),
        ("stock/keys/order.avsc", "stock/values/order.avsc"),
        ("values/order.avsc", "keys/order.avsc"),
        ("orders-key/v1.avsc", "orders-value/v1.avsc"),
        ("keys/orders/order.avsc", None),
        ("monkey.avsc", None),
    ],
)
def test_key_and_value_of_a_topic_are_called_alike(
    path: str, other: str | None
) -> None:
    assert partner(path) == other
    if other is not None:
        assert partner(other) == path
        ours, theirs = route(path, document()), route(other, document())
        assert {ours.role, theirs.role} == {"key", "value"}
        assert ours.topic == theirs.topic or path == "key.avsc"
