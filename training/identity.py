"""Fits the weights of event identity: python -m training.identity --data DIR [--no-model].

Writes src/tocsin/data/reconcile/words.json (in how many reports each word stands) and weights.json (the score of every level of every feature).

Pairs: of the GVA incidents outside the development split, the main events of two reports, the same where the incident is; of the ECB+ topics outside
the development list, two event mentions, the same where the chain is. Only pairs that blocking would compare. The two sets weigh the same. The model
is a logistic regression over levels with a ridge, so that a score is a log likelihood ratio; one incident or topic in five is held out to check
that a probability means what it says, and is then fitted too.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.pipeline import load_reader
from tocsin.reconcile.compare import Weights, shipped_weights
from tocsin.reconcile.levels import NAMES
from tocsin.reconcile.wording import shipped_counts
from training.identity_pairs import Pair, background, count_words, from_chains, from_incidents

SHIPPED = Path(__file__).parent.parent / "src" / "tocsin" / "data" / "reconcile"
_RIDGE = 1.0
_BINS = 10
_STEPS = 100
_ORDERED = {
    "place": ("same", "near", "area", "region", "country", "apart"),
    "date": ("same", "1", "2-3", "4-10", "11-45", "far"),
    "published": ("0-1", "2-3", "4-10", "11-45", "46-365", "far"),
    "people": ("full", "rare", "common", "others"),
    "facility": ("same", "different"),
    "instrument": ("same", "different"),
    "actors": ("same", "different"),
    "figures": ("same", "could agree", "differ"),
    "wording": tuple(reversed(NAMES["wording"][:-2])),
}
"""Levels from the one that speaks most for one event to the one that speaks least: a closer day never scores below one further off, however few
pairs there are."""
Matrix = NDArray[np.float64]


class Component(NamedTuple):
    """A part of the score that some levels of a feature share; a `step` is how much more the better levels of an order score, and is not below 0."""

    feature: str
    levels: tuple[str, ...]
    step: bool


def _components() -> Iterator[Component]:
    """Steps between ordered levels, a part for each other level; the levels of "act" share the parts their names are made of."""
    for feature, names in NAMES.items():
        order = _ORDERED.get(feature, ())
        yield from (Component(feature, order[:i], step=True) for i in range(1, len(order)))
        if order:
            yield Component(feature, order, step=False)
        yield from (Component(feature, (name,), step=False) for name in names if name not in order)
    for part in ("in one report", "same type", "related type", "different type", "no type", "same word", "other word", "same rare word"):
        yield Component("act", tuple([name for name in NAMES["act"] if part in name]), step=False)


_COMPONENTS = list(_components())


def fit(sets: Sequence[Sequence[Pair]]) -> Weights:
    """Weights that make the pairs most likely: see the module.

    Each set has a base rate of its own, which is no evidence: how many of the pairs compared are the same depends on what is collected. The bias is
    the middle of the base rates.
    """
    found = [pair for pairs_ in sets for pair in pairs_]
    design, same = _matrix(found), np.array([float(pair.same) for pair in found])
    base = np.array([[float(number == own) for own in range(len(sets))] for number, pairs_ in enumerate(sets) for _ in pairs_])
    weight = np.array([pair.weight for pair in found])
    weight *= len(found) / weight.sum()
    kept = np.ones(len(_COMPONENTS), dtype=bool)
    while True:
        beta = _logistic(np.hstack([base, design[:, kept]]), same, weight, free=len(sets))
        score = np.zeros(len(_COMPONENTS))
        score[kept] = beta[len(sets) :]
        wrong = np.array([component.step for component in _COMPONENTS]) & (score < 0)
        if not wrong.any():
            break
        kept &= ~wrong
    return _readable(float(beta[: len(sets)].mean()), score, found, weight)


def _logistic(matrix: Matrix, same: Matrix, weight: Matrix, free: int) -> Matrix:
    """Newton's method with a ridge on all but the first `free` columns."""
    beta, ridge = np.zeros(matrix.shape[1]), np.full(matrix.shape[1], _RIDGE)
    ridge[:free] = 1e-6
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-matrix @ beta))
        gradient = matrix.T @ (weight * (same - said)) - ridge * beta
        step = np.linalg.solve((matrix * (weight * said * (1 - said))[:, None]).T @ matrix + np.diag(ridge), gradient)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def _matrix(found: Sequence[Pair]) -> Matrix:
    at: dict[tuple[str, str], list[int]] = {}
    for i, component in enumerate(_COMPONENTS):
        for level in component.levels:
            at.setdefault((component.feature, level), []).append(i)
    matrix = np.zeros((len(found), len(_COMPONENTS)))
    for i, pair in enumerate(found):
        for level in pair.levels.items():
            matrix[i, at.get(level, [])] = 1
    return matrix


