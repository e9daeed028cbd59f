"""What is slow to have is had once per session: readers (a rule-only one takes a second, the trained one more) and a database server."""

from collections.abc import Iterator

import pytest

from tests.postgresql import NoServerError, Server
from tocsin.pipeline import Reader, load_reader


@pytest.fixture(scope="session")
def rules() -> Reader:
    """The reader of rules alone."""
    return load_reader(model=False)


@pytest.fixture(scope="session")
def trained() -> Reader:
    """The reader with the trained encoder; tests that take it are marked `model`."""
    return load_reader(model=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server that is this session's; where there is none, what needs it is skipped."""
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed: pip install 'tocsin[postgresql]'")
    try:
        server = Server()
    except NoServerError as error:
        pytest.skip(str(error))
    yield server
    server.stop()
