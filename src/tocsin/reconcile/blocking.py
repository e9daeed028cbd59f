"""Which pairs are worth comparing: those that share a block (place x time x kind of act, or a name), and acts of reports with rare words in common.

Everything else is held to be different without a look, so that the cost stays close to linear. A block is walked in order of time, each mention
beside its neighbours only (Hernandez and Stolfo's sorted neighbourhood). The pairs are a function of the set of mentions alone, and a mention that
comes or goes changes no pair but those of its neighbours: `tocsin.store.pairing` does with the kept blocks what is done here with all of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from tocsin.core.values import Place, PlaceKind
from tocsin.reconcile.profiles import Profile
from tocsin.reconcile.wording import Wording

Key = tuple[str | int | None, ...]
Pair = tuple[str, str]
Member = TypeVar("Member")

_WEEK = 7
_MOST_WEEKS = 3
"""A mention dated more loosely than this is found by its names and words, not by its days."""
_CELL = 0.5
"""Degrees, about 55 km; two grids, one shifted by half a cell, keep neighbours together."""
NEIGHBOURS = 10
"""Mentions of a block that one is compared with, before it and after it."""
REPORT_NEIGHBOURS = 30
SHARED = 2
"""Rare words two reports must share to be looked at: one may be chance."""
_RARE_NAME = 6.0
"""Rarity from which a name is looked up: one report in 400 has it."""
_OPEN = frozenset({"other"})
_UNPLACED = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})


def block_keys(one: Profile) -> frozenset[Key]:
    """The blocks of one mention, but that of its report."""
    keys: set[Key] = {("name", name, group) for name, rarity in one.names.items() if rarity >= _RARE_NAME for group in one.groups}
    keys.update([(*where, week, group) for where in _where(one.places) for week in _weeks(one) for group in one.groups])
    return frozenset(keys)


def in_time(one: Profile) -> tuple[int, int, str]:
    """Where a mention stands in its blocks."""
    return (one.days or (0, 0))[0], one.published or 0, one.id


def beside(row: Sequence[Member], reach: int) -> Iterator[tuple[Member, Member]]:
    """Each member of a row with those up to `reach` places after it."""
    for i, left in enumerate(row):
        for right in row[i + 1 : i + 1 + reach]:
            yield left, right


def may_be_one(one: Profile, other: Profile) -> bool:
    """Whether acts of two reports that are worded alike are worth comparing: their words or kinds have something in common, or a kind is open."""
    return bool(one.stems & other.stems or not _OPEN.isdisjoint(one.groups | other.groups) or one.groups & other.groups)


def ordered(left: str, right: str) -> Pair:
    """The smaller id first."""
    return (left, right) if left < right else (right, left)


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
    """Event mentions by block, and reports by rare word."""

    def __init__(self, profiles: Iterable[Profile] = (), wordings: Mapping[str, Wording] | None = None) -> None:
        """Take mentions and, by document, the wording of their reports where the texts are at hand."""
        self._profiles = {one.id: one for one in profiles}
        self._reports: dict[str, list[Profile]] = {}
        self._blocks: dict[Key, list[Profile]] = {}
        for one in self._profiles.values():
            self._reports.setdefault(one.document, []).append(one)
            for key in block_keys(one):
                self._blocks.setdefault(key, []).append(one)
        self._words: dict[str, list[str]] = {}
        for report in self._reports:
            for word in wordings[report].keys if wordings and report in wordings else ():
                self._words.setdefault(word, []).append(report)

    def pairs(self) -> frozenset[Pair]:
        """All pairs to compare, the smaller id first."""
        found = {ordered(left.id, right.id) for told in self._reports.values() for left, right in combinations(told, 2)}
        for block in self._blocks.values():
            found.update([ordered(left.id, right.id) for left, right in beside(sorted(block, key=in_time), NEIGHBOURS)])
        for left_report, right_report in self._reports_alike():
            there = self._reports[right_report]
            found.update([ordered(one.id, other.id) for one in self._reports[left_report] for other in there if may_be_one(one, other)])
        return frozenset(found)

    def _reports_alike(self) -> list[Pair]:
        shared: Counter[Pair] = Counter()
        place = {report: (told[0].published or 0, report) for report, told in self._reports.items()}
        for reports in self._words.values():
            shared.update([ordered(left, right) for left, right in beside(sorted(reports, key=place.__getitem__), REPORT_NEIGHBOURS)])
        return [pair for pair, count in shared.items() if count >= SHARED]
