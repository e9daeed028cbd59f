"""The fit of the gate, on texts made here."""

import pytest

pytest.importorskip("torch", reason="training needs torch")

from eval.triage import Told
from tests.batch.archives import story
from tocsin.batch.relevance import Features, words_of
from tocsin.resources.lexicons import shipped_lexicons
from training.relevance import fit, threshold

FEATURES = Features(shipped_lexicons())
GARDEN = "The town's gardeners planted {} roses in the park on Tuesday, and the mayor opened the new fountain for the children."
TEXTS = [Told("muc", dev=False, text=story(number), relevance="subject") for number in range(20)]
TEXTS += [Told("newswire", dev=False, text=GARDEN.format(number), relevance="none") for number in range(20)]


def test_what_is_told_is_learnt_and_what_is_for_development_is_not() -> None:
    """Texts for development, and those that tell of unrest in passing, change no weight."""
    more = [Told("newswire", dev=True, text=story(1), relevance="none"), Told("newswire", dev=False, text=GARDEN.format("red"), relevance="passing")]
    weights, unit, bias = fit(FEATURES, TEXTS)
    again, *_ = fit(FEATURES, [*TEXTS, *more])

    def score(text: str) -> float:
        return bias + sum([unit * int(weights[place]) * value for place, value in FEATURES.of(words_of(text)).items()])

    assert weights.tobytes() == again.tobytes()
    assert score(story(99)) > 0 > score(GARDEN.format("yellow"))


def test_the_threshold_lets_as_much_news_pass_as_may() -> None:
    """Fourteen of a hundred; other sources have no say."""
    scores = [(Told("newswire", dev=True, text="", relevance="none"), float(number)) for number in range(100)]
    assert threshold([*scores, (Told("muc", dev=True, text="", relevance="subject"), 999.0)]) == 86
