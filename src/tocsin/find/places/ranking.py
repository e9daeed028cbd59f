"""Which of the places that share a name a report means: features with weights, each with the sentence a reviewer sees.

All candidates of a report are scored together as one matrix (candidates x features), three times: first by name and words alone, then twice more
with what the report's other names were taken for. The weights were fitted on GeoWebNews and LGL, and measured on the half they were not fitted on.
"""

import math
from enum import IntEnum
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.core.values import PlaceKind
from tocsin.find.places.words import Kinds, Reading
from tocsin.resources.gazetteer import Gazetteer, Named, Row

Matrix = NDArray[np.float64]


class Feature(IntEnum):
    """The columns of the matrix."""

    POPULATION = 0
    COUNTRY = 1
    ADMIN1 = 2
    ADMIN2 = 3
    REGION = 4
    LANDMARK = 5
    CAPITAL = 6
    ANOTHER_NAME = 7
    SHORTER_NAME = 8
    NO_POINT = 9
    ASKED = 10
    NOT_ASKED = 11
    WITHIN = 12
    VALID_THEN = 13
    COUNTRY_NAMED = 14
    COUNTRY_SHARE = 15
    UNIT_SHARE = 16
    NEAR = 17
    PUBLISHED_THERE = 18
    SMALL = 19


SENTENCES = {
    Feature.POPULATION: "many people live there",
    Feature.COUNTRY: "it is a country",
    Feature.ADMIN1: "it is a first-level unit",
    Feature.ADMIN2: "it is a second-level unit",
    Feature.REGION: "it is a known region",
    Feature.LANDMARK: "it is a known landmark or district",
    Feature.CAPITAL: "it is a capital",
    Feature.ANOTHER_NAME: "the words are another name of it, not today's",
    Feature.SHORTER_NAME: "only part of the words is its name",
    Feature.NO_POINT: "it has no coordinates",
    Feature.ASKED: "the words ask for this kind of place",
    Feature.NOT_ASKED: "the words ask for another kind of place",
    Feature.WITHIN: "it lies in what is named beside it",
    Feature.VALID_THEN: "it was called so when the report was published",
    Feature.COUNTRY_NAMED: "the report names its country",
    Feature.COUNTRY_SHARE: "other places of the report lie in its country",
    Feature.UNIT_SHARE: "other places of the report lie in the same unit",
    Feature.NEAR: "it is near another place of the report",
    Feature.PUBLISHED_THERE: "the report was published in its country",
    Feature.SMALL: "hardly anybody lives there",
}

_POINTS = {
    Feature.POPULATION: 1.02,  # for each power of ten
    Feature.COUNTRY: 0.5,
    Feature.ADMIN1: -0.52,
    Feature.ADMIN2: -0.26,
    Feature.REGION: 0.06,
    Feature.LANDMARK: 0.29,
    Feature.CAPITAL: 0.32,
    Feature.ANOTHER_NAME: -1.22,
    Feature.SHORTER_NAME: -1.34,
    Feature.NO_POINT: -1.0,
    Feature.ASKED: 2.5,
    Feature.NOT_ASKED: -1.5,
    Feature.WITHIN: 3.0,
    Feature.VALID_THEN: 0.5,
    Feature.COUNTRY_NAMED: 0.34,
    Feature.COUNTRY_SHARE: 1.46,
    Feature.UNIT_SHARE: 2.0,
    Feature.NEAR: 1.61,
    Feature.PUBLISHED_THERE: 0.94,
    Feature.SMALL: -0.13,
}
"""Fitted, but for those that are rules: asked and not asked, within, valid then, no point."""

WEIGHTS: Matrix = np.array([_POINTS[feature] for feature in Feature])

