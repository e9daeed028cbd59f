"""Whole reports: what did not happen is told apart, opinion is marked, and a long report is read from its first line to its last."""

import datetime as dt

import pytest

from tests.told import PUBLISHED, Told, code, day, interval, speakers, tell
from tocsin.core.claims import Origin, Role
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality, Modality
from tocsin.core.values import Count, DateInterval, Granularity
from tocsin.pipeline import Reader
from tocsin.text.segment import segment

NOT_DONE = [
    # negated
    ("Police did not open fire on the demonstrators in Oran.", "shooting", "CT-", "negated"),
    ("No one was injured in Oran on Monday.", "injury", "CT-", "negated"),
    ("The government denied that soldiers had shot at the crowd in Oran.", "shooting", "CT-", "negated"),
    ("There is no evidence that police tortured the prisoners.", "torture", "PR-", "negated"),
    ("The planned march did not take place.", "march", "CT-", "negated"),
    # planned, announced
    ("The opposition will hold a march in Oran on Saturday.", "march", "Uu", "future"),
    # ordered
    ("The president ordered the army to disperse the protesters in Oran.", "dispersal", "Uu", "ordered"),
    # threatened, feared, conditional
    ("The rebels threatened to burn the town hall of Oran.", "arson", "Uu", "threatened"),
    ("If the governor does not resign, teachers will strike on Monday.", "resignation", "Uu", "hypothetical"),
    # hearsay
    ("Police reportedly killed two men in Oran on Monday.", "killing", "Uu", "actual"),
    ("According to incoming data, the town hall of Oran was burned.", "arson", "Uu", "actual"),
    ("The use of live ammunition in Oran was reported on Monday.", "shooting", "Uu", "actual"),
    # hedged
    ("Demonstrators may have thrown stones in Oran on Monday.", "riot", "PS+", "actual"),
    ("Police apparently killed two men in Oran on Monday.", "killing", "PR+", "actual"),
]


@pytest.mark.parametrize(("text", "kind", "factuality", "modality"), NOT_DONE, ids=[row[0] for row in NOT_DONE])
def test_what_is_not_said_to_have_happened(rules: Reader, text: str, kind: str, factuality: str, modality: str) -> None:
    """Every claim of the act carries the stance, and the words that set it are kept (READING.md 12)."""
    act = tell(rules, text).act(kind)

    assert (act.type.factuality, act.type.modality) == (Factuality(factuality), Modality(modality))
    assert Factuality.CT_PLUS not in {claim.factuality for claim in act.claims}
    assert act.type.cues != ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The government denied that soldiers had shot at the crowd in Oran.", "rejection"),
        ("The rebels threatened to burn the town hall of Oran.", "threat"),
        ("Soldiers are forbidden to shoot at demonstrators in Oran.", "ban"),
        ("Suspected rebels attacked a convoy near Jos on Monday.", "attack"),
        ("The riot in Bo was likely organised by the rivals of the mayor.", "riot"),
        ("Police in Oran said they had arrested four men.", "arrest"),
    ],
)
def test_what_did_happen_beside_it(rules: Reader, text: str, kind: str) -> None:
    """The denial, the threat and the ban are acts that happened; doubt about who did it is no doubt that it was done (READING.md 12, 24)."""
    act = tell(rules, text).act(kind)

    assert (act.type.factuality, act.type.modality) == (Factuality.CT_PLUS, Modality.ACTUAL)


@pytest.mark.parametrize("text", ["Police are forbidden to use force.", "Soldiers were banned from shooting at demonstrators."])
def test_the_content_of_a_ban_is_no_act(rules: Reader, text: str) -> None:
    """Forbidding force is the act; there is no act of force beside it."""
    told = tell(rules, text)

    assert [code(act.type) for act in told.acts] == ["ban"]