def _readable(bias: float, score: Matrix, found: Sequence[Pair], weight: Matrix) -> Weights:
    """Each feature shifted so that it scores 0 on average: what speaks for one event is above 0, what speaks against it below."""
    levels: dict[str, dict[str, float]] = {}
    for feature, names in NAMES.items():
        own = [(component, part) for component, part in zip(_COMPONENTS, score, strict=True) if component.feature == feature]
        raw = {name: sum([float(part) for component, part in own if name in component.levels]) for name in names}
        mean = float(sum(share * raw[pair.levels[feature]] for pair, share in zip(found, weight, strict=True)) / weight.sum())
        bias += mean
        levels[feature] = {name: round(part - mean, 3) for name, part in raw.items()}
    levels["wording"]["unknown"] = 0.0  # in no pair here: where texts are not at hand they speak neither way
    about = (
        "Logistic regression over levels, fitted by training/identity.py on main events of gun violence incidents (GVA, outside the development "
        "split) and event mentions of ECB+ (topics outside the development list; CC BY 3.0)."
    )
    return Weights(about=about, bias=round(bias, 3), levels=levels)


def probabilities(weights: Weights, found: Sequence[Pair]) -> NDArray[np.float64]:
    """What the weights make of each pair."""
    log_odds = [weights.bias + sum(weights.score(*level) for level in pair.levels.items()) for pair in found]
    return np.asarray(1 / (1 + np.exp(-np.array(log_odds))))


def show_calibration(weights: Weights, found: Sequence[Pair]) -> None:
    """Prints, by tenths of probability, how often pairs are the same, and the mean difference of the two."""
    said, same = probabilities(weights, found), np.array([pair.same for pair in found], dtype=float)
    bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for i in range(_BINS):
        inside = bins == i
        if inside.any():
            error += inside.sum() * abs(said[inside].mean() - same[inside].mean())
            print(f"  said {said[inside].mean():.2f}  is {same[inside].mean():.2f}  ({inside.sum()} pairs)")
    print(f"  mean calibration error {error / len(found):.3f}, right {((said > 0.5) == (same > 0.5)).mean():.3f}")


def main(arguments: list[str] | None = None) -> int:
    """Count words, read the sets, fit, check on the held-out fold, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder for the two files")
    parser.add_argument("--no-model", dest="model", action="store_false", help="read by rules alone, which is quicker")
    parser.add_argument("--most", type=int, help="at most this many incidents and documents of each set, to see that it runs")
    options = parser.parse_args(arguments)
    options.to.mkdir(parents=True, exist_ok=True)
    _write(options.to / "words.json", count_words(background(options.data)))
    shipped_counts.cache_clear()
    reader = load_reader(model=options.model)
    sets = {"GVA": from_incidents(options.data, reader, options.most), "ECB+": from_chains(options.data, reader, options.most)}
    held_in = fit([[pair for pair in set_ if pair.fold != 0] for set_ in sets.values()])
    for name, set_ in sets.items():
        print(f"{name}: {len(set_)} pairs, {sum(pair.same for pair in set_)} the same; on the held-out fifth:")
        show_calibration(held_in, [pair for pair in set_ if pair.fold == 0])
    _write(options.to / "weights.json", fit(list(sets.values())))
    shipped_weights.cache_clear()
    return 0


def _write(path: Path, record: msgspec.Struct) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
