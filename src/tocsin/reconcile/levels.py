"""Into which level each compared thing falls: one function a feature, which returns the level and a sentence that says it."""

import math
from bisect import bisect_right
from collections.abc import Callable
from itertools import product

from tocsin.core.claims import Role
from tocsin.core.values import Count, DateInterval, Place, PlaceKind
from tocsin.reconcile.profiles import Profile
from tocsin.reconcile.wording import Wording, alike, shared_words, shipped_counts

Level = tuple[str, str]
UNKNOWN: Level = ("unknown", "not said in both")
_EARTH_KM = 6371.0
_NEAR_KM, _AREA_KM = 15.0, 60.0
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION})
_FULL_NAME, _RARE_NAME = 10.0, 6.0
"""Rarity (see wording.py) from which shared names tell two people apart: a first and a last name, and a name in one report of 400."""
_CLOSE = 2
"""Days up to which a date is as good as a day: "on the night of 5 January" covers two."""


def act_level(left: Profile, right: Profile) -> Level:
    """What was done: the types of the code book, and the words that evoke it; acts without a type have only their words."""
    here = "in one report, " if left.document == right.document else ""
    shared = sorted(left.stems & right.stems)
    words = "same word" if shared else "other word"
    said = f"told with the same word ({shared[0]}...)" if shared else "told with other words"
    if "other" in (left.type, right.type):
        if shared and shipped_counts().rarity(shared[0]):
            words = "same rare word"
        return f"{here}no type, {words}", said
    if left.type == right.type:
        return f"{here}same type, {words}", f"both told as {left.type}, {said}"
    kind = "related" if left.groups & right.groups else "different"
    known = f"{left.type} and {right.type} may tell of one happening" if kind == "related" else f"{left.type} and {right.type} are different acts"
    return f"{here}{kind} type, {words}", f"{known}, {said}"


def place_level(left: Profile, right: Profile) -> Level:
    """The closest of the places of both."""
    pairs = [_places(one, other) for one, other in product(left.places, right.places)]
    return min(pairs, key=_rank) if pairs else UNKNOWN


_PLACE_RANK = {level: rank for rank, level in enumerate(["same", "near", "inside", "area", "wide", "region", "country", "apart", "unknown"])}


def _rank(level: Level) -> tuple[int, str]:
    return _PLACE_RANK[level[0]], level[1]


def _places(one: Place, other: Place) -> Level:
    if one.gazetteer_id == other.gazetteer_id:
        return ("wide" if one.kind in _WIDE else "same"), f"both in {one.name}"
    if one.country != other.country:
        return "apart", f"{one.name} and {other.name} are in different countries"
    for inner, outer in ((one, other), (other, one)):
        if _is_inside(inner, outer):
            return ("wide" if outer.kind in _WIDE else "inside"), f"{inner.name} is in {outer.name}"
    km = distance(one, other)
    if km is not None and km < _NEAR_KM:
        return "near", f"{one.name} and {other.name} are {km:.0f} km apart"
    if km is not None and km < _AREA_KM:
        return "area", f"{one.name} and {other.name} are {km:.0f} km apart"
    if one.admin1 is not None and one.admin1 == other.admin1:
        return "region", f"{one.name} and {other.name} are different places of {one.admin1}"
    return "country", f"{one.name} and {other.name} are different places of one country"


def _is_inside(inner: Place, outer: Place) -> bool:
    match outer.kind:
        case PlaceKind.COUNTRY:
            return inner.kind is not PlaceKind.COUNTRY
        case PlaceKind.ADMIN1:
            return inner.admin1 == outer.name or (inner.admin1 is not None and inner.admin1 == outer.admin1)
        case PlaceKind.ADMIN2:
            return inner.admin2 is not None and inner.admin2 in (outer.name, outer.admin2)
        case _:
            return False


