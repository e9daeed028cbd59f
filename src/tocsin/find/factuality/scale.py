"""How sure in one number, -3..3, from what a rule says, what the trained reader says, and the words around the act.

Each is a feature with a fitted weight, and the number is their sum: that a stance has the number it has can be told by listing them. Rules know cues
with a scope; what they cannot know is that "managed to" and "expected to" before a verb, or "for a" before a noun, make it likelier or less likely
(Lee et al. 2015 weighed such words alone). `training/stance.py` fits the weights.
"""

import math

import msgspec

from tocsin.core.document import Sentence
from tocsin.core.mentions import Stance
from tocsin.core.spans import Span
from tocsin.resources.lexicons import Lexicons
from tocsin.resources.weights import BIAS, Features
from tocsin.text.phrases import Phrases

NEWS, WEB = "news", "web"
"""Readers of news take for a fact what a sentence takes for granted; those of web texts asked whether it happened at all."""
_DOUBTED = "factuality.model"
_MOST = 3.0
_NEAR = 6
"""Words before the act among which a conditional, a modal or an intention is looked for."""
_HEDGES = frozenset("if will would could may might should to n't not no expected plans plan likely".split())


class StanceWeights(msgspec.Struct, frozen=True):
    """What each feature adds in one register."""

    register: str
    weights: dict[str, float]


class StanceScale:
    """The weights of one register."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases, register: str = NEWS) -> None:
        """Raises StopIteration where nothing was fitted for the register."""
        self._phrases = phrases
        self._weights = next(row.weights for row in lexicons.entries("stance_weights", StanceWeights) if row.register == register)

    def number(self, sentence: Sentence, trigger: Span, stance: Stance, certainty: float) -> float:
        """Where `stance`, by the rules, and `certainty`, by the trained reader, put the act at `trigger`."""
        features = evidence(sentence, trigger, self._phrases.tags(sentence), stance, certainty)
        number = self._weights[BIAS] + math.fsum([self._weights.get(name, 0.0) * value for name, value in features.items()])
        return max(-_MOST, min(_MOST, number))


def evidence(sentence: Sentence, trigger: Span, tags: tuple[str, ...], stance: Stance, certainty: float) -> Features:
    """What speaks for an act being certain, and against it."""
    words, first = sentence.folded, min(sentence.ended(trigger.start), len(sentence.tokens) - 1)
    stance = Stance() if stance.rule == _DOUBTED else stance  # the trained reader's own doubt; by the rules it is plain
    rule = stance.rule if stance == Stance() else f"{stance.rule} {stance.factuality.value}"
    certainty = max(-_MOST, min(_MOST, certainty))
    before = [words[first - back] if first >= back else "" for back in (1, 2)]
    features: Features = {
        "reader": certainty,
        "reader, squared": certainty**2 / _MOST,
        "reader, cubed": certainty**3 / _MOST**2,
        f"rule {rule}": 1.0,
        f"reader with rule {rule}": certainty / _MOST,
        f"value {stance.factuality.value}": 1.0,
        f"modality {stance.modality.value}": 1.0,
        f"word {words[first]}": 1.0,
        f"after {before[0]}": 1.0,
        f"second after {before[1]}": 1.0,
        f"classes {' '.join(tags[max(0, first - 2) : first + 1])}": 1.0,
    }
    return features | {f"near {word}": 1.0 for word in words[max(0, first - _NEAR) : first] if word in _HEDGES}
