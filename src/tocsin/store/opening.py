"""Opening a store: is it one, is it ours, is it up to date; and how its connections behave."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from tocsin.errors import StoreError

CURRENT = "s0002"
"""The version this Tocsin writes: the newest file in migrations/versions."""
KNOWN = frozenset({"s0001", "s0002"})
"""All versions it can bring up to date."""

APPLICATION_ID = 0x546F6373
"""What marks an SQLite file as a Tocsin store ("Tocs", PRAGMA application_id)."""

_HEADER = b"SQLite format 3\x00"
_WRITE = "tocsin_write"


def open_engine(url_or_path: str, *, create: bool, wait_seconds: float) -> Engine:
    """An engine on a store that is there, is ours and has the current schema. Raises StoreError."""
    url = _url(url_or_path)
    if url.get_backend_name() != "sqlite":
        raise StoreError(f"{url.get_backend_name()} cannot hold a store yet; give the path of an SQLite file")
    _check_file(url, create=create)
    engine = create_engine(url, connect_args={"timeout": wait_seconds})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    try:
        _bring_up_to_date(engine, url_or_path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _url(url_or_path: str) -> URL:
    if "://" not in url_or_path:
        return URL.create("sqlite", database=url_or_path)
    try:
        return make_url(url_or_path)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{url_or_path} is not a database URL; give the path of a file, or sqlite:///path") from error


def _check_file(url: URL, *, create: bool) -> None:
    """Say plainly what SQLite would say darkly."""
    if url.database in {None, "", ":memory:"}:
        raise StoreError("a store needs a file: a store in memory would be lost; give the path of a file")
    path = Path(str(url.database))
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give the path of a file in it, such as {path / 'tocsin.db'}")
    if not path.exists():
        if not create:
            raise StoreError(f"there is no store at {path}; check the path, or make one with: tocsin code ... --store {path}")
        if not path.parent.is_dir():
            raise StoreError(f"the folder {path.parent} does not exist; make it first, or choose another path")
        return
    try:
        head = path.open("rb").read(len(_HEADER))
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}); check its permissions") from error
    if head and head != _HEADER:
        raise StoreError(f"{path} is not a store: it is no SQLite database, or its beginning is damaged; choose another path, or restore a copy")


def _on_connect(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    """Transactions are ours to begin; what a commit reports is on the disk; links hold; REPLACE fires the triggers that forbid it."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")


def _on_begin(connection: Connection) -> None:
    """A write takes its lock at once: two writers wait for each other instead of failing half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITE) else "BEGIN")


@contextmanager
def writing(engine: Engine, where: str) -> Iterator[Connection]:
    """A transaction that writes: all of it is kept, or nothing. Raises StoreError for what the database reports."""
    with telling(where), engine.connect().execution_options(**{_WRITE: True}) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine, where: str) -> Iterator[Connection]:
    """A transaction that reads one state of the store. Raises StoreError for what the database reports."""
    with telling(where), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Turn what the database reports into a StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_advice(str(error.orig), where)) from error
    except sqlite3.Error as error:
        raise StoreError(_advice(str(error), where)) from error


def _advice(message: str, where: str) -> str:
    low = message.lower()
    if "locked" in low or "busy" in low:
        return f"{where} is locked: another process is writing; try again when it is done"
    if "malformed" in low or "not a database" in low or "corrupt" in low:
        return f"{where} is damaged ({message}); restore a copy, or salvage what can be read with: sqlite3 {where} .recover"
    if "readonly" in low or "read-only" in low or "unable to open" in low:
        return f"{where} cannot be written ({message}); check the permissions of the file and of its folder, both must be writable"
    if "disk" in low or "full" in low:
        return f"{where} could not be written ({message}); check that there is space on the disk"
    return f"{where}: {message}"


def _bring_up_to_date(engine: Engine, where: str) -> None:
    """Make a blank file a store, an older store a current one; refuse everything else."""
    with telling(where), engine.connect() as connection:
        if _version(connection, where) == CURRENT:
            return
        # Only now, and only once for a file: the journal mode cannot change inside a transaction and is kept in the file.
        connection.rollback()
        raw = connection.connection.driver_connection
        if raw is not None:
            raw.execute("PRAGMA journal_mode = WAL")
    with writing(engine, where) as connection:
        if _version(connection, where) != CURRENT:
            _migrate(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _version(connection: Connection, where: str) -> str | None:
    """The schema's version; None for a blank file. Raises StoreError for a database that is not ours, or newer than we are."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application != APPLICATION_ID:
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            raise StoreError(f"{where} is an SQLite database, but not a Tocsin store; choose another path")
        return None
    version: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if version not in KNOWN:
        raise StoreError(f"{where} was written by a newer Tocsin (schema {version}, this one knows {CURRENT}); upgrade with: pip install -U tocsin")
    return str(version)


def _migrate(connection: Connection) -> None:
    """Run what is missing, in the caller's transaction. Alembic takes a third of a second to load, so it is loaded only here."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, CURRENT)
