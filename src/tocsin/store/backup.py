"""A whole store as one file, and back. The file is a zip of the store as an SQLite file and of a manifest with its hash and its numbers of rows.

A store in PostgreSQL is backed up into the same kind of file, and either kind of store is restored from it: that is also how a store moves.
"""

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import Connection, update

from tocsin import __version__
from tocsin.core.record import Record
from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.audit import note
from tocsin.store.carrying import Watching, carry, rows_in
from tocsin.store.opening import CURRENT, KNOWN, file_of, telling
from tocsin.store.replacing import put_in_place, refuse_open, sync
from tocsin.store.store import Store
from tocsin.store.tables import sessions, tokens

_FORMAT = 1
_STORE, _MANIFEST = "store.db", "manifest.json"
_PAGES = 1000
"""Pages of the database copied at once, between two looks at the progress bar."""
_CHUNK = 1 << 20
_LONGEST_MANIFEST = 100_000


class Manifest(Record, frozen=True, kw_only=True):
    """What a backup holds: the hash and size of the store in it, its schema, and how many rows each table has."""

    format: int
    tocsin: str
    schema: str
    made: dt.datetime
    sha256: str
    size: int
    rows: Mapping[str, int]


def back_up(store: Store, path: Path, watching: Watching) -> Manifest:
    """Write one state of the store to `path`; others go on writing meanwhile. Raises StoreError when `path` is there or cannot be written."""
    if path.exists():
        raise StoreError(f"{path} is there already, and a backup overwrites nothing; choose another name")
    with _working_folder(path) as folder:
        copy, packed = folder / _STORE, folder / "packed"
        with store.reading() as connection:
            rows = rows_in(connection)
            if connection.dialect.name == "sqlite":
                _copy_file(connection, copy, watching)
            else:
                with open_store(str(copy)) as made, made.writing() as target:
                    carry(connection, target, watching)
        manifest = Manifest(
            format=_FORMAT, tocsin=__version__, schema=CURRENT, made=dt.datetime.now(dt.UTC), sha256=_hash(copy, watching),
            size=copy.stat().st_size, rows=rows,
        )  # fmt: skip
        _pack(copy, manifest, packed, watching)
        # names, accounts and every report are in it: it is for its owner's eyes
        packed.chmod(0o600)
        sync(packed)
        packed.replace(path)
        sync(path.parent)
    return manifest


def restore(path: Path, where: str, *, overwrite: bool, watching: Watching) -> Manifest:
    """Make the store `where` of a backup: all of it or, when something fails, nothing. Log-ins and tokens end: some were ended after the backup.

    Raises StoreError when the backup is damaged or of a newer Tocsin, when a store is there and not to be overwritten, or somebody has it open.
    """
    manifest = manifest_of(path)
    target = file_of(where)
    if target is None:
        return _restore_into_database(path, manifest, where, watching)
    if target.is_dir():
        raise StoreError(f"{target} is a folder; give the path of a file in it, such as {target / 'tocsin.db'}")
    if target.exists() and target.stat().st_size and not overwrite:
        raise StoreError(f"there is something at {target}; choose another path, or give --overwrite to put the backup in its place")
    with _working_folder(target) as folder:
        _unpacked(path, manifest, folder, watching)
        if target.exists():
            refuse_open(target)
        put_in_place(folder / _STORE, target)
    return manifest


def manifest_of(path: Path) -> Manifest:
    """What a backup says of itself. Raises StoreError when it is none, or of a newer Tocsin."""
    with _opened(path) as archive, archive.open(_MANIFEST) as packed:
        manifest = msgspec.json.decode(packed.read(_LONGEST_MANIFEST), type=Manifest)
    if manifest.format != _FORMAT or manifest.schema not in KNOWN:
        raise StoreError(f"{path} was made by a newer Tocsin ({manifest.tocsin}, this is {__version__}); upgrade with: pip install -U tocsin")
    return manifest


def _restore_into_database(path: Path, manifest: Manifest, where: str, watching: Watching) -> Manifest:
    with tempfile.TemporaryDirectory(prefix="tocsin-") as made, open_store(where) as store:
        if any(store_rows(store).values()):
            raise StoreError(
                f"{store.where} holds a store already; restore into a new database (createdb -E UTF8 NAME) and use that one from then on"
            )
        _unpacked(path, manifest, Path(made), watching)
        with open_store(str(Path(made) / _STORE), create=False) as source, source.reading() as rows, store.writing() as target:
            carry(rows, target, watching)
    return manifest


