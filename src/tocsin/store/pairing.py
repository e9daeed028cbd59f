"""Which pairs of event mentions are to be compared after some reports changed: those of `tocsin.reconcile.blocking`, without looking at the rest.

In every block that a changed mention was or is in, the row of mentions around its place is read, and the pairs it makes are counted before and after.
`support` counts in how many blocks two mentions are beside each other, so that a pair that one block lets go may stay for another's sake.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update

from tocsin.core.events import EventMention, Judgement
from tocsin.reconcile.blocking import NEIGHBOURS, REPORT_NEIGHBOURS, SHARED, Key, Pair, beside, block_keys, in_time, may_be_one, ordered
from tocsin.store.reports import Reports
from tocsin.store.rows import digest, encoded
from tocsin.store.rowwise import add_rows, drop_rows, rows_of
from tocsin.store.tables import alike, blocks, mentions, pairs, rare_words, unsettled
from tocsin.store.walk import Place, Walk

_MENTIONS = Walk(blocks.c.block, (blocks.c.day, blocks.c.published, blocks.c.mention), NEIGHBOURS)
_WORDS = Walk(rare_words.c.word, (rare_words.c.published, rare_words.c.document), REPORT_NEIGHBOURS)
EVEN = 0.5
"""Score above which the rule speaks for one event."""


class Changes(msgspec.Struct):
    """What became of the mentions of some reports."""

    gone: dict[str, str] = msgspec.field(default_factory=dict)
    """Mentions that are told no longer, with their documents."""
    moved: dict[str, EventMention] = msgspec.field(default_factory=dict)
    """Mentions that are new, or are to be compared anew."""
    reworded: dict[str, EventMention] = msgspec.field(default_factory=dict)
    """Mentions whose claims changed in nothing that is compared."""
    came: set[str] = msgspec.field(default_factory=set)
    """Reports that tell something now and told nothing before."""
    went: set[str] = msgspec.field(default_factory=set)
    """Reports that tell nothing any more."""
    kept: set[str] = msgspec.field(default_factory=set)
    """Mentions of `moved` that were there before."""

    @property
    def left(self) -> set[str]:
        """Mentions whose former places in blocks and pairs no longer hold."""
        return self.gone.keys() | self.kept


class Pairing:
    """Finds the changes in one state of the store, then writes them. `blank` is a store in which nothing was ever paired: nothing is looked up."""

    def __init__(self, connection: Connection, reports: Reports, *, blank: bool) -> None:
        """Take a connection to read by."""
        self._connection = connection
        self._reports = reports
        self._blank = blank
        self.changes = Changes()
        self._old_places: dict[int, list[Place]] = {}
        self._new_places: dict[int, list[Place]] = {}
        self._now_alike: set[Pair] = set()
        self._no_longer_alike: set[Pair] = set()
        self._support: Counter[Pair] = Counter()
        self._stirred: dict[str, str] = {}

    def look(self, documents: Iterable[str]) -> None:
        """Find what changed in these reports, and what follows for the pairs."""
        for document in sorted(documents):
            self._look_at(document)
        self._walk_blocks()
        self._walk_words()
        self._pair_within()
        self._pair_across()
        self._support = Counter({pair: count for pair, count in self._support.items() if count})
        self._stir()

    def _look_at(self, document: str) -> None:
        now = self._reports.mentions(document)
        before = {} if self._blank else {row.id: row for row in self._connection.execute(select(mentions).where(mentions.c.document == document))}
        changes = self.changes
        changes.gone.update(dict.fromkeys(before.keys() - now.keys(), document))
        for name, mention in now.items():
            if name not in before or before[name].profile != _digest(self._reports.profile(document, name)):
                changes.moved[name] = mention
                changes.kept.update({name} & before.keys())
            elif before[name].content != _digest(mention):
                changes.reworded[name] = mention
        if now and not before:
            changes.came.add(document)
        if before and not now:
            changes.went.add(document)

    def _walk_blocks(self) -> None:
        for row in rows_of(self._connection, select(blocks), blocks.c.mention, self.changes.left):
            self._old_places.setdefault(row.block, []).append((row.day, row.published, row.mention))
        for name, mention in self.changes.moved.items():
            one = self._reports.profile(mention.document, name)
            for key in block_keys(one):
                self._new_places.setdefault(_hashed(key), []).append(in_time(one))
        away = self.changes.left | self.changes.moved.keys()
        for block in self._old_places.keys() | self._new_places.keys():
            before, after = self._rows(_MENTIONS, block, self._old_places.get(block, []), self._new_places.get(block, []))
            self._support.update([ordered(left, right) for left, right in beside(after, _MENTIONS.reach)])
            stayed = [pair for pair in beside(before, _MENTIONS.reach) if away.isdisjoint(pair)]
            self._support.subtract([ordered(left, right) for left, right in stayed])

    def _walk_words(self) -> None:
        """Reports that came or went, in the rows of their rare words: which reports are alike now, and which no longer."""
        old, new = self._word_places(self.changes.went), self._word_places(self.changes.came)
        before: Counter[Pair] = Counter()
        after: Counter[Pair] = Counter()
        seen: dict[Pair, set[str]] = {}
        for word in old.keys() | new.keys():
            rows = self._rows(_WORDS, word, old.get(word, []), new.get(word, []))
            for row, counts in zip(rows, (before, after), strict=True):
                there = [ordered(left, right) for left, right in beside(row, _WORDS.reach)]
                counts.update(there)
                for pair in there:
                    seen.setdefault(pair, set()).add(word)
        for pair in before.keys() | after.keys():
            if before[pair] == after[pair] or self.changes.went.intersection(pair):
                continue
            if self.changes.came.intersection(pair):
                if after[pair] >= SHARED:
                    self._now_alike.add(pair)
                continue
            elsewhere = self._shared_elsewhere(*pair, seen[pair])  # also in rows that changed, but far from where they did
            if elsewhere + before[pair] < SHARED <= elsewhere + after[pair]:
                self._now_alike.add(pair)
            if elsewhere + after[pair] < SHARED <= elsewhere + before[pair]:
                self._no_longer_alike.add(pair)

    def _word_places(self, documents: Collection[str]) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for document in documents:
            for word in self._reports.wording(document).keys:
                found.setdefault(word, []).append((self._published(document), document))
        return found

    def _published(self, document: str) -> int:
        day = self._reports.document(document).report.published
        return day.toordinal() if day is not None else 0

    def _shared_elsewhere(self, left: str, right: str, words: Collection[str]) -> int:
        """Rare words that two reports share, standing near enough in the word's row, other than these."""
        shared = set(self._reports.wording(left).keys) & set(self._reports.wording(right).keys)
        lower, upper = sorted([(self._published(left), left), (self._published(right), right)])
        found = 0
        for word in sorted(shared.difference(words)):
            found += _WORDS.are_beside(self._connection, word, lower, upper)
        return found

    def _rows(self, by: Walk, key: int | str, old: list[Place], new: list[Place]) -> tuple[list[str], list[str]]:
        """The members of a block around the places that changed, before and after."""
        before = [] if self._blank else [tuple(row) for row in by.around(self._connection, key, [*old, *new])]
        after = sorted(set(before).difference(old).union(new))
        return [place[-1] for place in before], [place[-1] for place in after]

    def _pair_within(self) -> None:
        """The mentions of one report are compared with one another."""
        moved = self.changes.moved
        for document in {mention.document for mention in moved.values()}:
            for left, right in combinations(self._reports.mentions(document), 2):
                if left in moved or right in moved:
                    self._support[ordered(left, right)] += 1

    def _pair_across(self) -> None:
        """The mentions of reports that are worded alike, where that changed or one of them did."""
        moved = self.changes.moved
        changed = {mention.document for mention in moved.values()}
        for left, right in self._alike(changed) | self._now_alike | self._no_longer_alike:
            worded_alike = (left, right) not in self._no_longer_alike
            turned = (left, right) in self._now_alike or not worded_alike
            for one in self._reports.profiles(left).values():
                for other in self._reports.profiles(right).values():
                    new = one.id in moved or other.id in moved
                    if (new and worded_alike) or (turned and not new):
                        self._support[ordered(one.id, other.id)] += (1 if worded_alike else -1) * may_be_one(one, other)

    def _alike(self, documents: Collection[str]) -> set[Pair]:
        """The pairs of reports with one of these in them that were alike before and are still there."""
        rows = [row for column in (alike.c.one, alike.c.other) for row in rows_of(self._connection, select(alike), column, documents)]
        return {(row.one, row.other) for row in rows if not self.changes.went.intersection(row)}

    def _stir(self) -> None:
        """Mentions that did not change, but whose events may: what was held to be one with a mention that left, or is no longer beside another."""
        away = self.changes.left | self.changes.moved.keys()
        for here, there in ((pairs.c.one, pairs.c.other), (pairs.c.other, pairs.c.one)):
            for row in rows_of(self._connection, select(there).where(pairs.c.score > EVEN), here, self.changes.left):
                self._stirred[row[0]] = ""
        for pair in self._support:
            if not away.intersection(pair):
                self._stirred.update(dict.fromkeys(pair, ""))
        self._stirred = {name: "" for name in self._stirred if name not in away}
        for row in rows_of(self._connection, select(mentions.c.id, mentions.c.document), mentions.c.id, self._stirred):
            self._stirred[row.id] = row.document

    def write(self, connection: Connection) -> None:
        """Keep it."""
        changes = self.changes
        self._write_mentions(connection)
        drop_rows(connection, blocks.c.mention, changes.left)
        add_rows(connection, blocks, [_block_row(block, place) for block, row in self._new_places.items() for place in row])
        drop_rows(connection, rare_words.c.document, changes.went)
        words = [(word, *place) for word, row in self._word_places(changes.came).items() for place in row]
        add_rows(connection, rare_words, [{"word": word, "published": published, "document": document} for word, published, document in words])
        for column in (alike.c.one, alike.c.other):
            drop_rows(connection, column, changes.went)
        for one, other in self._no_longer_alike:
            connection.execute(delete(alike).where(alike.c.one == one, alike.c.other == other))
        add_rows(connection, alike, [{"one": one, "other": other} for one, other in sorted(self._now_alike)])
        self._write_pairs(connection)

    def _write_mentions(self, connection: Connection) -> None:
        changes = self.changes
        told = changes.moved | changes.reworded
        drop_rows(connection, mentions.c.id, changes.left | changes.reworded.keys())
        add_rows(connection, mentions, [self._mention_row(mention) for mention in told.values()])
        again = changes.gone | {name: mention.document for name, mention in told.items()}
        waited = {row.mention: row.again for row in rows_of(connection, select(unsettled), unsettled.c.mention, again.keys() | self._stirred.keys())}
        drop_rows(connection, unsettled.c.mention, waited)
        rows = [{"mention": name, "document": document, "again": True} for name, document in again.items()]
        rows += [
            {"mention": name, "document": document, "again": waited.get(name, False)} for name, document in self._stirred.items() if name not in again
        ]
        add_rows(connection, unsettled, rows)

    def _mention_row(self, mention: EventMention) -> dict[str, Any]:
        name = mention.id
        profile = self._reports.profile(mention.document, name)
        row = {"id": name, "document": mention.document, "published": mention.published}
        return row | {"content": _digest(mention), "profile": _digest(profile)}

    def _write_pairs(self, connection: Connection) -> None:
        changes = self.changes
        for column in (pairs.c.one, pairs.c.other):
            drop_rows(connection, column, changes.left)
        away = changes.left | changes.moved.keys()
        fresh = []
        for (one, other), change in sorted(self._support.items()):
            if not away.isdisjoint((one, other)):
                fresh.append({"one": one, "other": other, "support": change, "score": None})
                continue
            here = (pairs.c.one == one, pairs.c.other == other)
            before = connection.execute(select(pairs.c.support).where(*here)).scalar()
            if before is None:
                fresh.append({"one": one, "other": other, "support": change, "score": None})
            elif before + change == 0:
                connection.execute(delete(pairs).where(*here))
            else:
                connection.execute(update(pairs).where(*here).values(support=before + change))
        add_rows(connection, pairs, fresh)


def pending(connection: Connection) -> list[Pair]:
    """The pairs that were never compared as they are now."""
    query = select(pairs.c.one, pairs.c.other).where(pairs.c.score.is_(None)).order_by(pairs.c.one, pairs.c.other)
    return [(row.one, row.other) for row in connection.execute(query)]


def keep_scores(connection: Connection, made: Iterable[Judgement]) -> None:
    """Keep what comparing found."""
    query = update(pairs).where(pairs.c.one == bindparam("left"), pairs.c.other == bindparam("right")).values(score=bindparam("found"))
    connection.execute(query, [{"left": one.left, "right": one.right, "found": one.score} for one in made])


def _block_row(block: int, place: Place) -> dict[str, Any]:
    return dict(zip(("block", "day", "published", "mention"), (block, *place), strict=True))


def _digest(record: object) -> str:
    return digest(encoded(msgspec.to_builtins(record, str_keys=True, order="deterministic")))


def _hashed(key: Key) -> int:
    """64 bits hold the keys of a million blocks apart but for a chance of one in ten million, and are quicker to look up."""
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest(), signed=True)
