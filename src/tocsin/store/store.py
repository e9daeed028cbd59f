"""The store: what was read is added, never changed; questions are asked of the current reading of each document."""

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, Table, func, insert, select

from tocsin.core.claims import Claim, Extraction, Problem
from tocsin.core.document import Document
from tocsin.core.forgotten import is_forgotten
from tocsin.core.record import Record
from tocsin.core.reviews import standing
from tocsin.errors import StoreError
from tocsin.store import checking, fulltext
from tocsin.store.accounts import AccountStore
from tocsin.store.audit import AuditLog
from tocsin.store.cards import CardStore
from tocsin.store.carrying import Watching
from tocsin.store.events import EventStore
from tocsin.store.feeds import FeedStore
from tocsin.store.intakes import IntakeStore
from tocsin.store.opening import compact, reading, telling, writing
from tocsin.store.queue import ReviewQueue
from tocsin.store.report_list import ReportList
from tocsin.store.reviews import ReviewStore
from tocsin.store.rows import claim_row, document_row, encoded, to_claim, to_document, to_problem
from tocsin.store.rowwise import rows_of
from tocsin.store.settings import SettingsStore
from tocsin.store.tables import claims, documents, problems, raws, reading_claims, readings, receipts
from tocsin.store.waiting import wait

_BATCH = 500


class Added(Record, frozen=True, kw_only=True):
    """What `Store.add` found new. `changed_claims` were known by their key and now read differently beside it (another speaker, another rule)."""

    new_document: bool = False
    new_reading: bool = False
    new_claims: int = 0
    changed_claims: int = 0


class Counts(Record, frozen=True, kw_only=True):
    """How much a store holds. `claims` and `problems` are those of the last readings; `claims_ever` counts every key ever claimed."""

    raws: int
    documents: int
    readings: int
    claims: int
    claims_ever: int
    problems: int


