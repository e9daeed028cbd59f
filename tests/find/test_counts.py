"""Figures: the examples of the lexicons, bounds (READING.md 3), groups, measures (4) and subsets (5)."""

from pathlib import Path

import pytest
import yaml

from tests.marked import parse
from tocsin.core.document import Document, Report, Segmented
from tocsin.core.hints import Hint, Hints
from tocsin.core.spans import Span
from tocsin.find.counts import CountFinder
from tocsin.resources.lexicons import Lexicons, shipped_lexicons
from tocsin.text.segment import segment

ROOT = Path(__file__).parents[2]
LEXICONS = ("numbers", "number_bounds", "number_contexts", "measures")


@pytest.fixture(scope="module")
def finder() -> CountFinder:
    return CountFinder(Lexicons((ROOT / "src/tocsin/data/lexicons.json").read_bytes()))


def cases(key: str) -> list[str]:
    return [
        example
        for name in LEXICONS
        for entry in yaml.safe_load((ROOT / "resources" / "lexicons" / f"{name}.yaml").read_text(encoding="utf-8"))
        for example in entry.get(key, [])
    ]


def document_of(text: str) -> Segmented:
    return segment(Document.freeze(text, Report()))


def found(finder: CountFinder, text: str) -> dict[tuple[str, str], tuple[int | None, int | None, bool]]:
    """Words and measure -> bounds, of every figure that has a measure."""
    return {
        (figure.mention.span.quote(text), figure.measure.role.value): (figure.mention.low, figure.mention.high, figure.mention.approximate)
        for figure in finder.read(document_of(text))
        if figure.measure is not None
    }


