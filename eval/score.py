"""Scorers: pure, counts add up over documents and are divided once.

Every score is a small frozen record with ``+``, and `value`, the number a floor is put under.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from eval.assignment import assign

Item = TypeVar("Item", bound=Hashable)
Left = TypeVar("Left")
Right = TypeVar("Right")


@dataclass(frozen=True)
class PRF:
    """`correct` of `predicted` answers, against `gold` expected ones; `correct` may be fractional (partial credit)."""

    correct: float = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "PRF") -> "PRF":
        return PRF(self.correct + other.correct, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the answers that are right; 0 when there are none."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what was expected that was found; 0 when nothing was expected."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def value(self) -> float:
        """F1; 0 when nothing is right."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Share:
    """`correct` of `gold` cases: accuracy, or any other share."""

    correct: float = 0
    gold: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.correct + other.correct, self.gold + other.gold)

    @property
    def value(self) -> float:
        """The share; 0 of nothing is 0."""
        return self.correct / self.gold if self.gold else 0.0


@dataclass(frozen=True)
class Errors:
    """Sums over pairs (predicted x, gold y), from which mean absolute error and Pearson's r follow."""

    gold: int = 0
    error: float = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0

    @classmethod
    def of(cls, predicted: float, gold: float) -> "Errors":
        """One pair."""
        return cls(1, abs(predicted - gold), predicted, gold, predicted * predicted, gold * gold, predicted * gold)

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.gold + other.gold,
            self.error + other.error,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.yy + other.yy,
            self.xy + other.xy,
        )

    @property
    def value(self) -> float:
        """Mean absolute error; 0 over no pairs."""
        return self.error / self.gold if self.gold else 0.0

    @property
    def pearson(self) -> float:
        """Pearson's r; 0 where either side does not vary."""
        n = self.gold
        spread = (n * self.xx - self.x * self.x) * (n * self.yy - self.y * self.y)
        return (n * self.xy - self.x * self.y) / math.sqrt(spread) if spread > 0 else 0.0


def exact(predicted: Iterable[Item], gold: Iterable[Item]) -> PRF:
    """Sets compared: an item is right when it equals a gold item; doubles count once."""
    answers, expected = set(predicted), set(gold)
    return PRF(len(answers & expected), len(answers), len(expected))


def matched(predicted: Sequence[Left], gold: Sequence[Right], same: Callable[[Left, Right], float]) -> list[tuple[int, int]]:
    """Pairs of indices, one to one: as many as can be, and of those the greatest total of `same` (0 no match, up to 1 perfect)."""
    many = min(len(predicted), len(gold)) + 1
    weights = [[many + alike if (alike := same(answer, expected)) > 0 else 0.0 for expected in gold] for answer in predicted]
    return [(i, j) for i, j in assign(weights) if weights[i][j] > 0]


def one_to_one(predicted: Sequence[Left], gold: Sequence[Right], same: Callable[[Left, Right], float]) -> PRF:
    """How many answers can be matched to different gold items."""
    return PRF(len(matched(predicted, gold, same)), len(predicted), len(gold))


def overlap(left: tuple[int, int], right: tuple[int, int]) -> int:
    """Characters that two half-open spans share."""
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def closeness(left: tuple[int, int], right: tuple[int, int]) -> float:
    """Shared characters over the characters of both (Jaccard), 0..1: which of several overlapping spans to pair first."""
    shared = overlap(left, right)
    return shared / (left[1] - left[0] + right[1] - right[0] - shared) if shared else 0.0


def covered(units: Iterable[tuple[int, int]], spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of `units` (tokens) that share a character with one of `spans`: token F1 is `exact` of two such sets."""
    ranges = sorted(spans)
    return {unit for unit in units if any(overlap(unit, span) for span in ranges)}


def macro_f1(predicted: Sequence[str], gold: Sequence[str]) -> float:
    """Mean of the F1 of every class that gold holds; answers of other classes (or "") only cost recall."""
    per_class = by_class(predicted, gold)
    return sum(per_class[name].value for name in set(gold)) / len(set(gold)) if gold else 0.0


def by_class(predicted: Sequence[str], gold: Sequence[str]) -> Mapping[str, PRF]:
    """Counts per class of a one-label classification; "" is no answer. Raises ValueError when the two differ in length."""
    counts: dict[str, PRF] = {}
    for answer, expected in zip(predicted, gold, strict=True):
        counts[expected] = counts.get(expected, PRF()) + PRF(int(answer == expected), 0, 1)
        if answer:
            counts[answer] = counts.get(answer, PRF()) + PRF(0, 1, 0)
    return counts


@dataclass(frozen=True)
class Classes:
    """Answers of a one-label classification, as pairs (answer, expected); "" is no answer."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: "Classes") -> "Classes":
        return Classes(self.pairs + other.pairs)

    @property
    def correct(self) -> int:
        """How many answers are the expected one."""
        return sum(answer == expected for answer, expected in self.pairs)

    @property
    def predicted(self) -> int:
        """How many cases were answered at all."""
        return sum(bool(answer) for answer, _ in self.pairs)

    @property
    def gold(self) -> int:
        """How many cases there are."""
        return len(self.pairs)

    @property
    def value(self) -> float:
        """Macro-F1 over the expected classes."""
        return macro_f1([answer for answer, _ in self.pairs], [expected for _, expected in self.pairs])
