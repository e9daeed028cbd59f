"""Judgements, which are added and never changed, and the events and stories that the last reconciling made of them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Engine, delete, func, insert, select

from tocsin.core.claims import Role
from tocsin.core.events import Event, EventMention, Judgement, Story
from tocsin.core.record import Record
from tocsin.core.values import DateInterval, Place
from tocsin.errors import StoreError
from tocsin.store.opening import reading, writing
from tocsin.store.rows import encoded
from tocsin.store.tables import documents, event_ids, event_mentions, events, judgements, reconcilings, stories

_BATCH = 500
_to_event = msgspec.json.Decoder(Event)
_to_story = msgspec.json.Decoder(Story)
_to_judgement = msgspec.json.Decoder(Judgement)


class Reconciling(Record, frozen=True, kw_only=True):
    """When events were last made, by which rule, and as of which day (None: of all that is known)."""

    at: dt.datetime
    rule: str
    as_of: dt.date | None
    events: int
    stories: int


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
        rows = {one.id: one for one in made}
        with writing(self._engine, self._where) as connection:
            known = {row.id for row in connection.execute(select(judgements.c.id))}
            fresh = [_judgement_row(one) for one in rows.values() if one.id not in known]
            for start in range(0, len(fresh), _BATCH):
                connection.execute(insert(judgements), fresh[start : start + _BATCH])
        return len(fresh)

    def replace(self, made: Sequence[Event], told: Sequence[Story], mentions: Iterable[EventMention], *, rule: str, as_of: dt.date | None) -> None:
        """Put these events and stories in place of the last ones, all or nothing. Raises StoreError when an event names an unknown mention."""
        of_mention = {mention.id: mention for mention in mentions}
        story_of = {event: story.id for story in told for event in story.events}
        members = []
        for event in made:
            for mention in event.mentions:
                if mention not in of_mention:
                    raise StoreError(f"event {event.id} names the event mention {mention}, which was not given; nothing is stored")
                members.append({"mention": mention, "event": event.id, "document": of_mention[mention].document})
        with writing(self._engine, self._where) as connection:
            for table in (event_mentions, events, stories):
                connection.execute(delete(table))
            _insert(connection, stories, [{"id": story.id, "record": encoded(story)} for story in told])
            _insert(connection, events, [_event_row(event, story_of.get(event.id)) for event in made])
            _insert(connection, event_mentions, members)
            known = {row.id for row in connection.execute(select(event_ids.c.id))}
            _insert(connection, event_ids, [{"id": event.id, "mention": event.mentions[0]} for event in made if event.id not in known])
            row = {"at": dt.datetime.now(dt.UTC), "rule": rule, "as_of": as_of, "events": len(made), "stories": len(told)}
            connection.execute(insert(reconcilings).values(row))

    def last(self) -> Reconciling | None:
        """The last reconciling; None when there was none."""
        with reading(self._engine, self._where) as connection:
            row = connection.execute(select(reconcilings).order_by(reconcilings.c.number.desc()).limit(1)).first()
        return None if row is None else Reconciling(at=row.at, rule=row.rule, as_of=row.as_of, events=row.events, stories=row.stories)

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

    def stories(self) -> Iterator[Story]:
        """All stories, the one with most events first."""
        with reading(self._engine, self._where) as connection:
            count = select(func.count()).where(events.c.story == stories.c.id).scalar_subquery()
            for row in connection.execute(select(stories.c.record).order_by(count.desc(), stories.c.id)):
                yield _to_story.decode(row.record)


def _insert(connection: Any, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - SQLAlchemy's own
    for start in range(0, len(rows), _BATCH):
        connection.execute(insert(table), rows[start : start + _BATCH])


def _judgement_row(one: Judgement) -> dict[str, Any]:
    return {"id": one.id, "one": one.left, "other": one.right, "verdict": one.verdict.value, "by": one.by, "record": encoded(one)}


def _event_row(event: Event, story: str | None) -> dict[str, Any]:
    values = {finding.role: finding.value for finding in event.findings if finding.value is not None}
    date, place = values.get(Role.DATE), values.get(Role.PLACE)
    row: dict[str, Any] = {"id": event.id, "story": story, "type": event.type, "mentions": len(event.mentions), "record": encoded(event)}
    row |= dict.fromkeys(("starts", "ends", "country", "place", "place_kind", "latitude", "longitude"))
    if isinstance(date, DateInterval):
        row |= {"starts": date.start, "ends": date.end}
    if isinstance(place, Place):
        row |= {"country": place.country, "place": place.gazetteer_id, "place_kind": place.kind.value}
        row |= {"latitude": place.latitude, "longitude": place.longitude}
    return row
