"""What speaks for and against a reading, on one scale: named features with fitted weights, whose sum is the log-odds that the reading is right.

`training/weighing.py` fits them by logistic regression on labelled texts that the trained reader has not seen, one set for each of the two readers:
with the trained heads, and by rules alone.
"""

import math
from collections.abc import Mapping

import msgspec

from tocsin.resources.lexicons import Lexicons

TRAINED, RULES = "trained", "rules"
Features = dict[str, float]
"""What a reading has: the features that are not named are 0."""
BIAS = "bias"
_ALONE = " | "
"""Stands between a kind and a feature that counts for it alone."""
_NEVER = 0.01
"""Odds below this, or above its complement, say no more than it."""


class Weights(msgspec.Struct, frozen=True):
    """The weights of one kind of reading (`of`) for one reader.

    Where readings are chosen by them, those less likely than `least` are left out, and those that no rule gives but only the weights propose when
    less likely than `proposed`.
    """

    of: str
    reader: str
    weights: dict[str, float]
    least: float = 0.0
    proposed: float = 0.0

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely a reading with these features is right, 0..1."""
        log_odds = self.weights[BIAS] + math.fsum([self.weights.get(name, 0.0) * value for name, value in features.items()])
        return 1 / (1 + math.exp(-log_odds))

    def within(self, kind: str) -> "Weights":
        """The weights for readings of one kind, in whose features `crossed` need not be told: what a feature is worth for all and for this kind."""
        alone = {name.removeprefix(f"{kind}{_ALONE}"): weight for name, weight in self.weights.items() if name.startswith(f"{kind}{_ALONE}")}
        everywhere = {name: weight for name, weight in self.weights.items() if _ALONE not in name}
        both = {name: everywhere.get(name, 0.0) + alone.get(name, 0.0) for name in (*everywhere, *[name for name in alone if name not in everywhere])}
        return msgspec.structs.replace(self, weights=both)


def crossed(features: Features, kind: str) -> Features:
    """The features with each once more for this kind of reading alone: nearness makes a place likelier and a victim less so."""
    return features | {f"{kind}{_ALONE}{name}": value for name, value in features.items()}


def weights_of(lexicons: Lexicons, of: str, *, trained: bool) -> Weights:
    """The weights for one kind of reading. Raises KeyError where none were fitted."""
    reader = TRAINED if trained else RULES
    for row in lexicons.entries("weights", Weights):
        if (row.of, row.reader) == (of, reader):
            return row
    raise KeyError(f"no weights for {of} read by {reader}")


def log_odds(probability: float) -> float:
    """The log-odds of a probability, kept finite."""
    kept = min(1 - _NEVER, max(_NEVER, probability))
    return math.log(kept / (1 - kept))
