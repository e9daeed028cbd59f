"""Fits the gate of `tocsin batch`, which says what is worth reading: python -m training.relevance --data DIR. Takes some fifteen minutes on a core.

Writes src/tocsin/data/relevance. A logistic regression over hashed words and types (`tocsin.batch.relevance.Features`).

Told to be relevant: MUC messages with a template, GVA reports, GLOCON documents about protest, and newswire articles in which the trained reader
finds at least three events of unrest that are not denied, one of them in the opening. Told not to be: newswire articles in which it finds one at
most, and that further down; GLOCON documents without protest in which it finds at most two. What lies between, and MUC messages without a template,
is left out. The 150 articles read by hand (training/labels/relevance.jsonl) are not trained on: they decide, with the development parts of MUC and
GVA, from which score on a text passes.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from eval.benchmark import residue
from eval.events import events
from eval.gva import is_report
from eval.muc_keys import messages
from eval.relevance import DENIED, UNREST
from tocsin.batch.relevance import BUCKETS, SHIPPED, Features, Gate, Manifest, save, words_of
from tocsin.core.document import Document, Report
from tocsin.pipeline import Reader, load_reader
from tocsin.resources.lexicons import shipped_lexicons
from training import corpora, splits, standoff
from training.folder import MissingDataError, need, rows

_MUCH, _WITHIN = 3, 900
"""Events of unrest in a newswire article that is told to be relevant, and the characters in which the first of them stands."""
_LITTLE, _BEYOND = 1, 400
"""Events in one that is told not to be, and the characters in which none of them stands."""
_LITTLE_GLOCON = 2
"""Events in a GLOCON document that is told not to be."""
_RECALL = 0.97
"""Of the development documents of MUC and of GVA so many pass at least, and every labelled article whose subject is unrest. GLOCON's are 27, some
of which name a strike in passing: counted, but not decided by."""
_WEIGHT = {("newswire", True): 600, ("newswire", False): 600, ("muc", True): 800, ("glocon", True): 1600, ("glocon", False): 300, ("gva", True): 300}
"""What the texts of a source weigh together."""
_RIDGE = 0.2
_STEPS = 200
_ABOUT = (
    "Logistic regression over hashed words, pairs of words and types of acts, fitted by training/relevance.py; sources, licences and figures are in "
    "training/MODEL_CARD.md."
)


class Told(NamedTuple):
    """A text, where it is from, whether it is for development, and whether it is relevant; None says that nobody knows."""

    source: str
    dev: bool
    text: str
    relevant: bool | None


def told(data: Path, reader: Reader) -> Iterator[Told]:
    """All texts."""
    yield from _muc(data)
    yield from _gva(data)
    yield from _glocon(data, reader)
    yield from _newswire(data, reader)
    for row, text in standoff.texts(data, "relevance.jsonl"):
        yield Told(row["relevance"], dev=True, text=text, relevant={"subject": True, "none": False}.get(row["relevance"]))


def _muc(data: Path) -> Iterator[Told]:
    files = [(path, f"muc/dev/key-dev-{path.name.split('-')[2]}.muc4", False) for path in sorted(need(data, "muc/dev").glob("dev-muc3-*"))]
    files += [(need(data, "muc/tst1/tst1-muc3"), "muc/tst1/key-tst1.v7", True), (need(data, "muc/tst2/tst2-muc4"), "muc/tst2/key-tst2.v4", True)]
    for texts, keys, dev in files:
        for message in messages(texts, need(data, keys)):
            yield Told("muc", dev, message.text, True if message.templates else None)


def _gva(data: Path) -> Iterator[Told]:
    for row in rows(need(data, "gva/incidents.jsonl")):
        for article in row["docs"]:
            if is_report(article):
                yield Told("gva", residue(row["incident"], 10) == 0, f"{article['title'] or ''}\n\n{article['text']}", relevant=True)


def _glocon(data: Path, reader: Reader) -> Iterator[Told]:
    """Those with another label than yes or no are left out."""
    for row in rows(need(data, "relevance/glocon_documents.json")):
        dev = residue(row["id"], 4) == 0
        if str(row["label"]) == "1":
            yield Told("glocon", dev, row["text"], relevant=True)
        elif str(row["label"]) == "0" and not dev and len(unrest(reader, row["text"])) <= _LITTLE_GLOCON:
            yield Told("glocon", dev, row["text"], relevant=False)


def _newswire(data: Path, reader: Reader) -> Iterator[Told]:
    labelled = {row["place"].partition("#")[2] for row, _ in standoff.texts(data, "relevance.jsonl")}
    for row in rows(need(data, "newswire/articles.jsonl")):
        split = splits.newswire(f"{row['id']}.tsv")
        if split == "held" or row["id"] in labelled:
            continue
        if split == "dev":
            yield Told("newswire", dev=True, text=row["text"], relevant=None)
            continue
        found = unrest(reader, row["text"])
        much = len(found) >= _MUCH and found[0] < _WITHIN
        little = len(found) <= _LITTLE and all([at >= _BEYOND for at in found])
        yield Told("newswire", dev=False, text=row["text"], relevant=much if much or little else None)


def unrest(reader: Reader, text: str) -> list[int]:
    """Where the events of unrest or violence stand that the reader finds and that are not denied."""
    found = events(reader.extract(Document.freeze(text, Report())))
    return [one.triggers[0][0] for one in found if one.type in UNREST and one.factuality not in DENIED]


def fit(features: Features, texts: Sequence[Told]) -> tuple[NDArray[np.int8], float, float]:
    """The weights, their unit and the bias, of the texts for training whose relevance is told."""
    some = [one for one in texts if not one.dev and one.relevant is not None]
    many = Counter([(one.source, one.relevant) for one in some])
    weight = torch.tensor([_WEIGHT[one.source, bool(one.relevant)] / many[one.source, one.relevant] for one in some])
    gold = torch.tensor([float(bool(one.relevant)) for one in some])
    seen = [features.of(words_of(one.text)) for one in some]
    places = torch.tensor([place for one in seen for place in one])
    values = torch.tensor([value for one in seen for value in one.values()])
    starts = torch.tensor(np.cumsum([0, *[len(one) for one in seen[:-1]]]))
    weights, bias = torch.zeros(BUCKETS, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    fitting = torch.optim.LBFGS([weights, bias], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        fitting.zero_grad()
        scores = torch.nn.functional.embedding_bag(places, weights, starts, mode="sum", per_sample_weights=values)[:, 0] + bias
        found = torch.nn.functional.binary_cross_entropy_with_logits(scores, gold, weight=weight, reduction="sum") + _RIDGE / 2 * (weights**2).sum()
        found.backward()
        return found

    fitting.step(loss)
    exact = weights.detach().numpy()[:, 0]
    unit = float(np.abs(exact).max()) / 127
    return np.round(exact / unit).astype(np.int8), unit, float(bias.detach())


def threshold(scores: Sequence[tuple[Told, float]]) -> float:
    """The highest score at which enough of each source pass."""
    subject = min([score for one, score in scores if one.source == "subject"])
    return min(subject, *[_reaching([score for one, score in scores if one.source == source and one.relevant]) for source in ("muc", "gva")])


def _reaching(scores: Sequence[float]) -> float:
    return sorted(scores)[int((1 - _RECALL) * len(scores))]


def main(arguments: list[str] | None = None) -> int:
    """Read, fit, set the threshold, write, and print what passes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder for the two files")
    options = parser.parse_args(arguments)
    torch.manual_seed(0)
    try:
        texts = list(told(options.data, load_reader()))
        places = ("newswire/articles.jsonl", "gva/incidents.jsonl", "relevance/glocon_documents.json", "muc/dev")
        data = {place: corpora.hash_of(need(options.data, place)) for place in places}
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    lexicons = shipped_lexicons()
    weights, unit, bias = fit(Features(lexicons), texts)
    save(options.to, weights, Manifest(sha256="", unit=unit, bias=bias, passes=0.0, about=_ABOUT, data=data))
    gate = Gate(lexicons, options.to)
    scores = [(one, gate.score(one.text)) for one in texts if one.dev]
    save(options.to, weights, Manifest(sha256="", unit=unit, bias=bias, passes=round(threshold(scores) - 0.01, 2), about=_ABOUT, data=data))
    show(Gate(lexicons, options.to), texts)
    return 0


def show(gate: Gate, texts: Sequence[Told]) -> None:
    """Print what passes of each source."""
    table = Table("development documents", "of", "pass", "share", title=f"what passes, from {gate.manifest.passes:.2f} on")
    groups = {
        "MUC, with a template": [one for one in texts if one.source == "muc" and one.relevant],
        "GVA": [one for one in texts if one.source == "gva"],
        "GLOCON, about protest": [one for one in texts if one.source == "glocon" and one.relevant],
        "labelled, subject": [one for one in texts if one.source == "subject"],
        "labelled, in passing": [one for one in texts if one.source == "passing"],
        "labelled, none": [one for one in texts if one.source == "none"],
        "newswire": [one for one in texts if one.source == "newswire"],
    }
    groups["all that is relevant"] = [one for name in list(groups)[:4] for one in groups[name]]
    groups["newswire, labelled and not"] = [one for name in list(groups)[3:7] for one in groups[name]]
    for name, some in groups.items():
        passed = [gate.passes(one.text) for one in some if one.dev]
        table.add_row(name, f"{len(passed):,}", f"{sum(passed):,}", f"{sum(passed) / len(passed):.1%}")
    Console(width=100).print(table)


if __name__ == "__main__":
    sys.exit(main())
