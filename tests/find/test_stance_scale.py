"""Rule, trained reader and words on one scale."""

import json

import pytest

from tocsin.core.document import Document, Report, Sentence
from tocsin.core.mentions import Stance
from tocsin.core.scales import Factuality, Modality
from tocsin.core.spans import Span
from tocsin.find.factuality.scale import NEWS, WEB, StanceScale, evidence
from tocsin.resources.lexicons import Lexicons, shipped_lexicons
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment

PHRASES = Phrases(shipped_lexicons())
WEIGHTS = {"bias": 1.0, "reader": 0.5, "value Uu": -1.0, "after to": -0.25}
SCALE = StanceScale(Lexicons(json.dumps({"stance_weights": [{"register": "news", "weights": WEIGHTS}]}).encode()), PHRASES)
WILL = Stance(factuality=Factuality.UU, modality=Modality.FUTURE, rule="factuality.will")
DENIED = Stance(factuality=Factuality.CT_MINUS, modality=Modality.NEGATED, rule="factuality.not")


def at(text: str, words: str) -> tuple[Sentence, Span]:
    (sentence,) = segment(Document.freeze(text, Report())).sentences
    return sentence, Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "stance", "certainty", "expected"),
    [
        ("Rebels burned the mill.", Stance(), 2.0, 2.0),
        ("Rebels came to burn the mill.", Stance(), 2.0, 1.75),
        ("Rebels will burn the mill.", WILL, 1.0, 0.5),
        ("Rebels burned the mill.", Stance(factuality=Factuality.UU, rule="factuality.model"), 0.0, 1.0),
    ],
)
def test_what_is_known_adds_up(text: str, stance: Stance, certainty: float, expected: float) -> None:
    """Features without a weight add nothing; what the trained reader alone doubts is plain by the rules."""
    assert SCALE.number(*at(text, "burn"), stance, certainty) == expected


def test_evidence_names_rule_reader_and_words() -> None:
    sentence, trigger = at("Rebels will try to burn it.", "burn")
    features = evidence(sentence, trigger, PHRASES.tags(sentence), WILL, 1.5)

    assert {"rule factuality.will Uu", "value Uu", "modality future", "word burn", "after to", "second after try", "near will"} <= set(features)
    assert features["reader"] == 1.5
    assert features["reader with rule factuality.will Uu"] == 0.5


@pytest.mark.parametrize("register", [NEWS, WEB])
def test_shipped_weights_keep_their_order(register: str) -> None:
    """No number leaves FactBank's scale; a plain act is surer than one that is to come, and that surer than one that is denied."""
    scale = StanceScale(shipped_lexicons(), PHRASES, register)
    plain, to_come, denied = (at(f"Rebels {words} the mill.", "burn") for words in ("burned", "will burn", "did not burn"))

    assert -3 <= scale.number(*plain, Stance(), -30) < scale.number(*plain, Stance(), 30) <= 3
    assert scale.number(*plain, Stance(), 2.5) > scale.number(*to_come, WILL, 0.5) > scale.number(*denied, DENIED, -2.5)
