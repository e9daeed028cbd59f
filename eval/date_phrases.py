"""The corpus of date phrases (eval/dates.py) among the benchmarks: spans, and spans with their values."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.dates import CORPUS, corpus, read
from eval.score import PRF
from tocsin.find.dates import DateFinder
from tocsin.resources.lexicons import shipped_lexicons


def load(_task: Task) -> list[Any]:
    """(number, phrase, finder) of every phrase; the corpus is our own and lies beside the code."""
    finder = DateFinder(shipped_lexicons())
    return [(number, phrase, finder) for number, phrase in enumerate(corpus())]


def run(_task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One phrase."""
    number, phrase, finder = item
    found = Counter((quote, value) for quote, value, _ in read(finder, phrase.text, phrase.published, future=phrase.future))
    expected = Counter((date.quote, date.value) for date in phrase.dates)
    words, wanted = (Counter(quote for quote, _ in pairs.elements()) for pairs in (found, expected))
    missed, wrong = ([f"{quote} = {value}: {phrase.text}" for quote, value in sorted(pairs)] for pairs in (expected - found, found - expected))
    yield Case("spans", f"phrase-{number}", PRF((words & wanted).total(), words.total(), wanted.total()))
    yield Case("spans and values", f"phrase-{number}", PRF((found & expected).total(), found.total(), expected.total()), tuple(missed), tuple(wrong))


def inputs(_split: Split) -> tuple[str, ...]:
    """Our corpus."""
    return (str(CORPUS),)


BENCHMARK = Benchmark(
    name="dates",
    about="date phrases of our own corpus",
    metrics=(Metric("spans"), Metric("spans and values")),
    inputs=inputs,
    load=load,
    score=run,
)
