"""The stories, after some events changed: those of `tocsin.reconcile.stories`, without looking at the rest."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update

from tocsin.core.events import Event, Story
from tocsin.reconcile.agglomerate import Union
from tocsin.reconcile.blocking import Pair, beside, ordered
from tocsin.reconcile.stories import REACH, Episode, belong, episode, in_order, story
from tocsin.store.rows import encoded
from tocsin.store.rowwise import add_rows, drop_rows, rows_of
from tocsin.store.tables import episodes, events, links, stories
from tocsin.store.walk import Walk

_EPISODES = Walk(episodes.c.country, (episodes.c.first, episodes.c.last, episodes.c.event), REACH, (episodes.c.record,))
_to_episode = msgspec.json.Decoder(Episode)


class Linking:
    """Finds the changes in one state of the store, then writes them."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection to read by."""
        self._connection = connection
        self._changed: set[str] = set()
        self._new: dict[str, Episode] = {}
        self._links: set[Pair] = set()
        self._linked: set[Pair] = set()
        self._unlinked: set[Pair] = set()
        self._members: set[str] = set()
        self._gone: set[str] = set()
        self.stories: tuple[Story, ...] = ()
        """The stories that these events are in, or were."""
        self.story_of: dict[str, str] = {}
        """The story of each of their events."""
        self.moved: frozenset[str] = frozenset()
        """Events that did not change themselves and are in another story now, or in none."""

    def look(self, gone: Iterable[str], made: Iterable[Event]) -> None:
        """Find the stories after these events were taken out and those put in."""
        new = self._new = {one.event: one for event in made if (one := episode(event)) is not None}
        self._changed = {*gone, *new}
        query = select(episodes.c.event, episodes.c.record)
        old = {row.event: _to_episode.decode(row.record) for row in rows_of(self._connection, query, episodes.c.event, self._changed)}
        for country in sorted({one.country for one in (*old.values(), *new.values())}):
            self._walk(country, [one for one in old.values() if one.country == country], [one for one in new.values() if one.country == country])
        neighbours = {end for pair in self._links_of(self._changed) for end in pair} - self._changed
        self._members = self._reached({*new, *neighbours, *[end for pair in self._linked | self._unlinked for end in pair]})
        self._tell()

    def _walk(self, country: str, old: list[Episode], new: list[Episode]) -> None:
        rows = _EPISODES.around(self._connection, country, [in_order(one) for one in (*old, *new)])
        before = [_to_episode.decode(row.record) for row in rows]
        away = {one.event for one in (*old, *new)}
        after = sorted([*[one for one in before if one.event not in away], *new], key=in_order)
        there = {one.event: one for one in before}
        was = {(left.event, right.event) for left, right in beside(before, _EPISODES.reach)}
        for left, right in beside(after, _EPISODES.reach):
            pair = (left.event, right.event)
            if pair in was and not away.intersection(pair):
                was.remove(pair)
            elif belong(left, right):
                self._linked.add(ordered(*pair))
        self._unlinked.update([ordered(*pair) for pair in was if not away.intersection(pair) and belong(there[pair[0]], there[pair[1]])])

    def _links_of(self, some: Collection[str]) -> set[Pair]:
        return {(row.one, row.other) for column in (links.c.one, links.c.other) for row in rows_of(self._connection, select(links), column, some)}

    def _reached(self, some: set[str]) -> set[str]:
        """These events and all that links lead to from them, as they are now."""
        fresh: dict[str, set[str]] = {}
        for left, right in self._linked:
            fresh.setdefault(left, set()).add(right)
            fresh.setdefault(right, set()).add(left)
        found: set[str] = set()
        frontier = set(some)
        while frontier:
            found |= frontier
            standing = {pair for pair in self._links_of(frontier) - self._unlinked if not self._changed.intersection(pair)}
            self._links.update(standing)
            frontier = {*[end for pair in standing for end in pair], *[other for one in frontier for other in fresh.get(one, ())]} - found
        return found

    def _tell(self) -> None:
        new = self._new
        union = Union(self._members)
        for left, right in self._links | self._linked:
            union.join(left, right)
        query = select(episodes.c.event, episodes.c.record)
        told = {row.event: _to_episode.decode(row.record) for row in rows_of(self._connection, query, episodes.c.event, self._members - new.keys())}
        told |= {name: new[name] for name in self._members & new.keys()}
        groups = [sorted([told[one] for one in group], key=in_order) for group in union.sets() if len(group) > 1]
        self.stories = tuple([story(group) for group in groups])
        self.story_of = {event: one.id for one in self.stories for event in one.events}
        touched = self._members | self._changed
        rows = rows_of(self._connection, select(events.c.id, events.c.story), events.c.id, touched)
        before = {row.id: row.story for row in rows}
        self._gone = {one for one in before.values() if one is not None}
        self.moved = frozenset([one for one in self._members - self._changed if before[one] != self.story_of.get(one)])

    def write(self, connection: Connection) -> None:
        """Keep it; after the events, whose stories are set here."""
        drop_rows(connection, episodes.c.event, self._changed)
        add_rows(connection, episodes, [_row(one) for one in self._new.values()])
        for column in (links.c.one, links.c.other):
            drop_rows(connection, column, self._changed)
        for one, other in self._unlinked:
            connection.execute(delete(links).where(links.c.one == one, links.c.other == other))
        add_rows(connection, links, [{"one": one, "other": other} for one, other in sorted(self._linked)])
        drop_rows(connection, stories.c.id, self._gone)
        add_rows(connection, stories, [{"id": one.id, "record": encoded(one)} for one in self.stories])
        if rows := [{"event_id": one, "story_id": self.story_of.get(one)} for one in sorted(self.moved | self._new.keys())]:
            connection.execute(update(events).where(events.c.id == bindparam("event_id")).values(story=bindparam("story_id")), rows)


def _row(one: Episode) -> dict[str, Any]:
    return {"event": one.event, "country": one.country, "first": one.first, "last": one.last, "record": encoded(one)}
