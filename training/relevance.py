"""Fits the gate of `tocsin batch`, which says what is worth reading: python -m training.relevance --data DIR. Takes a few minutes on a core.

Writes src/tocsin/data/relevance. A logistic regression over hashed words and types (`tocsin.batch.relevance.Features`) of the documents of
`eval.triage`: MUC messages with a template, GVA reports, GLOCON documents about protest and not, and newswire articles read by hand. Articles that
tell of unrest in passing are left out. Development documents are not trained on: they decide from which score on a text passes.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from eval.triage import Told, documents
from tocsin.batch.relevance import BUCKETS, SHIPPED, Features, Gate, Manifest, save, words_of
from tocsin.resources.lexicons import shipped_lexicons
from training import corpora
from training.folder import MissingDataError, need

_PASSING = 0.14
"""Of the development articles of newswire so many pass; of what is relevant 0.97 are wanted, and as many as that allows are taken."""
_WEIGHT = {
    ("newswire", "subject"): 1000, ("newswire", "none"): 1000, ("newswire", "crime"): 150, ("muc", "subject"): 800, ("gva", "subject"): 300,
    ("glocon", "subject"): 800, ("glocon", "none"): 50,
}  # fmt: skip
"""What the documents of a source weigh together. GLOCON's that are not about protest may well be about other violence; with none of them, South
Africa itself would speak for unrest."""
_RIDGE = 0.1
_STEPS = 200
_ABOUT = (
    "Logistic regression over hashed words, pairs of words and types of acts, fitted by training/relevance.py; sources, licences and figures are in "
    "training/MODEL_CARD.md."
)


def fit(features: Features, texts: Sequence[Told]) -> tuple[NDArray[np.int8], float, float]:
    """The weights, their unit and the bias, of the texts for training."""
    some = [one for one in texts if not one.dev and (one.source, one.relevance) in _WEIGHT]
    many = Counter([(one.source, one.relevance) for one in some])
    weight = torch.tensor([_WEIGHT[one.source, one.relevance] / many[one.source, one.relevance] for one in some])
    gold = torch.tensor([float(one.relevance == "subject") for one in some])
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
    """The lowest score at which no more of the ordinary news passes than may."""
    ranked = sorted([score for one, score in scores if one.source == "newswire"], reverse=True)
    return ranked[int(_PASSING * len(ranked)) - 1]


def main(arguments: list[str] | None = None) -> int:
    """Read, fit, set the threshold, write, and print what passes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder for the two files")
    options = parser.parse_args(arguments)
    torch.manual_seed(0)
    try:
        texts = list(documents(options.data))
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
        "MUC, with a template": [one for one in texts if one.source == "muc"],
        "GVA": [one for one in texts if one.source == "gva"],
        "GLOCON, about protest": [one for one in texts if one.source == "glocon" and one.relevance == "subject"],
        "newswire, subject": [one for one in texts if one.source == "newswire" and one.relevance == "subject"],
        "all that is relevant": [one for one in texts if one.relevance == "subject"],
        "newswire, in passing": [one for one in texts if one.source == "newswire" and one.relevance == "passing"],
        "newswire, crime": [one for one in texts if one.source == "newswire" and one.relevance == "crime"],
        "newswire, neither": [one for one in texts if one.source == "newswire" and one.relevance == "none"],
        "all newswire": [one for one in texts if one.source == "newswire"],
        "GLOCON, not about protest": [one for one in texts if one.source == "glocon" and one.relevance == "none"],
    }
    for name, some in groups.items():
        passed = [gate.passes(one.text) for one in some if one.dev]
        table.add_row(name, f"{len(passed):,}", f"{sum(passed):,}", f"{sum(passed) / len(passed):.1%}")
    Console(width=100).print(table)


if __name__ == "__main__":
    sys.exit(main())
