"""Scorers against sums done by hand."""

import pytest

from eval import score
from eval.score import PRF, Errors, Share


def test_counts_add_and_divide_once() -> None:
    """1 of 1 (of 4) and 1 of 3 (of 1): precision 2/4, recall 2/5, F1 4/9; the mean of the two F1s would be 0.45."""
    total = PRF(1, 1, 4) + PRF(1, 3, 1)
    assert (total.precision, total.recall) == (0.5, 0.4)
    assert total.value == pytest.approx(4 / 9)


@pytest.mark.parametrize("counts", [PRF(), PRF(0, 3, 0), PRF(0, 0, 3), PRF(0, 2, 2)])
def test_nothing_right_is_zero(counts: PRF) -> None:
    """No answer, no gold or no hit is 0 and never a division by zero."""
    assert counts.value == 0


def test_exact_counts_doubles_once() -> None:
    """The same answer given twice is one answer."""
    assert score.exact([(0, 3, "a"), (0, 3, "a"), (4, 6, "b")], [(0, 3, "a"), (4, 6, "a")]) == PRF(1, 2, 2)


def test_share_of_nothing_is_zero() -> None:
    """An empty sample has no accuracy."""
    assert (Share() + Share(3, 4)).value == 0.75
    assert Share().value == 0


def test_errors_by_hand() -> None:
    """Pairs (3, 3), (0, 2), (-3, -2): MAE (0 + 2 + 1) / 3 = 1; r = 15 / sqrt(18 * 14)."""
    total = Errors.of(3, 3) + Errors.of(0, 2) + Errors.of(-3, -2)
    assert total.value == 1
    assert total.pearson == pytest.approx(15 / (18 * 14) ** 0.5)


def test_r_without_variation_is_zero() -> None:
    """A system that always says 3 has no correlation with anything."""
    assert (Errors.of(3, 1) + Errors.of(3, 2)).pearson == 0


def test_matching_is_one_to_one_and_best() -> None:
    """Two answers on one gold span: one of them is spurious; the closer one is paired."""
    gold = [(0, 10), (20, 30)]
    answers = [(0, 4), (0, 10), (29, 40)]
    assert score.matched(answers, gold, score.closeness) == [(1, 0), (2, 1)]
    assert score.one_to_one(answers, gold, score.closeness) == PRF(2, 3, 2)


def test_matching_prefers_two_loose_pairs_to_one_tight() -> None:
    """The middle answer is closest to the first gold span, but only if it takes the second are both found."""
    gold = [(0, 10), (10, 20)]
    answers = [(0, 2), (1, 11)]
    assert score.matched(answers, gold, score.closeness) == [(0, 0), (1, 1)]


def test_touching_spans_do_not_overlap() -> None:
    """Spans are half-open."""
    assert score.overlap((0, 3), (3, 5)) == 0
    assert score.overlap((0, 4), (3, 5)) == 1


def test_token_cover() -> None:
    """A token counts as soon as one of its characters is covered."""
    assert score.covered([(0, 3), (4, 7), (8, 9)], [(2, 5)]) == {(0, 3), (4, 7)}


def test_macro_f1_by_hand() -> None:
    """Classes a (P 1/2, R 1/2), b (P 1/2, R 1/1), c (never answered): mean of 1/2, 2/3, 0; "z" is no gold class and "" no answer."""
    gold = ["a", "a", "b", "c", "c"]
    answers = ["a", "b", "b", "a", "z"]
    assert score.macro_f1(answers, gold) == pytest.approx((1 / 2 + 2 / 3 + 0) / 3)
    assert score.by_class(["", ""], ["a", "b"])["a"] == PRF(0, 0, 1)
