"""Events as lists, maps, timelines and queues show them: one card an event, and its facets for filters. A projection, made again with the event."""

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, case, func, or_, select, update

from tocsin.core.claims import Claim, Role
from tocsin.core.events import Event, EventMention, Finding, mention_id
from tocsin.core.record import Record
from tocsin.core.reviews import Decision, Review, in_force
from tocsin.core.spans import Span
from tocsin.core.values import Actor, DateInterval, Facility, Place, PlaceKind, Sector
from tocsin.resources.codebook import shipped_codebook
from tocsin.store.fulltext import matching
from tocsin.store.opening import reading
from tocsin.store.rowwise import add_rows, drop_rows, rows_of
from tocsin.store.tables import claims, documents, event_cards, event_facets, event_mentions, events, reviews

NOT_TOLD = "planned, feared or denied"
"""What is said of an event that no report tells to have happened."""
_BATCH = 500
_SECTORS = frozenset([sector.value for sector in Sector])
_to_review = msgspec.json.Decoder(Review)


class Card(Record, frozen=True, kw_only=True):
    """One event in a list. `starts` is its first day and `ends` the day after its last; `precision` the kind of its place."""

    event: str
    story: str | None
    type: str
    family: str
    title: str
    starts: dt.date | None
    ends: dt.date | None
    country: str | None
    place: str | None
    precision: str | None
    latitude: float | None
    longitude: float | None
    killed: int | None
    injured: int | None
    arrested: int | None
    reports: int
    claims: int
    reviewed: int
    disputes: int
    weight: float


class Point(NamedTuple):
    """One event on a map: what a Card says of it."""

    event: str
    title: str
    type: str
    family: str
    starts: dt.date | None
    precision: str | None
    country: str | None
    killed: int | None
    latitude: float | None
    longitude: float | None


class Totals(Record, frozen=True, kw_only=True):
    """How much is looked at. People harmed are not summed: two events may tell of the same dead (a day's toll, a week's)."""

    events: int
    reports: int
    claims: int
    reviewed: int
    disputed: int
    unplaced: int
    undated: int


class Filter(Record, frozen=True, kw_only=True):
    """Which events are looked at; everything given must hold, of several values of one field any.

    `since` and `until` are days, both included: events with a day between them. `box` is west, south, east, north in degrees. `words` are all in one
    report of the event. `review` is "none", "some" or "all" of its claims reviewed, or "disputed".
    """

    since: dt.date | None = None
    until: dt.date | None = None
    box: tuple[float, float, float, float] | None = None
    country: str | None = None
    place: str | None = None
    story: str | None = None
    types: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    factualities: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    review: str | None = None
    words: str | None = None


def write_cards(connection: Connection, gone: Collection[str], made: Sequence[Event], mention_of: Mapping[str, EventMention]) -> None:
    """Forget the cards of events that are no more and make those of these anew, in the caller's transaction."""
    drop_rows(connection, event_cards.c.event, gone)
    drop_rows(connection, event_facets.c.event, gone)
    told = [(event, [mention_of[mention] for mention in event.mentions]) for event in made]
    reviewed = _reviewed(connection, {mention.document for _, mentions in told for mention in mentions})
    add_rows(connection, event_cards, [_card(event, mentions, reviewed) for event, mentions in told])
    facets = [(event.id, *one) for event, mentions in told for one in sorted(set(_facets(event, mentions)))]
    add_rows(connection, event_facets, [{"event": event, "facet": facet, "value": value} for event, facet, value in facets])


def recount(connection: Connection, document: str) -> None:
    """Count anew the reviewed claims of the events that a document tells of: a decision that changes no claim makes no event anew."""
    of_document = select(event_mentions.c.event).where(event_mentions.c.document == document)
    members = connection.execute(select(event_mentions).where(event_mentions.c.event.in_(of_document))).all()
    decided: dict[str, int] = {row.event: 0 for row in members}
    event_of = {row.mention: row.event for row in members}
    deciding = [one for one in _deciding(connection, {row.document for row in members}) if one.decision is not Decision.REJECT]
    triggers = _triggers(connection, {one.claim for one in deciding if one.replacement is None})
    for one in deciding:
        trigger = one.replacement.trigger if one.replacement is not None else triggers.get((one.document, one.claim))
        event = event_of.get(mention_id(one.document, trigger)) if trigger is not None else None
        if event is not None:
            decided[event] += 1
    for event, number in decided.items():
        connection.execute(update(event_cards).where(event_cards.c.event == event).values(reviewed=number))


