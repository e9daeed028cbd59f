"""Weights of event identity, fitted on made-up pairs."""

import random

import pytest

from tocsin.reconcile.levels import NAMES
from training.identity import Pair, fit, probabilities
from training.identity_pairs import count_words

LEVELS = {feature: names[0] for feature, names in NAMES.items()}


def _pairs(count: int, base: float, seed: int = 3) -> list[Pair]:
    """Pairs of which the same day makes most the same, and which `base` lifts otherwise."""
    chance = random.Random(seed)
    found = []
    for i in range(count):
        date = chance.choice(("same", "4-10", "far"))
        same = chance.random() < base * {"same": 0.9, "4-10": 0.5, "far": 0.05}[date]
        found.append(Pair({**LEVELS, "date": date}, same, 1 / count, i % 5))
    return found


def test_what_tells_pairs_apart_is_found() -> None:
    """The day matters and in its order, what never varies scores 0, and the weights have every level."""
    weights = fit([_pairs(600, 1.0), _pairs(600, 0.6, seed=4)])
    date = weights.levels["date"]
    assert date["same"] > date["4-10"] > 0 > date["far"]
    assert date["same"] >= date["1"] >= date["2-3"] >= date["4-10"]
    assert weights.levels["place"]["same"] == 0
    assert {feature: tuple(levels) for feature, levels in weights.levels.items()} == NAMES
    assert weights.levels["wording"]["unknown"] == 0


def test_a_closer_day_never_scores_less() -> None:
    """Even where the pairs say so: the steps of an order are held at 0."""
    turned = [pair._replace(same=not pair.same) for pair in _pairs(600, 1.0)]
    scores = [fit([turned]).levels["date"][level] for level in ("same", "1", "2-3", "4-10", "11-45", "far")]
    assert scores == sorted(scores, reverse=True)


def test_a_probability_means_what_it_says() -> None:
    """Of pairs held to be the same with some probability, that share is."""
    found = _pairs(3000, 1.0)
    said = probabilities(fit([found]), found)
    assert said.mean() == pytest.approx(sum(pair.same for pair in found) / len(found), abs=0.02)
    assert said.max() == pytest.approx(0.9, abs=0.05)


def test_rare_words_are_not_listed() -> None:
    """A word of fewer than five texts may be the name of somebody private."""
    counts = count_words([f"police {i // 3} Zerrouki" if i < 4 else "police" for i in range(9)])
    assert counts.seen == {"police": 9}
    assert counts.documents == 9
