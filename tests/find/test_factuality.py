"""How surely an event is said to have happened, and that hedges only ever weaken it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.test_attribution_lexicon import finder as attribution
from tests.find.test_factuality_lexicon import finder
from tocsin.core.document import Document, Report
from tocsin.core.mentions import Stance
from tocsin.core.scales import Factuality, Modality
from tocsin.core.spans import Span
from tocsin.text.segment import segment

COMMITMENT = {
    Factuality.CT_PLUS: 3,
    Factuality.CT_MINUS: 3,
    Factuality.PR_PLUS: 2,
    Factuality.PR_MINUS: 2,
    Factuality.PS_PLUS: 1,
    Factuality.PS_MINUS: 1,
    Factuality.UU: 0,
}


def stance(text: str, words: str) -> Stance:
    segmented = segment(Document.freeze(text, Report()))
    start = text.index(words)
    sentence = segmented.sentence_at(start)
    assert sentence is not None
    return finder().assess(sentence, Span(start, start + len(words)), attribution().find(segmented))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Rebels attacked the town.", "attacked", "CT+ actual"),
        ("Police said rebels attacked the town.", "attacked", "CT+ actual"),
        ("Suspected rebels attacked the town.", "attacked", "CT+ actual"),
        ("The use of firearms was reported.", "use of firearms", "Uu actual"),
        ("According to incoming data, the office was captured and set on fire.", "captured", "Uu actual"),
        ("Police are forbidden to use force.", "use force", "CT- negated"),
        ("In May the union held a march.", "march", "CT+ actual"),
        ("The army not only shelled the town but burned it.", "shelled", "CT+ actual"),
        ("The court will examine the killing of the student.", "killing", "CT+ actual"),
        ("Will the rebels attack?", "attack", "Uu future"),
        ("Did the rebels attack the town?", "attack", "Uu hypothetical"),
        ("Please release the prisoners.", "release", "Uu ordered"),
        ("Union to march on Friday", "march", "Uu future"),
        ("NO ONE WAS INJURED IN THE ATTACK.", "INJURED", "CT- negated"),
        ("NO ONE WAS INJURED IN THE ATTACK.", "ATTACK", "CT+ actual"),
        ("The rebels may not have burned the bridge.", "burned", "PS- negated"),
        ("There is no evidence that the rebels burned the bridge.", "burned", "PR- negated"),
        ("The mob tried to murder the judge.", "tried to murder", "CT+ attempted"),
        ("Four suspects were arrested.", "arrested", "CT+ actual"),
        ("Two men accused of beating a guard were freed.", "beating", "CT+ actual"),
        ("The army is accused of beating a guard.", "beating", "Uu actual"),
        ("He is charged with the murder of a guard.", "murder", "CT+ actual"),
        ("Three judges in charge of investigating the murder resigned.", "investigating", "CT+ actual"),
        ("Police arrested two women for allegedly looting a shop.", "arrested", "CT+ actual"),
        ("The party denied the claims and the union has accused the mayor.", "accused", "CT+ actual"),
        ("Interfax reports that three men were kidnapped.", "kidnapped", "CT+ actual"),
        ("According to reports by residents, three men were kidnapped.", "kidnapped", "CT+ actual"),
        ("According to provisional data, three men were kidnapped.", "kidnapped", "Uu actual"),
        ("Police used gas in a bid to quell the riot.", "riot", "CT+ actual"),
        ("It was announced that the two sides signed a truce.", "truce", "CT+ actual"),
        ("An arrest was said to have been made.", "arrest", "Uu actual"),
        ("Residents fear an attack on the town.", "attack", "Uu hypothetical"),
        ("The union called off the strike on Monday.", "strike", "CT- negated"),
        ("Nurses plan a strike.", "strike", "Uu future"),
        ("The rebels may attack the port and burn the depots.", "burn", "PS+ actual"),
        ("Troops will enter the town tomorrow and arrest the leaders.", "arrest", "Uu future"),
        ("The bullet could have hit her in the heart and killed her.", "killed", "PS+ actual"),
        ("The minister will meet the families and police arrested two men.", "arrested", "CT+ actual"),
        ("Police did not arrest the men and beat the women.", "beat", "CT+ actual"),
        ("A clerk who did not dare to leave said soldiers burned the shop.", "burned", "CT+ actual"),
        ("A nurse who asked not to be named for fear of reprisals said troops arrested 30 students.", "arrested", "CT+ actual"),
        ("Photographs that purportedly showed soldiers shelling the town went round.", "shelling", "Uu actual"),
        ("The army refused to comment on the killing of 12 villagers.", "refused to comment", "CT+ actual"),
        ("It is not true that 21 people were killed.", "killed", "CT- negated"),
        ("Reports that a boy was shot were false.", "shot", "CT- negated"),
        ("More protests may follow.", "protests", "PS+ actual"),
        ("Opposition leaders threaten mass protests.", "protests", "Uu threatened"),
        ("The couple pleaded not guilty.", "pleaded not guilty", "CT+ actual"),
    ],
)
def test_stance(text: str, words: str, expected: str) -> None:
    """READING.md 12 and 24, case by case."""
    found = stance(text, words)
    assert f"{found.factuality.value} {found.modality.value}" == expected


def test_plain_has_no_cues() -> None:
    """Plain assertion has no cue and says so."""
    assert stance("Rebels attacked the town.", "attacked") == Stance(factuality=Factuality.CT_PLUS, modality=Modality.ACTUAL, cues=(), rule="plain")


def test_cues_are_the_words() -> None:
    """The cues are the words that decide, with their spans."""
    text = "The rebels reportedly burned the bridge."
    assert [cue.quote(text) for cue in stance(text, "burned").cues] == ["reportedly"]


def test_opinion() -> None:
    """Who is behind it is opinion; what happened is not (READING.md 13)."""
    text = "The protests were orchestrated by foreign agents, and police arrested 20 people."
    sentence = segment(Document.freeze(text, Report())).sentences[0]
    judged = [finder().is_opinion(sentence, Span(text.index(words), text.index(words) + len(words))) for words in ("protests", "arrested")]
    assert judged == [True, False]


SUBJECTS = ("Soldiers", "The rebels", "Two men", "Police", "An angry crowd")
VERBS = ("burned the bridge", "attacked a shop", "have shot a farmer", "beat the driver", "did not attack the town", "will march on Friday")
HEDGES = ("reportedly", "allegedly", "probably", "possibly", "apparently", "likely", "perhaps", "purportedly", "presumably")
FRAMES = ("{}", "Police said {}", "It was reported that {}", "If {}", "According to unconfirmed reports, {}", "It is possible that {}")
TRIGGERS = ("burned", "attacked", "shot", "beat", "attack", "march")


@settings(deadline=None)
@given(
    subject=st.sampled_from(SUBJECTS),
    verb=st.sampled_from(VERBS),
    hedges=st.lists(st.sampled_from(HEDGES), min_size=1, max_size=2),
    frame=st.sampled_from(FRAMES),
    front=st.booleans(),
)
def test_a_hedge_never_raises_factuality(subject: str, verb: str, hedges: list[str], frame: str, front: bool) -> None:
    """With one hedge more, in front or before the verb, the commitment to the event is never stronger."""
    added = f"{' '.join(hedges)} {subject} {verb}" if front else f"{subject} {' '.join(hedges)} {verb}"
    word = next(trigger for trigger in TRIGGERS if trigger in verb)
    plain, hedged = frame.format(f"{subject} {verb}") + ".", frame.format(added) + "."
    assert COMMITMENT[stance(hedged, word).factuality] <= COMMITMENT[stance(plain, word).factuality]


def test_what_the_trained_reader_doubts_is_no_fact() -> None:
    """Where no word says how sure an act is, the reader's doubt keeps it from being certain; where a word does, the word decides."""
    plain, denied = "Shops stayed open during the riot.", "There was no riot."
    for text, certainty, expected in ((plain, 0.4, "Uu"), (plain, 2.5, "CT+"), (plain, None, "CT+"), (denied, 0.4, "CT-")):
        segmented = segment(Document.freeze(text, Report()))
        start = text.index("riot")
        stance = finder().assess(segmented.sentences[0], Span(start, start + 4), (), certainty)
        assert stance.factuality.value == expected
