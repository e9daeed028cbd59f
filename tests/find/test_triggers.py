"""Triggers: every entry of the lexicon finds its own examples and leaves its counter-examples alone."""

import pytest

from tests.lexicon_examples import examples
from tests.marked import parse
from tocsin.core.document import Document, Report
from tocsin.core.hints import Hint, Hints
from tocsin.core.spans import Span
from tocsin.find.triggers import TriggerFinder
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.morphology import Morphology, plural, third_person
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment

LEXICONS = shipped_lexicons()
PHRASES = Phrases(LEXICONS)
MORPHOLOGY = Morphology(LEXICONS)
FINDER = TriggerFinder(LEXICONS, MORPHOLOGY)


def found(text: str) -> list[tuple[str, int, int]]:
    segmented = segment(Document.freeze(text, Report()))
    triggers = [trigger for sentence in segmented.sentences for trigger in FINDER.find(sentence, PHRASES.chunks(sentence))]
    return [(trigger.type, trigger.span.start, trigger.span.end) for trigger in triggers]


@pytest.mark.parametrize("marked", [sentence for _, sentence in examples("triggers")])
def test_examples(marked: str) -> None:
    """The marked trigger is found with its type, at words that overlap the mark."""
    text, marks = parse(marked)
    expected = [(mark.attributes["type"], mark.start, mark.end) for mark in marks if mark.name == "trigger"]

    triggers = found(text)

    for kind, start, end in expected:
        assert any(kind == k and s < end and start < e for k, s, e in triggers), f"no {kind} at [{start}, {end}) in {text!r}, only {triggers}"


@pytest.mark.parametrize(("kind", "sentence"), [(entry["type"], sentence) for entry, sentence in examples("triggers", "counter")])
def test_counter_examples(kind: str, sentence: str) -> None:
    """The look-alike does not evoke the event."""
    assert kind not in [k for k, _, _ in found(sentence)]


def test_leaving_a_source_unnamed_is_no_act() -> None:
    """Neither by the lexicon nor by the model; the act that the source tells of is one."""
    text = "A guard who declined to be named said soldiers burned the depot."
    (sentence,) = segment(Document.freeze(text, Report())).sentences
    start = text.index("declined")
    hints = Hints(hints=(Hint(span=Span(start, start + len("declined")), head="trigger", label="rejection", score=0.9),))

    assert [trigger.type for trigger in FINDER.find(sentence, PHRASES.chunks(sentence), hints)] == ["arson"]


@pytest.mark.parametrize(
    "sentence",
    [
        "They waited at the bus station.",
        "He was sent to jail.",
        "Two questions remain.",
        "She had a deep knife wound.",
        "Amnesty International published a report.",
        "He was held at the County Detention Center.",
        "The bus stopped in the 1300 block of Mill Street.",
    ],
)
def test_nouns_and_names_that_look_like_verbs(sentence: str) -> None:
    """A word that is verb and noun is a verb only in a verb group, and a name that goes on is no act."""
    assert found(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Two men were charged with murder and aggravated assault.",
        "She faces two counts of first-degree assault.",
        "A murder charge followed.",
        "He was found guilty of arson.",
    ],
)
def test_a_crime_named_in_a_charge_is_no_act(sentence: str) -> None:
    """What somebody is charged with is the charge's content; the deed is told elsewhere, or not at all."""
    assert {kind for kind, _, _ in found(sentence)} <= {"accusation", "conviction"}


def test_a_crime_told_beside_a_charge_is_an_act() -> None:
    """The deed itself may stand in the same sentence."""
    assert [kind for kind, _, _ in found("The murder shook the town, and a man was charged.")] == ["killing", "accusation"]


def test_a_name_may_be_that_of_an_act() -> None:
    """The head of a name is an act all the same."""
    assert [kind for kind, _, _ in found("They remember the Mill Street Massacre.")] == ["killing"]


def test_what_the_model_does_not_see_is_doubted() -> None:
    """The lexicon alone scores by how often its words tell an act; what the model sees too keeps its score, what it sees alone has the model's."""
    text = "Police arrested a man, and the crowd blamed them for the chokehold."
    segmented = segment(Document.freeze(text, Report()))
    [sentence] = segmented.sentences
    hints = Hints(
        hints=(
            Hint(span=Span(7, 15), head="trigger", label="arrest", score=0.9),
            Hint(span=Span(57, 66), head="trigger", label="beating", score=0.5),
        )
    )

    triggers = FINDER.find(sentence, PHRASES.chunks(sentence), hints)

    assert [(trigger.type, trigger.score) for trigger in triggers] == [("arrest", 1.0), ("accusation", pytest.approx(0.5, abs=0.1)), ("beating", 0.5)]


def test_words_that_rarely_tell_an_act_need_the_model() -> None:
    """Who is behind an event is seldom told as an act: the rules alone keep it, and a model that sees nothing there takes it out."""
    [sentence] = segment(Document.freeze("A student organized the rally.", Report())).sentences
    chunks = PHRASES.chunks(sentence)

    assert [trigger.type for trigger in FINDER.find(sentence, chunks)] == ["accusation", "protest"]
    assert [trigger.type for trigger in FINDER.find(sentence, chunks, Hints())] == ["protest"]


def test_outcomes_are_kept() -> None:
    """Their words rarely tell an act of their own, but figures and victims hang on them."""
    [sentence] = segment(Document.freeze("Three people lost their lives.", Report())).sentences

    assert [trigger.type for trigger in FINDER.find(sentence, PHRASES.chunks(sentence), Hints())] == ["death"]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("stab", {"stab", "stabs", "stabbed", "stabbing"}),
        ("beat", {"beat", "beats", "beaten", "beating"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("die", {"die", "dies", "died", "dying"}),
        ("raid", {"raid", "raids", "raided", "raiding"}),
        ("shoot", {"shoot", "shoots", "shot", "shooting"}),
    ],
)
def test_forms(lemma: str, forms: set[str]) -> None:
    """All forms of a verb are known."""
    assert forms <= set(MORPHOLOGY.verb(lemma))


def test_plurals() -> None:
    """Nouns and compounds take their plural at the end."""
    made = [plural("clash"), plural("car bomb"), plural("gunman"), plural("felony"), third_person("go")]

    assert made == ["clashes", "car bombs", "gunmen", "felonies", "goes"]


def test_one_act_with_several_means() -> None:
    """A list whose first part belongs to the verb is one act, and so is each noun alone."""
    assert [kind for kind, _, _ in found("Police used water cannon, tear gas and stun grenades.")] == ["dispersal"]
    assert [kind for kind, _, _ in found("There was tear gas in the street.")] == ["dispersal"]
