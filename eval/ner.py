"""Named entities of the newswire set: exact span F1 over nine types.

The gold tokens are found again in the printed article; spans are compared in characters, with no allowance for another tokenisation.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from eval import score
from eval.benchmark import Benchmark, Case, Metric, Split, Task, residue
from eval.events import json_lines
from tocsin.core.document import Document, Report
from training.corpora import newswire_entities

TYPES = ("Person", "Organization", "NORP", "Location", "Facility", "Date", "Money", "Product", "Misc")


def load(task: Task) -> list[Any]:
    """(file name, text, gold) of every article of the split."""
    texts = {row["id"]: row["text"] for row in json_lines(task.need("newswire/articles.jsonl"))}
    found = []
    for path in sorted(task.need("newswire/ner").glob("*.tsv")):
        text = texts.get(path.name.removesuffix(".tsv"))
        if residue(path.name, 10) == task.split.newswire and text is not None:
            found.append((path.name, text, newswire_entities(path.read_text(encoding="utf-8"), text)))
    return found


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One article."""
    name, text, gold = item
    hints = task.system.hints(Document.freeze(text, Report()))
    yield from cases(name, text, [((hint.span.start, hint.span.end), hint.label) for hint in hints.of("ner")], gold)


def cases(name: str, text: str, predicted: Sequence[tuple[tuple[int, int], str]], gold: Sequence[tuple[tuple[int, int], str]]) -> Iterator[Case]:
    """Spans with labels against gold, in all and per type."""
    answers, expected = set(predicted), set(gold)
    for label in (None, *TYPES):
        mine = {item for item in answers if label in (None, item[1])}
        theirs = {item for item in expected if label in (None, item[1])}
        missed, wrong = ([f"{kind}: {text[start:end]}" for (start, end), kind in sorted(items)] for items in (theirs - mine, mine - theirs))
        yield Case(label or "all", name, score.exact(mine, theirs), *((tuple(missed), tuple(wrong)) if label is None else ()))


def inputs(_split: Split) -> tuple[str, ...]:
    """The articles and their tags."""
    return ("newswire/articles.jsonl", "newswire/ner")


BENCHMARK = Benchmark(
    name="ner",
    about="newswire entities, exact spans",
    metrics=(Metric("all", "spaCy trained on it 73.5"), *(Metric(label, floor=False) for label in TYPES)),
    inputs=inputs,
    load=load,
    score=run,
)