MORE = [
    "<injured low=200>More than 200 police officers</> and <injured low=100>more than 100 civilians</> have been injured.",
    "<treated low=190 high=190>190 people</> went to health institutions.",
    "There are <hospitalised low=7>at least 7 victims</> in critical condition in the intensive care units.",
    "<beaten low=500>More than 500 civilians</> were beaten, including <beaten low=130 high=130>130 women and old people</>.",
    "<damaged low=120>Over 120 vehicles</> were burned, including <damaged low=33 high=33>33 police cars</>, ambulances and fire trucks.",
    "<damaged low=24 approx=true>Dozens of cars</>, including military trucks, were burned.",
    "<looted low=400 high=400 approx=true>About 400 cafes, shops and offices</> were looted.",
    "<killed low=12 high=12>12 dead</> as bus burns",
    "The strike left <killed low=5 high=5>5 dead</> and <injured low=20 high=20>20</> wounded.",
    "A mine killed a judge and <killed low=12 high=12>12 soldiers</>.",
    "<injured low=10 high=15>Between 10 and 15 people</> were hurt.",
    "<killed low=3 high=4>Three or four men</> died.",
    "<killed low=14>At least 14 people</> were killed and <injured low=40 approx=true>scores</> wounded when troops opened fire.",
    "<displaced low=1200>More than 1,200 people</> have been displaced and <damaged low=300 high=300>300 homes</> set ablaze in Keel.",
    "<killed low=156>At least 156 people</> were killed and <other low=24 approx=true>dozens of women</> raped.",
    "Clashes have left <killed low=23>at least 23 dead</> since Saturday, and <damaged low=100>more than 100 houses</> razed.",
    "Police estimated the crowd at <participants low=20000 high=20000>20,000</>.",
    "<casualties low=6 high=6>Six</> were shot -- <killed low=2 high=2>2</> killed and <injured low=4 high=4>4</> wounded -- outside the hall.",
    "The raid ended in killing and wounding <casualties low=40>over 40 people</>.",
    "The bomb killed and wounded <casualties low=12 high=12>12 people</>.",
    "Of the crew, <killed low=26 high=26>26 die</> and <injured low=6 high=6>six</> are wounded.",
    "The storm hurt <injured low=7 high=7>seven</>, leaving <hospitalised low=2 high=2>two</> of them in a critical condition.",
    "<participants low=3 high=3>Three men</> fatally shot <killed low=2 high=2>two others</>.",
    "She was convicted of attempting to kill <other low=2 high=2>two guards</>.",
    "<other low=1 high=1>One</> of <killed low=2 high=2>two men</> who were shot dead has been identified.",
    "<released low=2 high=2>Two farmers</> who stand accused of beating a boy were granted bail.",
    "<arrested low=2 high=2>Two brothers</> were taken in for questioning.",
    "<other low=3 high=3>Three students</> have been charged with arson.",
    "The brave were murdered, one by one, and 26 deputies, two more than the law asks for, left the hall.",
    "THE GROUP OF EIGHT CALLED A STRIKE NEAR KALO.",
    "Ana Boe and Luz Ode, both 19, are charged.",
    "Ana Boe and Luz Ode, both 19 and from Bo, died.",
    "<killed low=2 high=2>Two girls</>, 7 and 9 years old, were shot dead.",
    "They saw a girl and two women, believed to be 30 and 60, all shot dead.",
    "He stood near the pool with two friends and was wounded.",
    "Guards found <killed low=3 high=3>three adults</> and <killed low=2 high=2>two boys</> — dead of burns.",
    "<killed low=8 high=8>Eight dead</> and <injured low=100>over 100</> injured: this is the price of the law.",
    "<killed low=3 high=3>Three guards</> were killed and <injured low=11 high=11>11</> wounded when shells fell.",
    "A man entered the Kalo 6 near the river and opened fire.",
    "An AK- 47 rifle was seized.",
    "No one was killed and no injuries were reported.",
    "The toll rose from three to <killed low=5 high=5>five</>.",
    "The bodies of <killed low=4 high=4>four</> of <abducted low=9 high=9>the nine students</> who were kidnapped were found.",
    "Deaths and injuries were put at <injured low=35000 high=35000>35,000</>.",
    "The number of officers arrested rose to <arrested low=21 high=21>21</>.",
    "The mayor was arrested along with <arrested low=70 high=70 approx=true>about 70 supporters</>.",
    "<killed low=30 high=30>Thirty men</> died in the east, <killed low=6 high=6>six</> in the north and <killed low=2 high=2>two</> in the south.",
    "The east reported <killed low=30 high=30>30 deaths</>, the north (<killed low=6 high=6>six</>) a few.",
    "Two shootings shook the town, and a pitcher struck out 12.",
    "Losses ran in the millions, and they helped one another.",
    "<participants low=1000 high=2000>1,000-2,000 protesters</> marched.",
    "<casualties low=12 high=12>Twelve people</> were killed or injured.",
    "<killed low=2 high=2>Two men</> were shot and killed.",
    "<arrested low=73 high=73>73 people</> were arrested and charged.",
    "<displaced low=2000 approx=true>THOUSANDS OF VILLAGERS</> CONTINUED TO FLEE.",
    "They hold <abducted low=80 high=80>80 visitors</>, including <abducted low=10 high=10>10 children</>, hostage.",
    "Police identified <killed low=2 high=2>two men</> shot and killed last week.",
    "The mayor was arrested at his home by <deployed low=20 high=20 approx=true>about 20 armed policemen</>.",
    "<killed low=2 high=2>Two more soldiers</> were killed, bringing the total to <killed low=27 high=27>27</>.",
    "The number of people killed since the war began in the north of the country now totals <killed low=900 high=900>900</>.",
    "Over the past week <abducted low=30 high=30>30 young men</> were abducted.",
    "The dead <killed low=21 high=21>21 pupils</> were buried.",
    "In nine of the 24 districts the strike went on.",
    "The mayor received three bullet wounds.",
    "Ann Boe, one of the best judges, was killed.",
    "They took the flag down and burned the old one.",
    "They were arrested with their children, 5 and 7.",
    "Ann Boe Jr., 19, was released.",
    "The mayor, 47, and his son, aged 12, drove an AK-47 to 5 Main Street at 10:30 on 12 May 2019.",
    "The code +380 and 50 and 99 belong to a phone company.",
    "Three suspects said they were innocent.",
    "<injured low=3 high=3>Three other men</>, ages 25, 26, and 33, were injured.",
    "<injured low=2 high=2>Two men</>, 26 and 21, were hurt.",
    "On the road, <injured low=26 high=26>26</> were hurt.",
    "Image 4 of 16 A man died on Thursday.",
    "The gunman killed <killed low=1 high=1>one man</> and left <injured low=6>at least six others</> with gunshot wounds.",
    "<injured low=6 high=6>Six people</> with burns were found.",
    "He was 82 and had been ill for 10 days.",
    "<killed low=5 high=5>Five farmers</> came out of the hall and were killed by the army.",
    "<injured low=3 high=3>Three officers</> were attacked by the crowd and sustained bruises on their arms.",
    "<killed low=16>At least 16 members</> of the patrol (the militia that fights) died.",
    "<killed low=3 high=3>Three pilgrims</>, namely Raul (26), Jamshed (23) and Pin (24) lost their lives.",
    "<displaced low=200 approx=true>Several hundred residents</> of the port, mainly fishermen, have left the region.",
    "<killed low=1 high=1>One of the victims</> who was shot in the head later died.",
    "<released low=2 high=2>Two farmers</> accused of the murder of a guard were granted bail.",
    "<killed low=2 high=2>Two men</> who were shot dead have been identified.",
    "<killed low=14 high=14>Fourteen protesters</> and <killed low=4 high=4>four officers</> were killed.",
    "<participants low=5000>Over 5,000</> protest for the port.",
    "<participants low=900 high=900>900 counter-protesters</> cross the square.",
    "THEY SET ON FIRE <damaged low=2 high=2>TWO TRUCKS</>.",
    "<damaged low=1 high=1>Another truck</> was burned.",
    "Police rounded up <arrested low=60 high=60>60 workers</> last week.",
    'The rebels have hit "<damaged low=4 high=5>four or five trucks</>" since May.',
    "<arrested low=2 high=2>Two men</> aged 29 and 38 were arrested.",
    "+ <killed low=1 high=1>One</> killed in bus crash",
    "During one of the sessions, Boe died.",
    "A rally by <participants low=300 high=300>300 miners</> was attacked and the hall burned.",
    "<participants low=200 high=200>200 students</> protesting the arrest of a guard fill the square and several are arrested.",
    "Nine mothers, whose children were killed, wept.",
    "All but one of the rooms burned at 3.30am.",
    "The Group of 16 was expelled.",
    "Two factions clashed.",
    "The first entry, 2009-04-13: a woman dies.",
    "Ivo Ode, a father of three, was shot and killed.",
    "The woman, who has at least two sons, died.",
    "Police said <killed low=2 high=2>two</> of <casualties low=4 high=4>the four shooting victims</> had died.",
    "<killed low=1 high=1>One</> of <casualties low=2 high=2>two girls</> shot on Monday has died.",
    "Officers located <casualties low=4 high=4>four shooting victims</>, and Ode and Boe died.",
    "Teen who shot <casualties low=4 high=4>4</>, including <casualties low=2 high=2>2 agents</>, is killed by police",
    "He killed <killed low=4 high=4>four people</> earlier in the day.",
    "The girl fled when <participants low=2 high=2>two people</> shot at her.",
    "<killed low=2 high=2>2 dead</>, <injured low=6 high=6>6 inj</> in blast",
]


