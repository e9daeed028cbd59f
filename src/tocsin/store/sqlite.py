"""A store in an SQLite file: what the file must be, how its connections behave, and what to do about its errors."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from tocsin.errors import StoreError
from tocsin.store.turns import Turns

APPLICATION_ID = 0x546F6373
"""What marks an SQLite file as a Tocsin store ("Tocs", PRAGMA application_id)."""

READING: Mapping[str, object] = {}
WRITING: Mapping[str, object] = {"tocsin_write": True}
"""Options of a connection that reads or writes."""

_HEADER = b"SQLite format 3\x00"
_DAMAGED = ("malformed", "not a database", "corrupt", "vtable constructor failed")
"""What SQLite says of a file whose pages are not what they were; the last of the index of the words."""


def make_engine(url: URL, _where: str, *, create: bool, wait_seconds: float) -> Engine:
    """An engine on the file; it is made with the first connection when it is not there and `create`. Raises StoreError."""
    _check_file(url, create=create)
    # a thread that reads row by row may ask for something else meanwhile: with a limit, many such would wait for each other for ever
    options = {"tocsin_turns": Turns(), "tocsin_wait": wait_seconds}
    engine = create_engine(url, connect_args={"timeout": wait_seconds}, max_overflow=-1, execution_options=options)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


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
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("tocsin_write") else "BEGIN")


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    """One's turn to write among the threads of this process. Raises sqlite3.OperationalError when it does not come in time."""
    options = engine.get_execution_options()
    turns: Turns = options["tocsin_turns"]
    if not turns.take(options["tocsin_wait"]):
        raise sqlite3.OperationalError("database is locked")
    try:
        yield
    finally:
        turns.end()


def is_blank(connection: Connection, where: str) -> bool:
    """Whether there is nothing in the file yet. Raises StoreError for somebody else's database."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application == APPLICATION_ID:
        return False
    if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        raise StoreError(f"{where} is an SQLite database, but not a Tocsin store; choose another path")
    return True


def prepare(connection: Connection, _where: str, *, create: bool) -> None:  # noqa: ARG001 - a file that is there was made to be one
    """What is done once for a file and not inside a transaction: the journal mode is kept in the file."""
    connection.rollback()
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute("PRAGMA journal_mode = WAL")


def mark(connection: Connection) -> None:
    """Mark the database as ours."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def compact(connection: Connection) -> None:
    """The file anew, and its log emptied. Raises sqlite3.OperationalError while somebody reads for longer than a write waits."""
    connection.rollback()
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute("VACUUM")
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise sqlite3.OperationalError("database is locked")


def advice(error: BaseException, where: str) -> str:
    """What SQLite reports, and what to do about it."""
    message = str(error)
    low = message.lower()
    if "locked" in low or "busy" in low:
        return f"{where} is locked: another process is writing; try again when it is done"
    if "could not decode" in low:  # what follows in the message is somebody's words
        return f"{where} is damaged (a text in it is none); restore a copy, or salvage what can be read with: sqlite3 {where} .recover"
    if any([words in low for words in _DAMAGED]):
        return f"{where} is damaged ({message}); restore a copy, or salvage what can be read with: sqlite3 {where} .recover"
    if "readonly" in low or "read-only" in low or "unable to open" in low:
        return f"{where} cannot be written ({message}); check the permissions of the file and of its folder, both must be writable"
    if "disk" in low or "full" in low:
        return f"{where} could not be written ({message}); check that there is space on the disk"
    return f"{where}: {message}"