def _triggers(connection: Connection, keys: set[str]) -> dict[tuple[str, str], Span]:
    """The triggers of claims as they were read, by document and key."""
    query = select(claims.c.document, claims.c.key, claims.c.trigger_start, claims.c.trigger_end)
    return {(row.document, row.key): Span(row.trigger_start, row.trigger_end) for row in rows_of(connection, query, claims.c.key, keys)}


def _deciding(connection: Connection, of_documents: set[str]) -> list[Review]:
    """The reviews that decide about the claims of these documents."""
    rows = rows_of(connection, select(reviews.c.record), reviews.c.document, of_documents)
    made = [_to_review.decode(row.record) for row in rows]
    return [of_claim[-1] for of_claim in in_force(made).values()]


def _reviewed(connection: Connection, of_documents: set[str]) -> frozenset[str]:
    """Keys of the claims, as they stand, that somebody decided about."""
    decided = _deciding(connection, of_documents)
    return frozenset([review.replacement.key if review.replacement is not None else review.claim for review in decided])


def _card(event: Event, mentions: Sequence[EventMention], reviewed: frozenset[str]) -> dict[str, Any]:
    row = shipped_codebook().row(event.type)
    values = {finding.role: finding.value for finding in event.findings if finding.value is not None}
    date, place = values.get(Role.DATE), values.get(Role.PLACE)
    title = f"{row.label}, {place.name}" if isinstance(place, Place) else row.label
    told = [claim for mention in mentions for claim in mention.claims]
    decided = sum(claim.key in reviewed for claim in told)
    disputes = sum(bool(finding.opposing) for finding in event.findings)
    toll = {measure: _toll(event, measure) for measure in (Role.KILLED, Role.INJURED, Role.ARRESTED)}
    card: dict[str, Any] = {
        "event": event.id,
        "type": event.type,
        "family": row.family,
        "title": title if is_told(event) else f"{title}: {NOT_TOLD}",
        "starts": date.start if isinstance(date, DateInterval) else None,
        "ends": date.end if isinstance(date, DateInterval) else None,
        "reports": len({mention.document for mention in mentions}),
        "claims": len(told),
        "reviewed": decided,
        "disputes": disputes,
        "weight": _weight(toll, disputes, told),
    }
    card |= {measure.value: number for measure, number in toll.items()}
    card |= dict.fromkeys(("country", "place", "precision", "latitude", "longitude"))
    if isinstance(place, Place):
        card |= {"country": place.country, "place": place.name, "precision": place.kind.value}
        if place.kind is not PlaceKind.COUNTRY:  # the middle of a country is not where it happened
            card |= {"latitude": place.latitude, "longitude": place.longitude}
    return card


def is_told(event: Event) -> bool:
    """Whether some report tells it as something that took place: plans, denials and fears are events of the store too, and have no finding for it."""
    return any([finding.role is Role.TYPE for finding in event.findings])


def whole(event: Event, measure: Role) -> Finding | None:
    """The event's finding for everybody, at the event's own place."""
    own = [one for one in event.findings if one.scope is not None and one.role is measure and one.scope.place is None]
    return next((one for one in own if one.scope is not None and one.scope.group == "people"), None)


def _toll(event: Event, measure: Role) -> int | None:
    """Best, else low, of the event's own figure."""
    finding = whole(event, measure)
    if finding is None:
        return None
    return finding.best if finding.best is not None else finding.low


def _weight(toll: Mapping[Role, int | None], disputes: int, told: Sequence[Claim]) -> float:
    """How much a decision matters (people harmed, counted on a log scale, the dead first; disputes) times how unsure it is."""
    harmed = (toll[Role.KILLED] or 0) + (toll[Role.INJURED] or 0) / 4 + (toll[Role.ARRESTED] or 0) / 10
    unsure = sum([1 - (claim.score if claim.score is not None else 0.5) for claim in told]) / max(1, len(told))
    return round((1 + math.log2(1 + harmed)) * (1 + disputes) * (0.2 + unsure), 4)


