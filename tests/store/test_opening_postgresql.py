"""What can be wrong with a store in PostgreSQL, and what is said about it."""

import re
import sys
import threading
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Connection

from tests.postgresql import USER, Server
from tests.store.extractions import RAW, extraction
from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.opening import shown


@pytest.fixture
def database(postgresql: Server) -> Iterator[str]:
    """A blank database."""
    made = postgresql.database()
    yield made
    postgresql.drop(made)


def _refusal(url: str, **options: object) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(url, **options)  # type: ignore[arg-type]
    return str(caught.value)


def test_nobody_there(postgresql: Server) -> None:
    """No server, no such host, no such database, no such role: each in words that say what to do."""
    assert "cannot be reached" in _refusal("postgresql://ada@127.0.0.1:1/unrest")
    assert "check that the server runs" in _refusal("postgresql://ada@/unrest?host=/nowhere")
    assert "createdb -E UTF8" in _refusal(postgresql.url("missing"))
    assert "createuser" in _refusal(postgresql.url("postgres", user="nobody"))


def test_a_password_is_never_shown(postgresql: Server) -> None:
    url = f"postgresql://{USER}:hush@/missing?host={postgresql.folder}"
    assert "hush" not in _refusal(url)
    assert "hush" not in _refusal("postgresql://ada:hush@127.0.0.1:notaport/x")
    assert shown("postgresql://ada:hush@example.org/unrest") == "postgresql://ada:***@example.org/unrest"


def test_only_made_when_asked_for(database: str) -> None:
    assert "there is no store in" in _refusal(database, create=False)
    for url in (database, database.replace("postgresql://", "postgres://"), database.replace("postgresql://", "postgresql+psycopg://")):
        with open_store(url) as store:
            assert store.counts().documents == 0


def test_somebody_else_s_database_is_left_as_it_is(postgresql: Server, database: str) -> None:
    """Also where it is another program's that migrates with Alembic."""
    postgresql.sql(database, "CREATE TABLE recipes (name TEXT)")
    assert "is not a Tocsin store" in _refusal(database)
    postgresql.sql(database, "CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('s0001')")
    assert "is not a Tocsin store" in _refusal(database)
    assert postgresql.sql(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(2,)]


def test_text_that_has_no_room_for_every_name_is_refused(postgresql: Server) -> None:
    made = postgresql.database(None, "ENCODING 'SQL_ASCII'", "TEMPLATE template0", "LOCALE 'C'", "LOCALE_PROVIDER libc")
    assert "createdb -E UTF8" in _refusal(made)
    postgresql.drop(made)


def test_rights_are_named(postgresql: Server, database: str) -> None:
    """Who may only read can read; who may nothing is told whom to ask."""
    with open_store(database) as store:
        store.add(extraction(), RAW, "reader-1")
    postgresql.sql(database, "CREATE ROLE onlooker LOGIN")
    onlooker = re.sub(rf"//{USER}@", "//onlooker@", database)
    assert "permission denied" in _refusal(onlooker)
    postgresql.sql(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker")
    with open_store(onlooker, create=False) as store:
        assert store.counts().documents == 1
        with pytest.raises(StoreError, match=r"permission denied.*GRANT"):
            store.add(extraction(publisher="Another"), RAW, "reader-1")
    postgresql.sql(database, "DROP OWNED BY onlooker", "DROP ROLE onlooker")


def test_a_locked_store_says_so(database: str) -> None:
    """After waiting as long as was asked for; reading goes on meanwhile."""
    with open_store(database) as other, open_store(database, wait_seconds=0.1) as store:
        with other.writing():
            assert store.counts().documents == 0
            with pytest.raises(StoreError, match=r"locked.*another process"):
                store.add(extraction(), RAW, "reader-1")
        assert store.add(extraction(), RAW, "reader-1").new_document


def _interrupted(postgresql: Server, connection: Connection) -> None:
    postgresql.sql(postgresql.url("postgres"), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tocsin'")
    connection.exec_driver_sql("SELECT 1")


def test_a_server_that_went_away_and_came_back(postgresql: Server, database: str) -> None:
    """What was being done fails; the next question is answered."""
    with open_store(database) as store:
        with pytest.raises(StoreError, match="cannot be reached"), store.reading() as connection:
            _interrupted(postgresql, connection)
        assert store.counts().documents == 0


def test_a_reading_sees_one_state_and_cannot_write(database: str) -> None:
    with open_store(database) as store:
        with store.reading() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM documents").scalar_one()
            thread = threading.Thread(target=store.add, args=(extraction(), RAW, "reader-1"))
            thread.start()
            thread.join(30)
            assert connection.exec_driver_sql("SELECT count(*) FROM documents").scalar_one() == before == 0
        assert store.counts().documents == 1
        with pytest.raises(StoreError, match="read-only"), store.reading() as connection:
            connection.exec_driver_sql("DELETE FROM waiting")


def test_what_its_text_cannot_hold_is_refused(database: str) -> None:
    """NUL, which intake takes out of every report."""
    with open_store(database) as store:
        with pytest.raises(StoreError, match="NUL"):
            store.add(extraction(publisher="A\0B"), RAW, "reader-1")
        assert store.counts().documents == 0


def test_a_book_is_kept_and_its_beginning_is_found(database: str) -> None:
    """A vector has room for a megabyte of words; a document has no limit."""
    text = "Police said at least 12 people were hurt. " + " ".join([f"word{number}" for number in range(150_000)])
    with open_store(database) as store:
        assert store.add(extraction(text), None, "reader-1").new_document
        assert list(store.search("hurt word77")) == [extraction(text).document.id]


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'tocsin[postgresql]'" in _refusal("postgresql://ada@127.0.0.1:1/unrest")


def test_its_own_client_reads_the_records_as_json(postgresql: Server, database: str) -> None:
    one = extraction()
    with open_store(database) as store:
        store.add(one, RAW, "reader-1")
    found = postgresql.sql(database, "SELECT record->>'quote', record->'value'->>'low' FROM claims WHERE background IS FALSE")
    assert found == [(one.claims[0].quote, "12")]
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        postgresql.sql(database, "UPDATE claims SET role = 'killed'")
