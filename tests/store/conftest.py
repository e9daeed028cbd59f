"""Every test of the store that asks for an address runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.store.databases import Databases, Files, OnServer
from tocsin.store import open_store


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Where stores are kept."""
    if request.param == "sqlite":
        return Files(tmp_path_factory.mktemp("databases"))
    return OnServer(request.getfixturevalue("postgresql"))


@pytest.fixture(scope="session")
def blank(databases: Databases) -> str:
    """An empty store, made once: migrating takes longer than anything else here. Not to be changed."""
    address = databases.new()
    open_store(address).close()
    return address


@pytest.fixture
def nothing(databases: Databases) -> Iterator[str]:
    """Where a store may be made."""
    address = databases.new()
    yield address
    databases.drop(address)


@pytest.fixture
def address(databases: Databases, blank: str) -> Iterator[str]:
    """An empty store of one's own."""
    made = databases.new(blank)
    yield made
    databases.drop(made)
