"""Judgements, which are added and never changed, and the events and stories that the last reconciling made of them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, func, insert, select

from tocsin.core.claims import Role
from tocsin.core.events import Event, Judgement, Story
from tocsin.core.record import Record
from tocsin.core.scales import SpeakerKind
from tocsin.core.values import DateInterval, Place
from tocsin.errors import StoreError
from tocsin.reconcile.compare import RULE
from tocsin.store.moments import refuse_behind
from tocsin.store.opening import reading, writing
from tocsin.store.rows import encoded
from tocsin.store.rowwise import add_rows, drop_rows, rows_of
from tocsin.store.tables import documents, event_ids, event_mentions, events, judgements, originals, reconcilings, stories

_BATCH = 500
_to_event = msgspec.json.Decoder(Event)
_to_story = msgspec.json.Decoder(Story)
_to_judgement = msgspec.json.Decoder(Judgement)
_to_speakers = msgspec.json.Decoder(tuple[SpeakerKind, ...])


class Reconciling(Record, frozen=True, kw_only=True):
    """When events were last made, by which rule, and as of which day (None: of all that is known); of how much, and how many pairs were compared."""

    at: dt.datetime
    rule: str
    speakers: tuple[SpeakerKind, ...] = ()
    as_of: dt.date | None
    events: int
    stories: int
    mentions: int | None = None
    reports: int | None = None
    compared: int | None = None
    judged: int | None = None
    """Number of the last judgement of a person that was counted; with these four None, it is of a Tocsin that did not keep them."""


class EventStore:
    """The part of an open store that knows events (`Store.events`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def judgements(self) -> Iterator[Judgement]:
        """All judgements, in the order they were made."""
        with reading(self._engine, self._where) as connection:
            query = select(judgements.c.record).order_by(judgements.c.number)
            for row in connection.execution_options(yield_per=_BATCH).execute(query):
                yield _to_judgement.decode(row.record)

    def add_judgements(self, made: Iterable[Judgement]) -> int:
        """Keep what is not there yet, all or nothing; returns how many were new."""
        rows = {one.id: _judgement_row(one) for one in made}
        with writing(self._engine, self._where) as connection:
            known = {row.id for row in rows_of(connection, select(judgements.c.id), judgements.c.id, rows)}
            fresh = [row for name, row in rows.items() if name not in known]
            if any([row["by"] != RULE for row in fresh]):
                refuse_behind(_last_by_people(connection))
            add_rows(connection, judgements, fresh)
        return len(fresh)

    def last(self) -> Reconciling | None:
        """The last reconciling; None when there was none."""
        with reading(self._engine, self._where) as connection:
            return last_reconciling(connection)

    def all(self) -> Iterator[Event]:
        """All events, the earliest first; those without a date last."""
        with reading(self._engine, self._where) as connection:
            query = select(events.c.record).order_by(events.c.starts.is_(None), events.c.starts, events.c.id)
            for row in connection.execution_options(yield_per=_BATCH).execute(query):
                yield _to_event.decode(row.record)

    def get(self, event_id: str) -> Event:
        """One event, by its id, by the beginning of it, or by an id it had before. Raises StoreError when there is none, or several."""
        with reading(self._engine, self._where) as connection:
            found = connection.execute(select(events.c.record).where(events.c.id.startswith(event_id, autoescape=True)).limit(2)).all()
            if not found:
                former = select(event_ids.c.mention).where(event_ids.c.id.startswith(event_id, autoescape=True))
                member = select(event_mentions.c.event).where(event_mentions.c.mention.in_(former))
                found = connection.execute(select(events.c.record).where(events.c.id.in_(member)).limit(2)).all()
        if not found:
            raise StoreError(f"{self._where} has no event {event_id}; list them with: tocsin show --store {self._where}")
        if len(found) > 1:
            raise StoreError(f"several events begin with {event_id}; give more of the id")
        return _to_event.decode(found[0].record)

    def some(self, event_ids: Collection[str]) -> dict[str, Event]:
        """Those of these events that there are, by id."""
        with reading(self._engine, self._where) as connection:
            rows = rows_of(connection, select(events.c.id, events.c.record), events.c.id, event_ids)
            return {row.id: _to_event.decode(row.record) for row in rows}

    def mention(self, some_id: str) -> str:
        """The id of an event mention, by its beginning; or the first mention of an event, by the beginning of the event's id. Raises StoreError."""
        with reading(self._engine, self._where) as connection:
            query = select(event_mentions.c.mention).where(event_mentions.c.mention.startswith(some_id, autoescape=True)).limit(2)
            found = connection.execute(query).scalars().all()
        if len(found) > 1:
            raise StoreError(f"several event mentions begin with {some_id}; give more of the id")
        return found[0] if found else self.get(some_id).mentions[0]

    def documents_of(self, event_id: str) -> tuple[str, ...]:
        """The ids of the documents that tell of an event, in the order they were added."""
        with reading(self._engine, self._where) as connection:
            query = select(documents.c.id, documents.c.number).join(event_mentions, event_mentions.c.document == documents.c.id)
            rows = connection.execute(query.where(event_mentions.c.event == event_id).order_by(documents.c.number).distinct())
            return tuple([row.id for row in rows])

    def judgements_of(self, event_id: str) -> Iterator[Judgement]:
        """The judgements about two mentions of one event, in the order they were made."""
        members = select(event_mentions.c.mention).where(event_mentions.c.event == event_id)
        within = select(judgements.c.record).where(judgements.c.one.in_(members), judgements.c.other.in_(members))
        with reading(self._engine, self._where) as connection:
            for row in connection.execute(within.order_by(judgements.c.number)):
                yield _to_judgement.decode(row.record)

    def judgements_about(self, mention_ids: Collection[str]) -> Iterator[Judgement]:
        """What people judged of these event mentions and any others, in the order they were made."""
        by_people = select(judgements.c.number, judgements.c.record).where(judgements.c.by != RULE)
        with reading(self._engine, self._where) as connection:
            rows = {
                row.number: row.record for side in (judgements.c.one, judgements.c.other) for row in rows_of(connection, by_people, side, mention_ids)
            }
        yield from [_to_judgement.decode(rows[number]) for number in sorted(rows)]

    def judgement(self, judgement_id: str) -> Judgement:
        """One judgement. Raises StoreError when there is none of that id."""
        with reading(self._engine, self._where) as connection:
            found = connection.execute(select(judgements.c.record).where(judgements.c.id == judgement_id)).scalar_one_or_none()
        if found is None:
            raise StoreError(f"{self._where} has no judgement {judgement_id}")
        return _to_judgement.decode(found)

    def decided_with(self, judgement: Judgement) -> tuple[Judgement, ...]:
        """The judgements that a person made in one decision, such as a merge of whole events: those of the same moment, this one among them."""
        by_person = select(judgements.c.record).where(judgements.c.by == judgement.by).order_by(judgements.c.number)
        with reading(self._engine, self._where) as connection:
            made = [_to_judgement.decode(row.record) for row in connection.execute(by_person)]
        return tuple([one for one in made if (one.at, one.verdict, one.undoes) == (judgement.at, judgement.verdict, judgement.undoes)])

    def of_mention(self, mention_id: str) -> str | None:
        """The id of the event that holds an event mention now."""
        with reading(self._engine, self._where) as connection:
            return connection.execute(select(event_mentions.c.event).where(event_mentions.c.mention == mention_id)).scalar_one_or_none()

    def of_document(self, document_id: str) -> dict[str, str]:
        """For each event mention of a document the id of the event that holds it now."""
        with reading(self._engine, self._where) as connection:
            query = select(event_mentions.c.mention, event_mentions.c.event).where(event_mentions.c.document == document_id)
            return {row.mention: row.event for row in connection.execute(query)}

    def copies(self, document_ids: Collection[str]) -> dict[str, str]:
        """The original of each of these documents that is a copy."""
        with reading(self._engine, self._where) as connection:
            return {row.copy: row.original for row in rows_of(connection, select(originals), originals.c.copy, document_ids)}

    def stories(self) -> Iterator[Story]:
        """All stories, the one with most events first."""
        with reading(self._engine, self._where) as connection:
            count = select(func.count()).where(events.c.story == stories.c.id).scalar_subquery()
            for row in connection.execute(select(stories.c.record).order_by(count.desc(), stories.c.id)):
                yield _to_story.decode(row.record)


def last_reconciling(connection: Connection) -> Reconciling | None:
    """The last reconciling; None when there was none."""
    row = connection.execute(select(reconcilings).order_by(reconcilings.c.number.desc()).limit(1)).mappings().first()
    if row is None:
        return None
    speakers = () if row["speakers"] is None else _to_speakers.decode(row["speakers"])
    return Reconciling(**{name: row[name] for name in Reconciling.__struct_fields__ if name != "speakers"}, speakers=speakers)


def add_reconciling(connection: Connection, made: Reconciling) -> None:
    """Keep it."""
    row = msgspec.structs.asdict(made) | {"speakers": encoded(made.speakers)}
    connection.execute(insert(reconcilings).values(row))


def exchange(connection: Connection, gone: Collection[str], made: Sequence[Event], documents_of: Mapping[str, str]) -> None:
    """Put events in place of others; `documents_of` gives the document of each of their mentions. Every id that was ever given is kept."""
    drop_rows(connection, event_mentions.c.event, gone)
    drop_rows(connection, events.c.id, gone)
    add_rows(connection, events, [_event_row(event) for event in made])
    members = [{"mention": mention, "event": event.id, "document": documents_of[mention]} for event in made for mention in event.mentions]
    add_rows(connection, event_mentions, members)
    known = {row.id for row in rows_of(connection, select(event_ids.c.id), event_ids.c.id, {event.id for event in made})}
    add_rows(connection, event_ids, [{"id": event.id, "mention": event.mentions[0]} for event in made if event.id not in known])


def keep_comparisons(connection: Connection, made: Sequence[Judgement]) -> None:
    """Keep what the rule says now, where it is not what it said of the pair the last time."""
    query = select(judgements.c.one, judgements.c.record).where(judgements.c.by == RULE).order_by(judgements.c.number)
    lefts = {one.left for one in made}
    said = {(one.left, one.right): one for one in _decoded(rows_of(connection, query, judgements.c.one, lefts))}
    fresh = [one for one in made if (before := said.get((one.left, one.right))) is None or msgspec.structs.replace(before, at=one.at) != one]
    add_rows(connection, judgements, [_judgement_row(one) for one in fresh])


def _decoded(rows: Iterable[Any]) -> Iterator[Judgement]:
    for row in rows:
        yield _to_judgement.decode(row.record)


def _last_by_people(connection: Connection) -> dt.datetime | None:
    """The moment of the judgement that a person made last."""
    query = select(judgements.c.record).where(judgements.c.by != RULE).order_by(judgements.c.number.desc()).limit(1)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else _to_judgement.decode(found).at


def _judgement_row(one: Judgement) -> dict[str, Any]:
    return {"id": one.id, "one": one.left, "other": one.right, "verdict": one.verdict.value, "by": one.by, "record": encoded(one)}


def _event_row(event: Event) -> dict[str, Any]:
    values = {finding.role: finding.value for finding in event.findings if finding.value is not None}
    date, place = values.get(Role.DATE), values.get(Role.PLACE)
    row: dict[str, Any] = {"id": event.id, "type": event.type, "mentions": len(event.mentions), "record": encoded(event)}
    row |= dict.fromkeys(("story", "starts", "ends", "country", "place", "place_kind", "latitude", "longitude"))
    if isinstance(date, DateInterval):
        row |= {"starts": date.start, "ends": date.end}
    if isinstance(place, Place):
        row |= {"country": place.country, "place": place.gazetteer_id, "place_kind": place.kind.value}
        row |= {"latitude": place.latitude, "longitude": place.longitude}
    return row