def told(marked: str) -> tuple[str, dict[tuple[str, str], tuple[int | None, int | None, bool]]]:
    text, marks = parse(marked)
    bounds = {
        (text[mark.start : mark.end], mark.name): tuple(int(mark.attributes[key]) if key in mark.attributes else None for key in ("low", "high"))
        for mark in marks
    }
    vague = {(text[mark.start : mark.end], mark.name) for mark in marks if mark.attributes.get("approx") == "true"}
    return text, {key: (low, high, key in vague) for key, (low, high) in bounds.items()}


@pytest.mark.parametrize("marked", [*cases("examples"), *MORE])
def test_figures_are_read_as_marked(finder: CountFinder, marked: str) -> None:
    """Words, measure and bounds are exactly those marked; unmarked numbers are no figures."""
    text, expected = told(marked)
    actual = found(finder, text)

    assert actual == expected


@pytest.mark.parametrize("text", cases("counter"))
def test_counter_examples_hold_no_figure(finder: CountFinder, text: str) -> None:
    """What a lexicon entry names as a counter-example gives no figure with a measure."""
    assert found(finder, text) == {}


def test_a_number_that_is_a_label_is_no_figure_even_for_the_model(finder: CountFinder) -> None:
    """As in "50 and 99 are the codes": the trained reader may give a measure to what counts, and to nothing else."""
    for text, number, measured in (
        ("In the valley 12 farmers were seen.", "12 farmers", ["treated"]),
        ("In the valley 12 farmers started a fire.", "12 farmers", []),
        ("The code of the country is 380, and 50 and 99 are the codes of two networks.", "50", []),
    ):
        start = text.index(number)
        hints = Hints(hints=(Hint(Span(start, start + len(number)), "figure", "treated", 0.9),))
        figures = finder.read(document_of(text), hints)
        assert [figure.measure.role.value for figure in figures if figure.measure is not None] == measured


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 people died, including 3 children and 2 women.", {1: 0, 2: 0}),
        ("190 people went to clinics. 150 of them came by ambulance.", {1: 0}),
        ("12 people died and 30 were injured.", {}),
        ("At least 7 victims are in critical condition, 4 of them are police officers.", {1: 0}),
    ],
)
def test_subsets_point_at_the_whole(finder: CountFinder, text: str, expected: dict[int, int]) -> None:
    """As in "including n" and "n of them" are part of the larger figure before them, figures side by side are not."""
    figures = finder.read(document_of(text))
    assert {i: figure.part_of for i, figure in enumerate(figures) if figure.part_of is not None} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man was shot dead.", ["killed"]),
        ("Ana Boe, 43, died at the scene.", ["killed"]),
        ("The boy was wounded and he died later.", ["injured", "killed"]),
        ("The fatal shooting of a student angered them.", ["killed"]),
        ("The shooting left a girl dead.", ["killed"]),
        ("A boy shot himself in the leg.", ["injured"]),
        ("A boy was shot in the yard and died there.", ["killed"]),
        ("Boe was shot by Ivo Ode, Jr., before he killed himself.", ["casualties", "killed"]),
        ("A bullet grazed the man.", ["injured"]),
        ("Woman kills son, self", ["killed", "killed"]),
        ("Bullets killed Ana Boe and injured Eva Lind, Elna Ode, and Luz Cabo.", ["killed", "injured", "injured", "injured"]),
        ("Man, woman dead, two children hurt in Bo", ["killed", "killed"]),
        ("The brother of the child shot and killed, was treated.", ["treated", "killed"]),
        ("Boe met the sister of Krol, who was among five guards who died.", ["killed"]),
        ("The boy is accused of Attempted Murder.", []),
        ("No man was hurt.", []),
        ("Two men were shot dead.", []),
        ("A man said the strike was over.", []),
    ],
)
def test_single_people_described(finder: CountFinder, text: str, expected: list[str]) -> None:
    """One person something was done to is told as a one, with the measure; pronouns too, several people and speakers not."""
    (sentence,) = document_of(text).sentences
    assert [measure.role.value for _, measure in finder.described(sentence)] == expected