_KIND_COLUMN = {
    PlaceKind.COUNTRY: Feature.COUNTRY,
    PlaceKind.ADMIN1: Feature.ADMIN1,
    PlaceKind.ADMIN2: Feature.ADMIN2,
    PlaceKind.REGION: Feature.REGION,
    PlaceKind.LANDMARK: Feature.LANDMARK,
    PlaceKind.DISTRICT: Feature.LANDMARK,
}
_NEAR_KM = 100.0
"""The distance at which nearness has fallen to 1/e: a day's news from one town and the towns around it."""
_EARTH_KM = 6371.0
_MOST = 80
"""Candidates kept for one name, the most populous; there are 400 places called San Antonio."""
_FEW_PEOPLE = 3.0
_ROUNDS = 2


class Option(msgspec.Struct, frozen=True, gc=False):
    """One candidate for one name of the report; `whole` when the whole words are its name."""

    row: Row
    named: Named
    whole: bool


class Setting(msgspec.Struct, frozen=True):
    """What the report says apart from its place names: countries by demonym with how often, where it was published, and the day (ISO)."""

    demonyms: dict[str, int]
    published_in: frozenset[str]
    day: str | None


class Group(msgspec.Struct, frozen=True):
    """All mentions of a report that say the same name in the same way (one sense per document)."""

    reading: Reading
    within: frozenset[str | int]
    mentions: tuple[int, ...]
    options: tuple[Option, ...]


def options(gazetteer: Gazetteer, reading: Reading) -> tuple[Option, ...]:
    """Every place that the words may name, once, under its best name."""
    if reading.only is not None:
        row = gazetteer.by_key(reading.only)
        return (Option(row, Named(row=row, main=True, valid_from=None, valid_to=None), whole=True),) if row else ()
    found: dict[int, Option] = {}
    for name in reading.names:
        whole = name in reading.whole
        for named in gazetteer.lookup_folded(name):
            known = found.get(named.row.key)
            if known is None or (named.main and not known.named.main and known.whole == whole):
                found[named.row.key] = Option(named.row, named, whole)
    kept = sorted(found.values(), key=_by_population)[:_MOST]
    return tuple(kept)


def _by_population(option: Option) -> tuple[int, int]:
    return (-option.row.population, option.row.key)


