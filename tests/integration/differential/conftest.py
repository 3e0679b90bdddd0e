"""The two registries that are compared."""

import os
from collections.abc import Callable, Generator

import pytest
from differential_pair import Pair
from embedded import embedded
from registry_call import Server
from registry_reset import empty


@pytest.fixture(scope="session")
def pair(upstream: Callable[[str], str]) -> Generator[Pair]:
    """Give the embedded registry and the reference, AVROTOWER_REFERENCE or a new one."""
    reference = os.environ.get("AVROTOWER_REFERENCE") or upstream("confluent")
    with embedded() as url, Server(url) as here, Server(reference) as there:
        empty(here)
        empty(there)
        yield Pair(here, there)
