"""Scores against how often they are right."""

import pytest

from training.calibration import bins, expected_error


def test_a_score_that_keeps_its_word_has_no_error() -> None:
    """Nine of ten right at 0.9 is as said; half of them right at 0.9 is 0.4 too sure; an empty bin says nothing."""
    assert expected_error([(0.9, True)] * 9 + [(0.9, False)]) == pytest.approx(0)
    assert expected_error([(0.9, True), (0.9, False)]) == pytest.approx(0.4)
    assert expected_error([(0.9, True), (0.9, False), (0.5, True), (0.5, False)]) == pytest.approx(0.2)
    assert expected_error([]) == 0


def test_bins_hold_both_ends() -> None:
    assert [len(part) for part in bins([(0.0, True), (0.2, True), (1.0, False)])] == [1, 1, 0, 0, 1]