class Store:
    """An open store (`tocsin.store.open_store`). Several threads may use it, and several processes may open one store; one writes at a time."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take an engine on a current store; `where` is its name in messages."""
        self._engine = engine
        self._where = where
        self.where = where
        self.events = EventStore(engine, where)
        self.reviews = ReviewStore(engine, where)
        self.settings = SettingsStore(engine, where)
        self.audit = AuditLog(engine, where)
        self.accounts = AccountStore(engine, where)
        self.cards = CardStore(engine, where)
        self.queue = ReviewQueue(engine, where)
        self.report_list = ReportList(engine, where)
        self.intakes = IntakeStore(engine, where)
        self.feeds = FeedStore(engine, where)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Everything added is already on the disk."""
        self._engine.dispose()

    def add(self, extraction: Extraction, raw: bytes | None, fingerprint: str) -> Added:
        """Keep a reading of a document: the document, the bytes it came from, its claims and problems.

        `fingerprint` names the reader (version, lexicons, model). All of it is on the disk when this returns, or nothing is kept. The same reading
        again adds nothing. Raises StoreError when a claim does not fit the document, or the store cannot be written.
        """
        refuse_misfits(extraction, raw)
        now = dt.datetime.now(dt.UTC)
        with writing(self._engine, self._where) as connection:
            if _is_forgotten(connection, extraction.document.id):
                return Added()
            new_document = _add_document(connection, extraction.document, now)
            if raw is not None:
                _add_raw(connection, extraction.document, raw, now)
            number = _add_reading(connection, extraction.document.id, fingerprint, now)
            if number is None:
                return Added(new_document=new_document)
            new, changed = _add_claims(connection, extraction.claims, number)
            wait(connection, extraction.document.id)
            _add_problems(connection, extraction.problems, number)
        return Added(new_document=new_document, new_reading=True, new_claims=new, changed_claims=changed)

    def documents(self) -> Iterator[Document]:
        """All documents, in the order they were added."""
        with telling(self._where):
            for row in self._rows(select(documents).order_by(documents.c.number)):
                yield to_document(row)

    def document(self, document_id: str) -> Document:
        """One document. Raises StoreError when there is none with that id."""
        with telling(self._where):
            for row in self._rows(select(documents).where(documents.c.id == document_id)):
                return to_document(row)
        raise StoreError(f"{self._where} has no document {document_id}")

    def raw(self, sha256: str) -> bytes:
        """The bytes as received. Raises StoreError when there are none with that hash."""
        with telling(self._where):
            for row in self._rows(select(raws.c.compressed).where(raws.c.sha256 == sha256)):
                return zlib.decompress(row.compressed)
        raise StoreError(f"{self._where} has no bytes with the hash {sha256}")

    def claims(self, document_id: str | None = None) -> Iterator[Claim]:
        """The claims of the last reading of each document, or of one, in the order they were read."""
        query = (
            select(claims.c.record)
            .join(reading_claims, reading_claims.c.claim == claims.c.number)
            .join(readings, readings.c.number == reading_claims.c.reading)
            .where(readings.c.number.in_(_last_readings(document_id)))
            .order_by(readings.c.number, reading_claims.c.position)
        )
        with telling(self._where):
            for row in self._rows(query):
                yield to_claim(row.record)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads one state of the store, for the other modules of this package."""
        return reading(self._engine, self._where)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that writes all or nothing, for the other modules of this package."""
        return writing(self._engine, self._where)

    def standing_claims(self, document_id: str | None = None) -> Iterator[Claim]:
        """The claims that count, of each document or of one, those of a document together, as people's reviews leave them.

        This is what is reconciled, shown and exported.
        """
        reviewed = set(self.reviews.reviewed_documents()) if document_id is None else {document_id}
        unread = set(reviewed)
        for document, read in groupby(self.claims(document_id), key=lambda claim: claim.document):
            unread.discard(document)
            made = self.reviews.of_document(document) if document in reviewed else ()
            yield from standing(read, made)
        for document in sorted(unread):  # what people added where the reader found nothing
            yield from standing((), self.reviews.of_document(document))

    def problems(self, document_id: str | None = None) -> Iterator[tuple[str, Problem]]:
        """Document id and problem, for the last reading of each document, or of one."""
        query = (
            select(readings.c.document, problems.c.record)
            .join(readings, readings.c.number == problems.c.reading)
            .where(readings.c.number.in_(_last_readings()))
            .order_by(readings.c.number, problems.c.position)
        )
        with telling(self._where):
            for row in self._rows(query if document_id is None else query.where(readings.c.document == document_id)):
                yield row.document, to_problem(row.record)

    def search(self, words: str) -> Iterator[str]:
        """Ids of the documents that hold all of `words` (text or title), best first. An empty query finds nothing."""
        with reading(self._engine, self._where) as connection:
            numbers = connection.execute(fulltext.best_first(words)).scalars().all()
            ids = {row.number: row.id for row in rows_of(connection, select(documents.c.number, documents.c.id), documents.c.number, numbers)}
        yield from [ids[number] for number in numbers]

    def counts(self) -> Counts:
        """How much is kept."""
        with reading(self._engine, self._where) as connection:
            current = readings.c.number.in_(_last_readings())
            return Counts(
                raws=_count(connection, raws),
                documents=_count(connection, documents),
                readings=_count(connection, readings),
                claims=_one(connection, select(func.count()).select_from(reading_claims.join(readings)).where(current)),
                claims_ever=_one(connection, select(func.count(func.distinct(claims.c.key)))),
                problems=_one(connection, select(func.count()).select_from(problems.join(readings)).where(current)),
            )

    def compact(self) -> None:
        """Write the store anew, without what was removed: no byte of it is left in free pages or in the log. Others wait meanwhile."""
        with telling(self._where), self._engine.connect() as connection:
            compact(connection)

    def check(self) -> tuple[str, ...]:
        """What is wrong with the store, in words; empty when every hash, key, span and link holds.

        Reads everything. Raises StoreError when the file is too damaged to be read.
        """
        return tuple([fault.said for fault in self.faults(lambda _part, _done, _of: None)])

    def faults(self, watching: Watching) -> Iterator[checking.Fault]:
        """The same, one after the other and with the part of the store each is in; `watching` is told how far it is."""
        with reading(self._engine, self._where) as connection:
            yield from checking.faults(connection, watching)

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        """Rows of one state of the store, read in batches."""
        with reading(self._engine, self._where) as connection:
            yield from connection.execution_options(yield_per=_BATCH).execute(query)


def refuse_misfits(extraction: Extraction, raw: bytes | None) -> None:
    """Raise StoreError for a document that is not what its hash says, other bytes than it was made of, and claims whose words are not in it."""
    document = extraction.document
    if Document.freeze(document.text, document.report) != document:
        raise StoreError(f"document {document.id} is not what its hash says; it is not stored")
    if raw is not None and document.report.raw_sha256 not in {None, hashlib.sha256(raw).hexdigest()}:
        raise StoreError(f"the bytes given with document {document.id} are not those its report names; nothing is stored")
    for claim in extraction.claims:
        if claim.document != document.id or document.text[claim.span.start : claim.span.end] != claim.quote or claim.trigger.end > len(document.text):
            raise StoreError(f"claim {claim.key} ({claim.role.value}, {claim.quote!r}) does not fit document {document.id}; nothing is stored")


def _is_forgotten(connection: Connection, document_id: str) -> bool:
    """Whether its words were taken out of the store: then they stay out."""
    held = connection.execute(select(documents.c.text).where(documents.c.id == document_id)).scalar_one_or_none()
    return held is not None and is_forgotten(held)


def _add_document(connection: Connection, document: Document, now: dt.datetime) -> bool:
    if connection.execute(select(documents.c.number).where(documents.c.id == document.id)).first() is not None:
        return False
    made = connection.execute(insert(documents).values(**document_row(document), added=now)).inserted_primary_key
    if made is not None:
        fulltext.index(connection, made[0], document.report.title, document.text)
    return True


def _add_raw(connection: Connection, document: Document, raw: bytes, now: dt.datetime) -> None:
    sha256 = hashlib.sha256(raw).hexdigest()
    if connection.execute(select(raws.c.sha256).where(raws.c.sha256 == sha256)).first() is None:
        connection.execute(insert(raws).values(sha256=sha256, size=len(raw), compressed=zlib.compress(raw)))
    known = select(receipts.c.number).where(receipts.c.document == document.id, receipts.c.raw == sha256)
    if connection.execute(known).first() is None:
        connection.execute(insert(receipts).values(document=document.id, raw=sha256, place=document.report.place, at=now))


def _add_reading(connection: Connection, document_id: str, fingerprint: str, now: dt.datetime) -> int | None:
    """The new reading's number; None when this reader has read the document before."""
    known = select(readings.c.number).where(readings.c.document == document_id, readings.c.fingerprint == fingerprint)
    if connection.execute(known).first() is not None:
        return None
    made = connection.execute(insert(readings).values(document=document_id, fingerprint=fingerprint, at=now)).inserted_primary_key
    return int(made[0]) if made is not None else None


