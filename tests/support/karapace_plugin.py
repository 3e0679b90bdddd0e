"""What the tests of Karapace take from their own fixtures, for a registry that runs already.

A plugin of their pytest: neither Kafka nor Karapace is started.
KARAPACE_TESTS_URL is the address of an embedded registry that may be emptied.
"""

import os
from collections.abc import AsyncGenerator
from importlib import import_module
from typing import Any

import pytest


@pytest.fixture
async def registry_async_client(
    loop: object,  # noqa: ARG001  it runs this fixture
) -> AsyncGenerator[Any]:
    """Give Karapace's own client of a registry that is empty, as theirs are."""
    url = os.environ["KARAPACE_TESTS_URL"]
    client: Any = import_module("karapace.core.client").Client(server_uri=url)
    try:
        emptied = await client.post("-/embedded/reset", json=None)
        assert emptied.status_code == 204
        yield client
    finally:
        await client.close()
