"""PLOVER roots of sentences with a marked actor and target, in five folds: python -m training.plover --data DIR [--reader FOLDER].

Kernel ridge regression over the sum of two kernels, in numpy alone: the words (tf-idf over stems and pairs of stems, the marked stretches written as
marks, those around the marks counted twice), and the states of the reader's upper layers between the marks, after them and over the sentence. Who is
marked says nothing in either. Classes weigh the same. Nothing of it ships: every sentence it learns from has a root, so it has no way to say that
PLOVER codes nothing, which is what the rows of event types without a root mean.
"""

import argparse
import csv
import hashlib
import math
import re
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from tocsin.core.document import Document, Report
from tocsin.text.segment import segment
from training.base import SHIPPED
from training.examples import CharSpan
from training.folder import MissingDataError, need
from training.states import States

FOLDS = 5
_RIDGE = 0.3
_WIDTH = 6
"""Pieces after the later mark that count as standing after it."""
_BEFORE, _AFTER = 4, 6
"""Words before the first mark and after the last one that count as around them."""
_WHOLE = 2 / 3
"""What a word of the sentence counts beside one around the marks."""
_MARKS = {"s": "actormark", "t": "targetmark"}
_TAG = re.compile(r"<(/?)([st])>")
_ENDING = re.compile(r"(?<=\w{4})(ing|ed|es|s|e)$")
Matrix = NDArray[np.float64]


class Marked(NamedTuple):
    """A sentence, where its actor and target stand (a few have only one of them), and the root of what the one does to the other."""

    text: str
    actor: CharSpan | None
    target: CharSpan | None
    root: str


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--reader", type=Path, default=SHIPPED, help="folder of the reader's files")
    options = parser.parse_args(arguments)
    try:
        rows = read(need(options.data, "plover/PLV_train.tsv"))
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    pooled = pools(rows, States(options.reader))
    table = Table("deal", "words", "states", "both", title="macro-F1 in five folds, dealt three times")
    answered: list[str] = []
    for deal in range(3):
        both = cross_validate(rows, pooled, deal=deal)
        answered = answered or both
        tried = (cross_validate(rows, None, deal=deal), cross_validate(rows, pooled, words=False, deal=deal), both)
        table.add_row(str(deal), *[f"{100 * macro_f1([row.root for row in rows], answers):.1f}" for answers in tried])
    console = Console(width=100)
    console.print(table)
    roots = Table("root", "sentences", "answered", "right", "F1", title="both, first deal")
    for root in sorted({row.root for row in rows}):
        gold, given, right = _counts([row.root for row in rows], answered, root)
        roots.add_row(root, str(gold), str(given), str(right), f"{200 * right / max(1, gold + given):.1f}")
    console.print(roots)
    return 0


