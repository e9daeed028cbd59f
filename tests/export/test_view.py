"""What writers of tables ask of an event."""

import datetime as dt

import msgspec
import pytest

from tests.export.made import ARANDIS, NAMIBIA, POLICE, TEACHERS, Telling, dataset, day, figure, found
from tocsin.core.claims import Claim, Origin, Role
from tocsin.core.events import Event, Finding, Scope
from tocsin.core.scales import Factuality, Modality
from tocsin.core.values import Actor, Count, EventType, Facility, Sector
from tocsin.export.masking import Masking
from tocsin.export.view import View

ONE = (
    "Police and teachers clashed in Arandis on Tuesday at the market. Miners joined, 9 or 12 of them were hurt in Usakos, 4 on a day in May, 5 women."
)
OTHER = "Riot police and students clashed in Arandis. Soldiers watched."


def clash(*findings: Finding, other: Telling | None = None, one: Telling) -> View:
    """The clash with these findings, told by one report or two."""
    mentions = [telling.mention("clashed") for telling in (one, other) if telling is not None]
    event = Event(id="e1", mentions=tuple([mention.id for mention in mentions]), type="clash", findings=findings)
    tellings = [telling for telling in (one, other) if telling is not None]
    data = msgspec.structs.replace(
        dataset(),
        documents={telling.document.id: telling.document for telling in tellings},
        mentions={mention.id: mention for mention in mentions},
        claims={claim.key: claim for telling in tellings for claim in telling.claims},
        events=(event,),
        stories=(),
    )
    return View(data, event, Masking(data, people=False))


def told() -> tuple[Telling, Claim]:
    one = Telling(ONE, "Lantern", 15)
    return one, one.claim("clashed", Role.ACTOR, "Police", POLICE)


def test_those_named_beside_the_first_are_parties_too() -> None:
    """A finding names one actor; the report names two. Another report's other words for the same kind are no third, a new kind is."""
    one, police = told()
    one.claim("clashed", Role.ACTOR, "teachers", TEACHERS)
    other = Telling(OTHER, "Herald", 15)
    other.claim("clashed", Role.ACTOR, "Riot police", Actor(name="Riot police", kind="security-force", sector=Sector.COP, group="police"))
    other.claim("clashed", Role.ACTOR, "students", Actor(name="students", kind="group", sector=Sector.EDU, group="students"))
    other.claim("clashed", Role.ACTOR, "Soldiers", Actor(name="Soldiers", kind="security-force", sector=Sector.MIL, group="military"))
    view = clash(found(police), one=one, other=other)

    assert [party.actor.name for party in view.parties(Role.ACTOR)] == ["Police", "teachers", "Soldiers"]


def test_who_is_denied_or_only_feared_is_no_party() -> None:
    """Nor is an opinion about who is behind it."""
    one, police = told()
    one.claim("clashed", Role.ACTOR, "teachers", TEACHERS, factuality=Factuality.CT_MINUS)
    one.claim("clashed", Role.ACTOR, "Miners", TEACHERS, modality=Modality.FUTURE)

    assert [party.actor.name for party in clash(found(police), one=one).parties(Role.ACTOR)] == ["Police"]


def test_a_figure_is_the_wholes() -> None:
    """Not that of a group, a narrower place or a period; without a whole it is the largest part, and says so."""
    one, _ = told()
    claim = one.claim("clashed", Role.INJURED, "12", Count(low=12, high=12))
    women = figure(one.claim("clashed", Role.INJURED, "5 women", Count(low=5, high=5)), 5, 5, 5, group="women")
    miners = figure(claim, 9, None, None, group="workers")
    elsewhere = msgspec.structs.replace(figure(claim, 90, 90, 90), scope=Scope(measure=Role.INJURED, place="99"))
    running = msgspec.structs.replace(figure(claim, 80, 80, 80), scope=Scope(measure=Role.INJURED, period=day(1)))

    only_parts = clash(women, miners, elsewhere, running, one=one).figure(Role.INJURED)
    assert only_parts is not None
    assert (only_parts.best, only_parts.whole) == (9, False)
    whole = clash(women, miners, elsewhere, running, figure(claim, 12, 12, 15), one=one).figure(Role.INJURED)
    assert whole is not None
    assert (whole.best, whole.whole) == (12, True)
    assert clash(elsewhere, running, one=one).figure(Role.INJURED) is None
    assert clash(one=one).number(Role.INJURED) == (None, None)


def test_a_facility_says_where_when_no_place_does() -> None:
    """Through the place it is in."""
    one, _ = told()
    one.claim("clashed", Role.FACILITY, "market", Facility(name="market", place=ARANDIS))

    view = clash(one=one)
    assert view.place == ARANDIS
    assert [claim.quote for claim in view.facilities] == ["market"]


def test_a_country_is_no_point() -> None:
    """Though the gazetteer has one for it."""
    one, _ = told()
    wide = clash(found(one.claim("clashed", Role.PLACE, "Arandis", NAMIBIA)), one=one)

    assert (wide.coordinates, NAMIBIA.latitude) == (None, -22.0)
    assert wide.country is not None
    assert wide.country.alpha3 == "NAM"


@pytest.mark.parametrize(
    ("stances", "happened"),
    [
        ([(Factuality.CT_PLUS, Modality.ACTUAL)], True),
        ([(Factuality.UU, Modality.ACTUAL)], True),
        ([(Factuality.CT_MINUS, Modality.NEGATED), (Factuality.PS_PLUS, Modality.ACTUAL)], True),
        ([(Factuality.CT_MINUS, Modality.NEGATED)], False),
        ([(Factuality.PR_MINUS, Modality.ACTUAL)], False),
        ([(Factuality.UU, Modality.FUTURE)], False),
        ([(Factuality.UU, Modality.THREATENED), (Factuality.CT_PLUS, Modality.ATTEMPTED)], False),
    ],
)
def test_one_report_that_tells_it_as_happened_is_enough(stances: list[tuple[Factuality, Modality]], *, happened: bool) -> None:
    """However unsure; and none is not."""
    one, _ = told()
    for words, (factuality, modality) in zip(("clashed", "Police"), stances, strict=False):
        one.claim("clashed", Role.TYPE, words, EventType(code="clash"), factuality=factuality, modality=modality)

    assert clash(one=one).happened is happened


def test_a_day_nobody_names_is_assumed() -> None:
    """Only when every claim for it was inferred."""
    one, _ = told()
    inferred = one.claim("clashed", Role.DATE, "Police", day(14), origin=Origin.ASSUMED)
    named = one.claim("clashed", Role.DATE, "Tuesday", day(14))

    assert clash(found(inferred), one=one).date_is_assumed
    assert not clash(found(inferred, named), one=one).date_is_assumed
    assert clash(found(named), one=one).label == "Clash, 2024-05-14"
    assert clash(found(named), one=one).date == day(14)
    assert day(14).start == dt.date(2024, 5, 14)
