"""Events that make an unrest episode."""

import datetime as dt
from itertools import permutations

from tests.reconcile.told import ALGERIA, ALGIERS, DAY, ES_SENIA, ORAN, TUNIS, days
from tocsin.core.claims import Role
from tocsin.core.events import Event, Finding
from tocsin.core.values import Actor, Place
from tocsin.reconcile.stories import stories


def _event(name: str, kind: str, place: Place | None, day: int | None, group: str | None = None) -> Event:
    """An event `day` days after the first, by people of this group."""
    values = [
        (Role.PLACE, place),
        (Role.DATE, days(DAY + dt.timedelta(days=day)) if day is not None else None),
        (Role.ACTOR, Actor(name=group, kind="group", group=group) if group else None),
    ]
    findings = [
        Finding(role=role, rule="latest", sentence="told once", supporting=("c1",), value=value) for role, value in values if value is not None
    ]
    return Event(id=name, mentions=("m1" + name,), type=kind, findings=tuple(findings))


def _linked(*events: Event) -> list[set[str]]:
    return [set(story.events) for story in stories(events)]


def test_a_week_of_protest_in_one_town_is_a_story() -> None:
    """With the riot in the suburb and the curfew that answers it; its days and words are those of its events."""
    events = [_event("e1", "protest", ORAN, 0), _event("e2", "riot", ES_SENIA, 4), _event("e3", "curfew", ORAN, 5), _event("e4", "protest", ORAN, 6)]
    (story,) = stories(events)
    assert story.events == ("e1", "e2", "e3", "e4")
    assert (story.country, story.start, story.end) == ("DZ", DAY, DAY + dt.timedelta(days=7))
    assert story.title.endswith("in Oran, 6 May 2024 to 12 May 2024")
    assert all(stories(order) == (story,) for order in permutations(events))


def test_the_id_stays_when_the_episode_goes_on() -> None:
    """It is made of the first event."""
    before, after = [_event("e1", "protest", ORAN, 0), _event("e2", "march", ORAN, 1)], _event("e3", "march", ORAN, 3)
    assert stories(before)[0].id == stories([*before, after])[0].id


def test_an_episode_ends() -> None:
    """More than a week of quiet parts two episodes."""
    assert _linked(_event("e1", "protest", ORAN, 0), _event("e2", "protest", ORAN, 8)) == []
    assert _linked(_event("e1", "protest", ORAN, 0), _event("e2", "protest", ORAN, 7)) == [{"e1", "e2"}]


def test_the_same_people_carry_it_elsewhere() -> None:
    """Teachers in two towns within three days are one story; teachers and bakers are not, nor teachers of two countries."""
    teachers = _event("e1", "strike", ORAN, 0, "teachers")
    assert _linked(teachers, _event("e2", "strike", ALGIERS, 2, "teachers")) == [{"e1", "e2"}]
    assert _linked(teachers, _event("e2", "strike", ALGIERS, 2, "bakers")) == []
    assert _linked(teachers, _event("e2", "strike", ALGIERS, 5, "teachers")) == []
    assert _linked(teachers, _event("e2", "strike", TUNIS, 0, "teachers")) == []


def test_what_is_told_of_the_whole_country_belongs_to_its_unrest() -> None:
    """A state of emergency the day after a riot."""
    assert _linked(_event("e1", "riot", ORAN, 0), _event("e2", "state-of-emergency", ALGERIA, 1)) == [{"e1", "e2"}]


def test_crime_joins_no_story() -> None:
    """A murder is no unrest, and an arrest by itself may be about anything."""
    assert _linked(_event("e1", "protest", ORAN, 0), _event("e2", "killing", ORAN, 0)) == []
    assert _linked(_event("e1", "protest", ORAN, 0), _event("e2", "arrest", ORAN, 1)) == []
    assert _linked(_event("e1", "protest", ORAN, 0, "students"), _event("e2", "arrest", ORAN, 1, "students")) == [{"e1", "e2"}]
    assert _linked(_event("e1", "curfew", ORAN, 0), _event("e2", "ban", ORAN, 0)) == []


def test_violence_of_a_side_belongs_to_the_unrest_around_it() -> None:
    """Where there is none, it is no story of its own."""
    assert _linked(_event("e1", "march", ORAN, 0), _event("e2", "shooting", ORAN, 0, "rioters")) == [{"e1", "e2"}]
    assert _linked(_event("e1", "shooting", ORAN, 0, "rioters"), _event("e2", "killing", ORAN, 1, "rioters")) == []


def test_without_place_or_day_there_is_no_link() -> None:
    """Nothing is assumed."""
    assert _linked(_event("e1", "protest", ORAN, 0), _event("e2", "protest", None, 0), _event("e3", "protest", ORAN, None)) == []