def read(path: Path) -> list[Marked]:
    """The sentences of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [Marked(*unmarked(row["marked_sentence"]), row["gold_root"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def unmarked(marked: str) -> tuple[str, CharSpan | None, CharSpan | None]:
    """The sentence without its tags, and where <s> (actor) and <t> (target) stood."""
    text, last = "", 0
    spans: dict[str, CharSpan] = {}
    opened: dict[str, int] = {}
    for match in _TAG.finditer(marked):
        text += marked[last : match.start()]
        last = match.end()
        if match[1]:
            spans[match[2]] = (opened[match[2]], len(text))
        else:
            opened[match[2]] = len(text)
    return text + marked[last:], spans.get("s"), spans.get("t")


def cross_validate(rows: Sequence[Marked], pooled: Matrix | None, *, words: bool = True, deal: int = 0) -> list[str]:
    """The answer for every sentence, from the four folds it is not in. `pooled` has the states (see `pools`), None leaves them out."""
    roots = sorted({row.root for row in rows})
    gold = np.array([roots.index(row.root) for row in rows])
    fold = np.array(folds(rows, deal))
    around, whole = [bag(row, near=True) for row in rows], [bag(row, near=False) for row in rows]
    answers = np.zeros(len(rows), dtype=np.int64)
    for held in range(FOLDS):
        train, test = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        kernel = np.zeros((len(rows), len(rows)))
        if words:
            kernel += _word_kernel(around, train) + _WHOLE**2 * _word_kernel(whole, train)
        if pooled is not None:
            kernel += _state_kernel(pooled, train)
        wanted = np.eye(len(roots))[gold[train]]
        weight = (len(train) / len(roots) / np.maximum(1, wanted.sum(axis=0)))[gold[train]]
        duals = np.linalg.solve(kernel[np.ix_(train, train)] + _RIDGE * np.diag(1 / weight), wanted)
        answers[test] = (kernel[np.ix_(test, train)] @ duals).argmax(axis=1)
    return [roots[answer] for answer in answers]


def folds(rows: Sequence[Marked], deal: int) -> list[int]:
    """The fold of every sentence: dealt out root by root in an order that hangs on the text and `deal` alone; the same text is in one fold."""
    order = sorted(range(len(rows)), key=lambda i: (rows[i].root, hashlib.sha256(f"{deal} {rows[i].text}".encode()).hexdigest()))
    fold: dict[str, int] = {}
    for i in order:
        fold.setdefault(rows[i].text, len(fold) % FOLDS)
    return [fold[row.text] for row in rows]


def bag(row: Marked, *, near: bool) -> Counter[str]:
    """Stems and pairs of stems of a sentence; `near` takes the words between the marks and a few around them."""
    marked = [(span, _MARKS[mark]) for mark, span in (("s", row.actor), ("t", row.target)) if span is not None]
    text = row.text
    for (start, end), mark in sorted(marked, reverse=True):
        text = f"{text[:start]} {mark} {text[end:]}"
    words = re.findall(r"\w\w+", text.lower())
    places = [i for i, word in enumerate(words) if word in _MARKS.values()]
    if near and places:
        words = words[max(0, places[0] - _BEFORE) : places[-1] + _AFTER + 1]
    stems = [_ENDING.sub("", word) for word in words]
    return Counter([*stems, *[f"{one} {other}" for one, other in pairwise(stems)]])


def _word_kernel(bags: Sequence[Counter[str]], train: NDArray[np.int64]) -> Matrix:
    """Cosines of tf-idf vectors; what no training sentence has counts for nothing."""
    seen = Counter([word for i in train for word in bags[i]])
    everywhere = Counter([word for words in bags for word in words])
    column = {word: number for number, word in enumerate(word for word in seen if everywhere[word] > 1)}
    matrix = np.zeros((len(bags), len(column)), dtype=np.float32)
    for row, words in zip(matrix, bags, strict=True):
        known = {word: (1 + math.log(n)) * (1 + math.log((1 + len(train)) / (1 + seen[word]))) for word, n in words.items() if word in seen}
        length = math.sqrt(sum(value * value for value in known.values())) or 1.0
        for word, value in known.items():
            if word in column:
                row[column[word]] = value / length
    kernel: Matrix = (matrix @ matrix.T).astype(np.float64)
    return kernel


def pools(rows: Sequence[Marked], states: States) -> Matrix:
    """What the reader makes of each sentence: means between the marks (and the largest there), after them and over the whole, layer by layer."""
    return np.stack([_pooled(row, states) for row in rows]).astype(np.float64)


def _pooled(row: Marked, states: States) -> NDArray[np.float32]:
    seen = states.read(row.text, segment(Document.freeze(row.text, Report())).sentences)
    marks = sorted([at for at in (seen.pieces(span) for span in (row.actor, row.target) if span is not None) if at is not None])
    count = seen.values.shape[1]
    last = max([end for _, end in marks], default=0)
    match marks:
        case [one, other]:
            between = (one[1], other[0])
        case [one]:
            between = (one[1], one[1] + _WIDTH)
        case _:
            between = (0, count)
    empty = np.zeros((seen.values.shape[0], seen.values.shape[2]), dtype=np.float32)
    parts = [seen.values[:, low:high] for low, high in (between, (last, last + _WIDTH), (0, count))]
    means = [part.mean(axis=1) if part.shape[1] else empty for part in parts]
    return np.concatenate([*means, parts[0].max(axis=1) if parts[0].shape[1] else empty]).ravel()


def _state_kernel(pooled: Matrix, train: NDArray[np.int64]) -> Matrix:
    even = (pooled - pooled[train].mean(axis=0)) / (pooled[train].std(axis=0) + 1e-6)
    kernel: Matrix = even @ even.T / even.shape[1]
    return kernel


def macro_f1(gold: Sequence[str], answers: Sequence[str]) -> float:
    """The mean F1 over the roots that gold has."""
    return float(np.mean([2 * right / max(1, wanted + given) for wanted, given, right in (_counts(gold, answers, root) for root in set(gold))]))


def _counts(gold: Sequence[str], answers: Sequence[str], root: str) -> tuple[int, int, int]:
    """How often a root is wanted, answered, and both."""
    right = sum(one == other == root for one, other in zip(gold, answers, strict=True))
    return sum(one == root for one in gold), sum(one == root for one in answers), right


if __name__ == "__main__":
    sys.exit(main())
