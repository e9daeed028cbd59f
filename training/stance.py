"""The lines that put rule and trained reader on one scale: python -m training.stance --data DIR [--reader FOLDER].

For each rule, a straight line from the trained reader's estimate to how sure readers were, by ridge regression towards the line of all rules of that
value, and those towards the line of all targets. Fitted on training parts: UW for news, UDS-IH2 for web texts (the two ask different questions: no
one line serves both). Writes `resources/lexicons/stance_lines.yaml`; run it, and `python -m resources.build`, for each new reader.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.find.attribution import AttributionFinder
from tocsin.find.factuality import FactualityFinder
from tocsin.find.factuality.scale import NEWS, PLAIN, WEB, line_of
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.encoder import Encoder
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment
from training import corpora
from training.base import SHIPPED
from training.examples import Example
from training.folder import MissingDataError

TARGET = Path(__file__).parent.parent / "resources" / "lexicons" / "stance_lines.yaml"
HEAD = "# How sure an act is, by rule and trained reader: base + slope * estimate. Made by training/stance.py from training parts; do not edit.\n"
REGISTERS = {"uw": (NEWS, 1), "uds_ih2": (WEB, 3)}
"""Corpus -> its register, and which share of its sentences is read (web texts are many)."""
DRAWN = 10.0
"""Weight of the line above, in targets."""
LEAST = 40
"""Targets that a rule needs for a line of its own."""
Line = tuple[float, float]
Target = tuple[str, str, float, float]
"""Line of the rule, value by the rules, the reader's estimate, gold."""


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
                found[register].append((line_of(stance), stance.factuality.value, estimate, gold))
    return found


def certainties(made: Example) -> Iterator[tuple[Span, float]]:
    """Where the targets of a text stand, and how sure their readers were."""
    for (first, last), gold in made.classes.get("certainty", []):
        yield Span(made.words[first][0], made.words[last - 1][1]), float(gold)


def write(path: Path, targets: dict[str, list[Target]]) -> None:
    """One line of YAML a line, those of a register together."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for register in sorted(targets):
            for of, (base, slope) in lines(targets[register]):
                file.write(f"- {{register: {register}, of: {of}, base: {base:.2f}, slope: {slope:.2f}}}\n")


def lines(targets: list[Target]) -> Iterator[tuple[str, Line]]:
    """The line of each value, and of each rule met often enough."""
    by_value: dict[str, list[Target]] = defaultdict(list)
    by_rule: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        by_value[PLAIN if target[0] == PLAIN else target[1]].append(target)
        if target[0] != PLAIN:
            by_rule[target[0]].append(target)
    whole = line(targets, (0.0, 0.0))
    values = {value: line(found, whole) for value, found in by_value.items()}
    yield from sorted(values.items())
    yield from sorted((rule, line(found, values[found[0][1]])) for rule, found in by_rule.items() if len(found) >= LEAST)


def line(targets: Iterable[Target], prior: Line) -> Line:
    """Ridge regression towards `prior`."""
    rows = np.array([(1.0, estimate, gold) for _, _, estimate, gold in targets])
    x, y = rows[:, :2], rows[:, 2]
    base, slope = np.linalg.solve(x.T @ x + DRAWN * np.eye(2), x.T @ y + DRAWN * np.array(prior))
    return float(base), float(slope)


if __name__ == "__main__":
    sys.exit(main())
