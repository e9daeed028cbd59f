"""A store in a PostgreSQL database: how its connections behave, whose turn it is to write, and what to do about its errors."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from tocsin.errors import StoreError

MARK = "Tocsin store"
"""What marks a database as a store: the comment on its table alembic_version."""

READING: Mapping[str, object] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
WRITING: Mapping[str, object] = {"tocsin_write": True}
"""Options of a connection that reads or writes."""

_TURN = 0x546F6373
"""The advisory lock of who writes."""
_THREADS = 80
"""Connections at once, at most; a server allows 100 unless it is told otherwise."""


def make_engine(url: URL, _where: str, *, create: bool, wait_seconds: float) -> Engine:  # noqa: ARG001 - `prepare` looks at it
    """An engine on the database; nothing is asked of the server yet. Raises StoreError when the driver is not installed."""
    asked = dict(url.query)
    connect = {"application_name": "tocsin", "connect_timeout": "10", "client_encoding": "utf8"}
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={name: value for name, value in connect.items() if name not in asked},
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            max_overflow=_THREADS - 5,
            # JSON goes in and comes out as the text it is: its hash is kept beside it
            json_serializer=str,
            json_deserializer=_as_text,
        )
    except ImportError as error:
        raise StoreError(f"a store in PostgreSQL needs a driver ({error}); install it with: pip install 'tocsin[postgresql]'") from error
    wait = int(wait_seconds * 1000)

    def take_turn(connection: Connection) -> None:
        """One writes at a time, as on SQLite: what is looked up before a write still holds then, and rows are numbered in the order they are seen."""
        if connection.get_execution_options().get("tocsin_write"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, wait)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")

    event.listen(engine, "begin", take_turn)
    return engine


def turn(_engine: Engine) -> AbstractContextManager[None]:
    """Nothing to wait for: the server keeps writers in the order in which they came."""
    return nullcontext()


def _as_text(data: bytes | str) -> str:
    return data if isinstance(data, str) else bytes(data).decode()


def is_blank(connection: Connection, where: str) -> bool:
    """Whether there is nothing in the database yet (in the schema that comes first). Raises StoreError for somebody else's."""
    if connection.execute(text("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')")).scalar_one() == MARK:
        return False
    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    if schema is None:
        raise StoreError(f"{where} has no schema to keep a store in; look at its search_path")
    if connection.execute(text("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = :schema"), {"schema": schema}).scalar_one():
        raise StoreError(f"{where} holds tables of something else and is not a Tocsin store; give a database of its own: createdb -E UTF8 tocsin")
    return True


def prepare(connection: Connection, where: str, *, create: bool) -> None:
    """See that a blank database may become a store. Raises StoreError."""
    if not is_blank(connection, where):
        return
    if not create:
        raise StoreError(f"there is no store in {where} yet; check the name of the database, or make one with: tocsin code ... --store {where}")
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreError(f"{where} keeps text as {encoding}, which has no room for every name; make it with: createdb -E UTF8 -T template0")


def mark(connection: Connection) -> None:
    """Mark the database as ours."""
    connection.execute(text(f"COMMENT ON TABLE alembic_version IS '{MARK}'"))


def compact(connection: Connection) -> None:
    """Every table anew."""
    connection.rollback()
    connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM FULL"))


_CONNECTING = {
    "does not exist": "make the database with: createdb -E UTF8 NAME; a role with: createuser NAME",
    "authentication failed": "check the name, and the password in ~/.pgpass or PGPASSWORD",
    "no password supplied": "put the password into ~/.pgpass or PGPASSWORD",
    "no pg_hba.conf entry": "the server lets nobody in from here under this name; ask who runs it",
    "too many c": "the server has no connection left; close others, or raise its max_connections",
    "starting up": "the server is starting; try again in a moment",
    "shutting down": "the server is shutting down; try again when it is back",
}
"""Words of a connection that failed, and what to do; they come without a code."""
_ADVICE = {
    "53300": "the server has no connection left; close others, or raise its max_connections",
    "53100": "check that there is space on the server's disk",
    "25006": "the database only lets itself be read; is it a standby?",
    "40P01": "another program held what this one needed; try again",
    "57014": "the server stopped what took too long; look at its statement_timeout",
    "XX001": "the database is damaged; restore a copy",
    "XX002": "an index is damaged: REINDEX DATABASE",
}


def advice(error: BaseException, where: str) -> str:
    """What the server reports, and what to do about it."""
    message = " ".join(str(error).split())
    code = getattr(error, "sqlstate", None)
    if code == "55P03":
        return f"{where} is locked: another process is writing; try again when it is done"
    if code == "42501":
        return f"{where}: {message}; whoever owns the database can give you the right to (GRANT), or open the store once as its owner"
    if code is not None and (code in _ADVICE or not code.startswith("57P")):
        return f"{where}: {message}; {_ADVICE[code]}" if code in _ADVICE else f"{where}: {message}"
    told = next((what for words, what in _CONNECTING.items() if words in message), None)
    if told is None:
        return f"{where} cannot be reached ({message}); check that the server runs, and its name and port"
    return f"{where} cannot be opened ({message}); {told}"
