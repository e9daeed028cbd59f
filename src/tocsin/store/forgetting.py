"""Taking the words of reports out of a store for good (docs/adr/0019-forgetting.md): the one change that an append-only store knows.

Who did it, when and why stands in the audit log. What the words were is then nowhere in the file: not in its free pages, the search, or the log.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, text, update

from tocsin.core.claims import Claim, Problem
from tocsin.core.document import Document
from tocsin.core.events import Judgement
from tocsin.core.forgotten import NO_WORDS, forgotten, is_forgotten, without_words
from tocsin.core.record import Record
from tocsin.core.reviews import Review
from tocsin.errors import StoreError
from tocsin.store import tables
from tocsin.store.audit import note
from tocsin.store.carrying import Watching
from tocsin.store.rows import claim_row, document_row, encoded, to_claim, to_document, to_problem
from tocsin.store.rowwise import rows_of
from tocsin.store.store import Store
from tocsin.store.tables import claims, documents, intakes, judgements, problems, raws, reading_claims, readings, receipts, reviews

ACTION = "words forgotten"
"""What the audit log calls it."""
_CHANGED = ("raws", "documents", "receipts", "claims", "reading_claims", "problems", "judgements", "reviews")
"""Tables that are otherwise never changed."""
_MADE = (
    "event_facets", "event_cards", "event_mentions", "events", "stories", "mentions", "blocks", "rare_words", "alike", "pairs", "bands", "originals",
    "episodes", "links", "unsettled", "upkeep",
)  # fmt: skip
"""Tables that reconciling fills, and fills again; words are in some."""


class Forgetting(Record, frozen=True, kw_only=True):
    """What went: reports whose words did, claims that went with them, and those that stay."""

    reports: int
    claims_gone: int
    claims_kept: int


def named(store: Store, report: str) -> Document:
    """The report whose id begins so. Raises StoreError when there is none, several, or its words are gone already."""
    with store.reading() as connection:
        found = connection.execute(select(documents).where(documents.c.id.startswith(report, autoescape=True)).limit(2)).all()
    if len(found) != 1:
        raise StoreError(f"{'several reports begin' if found else 'no report begins'} with {report}; the workbench and every export name the ids")
    if is_forgotten(found[0].text):
        raise StoreError(f"the words of report {found[0].id} are no longer held; there is nothing left to forget")
    return to_document(found[0])


def older(store: Store, day: dt.date) -> Sequence[Document]:
    """The reports published before a day, or, where that is not known, added before it; without those whose words are gone already."""
    added = documents.c.added < dt.datetime.combine(day, dt.time.min, dt.UTC)
    old: ColumnElement[bool] = or_(documents.c.published < day, and_(documents.c.published.is_(None), added))
    with store.reading() as connection:
        rows = connection.execute(select(documents).where(old).order_by(documents.c.number)).all()
    return [to_document(row) for row in rows if not is_forgotten(row.text)]


def forget(store: Store, chosen: Sequence[Document], *, by: str, because: str, watching: Watching) -> Forgetting:
    """Take the words of these reports out, all or none; events are to be made again afterwards. Raises StoreError."""
    gone = kept = 0
    with store.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        with _unlocked(connection):
            _judgements(connection, {document.id for document in chosen})
            for number, document in enumerate(chosen):
                watching("forgetting", number, len(chosen))
                before, after = _claims(connection, document)
                gone, kept = gone + before - after, kept + after
                _reviews(connection, document)
                _document(connection, document)
                details = {"because": because, "sha256": document.sha256, "claims kept": str(after), "claims gone": str(before - after)}
                note(connection, by=by, action=ACTION, subject=document.id, details=details)
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("INSERT INTO documents_text(documents_text) VALUES ('rebuild')")
            for table in _MADE:
                connection.execute(delete(tables.metadata.tables[table]))
    watching("clearing up", 0, 1)
    store.compact()
    return Forgetting(reports=len(chosen), claims_gone=gone, claims_kept=kept)


@contextmanager
def _unlocked(connection: Connection) -> Iterator[None]:
    """Without the triggers that forbid changes, which are back when the transaction ends, however it ends."""
    if connection.dialect.name == "postgresql":
        locked = (*_CHANGED, "documents_text")
        for table in locked:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER forbid_change"))
        yield
        for table in locked:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER forbid_change"))
        return
    rows = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    triggers = [(row.name, row.sql) for row in rows if row.tbl_name in _CHANGED]
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, made in triggers:
        connection.exec_driver_sql(made)


def _claims(connection: Connection, document: Document) -> tuple[int, int]:
    """Leave, of the last reading, the claims that can do without words; how many there were, and how many there are."""
    ours = select(readings.c.number).where(readings.c.document == document.id)
    last = connection.execute(select(func.max(readings.c.number)).where(readings.c.document == document.id)).scalar_one()
    listed = select(claims.c.record).join(reading_claims, reading_claims.c.claim == claims.c.number).where(reading_claims.c.reading == last)
    read = [to_claim(row.record) for row in connection.execute(listed.order_by(reading_claims.c.position))]
    plain = [one for one in map(without_words, read) if one is not None]
    keys = {one.key for one in plain}
    rows = [claim_row(_linked(one, keys)) for one in plain]
    rows = list({(row["key"], row["digest"]): row for row in rows}.values())
    found = connection.execute(select(problems).where(problems.c.reading == last).order_by(problems.c.position)).all()
    connection.execute(delete(reading_claims).where(reading_claims.c.reading.in_(ours)))
    connection.execute(delete(problems).where(problems.c.reading.in_(ours)))
    connection.execute(delete(claims).where(claims.c.document == document.id))
    for position, row in enumerate(rows):
        made = connection.execute(insert(claims).values(**row)).inserted_primary_key
        if made is not None:
            connection.execute(insert(reading_claims).values(reading=last, position=position, claim=made[0]))
    for problem in found:
        told = to_problem(problem.record)
        blank = Problem(code=told.code, message=NO_WORDS, span=told.span)
        connection.execute(insert(problems).values(reading=last, position=problem.position, code=problem.code, record=encoded(blank)))
    return len(read), len(rows)


def _linked(claim: Claim, keys: Collection[str]) -> Claim:
    """Without links to claims that went."""
    return msgspec.structs.replace(
        claim, part_of=claim.part_of if claim.part_of in keys else None, qualifies=claim.qualifies if claim.qualifies in keys else None
    )


def _reviews(connection: Connection, document: Document) -> None:
    """Decisions stay with who made them and when, without what was written; corrections whose value is made of words go."""
    ids: dict[str, str] = {}
    for row in connection.execute(select(reviews).where(reviews.c.document == document.id).order_by(reviews.c.number)).all():
        made = msgspec.json.decode(row.record, type=Review)
        replacement = None if made.replacement is None else without_words(made.replacement)
        if made.replacement is not None and replacement is None:
            connection.execute(delete(reviews).where(reviews.c.number == row.number))
            continue
        undoes = None if made.undoes is None else ids.get(made.undoes, made.undoes)
        settles = tuple([ids.get(one, one) for one in made.settles])
        left = msgspec.structs.replace(made, replacement=replacement, reason=None, undoes=undoes, settles=settles)
        ids[made.id] = left.id
        connection.execute(update(reviews).where(reviews.c.number == row.number).values(id=left.id, record=encoded(left)))


def _judgements(connection: Connection, chosen: Collection[str]) -> None:
    """What judgements about these reports' event mentions say in words: their reasons."""
    query = select(tables.event_mentions.c.mention)
    told = {row.mention for row in rows_of(connection, query, tables.event_mentions.c.document, chosen)}
    for column in (judgements.c.one, judgements.c.other):
        for row in list(rows_of(connection, select(judgements.c.number, judgements.c.record), column, told)):
            made = msgspec.json.decode(row.record, type=Judgement)
            left = msgspec.structs.replace(made, features=(), reason=None)
            connection.execute(update(judgements).where(judgements.c.number == row.number).values(record=encoded(left)))


def _document(connection: Connection, document: Document) -> None:
    """The document itself, the bytes it came from, and where it was found."""
    came = select(receipts.c.raw).where(receipts.c.document == document.id)
    hashes = connection.execute(came).scalars().all()
    connection.execute(delete(receipts).where(receipts.c.document == document.id))
    shared = select(receipts.c.raw)
    connection.execute(delete(raws).where(raws.c.sha256.in_(hashes), raws.c.sha256.not_in(shared)))
    number = connection.execute(select(documents.c.number).where(documents.c.id == document.id)).scalar_one()
    connection.execute(update(documents).where(documents.c.number == number).values(**document_row(forgotten(document))))
    if connection.dialect.name == "postgresql":
        connection.execute(text("UPDATE documents_text SET words = CAST('' AS tsvector) WHERE rowid = :number"), {"number": number})
    connection.execute(update(intakes).where(intakes.c.document == document.id).values(raw=None, message=None, place=NO_WORDS))
