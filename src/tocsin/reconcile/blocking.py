"""Which pairs are worth comparing: those that share a block (place x time x kind of act, or a name), and acts of reports with rare words in common.

Everything else is held to be different without a look, so that the cost stays close to linear. A crowded block is walked in order of time, each
mention beside its neighbours only (Hernandez and Stolfo's sorted neighbourhood). The pairs are a function of the set of mentions alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from tocsin.core.values import Place, PlaceKind
from tocsin.reconcile.profiles import Profile
from tocsin.reconcile.wording import Wording

Key = tuple[str | int | None, ...]
Pair = tuple[str, str]

_WEEK = 7
_MOST_WEEKS = 3
"""A mention dated more loosely than this is found by its names and words, not by its days."""
_CELL = 0.5
"""Degrees, about 55 km; two grids, one shifted by half a cell, keep neighbours together."""
_NEIGHBOURS = 10
_REPORT_NEIGHBOURS = 30
_SHARED = 2
"""Rare words two reports must share to be looked at: one may be chance."""
_RARE_NAME = 6.0
"""Rarity from which a name is looked up: one report in 400 has it."""
_OPEN = frozenset({"other"})
_UNPLACED = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})


def block_keys(one: Profile) -> frozenset[Key]:
    """The blocks of one mention."""
    keys: set[Key] = {("report", one.document)}
    keys.update([("name", name, group) for name, rarity in one.names.items() if rarity >= _RARE_NAME for group in one.groups])
    keys.update([(*where, week, group) for where in _where(one.places) for week in _weeks(one) for group in one.groups])
    return frozenset(keys)


def _where(places: tuple[Place, ...]) -> set[Key]:
    found: set[Key] = set()
    for place in places:
        if place.kind in _UNPLACED:
            continue
        if place.kind is PlaceKind.ADMIN1 or place.latitude is None or place.longitude is None:
            found.add(("region", place.country, place.admin1))
            continue
        for shift in (0, 0.5):
            found.add((f"cell {shift}", int(place.latitude / _CELL + shift + 360), int(place.longitude / _CELL + shift + 720)))
    return found


def _weeks(one: Profile) -> range:
    if one.days is None:
        return range(0)
    first, last = (one.days[0] - 1) // _WEEK, (one.days[1] + 1) // _WEEK
    return range(first, last + 1) if last - first < _MOST_WEEKS else range(0)


class Blocks:
    """Event mentions by block, and reports by rare word; takes mentions in and out, and gives the pairs to compare."""

    def __init__(self, profiles: Iterable[Profile] = (), wordings: Mapping[str, Wording] | None = None) -> None:
        """Take mentions and, by document, the wording of their reports where the texts are at hand."""
        self._profiles: dict[str, Profile] = {}
        self._wordings = dict(wordings or {})
        self._blocks: dict[Key, set[str]] = {}
        self._reports: dict[str, set[str]] = {}
        self._words: dict[str, set[str]] = {}
        for one in profiles:
            self.add(one)

    def add(self, one: Profile, wording: Wording | None = None) -> None:
        """Take one mention in; taking it again changes nothing."""
        if wording is not None:
            self._wordings[one.document] = wording
        self._profiles[one.id] = one
        for key in block_keys(one):
            self._blocks.setdefault(key, set()).add(one.id)
        self._reports.setdefault(one.document, set()).add(one.id)
        for word in self._keys(one.document):
            self._words.setdefault(word, set()).add(one.document)

    def remove(self, mention: str) -> None:
        """Take one mention out. Raises KeyError when it is not in."""
        one = self._profiles.pop(mention)
        for key in block_keys(one):
            _take_out(self._blocks, key, mention)
        _take_out(self._reports, one.document, mention)
        if one.document not in self._reports:
            for word in self._keys(one.document):
                _take_out(self._words, word, one.document)

    def pairs(self) -> frozenset[Pair]:
        """All pairs to compare, the smaller id first."""
        found = {_ordered(left, right) for key, block in self._blocks.items() for left, right in self._within(key, block)}
        for left, right in self._reports_alike():
            found.update(self._across(left, right))
        return frozenset(found)

    def touched(self, documents: Iterable[str]) -> frozenset[str]:
        """The mentions that share a block, or a rare word, with these reports: what a report added or taken out can change."""
        reports = set(documents)
        words = {word for report in reports for word in self._keys(report)}
        reports.update([report for word in words for report in self._words.get(word, ())])
        mentions = {mention for report in reports for mention in self._reports.get(report, ())}
        keys = {key for mention in mentions for key in block_keys(self._profiles[mention])}
        return frozenset(mentions.union(*[self._blocks[key] for key in keys]))

    def _within(self, key: Key, block: set[str]) -> Iterator[Pair]:
        if key[0] == "report" or len(block) <= _NEIGHBOURS:
            yield from combinations(sorted(block), 2)
            return
        row = sorted(block, key=self._in_time)
        for i, left in enumerate(row):
            for right in row[i + 1 : i + 1 + _NEIGHBOURS]:
                yield left, right

    def _in_time(self, mention: str) -> tuple[int, int, str]:
        one = self._profiles[mention]
        return (one.days or (0, 0))[0], one.published or 0, mention

    def _reports_alike(self) -> list[Pair]:
        shared: Counter[Pair] = Counter()
        published = {report: self._published(report) for report in self._reports}
        for reports in self._words.values():
            row = sorted(reports, key=published.__getitem__)
            for i, left in enumerate(row):
                shared.update([_ordered(left, right) for right in row[i + 1 : i + 1 + _REPORT_NEIGHBOURS]])
        return [pair for pair, count in shared.items() if count >= _SHARED]

    def _published(self, report: str) -> tuple[int, str]:
        return min([self._profiles[mention].published or 0 for mention in self._reports[report]]), report

    def _across(self, left: str, right: str) -> Iterator[Pair]:
        there = [self._profiles[mention] for mention in self._reports[right]]
        for mention in self._reports[left]:
            one = self._profiles[mention]
            for other in there:
                if one.stems & other.stems or not _OPEN.isdisjoint(one.groups | other.groups) or one.groups & other.groups:
                    yield _ordered(one.id, other.id)

    def _keys(self, document: str) -> tuple[str, ...]:
        return self._wordings[document].keys if document in self._wordings else ()


def _take_out(blocks: dict[Key, set[str]] | dict[str, set[str]], key: Key | str, member: str) -> None:
    members = blocks[key]  # type: ignore[index]
    members.discard(member)
    if not members:
        del blocks[key]  # type: ignore[arg-type]


def _ordered(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)
