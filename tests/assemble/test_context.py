"""Where and when: from the act's own sentence, else carried over and marked so, else assumed and marked so."""

import datetime as dt

import pytest

from tests.told import PUBLISHED, Act, day, interval, tell
from tocsin.core.claims import Origin, Role
from tocsin.core.values import DateInterval, Unresolved
from tocsin.pipeline import Reader


def origins(act: Act, role: Role) -> list[Origin]:
    return [claim.origin for claim in act.of(role)]


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("A curfew was imposed in Freetown, Makeni and Kenema on Tuesday.", "curfew", ["Freetown", "Kenema", "Makeni"]),
        ("A state of emergency is in force in Conakry, Kankan and the Boké region.", "state-of-emergency", ["Boké", "Conakry", "Kankan"]),
        ("Teachers went on strike in Oran and Annaba.", "strike", ["Annaba", "Oran"]),
        (
            "Protests took place in Kharkiv region, Luhansk region and Poltava region.",
            "protest",
            ["Kharkiv Oblast", "Luhansk Oblast", "Poltava Oblast"],
        ),
        ("The government cut the internet in Rangoon as well as in Mandalay.", "internet-shutdown", ["Mandalay", "Yangon"]),
    ],
)
def test_a_list_of_places_is_one_act_with_a_claim_per_place(rules: Reader, text: str, kind: str, places: list[str]) -> None:
    """READING.md 16: "in A, B and C" is one act in three places, each said by its own words."""
    act = tell(rules, text).act(kind)

    assert sorted(act.places) == places
    assert set(origins(act, Role.PLACE)) == {Origin.TEXT}


def test_a_place_with_its_country_is_one_place(rules: Reader) -> None:
    """No list: a place and the country it lies in."""
    assert tell(rules, "Gunmen attacked a market in Jos, Nigeria, on Monday.").act("attack").places == ["Jos"]


@pytest.mark.parametrize(
    ("words", "name", "country"),
    [
        ("Rangoon", "Yangon", "MM"),
        ("Bombay", "Mumbai", "IN"),
        ("Peking", "Beijing", "CN"),
        ("Saigon", "Ho Chi Minh City", "VN"),
        ("Léopoldville", "Kinshasa", "CD"),
        ("Madras", "Chennai", "IN"),
        ("Calcutta", "Kolkata", "IN"),
        ("Alma-Ata", "Almaty", "KZ"),
        ("Nur-Sultan", "Astana", "KZ"),
    ],
)
def test_old_names_resolve_to_todays_places(rules: Reader, words: str, name: str, country: str) -> None:
    """The value is today's place, the quote keeps the old name (READING.md 18)."""
    [place] = tell(rules, f"Police arrested 20 students in {words} on Monday.").act("arrest").of(Role.PLACE)

    assert place.quote == words
    assert (place.value.name, place.value.country) == (name, country)


def test_a_place_named_before_is_carried_over_and_marked(rules: Reader) -> None:
    """An act whose sentence names no place is where the report was; the claim points at those words and says it is context."""
    told = tell(rules, "Protests began in Freetown on Monday. Police arrested four students.")
    [place] = told.act("arrest").of(Role.PLACE)

    assert (place.quote, place.origin) == ("Freetown", Origin.CONTEXT)


def test_a_date_named_before_is_carried_over_and_marked(rules: Reader) -> None:
    """The same for the day, inside a paragraph."""
    told = tell(rules, "Riot police opened fire on demonstrators in Freetown on Monday. They also arrested four students.")
    [date] = told.act("arrest").of(Role.DATE)

    assert (date.quote, interval(date), date.origin) == ("Monday", day(10), Origin.CONTEXT)


def test_a_date_is_not_carried_into_the_next_paragraph(rules: Reader) -> None:
    """There the day is assumed, not said."""
    told = tell(rules, "Riot police opened fire in Freetown on Friday.\n\nFour students were arrested in Makeni.")

    assert origins(told.act("arrest"), Role.DATE) == [Origin.ASSUMED]


def test_a_day_nobody_names_is_assumed_and_marked(rules: Reader) -> None:
    """Around the published day, approximate, on the trigger's words; never passed off as said."""
    [date] = tell(rules, "Soldiers shot at protesters in Freetown.").act("shooting").of(Role.DATE)

    assert date.origin is Origin.ASSUMED
    assert date.quote == "shot"
    assert isinstance(date.value, DateInterval)
    assert date.value.approximate
    assert interval(date) == (PUBLISHED - dt.timedelta(days=1), PUBLISHED + dt.timedelta(days=1))


def test_nothing_is_assumed_without_a_published_date(rules: Reader) -> None:
    """No day is guessed; weekdays stay unresolved, and the report says what would help."""
    told = tell(rules, "Soldiers shot at protesters in Freetown. Police arrested four students on Monday.", published=None)

    assert told.act("shooting").of(Role.DATE) == []
    assert [type(claim.value) for claim in told.act("arrest").of(Role.DATE)] == [Unresolved]
    assert "--published" in next(problem.message for problem in told.extraction.problems if problem.code == "no-published-date")


def test_a_full_date_needs_no_published_date(rules: Reader) -> None:
    """A date that stands on its own is read without one."""
    told = tell(rules, "Police arrested four students in Freetown on 3 June 2024.", published=None)

    assert told.act("arrest").dates == [day(3)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In 2011, soldiers killed 17 miners in Kenema.", "killing"),
        ("Last year, 30 people died in Oran.", "death"),
        ("In 2020 the governor resigned.", "resignation"),
        ("Police arrested four students in Oran on 3 June 2019.", "arrest"),
    ],
)
def test_an_old_date_makes_background(rules: Reader, text: str, kind: str) -> None:
    """Acts of other years are coded and marked (READING.md 14), the whole act with its figures."""
    act = tell(rules, text).act(kind)

    assert {claim.background for claim in act.claims} == {True}


def test_an_old_date_colours_no_later_act(rules: Reader) -> None:
    """What follows is today's news: neither its day nor its standing comes from the background before it."""
    told = tell(rules, "In 2011, soldiers killed 17 miners in Kenema. Miners marched in Kenema to remember them.")
    march = told.act("march", "protest")

    assert {claim.background for claim in march.claims} == {False}
    assert origins(march, Role.DATE) == [Origin.ASSUMED]


@pytest.mark.parametrize("month", ["March", "May", "August"])
def test_a_month_is_no_event(rules: Reader, month: str) -> None:
    """On 2 March nobody marched: it is a date."""
    told = tell(rules, f"Protests began in Freetown on 2 {month}. Police arrested four students on {month} 3.")

    assert [act.type.quote for act in told.acts] == ["Protests", "arrested"]


def test_each_act_has_the_date_of_its_own_clause(rules: Reader) -> None:
    """Two acts, two days."""
    told = tell(rules, "Police arrested four students in Oran on Monday and released three journalists on Tuesday.")

    assert told.act("arrest").dates == [day(10)]
    assert told.act("release").dates == [day(11)]


def test_national_politics_belongs_to_the_country(rules: Reader) -> None:
    """A dismissal after news from a town is not in that town."""
    told = tell(
        rules, "Protests in Guinea began on Monday. Police arrested four students in Kankan. President Bassoko dismissed the whole government."
    )
    [place] = told.act("dismissal").of(Role.PLACE)

    assert (place.quote, place.origin) == ("Guinea", Origin.CONTEXT)
