"""Scorers of groupings, on the examples of the papers and by hand."""

import pytest

from eval import chains

KEY = [[1, 2, 3, 4, 5], [6, 7], [8, 9, 10, 11, 12]]
ONE_MERGED = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11, 12]]
OTHER_MERGED = [[1, 2, 3, 4, 5, 8, 9, 10, 11, 12], [6, 7]]


def test_b_cubed_of_bagga_and_baldwin() -> None:
    """Their two responses: merging two large groups costs more precision than merging a small with a large one; recall is whole."""
    one, other = chains.b_cubed(KEY, ONE_MERGED), chains.b_cubed(KEY, OTHER_MERGED)
    assert (round(one.precision, 2), one.recall) == (0.76, 1)
    assert (round(other.precision, 2), other.recall) == (0.58, 1)


def test_muc_of_bagga_and_baldwin() -> None:
    """Nine links of ten are right in both responses: MUC sees no difference."""
    for response in (ONE_MERGED, OTHER_MERGED):
        found = chains.muc(KEY, response)
        assert (found.precision, found.recall) == (0.9, 1)


def test_ceaf_pairs_groups_one_to_one() -> None:
    """Dice of the best pairing (1 and 10/12), over three true and two given groups."""
    found = chains.ceaf_e(KEY, ONE_MERGED)
    assert found.precision == pytest.approx((1 + 10 / 12) / 2)
    assert found.recall == pytest.approx((1 + 10 / 12) / 3)


def test_pairs() -> None:
    """One of two pairs said is right, of three true."""
    found = chains.pairwise([[1, 2, 3], [4]], [[1, 2], [3, 4]])
    assert (found.precision, found.recall) == (1 / 2, 1 / 3)


def test_what_is_missing_costs_recall_and_what_is_made_up_precision() -> None:
    """In every scorer."""
    for score in (chains.b_cubed, chains.muc, chains.ceaf_e):
        missing, extra = score([[1, 2], [3, 4]], [[1, 2]]), score([[1, 2]], [[1, 2], [8, 9]])
        assert (missing.precision, missing.recall) == (1, 0.5)
        assert (extra.precision, extra.recall) == (0.5, 1)


def test_the_same_grouping_is_perfect_and_nothing_is_nothing() -> None:
    """Whatever the order."""
    again = [list(reversed(group)) for group in reversed(KEY)]
    assert chains.conll(KEY, again) == 1
    assert chains.conll([], []) == chains.conll(KEY, []) == 0
