"""How much a store holds on the disk, and which readers read it."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select, text

from tocsin.core.record import Record
from tocsin.store.store import Store
from tocsin.store.tables import readings


class ReadBy(Record, frozen=True, kw_only=True):
    """One reader, by its fingerprint, and of how many reports it made the reading that counts."""

    fingerprint: str
    reports: int


class Holding(Record, frozen=True, kw_only=True):
    """What a store takes, in bytes, and its readers, the one with most reports first."""

    size: int
    readers: Sequence[ReadBy]


def holding(store: Store) -> Holding:
    """Look at the store."""
    last = select(func.max(readings.c.number)).group_by(readings.c.document)
    number = func.count().label("number")
    query = select(readings.c.fingerprint, number).where(readings.c.number.in_(last)).group_by(readings.c.fingerprint)
    with store.reading() as connection:
        rows = connection.execute(query.order_by(number.desc(), readings.c.fingerprint)).all()
        return Holding(size=_size(connection), readers=[ReadBy(fingerprint=row.fingerprint, reports=row.number) for row in rows])


def _size(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
