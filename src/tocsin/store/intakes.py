"""What is to be read: each report as it was given, kept before anything is done with it, until it is read; and how that went."""

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from tocsin.core.record import Record
from tocsin.errors import StoreError
from tocsin.intake.items import IntakeFailure, Item
from tocsin.store.audit import note
from tocsin.store.opening import reading, writing
from tocsin.store.rowwise import add_rows, rows_of
from tocsin.store.tables import documents, intakes

_items = msgspec.msgpack.Decoder(Item)
_SHOWN = select(*[column for column in intakes.c if column.name != "raw"], intakes.c.raw.is_not(None).label("again"), documents.c.title).outerjoin(
    documents, documents.c.id == intakes.c.document
)


class State(enum.Enum):
    """How far an intake is."""

    WAITING = "waiting"
    DONE = "done"
    KNOWN = "known"
    """Read, and the store had the report already."""
    FAILED = "failed"


class Intake(Record, frozen=True, kw_only=True):
    """One report that was given to be read, or one address. `title` is that of the document it gave; `again` says that it can be tried again."""

    number: int
    place: str
    by: str
    at: dt.datetime
    state: State
    done: dt.datetime | None
    message: str | None
    document: str | None
    title: str | None
    feed: str | None
    again: bool


class Waiting(Record, frozen=True, kw_only=True):
    """An intake whose turn it is. An item without bytes is to be fetched from its place first."""

    number: int
    by: str
    feed: str | None
    item: Item


