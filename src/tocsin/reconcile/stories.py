"""Events linked into unrest episodes: one country, few days between, and a place or people in common.

An episode ends when nothing that belongs to it happens for a week: the rule of the Social Conflict Analysis Database (SCAD), whose events run on
while issue and actors stay and no gap is longer than seven days. What is no unrest (a murder in the same town) joins no story; violence of police,
soldiers or protesters does, where there is unrest to join.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from tocsin.core.events import Event, Story
from tocsin.core.record import Record
from tocsin.core.values import Actor, DateInterval, Place, PlaceKind, Sector
from tocsin.reconcile.agglomerate import Union
from tocsin.reconcile.blocking import beside
from tocsin.reconcile.levels import distance
from tocsin.reconcile.profiles import proper_names, type_groups
from tocsin.resources.codebook import shipped_codebook

_GAP = 7
"""Days without an event after which an episode is over (SCAD)."""
_GAP_ELSEWHERE = 3
"""Days up to which the same people in another place of the country carry the episode on: protests that spread do so within days."""
_NEAR_KM = 30.0
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})
_RESPONSE = "state response"
_CASES = frozenset({"arrest", "conviction", "deportation"})
"""Responses that are as often about crime: alone they make no story."""
REACH = 50
"""Events of the same days and country that one is held against, the nearest in time first, so that the cost stays linear."""


class Episode(Record, frozen=True, kw_only=True):
    """What links an event to others: country, first and last day, place, kinds of people and names, and whether it is unrest by itself."""

    event: str
    type: str
    country: str
    first: int
    last: int
    place: Place
    people: frozenset[str]
    unrest: bool


def stories(events: Iterable[Event]) -> tuple[Story, ...]:
    """The stories of two events or more, the earliest first, from what was found of the events: type, place, date and actors."""
    told = sorted([made for event in events if (made := episode(event)) is not None], key=in_order)
    union = Union([one.event for one in told])
    for row in _by_country(told).values():
        for left, right in beside(row, REACH):
            if belong(left, right):
                union.join(left.event, right.event)
    by_id = {one.event: one for one in told}
    grouped = [sorted([by_id[event] for event in group], key=in_order) for group in union.sets() if len(group) > 1]
    return tuple([story(group) for group in sorted(grouped, key=_first_in_order)])


def episode(event: Event) -> Episode | None:
    """None for an event that is no unrest, no answer to it and no violence of its sides, or without a country or a day."""
    row = shipped_codebook().row(event.type)
    unrest = "crowd" in type_groups(event.type)
    actors = [found.value for found in event.findings if isinstance(found.value, Actor)]
    if not unrest and row.family != _RESPONSE and not ("harm" in type_groups(event.type) and any([_of_unrest(actor) for actor in actors])):
        return None
    place = next((found.value for found in event.findings if isinstance(found.value, Place)), None)
    date = next((found.value for found in event.findings if isinstance(found.value, DateInterval)), None)
    if place is None or place.country is None or date is None or date.start is None or date.end is None:
        return None
    people = frozenset([part for actor in actors for part in (actor.group or _sector(actor), *proper_names(actor.name)) if part is not None])
    return Episode(
        event=event.id, type=event.type, country=place.country, first=date.start.toordinal(), last=date.end.toordinal() - 1, place=place,
        people=people, unrest=unrest,
    )  # fmt: skip


def _of_unrest(actor: Actor) -> bool:
    """Whether violence by or against these people belongs to unrest: police, soldiers, protesters; a robbery does not."""
    return actor.sector in {Sector.COP, Sector.MIL} or actor.group in {"protesters", "rioters"}


def _sector(actor: Actor) -> str | None:
    return actor.sector.value if actor.sector is not Sector.UNK else None


def _by_country(told: Iterable[Episode]) -> dict[str, list[Episode]]:
    rows: dict[str, list[Episode]] = {}
    for one in told:
        rows.setdefault(one.country, []).append(one)
    return rows


def in_order(one: Episode) -> tuple[int, int, str]:
    """Where an event stands among those of its country."""
    return one.first, one.last, one.event


def _first_in_order(group: Sequence[Episode]) -> tuple[int, int, str]:
    return in_order(group[0])


def belong(left: Episode, right: Episode) -> bool:
    """Whether two events of one country, the earlier first, are one episode."""
    if right.first - left.last > _GAP:
        return False
    alone = {left.type, right.type} & _CASES
    share_people = not left.people.isdisjoint(right.people)
    if not (left.unrest or right.unrest) or (alone and not share_people):
        return False
    if _share_place(left, right):
        return True
    return right.first - left.last <= _GAP_ELSEWHERE and (share_people or _is_national(left) or _is_national(right))


def _share_place(left: Episode, right: Episode) -> bool:
    if left.place.kind in _WIDE or right.place.kind in _WIDE:
        return False
    km = distance(left.place, right.place)
    return left.place.gazetteer_id == right.place.gazetteer_id or (km is not None and km <= _NEAR_KM)


def _is_national(one: Episode) -> bool:
    """An act that is told of the country as a whole: a state of emergency, a general strike."""
    return one.place.kind is PlaceKind.COUNTRY


def story(group: Sequence[Episode]) -> Story:
    """The story of these events, the earliest first."""
    first = group[0]
    start, end = min(one.first for one in group), max(one.last for one in group) + 1
    days = dt.date.fromordinal(start), dt.date.fromordinal(end)
    identity = "s1" + hashlib.sha256(first.event.encode()).hexdigest()[:22]
    events = tuple([one.event for one in group])
    return Story(id=identity, title=_title(group, *days), events=events, country=first.country, start=days[0], end=days[1])


def _title(group: Sequence[Episode], start: dt.date, end: dt.date) -> str:
    """The commonest types and the commonest place with the days: nothing that no report says."""
    types = Counter([one.type for one in group])
    ranked = sorted(types, key=lambda code: (-types[code], code))[:2]
    places = Counter([one.place.name for one in group])
    place = min(places, key=lambda name: (-places[name], name))
    last = end - dt.timedelta(days=1)
    days = _day(start) if start == last else f"{_day(start)} to {_day(last)}"
    return f"{' and '.join([shipped_codebook().row(code).label for code in ranked])} in {place}, {days}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
