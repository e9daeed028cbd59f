"""Putting one SQLite file in the place of another: nobody may have that open, and nothing half-made is ever there."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tocsin.errors import StoreError


def refuse_open(path: Path) -> None:
    """Raise StoreError when a process has the database open: what it writes would be lost with the file.

    Only the last one that has a database open can end its write-ahead log, which also brings everything into the file itself. A file too damaged to
    be asked is nobody's.
    """
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreError(f"another process has {path} open; stop it first (the workbench: Ctrl-C), then try again") from error
        raise StoreError(f"{path} cannot be replaced ({error}); check the permissions of the file and of its folder") from error
    except sqlite3.DatabaseError:
        return


def put_in_place(made: Path, path: Path) -> None:
    """Let `made` be the file at `path`, at once. The logs of what was there would be applied to it, so they go first."""
    for end in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    sync(made)
    made.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have the disk itself keep a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
