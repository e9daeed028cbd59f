"""The audit log: who did what, and when. Written in the transaction of what it tells of, never changed."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Column, Connection, Engine, func, insert, select

from tocsin.core.record import Record
from tocsin.store.opening import reading, writing
from tocsin.store.rows import encoded
from tocsin.store.tables import audit


class Entry(Record, frozen=True, kw_only=True):
    """One line of the log. `subject` is the id of what was acted upon; `details` what else is worth knowing."""

    number: int
    at: dt.datetime
    by: str
    action: str
    subject: str
    details: Mapping[str, str]


def note(connection: Connection, *, by: str, action: str, subject: str, details: Mapping[str, str] | None = None) -> None:
    """Add a line in the caller's transaction."""
    row = {"at": dt.datetime.now(dt.UTC), "by": by, "action": action, "subject": subject, "details": encoded(dict(details or {}))}
    connection.execute(insert(audit).values(**row))


class AuditLog:
    """The part of an open store that knows who did what (`Store.audit`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def add(self, *, by: str, action: str, subject: str, details: Mapping[str, str] | None = None) -> None:
        """Add a line of its own: for what writes nothing else into the store, such as an export."""
        with writing(self._engine, self._where) as connection:
            note(connection, by=by, action=action, subject=subject, details=details)

    def entries(
        self,
        *,
        by: str | None = None,
        action: str | None = None,
        subject: str | None = None,
        until: dt.date | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[Entry]:
        """The last entries, newest first: by a person, of an action, about a subject, until a day (UTC, included), before an entry's number."""
        query = select(audit).order_by(audit.c.number.desc()).limit(limit)
        for column, wanted in ((audit.c.by, by), (audit.c.action, action), (audit.c.subject, subject)):
            query = query if wanted is None else query.where(column == wanted)
        if until is not None:
            query = query.where(audit.c.at < dt.datetime.combine(until, dt.time.max, dt.UTC))
        if before is not None:
            query = query.where(audit.c.number < before)
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(query).all()
        return [
            Entry(number=row.number, at=row.at, by=row.by, action=row.action, subject=row.subject, details=msgspec.json.decode(row.details))
            for row in rows
        ]

    def actions(self) -> Sequence[str]:
        """All actions there are entries of."""
        return self._distinct(audit.c.action)

    def people(self) -> Sequence[str]:
        """All people there are entries of."""
        return self._distinct(audit.c.by)

    def _distinct(self, column: Column[str]) -> Sequence[str]:
        with reading(self._engine, self._where) as connection:
            return connection.execute(select(column).distinct().order_by(column)).scalars().all()

    def count(self) -> int:
        """How many entries there are."""
        with reading(self._engine, self._where) as connection:
            return int(connection.execute(select(func.count()).select_from(audit)).scalar_one())
