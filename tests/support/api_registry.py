"""Fixtures of the registries that every row of the API's suite is asked of."""

from collections.abc import Generator
from typing import NamedTuple

import pytest
from api_row import Row, check
from embedded import embedded
from real_servers import broker, kafka, reference, upstream
from registry_call import Server
from registry_reset import empty, fresh_names

__all__ = ["Registry", "broker", "kafka", "reference", "registry", "upstream"]


class Registry(NamedTuple):
    """A registry under test; the reference is allowed what `Row.reference` says."""

    server: Server
    is_reference: bool

    def check(self, row: Row) -> None:
        """Assert that the registry answers *row*, and leave it empty."""
        names = fresh_names(self.server)
        try:
            check(self.server, names, row, is_reference=self.is_reference)
        finally:
            empty(self.server)


@pytest.fixture(
    scope="session",
    params=("embedded", pytest.param("confluent", marks=pytest.mark.integration)),
)
def registry(request: pytest.FixtureRequest) -> Generator[Registry]:
    """Give the embedded registry, or the reference, which is not started for the former."""
    if request.param == "embedded":
        with embedded() as url, Server(url) as server:
            yield Registry(server, is_reference=False)
        return
    with Server(request.getfixturevalue("reference")) as server:
        empty(server)
        yield Registry(server, is_reference=True)
