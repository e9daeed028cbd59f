"""Where stores are kept in tests: files of SQLite, or databases of a PostgreSQL server; one interface, so that a test need not know which."""

import shutil
import sqlite3
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from tests.postgresql import Server


class Databases(Protocol):
    """Makes, copies and forgets databases, by the address that `open_store` takes."""

    kind: str

    def new(self, like: str | None = None) -> str:
        """The address of a new database: blank, or a copy of one that nobody has open."""

    def drop(self, address: str) -> None:
        """Forget it."""

    def sql(self, address: str, *statements: str) -> list[tuple[Any, ...]]:
        """What the last of these statements answers, sent without Tocsin."""


class Files:
    """SQLite: a file each, in a folder."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def new(self, like: str | None = None) -> str:
        path = self._folder / f"{next(self._numbers)}.db"
        if like is not None:
            shutil.copy(like, path)
        return str(path)

    def drop(self, address: str) -> None:
        for path in self._folder.glob(Path(address).name + "*"):
            path.unlink()

    def sql(self, address: str, *statements: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(address)
        with connection:
            for one in statements:
                found = connection.execute(one).fetchall()
        connection.close()
        return found


class OnServer:
    """PostgreSQL: a database each."""

    kind = "postgresql"

    def __init__(self, server: Server) -> None:
        self._server = server

    def new(self, like: str | None = None) -> str:
        return self._server.database(like)

    def drop(self, address: str) -> None:
        self._server.drop(address)

    def sql(self, address: str, *statements: str) -> list[tuple[Any, ...]]:
        return self._server.sql(address, *statements)
