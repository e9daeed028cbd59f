"""Date phrases among the benchmarks.

"dates" is the corpus written by us (eval/dates.py): spans, and spans with their values. "dates-real" are phrases of real reports, labelled with a
calendar (training/labels/dates.jsonl): spans that overlap, and those whose interval is the very same, part of day and "about" included.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from eval import score
from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.dates import CORPUS, corpus, read, written
from eval.score import PRF
from tocsin.core.document import Document, Report
from tocsin.find.dates import DateFinder
from tocsin.resources.lexicons import shipped_lexicons
from training import standoff


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


def load_real(task: Task) -> list[Any]:
    """(id, text, published, [(span, value)]) of every labelled passage."""
    for file in REAL_SOURCES:
        task.need(file)
    return [
        (row["id"], text, dt.date.fromisoformat(row["published"]), [(tuple(date["span"]), date["is"]) for date in row["dates"]])
        for row, text in standoff.texts(task.data, "dates.jsonl")
    ]


def run_real(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One passage."""
    name, text, published, gold = item
    found = [((span.start, span.end), written(value)) for span, value in task.system.dates(Document.freeze(text, Report(published=published)))]
    anywhere = score.matched([span for span, _ in found], [span for span, _ in gold], score.closeness)
    yield Case("spans", name, PRF(len(anywhere), len(found), len(gold)))
    right = [(i, j) for i, j in anywhere if found[i][1] == gold[j][1]]
    good, hit = {i for i, _ in right}, {j for _, j in right}
    missed = tuple(f"{text[slice(*span)]} = {value} ({published})" for j, (span, value) in enumerate(gold) if j not in hit)
    wrong = tuple(f"{text[slice(*span)]} = {value} ({published})" for i, (span, value) in enumerate(found) if i not in good)
    yield Case("values", name, PRF(len(right), len(found), len(gold)), missed, wrong)


def real_inputs(_split: Split) -> tuple[str, ...]:
    """Where the passages come from."""
    return REAL_SOURCES


REAL_SOURCES = ("newswire/articles.jsonl", "gva/incidents.jsonl")
REAL = Benchmark(
    name="dates-real",
    about="date phrases of real reports",
    metrics=(Metric("spans"), Metric("values", "", "the very same interval")),
    inputs=real_inputs,
    load=load_real,
    score=run_real,
)
BENCHMARK = Benchmark(
    name="dates",
    about="date phrases of our own corpus",
    metrics=(Metric("spans"), Metric("spans and values")),
    inputs=inputs,
    load=load,
    score=run,
)
