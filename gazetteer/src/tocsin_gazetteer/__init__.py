"""The places Tocsin knows: one read-only SQLite file, and the folding its names are stored under. Nothing is opened on import.

Tables, all read-only:

- ``place(key, id, name, kind, type, country, admin1, admin2, latitude, longitude, population, capital)``: `key` is the GeoNames id, or a negative
  number for places of our own list; `id` is NULL for the first and ``tocsin:...`` for the second; `admin1` and `admin2` are keys; `kind` is
  country, admin1, admin2, settlement, district, landmark or region; `type` is what such a unit is called there ("oblast", "department").
- ``name(folded, place, main, valid_from, valid_to, written)``: every name in its folded form; `main` is 1 for today's name, 0 for another; dates are
  ISO texts, `valid_to` not included; `written` is NULL except where the folded form of a dated name should be shown as it was.
- ``country(code, place, alpha3, capital, neighbours)``; ``about(field, value)``: versions of the inputs, licences, counts.
"""

from pathlib import Path

from tocsin_gazetteer.folding import fold

__version__ = "0.1.0"
__all__ = ["database", "fold", "sha256"]

_HERE = Path(__file__).parent


def database() -> Path:
    """Where the SQLite file is. It exists in every installed copy; a bare checkout has it after ``pip install ./gazetteer``."""
    return _HERE / "gazetteer.db"


def sha256() -> tuple[str, int]:
    """The hash and the size in bytes that the SQLite file must have."""
    digest, size = (_HERE / "gazetteer.db.sha256").read_text(encoding="ascii").split()[:2]
    return digest, int(size)