def store_rows(store: Store) -> Mapping[str, int]:
    """How many rows each table of a store has."""
    with store.reading() as connection:
        return rows_in(connection)


def _unpacked(path: Path, manifest: Manifest, folder: Path, watching: Watching) -> None:
    """The store of a backup, held against the manifest as it comes and as it lies on the disk. Then its log-ins and tokens end."""
    copy = folder / _STORE
    if shutil.disk_usage(folder).free < manifest.size:
        raise StoreError(f"there is not enough room for the store ({manifest.size:,} bytes) beside {folder.parent}; free some, or restore elsewhere")
    with _opened(path) as archive, archive.open(_STORE) as packed, copy.open("wb") as file:
        came = _copy(packed, file, manifest.size, "unpacking", watching)
    sync(copy)
    if came != manifest.sha256 or _hash(copy, watching) != manifest.sha256:
        raise StoreError(f"{path} is damaged: the store in it is not what its hash says; nothing is restored, take another backup")
    with open_store(str(copy), create=False) as store:
        if manifest.schema == CURRENT and store_rows(store) != manifest.rows:
            raise StoreError(f"{path} does not hold the rows its manifest names; nothing is restored, take another backup")
        now = dt.datetime.now(dt.UTC)
        with store.writing() as connection:
            for table in (sessions, tokens):
                connection.execute(update(table).where(table.c.revoked.is_(None)).values(revoked=now))
            details = {"backup of": manifest.made.isoformat(timespec="seconds"), "sha256": manifest.sha256}
            note(connection, by="command line", action="restore", subject=path.name, details=details)


def _copy_file(connection: Connection, copy: Path, watching: Watching) -> None:
    """SQLite's own backup. The reading transaction around it keeps it to one state: without, it begins again whenever somebody writes."""
    raw: Any = connection.connection.driver_connection
    with telling(str(copy)), closing(sqlite3.connect(copy)) as target:
        raw.backup(target, pages=_PAGES, progress=lambda _status, left, of: watching("copying", of - left, of))


def _pack(copy: Path, manifest: Manifest, packed: Path, watching: Watching) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        with copy.open("rb") as file, archive.open(_STORE, "w", force_zip64=True) as target:
            _copy(file, target, manifest.size, "packing", watching)


def _copy(source: IO[bytes], target: IO[bytes] | None, size: int, what: str, watching: Watching) -> str:
    """Copy at most `size` bytes and what is just beyond, so that more than was promised shows in the hash and fills no disk; returns the hash."""
    found, done = hashlib.sha256(), 0
    while done <= size and (piece := source.read(min(_CHUNK, size - done + 1))):
        found.update(piece)
        if target is not None:
            target.write(piece)
        done += len(piece)
        watching(what, done, size)
    return found.hexdigest()


def _hash(path: Path, watching: Watching) -> str:
    with path.open("rb") as file:
        return _copy(file, None, path.stat().st_size, "checking", watching)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A backup, to read from. Raises StoreError when it is none or cannot be read."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise StoreError(f"there is no backup at {path}; check the path") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}); check its permissions") from error
    except zipfile.BadZipFile as error:
        raise StoreError(f"{path} is not a backup of a store, or is damaged ({error}); take another backup") from error
    with archive:
        try:
            yield archive
        except (zipfile.BadZipFile, KeyError, EOFError, RuntimeError, msgspec.MsgspecError, zlib.error) as error:
            raise StoreError(f"{path} is not a backup of a store, or is damaged ({error}); take another backup") from error


@contextmanager
def _working_folder(beside: Path) -> Iterator[Path]:
    """A folder on the same disk as a file that is to be made; it is gone afterwards. Raises StoreError for what the disk reports."""
    try:
        with tempfile.TemporaryDirectory(prefix=".tocsin-", dir=beside.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise StoreError(
            f"{beside} could not be written ({os.strerror(error.errno or 0)}); check that its folder exists, may be written, and has space"
        ) from error