@pytest.mark.parametrize(
    ("text", "factuality", "hedge"),
    [
        ("The riot in Oran was likely organised by the rivals of the mayor.", "PR+", "likely"),
    ],
)
def test_opinion_is_marked_and_keeps_its_hedge(rules: Reader, text: str, factuality: str, hedge: str) -> None:
    """Who is behind it is a judgement, the writer's here, as sure as its hedge makes it (READING.md 13)."""
    opinions = [act for act in tell(rules, text).acts if act.type.opinion]

    assert [(act.type.factuality.value, [cue.quote for cue in act.type.cues], act.type.attribution) for act in opinions] == [
        (factuality, [hedge], ())
    ]


def test_facts_are_no_opinion(rules: Reader) -> None:
    """Nothing in a plain report is marked."""
    told = tell(rules, "Police in Oran arrested 14 students on Monday, the interior ministry said. Protesters burned the town hall.")

    assert {claim.opinion for claim in told.claims} == {False}


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("Police fired tear gas at the crowd in Oran.", "tear gas"),
        ("Demonstrators attacked the barracks with petrol bombs.", "petrol bombs"),
    ],
)
def test_means_are_instruments(rules: Reader, text: str, instrument: str) -> None:
    """Weapons are the means of the act: not its target, and no act of their own."""
    told = tell(rules, text)

    assert len(told.acts) == 1
    assert told.acts[0].quotes(Role.INSTRUMENT) == [instrument]
    assert instrument not in told.acts[0].quotes(Role.TARGET, Role.PROPERTY)


def test_soldiers_who_shoot_at_somebody_are_the_actors(rules: Reader) -> None:
    """What stands before "shot at" is never its object in the passive."""
    act = tell(rules, "Soldiers shot at protesters in Oran on Monday.").act("shooting")

    assert act.quotes(Role.ACTOR) == ["Soldiers"]
    assert act.quotes(Role.VICTIM) == []
    assert act.quotes(Role.TARGET) == ["protesters"]


def test_the_accuser_did_not_do_it(rules: Reader) -> None:
    """The actor of the accusation is not the actor of what somebody is accused of."""
    told = tell(rules, "Police accused the union of starting the riot.")

    assert told.act("accusation").quotes(Role.ACTOR) == ["Police"]
    assert "Police" not in told.act("riot").quotes(Role.ACTOR)


LONG_REPORT = """Rallies against the price of bread in Guinea, which began on June 7, have turned into mass clashes with the security forces. \
Demonstrators are using machetes, iron bars and petrol bombs. A state of emergency is in force in Conakry, Kankan and the Boké region. \
The use of live ammunition was reported on June 11.

According to the latest figures, more than 90 police officers and more than 140 civilians have been injured. In Conakry alone 260 people sought \
treatment, 170 of them were taken to hospital by ambulance. At least 9 patients are in critical condition, 5 of them policemen.

“More than 300 residents were beaten up, including 80 women and pensioners. Because of these crimes over 95 vehicles burned down, including 21 \
police cars and a fire engine” the chief of the Conakry police said.

According to incoming data, the town hall of Kankan was captured by the crowd and burned. The customs office in the town is on fire too.

About 220 kiosks and pharmacies were looted in Kankan. Videos posted online show how traffic cameras were smashed. Dozens of cars were burned. \
In Conakry, demonstrators seized radios and shields from the police.

On the night of June 10, President Bassoko dismissed the whole government. Police are forbidden to use force.

The protests were probably steered by people around the former prime minister. Their leader seems to be the exiled banker Tierno Soumah. \
Last year Soumah resigned from the board of the national bank.

In a message, Soumah calls on the protesters to coordinate with his office abroad: +32 is the code of Belgium, 470 and 471 are the codes of a mobile \
company there.
"""


@pytest.fixture(scope="module", params=["rules", pytest.param("trained", marks=pytest.mark.model)])
def long_report(request: pytest.FixtureRequest) -> Told:
    """The long report, by rules alone and with the model."""
    return tell(request.getfixturevalue(request.param), LONG_REPORT)


