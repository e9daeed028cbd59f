"""The gazetteer: the places that names stand for, in the read-only SQLite file of the `tocsin-gazetteer` distribution.

The file is opened at the first question, immutable and memory-mapped, once per process.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import msgspec
import tocsin_gazetteer

from tocsin.core.values import Place, PlaceKind
from tocsin.errors import ResourceError

fold = tocsin_gazetteer.fold

_COLUMNS = "p.key, p.id, p.name, p.kind, p.type, p.country, p.admin1, p.admin2, p.latitude, p.longitude, p.population, p.capital"
_BY_NAME = f"SELECT n.main, n.valid_from, n.valid_to, {_COLUMNS} FROM name n JOIN place p ON p.key = n.place WHERE n.folded = ? ORDER BY p.key"  # noqa: S608
_BY_KEY = f"SELECT {_COLUMNS} FROM place p WHERE p.key = ?"  # noqa: S608
_BY_BEGINNING = (
    f"SELECT {_COLUMNS} FROM name n JOIN place p ON p.key = n.place WHERE n.folded >= ? AND n.folded < ? "  # noqa: S608
    "GROUP BY p.key ORDER BY max(n.folded = ?) DESC, p.population DESC, p.key LIMIT ?"
)
_LAST = "\U0010ffff"
_GEONAMES = "geonames:"
_REMEMBERED = 8192
"""Names whose answer is kept: a day of one country's news names fewer."""


class Row(msgspec.Struct, frozen=True, weakref=True):
    """A place as stored. `key` is the GeoNames id, negative for our own places; `admin1` and `admin2` are keys; `type` is what the unit is called."""

    key: int
    own_id: str | None
    name: str
    kind: PlaceKind
    type: str | None
    country: str | None
    admin1: int | None
    admin2: int | None
    latitude: float | None
    longitude: float | None
    population: int
    capital: bool

    @property
    def id(self) -> str:
        """What claims and exports call the place: "geonames:1526384", "tocsin:darfur"."""
        return self.own_id or f"{_GEONAMES}{self.key}"


class Named(msgspec.Struct, frozen=True, gc=False):
    """A place under one of its names: whether that is today's name, and the days (ISO, `valid_to` not included) it was official, where known."""

    row: Row
    main: bool
    valid_from: str | None
    valid_to: str | None


class Gazetteer:
    """Places by name, id and country code. Safe to share between threads; opens its own connection in every process."""

    def __init__(self, path: Path | None = None) -> None:
        """Take the file at `path`, by default the installed one. Raises ResourceError when it is missing."""
        self._path = path or tocsin_gazetteer.database()
        if not self._path.is_file():
            raise ResourceError(f"the gazetteer {self._path.name} is missing; run: pip install tocsin-gazetteer (or ./gazetteer)")
        self._owner = 0
        self._connected: sqlite3.Connection | None = None
        self._names: Callable[[str], tuple[Named, ...]] = lru_cache(maxsize=_REMEMBERED)(self._named)
        self._rows: Callable[[int], Row | None] = lru_cache(maxsize=_REMEMBERED)(self._row)

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[Path]]:
        """A copy sent to another process opens the file anew."""
        return Gazetteer, (self._path,)

    def lookup(self, name: str) -> tuple[Named, ...]:
        """The places called `name`, whatever its case, diacritics, hyphens or apostrophes; none when the gazetteer does not know it."""
        return self._names(fold(name))

    def lookup_folded(self, folded: str) -> tuple[Named, ...]:
        """The same for a name that went through `fold`."""
        return self._names(folded)

    def search(self, words: str, limit: int = 12) -> tuple[Row, ...]:
        """The places one of whose names begins with `words`, for people to choose from: called exactly so first, then the larger.

        A single letter is a name only, and no beginning: too many places have it.
        """
        folded = fold(words)
        if not folded:
            return ()
        found = self._ask(_BY_BEGINNING, folded, folded + (_LAST if len(folded) > 1 else "\x00"), folded, limit)
        return tuple([_as_row(row) for row in found])

    def by_key(self, key: int | None) -> Row | None:
        """The place with this key."""
        return None if key is None else self._rows(key)

    def by_id(self, identifier: str) -> Row | None:
        """The place that claims call `identifier` ("geonames:1526384", "tocsin:darfur"), or None."""
        if identifier.startswith(_GEONAMES):
            number = identifier.removeprefix(_GEONAMES)
            return self._rows(int(number)) if number.isdecimal() else None
        found = self._ask("SELECT place FROM own WHERE id = ?", identifier)
        return self._rows(int(str(found[0][0]))) if found else None

    def country(self, code: str) -> Row | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        found = self._ask("SELECT place FROM country WHERE code = ?", code)
        return self._rows(int(str(found[0][0]))) if found else None

    def place(self, row: Row) -> Place:
        """The value a claim holds, with its units by name."""
        admin1, admin2 = self.by_key(row.admin1), self.by_key(row.admin2)
        return Place(
            gazetteer_id=row.id, name=row.name, kind=row.kind, country=row.country, admin1=admin1.name if admin1 else None,
            admin2=admin2.name if admin2 else None, latitude=row.latitude, longitude=row.longitude,
        )  # fmt: skip

    def about(self) -> dict[str, str]:
        """Versions of the inputs, licence, counts."""
        return {str(field): str(value) for field, value in self._ask("SELECT field, value FROM about ORDER BY field")}

    @property
    def sha256(self) -> str:
        """The hash the installed file was published under; `verify` checks the bytes against it."""
        return tocsin_gazetteer.sha256()[0]

    def verify(self) -> str:
        """Read the whole file and compare it with the hash it was published under; returns the hash. Raises ResourceError when it differs."""
        wanted, size = tocsin_gazetteer.sha256()
        with self._path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if self._path.stat().st_size != size or found != wanted:
            raise ResourceError(
                f"the gazetteer {self._path} is damaged (sha256 {found[:12]}, not {wanted[:12]}); run: pip install --force-reinstall tocsin-gazetteer"
            )
        return found

    def _named(self, folded: str) -> tuple[Named, ...]:
        return tuple([Named(_as_row(row[3:]), bool(row[0]), _text(row[1]), _text(row[2])) for row in self._ask(_BY_NAME, folded)])

    def _row(self, key: int) -> Row | None:
        found = self._ask(_BY_KEY, key)
        return _as_row(found[0]) if found else None

    def _ask(self, question: str, *values: str | int) -> list[tuple[object, ...]]:
        connection = self._connected
        if connection is None or self._owner != os.getpid():
            connection = self._open()
        try:
            return connection.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise ResourceError(f"the gazetteer {self._path.name} cannot be read ({error}); reinstall tocsin-gazetteer") from error

    def _open(self) -> sqlite3.Connection:
        if self._path == tocsin_gazetteer.database():
            self.verify()  # 50 ms, once per process; SQLite does not notice a changed byte, and a place would move
        connection = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        connection.execute("PRAGMA mmap_size = 67108864")
        self._connected, self._owner = connection, os.getpid()
        return connection


_as_kind = {kind.value: kind for kind in PlaceKind}


def _as_row(values: tuple[object, ...]) -> Row:
    try:
        row = (*values[:3], _as_kind[str(values[3])], *values[4:11], bool(values[11]))
        return Row(*row)  # type: ignore[arg-type]
    except (KeyError, IndexError, TypeError) as error:
        raise ResourceError("the gazetteer has another layout than this version of Tocsin reads; reinstall tocsin-gazetteer") from error


def _text(value: object) -> str | None:
    return None if value is None else str(value)
