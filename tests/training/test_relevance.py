"""The fit of the gate, on texts made here."""

import pytest

pytest.importorskip("torch", reason="training needs torch")

from tests.batch.archives import story
from tocsin.batch.relevance import Features, words_of
from tocsin.resources.lexicons import shipped_lexicons
from training.relevance import Told, fit, threshold

FEATURES = Features(shipped_lexicons())
GARDEN = "The town's gardeners planted {} roses in the park on Tuesday, and the mayor opened the new fountain for the children."
TEXTS = [Told("muc", dev=False, text=story(number), relevant=True) for number in range(20)]
TEXTS += [Told("newswire", dev=False, text=GARDEN.format(number), relevant=False) for number in range(20)]


def test_what_is_told_is_learnt_and_what_is_for_development_is_not() -> None:
    """Texts for development, and those nobody knows of, change no weight."""
    more = [Told("newswire", dev=True, text=story(1), relevant=False), Told("muc", dev=False, text=GARDEN.format("red"), relevant=None)]
    weights, unit, bias = fit(FEATURES, TEXTS)
    again, *_ = fit(FEATURES, [*TEXTS, *more])

    def score(text: str) -> float:
        return bias + sum([unit * int(weights[place]) * value for place, value in FEATURES.of(words_of(text)).items()])

    assert weights.tobytes() == again.tobytes()
    assert score(story(99)) > 0 > score(GARDEN.format("yellow"))


def test_the_threshold_lets_enough_of_each_source_pass() -> None:
    """Three of a hundred may be lost of MUC and of GVA, no article whose subject is unrest, and GLOCON does not decide."""
    scores = [(Told(source, dev=True, text="", relevant=True), float(number)) for source in ("muc", "gva") for number in range(100)]
    assert threshold([*scores, (Told("subject", dev=True, text="", relevant=True), 50.0)]) == 3
    low = [(Told("subject", dev=True, text="", relevant=True), 1.0), (Told("glocon", dev=True, text="", relevant=True), -9.0)]
    assert threshold([*scores, *low]) == 1