def test_long_the_protests_since_their_first_day(long_report: Told) -> None:
    """The protests, their country, and the day they began."""
    act = long_report.act("protest", word="Rallies")

    assert act.places == ["Guinea"]
    assert act.dates[0][0] == day(7)[0]
    assert act.type.factuality is Factuality.CT_PLUS


def test_long_they_turned_into_clashes(long_report: Told) -> None:
    """The escalation is an event of its own, not on the first day of the protests."""
    act = long_report.act("clash")

    assert act.places == ["Guinea"]
    assert day(7) not in act.dates
    assert "security forces" in act.quotes(Role.ACTOR)


def test_long_a_state_of_emergency_in_three_places(long_report: Told) -> None:
    """One act, three place claims."""
    act = long_report.act("state-of-emergency")

    assert sorted(act.places) == ["Boké", "Conakry", "Kankan"]
    assert act.type.factuality is Factuality.CT_PLUS


def test_long_firearms_only_reported(long_report: Told) -> None:
    """Reported by nobody named, on its day, not asserted."""
    act = long_report.act("shooting")

    assert (act.type.factuality, act.dates) == (Factuality.UU, [day(11)])
    assert [kind for _, kind in speakers(act.type)] == ["unnamed"]


def test_long_the_injured_of_the_country(long_report: Told) -> None:
    """Two figures of two groups, an unnamed speaker, the country, a running toll since the beginning."""
    act = long_report.act_on("more than 90 police officers", "injury")
    police, civilians = act.figure("more than 90 police officers"), act.figure("more than 140 civilians")

    assert act.places == ["Guinea"]
    assert [(claim.value.low, claim.value.high) for claim in (police, civilians) if isinstance(claim.value, Count)] == [(90, None), (140, None)]
    assert [speakers(claim) for claim in (police, civilians)] == [[("latest figures", "unnamed")]] * 2
    assert [claim.factuality for claim in (police, civilians)] == [Factuality.CT_PLUS] * 2
    assert [claim.as_of for claim in (police, civilians)] == [PUBLISHED] * 2
    assert [interval(claim) for claim in act.of(Role.DATE) if claim.qualifies == police.key] == [(day(7)[0], day(12)[1])]


def test_long_the_critical(long_report: Told) -> None:
    """At least nine, five of them police."""
    act = long_report.act_on("9 patients", "injury")
    critical, police = act.figure("At least 9 patients"), act.figure("5")

    assert (critical.role, police.role) == (Role.HOSPITALISED, Role.HOSPITALISED)
    assert isinstance(critical.value, Count)
    assert (critical.value.low, critical.value.high) == (9, None)
    assert police.part_of == critical.key


@pytest.mark.parametrize(
    ("kind", "whole", "part", "role"),
    [
        ("beating", "More than 300 residents", "80 women and pensioners", Role.BEATEN),
        ("arson", "over 95 vehicles", "21 police cars", Role.DAMAGED),
    ],
)
def test_long_the_quotation_of_the_police_chief(long_report: Told, kind: str, whole: str, part: str, role: Role) -> None:
    """Both sentences between the marks are the chief's, whose name follows without a comma."""
    act = long_report.act_on(whole, kind)
    larger, smaller = act.figure(whole), act.figure(part)

    assert (larger.role, smaller.role) == (role, role)
    assert smaller.part_of == larger.key
    assert [speakers(claim) for claim in (larger, smaller)] == [[("chief of the Conakry police", "police")]] * 2


def test_long_the_town_hall_captured_and_burned(long_report: Told) -> None:
    """Two acts on one building, both only according to incoming data."""
    taken, burned = long_report.act_on("town hall", "building-seizure"), long_report.act_on("town hall", "arson")

    assert (taken.places, burned.places) == (["Kankan"], ["Kankan"])
    assert (taken.type.factuality, burned.type.factuality) == (Factuality.UU, Factuality.UU)
    assert [speakers(act.type) for act in (taken, burned)] == [[("incoming data", "unnamed")]] * 2


