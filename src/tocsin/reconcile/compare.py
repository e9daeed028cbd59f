"""Are two event mentions the same event? A list of features, each with its score and its sentence; their sum is the log-odds.

The weights are fitted by `python -m training.identity`; how, and on what, is said in the file itself. Fellegi and Sunter (1969) is the model: every
level of agreement of a field adds the logarithm of its likelihood ratio.
"""

import math
from functools import cache
from importlib.resources import files

import msgspec

from tocsin.core.events import EventMention, Feature, Judgement, Verdict
from tocsin.core.record import Record
from tocsin.errors import ResourceError
from tocsin.reconcile.levels import LEVELS, wording_level
from tocsin.reconcile.profiles import Profile, profile
from tocsin.reconcile.wording import Wording

RULE = "rule"
_UNSURE = (0.35, 0.65)
"""Probabilities between which the rule does not say: a person should look."""


class Weights(Record, frozen=True, kw_only=True):
    """The score of each level of each feature, and of the pair before anything is compared."""

    about: str
    bias: float
    levels: dict[str, dict[str, float]]

    def score(self, feature: str, level: str) -> float:
        """The score of a level. Raises ResourceError when the file has none: weights and code are then of different versions."""
        try:
            return self.levels[feature][level]
        except KeyError as missing:
            raise ResourceError(f"reconcile/weights.json has no weight for {feature}: {level}; run: python -m training.identity") from missing


def compare(left: EventMention, right: EventMention, wordings: tuple[Wording, Wording] | None = None) -> tuple[Feature, ...]:
    """What was compared, the strongest first. `wordings` are those of the two reports, where their texts are at hand."""
    return features(profile(left), profile(right), wordings)


def features(left: Profile, right: Profile, wordings: tuple[Wording, Wording] | None = None) -> tuple[Feature, ...]:
    """As `compare`, of mentions whose profiles are made already."""
    weights = shipped_weights()
    levels = [(name, *level(left, right)) for name, level in LEVELS.items()]
    levels.append(("wording", *wording_level(left, right, wordings)))
    found = [Feature(name=name, score=weights.score(name, level), sentence=sentence) for name, level, sentence in levels]
    return tuple(sorted(found, key=_strength))


def _strength(feature: Feature) -> tuple[float, str]:
    return -abs(feature.score), feature.name


def judge(left: Profile, right: Profile, wordings: tuple[Wording, Wording] | None = None) -> Judgement:
    """The rule's judgement of a pair: the same whichever of the two is given first."""
    if right.id < left.id:
        left, right, wordings = right, left, wordings and (wordings[1], wordings[0])
    found = features(left, right, wordings)
    score = probability(shipped_weights().bias + math.fsum([feature.score for feature in found]))
    return Judgement(left=left.id, right=right.id, verdict=verdict(score), by=RULE, score=round(score, 6), features=found)


def verdict(score: float) -> Verdict:
    """What a probability amounts to."""
    low, high = _UNSURE
    if score >= high:
        return Verdict.SAME
    return Verdict.DIFFERENT if score <= low else Verdict.UNSURE


def probability(log_odds: float) -> float:
    """The logistic function, for any size of `log_odds`."""
    return 1 / (1 + math.exp(-log_odds)) if log_odds > 0 else math.exp(log_odds) / (1 + math.exp(log_odds))


@cache
def shipped_weights() -> Weights:
    """The weights inside the package. Raises ResourceError when they are missing or damaged."""
    path = files("tocsin.data").joinpath("reconcile/weights.json")
    if not path.is_file():
        raise ResourceError("reconcile/weights.json is missing from the installed package; reinstall tocsin, or run: python -m training.identity")
    try:
        return msgspec.json.decode(path.read_bytes(), type=Weights)
    except msgspec.MsgspecError as error:
        raise ResourceError(f"reconcile/weights.json cannot be read ({error}); run: python -m training.identity") from error