class IntakeStore:
    """The part of an open store that knows what is to be read (`Store.intakes`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def add(self, given: Iterable[Item | IntakeFailure], *, by: str, feed: str | None = None) -> int:
        """Keep these to be read, all or none; what could not even be taken in is kept as failed. Returns how many there are."""
        with writing(self._engine, self._where) as connection:
            return _add(connection, given, by=by, feed=feed)

    def add_one(self, given: Item, *, by: str) -> int:
        """Keep one report to be read; returns its number."""
        with writing(self._engine, self._where) as connection:
            made = connection.execute(insert(intakes).values(**_row(given), by=by, at=dt.datetime.now(dt.UTC), feed=None)).inserted_primary_key
            _note_given(connection, by=by, subject=given.place, reports=1)
            return int(made[0]) if made is not None else 0

    def get(self, number: int) -> Intake:
        """One intake. Raises StoreError when there is none of that number: also when its address turned out to hold several reports."""
        query = _SHOWN.where(intakes.c.number == number)
        with reading(self._engine, self._where) as connection:
            row = connection.execute(query).first()
        if row is None:
            raise StoreError(f"{self._where} has no intake {number}")
        return _intake(row)

    def next(self) -> Waiting | None:
        """The first that waits."""
        query = select(intakes).where(intakes.c.state == State.WAITING.value).order_by(intakes.c.number).limit(1)
        with reading(self._engine, self._where) as connection:
            row = connection.execute(query).first()
        return None if row is None else Waiting(number=row.number, by=row.by, feed=row.feed, item=_items.decode(row.raw))

    def finish(self, one: Waiting, document: str, *, known: bool, message: str) -> None:
        """It was read and is in the store."""
        state = State.KNOWN if known else State.DONE
        with writing(self._engine, self._where) as connection:
            _set(connection, one.number, state=state, message=message, document=document, raw=None)
            details = {"place": one.item.place, **({"feed": one.feed} if one.feed is not None else {})}
            note(connection, by=one.by, action="report known already" if known else "report added", subject=document, details=details)

    def fail(self, one: Waiting, message: str) -> None:
        """It could not be read; what was given is kept, so that it can be tried again."""
        with writing(self._engine, self._where) as connection:
            _set(connection, one.number, state=State.FAILED, message=message)

    def divide(self, one: Waiting, given: Sequence[Item | IntakeFailure]) -> None:
        """An address held several reports: they wait in its place."""
        with writing(self._engine, self._where) as connection:
            _add(connection, given, by=one.by, feed=one.feed)
            connection.execute(delete(intakes).where(intakes.c.number == one.number))

    def again(self, numbers: Collection[int] | None, *, by: str) -> int:
        """Let these, or all, that failed wait again, where that can help; returns how many."""
        chosen = intakes.c.state == State.FAILED.value
        chosen = chosen if numbers is None else chosen & intakes.c.number.in_(numbers)
        with writing(self._engine, self._where) as connection:
            changed = connection.execute(update(intakes).where(chosen, intakes.c.raw.is_not(None)).values(state=State.WAITING.value, message=None))
            if changed.rowcount:
                note(connection, by=by, action="tried again", subject="intake", details={"reports": str(changed.rowcount)})
        return int(changed.rowcount)

    def forget(self, numbers: Collection[int] | None, *, by: str) -> int:
        """Take these, or all, that failed off the list; returns how many."""
        chosen = intakes.c.state == State.FAILED.value
        chosen = chosen if numbers is None else chosen & intakes.c.number.in_(numbers)
        with writing(self._engine, self._where) as connection:
            places = connection.execute(select(intakes.c.place).where(chosen).order_by(intakes.c.number)).scalars().all()
            connection.execute(delete(intakes).where(chosen))
            for place in places:
                note(connection, by=by, action="failed report taken off the list", subject=place)
        return len(places)

    def tally(self) -> Mapping[State, int]:
        """How many are in each state."""
        query = select(intakes.c.state, func.count()).group_by(intakes.c.state)
        with reading(self._engine, self._where) as connection:
            found = {State(state): int(number) for state, number in connection.execute(query)}
        return {state: found.get(state, 0) for state in State}

    def listed(self, states: Collection[State], *, feed: str | None = None, beyond: int | None = None, limit: int = 25) -> Sequence[Intake]:
        """Those in these states, newest first; those that wait in their order. `beyond` is the number of the last one seen."""
        rising = set(states) == {State.WAITING}
        number = intakes.c.number
        query = _SHOWN.where(intakes.c.state.in_([state.value for state in states]))
        query = query if feed is None else query.where(intakes.c.feed == feed)
        if beyond is not None:
            query = query.where(number > beyond if rising else number < beyond)
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(query.order_by(number if rising else number.desc()).limit(limit)).all()
        return [_intake(row) for row in rows]

    def of_feed(self, feed: str, places: Collection[str]) -> frozenset[str]:
        """Which of these addresses came by the feed before."""
        with reading(self._engine, self._where) as connection:
            query = select(intakes.c.place).where(intakes.c.feed == feed)
            return frozenset([row.place for row in rows_of(connection, query, intakes.c.place, places)])


def _add(connection: Connection, given: Iterable[Item | IntakeFailure], *, by: str, feed: str | None) -> int:
    now = dt.datetime.now(dt.UTC)
    rows = [_row(one) | {"by": by, "at": now, "feed": feed} for one in given]
    add_rows(connection, intakes, rows)
    if rows:
        subject = feed or (rows[0]["place"] if len(rows) == 1 else f"{rows[0]['place']} and others")
        _note_given(connection, by=by, subject=subject, reports=len(rows))
    return len(rows)


def _note_given(connection: Connection, *, by: str, subject: str, reports: int) -> None:
    note(connection, by=by, action="given to be read", subject=subject, details={"reports": str(reports)})


def _row(one: Item | IntakeFailure) -> dict[str, Any]:
    if isinstance(one, IntakeFailure):
        return {"place": one.place, "state": State.FAILED.value, "message": one.message, "published": None, "raw": None}
    raw = msgspec.msgpack.encode(one)
    return {"place": one.place, "state": State.WAITING.value, "message": None, "published": one.published, "raw": raw}


def _set(connection: Connection, number: int, *, state: State, **values: Any) -> None:  # noqa: ANN401 - columns
    changed = update(intakes).where(intakes.c.number == number).values(state=state.value, done=dt.datetime.now(dt.UTC), **values)
    if connection.execute(changed).rowcount != 1:
        raise StoreError(f"intake {number} is no longer there")


def _intake(row: Any) -> Intake:  # noqa: ANN401 - a row of intakes with the title of its document
    return Intake(
        number=row.number, place=row.place, by=row.by, at=row.at, state=State(row.state), done=row.done, message=row.message,
        document=row.document, title=row.title, feed=row.feed, again=bool(row.again),
    )  # fmt: skip
