"""Acts and figures become claims, each with its words, place, date, speaker and certainty."""

import datetime as dt

import pytest

from tests.told import PUBLISHED, check_marked, interval, speakers, tell
from tocsin.core.claims import Origin, Role
from tocsin.core.values import Count
from tocsin.pipeline import Reader

MARKED = [
    # a figure with its act, actor, place, date and speaker
    """<actor by="interior ministry" kind=government>Police</> in <place is=Lyon>Lyon</> <type is=arrest fact=CT+>arrested</>
    <arrested low=14 high=14 by="interior ministry">14 students</> on <date from=2024-06-10 to=2024-06-11>Monday</>, the interior ministry said.""",
    "<killed low=open high=50 fact=PS+ by=mayor kind=government>Up to 50 people</> may have <type is=death fact=PS+>died</>, the mayor said.",
    "<injured low=30 high=40 by=medics kind=medical>Between 30 and 40 people</> were <type is=injury>hurt</>, medics said.",
    # the organisers are the deepest speaker, the newspaper passed it on
    """The organisers said the <actor>police</> had <type is=beating>beaten</> <beaten low=40 high=40 by=organisers kind=organisers>40 protesters</>
    in <place is=Oran>Oran</> on <date from=2024-06-10 to=2024-06-11>Monday</>, according to the newspaper El Watan.""",
    # one verb, one act; its figure counts what the verb does to it
    """<actor>Protesters</> <type is=arson>burned</> <damaged low=5 high=5>five cars</>
    and <type is=looting>looted</> <looted low=3 high=3>three shops</> in Oran.""",
    "The army <type is=troop-deployment>deployed</> <deployed low=2000 high=2000>2,000 soldiers</> in <place is=Oran>Oran</> on Monday.",
    "<participants low=2000 high=open>Thousands of people</> <type is=march>marched</> through <place is=Oran>Oran</> on <date>Monday</>.",
    "<actor>Suspected rebels</> <type is=attack fact=CT+>attacked</> a convoy near <place is=Jos>Jos</> on Monday.",
    "<actor>President Bassoko</> <type is=resignation>resigned</> on <date from=2024-06-10 to=2024-06-11>Monday</>.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_figures_acts_places_dates_and_speakers(rules: Reader, marked: str) -> None:
    """Each value stands on its words, with its speaker and certainty; words that are not marked make no claim in the roles that are."""
    check_marked(rules, " ".join(marked.split()))


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Two men were shot dead in Bo on Sunday night.", "killed"),
        ("About 220 kiosks and pharmacies were looted in Kankan.", "looted"),
        ("Dozens of cars were burned in Kankan.", "damaged"),
        ("More than 300 residents were beaten in Conakry.", "beaten"),
        ("A state of emergency is in force in Conakry.", None),
        ("Shots were fired in Oran on Monday night.", None),
    ],
)
def test_a_passive_without_an_agent_has_no_actor(rules: Reader, text: str, measure: str | None) -> None:
    """Nobody is made the actor of what the text leaves without one (READING.md 15)."""
    told = tell(rules, text)

    assert told.acts != []
    assert [claim.quote for claim in told.claims if claim.role is Role.ACTOR] == []
    assert [figure[0] for figure in told.figures] == ([measure] if measure else [])


@pytest.mark.parametrize(
    ("text", "whole", "part", "measures"),
    [
        ("At least 30 people were arrested in Oran, including 12 students.", "At least 30 people", "12 students", ("arrested", "arrested")),
        ("At least 9 patients are in critical condition, 5 of them policemen.", "At least 9 patients", "5", ("hospitalised", "hospitalised")),
        ("Over 95 vehicles were burned, including 21 police cars.", "Over 95 vehicles", "21 police cars", ("damaged", "damaged")),
        ("In Bo 40 people were injured, 3 of whom died.", "40 people", "3", ("injured", "killed")),
    ],
)
def test_a_subset_is_part_of_its_whole(rules: Reader, text: str, whole: str, part: str, measures: tuple[str, str]) -> None:
    """The subset is a claim of its own and names the key of the larger one, also where it is counted by another measure (READING.md 5)."""
    told = tell(rules, text)
    by_words = {claim.quote: claim for claim in told.claims if isinstance(claim.value, Count)}

    assert {whole, part} <= set(by_words)
    assert (by_words[whole].role.value, by_words[part].role.value) == measures
    assert by_words[part].part_of == by_words[whole].key
    assert by_words[whole].part_of is None


def test_two_subsets_of_one_whole(rules: Reader) -> None:
    """Each part points at the whole, not at the part before it."""
    told = tell(rules, "At least 30 people were arrested in Oran on Monday, including 12 students and two journalists.")
    act = told.act("arrest")

    assert act.figure("12 students").part_of == act.figure("two journalists").part_of == act.figure("At least 30 people").key


def test_rival_figures_stay_side_by_side(rules: Reader) -> None:
    """Two speakers' figures for one act are two claims of it; neither is a part of the other, neither disputed (READING.md 2 and 8)."""
    told = tell(rules, "Police said three protesters were killed in Oran on Monday. The opposition said 12 protesters were killed.")
    act = told.act("killing")
    three, twelve = act.figure("three protesters"), act.figure("12 protesters")

    assert (speakers(three), speakers(twelve)) == ([("Police", "police")], [("opposition", "opposition")])
    assert (three.part_of, twelve.part_of) == (None, None)
    assert not three.disputed
    assert not twelve.disputed


