"""From cases to the lines of the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.benchmark import Benchmark, Case, Metric, Score
from eval.score import PRF, Classes, Errors, Share


@dataclass(frozen=True)
class Figure:
    """One line of the table. `measure` is F1, share, MAE, r or macro-F1; `value` is what a floor is put under."""

    benchmark: str
    metric: Metric
    measure: str
    value: float
    score: Score

    @property
    def name(self) -> str:
        """Benchmark and metric, as floors are keyed."""
        return f"{self.benchmark}/{self.metric.name}"

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.measure == "MAE"

    @property
    def shown(self) -> str:
        """The value for the table: errors and r as they are, everything else in percent."""
        return f"{self.value:.3f}" if self.measure in ("MAE", "r") else f"{100 * self.value:.1f}"

    @property
    def counts(self) -> tuple[str, str, str, str, str]:
        """Right, answered, expected, precision, recall; empty where the measure has none."""
        match self.score:
            case PRF():
                total = self.score
                right = f"{total.correct:.6g}" if total.correct == int(total.correct) else f"{total.correct:.1f}"
                return right, str(total.predicted), str(total.gold), f"{100 * total.precision:.1f}", f"{100 * total.recall:.1f}"
            case Share():
                return f"{self.score.correct:g}", "", str(self.score.gold), "", ""
            case Errors():
                return "", "", str(self.score.gold), "", ""
            case Classes():
                return str(self.score.correct), str(self.score.predicted), str(self.score.gold), "", ""


def summarise(benchmark: Benchmark, cases: Iterable[Case]) -> list[Figure]:
    """The metrics of one benchmark in their order; one without a case is left out. A case of a metric it does not have raises KeyError."""
    groups: dict[str, list[Score]] = {metric.name: [] for metric in benchmark.metrics}
    for case in cases:
        groups[case.metric].append(case.score)
    return [_figure(benchmark.name, metric, groups[metric.name]) for metric in benchmark.metrics if groups[metric.name]]


def _figure(name: str, metric: Metric, scores: Sequence[Score]) -> Figure:
    first = scores[0]
    match first:
        case PRF():
            counts = sum((s for s in scores if isinstance(s, PRF)), PRF())
            return Figure(name, metric, "F1", counts.value, counts)
        case Share():
            share = sum((s for s in scores if isinstance(s, Share)), Share())
            return Figure(name, metric, "share", share.value, share)
        case Errors():
            errors = sum((s for s in scores if isinstance(s, Errors)), Errors())
            return Figure(name, metric, *(("r", errors.pearson) if metric.pearson else ("MAE", errors.value)), errors)
        case Classes():
            classes = Classes(tuple(pair for s in scores if isinstance(s, Classes) for pair in s.pairs))
            return Figure(name, metric, "macro-F1", classes.value, classes)
