"""Fitting the weights of what speaks for a reading."""

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn is not installed: see training/README.md")

from training import weighing
from training.weighing import Reading, f1, known, threshold


def _readings(count: int, *, ruled: bool = True) -> list[Reading]:
    """Half of them right; what is right is nearly always seen."""
    draw = np.random.default_rng(5)
    made = []
    for i in range(count):
        right = i % 2
        seen = float(draw.random() < (0.9 if right else 0.2))
        made.append(Reading(f"t{i % 20}", {"seen": seen, "noise": float(draw.random())}, right, (i,), ruled))
    return made


def test_what_tells_right_from_wrong_has_the_weight() -> None:
    fitted = weighing.best(
        "parts",
        "rules",
        _readings(400) + [reading._replace(key=(i, "proposed")) for i, reading in enumerate(_readings(400, ruled=False))],
        gold=420,
        chosen=True,
    )
    assert fitted.weights.weights["seen"] > 1 > abs(fitted.weights.weights["noise"])
    assert fitted.f1 > 0.8
    assert fitted.likelihoods.shape == (800,)


def test_one_mention_plays_one_part() -> None:
    """Of readings with one key only the likeliest counts."""
    one, other = Reading("t", {}, 1, ("m",)), Reading("t", {}, 0, ("m",))
    assert f1([one, other], np.array([0.9, 0.8]), (0.5, 0.5), gold=1) == 1.0
    assert f1([one, other], np.array([0.8, 0.9]), (0.5, 0.5), gold=1) == 0.0


def test_as_little_as_can_be_is_left_out() -> None:
    """Of thresholds that lose hardly anything the lowest is taken."""
    readings = _readings(200)
    likely = np.array([0.1 + 0.4 * reading.right for reading in readings])
    least, reached = threshold(readings, likely, 100)
    assert (least, reached) == (0.12, 1.0)


@pytest.mark.parametrize(("times", "expected"), [(weighing.LEAST_SEEN - 1, set()), (weighing.LEAST_SEEN, {"rare"})])
def test_a_feature_met_too_seldom_has_no_weight(times: int, expected: set[str]) -> None:
    readings = [Reading("t", {"rare": 1.0, "never": 0.0}, 0, (i,)) for i in range(times)]
    assert known(readings) == expected
