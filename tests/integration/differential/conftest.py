"""The two registries that are compared."""

from collections.abc import Generator

import pytest
from differential_pair import Pair
from embedded import embedded
from registry_call import Server
from registry_reset import empty


@pytest.fixture(scope="session")
def pair(reference: str) -> Generator[Pair]:
    """Give the embedded registry and the reference."""
    with embedded() as url, Server(url) as here, Server(reference) as there:
        empty(here)
        empty(there)
        yield Pair(here, there)
