"""Opening a store: is it one, is it ours, is it up to date; and its transactions, on SQLite and on PostgreSQL."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from tocsin.errors import StoreError
from tocsin.store import postgresql, sqlite

CURRENT = "s0005"
"""The version this Tocsin writes: the newest file in migrations/versions."""
KNOWN = frozenset({"s0001", "s0002", "s0003", "s0004", "s0005"})
"""All versions it can bring up to date."""

_KINDS = {"sqlite": sqlite, "postgresql": postgresql, "postgres": postgresql}


def open_engine(url_or_path: str, *, create: bool, wait_seconds: float) -> Engine:
    """An engine on a store that is there, is ours and has the current schema. Raises StoreError."""
    url, where = _url(url_or_path), shown(url_or_path)
    kind = _KINDS.get(url.get_backend_name())
    if kind is None:
        raise StoreError(f"{url.get_backend_name()} cannot hold a store; give the path of an SQLite file, or postgresql://NAME@HOST/DATABASE")
    engine: Engine = kind.make_engine(url, where, create=create, wait_seconds=wait_seconds)
    try:
        _bring_up_to_date(engine, where, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def shown(url_or_path: str) -> str:
    """The store's name in messages and on pages: without the password, should there be one in the URL. Raises StoreError."""
    return url_or_path if "://" not in url_or_path else _url(url_or_path).render_as_string(hide_password=True)


def file_of(url_or_path: str) -> Path | None:
    """The file a store is in; None for one in a database server. Raises StoreError."""
    url = _url(url_or_path)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _url(url_or_path: str) -> URL:
    if "://" not in url_or_path:
        return URL.create("sqlite", database=url_or_path)
    try:
        return make_url(url_or_path)
    except (ArgumentError, ValueError) as error:
        # what was given is not repeated: there may be a password in it
        raise StoreError("this is not a database URL; give the path of a file, or postgresql://NAME@HOST/DATABASE") from error


def _kind_of(engine: Engine) -> ModuleType:
    return _KINDS[engine.dialect.name]


@contextmanager
def writing(engine: Engine, where: str) -> Iterator[Connection]:
    """A transaction that writes, the only one there is: all of it is kept, or nothing. Raises StoreError for what the database reports."""
    kind = _kind_of(engine)
    with telling(where), kind.turn(engine), engine.connect().execution_options(**kind.WRITING) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine, where: str) -> Iterator[Connection]:
    """A transaction that reads one state of the store. Raises StoreError for what the database reports."""
    with telling(where), engine.connect().execution_options(**_kind_of(engine).READING) as connection, connection.begin():
        yield connection


def compact(connection: Connection) -> None:
    """Write the database anew, without what was removed."""
    _kind_of(connection.engine).compact(connection)


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Turn what the database reports, and a record that is none, into a StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig if error.orig is not None else error
        raise StoreError((sqlite if isinstance(cause, sqlite3.Error) else postgresql).advice(cause, where)) from error
    except sqlite3.Error as error:
        raise StoreError(sqlite.advice(error, where)) from error
    except PoolTimeoutError as error:
        raise StoreError(f"{where} is asked by too many at once; try again") from error
    except OverflowError as error:
        raise StoreError(f"{where} cannot look for so large a number") from error
    except (msgspec.MsgspecError, zlib.error) as error:
        raise StoreError(f"{where} is damaged: a record in it cannot be read ({error}); restore a copy") from error


def _bring_up_to_date(engine: Engine, where: str, *, create: bool) -> None:
    """Make a blank database a store, an older store a current one; refuse everything else."""
    kind = _kind_of(engine)
    with telling(where), engine.connect() as connection:
        if _version(connection, where) == CURRENT:
            return
        kind.prepare(connection, where, create=create)
    with writing(engine, where) as connection:
        if _version(connection, where) != CURRENT:
            _migrate(connection)
            kind.mark(connection)


def _version(connection: Connection, where: str) -> str | None:
    """The schema's version; None for a blank database. Raises StoreError for a database that is not ours, or newer than we are."""
    if _kind_of(connection.engine).is_blank(connection, where):
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
