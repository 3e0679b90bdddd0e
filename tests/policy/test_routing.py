"""From a file to its subject, role and kind."""

import json

import pytest

from avrotower.policy.routing import route
from avrotower.schema.document import Document
from avrotower.schema.parse import parse


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


def test_a_file_that_says_value_stays_a_value_when_others_use_it() -> None:
    assert route("price-value.avsc", document(), is_referenced=True).role == "value"
