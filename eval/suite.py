"""All benchmarks, and running them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from eval import (
    coreference,
    date_phrases,
    factuality,
    grouping,
    gva,
    labels,
    m2e2,
    muc,
    ner,
    plover,
    polnear,
    relevance,
    slant,
    toponyms,
    triage,
    wikievents,
)
from eval.benchmark import Benchmark, Case, MissingDataError, NeedsModelError, Task, fingerprint
from eval.figures import Figure, summarise

BENCHMARKS: tuple[Benchmark, ...] = (
    labels.BENCHMARK,
    labels.OWN,
    labels.NEWS,
    muc.BENCHMARK,
    ner.BENCHMARK,
    polnear.BENCHMARK,
    factuality.BENCHMARK,
    m2e2.BENCHMARK,
    wikievents.BENCHMARK,
    plover.BENCHMARK,
    gva.BENCHMARK,
    grouping.BENCHMARK,
    coreference.BENCHMARK,
    relevance.BENCHMARK,
    triage.BENCHMARK,
    toponyms.BENCHMARK,
    toponyms.EVENT_PLACES,
    date_phrases.BENCHMARK,
    date_phrases.REAL,
    slant.BENCHMARK,
)

Watch = Callable[[Benchmark, Sequence[object]], Iterable[object]]
"""Wraps the documents of a benchmark while they are read (a progress bar)."""


@dataclass
class Run:
    """What a run gave: figures, cases and fingerprints of what ran, and why the others did not."""

    figures: list[Figure] = field(default_factory=list)
    cases: list[tuple[Benchmark, list[Case]]] = field(default_factory=list)
    prints: dict[str, str] = field(default_factory=dict)
    not_run: dict[str, str] = field(default_factory=dict)


def run(task: Task, only: Sequence[str], limit: int | None, watch: Watch) -> Run:
    """Run the benchmarks named in `only` (all when empty) on at most `limit` documents each. Raises ValueError for a name there is none of."""
    unknown = set(only) - {benchmark.name for benchmark in BENCHMARKS}
    if unknown:
        names = ", ".join(benchmark.name for benchmark in BENCHMARKS)
        raise ValueError(f"no benchmark is called {', '.join(sorted(unknown))}; there are {names}")
    result = Run()
    for benchmark in BENCHMARKS:
        if not only or benchmark.name in only:
            with _or_not_run(result, benchmark):
                documents = some(benchmark.load(task), limit)
                if not documents:
                    raise MissingDataError(f"no documents of the split {task.split.name}")
                cases = [case for document in watch(benchmark, documents) for case in benchmark.score(task, document)]
                result.prints[benchmark.name] = fingerprint(task.data, benchmark.inputs(task.split))
                result.cases.append((benchmark, cases))
                result.figures += summarise(benchmark, cases)
    return result


def some(documents: Sequence[Any], limit: int | None) -> Sequence[Any]:
    """At most `limit` documents, spread evenly over the set."""
    if limit is None or limit >= len(documents):
        return documents
    return [documents[i * len(documents) // limit] for i in range(limit)]


@contextmanager
def _or_not_run(result: Run, benchmark: Benchmark) -> Iterator[None]:
    try:
        yield
    except (MissingDataError, NeedsModelError) as reason:
        result.not_run[benchmark.name] = str(reason)
