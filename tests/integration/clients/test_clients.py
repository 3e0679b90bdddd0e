"""Real clients see the same of the embedded registry as of the reference.

`expected/` has what each of them prints of the reference; there it is written by
`--rewrite-golden`, and nowhere else.
"""

from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from client_program import (
    PROGRAMS,
    Client,
    flink,
    go,
    life,
    node,
    python,
    serializers,
)
from embedded import embedded

EXPECTED: Final = PROGRAMS / "expected"
CONFLUENT: Final = "confluent_kafka.schema_registry.avro"
IN_PYTHON: Final = (
    Client("python-confluent", partial(python, CONFLUENT, "confluent_sync")),
    Client(
        "python-confluent-features",
        partial(python, CONFLUENT, "confluent_features"),
        ("write", "read", "manage"),
    ),
    Client("python-confluent-async", partial(python, CONFLUENT, "confluent_async")),
    Client(
        "python-schema-registry-client",
        partial(python, "schema_registry.client", "schema_registry_client"),
    ),
)
ELSEWHERE: Final = (
    Client("java-serializers", serializers),
    Client("java-flink", flink),
    Client("node-confluent", partial(node, "confluent")),
    Client("node-kafkajs", partial(node, "kafkajs")),
    Client("go-confluent", partial(go, "confluent")),
    Client("go-franz", partial(go, "franz")),
)


@pytest.fixture(scope="module")
def registry() -> Generator[str]:
    pytest.importorskip("uvicorn", reason="the extra `service` is not installed")
    with embedded() as url:
        yield url


def expected(client: Client) -> str:
    return (EXPECTED / f"{client.name}.txt").read_text(encoding="utf-8")


@pytest.mark.integration
@pytest.mark.parametrize(
    "client", [*IN_PYTHON, *ELSEWHERE], ids=lambda client: client.name
)
def test_what_is_expected_is_what_the_reference_shows(
    client: Client, reference: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shown = life(client, reference, tmp_path)
    if request.config.getoption("--rewrite-golden"):
        (EXPECTED / f"{client.name}.txt").write_text(shown, encoding="utf-8")

    assert shown == expected(client)


@pytest.mark.parametrize("client", IN_PYTHON, ids=lambda client: client.name)
def test_a_client_in_python_sees_what_it_sees_of_the_reference(
    client: Client, registry: str, tmp_path: Path
) -> None:
    shown = life(client, registry, tmp_path)

    assert shown == expected(client)


@pytest.mark.integration
@pytest.mark.parametrize("client", ELSEWHERE, ids=lambda client: client.name)
def test_a_client_sees_what_it_sees_of_the_reference(
    client: Client, registry: str, tmp_path: Path
) -> None:
    shown = life(client, registry, tmp_path)

    assert shown == expected(client)