def distance(one: Place, other: Place) -> float | None:
    """Kilometres along the great circle; None where a place has no position."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    span = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(one.longitude - other.longitude) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(span)))


def date_level(left: Profile, right: Profile) -> Level:
    """The closest of the days told; a day that was only assumed from the publication is not told."""
    if not (left.told and right.told):
        return UNKNOWN
    gaps = [(_gap(one, other), _vague(one, other)) for one, other in product(left.dates, right.dates)]
    gap, vague = min(gaps)
    if gap == 0:
        return ("overlap", "the days told overlap, loosely") if vague else ("same", "told of the same day")
    for most, level in ((1, "1"), (3, "2-3"), (10, "4-10"), (45, "11-45")):
        if gap <= most:
            return level, f"the days told are {gap} apart"
    return "far", f"the days told are {gap} apart"


def _gap(one: DateInterval, other: DateInterval) -> int:
    """Days between the two intervals; 0 when they overlap."""
    if one.overlaps(other):
        return 0
    first, second = (one, other) if one.end is not None and other.start is not None and one.end <= other.start else (other, one)
    if first.end is None or second.start is None:  # intervals that do not overlap have both
        return 0
    return (second.start - first.end).days + 1


def _vague(one: DateInterval, other: DateInterval) -> bool:
    return any(date.days is None or date.days > _CLOSE for date in (one, other))


def published_level(left: Profile, right: Profile) -> Level:
    """How many days lie between the reports."""
    if left.document == right.document:
        return "one report", "told in one report"
    if left.published is None or right.published is None:
        return UNKNOWN
    gap = abs(left.published - right.published)
    for most, level in ((1, "0-1"), (3, "2-3"), (10, "4-10"), (45, "11-45"), (365, "46-365")):
        if gap <= most:
            return level, _apart(gap)
    return "far", _apart(gap)


def _apart(gap: int) -> str:
    return ("published on the same day", "published one day apart")[gap] if gap < 2 else f"published {gap} days apart"


def people_level(left: Profile, right: Profile) -> Level:
    """Proper names of those who did it or were hit."""
    shared = sorted(left.names.keys() & right.names.keys(), key=lambda name: (-left.names[name], name))
    if not shared:
        return ("others", "each names other people") if left.names and right.names else UNKNOWN
    rarity = math.fsum([left.names[name] for name in shared])
    level = "full" if rarity >= _FULL_NAME else "rare" if rarity >= _RARE_NAME else "common"
    return level, f"both name {' '.join(shared[:3])}"


def facility_level(left: Profile, right: Profile) -> Level:
    """Buildings, squares and roads."""
    return _shared(left.facilities, right.facilities, "both at", "at different buildings or squares")


def instrument_level(left: Profile, right: Profile) -> Level:
    """Weapons and means, by kind."""
    return _shared(left.instruments, right.instruments, "both by", "by different means")


def actors_level(left: Profile, right: Profile) -> Level:
    """Kinds of people in it."""
    return _shared(left.sectors, right.sectors, "both with", "different kinds of people")


def _shared(left: frozenset[str], right: frozenset[str], same: str, different: str) -> Level:
    shared = sorted(left & right)
    if shared:
        return "same", f"{same} {', '.join(shared[:2])}"
    return ("different", different) if left and right else UNKNOWN


def figures_level(left: Profile, right: Profile) -> Level:
    """Figures of one measure: the same number from 2 on tells something, 1 little; a toll that differs may have risen."""
    measures = sorted(left.figures.keys() & right.figures.keys(), key=lambda role: role.value)
    if not measures:
        return UNKNOWN
    same = [(number, role) for role in measures for number in _exact(left.figures[role]) & _exact(right.figures[role])]
    number, role = max(same, default=(0, measures[0]), key=_by_number)
    if number > 1:
        return "same", f"both say {number} {role.value}"
    agree = [role for role in measures if any(one.agrees(other) for one, other in product(left.figures[role], right.figures[role]))]
    if agree:
        return "could agree", f"the figures could agree ({agree[0].value})"
    return "differ", f"the figures differ ({role.value})"


def _exact(counts: tuple[Count, ...]) -> set[int]:
    return {count.low for count in counts if count.low is not None and count.low == count.high}


def _by_number(same: tuple[int, Role]) -> tuple[int, str]:
    return same[0], same[1].value


_LIKENESS = (0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.45)
"""Where the levels of likeness begin; few enough that every level is common, so that its weight is sure."""


def wording_level(left: Profile, right: Profile, wordings: tuple[Wording, Wording] | None) -> Level:
    """How alike the two reports are worded, by their rare words."""
    if left.document == right.document:
        return "one report", "told in one report"
    if wordings is None or not all([one.length for one in wordings]):  # a report of no rare words, or whose words are no longer held
        return "unknown", "the texts were not compared"
    likeness, shared = alike(*wordings), shared_words(*wordings)
    level = bisect_right(_LIKENESS, likeness)
    words = f" ({', '.join(shared)})" if shared else ""
    return f"{_LIKENESS[level - 1] if level else 0.0:g}", f"the reports share {likeness:.0%} of their rare words{words}"


_ACTS = [f"{kind} type, {word}" for kind in ("same", "related", "different", "no") for word in ("same word", "other word")]
_SHARED = ("same", "different", "unknown")
NAMES = {
    "act": tuple([here + act for act in (*_ACTS, "no type, same rare word") for here in ("", "in one report, ")]),
    "place": tuple(_PLACE_RANK),
    "date": ("same", "overlap", "1", "2-3", "4-10", "11-45", "far", "unknown"),
    "published": ("one report", "0-1", "2-3", "4-10", "11-45", "46-365", "far", "unknown"),
    "people": ("full", "rare", "common", "others", "unknown"),
    "facility": _SHARED,
    "instrument": _SHARED,
    "actors": _SHARED,
    "figures": ("same", "could agree", "differ", "unknown"),
    "wording": ("0", *[f"{least:g}" for least in _LIKENESS], "one report", "unknown"),
}
"""Every level there is, so that the weights can be whole."""

LEVELS: dict[str, Callable[[Profile, Profile], Level]] = {
    "act": act_level,
    "place": place_level,
    "date": date_level,
    "published": published_level,
    "people": people_level,
    "facility": facility_level,
    "instrument": instrument_level,
    "actors": actors_level,
    "figures": figures_level,
}
"""The features in the order they are shown; wording is added where the documents are at hand."""
