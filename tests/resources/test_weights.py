"""Named features with fitted weights."""

import math

import msgspec
import pytest

from tocsin.resources.lexicons import Lexicons, shipped_lexicons
from tocsin.resources.weights import Weights, crossed, log_odds, weights_of

ONE = Weights(of="acts", reader="rules", least=0.3, proposed=0.5, weights={"bias": -1.0, "seen": 2.0})


def test_the_sum_of_the_weights_is_the_log_odds() -> None:
    """A feature without a weight says nothing."""
    assert ONE.probability({}) == pytest.approx(1 / (1 + math.e))
    assert ONE.probability({"seen": 0.5, "never met": 9.0}) == pytest.approx(0.5)


@pytest.mark.parametrize(("probability", "expected"), [(0.5, 0.0), (0.0, -math.log(99)), (1.0, math.log(99)), (0.75, math.log(3))])
def test_log_odds_stay_finite(probability: float, expected: float) -> None:
    assert log_odds(probability) == pytest.approx(expected)


def test_what_counts_for_one_kind_alone() -> None:
    """Telling the crossed features to all the weights is the same as telling the plain ones to those of the kind."""
    both = msgspec.structs.replace(ONE, weights={"bias": -1.0, "seen": 2.0, "place | seen": -1.0, "place | near": 3.0, "actor | near": -9.0})
    plain = {"seen": 1.0, "near": 0.5}
    assert both.within("place").probability(plain) == pytest.approx(both.probability(crossed(plain, "place")))
    assert both.within("date").probability(plain) == pytest.approx(both.probability(crossed(plain, "date")))


def test_each_reader_has_its_own() -> None:
    """A set that was never fitted is a mistake, not a guess."""
    lexicons = Lexicons(msgspec.json.encode({"weights": [ONE]}))
    assert weights_of(lexicons, "acts", trained=False) == ONE
    with pytest.raises(KeyError, match="no weights for acts read by trained"):
        weights_of(lexicons, "acts", trained=True)


@pytest.mark.parametrize("trained", [True, False])
def test_shipped(*, trained: bool) -> None:
    """What a rule gives is left out later than what only the weights propose is taken in."""
    acts, parts = weights_of(shipped_lexicons(), "acts", trained=trained), weights_of(shipped_lexicons(), "parts", trained=trained)
    assert acts.least == 0 < parts.least <= parts.proposed < 1
    assert len(acts.weights) > 50 < len(parts.weights)
