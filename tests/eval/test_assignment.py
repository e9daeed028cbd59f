"""Kuhn-Munkres against every permutation."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.assignment import assign


def _total(weights: list[list[float]]) -> float:
    return sum(weights[i][j] for i, j in assign(weights))


def _best(weights: list[list[float]]) -> float:
    rows, columns = len(weights), len(weights[0])
    if rows > columns:
        return _best([list(column) for column in zip(*weights, strict=True)])
    return max(sum(weights[i][j] for i, j in enumerate(order)) for order in permutations(range(columns), rows))


@pytest.mark.parametrize("weights", [[], [[]], [[], []]])
def test_nothing_to_assign(weights: list[list[float]]) -> None:
    """No rows or no columns give no pairs."""
    assert assign(weights) == []


def test_greedy_would_be_wrong() -> None:
    """Taking the greatest weight first (3) leaves 0; the best total is 2 + 2."""
    assert assign([[3, 2], [2, 0]]) == [(0, 1), (1, 0)]


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.integers(-3, 5), min_size=n, max_size=n), min_size=1, max_size=4)))
def test_total_is_the_best_of_all_permutations(weights: list[list[float]]) -> None:
    """No permutation does better, and min(rows, columns) pairs come back, each row and column once."""
    pairs = assign(weights)
    assert _total(weights) == _best(weights)
    assert len(pairs) == len({i for i, _ in pairs}) == len({j for _, j in pairs}) == min(len(weights), len(weights[0]))
