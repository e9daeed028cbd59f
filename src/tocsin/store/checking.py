"""Is everything in the store what its hashes say, and does one part agree with another? Reads all of it."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, Select, Table, distinct, func, select

from tocsin.core.document import Document
from tocsin.core.events import Judgement
from tocsin.core.forgotten import is_forgotten
from tocsin.core.record import Record
from tocsin.core.reviews import Decision, Review
from tocsin.errors import SpanError
from tocsin.store.carrying import Watching
from tocsin.store.fulltext import documents_text
from tocsin.store.rows import claim_row, digest, document_row, to_claim, to_document, to_problem
from tocsin.store.tables import (
    audit,
    claims,
    documents,
    event_cards,
    event_facets,
    event_mentions,
    events,
    judgements,
    metadata,
    problems,
    raws,
    reviews,
    stories,
)

Tell = Callable[[int], None]
"""Told how many rows are done."""
_BATCH = 100
_to_review = msgspec.json.Decoder(Review)
_to_judgement = msgspec.json.Decoder(Judgement)
_PROJECTION = "events"
_SEARCH = "search"
_REMEDIES = {
    _PROJECTION: "have the events made again: tocsin reconcile with another --rule, then with yours",
    _SEARCH: "tocsin backup, and restore what it wrote: the search is made anew",
}
"""Of parts that are made of others: nothing is lost by such damage."""


class Fault(Record, frozen=True, kw_only=True):
    """Something that is wrong, in words, and the part of the store it is in."""

    part: str
    said: str

    @property
    def remedy(self) -> str:
        """What to do."""
        return _REMEDIES.get(self.part, "restore a backup: tocsin restore FILE --store STORE --overwrite")


def faults(connection: Connection, watching: Watching) -> Iterator[Fault]:
    """What is wrong, part by part."""
    parts: tuple[tuple[str, Callable[[Connection, Tell], Iterator[str]], Table | None], ...] = (
        ("file", _file, None),
        ("links", _links, None),
        ("bytes received", _raws, raws),
        ("reports", _documents, documents),
        (_SEARCH, _search, None),
        ("claims", _claims, claims),
        ("problems", _problems, problems),
        ("reviews", _reviews, reviews),
        ("audit log", _audit, audit),
        ("judgements", _judgements, judgements),
        (_PROJECTION, _events, None),
    )
    for part, look, table in parts:
        of = 1 if table is None else connection.execute(select(func.count()).select_from(table)).scalar_one()
        watching(part, 0, of)
        yield from [Fault(part=part, said=said) for said in look(connection, _telling(watching, part, of))]


def _telling(watching: Watching, part: str, of: int) -> Tell:
    return lambda done: watching(part, done, of)


def _rows(connection: Connection, query: Select[Any], tell: Tell) -> Iterator[Row[Any]]:
    for number, row in enumerate(connection.execute(query).yield_per(_BATCH)):
        if number % _BATCH == 0:
            tell(number)
        yield row


def _file(connection: Connection, _tell: Tell) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for (answer,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if answer != "ok":
                yield f"the file is damaged: {answer}"


def _links(connection: Connection, _tell: Tell) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for link in table.foreign_keys:
            pointed = link.column.table
            dangling = select(*table.primary_key).where(link.parent.not_in(select(link.column)))
            for row in connection.execute(dangling):
                yield f"row {', '.join([str(part) for part in row])} of {table.name} points to a row of {pointed.name} that is not there"


def _raws(connection: Connection, tell: Tell) -> Iterator[str]:
    for row in _rows(connection, select(raws), tell):
        try:
            raw = zlib.decompress(row.compressed)
        except zlib.error as error:
            yield f"bytes {row.sha256} cannot be unpacked ({error})"
            continue
        if hashlib.sha256(raw).hexdigest() != row.sha256 or len(raw) != row.size:
            yield f"bytes {row.sha256} are not what their hash says"


def _documents(connection: Connection, tell: Tell) -> Iterator[str]:
    for row in _rows(connection, select(documents), tell):
        try:
            document = to_document(row)
        except msgspec.MsgspecError as error:
            yield f"document {row.id}: its report cannot be read ({error})"
            continue
        if not is_forgotten(document.text) and Document.freeze(document.text, document.report) != document:
            yield f"document {row.id} is not what its hash says"
        if any([row._mapping[name] != value for name, value in document_row(document).items()]):  # noqa: SLF001 - SQLAlchemy's public name
            yield f"document {row.id}: its columns are not those of its record"


def _search(connection: Connection, _tell: Tell) -> Iterator[str]:
    """On PostgreSQL, where the store itself sees to it that words are found."""
    if connection.dialect.name == "postgresql":
        found = select(documents_text.c.rowid)
        for name in connection.execute(select(documents.c.id).where(documents.c.number.not_in(found)).order_by(documents.c.number)).scalars():
            yield f"document {name} is not found by its words"


def _claims(connection: Connection, tell: Tell) -> Iterator[str]:
    texts = select(documents.c.text.label("document_text"), claims).join(documents, documents.c.id == claims.c.document)
    for row in _rows(connection, texts, tell):
        if digest(row.record) != row.digest:
            yield f"claim {row.key} is not what its hash says"
            continue
        try:
            claim = to_claim(row.record)
            fits = claim.span.quote(row.document_text) == claim.quote and claim.trigger.quote(row.document_text) is not None
        except (msgspec.MsgspecError, SpanError) as error:
            yield f"claim {row.key} cannot be read ({error})"
            continue
        if not fits:
            yield f"claim {row.key}: its words are not those of document {row.document} at [{claim.span.start}, {claim.span.end})"
        if any([row._mapping[name] != value for name, value in claim_row(claim).items()]):  # noqa: SLF001 - SQLAlchemy's public name
            yield f"claim {row.key}: its columns are not those of its record"


def _problems(connection: Connection, tell: Tell) -> Iterator[str]:
    for row in _rows(connection, select(problems), tell):
        try:
            to_problem(row.record)
        except msgspec.MsgspecError as error:
            yield f"problem {row.position} of reading {row.reading} cannot be read ({error})"


def _reviews(connection: Connection, tell: Tell) -> Iterator[str]:
    """Each is what its id says, undoes and settles reviews of its own claim made before it, and its claim and words are there."""
    reviewed = select(claims.c.document, claims.c.key).where(claims.c.key.in_(select(reviews.c.claim)))
    known = {(row.document, row.key) for row in connection.execute(reviewed)}
    made: dict[str, set[str]] = {}
    texts = select(documents.c.text.label("document_text"), reviews).join(documents, documents.c.id == reviews.c.document).order_by(reviews.c.number)
    for row in _rows(connection, texts, tell):
        before = made.setdefault(row.claim, set())
        if not is_forgotten(row.document_text):
            yield from _review(row, before, (row.document, row.claim) in known)
        before.add(row.id)


def _review(row: Row[Any], before: set[str], known: bool) -> Iterator[str]:
    try:
        review = _to_review.decode(row.record)
    except msgspec.MsgspecError as error:
        yield f"review {row.id} cannot be read ({error})"
        return
    columns = (review.id, review.document, review.claim, review.decision.value, review.by, review.at)
    if columns != (row.id, row.document, row.claim, row.decision, row.by, row.at):
        yield f"review {row.id} is not what its id says"
    missing = {one for one in (review.undoes, *review.settles) if one is not None} - before
    if missing:
        yield f"review {row.id} undoes or settles {', '.join(sorted(missing))}, which was not made before it"
    if not known and not before and review.decision is not Decision.ADD:
        yield f"review {row.id} is about claim {row.claim}, which is not there"
    claim = review.replacement
    if claim is not None and row.document_text[claim.span.start : claim.span.end] != claim.quote:
        yield f"review {row.id}: the words it gives are not those of document {row.document} at [{claim.span.start}, {claim.span.end})"


def _audit(connection: Connection, tell: Tell) -> Iterator[str]:
    """Each line can be read, and every review has one."""
    noted: set[str] = set()
    for row in _rows(connection, select(audit).order_by(audit.c.number), tell):
        try:
            noted.add(msgspec.json.decode(row.details, type=dict[str, str]).get("review", ""))
        except msgspec.MsgspecError as error:
            yield f"line {row.number} of the audit log cannot be read ({error})"
    for one in connection.execute(select(reviews.c.id, reviews.c.by)).yield_per(_BATCH):
        if one.id not in noted:
            yield f"the audit log has no line for review {one.id} by {one.by}"


def _judgements(connection: Connection, tell: Tell) -> Iterator[str]:
    for row in _rows(connection, select(judgements), tell):
        try:
            one = _to_judgement.decode(row.record)
        except msgspec.MsgspecError as error:
            yield f"judgement {row.id} cannot be read ({error})"
            continue
        if (one.id, one.left, one.right, one.verdict.value, one.by) != (row.id, row.one, row.other, row.verdict, row.by):
            yield f"judgement {row.id} is not what its id says"


def _events(connection: Connection, _tell: Tell) -> Iterator[str]:
    """Tellings, reports and cards of each event, counted anew."""
    told = select(event_mentions.c.event, func.count().label("mentions"), func.count(distinct(event_mentions.c.document)).label("reports"))
    counted = told.group_by(event_mentions.c.event).subquery()
    query = select(events.c.id, events.c.mentions, counted.c.mentions.label("counted")).outerjoin(counted, counted.c.event == events.c.id)
    for row in connection.execute(query.where(func.coalesce(counted.c.mentions, 0) != events.c.mentions)):
        yield f"event {row.id} says it is told {row.mentions} times, and is told {row.counted or 0} times"
    cards = select(event_cards.c.event, event_cards.c.reports, counted.c.reports.label("counted"))
    cards = cards.join(counted, counted.c.event == event_cards.c.event).where(counted.c.reports != event_cards.c.reports)
    for card in connection.execute(cards):
        yield f"the card of event {card.event} says {card.reports} reports, and there are {card.counted}"
    for said, one, other in (
        ("has no card", events.c.id, event_cards.c.event),
        ("has a card and is not there", event_cards.c.event, events.c.id),
        ("can be filtered by and is not there", event_facets.c.event, events.c.id),
    ):
        yield from [f"event {name} {said}" for name in _without(connection, one, other)]
    for name in _without(connection, events.c.story, stories.c.id):
        yield f"events are of story {name}, which is not there"


def _without(connection: Connection, one: Column[str], other: Column[str]) -> list[str]:
    return list(connection.execute(select(one).where(one.is_not(None), one.not_in(select(other))).distinct().order_by(one)).scalars())
