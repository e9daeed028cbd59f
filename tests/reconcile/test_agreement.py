"""Agreement of readers, against values of the literature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reconcile.agreement import agreed, cohen_kappa, krippendorff_alpha

MISSING = None
KRIPPENDORFF = [
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: twelve units, four readers; nominal alpha is 0.743
    [1, 1, MISSING, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [MISSING, 5, 5, 5],
    [MISSING, MISSING, 1, 1],
    [MISSING, 3, MISSING, MISSING],
]


def told(units: list[list[int | None]]) -> list[list[int]]:
    return [[said for said in unit if said is not None] for unit in units]


def test_alpha_of_four_readers_with_gaps() -> None:
    assert krippendorff_alpha(told(KRIPPENDORFF)) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_two_readers_and_two_values() -> None:
    """Example A of the same paper: alpha is 0.095."""
    jon = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    han = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha([list(pair) for pair in zip(jon, han, strict=True)]) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_two_readers_and_five_values() -> None:
    """Example B of the same paper: alpha is 0.692."""
    ann = "a a b b d c c c e d d a".split()
    ben = "b a b b b c c c e d d d".split()
    assert krippendorff_alpha([list(pair) for pair in zip(ann, ben, strict=True)]) == pytest.approx(0.692, abs=5e-4)


def test_kappa_of_fifty_applications() -> None:
    """20 both yes, 15 both no, 5 and 10 apart: observed 0.7, by chance 0.5, kappa 0.4."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)


def test_kappa_of_three_values() -> None:
    """Cohen (1960), table 1, as shares of 200: kappa is 0.492."""
    table = {(1, 1): 88, (1, 2): 14, (1, 3): 18, (2, 1): 10, (2, 2): 40, (2, 3): 10, (3, 1): 2, (3, 2): 6, (3, 3): 12}
    pairs = [pair for pair, number in table.items() for _ in range(number)]
    assert cohen_kappa(pairs) == pytest.approx(0.492, abs=5e-4)


def test_where_nothing_tells_there_is_no_figure() -> None:
    assert cohen_kappa([]) is None
    assert cohen_kappa([("yes", "yes")] * 5) is None
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([["yes"], ["no"]]) is None
    assert krippendorff_alpha([["yes", "yes"]] * 5) is None
    assert agreed([["yes"]]) is None
    assert agreed([["yes", "yes"], ["yes", "no"]]) == 0.5


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8))
def test_alpha_is_never_above_one(units: list[list[str]]) -> None:
    alpha = krippendorff_alpha(units)
    assert alpha is None or alpha <= 1 + 1e-9
    if alpha is not None and all([len(set(said)) < 2 for said in units]):
        assert alpha == pytest.approx(1)