def _facets(event: Event, mentions: Sequence[EventMention]) -> Iterator[tuple[str, str]]:
    for mention in mentions:
        if mention.publisher:
            yield "publisher", mention.publisher
        for claim in mention.claims:
            if isinstance(claim.value, Actor):
                if claim.value.kind != "person":  # nobody is looked up by a private person's name
                    yield "actor", claim.value.name.casefold()
                yield "actor", claim.value.sector.value
                if claim.value.group:
                    yield "actor", claim.value.group
            if isinstance(claim.value, Facility):
                yield "place", claim.value.name.casefold()
            if isinstance(claim.value, Place):
                yield "place", claim.value.name.casefold()
                yield "place", claim.quote.casefold()
            if claim.role is Role.TYPE:
                yield "factuality", claim.factuality.value
            yield "speaker", claim.attribution[0].kind.value if claim.attribution else "writer"
    for finding in event.findings:
        if finding.scope is not None:
            yield "measure", finding.role.value


class CardStore:
    """The part of an open store that answers for lists and maps (`Store.cards`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def page(self, wanted: Filter, *, order: str = "date", start: int = 0, size: int = 50) -> tuple[Card, ...]:
        """Cards of events, by "date" (latest first), "killed", "reports" or "weight", from the one numbered `start`."""
        picked = select(event_cards.c.event).where(*_conditions(wanted)).order_by(*_ORDERS[order], event_cards.c.event).offset(start).limit(size)
        with reading(self._engine, self._where) as connection:  # names first: whole cards are long to sort
            names = connection.execute(picked).scalars().all()
        cards = {card.event: card for card in self._cards(self._select(Filter()).where(event_cards.c.event.in_(names)))}
        return tuple([cards[name] for name in names if name in cards])

    def all(self, wanted: Filter) -> Iterator[Card]:
        """All cards, the earliest first; those without a date last."""
        yield from self._cards(self._select(wanted).order_by(_LAST, event_cards.c.starts, event_cards.c.event))

    def count(self, wanted: Filter) -> int:
        """How many events there are."""
        with reading(self._engine, self._where) as connection:
            return int(connection.execute(select(func.count()).select_from(event_cards).where(*_conditions(wanted))).scalar_one())

    def ids(self, wanted: Filter) -> frozenset[str]:
        """The ids of the events: what a download of this view holds."""
        with reading(self._engine, self._where) as connection:
            return frozenset(connection.execute(select(event_cards.c.event).where(*_conditions(wanted))).scalars())

    def per_day(self, wanted: Filter) -> Sequence[tuple[dt.date, str, int]]:
        """Day, family, how many events began on it; without those of unknown day."""
        query = select(event_cards.c.starts, event_cards.c.family, func.count().label("events"))
        query = query.where(event_cards.c.starts.is_not(None), *_conditions(wanted))
        query = query.group_by(event_cards.c.starts, event_cards.c.family).order_by(event_cards.c.starts)
        with reading(self._engine, self._where) as connection:
            return [(row.starts, row.family, row.events) for row in connection.execute(query)]

    def totals(self, wanted: Filter) -> Totals:
        """How much there is of these events."""
        card, sums = event_cards.c, func.coalesce
        shown = (
            func.count().label("events"),
            sums(func.sum(card.claims), 0).label("claims"),
            sums(func.sum(card.reviewed), 0).label("reviewed"),
            func.count(case((card.disputes > 0, 1))).label("disputed"),
            func.count(case((and_(card.latitude.is_(None), card.country.is_(None)), 1))).label("unplaced"),
            func.count(case((card.starts.is_(None), 1))).label("undated"),
        )
        told = select(event_mentions.c.document).distinct()  # PostgreSQL would sort all ids for a count of distinct ones
        if conditions := _conditions(wanted):  # without any, the cards need not be looked at
            told = told.join(event_cards, card.event == event_mentions.c.event).where(*conditions)
        with reading(self._engine, self._where) as connection:
            row = connection.execute(select(*shown).select_from(event_cards).where(*conditions)).one()
            return Totals(reports=connection.execute(select(func.count()).select_from(told.subquery())).scalar_one(), **row._mapping)  # noqa: SLF001 - as in _cards

    def points(self, wanted: Filter) -> Iterator[Point]:
        """What a map shows of each event: few fields, since a map shows all of them."""
        columns = [event_cards.c[field] for field in Point._fields]
        with reading(self._engine, self._where) as connection:
            for row in connection.execution_options(yield_per=_BATCH).execute(select(*columns).where(*_conditions(wanted))):
                yield Point._make(row)

    def values(self, facet: str, *, limit: int = 200, containing: str = "", only: Sequence[str] = ()) -> Sequence[tuple[str, int]]:
        """The values of a facet ("actor", "measure", "speaker", "publisher", "factuality", "place"), with how many events have each, most first.

        Those that hold the words `containing`, whatever their case; or of those in `only`.
        """
        kept, count = event_facets.c, func.count().label("events")
        query = select(kept.value, count).where(kept.facet == facet).group_by(kept.value).order_by(count.desc(), kept.value).limit(limit)
        if containing:
            query = query.where(func.lower(kept.value).contains(containing.casefold(), autoescape=True))
        if only:
            query = query.where(kept.value.in_(only))
        with reading(self._engine, self._where) as connection:
            return [(row.value, row.events) for row in connection.execute(query)]

    def types(self) -> Mapping[str, int]:
        """How many events each type has."""
        query = select(event_cards.c.type, func.count().label("events")).group_by(event_cards.c.type)
        with reading(self._engine, self._where) as connection:
            return {row.type: row.events for row in connection.execute(query)}

    def are_missing(self) -> bool:
        """Whether events have no card: a store of before there were cards, until it is reconciled again."""
        with reading(self._engine, self._where) as connection:
            counted = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (events, event_cards)]
        return counted[0] != counted[1]

    def countries(self) -> Sequence[tuple[str, int]]:
        """ISO codes of the countries with events, with how many, most first."""
        count = func.count().label("events")
        query = select(event_cards.c.country, count).where(event_cards.c.country.is_not(None)).group_by(event_cards.c.country)
        with reading(self._engine, self._where) as connection:
            return [(row.country, row.events) for row in connection.execute(query.order_by(count.desc(), event_cards.c.country))]

    def get(self, event: str) -> Card | None:
        """One event's card."""
        return next(self._cards(self._select(Filter()).where(event_cards.c.event == event)), None)

    def _select(self, wanted: Filter) -> Select[Any]:
        return select(event_cards, events.c.story).join(events, events.c.id == event_cards.c.event).where(*_conditions(wanted))

    def _cards(self, query: Select[Any]) -> Iterator[Card]:
        with reading(self._engine, self._where) as connection:
            for row in connection.execution_options(yield_per=_BATCH).execute(query):
                yield Card(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


_LAST = event_cards.c.starts.is_(None)
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "date": (_LAST, event_cards.c.starts.desc()),
    "killed": (event_cards.c.killed.is_(None), event_cards.c.killed.desc()),
    "reports": (event_cards.c.reports.desc(),),
    "weight": ((event_cards.c.weight * (event_cards.c.claims - event_cards.c.reviewed) / event_cards.c.claims).desc(),),
}
ORDERS = tuple(_ORDERS)
"""By what a page may be ordered."""


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    card = event_cards.c
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:  # an event without an end has the one day it starts on
        found.append(or_(card.ends > wanted.since, and_(card.ends.is_(None), card.starts >= wanted.since)))
    if wanted.until is not None:
        found.append(card.starts <= wanted.until)
    if wanted.box is not None:
        west, south, east, north = wanted.box
        across = or_(card.longitude >= west, card.longitude <= east) if west > east else card.longitude.between(west, east)
        found += [card.latitude.between(south, north), across]
    if wanted.country is not None:
        found.append(card.country == wanted.country)
    if wanted.story is not None:
        found.append(card.event.in_(select(events.c.id).where(events.c.story == wanted.story)))
    for column, values in ((card.type, wanted.types), (card.family, wanted.families)):
        if values:
            found.append(column.in_(values))
    if wanted.place is not None:
        found.append(_has("place", [wanted.place.casefold()]))
    for facet, values in (
        ("actor", tuple([value if value in _SECTORS else value.casefold() for value in wanted.actors])),
        ("measure", wanted.measures),
        ("factuality", wanted.factualities),
        ("speaker", wanted.speakers),
        ("publisher", wanted.publishers),
    ):
        if values:
            found.append(_has(facet, values))
    states = {"none": card.reviewed == 0, "some": and_(card.reviewed > 0, card.reviewed < card.claims), "all": card.reviewed == card.claims}
    states["disputed"] = card.disputes > 0
    if wanted.review is not None:
        found.append(states[wanted.review])
    if wanted.words is not None and wanted.words.split():
        found.append(_tells(wanted.words))
    return found


def _has(facet: str, values: Sequence[str]) -> ColumnElement[bool]:
    kept = event_facets.c
    return event_cards.c.event.in_(select(kept.event).where(kept.facet == facet, kept.value.in_(values)))


def _tells(words: str) -> ColumnElement[bool]:
    """A report of the event holds all the words."""
    told = select(event_mentions.c.event).join(documents, documents.c.id == event_mentions.c.document)
    return event_cards.c.event.in_(told.where(documents.c.number.in_(matching(words))))