def _add_claims(connection: Connection, extracted: tuple[Claim, ...], reading_number: int) -> tuple[int, int]:
    """Add what is not there yet and list all in the reading; how many keys are new, and how many known keys have a new record."""
    if not extracted:
        return 0, 0
    rows = [claim_row(claim) for claim in extracted]
    wanted = select(claims.c.key, claims.c.digest, claims.c.number).where(claims.c.document == extracted[0].document)
    numbers = {(row.key, row.digest): row.number for row in connection.execute(wanted)}
    keys = {key for key, _ in numbers}
    fresh = {(row["key"], row["digest"]): row for row in rows if (row["key"], row["digest"]) not in numbers}
    if fresh:
        connection.execute(insert(claims), list(fresh.values()))
        numbers = {(row.key, row.digest): row.number for row in connection.execute(wanted)}
    members = [{"reading": reading_number, "position": position, "claim": numbers[row["key"], row["digest"]]} for position, row in enumerate(rows)]
    connection.execute(insert(reading_claims), members)
    new = len({key for key, _ in fresh} - keys)
    return new, len(fresh) - new


def _add_problems(connection: Connection, found: tuple[Problem, ...], reading_number: int) -> None:
    if found:
        rows = [{"reading": reading_number, "position": i, "code": one.code, "record": encoded(one)} for i, one in enumerate(found)]
        connection.execute(insert(problems), rows)


def _last_readings(document_id: str | None = None) -> Select[tuple[int]]:
    """The numbers of the last reading of each document, or of one."""
    last = select(func.max(readings.c.number)).group_by(readings.c.document)
    return last if document_id is None else last.where(readings.c.document == document_id)


def _one(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())


def _count(connection: Connection, table: Table) -> int:
    return _one(connection, select(func.count()).select_from(table))
