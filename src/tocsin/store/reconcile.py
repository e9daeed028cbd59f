"""Reconciling a store: its events, findings and stories brought up to date with its claims and judgements.

    refresh(store, RULES["range"])

does only what changed since the last time, and gives what reconciling all of it would give. It may be stopped anywhere and gone on with: what changed
is first kept as pairs to be compared, then these are compared, some at a time, then the events are put in place of the former ones, all or nothing.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select, update

from tocsin.core.events import Event, EventMention
from tocsin.errors import OvertakenError, StoreError
from tocsin.reconcile.profiles import Profile
from tocsin.reconcile.rules import Rule
from tocsin.reconcile.shards import (
    Spread,
    compare_pairs,
    events_of,
    judgements_of,
    make_events,
    rule_fingerprint,
    shards_of_groups,
    shards_of_pairs,
)
from tocsin.store import tables
from tocsin.store.events import Reconciling, add_reconciling, keep_comparisons, last_reconciling
from tocsin.store.pairing import Pairing, keep_scores, pending
from tocsin.store.reports import Reports
from tocsin.store.rowwise import rows_of
from tocsin.store.settling import Find, Settling
from tocsin.store.store import Store
from tocsin.store.tables import event_mentions, mentions, unsettled, upkeep, waiting
from tocsin.store.waiting import waiting_reports

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and of how much."""
_KEPT = (
    tables.mentions, tables.blocks, tables.rare_words, tables.alike, tables.pairs, tables.bands, tables.originals, tables.episodes, tables.links,
    tables.unsettled,
)  # fmt: skip
_FORMAT = 1
"""Of the tables above; another one, and they are filled anew."""


def refresh(store: Store, rule: Rule, as_of: dt.date | None = None, progress: Progress | None = None, spread: Spread = map) -> Reconciling:
    """Bring the events up to date, with findings by `rule`, as known on `as_of`: reports published later, or on no known day, are left out then.

    Another rule or day than the last time is found anew for every event. `spread` does what may be done anywhere; the result is the same. Raises
    StoreError when the store holds no claims, or another process reconciles it at the same time.
    """
    tell = progress or _nothing
    reports = Reports(store)
    _pair(store, reports)
    compared = _compare(store, reports, spread, tell)

    def find(groups: Sequence[Sequence[EventMention]], copied: Mapping[str, str]) -> Iterator[Event]:
        done = 0
        tell("finding", done, len(groups))
        for packed in spread(make_events, shards_of_groups(groups, copied, rule, as_of)):
            made = events_of(packed)
            yield from made
            done += len(made)
            tell("finding", done, len(groups))

    return _settle(store, reports, rule, as_of, compared, find)


def _nothing(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def _pair(store: Store, reports: Reports) -> None:
    """Keep what changed, and which pairs are to be compared for it."""
    comparer = _comparer()
    with store.reading() as connection:
        turn = _turn(connection)
        blank = turn is None or turn.comparer != comparer
        changed, number = waiting_reports(connection)
        if blank:
            changed = frozenset(reports.read_all())
        elif not changed:
            return
        pairing = Pairing(connection, reports, blank=blank)
        pairing.look(changed)
    with store.writing() as connection:
        _take(connection, turn, comparer)
        if blank:
            _clear(connection)
        pairing.write(connection)
        if blank:
            _unsettle_former(connection)
        connection.execute(delete(waiting).where(waiting.c.number <= number))


def _clear(connection: Connection) -> None:
    for table in _KEPT:
        connection.execute(delete(table))


def _unsettle_former(connection: Connection) -> None:
    """Mentions of the events there are, told or not any more: their events are to be replaced."""
    told = select(unsettled.c.mention)
    former = select(event_mentions.c.mention, event_mentions.c.document).where(event_mentions.c.mention.not_in(told))
    rows = [{"mention": row.mention, "document": row.document, "again": True} for row in connection.execute(former)]
    if rows:
        connection.execute(insert(unsettled), rows)


def _compare(store: Store, reports: Reports, spread: Spread, tell: Progress) -> int:
    """Compare the pairs that are pending; returns how many."""
    with store.reading() as connection:
        turn = _turn(connection)
        todo = pending(connection)
        told = rows_of(connection, select(mentions.c.id, mentions.c.document), mentions.c.id, {end for pair in todo for end in pair})
        document_of = {row.id: row.document for row in told}

    def profile(mention: str) -> Profile:
        return reports.profile(document_of[mention], mention)

    done = 0
    tell("comparing", done, len(todo))
    for packed in spread(compare_pairs, shards_of_pairs(todo, profile, reports.wording, dt.datetime.now(dt.UTC))):
        made = judgements_of(packed)
        with store.writing() as connection:
            _check(connection, turn)
            keep_scores(connection, made)
            keep_comparisons(connection, made)
        done += len(made)
        tell("comparing", done, len(todo))
    return done


def _settle(store: Store, reports: Reports, rule: Rule, as_of: dt.date | None, compared: int, events: Find) -> Reconciling:
    """Put the events in place of the former ones."""
    with store.reading() as connection:
        turn = _turn(connection)
        last = last_reconciling(connection)
        if last is None and _count(connection, mentions) == 0:
            raise StoreError("the store holds no claims; read reports into it first: tocsin code reports/ --store STORE")
        goes_on = last is not None and last.judged is not None and (last.rule, last.speakers, last.as_of) == (rule.name, rule.order, as_of)
        goes_on = goes_on and _count(connection, tables.events) == _count(connection, tables.event_cards)  # a store of before there were cards
        settling = Settling(connection, reports, as_of, events)
        new_day = last is None or last.judged is None or last.as_of != as_of
        if not settling.look(last.judged if last is not None and goes_on else None, new_day=new_day) and last is not None:
            return msgspec.structs.replace(last, compared=compared, reports=_count(connection, tables.documents))
    with store.writing() as connection:
        _take(connection, turn, _comparer())
        settling.write(connection)
        made = Reconciling(
            at=dt.datetime.now(dt.UTC), rule=rule.name, speakers=rule.order, as_of=as_of, events=_count(connection, tables.events),
            stories=_count(connection, tables.stories), mentions=_count(connection, mentions), reports=_count(connection, tables.documents),
            compared=compared, judged=settling.judged,
        )  # fmt: skip
        add_reconciling(connection, made)
    return made


class _Turn(msgspec.Struct, frozen=True):
    """Whose turn it is: the number changes with every change of the kept tables."""

    number: int
    comparer: str


def _turn(connection: Connection) -> _Turn | None:
    row = connection.execute(select(upkeep)).first()
    return None if row is None else _Turn(row.turn, row.comparer)


def _check(connection: Connection, turn: _Turn | None) -> None:
    if _turn(connection) != turn:
        raise OvertakenError("another process reconciles this store at the same time; reconcile again when it is done")


def _take(connection: Connection, turn: _Turn | None, comparer: str) -> None:
    """Make sure that nothing changed since it was read, and that nobody else goes on from there."""
    _check(connection, turn)
    if turn is None:
        connection.execute(insert(upkeep).values(number=1, comparer=comparer, turn=1))
    else:
        connection.execute(update(upkeep).values(comparer=comparer, turn=turn.number + 1))


def _comparer() -> str:
    """What names the way in which pairs are found, compared and kept."""
    return hashlib.sha256(f"{rule_fingerprint()} {_FORMAT}".encode()).hexdigest()


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
