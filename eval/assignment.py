"""The optimal one-to-one assignment (Kuhn 1955, Munkres 1957), in plain Python: what CEAF and the MUC scorer align with."""

from collections.abc import Sequence


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) of greatest total weight, each row and column used at most once.

    `weights` is rows x columns; min(rows, columns) pairs come back, sorted by row. Weights may be zero or negative: every row (or column, whichever
    are fewer) is still paired, as in ``scipy.optimize.linear_sum_assignment``. Shortest augmenting paths with potentials, O(n^2 m).
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in assign([list(column) for column in zip(*weights, strict=True)]))
    owner = _match([[-weight for weight in row] for row in weights])
    return sorted((row - 1, column - 1) for column, row in enumerate(owner) if row and column)


def _match(cost: list[list[float]]) -> list[int]:
    """For each column (from 1) the row (from 1) that it is given to at least cost, or 0. There are no more rows than columns."""
    rows, columns = len(cost), len(cost[0])
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0] = row
        came_from = _path(cost, owner, row_potential, column_potential)
        column = came_from[-1]
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return owner


def _path(cost: list[list[float]], owner: list[int], row_potential: list[float], column_potential: list[float]) -> list[int]:
    """The cheapest augmenting path from the row that column 0 holds: each column's predecessor, and at the end the free column reached."""
    columns = len(cost[0])
    reach = [float("inf")] * (columns + 1)
    came_from = [0] * (columns + 1)
    used = [False] * (columns + 1)
    column = 0
    while owner[column]:
        used[column] = True
        row, best, step = owner[column], 0, float("inf")
        for other in range(1, columns + 1):
            if used[other]:
                continue
            through = cost[row - 1][other - 1] - row_potential[row] - column_potential[other]
            if through < reach[other]:
                reach[other], came_from[other] = through, column
            if reach[other] < step:
                step, best = reach[other], other
        for other in range(columns + 1):
            if used[other]:
                row_potential[owner[other]] += step
                column_potential[other] -= step
            else:
                reach[other] -= step
        column = best
    return [*came_from, column]