def test_who_was_gunned_down_was_hurt_where_nobody_died(finder: CountFinder) -> None:
    """The report knows; a sentence alone may not."""
    text = "A boy was gunned down."
    (sentence,) = document_of(text).sentences

    assert [measure.role.value for _, measure in finder.described(sentence)] == ["killed"]
    assert [measure.role.value for _, measure in finder.described(sentence, deadly=False)] == ["injured"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ivo Ode killed his wife, then himself.", "Ode"),
        ("Boe shot and killed his mother before killing himself.", "Boe"),
        ("Boe was shot by Ivo Ode, Jr., before he killed himself.", "Ode"),
    ],
)
def test_who_did_it_to_himself(finder: CountFinder, text: str, who: str) -> None:
    """The subject of the clause; for a pronoun whoever was named last."""
    (sentence,) = document_of(text).sentences

    assert [mention.span.quote(text) for mention, _ in finder.described(sentence) if mention.rule == "reflexive"] == [who]


def test_a_subset_takes_the_measure_of_the_whole(finder: CountFinder) -> None:
    """A subset without a verb of its own counts what the larger figure counts."""
    text = "At least 7 victims are in critical condition, 4 of them are police officers."

    assert [figure.measure.role.value for figure in finder.read(document_of(text)) if figure.measure is not None] == ["hospitalised"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five people were shot in the yard. They are in stable condition.", "injured"),
        ("Five people were shot in the yard. One of them died.", "casualties"),
        ("There were five casualties. They are in stable condition.", "casualties"),
        ("Five people were hit by gunfire.", "injured"),
        ("Five people were gunned down. They are in stable condition.", "injured"),
        ("Five people were gunned down. Their bodies were found.", "killed"),
        ("Police found five victims in the yard. All were shot in the legs.", "injured"),
        ("Police found five victims in the yard. All were shot, and one died.", "casualties"),
        ("Police spoke of five victims of the fraud.", "casualties"),
    ],
)
def test_people_shot_are_wounded_where_nobody_died(finder: CountFinder, text: str, expected: str) -> None:
    """The word "shot" alone leaves the outcome open, but a report that knows of no death tells of wounded (READING.md 4)."""
    first = finder.read(document_of(text))[0]

    assert first.measure is not None
    assert first.measure.role.value == expected


