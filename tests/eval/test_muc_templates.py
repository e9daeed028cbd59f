"""From claims to incidents and their slots."""

import datetime as dt

import pytest

from eval.muc_fillers import instrument_type, is_organisation, is_plural, muc_date, muc_number, target_type
from eval.muc_slots import Answer
from eval.muc_templates import entities, incidents, response
from tests.eval.built import Building, at
from tocsin.core.claims import Attribution, Role
from tocsin.core.document import Report
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import Actor, Count, DateInterval, Facility, Instrument, Place, PlaceKind, Property

TEXT = (
    "LIMA, 9 MAR 90 -- GUERRILLAS OF RED DAWN KILLED MAYOR ANA PAZ AND TWO PEASANTS IN LIMA ON 8 MARCH. "
    "THEY BLEW UP A POWER TOWER WITH DYNAMITE. THE ARMY DENIED IT HAD BOMBED A VILLAGE."
)


def _nobody(_span: Span) -> None:
    return None


def _built() -> Building:
    built = Building(TEXT, Report(published=dt.date(1990, 3, 9)))
    built.event("KILLED", "killing").actor("KILLED", Role.ACTOR, "GUERRILLAS", "armed-group").actor("KILLED", Role.ACTOR, "RED DAWN", "organisation")
    built.actor("KILLED", Role.VICTIM, "MAYOR ANA PAZ", "office-holder").actor("KILLED", Role.VICTIM, "PEASANTS", "group")
    built.count("KILLED", Role.KILLED, "TWO PEASANTS", Count(low=2, high=2, unit="PEASANTS"))
    place = Place(gazetteer_id="1", name="Lima", kind=PlaceKind.SETTLEMENT, country="PE")
    built.claim("KILLED", Role.PLACE, "LIMA", place)
    built.claim("KILLED", Role.DATE, "8 MARCH", DateInterval(start=dt.date(1990, 3, 8), end=dt.date(1990, 3, 9)))
    built.event("BLEW UP", "bombing").claim("BLEW UP", Role.PROPERTY, "POWER TOWER", Property(name="POWER TOWER", kind="object"))
    built.claim("BLEW UP", Role.INSTRUMENT, "DYNAMITE", Instrument(name="DYNAMITE"))
    built.event("BOMBED", "bombing", factuality=Factuality.CT_MINUS, modality=Modality.NEGATED)
    built.actor("BOMBED", Role.VICTIM, "VILLAGE", "group")
    return built


def test_a_template() -> None:
    """Names apart from titles, numbers by their unit, effects by the verb; the denied act is no incident."""
    extraction = _built().extraction
    found = incidents(extraction)
    assert [incident.kind for incident in found] == ["ATTACK", "BOMBING"]

    def name_of(span: Span) -> Span | None:
        return at(TEXT, "ANA PAZ") if span.covers(at(TEXT, "ANA PAZ")) else None

    killing, bombing = (response(incident, extraction, name_of).slots for incident in found)
    assert killing[2] == (Answer("08 MAR 90"),)
    assert killing[3] == (Answer("PERU: LIMA"),)
    assert killing[5] == (Answer("ACCOMPLISHED"),)
    assert killing[8] == (Answer("TERRORIST ACT"),)
    assert killing[9] == (Answer("GUERRILLAS"),)
    assert killing[10] == (Answer("RED DAWN"),)
    assert killing[11] == (Answer("REPORTED AS FACT", "RED DAWN"),)
    assert killing[18] == (Answer("ANA PAZ"),)
    assert killing[19] == (Answer("MAYOR", "ANA PAZ"), Answer("PEASANTS"))
    assert killing[21] == (Answer("1", "ANA PAZ"), Answer("2", "PEASANTS"))
    assert killing[23] == (Answer("DEATH", "ANA PAZ"), Answer("DEATH", "PEASANTS"))
    assert bombing[2] == (Answer("- 09 MAR 90"),)
    assert bombing[7] == (Answer("DYNAMITE", "DYNAMITE"),)
    assert bombing[12] == (Answer("POWER TOWER"),)
    assert bombing[13] == (Answer("ENERGY", "POWER TOWER"),)
    assert bombing[16] == (Answer("DESTROYED", "POWER TOWER"),)
    assert entities([response(incident, extraction, name_of) for incident in found]) == {
        "PerpInd": [["GUERRILLAS"]],
        "PerpOrg": [["RED DAWN"]],
        "Target": [["POWER TOWER"]],
        "Victim": [["ANA PAZ"]],
        "Weapon": [["DYNAMITE"]],
    }


def test_one_incident_unless_date_place_or_perpetrators_differ() -> None:
    """Section 5.0 of the task: a second killing on the same day is the same incident, on another day another."""
    text = "MEN KILLED ANA ON MONDAY. THEY MURDERED EVA THEN. ON FRIDAY JUAN WAS SHOT."
    built = Building(text)
    for trigger, victim, words, day in (("KILLED", "ANA", "MONDAY", 1), ("MURDERED", "EVA", "THEN", 1), ("SHOT", "JUAN", "FRIDAY", 5)):
        built.event(trigger, "killing").actor(trigger, Role.VICTIM, victim, "person")
        built.claim(trigger, Role.DATE, words, DateInterval(start=dt.date(1990, 1, day), end=dt.date(1990, 1, day + 1)))
    assert [len(incident.events) for incident in incidents(built.extraction)] == [2, 1]


