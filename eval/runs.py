"""Per-case results: a committed file without a word of the data, and what changed against it, as sentences."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.benchmark import Benchmark, Case, Score
from eval.score import PRF, Errors

COLUMNS = ("benchmark", "metric", "case", "correct", "predicted", "gold", "error")
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Result:
    """The counts of one case; `error` is the summed absolute error where that is the measure."""

    correct: float = 0
    predicted: int = 0
    gold: int = 0
    error: float = 0

    @property
    def merit(self) -> float:
        """What "better" means for a case: F1, or the share, or less error."""
        if self.error:
            return -self.error
        return PRF(self.correct, self.predicted, self.gold).value if self.predicted or self.gold else 1.0


def results(benchmark: Benchmark, cases: Iterable[Case]) -> dict[Key, Result]:
    """The cases of the gated metrics by key; cases with nothing to find and nothing found are left out."""
    gated = {metric.name for metric in benchmark.metrics if metric.floor and not metric.pearson}
    found: dict[Key, Result] = {}
    for case in cases:
        result = _result(case.score)
        if case.metric in gated and (result.predicted or result.gold):
            found[benchmark.name, case.metric, case.case] = result
    return found


def _result(score: Score) -> Result:
    if isinstance(score, Errors):
        return Result(gold=score.gold, error=round(score.error, 3))
    predicted = score.gold if not hasattr(score, "predicted") else score.predicted
    return Result(float(score.correct), predicted, score.gold)


def read(path: Path) -> dict[Key, Result]:
    """The results of a file; nothing where there is none yet."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        (row["benchmark"], row["metric"], row["case"]): Result(float(row["correct"]), int(row["predicted"]), int(row["gold"]), float(row["error"]))
        for row in rows
    }


def write(path: Path, found: dict[Key, Result]) -> None:
    """Write the results, sorted by key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for key, result in sorted(found.items()):
            rows.writerow([*key, f"{result.correct:g}", result.predicted, result.gold, f"{result.error:g}"])


def changes(before: dict[Key, Result], after: dict[Key, Result]) -> tuple[list[tuple[Key, str]], list[tuple[Key, str]]]:
    """Gains and losses of the cases in both, the greatest first, each with its sentence (numbers and ids only)."""
    gains: list[tuple[float, Key, str]] = []
    losses: list[tuple[float, Key, str]] = []
    for key in sorted(before.keys() & after.keys()):
        old, new = before[key], after[key]
        step = new.merit - old.merit
        if step:
            (gains if step > 0 else losses).append((abs(step), key, _sentence(key, old, new)))
    return _ranked(gains), _ranked(losses)


def _ranked(found: Sequence[tuple[float, Key, str]]) -> list[tuple[Key, str]]:
    return [(key, sentence) for _, key, sentence in sorted(found, key=_by_size)]


def _by_size(item: tuple[float, Key, str]) -> tuple[float, Key]:
    return -item[0], item[1]


def _sentence(key: Key, old: Result, new: Result) -> str:
    where = f"{key[0]} {key[1]}, {key[2]}:"
    if old.error or new.error:
        return f"{where} summed error {old.error:g} -> {new.error:g} over {new.gold}"
    if (old.predicted, old.correct) == (old.gold, old.correct) and (new.predicted, new.gold) == (old.predicted, old.gold) == (1, 1):
        return f"{where} {'now right' if new.correct > old.correct else 'no longer right'}"
    return f"{where} {old.correct:g} right of {old.predicted} answers -> {new.correct:g} of {new.predicted}, {new.gold} expected"