@pytest.mark.parametrize(("text", "expected"), [("More than 20 people were in the house.", []), ("The dead are more than 20 people.", ["killed"])])
def test_the_model_tells_no_death_without_a_word_for_it(finder: CountFinder, text: str, expected: list[str]) -> None:
    """A text that says that somebody died says so with a word."""
    start = text.lower().index("more than")
    hints = Hints(hints=(Hint(span=Span(start, start + 19), head="figure", label="killed", score=0.9),))

    assert [figure.measure.role.value for figure in finder.read(document_of(text), hints) if figure.measure is not None] == expected


@pytest.mark.parametrize(("text", "expected"), [("The father of one of the boys was shot dead.", 0), ("One of the boys was shot dead.", 1)])
def test_one_of_them_told_beside_somebody_else_counts_nobody(finder: CountFinder, text: str, expected: int) -> None:
    """After a preposition "one of the boys" only says whose father somebody is."""
    (sentence,) = document_of(text).sentences

    assert len(finder.find(sentence)) == expected


@pytest.mark.parametrize(("score", "expected"), [(0.9, "participants"), (0.2, None)])
def test_the_model_speaks_where_no_word_does(finder: CountFinder, score: float, expected: str | None) -> None:
    """A sure hint gives the measure of a figure without a measure word; an unsure one, or one beside a word, gives nothing."""
    text = "Forty villagers stayed in the square, and two died."
    hints = Hints(hints=tuple([Hint(span=Span(start, end), head="figure", label="participants", score=score) for start, end in ((0, 15), (42, 45))]))

    figures = finder.read(document_of(text), hints)

    assert [figure.measure.role.value if figure.measure is not None else None for figure in figures] == [expected, "killed"]


def test_a_number_word_may_be_the_last_word() -> None:
    """A text that ends in "dozens" is read to its end and no further; the police wounded them, so they are counted."""
    text = "Police wounded dozens"
    sentence = segment(Document.freeze(text, Report())).sentences[0]

    assert [figure.number.quote(text) for figure in CountFinder(shipped_lexicons()).find(sentence)] == ["dozens"]