class Ranking:
    """The scored candidates of one report: `scores[i]` belongs to `flat[i]`, `bounds[g]` are the rows of group g."""

    def __init__(self, groups: tuple[Group, ...], setting: Setting, weights: Matrix = WEIGHTS) -> None:
        """Score everything; `groups` must have options."""
        self.groups, self._setting, self._weights = groups, setting, weights
        self.flat = [option for group in groups for option in group.options]
        edges = np.cumsum([0, *[len(group.options) for group in groups]])
        self.bounds = [(int(a), int(b)) for a, b in pairwise(edges)]
        self.matrix = np.zeros((len(self.flat), len(Feature)))
        self._owner = np.repeat(np.arange(len(groups)), [len(group.options) for group in groups])
        self._countries = [option.row.country for option in self.flat]
        points = np.radians(np.array([[option.row.latitude or 0.0, option.row.longitude or 0.0] for option in self.flat]).reshape(-1, 2))
        self._points = points
        for (start, _), group in zip(self.bounds, groups, strict=True):
            for i, option in enumerate(group.options, start=start):
                self._local(i, option, group)
        self.scores = self.matrix @ weights
        for _ in range(_ROUNDS):
            self._context()
            self.scores = self.matrix @ weights

    def best(self) -> list[int]:
        """The row of each group's best candidate; equal scores go to the smaller key."""
        return [max(range(start, end), key=lambda i: (self.scores[i], -self.flat[i].row.key)) for start, end in self.bounds]

    def reasons(self, row: int) -> tuple[str, ...]:
        """The sentences that speak for or against a candidate, weightiest first, with their points."""
        parts = [(float(self.matrix[row, f] * self._weights[f]), SENTENCES[f]) for f in Feature]
        return tuple([f"{points:+.1f} {sentence}" for points, sentence in sorted(parts, key=_by_weight) if abs(points) >= 0.05])

    def _local(self, i: int, option: Option, group: Group) -> None:
        row, line = option.row, self.matrix[i]
        people = math.log10(row.population + 1)
        line[Feature.POPULATION] = people
        line[Feature.SMALL] = people < _FEW_PEOPLE
        if row.kind in _KIND_COLUMN:
            line[_KIND_COLUMN[row.kind]] = 1
        line[Feature.CAPITAL] = row.capital
        line[Feature.ANOTHER_NAME] = not option.named.main
        line[Feature.SHORTER_NAME] = not option.whole
        line[Feature.NO_POINT] = row.latitude is None
        if option.whole and group.reading.inside:
            line[Feature.ASKED] = 1  # "Gaza Strip" is its name
        elif group.reading.asked:
            line[Feature.ASKED] = _answers(row, group.reading.asked)
            line[Feature.NOT_ASKED] = row.kind not in group.reading.asked.asks
        line[Feature.WITHIN] = bool(group.within & {row.country, row.admin1, row.admin2})
        line[Feature.VALID_THEN] = _valid(option.named, self._setting.day)
        line[Feature.PUBLISHED_THERE] = row.country in self._setting.published_in

    def _context(self) -> None:
        """Fill the columns that depend on what the other names were taken for."""
        best = self.best()
        chosen = [self.flat[i].row for i in best]
        named = {row.country for row in chosen if row.kind is PlaceKind.COUNTRY} | set(self._setting.demonyms)
        unit = [row.admin1 if row.kind is not PlaceKind.ADMIN1 else row.key for row in chosen]
        others = max(1, len(chosen) - 1)
        by_country, by_unit = _counts([row.country for row in chosen]), _counts(unit)
        self.matrix[:, Feature.NEAR] = self._nearness(best, chosen)
        for i, option in enumerate(self.flat):
            own, row = int(self._owner[i]), option.row
            line = self.matrix[i]
            line[Feature.COUNTRY_NAMED] = row.country in named and row.kind is not PlaceKind.COUNTRY
            line[Feature.COUNTRY_SHARE] = (by_country.get(row.country, 0) - (chosen[own].country == row.country)) / others if row.country else 0
            here = row.key if row.kind is PlaceKind.ADMIN1 else row.admin1
            line[Feature.UNIT_SHARE] = min(1.0, by_unit.get(here, 0) - (unit[own] == here)) if here else 0

    def _nearness(self, best: list[int], chosen: list[Row]) -> Matrix:
        """For each candidate: 1 beside the nearest other settled place of the report, falling with distance."""
        narrow = np.array([row.latitude is not None and row.kind is not PlaceKind.COUNTRY for row in chosen])
        there = self._points[best]
        mean = (self._points[:, None, 0] + there[None, :, 0]) / 2
        across = np.abs(there[None, :, 1] - self._points[:, None, 1])
        across = np.minimum(across, 2 * np.pi - across) * np.cos(mean)
        distance = _EARTH_KM * np.hypot(across, there[None, :, 0] - self._points[:, None, 0])
        distance[:, ~narrow] = np.inf
        distance[np.arange(len(self.flat)), self._owner] = np.inf
        nearness: Matrix = np.exp(-distance.min(axis=1) / _NEAR_KM)
        nearness[[option.row.kind is PlaceKind.COUNTRY or option.row.latitude is None for option in self.flat]] = 0
        return nearness


def _answers(row: Row, asked: Kinds) -> float:
    if row.type and row.type in asked.types:
        return 1.0
    return (1.0, 0.6, 0.4, 0.2)[asked.asks.index(row.kind)] if row.kind in asked.asks else 0.0


def _valid(named: Named, day: str | None) -> float:
    if day is None or (named.valid_from is None and named.valid_to is None):
        return 0.0
    return 1.0 if (named.valid_from or "") <= day < (named.valid_to or "9999") else 0.0


def _counts(values: list[str | None] | list[int | None]) -> dict[str | int | None, int]:
    found: dict[str | int | None, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def _by_weight(part: tuple[float, str]) -> tuple[float, str]:
    return (-abs(part[0]), part[1])
