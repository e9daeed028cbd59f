"""Figures by what they count."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reconcile.built import MINISTRY, PARTY, day, denied, figure, report, valued
from tocsin.core.claims import Role
from tocsin.core.events import Scope
from tocsin.core.scales import Modality
from tocsin.core.values import Count, DateInterval, Place, PlaceKind
from tocsin.reconcile.figures import Bounds, group, histories, narrower
from tocsin.reconcile.speakers import said

TOWN = Place(gazetteer_id="1", name="Mzuzu", kind=PlaceKind.SETTLEMENT)
DISTRICT = Place(gazetteer_id="2", name="Chibavi", kind=PlaceKind.DISTRICT)


def _histories(*mentions):
    return {scope: [one.claim.value.low for one in told] for scope, told in histories(said(mentions, {}), mentions).items()}


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        (None, "people"), ("people", "people"), ("dead", "people"), ("victims", "people"), ("injured people", "people"), ("residents", "people"),
        ("children", "children"), ("student", "students"), ("teachers", "teachers"), ("civilians", "civilians"),
        ("minors", "children"), ("police officers", "police"), ("soldiers", "military"),
        ("women", "women"), ("protesters", "protesters"), ("journalists", "journalists"), ("police officers and soldiers", "military and police"),
        ("mahouts", "mahouts"),
    ],
)  # fmt: skip
def test_group_of_people(unit, name):
    [claim] = report("Wire", 14, figure(3, unit=unit)).claims

    assert group(claim) == name


@pytest.mark.parametrize(
    ("role", "unit", "name"),
    [
        (Role.PARTICIPANTS, "protesters", "people"), (Role.PARTICIPANTS, "teachers", "teachers"),
        (Role.PARTICIPANTS, "opposition supporters", "people"), (Role.LOOTED, "small shops", "shops"),
        (Role.DAMAGED, None, "things"),
    ],
)  # fmt: skip
def test_group_of_crowds_and_things(role, unit, name):
    [claim] = report("Wire", 14, figure(3, role=role, unit=unit)).claims

    assert group(claim) == name


def test_a_history_is_in_the_order_the_figures_were_said():
    mentions = [
        report("Wire", 16, figure(12, by=MINISTRY)), report("Star", 17, figure(5, by=MINISTRY, as_of=day(15))), report("Gazette", 14, figure(3))
    ]  # fmt: skip

    assert _histories(*mentions) == {Scope(measure=Role.KILLED): [3, 5, 12]}


def test_a_part_with_a_group_has_its_own_history_and_one_without_has_none():
    mention = report("Wire", 14, figure(12), figure(3, unit="children", part=0), figure(4, unit=None, part=0), figure(2, unit="more people"))

    assert _histories(mention) == {Scope(measure=Role.KILLED): [12], Scope(measure=Role.KILLED, group="children"): [3]}


@pytest.mark.parametrize(
    ("told", "injured"),
    [
        ((figure(1), figure(5, role=Role.INJURED, unit="more")), [5]),
        ((figure(1), figure(5, role=Role.INJURED), figure(2, role=Role.INJURED, unit="more")), [5]),
        ((figure(1), figure(6, role=Role.INJURED, unit="others"), figure(8, role=Role.INJURED)), [6, 8]),
        ((figure(15, role=Role.INJURED), figure(14, role=Role.INJURED, unit="other people")), [15]),
        ((figure(1), figure(1, role=Role.INJURED, unit="another man")), []),
        ((figure(5, role=Role.INJURED, unit="more"),), []),
    ],
)
def test_more_and_others_are_whole_beside_the_dead(told, injured):
    """In "one was killed and five more wounded" nobody else was wounded; "hitting 14 other people" beside 15 wounded is a step."""
    assert _histories(report("Wire", 14, *told)).get(Scope(measure=Role.INJURED), []) == injured


@pytest.mark.parametrize(("others", "injured"), [((), [1]), ((figure(3, role=Role.INJURED, unit="others"),), [3])])
def test_a_bare_another_may_be_all_and_is_one_of_more(others, injured):
    """As in "one was killed and another wounded"; beside "three others were wounded" it tells of one of the three."""
    mention = report("Wire", 14, figure(1), figure(1, role=Role.INJURED, unit=None), *others)
    another = msgspec.structs.replace(mention.claims[1], quote="another")

    told = msgspec.structs.replace(mention, claims=(mention.claims[0], another, *mention.claims[2:]))
    assert _histories(told)[Scope(measure=Role.INJURED)] == injured


@pytest.mark.parametrize(
    ("role", "quote", "counted"),
    [
        (Role.CASUALTIES, "three of the victims", []), (Role.INJURED, "one of the others", []), (Role.KILLED, "two of the victims", [2]),
        (Role.INJURED, "four of the officers", [2]),
    ],
)  # fmt: skip
def test_some_of_the_victims_are_no_toll_of_all(role: Role, quote: str, counted: list[int]) -> None:
    """Of whom the measure counts, "n of the" leaves open how many there are; which of them died is told in full."""
    mention = report("Wire", 14, figure(2, role=role, unit=quote.rsplit(maxsplit=1)[-1]))
    words = msgspec.structs.replace(mention.claims[0], quote=quote)

    assert _histories(msgspec.structs.replace(mention, claims=(words,))).get(Scope(measure=role, group=group(words)), []) == counted


def test_what_is_only_feared_is_no_toll():
    assert _histories(report("Wire", 14, figure(100, modality=Modality.HYPOTHETICAL))) == {}


def test_a_narrower_place_is_another_scope_and_the_events_own_is_not():
    mention = report(
        "Wire", 14, valued(Role.PLACE, TOWN), figure(12), figure(5), valued(Role.PLACE, TOWN, of=1), valued(Role.PLACE, DISTRICT, of=2)
    )  # fmt: skip

    assert _histories(mention) == {Scope(measure=Role.KILLED): [12], Scope(measure=Role.KILLED, place="2"): [5]}


def test_a_country_narrows_nothing_down_and_a_second_town_does():
    country, other = (
        Place(gazetteer_id="9", name="Malawi", kind=PlaceKind.COUNTRY),
        Place(gazetteer_id="3", name="Karonga", kind=PlaceKind.SETTLEMENT),
    )
    both = report("Star", 14, valued(Role.PLACE, TOWN), valued(Role.PLACE, other), figure(4), valued(Role.PLACE, other, of=2))
    wire = report("Wire", 14, valued(Role.PLACE, TOWN), figure(12), valued(Role.PLACE, country, of=1))

    assert _histories(wire, both) == {Scope(measure=Role.KILLED): [12], Scope(measure=Role.KILLED, place="3"): [4]}


def test_a_toll_that_runs_from_before_the_event_is_another_scope():
    event = valued(Role.DATE, DateInterval(start=day(13), end=day(14)))
    since = [valued(Role.DATE, DateInterval(start=day(start), end=day(17)), of=i) for i, start in ((1, 13), (2, 1))]
    mention = report("Wire", 16, event, figure(12), figure(40), *since)

    assert [(scope.period and scope.period.start, lows) for scope, lows in _histories(mention).items()] == [(None, [12]), (day(1), [40])]


def test_narrower_is_by_group_or_place_within_one_measure():
    whole = Scope(measure=Role.KILLED)

    assert narrower(Scope(measure=Role.KILLED, group="children"), whole)
    assert narrower(Scope(measure=Role.KILLED, group="children", place="2"), whole)
    assert narrower(Scope(measure=Role.KILLED, group="children", place="2"), Scope(measure=Role.KILLED, place="2"))
    assert not narrower(whole, whole)
    assert not narrower(whole, Scope(measure=Role.KILLED, place="2"))
    assert not narrower(Scope(measure=Role.INJURED, group="children"), whole)
    assert not narrower(Scope(measure=Role.KILLED, group="children"), Scope(measure=Role.KILLED, group="police"))


def test_bounds_of_approximate_counts_reach_a_tenth():
    about, exact = Bounds.of(Count(low=60, high=60, approximate=True)), Bounds.of(Count(low=65, high=65))

    assert about.meets(exact)
    assert not about.meets(Bounds.of(Count(low=67, high=67)))
    assert Bounds.of(Count(low=12)).holds(exact)
    assert not exact.holds(Bounds.of(Count(low=12)))


def test_one_person_told_of_as_a_victim_is_no_figure():
    mention = report("Wire", 14, valued(Role.VICTIM, TOWN), figure(3, by=PARTY))

    assert _histories(mention) == {Scope(measure=Role.KILLED): [3]}


@settings(deadline=None)
@given(st.text(max_size=30), st.sampled_from([Role.KILLED, Role.PARTICIPANTS, Role.DAMAGED]))
def test_any_words_have_a_group(unit, role):
    [claim] = report("Wire", 14, figure(3, role=role, unit=unit)).claims

    assert group(claim)


def test_a_denial_lends_its_number_to_nobody():
    mention = report("Wire", 14, figure(12), denied(12, by=MINISTRY))

    [told] = histories(said([mention], {}), [mention]).values()

    assert sorted((one.negated, one.voice.name) for one in told) == [(False, "wire"), (True, "interior ministry")]


def test_a_number_a_paper_gives_and_attributes_is_the_speakers():
    mention = report("Wire", 14, figure(12, None), figure(12, by=MINISTRY), figure(15))

    [told] = histories(said([mention], {}), [mention]).values()

    assert sorted((one.claim.value.low, one.voice.name) for one in told) == [(12, "interior ministry"), (12, "interior ministry"), (15, "wire")]


def test_people_nobody_counted_are_no_figure():
    assert _histories(report("Wire", 14, figure(None, None))) == {}
