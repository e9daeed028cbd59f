"""The same act told twice is one act; two acts of one kind are two."""

import msgspec
import pytest

from tests.told import code, day, speakers, tell
from tocsin.assemble.acts import Act
from tocsin.assemble.merge import borne_out
from tocsin.core.claims import Role
from tocsin.core.document import Document, Report
from tocsin.core.mentions import Stance, Trigger
from tocsin.core.spans import Span
from tocsin.pipeline import Reader
from tocsin.text.segment import segment

HEADLINE_AND_BODY = """Police kill four in Freetown market

Police shot dead four people in a market in Freetown on Monday, witnesses said. The shooting took place at noon.
"""


def test_headline_and_body_are_one_act(rules: Reader) -> None:
    """One event, with the body's details; the later words are kept as mentions (READING.md 14)."""
    told = tell(rules, HEADLINE_AND_BODY)
    [act] = told.acts

    assert act.quotes(Role.ACTOR) == ["Police"]
    assert act.places == ["Freetown"]
    assert act.dates == [day(10)]
    assert [words.quote for words in act.type.mentions] == ["shot", "shooting"]
    assert {(low, high) for _, _, low, high in told.figures} == {(4, 4)}
    assert [speakers(claim) for claim in act.of(Role.KILLED) if claim.quote == "four people"] == [[("witnesses", "witness")]]


@pytest.mark.parametrize(
    ("text", "kind", "acts"),
    [
        # taken up again with "the"
        ("Clashes broke out in Oran on Monday. The clashes went on through the night.", "clash", 1),
        ("Protests began in Oran on Monday. These protests spread to Annaba.", "protest", 1),
        # the same words in the next paragraph, nothing against it
        ("Police arrested 14 students in Oran on Monday.\n\nThe 14 students were arrested in Oran.", "arrest", 1),
        # a little later, with neither place nor day nor number of its own
        ("Police arrested a teacher in Oran on Monday. Aid came from Kankan. Police arrested the teacher at home.", "arrest", 1),
        # in a town, and in the country it lies in
        ("Rebels attacked a village near Oran.\n\nAid came.\n\nIt was late.\n\nRebels attacked civilians in Algeria on Monday.", "attack", 1),
        # by a body, and by who speaks for it
        ("The ministry condemned the strike in Oran. Minister Ana Boe condemned the strike in Oran.", "accusation", 1),
        # taken up with a word in between
        ("Clashes broke out in Oran on Monday. The deadly clashes went on through the night.", "clash", 1),
        # two places, two days, two kinds of people, two crowds, two stances
        ("Workers went on strike in Oran on Monday. Teachers went on strike in Kankan on Tuesday.", "strike", 2),
        ("Police arrested four students in Oran on Sunday. Police arrested nine students in Oran on Monday.", "arrest", 2),
        ("Gunmen killed a teacher in Oran. Soldiers killed a rebel in Oran.", "killing", 2),
        ("Police did not arrest anyone in Oran. Police arrested four students in Oran on Monday.", "arrest", 2),
        ("Police will arrest the mayor of Oran. Police arrested four students in Oran on Monday.", "arrest", 2),
    ],
)
def test_told_twice_or_done_twice(rules: Reader, text: str, kind: str, acts: int) -> None:
    """Same kind, place, day, people and stance is one act; a difference in any of them is two."""
    assert len(tell(rules, text).all(kind)) == acts


@pytest.mark.parametrize(
    "text",
    [
        "Protesters burned the post office in Freetown on Monday. In the evening the customs house was set on fire.",
        "The town hall of Kankan was burned. The customs office in the town is on fire too.",
        "The mayor's office of Kankan was set on fire. The building of the district prosecutor's office in the city is on fire too.",
    ],
)
def test_two_fires_in_two_buildings_are_two(rules: Reader, text: str) -> None:
    """Each fire keeps its building."""
    fires = tell(rules, text).all("arson")

    assert [len(fire.of(Role.PROPERTY)) for fire in fires] == [1, 1]
    assert fires[0].quotes(Role.PROPERTY) != fires[1].quotes(Role.PROPERTY)


def test_one_building_burned_and_told_again_is_one_fire(rules: Reader) -> None:
    """The other half of the rule."""
    told = tell(rules, "Protesters set fire to the town hall of Oran on Monday. The town hall was set on fire.")

    assert len(told.all("arson")) == 1


def test_one_explosion_is_one_event(rules: Reader) -> None:
    """The bomb and its going off are one bombing, with its dead."""
    told = tell(rules, "A bomb exploded in a market in Maiduguri on Friday, killing at least 15 people.")
    [act] = told.acts

    assert told.figures == [("killed", "at least 15 people", 15, None)]
    assert act.places == ["Maiduguri"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Attack in Oran kills 15\n\nA bomb exploded in a market in Oran on Friday, killing 15 people.", ["bombing"]),
        ("Bombing in Oran kills 15\n\nThe attack in Oran on Friday killed 15 people.", ["bombing"]),
    ],
)
def test_of_two_tellings_the_more_specific_type_stays(rules: Reader, text: str, kinds: list[str]) -> None:
    """A headline may name an act in looser words than the text."""
    assert [code(act.type) for act in tell(rules, text).acts] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Soldiers opened fire on a crowd in Oran, and nine people died.", ["shooting"]),
        ("Soldiers opened fire on a crowd in Oran. Nine people were injured.", ["shooting"]),
        ("Soldiers opened fire on a crowd in Oran on Monday. Nine people died in Kankan on Tuesday.", ["shooting", "death"]),
        ("Soldiers opened fire on a crowd in Oran. Rebels killed nine people.", ["shooting", "killing"]),
        ("Soldiers opened fire on a crowd.\n\nNine people died in Oran on Tuesday.", ["shooting", "death"]),
        ("Soldiers opened fire on a crowd in Oran.\n\nAid came by night. The mayor slept.\n\nNine people died.", ["shooting"]),
        ("Nine people died. Soldiers had opened fire on a crowd in Oran.", ["shooting"]),
    ],
)
def test_an_outcome_belongs_to_its_act(rules: Reader, text: str, kinds: list[str]) -> None:
    """READING.md 23: the dead of a shooting are its dead, unless the text puts them elsewhere, gives them another doer or another day."""
    told = tell(rules, text)

    assert [code(act.type) for act in told.acts] == kinds
    assert [(low, high) for _, _, low, high in told.figures] == [(9, 9)]


def test_a_word_alone_that_the_model_doubts_is_no_act() -> None:
    """An act with nobody, nowhere, at no time, told once, needs the model's word; with a participant it does not."""
    sentence = segment(Document.freeze("Talk of a crackdown went on.", Report())).sentences[0]
    trigger = Trigger(span=Span(10, 19), head=Span(10, 19), type="excessive-force", nominal=True, rule="test", score=0.3)
    doubted = Act(trigger=trigger, sentence=sentence, stance=Stance(), opinion=False)
    seen = msgspec.structs.replace(doubted, trigger=msgspec.structs.replace(trigger, score=0.9))

    assert borne_out([doubted, seen]) == [seen]