def test_long_a_second_building_on_fire_too(long_report: Told) -> None:
    """A fire of its own in the same town, from the same unnamed data: "too" takes the sentence before it up."""
    fire = long_report.act_on("customs office", "arson")

    assert fire.places == ["Kankan"]
    assert fire.type.factuality is Factuality.UU
    assert speakers(fire.type) == [("incoming data", "unnamed")]


def test_long_premises_looted(long_report: Told) -> None:
    """About so many; nobody is made the looter."""
    act = long_report.act_on("220 kiosks", "looting")

    assert act.places == ["Kankan"]
    assert act.figure("About 220 kiosks and pharmacies").role is Role.LOOTED
    assert act.of(Role.ACTOR) == []


def test_long_cameras_smashed(long_report: Told) -> None:
    """Seen on videos: the media are the speaker."""
    act = long_report.act_on("traffic cameras", "property-destruction")

    assert [kind for _, kind in speakers(act.type)] == ["media"]
    assert act.quotes(Role.PROPERTY) == ["traffic cameras"]


def test_long_dozens_of_cars_beside_the_larger_figure(long_report: Told) -> None:
    """Two claims; neither swallows the other, the writer's has no speaker."""
    [dozens] = [claim for claim in long_report.claims if claim.quote == "Dozens of cars" and claim.role is Role.DAMAGED]

    assert isinstance(dozens.value, Count)
    assert (dozens.value.low, dozens.value.high, dozens.value.approximate) == (24, None, True)
    assert (dozens.attribution, dozens.part_of) == ((), None)


def test_long_equipment_seized(long_report: Told) -> None:
    """What the demonstrators took, and where."""
    act = long_report.act_on("radios", "looting", "other")

    assert act.quotes(Role.ACTOR) == ["demonstrators"]
    assert act.places == ["Conakry"]
    assert act.quotes(Role.PROPERTY) == ["radios", "shields"]


def test_long_the_government_dismissed(long_report: Told) -> None:
    """By the president, on the night of a date, in the country."""
    act = long_report.act("dismissal")
    [date] = act.of(Role.DATE)

    assert act.quotes(Role.ACTOR) == ["President Bassoko"]
    assert act.quotes(Role.TARGET) == ["whole government"]
    assert act.places == ["Guinea"]
    assert interval(date) == (day(10)[0], day(11)[1])
    assert date.value.part_of_day.value == "night"
    assert date.origin is Origin.TEXT


def test_long_the_call(long_report: Told) -> None:
    """Who calls, on whom; the telephone codes in it are no figures."""
    act = long_report.act("statement-call")

    assert act.quotes(Role.ACTOR) == ["Soumah"]
    assert act.quotes(Role.TARGET) == ["protesters"]
    assert [figure for figure in long_report.figures if figure[1] in {"+32", "32", "470", "471"}] == []


def test_long_no_act_of_force(long_report: Told) -> None:
    """What the police are forbidden is no act."""
    assert long_report.all("excessive-force", "dispersal") == []
    assert long_report.act("ban").quotes(Role.TARGET) == ["Police"]


def test_what_is_said_about_the_future_was_said_before(rules: Reader) -> None:
    """In a sentence about what is to come dates count forward, but not the day on which somebody spoke of it."""
    text = "The bridge is set to reopen in September, the ministry said on Friday."
    segmented = segment(Document.freeze(text, Report(published=dt.date(2022, 6, 26))))
    found = {one.mention.span.quote(text): one.value for row in rules.dated(segmented) for one in row}
    assert found["September"] == DateInterval(start=dt.date(2022, 9, 1), end=dt.date(2022, 10, 1), granularity=Granularity.MONTH)
    assert found["Friday"] == DateInterval(start=dt.date(2022, 6, 24), end=dt.date(2022, 6, 25), granularity=Granularity.DAY)
