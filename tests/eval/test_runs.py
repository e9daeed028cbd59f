"""Gains and losses as sentences, from files without words."""

from pathlib import Path

from eval import runs
from eval.benchmark import Benchmark, Case, Metric
from eval.runs import Result
from eval.score import PRF, Errors, Share


def _benchmark(*metrics: Metric) -> Benchmark:
    return Benchmark("toy", "", metrics, lambda _: (), lambda _: (), lambda _task, _item: ())


def test_results_hold_counts_and_no_words(tmp_path: Path) -> None:
    """Words that a case shows on the screen never reach the file; ungated metrics and empty cases are left out."""
    cases = [
        Case("all", "d1", PRF(1, 2, 3), missed=("a secret",), wrong=("words",)),
        Case("all", "d2", PRF()),
        Case("free", "d1", PRF(1, 1, 1)),
        Case("mae", "d1", Errors.of(3, 1)),
        Case("share", "d1", Share(1, 1)),
    ]
    found = runs.results(_benchmark(Metric("all"), Metric("free", floor=False), Metric("mae"), Metric("share")), cases)
    runs.write(tmp_path / "run.csv", found)
    assert (tmp_path / "run.csv").read_text().splitlines() == [
        "benchmark,metric,case,correct,predicted,gold,error",
        "toy,all,d1,1,2,3,0",
        "toy,mae,d1,0,0,1,2",
        "toy,share,d1,1,1,1,0",
    ]
    assert runs.read(tmp_path / "run.csv") == found


def test_changes() -> None:
    """The greatest first; what is the same, new or gone says nothing."""
    before = {
        ("t", "m", "a"): Result(1, 2, 2),
        ("t", "m", "b"): Result(0, 1, 1),
        ("t", "m", "c"): Result(1, 1, 1),
        ("t", "e", "a"): Result(gold=2, error=3),
        ("t", "m", "gone"): Result(1, 1, 1),
    }
    after = {
        ("t", "m", "a"): Result(2, 3, 2),
        ("t", "m", "b"): Result(1, 1, 1),
        ("t", "m", "c"): Result(1, 1, 1),
        ("t", "e", "a"): Result(gold=2, error=4),
        ("t", "m", "new"): Result(0, 1, 1),
    }
    gains, losses = runs.changes(before, after)
    assert [sentence for _, sentence in gains] == ["t m, b: now right", "t m, a: 1 right of 2 answers -> 2 of 3, 2 expected"]
    assert [sentence for _, sentence in losses] == ["t e, a: summed error 3 -> 4 over 2"]


def test_no_error_is_better_than_some() -> None:
    """An error that vanishes is a gain, one that appears a loss."""
    gains, losses = runs.changes({("t", "e", "a"): Result(gold=2, error=1)}, {("t", "e", "a"): Result(gold=2, error=0)})
    assert len(gains) == 1
    assert losses == []
