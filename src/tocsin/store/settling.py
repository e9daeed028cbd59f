"""The events, after some event mentions changed: those of `tocsin.reconcile.reconciling`, without looking at the rest.

Mentions that nothing leads to from a changed one, by a score above even odds or a person's SAME, are grouped as they were. Of the groups made anew
only those are found again whose members or claims changed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select

from tocsin.core.events import Event, EventMention, Judgement, Verdict
from tocsin.reconcile.agglomerate import agglomerate
from tocsin.reconcile.blocking import Pair, ordered
from tocsin.reconcile.clusters import authority, in_force
from tocsin.reconcile.compare import RULE
from tocsin.store.cards import write_cards
from tocsin.store.copying import Copying
from tocsin.store.events import exchange
from tocsin.store.linking import Linking
from tocsin.store.pairing import EVEN
from tocsin.store.reports import Reports
from tocsin.store.rowwise import rows_of
from tocsin.store.tables import event_mentions, judgements, mentions, pairs, unsettled

Reached = dict[str, Row[Any]]
"""Mentions that are told and known, by id: rows of `mentions`."""
Find = Callable[[Sequence[Sequence[EventMention]], Mapping[str, str]], Iterable[Event]]
"""Makes an event of each group of mentions, given the originals of copied reports."""
_to_judgement = msgspec.json.Decoder(Judgement)


class Settling:
    """Finds the changes in one state of the store, then writes them."""

    def __init__(self, connection: Connection, reports: Reports, as_of: dt.date | None, events: Find) -> None:
        """Take a connection to read by, and what makes events."""
        self._connection = connection
        self._reports = reports
        self._events = events
        self._as_of = as_of
        self._copying = Copying(connection, reports, as_of)
        self._linking = Linking(connection)
        self._people: dict[Pair, Judgement] = {}
        self._documents: dict[str, str] = {}
        self._told: dict[str, EventMention] = {}
        self.judged = 0
        """The number of the last judgement of a person; 0 when there is none."""
        self.gone: set[str] = set()
        """Events that are no more, or no more as they were."""
        self.made: list[Event] = []
        """Those in their place, and new ones."""

    @property
    def moved(self) -> frozenset[str]:
        """Events that did not change themselves and are in another story now, or in none."""
        return self._linking.moved

    def look(self, since: int | None, *, new_day: bool) -> bool:
        """Find what follows from what is unsettled and from people's judgements after the one numbered `since`; False when there is nothing.

        With None everything is found again; `new_day` says that it is for another day than the last time.
        """
        seeds, again = self._unsettled()
        seeds |= self._judgements(since or 0)
        if since is not None and not seeds:
            return False
        again |= self._copies(again, everything=new_day)
        reached = self._reached(seeds | again) if since is not None else self._all_known()
        groups = agglomerate(reached, self._standing(reached, everything=since is None))
        former = self._former(None if since is None else seeds | again | reached.keys())
        self._find(groups, reached, former, reached.keys() if since is None else again)
        self._linking.look(self.gone, self.made)
        return True

    def _unsettled(self) -> tuple[set[str], set[str]]:
        """The mentions whose events are to be made again, and those of them whose claims changed."""
        rows = self._connection.execute(select(unsettled)).all()
        self._documents = {row.mention: row.document for row in rows}
        return {row.mention for row in rows}, {row.mention for row in rows if row.again}

    def _judgements(self, since: int) -> set[str]:
        """The mentions that people judged lately."""
        query = select(judgements.c.number, judgements.c.record).where(judgements.c.by != RULE).order_by(judgements.c.number)
        made = [(row.number, _to_judgement.decode(row.record)) for row in self._connection.execute(query)]
        self._people = in_force([one for _, one in made])
        self.judged = made[-1][0] if made else 0
        return {mention for number, one in made if number > since for mention in (one.left, one.right)}

    def _copies(self, again: set[str], *, everything: bool) -> set[str]:
        """The mentions of reports whose original is another now."""
        changed = {self._documents[mention] for mention in again}
        telling = {row.document for row in rows_of(self._connection, select(mentions.c.document).distinct(), mentions.c.document, changed)}
        turned = self._copying.look(telling, changed - telling, everything=everything)
        return {row.id for row in rows_of(self._connection, select(mentions.c.id), mentions.c.document, turned)}

    def _is_known(self, row: Row[Any]) -> bool:
        return self._as_of is None or (row.published is not None and row.published <= self._as_of)

    def _all_known(self) -> Reached:
        return {row.id: row for row in self._connection.execute(select(mentions)) if self._is_known(row)}

    def _reached(self, seeds: set[str]) -> Reached:
        """These mentions, of those that are told and known, and all that likeness leads to from them."""
        same: dict[str, list[str]] = {}
        for (left, right), one in self._people.items():
            if one.verdict is Verdict.SAME:
                same.setdefault(left, []).append(right)
                same.setdefault(right, []).append(left)
        found = {}
        seen: set[str] = set()
        frontier = seeds
        while frontier:
            seen |= frontier
            there = {row.id: row for row in rows_of(self._connection, select(mentions), mentions.c.id, frontier) if self._is_known(row)}
            found.update(there)
            frontier = {other for one in there for other in same.get(one, ())}
            for here, beyond in ((pairs.c.one, pairs.c.other), (pairs.c.other, pairs.c.one)):
                query = select(here.label("here"), beyond.label("beyond")).where(pairs.c.score > EVEN)
                rows = rows_of(self._connection, query, here, there)
                frontier.update([row.beyond for row in rows if ordered(row.here, row.beyond) not in self._people])
            frontier -= seen
        return found

    def _standing(self, reached: Reached, *, everything: bool) -> list[Judgement]:
        """The judgements in force within the mentions that were reached, the rule's first."""
        rows = self._connection.execute(select(pairs)) if everything else rows_of(self._connection, select(pairs), pairs.c.one, reached)
        by_rule = [
            Judgement(left=row.one, right=row.other, verdict=Verdict.UNSURE, by=RULE, score=row.score)
            for row in rows
            if row.one in reached and row.other in reached and (row.one, row.other) not in self._people
        ]
        by_people = [one for (left, right), one in self._people.items() if left in reached and right in reached]
        return [*by_rule, *sorted(by_people, key=authority)]

    def _former(self, some: Iterable[str] | None) -> dict[str, frozenset[str]]:
        """The events that hold these mentions now, with all their mentions."""
        query = select(event_mentions.c.event, event_mentions.c.mention)
        if some is None:
            rows: Iterable[Row[Any]] = self._connection.execute(query)
        else:
            holding = {row.event for row in rows_of(self._connection, query, event_mentions.c.mention, set(some))}
            rows = rows_of(self._connection, query, event_mentions.c.event, holding)
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row.event, set()).add(row.mention)
        return {event: frozenset(members) for event, members in found.items()}

    def _find(self, groups: list[frozenset[str]], reached: Reached, former: dict[str, frozenset[str]], again: Iterable[str]) -> None:
        """Make the events whose mentions are others than before, or say something else."""
        changed = set(again)
        as_before = set(former.values())
        anew = [group for group in groups if group not in as_before or not changed.isdisjoint(group)]
        kept = set(groups).difference(anew)
        self.gone = {event for event, members in former.items() if members not in kept}
        self._documents = {mention: reached[mention].document for group in anew for mention in group}
        copied = self._copying.among(set(self._documents.values()))
        by_day = [sorted(group, key=lambda one: (reached[one].published or dt.date.max, one)) for group in anew]
        self._told = {one: self._reports.mention(self._documents[one], one) for members in by_day for one in members}
        self.made = list(self._events([[self._told[one] for one in members] for members in by_day], copied))

    def write(self, connection: Connection) -> None:
        """Keep it."""
        self._copying.write(connection)
        exchange(connection, self.gone, self.made, self._documents)
        write_cards(connection, self.gone, self.made, self._told)
        self._linking.write(connection)
        connection.execute(delete(unsettled))
