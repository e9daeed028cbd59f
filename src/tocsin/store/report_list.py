"""The list of reports: what each is, how much was read in it, and how far people are with it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Text, cast, func, or_, select

from tocsin.core.claims import Claim
from tocsin.core.record import Record
from tocsin.core.reviews import Decision
from tocsin.store.fulltext import matching
from tocsin.store.opening import reading
from tocsin.store.rows import to_claim
from tocsin.store.rowwise import rows_of
from tocsin.store.tables import claims, documents, event_mentions, problems, reading_claims, readings, receipts, reviews

PAGE_SIZE = 50


class Listed(Record, frozen=True, kw_only=True):
    """One report of the list. `reviewed` counts the claims that somebody decided about."""

    document: str
    title: str | None
    publisher: str | None
    published: dt.date | None
    events: int
    claims: int
    problems: int
    reviewed: int


class Received(Record, frozen=True, kw_only=True):
    """When bytes that gave the document were received, and where they were found."""

    at: dt.datetime
    place: str | None
    sha256: str


class Wanted(Record, frozen=True, kw_only=True):
    """Which reports: all of `words` in text or title, printed by `publisher`, published from `since` to `until` (both included)."""

    words: str | None = None
    publisher: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "published": (documents.c.published.is_(None), documents.c.published.desc(), documents.c.number.desc()),
    "added": (documents.c.number.desc(),),
    "publisher": (documents.c.publisher.is_(None), documents.c.publisher, documents.c.published.desc(), documents.c.number.desc()),
}
ORDERS = tuple(_ORDERS)


class ReportList:
    """The part of an open store that lists reports (`Store.report_list`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def count(self, wanted: Wanted) -> int:
        """How many reports are wanted."""
        with reading(self._engine, self._where) as connection:
            return int(connection.execute(select(func.count()).select_from(documents).where(*_conditions(wanted))).scalar_one())

    def page(self, wanted: Wanted, order: str = "published", page: int = 1) -> Sequence[Listed]:
        """One page of the reports."""
        shown = (documents.c.id, documents.c.title, documents.c.publisher, documents.c.published)
        query = select(*shown).where(*_conditions(wanted)).order_by(*_ORDERS[order]).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            last = _last_readings(connection, ids)
            counted = _counts(connection, func.count(), reading_claims.c.reading, last.values())
            not_understood = _counts(connection, func.count(), problems.c.reading, last.values())
            told = _counts(connection, func.count(event_mentions.c.event.distinct()), event_mentions.c.document, ids)
            reviewed = func.count(reviews.c.claim.distinct())
            decided = _counts(connection, reviewed, reviews.c.document, ids)
            added = _counts(connection, reviewed, reviews.c.document, ids, reviews.c.decision == Decision.ADD.value)
        return [
            Listed(
                document=row.id, title=row.title, publisher=row.publisher, published=row.published, events=told.get(row.id, 0),
                claims=counted.get(last.get(row.id), 0) + added.get(row.id, 0), problems=not_understood.get(last.get(row.id), 0),
                reviewed=decided.get(row.id, 0),
            )
            for row in rows
        ]  # fmt: skip

    def publishers(self) -> Sequence[tuple[str, int]]:
        """Who printed how many, by name."""
        query = select(documents.c.publisher, func.count().label("reports")).where(documents.c.publisher.is_not(None))
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(query.group_by(documents.c.publisher).order_by(documents.c.publisher))
            return [(row.publisher, row.reports) for row in rows]

    def naming(self, document_ids: Collection[str]) -> Iterator[Claim]:
        """The claims of these documents, of any reading, that may name a person: what masks their titles."""
        query = select(claims.c.record).where(or_(claims.c.value_is == "actor", cast(claims.c.attribution, Text) != "[]"))
        with reading(self._engine, self._where) as connection:
            found = [to_claim(row.record) for row in rows_of(connection, query, claims.c.document, document_ids)]
        yield from found

    def received(self, document_id: str) -> Sequence[Received]:
        """Where the document came from, every time it did."""
        query = select(receipts.c.at, receipts.c.place, receipts.c.raw).where(receipts.c.document == document_id).order_by(receipts.c.number)
        with reading(self._engine, self._where) as connection:
            return [Received(at=row.at, place=row.place, sha256=row.raw) for row in connection.execute(query)]

    def read_by(self, document_id: str) -> Sequence[tuple[dt.datetime, str]]:
        """When the document was read, and by which reader (its fingerprint)."""
        query = select(readings.c.at, readings.c.fingerprint).where(readings.c.document == document_id).order_by(readings.c.number)
        with reading(self._engine, self._where) as connection:
            return [(row.at, row.fingerprint) for row in connection.execute(query)]


def _last_readings(connection: Connection, ids: Collection[str]) -> dict[Any, int]:
    query = select(readings.c.document, func.max(readings.c.number).label("last")).group_by(readings.c.document)
    return {row.document: int(row.last) for row in rows_of(connection, query, readings.c.document, ids)}


def _counts(connection: Connection, counted: Any, column: Any, keys: Collection[Any], *also: Any) -> Mapping[Any, int]:  # noqa: ANN401 - columns of any type
    query = select(column.label("of"), counted.label("number")).where(*also)
    return {row.of: int(row.number) for row in rows_of(connection, query.group_by(column), column, keys)}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.publisher is not None:
        found.append(documents.c.publisher == wanted.publisher)
    if wanted.since is not None:
        found.append(documents.c.published >= wanted.since)
    if wanted.until is not None:
        found.append(documents.c.published <= wanted.until)
    if wanted.words is not None and wanted.words.split():
        found.append(documents.c.number.in_(matching(wanted.words)))
    return found
