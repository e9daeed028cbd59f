"""Where claims are kept: append-only, on SQLite (docs/adr/0008-append-only-store.md) or PostgreSQL (0017-postgresql.md).

    with open_store("unrest.db") as store:
        store.add(extraction, raw, reader.fingerprint)

SQLAlchemy is loaded with the first store that is opened, not with this package.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.store.store import Added, Counts, Store

__all__ = ["Added", "Counts", "Store", "open_store"]


def open_store(url_or_path: str, *, create: bool = True, wait_seconds: float = 30.0) -> "Store":
    """Open the store at a path, or in a database of PostgreSQL (postgresql://NAME@HOST/DATABASE).

    Made when missing if `create`, in a database that is there; brought up to this version's schema when it is older.
    A write waits up to `wait_seconds` for another writer. Raises StoreError, saying what to do, when there is nothing there, it is no store, it is
    damaged, locked, cannot be written, or comes from a newer Tocsin.
    """
    from tocsin.store.opening import open_engine, shown  # noqa: PLC0415 - SQLAlchemy is slow to load
    from tocsin.store.store import Store  # noqa: PLC0415

    return Store(open_engine(url_or_path, create=create, wait_seconds=wait_seconds), shown(url_or_path))


def __getattr__(name: str) -> object:
    if name in {"Added", "Counts", "Store"}:
        from tocsin.store import store  # noqa: PLC0415

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
