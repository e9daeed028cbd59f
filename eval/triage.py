"""Does the gate of `tocsin batch` let through what is worth reading, and how little else? Development documents of four sources, and ordinary news.

Relevant are MUC messages with a template, reports of gun violence, South African documents about protest, and newswire articles whose subject is
unrest or political violence. Articles that only tell of it in passing, or of crime, are of the ordinary stream, of which little should pass.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from eval.benchmark import Benchmark, Case, Metric, Split, Task, residue
from eval.gva import is_report
from eval.muc_keys import messages
from eval.score import Share
from tocsin.batch.relevance import Gate
from tocsin.resources.lexicons import shipped_lexicons
from training import splits, standoff
from training.folder import need, rows

NEWS = ("relevance.jsonl", "relevance-news.jsonl")
"""Articles of newswire that were read by hand: 150 that only measure, and 697 more."""
_ARTICLES, _GLOCON, _INCIDENTS = "newswire/articles.jsonl", "relevance/glocon_documents.json", "gva/incidents.jsonl"


class Told(NamedTuple):
    """A document: where it is from, whether it is for development, its text, and what it is (subject, passing, crime or none)."""

    source: str
    dev: bool
    text: str
    relevance: str


def documents(data: Path) -> Iterator[Told]:
    """All of them. Raises MissingDataError when the data folder lacks something."""
    yield from _muc(data)
    yield from _gva(data)
    yield from _glocon(data)
    for number, name in enumerate(NEWS):
        for row, text in standoff.texts(data, name):
            measures = number == 0 or splits.newswire(f"{row['place'].partition('#')[2]}.tsv") == "dev"
            yield Told("newswire", measures, text, row["relevance"])


def _muc(data: Path) -> Iterator[Told]:
    """A message without a template may tell of an attack that the task left out: nobody knows."""
    files = [(path, f"muc/dev/key-dev-{path.name.split('-')[2]}.muc4", False) for path in sorted(need(data, "muc/dev").glob("dev-muc3-*"))]
    files += [(need(data, "muc/tst1/tst1-muc3"), "muc/tst1/key-tst1.v7", True), (need(data, "muc/tst2/tst2-muc4"), "muc/tst2/key-tst2.v4", True)]
    for texts, keys, dev in files:
        for message in messages(texts, need(data, keys)):
            if message.templates:
                yield Told("muc", dev, message.text, "subject")


def _gva(data: Path) -> Iterator[Told]:
    for row in rows(need(data, _INCIDENTS)):
        for article in row["docs"]:
            if is_report(article):
                yield Told("gva", residue(row["incident"], 10) == 0, f"{article['title'] or ''}\n\n{article['text']}", "subject")


def _glocon(data: Path) -> Iterator[Told]:
    """Those with another label than yes or no are left out."""
    for row in rows(need(data, _GLOCON)):
        if str(row["label"]) in {"0", "1"}:
            yield Told("glocon", residue(row["id"], 4) == 0, row["text"], "subject" if str(row["label"]) == "1" else "none")


def load(task: Task) -> list[tuple[Gate, str, Told]]:
    """The development documents, numbered, with the gate."""
    gate = Gate(shipped_lexicons())
    return [(gate, f"{one.source} {number}", one) for number, one in enumerate(documents(task.data)) if one.dev]


def score(_task: Task, item: tuple[Gate, str, Told]) -> Iterator[Case]:
    """One document."""
    gate, name, one = item
    passed = gate.passes(one.text)
    if one.relevance == "subject":
        yield Case("relevant, all", name, Share(int(passed), 1))
        yield Case(f"relevant, {one.source}", name, Share(int(passed), 1))
    if one.source == "newswire":
        yield Case("newswire held back", name, Share(int(not passed), 1))


def inputs(_split: Split) -> tuple[str, ...]:
    """The documents, and what was read in them."""
    return (_GLOCON, _ARTICLES, _INCIDENTS, "muc/tst1/tst1-muc3", "muc/tst2/tst2-muc4", *[str(standoff.LABELS / name) for name in NEWS])


BENCHMARK = Benchmark(
    name="triage",
    about="what the gate of `tocsin batch` lets through; the reader has no part in it",
    metrics=(
        Metric("relevant, all", about="0.97 wanted"),
        Metric("relevant, muc", floor=False),
        Metric("relevant, gva", floor=False),
        Metric("relevant, glocon", floor=False),
        Metric("relevant, newswire", about="unrest is the subject"),
        Metric("newswire held back", about="of ordinary news, unrest and all; 85 % wanted"),
    ),
    load=load,
    score=score,
    inputs=inputs,
)
