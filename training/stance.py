"""The weights that put rule, trained reader and words on one scale of sureness: python -m training.stance --data DIR [--reader FOLDER].

Ridge regression over the features of `tocsin.find.factuality.scale`, towards how sure readers were. Fitted on training parts: UW for news, UDS-IH2
for web texts (the two ask different questions: no one set of weights serves both). Writes `resources/lexicons/stance_weights.yaml`; run it, and
`python -m resources.build`, for each new reader.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.find.attribution import AttributionFinder
from tocsin.find.factuality import FactualityFinder
from tocsin.find.factuality.scale import NEWS, WEB, evidence
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.resources.weights import BIAS, Features
from tocsin.text.encoder import Encoder
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment
from training import corpora
from training.base import SHIPPED
from training.examples import Example
from training.folder import MissingDataError

TARGET = Path(__file__).parent.parent / "resources" / "lexicons" / "stance_weights.yaml"
HEAD = "# How sure an act is, by rule, trained reader and words. Made by training/stance.py from training parts; do not edit.\n"
REGISTERS = {"uw": (NEWS, 1), "uds_ih2": (WEB, 3)}
"""Corpus -> its register, and which share of its sentences is read (web texts are many)."""
RIDGE = 20.0
LEAST = 8
"""Targets a feature must be met in to have a weight: a word met less often is somebody's name."""


class Target(NamedTuple):
    """What speaks for an act, and how sure its readers were."""

    features: Features
    gold: float


def main(arguments: list[str] | None = None) -> int:
    """Read the training parts, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--reader", type=Path, default=SHIPPED, help="folder of the reader's files")
    options = parser.parse_args(arguments)
    try:
        targets = read(options.data, Encoder(options.reader))
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    write(TARGET, targets)
    return 0


def read(data: Path, encoder: Encoder) -> dict[str, list[Target]]:
    """The targets of each register."""
    lexicons = shipped_lexicons()
    phrases = Phrases(lexicons)
    rules, attribution = FactualityFinder(lexicons, phrases), AttributionFinder(lexicons, phrases)
    found: dict[str, list[Target]] = defaultdict(list)
    number: dict[str, int] = defaultdict(int)
    for made in corpora.factuality(data, "train"):
        if made.corpus not in REGISTERS:
            continue
        register, step = REGISTERS[made.corpus]
        number[register] += 1
        if number[register] % step:
            continue
        segmented = segment(Document.freeze(made.text, Report()))
        hints = encoder.read(made.text, segmented.sentences)
        statements = attribution.find(segmented, hints)
        for at, gold in certainties(made):
            sentence, estimate = segmented.sentence_at(at.start), hints.certainty_at(at)
            if sentence is not None and estimate is not None:
                stance = rules.assess(sentence, at, statements)
                found[register].append(Target(evidence(sentence, at, phrases.tags(sentence), stance, estimate), gold))
    return found


def certainties(made: Example) -> Iterator[tuple[Span, float]]:
    """Where the targets of a text stand, and how sure their readers were."""
    for (first, last), gold in made.classes.get("certainty", []):
        yield Span(made.words[first][0], made.words[last - 1][1]), float(gold)


def write(path: Path, targets: dict[str, list[Target]]) -> None:
    """One register a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for register in sorted(targets):
            file.write(f"- {json.dumps({'register': register, 'weights': fit(targets[register])}, ensure_ascii=False)}\n")


def fit(targets: Sequence[Target]) -> dict[str, float]:
    """The weight of every feature met often enough, and of none, which is not drawn towards 0."""
    met = Counter(name for target in targets for name in target.features)
    names = [BIAS, *sorted(name for name, times in met.items() if times >= LEAST)]
    column = {name: i for i, name in enumerate(names)}
    rows = np.zeros((len(targets), len(names)))
    rows[:, 0] = 1.0
    for i, target in enumerate(targets):
        for name, value in target.features.items():
            if name in column:
                rows[i, column[name]] = value
    ridge = RIDGE * np.eye(len(names))
    ridge[0, 0] = 1e-6
    weights = np.linalg.solve(rows.T @ rows + ridge, rows.T @ np.array([target.gold for target in targets]))
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True) if round(float(weight), 3) or name == BIAS}


if __name__ == "__main__":
    sys.exit(main())