def test_the_same_figure_from_two_speakers_is_two_claims(rules: Reader) -> None:
    """The number may agree; who vouches for it does not (READING.md 2)."""
    told = tell(rules, "Police said 12 miners were killed in Oran on Monday. The opposition said 12 miners were killed.")

    assert [speakers(claim)[0][0] for claim in told.claims if claim.role is Role.KILLED] == ["Police", "opposition"]


def test_a_running_toll_has_the_day_it_was_put_and_the_time_it_covers(rules: Reader) -> None:
    """From the beginning the report gives to the day it is stated (READING.md 7)."""
    told = tell(rules, "Protests began in Oran on 3 June. On Monday police fired at the crowd. A total of 80 people have been injured so far.")
    figure = told.act("injury").figure("A total of 80 people")
    [covers] = [claim for claim in told.claims if claim.qualifies == figure.key and claim.role is Role.DATE]

    assert figure.as_of == PUBLISHED
    assert interval(covers) == (dt.date(2024, 6, 3), dt.date(2024, 6, 13))
    assert covers.origin is Origin.CONTEXT


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("The death toll has risen to 12, the health ministry said on Friday.", dt.date(2024, 6, 7)),
        ("The toll stood at 45 on Monday, said the governor.", dt.date(2024, 6, 10)),
    ],
)
def test_a_toll_put_on_a_named_day(rules: Reader, text: str, put: dt.date) -> None:
    """`as_of` is the day the speaker put it, where the text says so."""
    [figure] = [claim for claim in tell(rules, text).claims if claim.role is Role.KILLED]

    assert figure.as_of == put


def test_one_days_figure_is_no_running_toll(rules: Reader) -> None:
    """A figure of one attack has no `as_of`."""
    told = tell(rules, "Gunmen attacked a bus near Jos on Sunday, killing five people.")

    assert told.act("attack").figure("five people").as_of is None


def test_what_a_killing_did_is_its_figure_not_an_event(rules: Reader) -> None:
    """The dead and the wounded of an attack told in one sentence are figures and victims of the attack (READING.md 23)."""
    told = tell(rules, "Gunmen attacked a bus near Jos on Sunday, killing five people and wounding 12.")

    assert [act.type.quote for act in told.acts] == ["attacked"]
    assert told.figures == [("killed", "five people", 5, 5), ("injured", "12", 12, 12)]


def test_figures_in_two_places(rules: Reader) -> None:
    """A second place with its own figure is read, and says which figure it belongs to (READING.md 6)."""
    told = tell(rules, "Police arrested 20 people in Oran and 14 in Annaba on Monday.")
    fourteen = next(claim for claim in told.claims if claim.quote == "14")
    belongs = [claim for claim in told.claims if claim.role is Role.PLACE and claim.qualifies == fourteen.key]
    elsewhere = [act for act in told.acts if "Annaba" in act.places and fourteen in act.claims and "Oran" not in act.places]

    assert belongs or elsewhere


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Call +224 622 10 20 30 for help; +32 is the code of Belgium, 470 and 471 are the codes of a mobile company.", []),
        ("The 14-year-old paid 500 dollars for the third of 60 seats after a strike.", []),
        ("Police fired at 9.30 on 3 June 2024 in Oran.", []),
    ],
)
def test_what_is_no_figure(rules: Reader, text: str, figures: list[object]) -> None:
    """Telephone codes, ages, prices, ordinals, times and dates count nobody (READING.md 1)."""
    assert tell(rules, text).figures == figures


def test_telephone_codes_are_not_listed_as_left_over_figures(rules: Reader) -> None:
    """They are not figures, so they are not figures that were missed either."""
    told = tell(rules, "The party calls on the strikers to write to +32: 470 and 471 are the codes of a mobile company.")

    assert [problem.quote for problem in told.extraction.problems if problem.code == "figure-without-measure"] == []


def test_a_figure_that_no_act_explains_is_listed(rules: Reader) -> None:
    """What was not understood is output too."""
    told = tell(rules, "Police in Oran arrested four men on Monday. The shop had sold 70 shovels.")

    assert [problem.quote for problem in told.extraction.problems if problem.code == "figure-without-measure"] == ["70 shovels"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man was shot dead in Bo.", {"man": "killed"}),
        ("Ana Boe, 43, was shot in Bo and died later.", {"Ana Boe": "killed"}),
        ("A boy was wounded in the clash.", {"boy": "injured"}),
        ("Three men were shot dead in Bo.", {"men": None}),
    ],
)
def test_what_befell_a_single_person_is_kept_on_the_victim(rules: Reader, text: str, expected: dict[str, str | None]) -> None:
    """One person is no figure (READING.md 1), and yet counts."""
    told = tell(rules, text)

    assert {claim.quote: claim.counts_as.value if claim.counts_as else None for claim in told.claims if claim.role is Role.VICTIM} == expected
