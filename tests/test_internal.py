"""Names of internal topics (RULES, section 14)."""

import pytest

from avrotower.internal import application, in_context, internal

FK = "KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000006"


@pytest.mark.parametrize(
    ("topic", "kind", "on_broker"),
    [
        ("app-store-changelog", "changelog", "app-store-changelog"),
        ("app-v1-by-item-repartition", "repartition", "app-v1-by-item-repartition"),
        (f"app-{FK}-topic-pk", "fk-join", f"app-{FK}-topic"),
        (f"app-{FK}-topic-vh", "fk-join", f"app-{FK}-topic"),
        (f"app-{FK}-topic", "fk-join", f"app-{FK}-topic"),
        (
            "app-price-subscription-response-topic",
            "fk-join",
            "app-price-subscription-response-topic",
        ),
    ],
)
def test_internal_topics_are_known_by_their_names(
    topic: str, kind: str, on_broker: str
) -> None:
    found = internal(topic)

    assert found is not None
    assert (found.kind, found.on_broker) == (kind, on_broker)
    assert found.is_generated == (FK in topic)


@pytest.mark.parametrize(
    "topic", ["orders", "changelog", "x-changelog", "orders-topic-fk", "app-store-log"]
)
def test_other_topics_are_not_internal(topic: str) -> None:
    assert internal(topic) is None


def test_queries_of_ksqldb_are_known() -> None:
    topic = "_confluent-ksql-default_query_CTAS_X_5-Aggregate-Materialize-changelog"
    found = internal(topic)

    assert found is not None
    assert found.is_ksqldb
    assert not found.is_generated


def test_the_longest_id_decides() -> None:
    ids = ["app", "app-v1", "other", "app-v1-store"]

    assert application("app-v1-stores-changelog", ids) == "app-v1"
    assert application("apple-store-changelog", ids) == ""


def test_the_context_is_taken_off() -> None:
    assert in_context(":.eu:a:b") == (".eu", "a:b")
    assert in_context("a:b") == (".", "a:b")
    assert in_context(":.eu:") == (".eu", "")
