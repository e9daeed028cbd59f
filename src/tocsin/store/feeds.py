"""Feeds that are looked at again and again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from tocsin.core.record import Record
from tocsin.errors import StoreError
from tocsin.store.audit import note
from tocsin.store.opening import reading, writing
from tocsin.store.tables import feeds, intakes

LONGEST_WAIT = 24 * 60
"""Minutes between two looks at a feed that goes on failing, unless it is looked at less often anyway."""


class KnownFeed(Record, frozen=True, kw_only=True):
    """One feed: `etag` and `modified` as its server said last, `failure` the last one, `failures` in a row, `reports` that came by it."""

    url: str
    title: str | None
    by: str
    made: dt.datetime
    minutes: int
    active: bool
    looked: dt.datetime | None
    etag: str | None
    modified: str | None
    failure: str | None
    failures: int
    reports: int

    @property
    def wait(self) -> int:
        """Minutes until the next look: twice as long after each failure but the first, which may be a hiccup."""
        doublings = min(max(self.failures - 1, 0), LONGEST_WAIT.bit_length())
        return max(self.minutes, min(self.minutes << doublings, LONGEST_WAIT))

    @property
    def due(self) -> dt.datetime | None:
        """When it is looked at next; None while it is paused."""
        if not self.active:
            return None
        return self.made if self.looked is None else self.looked + dt.timedelta(minutes=self.wait)


class FeedStore:
    """The part of an open store that knows its feeds (`Store.feeds`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def add(self, url: str, *, minutes: int, by: str) -> None:
        """Look at this feed from now on. Raises StoreError when it is known already."""
        with writing(self._engine, self._where) as connection:
            if connection.execute(select(feeds.c.url).where(feeds.c.url == url)).first() is not None:
                raise StoreError(f"the feed {url} is on the list already")
            connection.execute(insert(feeds).values(url=url, by=by, made=dt.datetime.now(dt.UTC), minutes=minutes, active=True))
            note(connection, by=by, action="feed added", subject=url, details={"minutes": str(minutes)})

    def all(self) -> Sequence[KnownFeed]:
        """All feeds, in the order they were added."""
        came = select(func.count()).where(intakes.c.feed == feeds.c.url).scalar_subquery()
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(select(feeds, came.label("reports")).order_by(feeds.c.made, feeds.c.url)).all()
        return [_feed(row) for row in rows]

    def pause(self, url: str, *, by: str) -> None:
        """Leave it alone until it is resumed. Raises StoreError when there is none."""
        self._change(url, by=by, action="feed paused", active=False)

    def resume(self, url: str, *, by: str) -> None:
        """Look at it again, at once. Raises StoreError when there is none."""
        self._change(url, by=by, action="feed resumed", active=True, looked=None)

    def hurry(self, url: str, *, by: str) -> None:
        """Look at it at once. Raises StoreError when there is none."""
        self._change(url, by=by, action="feed looked at", active=True, looked=None)

    def remove(self, url: str, *, by: str) -> None:
        """Take it off the list; what came by it stays. Raises StoreError when there is none."""
        with writing(self._engine, self._where) as connection:
            if connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount != 1:
                raise StoreError(f"{self._where} has no feed {url}")
            note(connection, by=by, action="feed removed", subject=url)

    def looked(self, url: str, *, etag: str | None, modified: str | None, title: str | None = None) -> None:
        """It answered; without a title the one it had stays."""
        told: dict[str, Any] = {"etag": etag, "modified": modified, "failure": None, "failures": 0}
        self._look(url, told if title is None else told | {"title": title})

    def failed(self, url: str, failure: str) -> None:
        """It did not answer, or what it answered is no feed."""
        self._look(url, {"failure": failure, "failures": feeds.c.failures + 1})

    def _look(self, url: str, values: dict[str, Any]) -> None:
        with writing(self._engine, self._where) as connection:  # removed meanwhile: nothing is left to write
            connection.execute(update(feeds).where(feeds.c.url == url).values(looked=dt.datetime.now(dt.UTC), **values))

    def _change(self, url: str, *, by: str, action: str, **values: Any) -> None:  # noqa: ANN401 - columns
        with writing(self._engine, self._where) as connection:
            _must_change(connection, url, values, self._where)
            note(connection, by=by, action=action, subject=url)


def _must_change(connection: Connection, url: str, values: dict[str, Any], where: str) -> None:
    if connection.execute(update(feeds).where(feeds.c.url == url).values(**values)).rowcount != 1:
        raise StoreError(f"{where} has no feed {url}")


def _feed(row: Row[Any]) -> KnownFeed:
    return KnownFeed(
        url=row.url, title=row.title, by=row.by, made=row.made, minutes=row.minutes, active=row.active, looked=row.looked, etag=row.etag,
        modified=row.modified, failure=row.failure, failures=row.failures, reports=row.reports,
    )  # fmt: skip