def test_war_and_vague_acts_are_no_incidents() -> None:
    """An ambush of soldiers is war; "an attack" on nobody told is too vague; a threat is a threatened attack."""
    soldiers = Building("REBELS AMBUSHED SOLDIERS.").event("AMBUSHED", "attack").actor("AMBUSHED", Role.VICTIM, "SOLDIERS", "security-force")
    vague = Building("THERE WAS AN ATTACK.").event("ATTACK", "attack")
    threat = Building("REBELS THREATENED JUDGES.").event("THREATENED", "threat").actor("THREATENED", Role.TARGET, "JUDGES", "office-holder")
    assert incidents(soldiers.extraction) == incidents(vague.extraction) == []
    (incident,) = incidents(threat.extraction)
    assert (incident.kind, incident.stage) == ("ATTACK", "THREATENED")


def test_a_clash_that_hit_nobody_else_is_war_and_what_is_aimed_at_may_be_a_building() -> None:
    """A bomb's target is a thing although its claim holds a facility; a state aimed at is none."""
    clash = (
        Building("REBELS CLASHED WITH TROOPS NEAR A BRIDGE.")
        .event("CLASHED", "clash")
        .claim("CLASHED", Role.FACILITY, "BRIDGE", Facility(name="BRIDGE"))
    )
    assert incidents(clash.extraction) == []
    text = "A BOMB HIT THE TOWN HALL. REBELS BOMBED PERU."
    built = Building(text).event("HIT", "bombing").claim("HIT", Role.TARGET, "TOWN HALL", Facility(name="TOWN HALL"))
    built.event("BOMBED", "bombing").actor("BOMBED", Role.TARGET, "PERU", "place")
    (incident,) = incidents(built.extraction)
    assert response(incident, built.extraction, _nobody).slots[12] == (Answer("TOWN HALL"),)


def test_the_number_of_a_victim_is_the_figure_told_of_it() -> None:
    """Whatever it measures: "six priests" are six, although only their killing is told."""
    built = Building("SIX PRIESTS WERE KILLED.").event("KILLED", "killing").actor("KILLED", Role.VICTIM, "PRIESTS", "group")
    built.count("KILLED", Role.OTHER, "SIX PRIESTS", Count(low=6, high=6))
    (incident,) = incidents(built.extraction)
    assert response(incident, built.extraction, _nobody).slots[21] == (Answer("6", "PRIESTS"),)


def test_confidence_follows_the_decision_tree() -> None:
    """Doubt voiced by the police is suspicion by authorities; the group's own word is a claim."""
    text = "POLICE SAID RED DAWN MAY HAVE KILLED EVA."
    police = Attribution(span=at(text, "POLICE"), quote="POLICE", kind=SpeakerKind.POLICE)
    itself = Attribution(span=at(text, "RED DAWN"), quote="RED DAWN", kind=SpeakerKind.ARMED_GROUP)
    for attribution, factuality, expected in (
        ((police,), Factuality.PS_PLUS, "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        ((), Factuality.UU, "SUSPECTED OR ACCUSED"),
        ((itself,), Factuality.CT_PLUS, "CLAIMED OR ADMITTED"),
        ((police,), Factuality.CT_PLUS, "REPORTED AS FACT"),
    ):
        built = Building(text).event("KILLED", "killing").actor("KILLED", Role.VICTIM, "EVA", "person")
        built.actor("KILLED", Role.ACTOR, "RED DAWN", "organisation", attribution=attribution, factuality=factuality)
        extraction = built.extraction
        assert response(incidents(extraction)[0], extraction, _nobody).slots[11] == (Answer(expected, "RED DAWN"),)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count(low=7, high=7), "7"),
        (Count(low=7, high=7, approximate=True), "~7"),
        (Count(low=6), "6-"),
        (Count(low=6, high=8), "6-8"),
        (Count(high=5), "PLURAL"),
    ],
)
def test_numbers(count: Count, expected: str) -> None:
    """Forms of 7.15."""
    assert muc_number(count) == expected


def test_dates() -> None:
    """The narrowest interval, the message's date when none is told, nothing when there is neither."""
    week = DateInterval(start=dt.date(1990, 3, 1), end=dt.date(1990, 3, 8))
    day = DateInterval(start=dt.date(1990, 3, 2), end=dt.date(1990, 3, 3))
    assert muc_date([week, day], None) == "02 MAR 90"
    assert muc_date([week], None) == "01 MAR 90 - 07 MAR 90"
    assert muc_date([DateInterval(end=dt.date(1990, 3, 8))], None) == "- 07 MAR 90"
    assert muc_date([], dt.date(1990, 3, 9)) == "- 09 MAR 90"
    assert muc_date([], None) is None


def test_set_lists() -> None:
    """Kinds of weapons, targets and perpetrators by their words."""
    assert [instrument_type(words) for words in ("a powerful car bomb", "SUBMACHINEGUNS", "rope")] == ["VEHICLE BOMB", "MACHINE GUN", None]
    assert (target_type("PUBLIC BUS"), target_type("TEMPLE")) == ("TRANSPORT VEHICLE", "OTHER")
    assert [is_plural(words) for words in ("ARMED MEN", "GUARDS", "BUS", "A BRIDGE")] == [True, True, False, False]
    built = Building("THE FMLN, SOLDIERS, THE ARMY")
    kinds = (("FMLN", "armed-group"), ("SOLDIERS", "security-force"), ("ARMY", "security-force"))
    for words, kind in kinds:
        built.claim("THE", Role.ACTOR, words, Actor(name=words, kind=kind))
    assert [is_organisation(claim) for claim in built.claims] == [True, False, True]
