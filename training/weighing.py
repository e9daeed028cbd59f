"""The weights of what speaks for acts, their types and their parts: python -m training.weighing --data DIR. Takes some five minutes on a core.

Logistic regression over the features of `tocsin.assemble.evidence`, on the training texts of the rounds of labels that the shipped reader was not
trained on (what it says of texts it learned is surer than what it will say of new ones). One set of weights for the trained reader and one for the
rules alone. How much weights are drawn towards 0 is what gives the best F1 in cross-validation by text; what a rule gives is left out as late as
costs hardly anything. Writes `resources/lexicons/weights.yaml`; then run `python -m resources.build`.
"""

import argparse
import datetime as dt
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from eval import score
from eval.labels import Edge, gold_edges, same_edge
from tocsin.assemble import told_acts
from tocsin.assemble.acts import Act
from tocsin.assemble.evidence import Witnesses, of_act
from tocsin.assemble.found import Found
from tocsin.assemble.retold import told_once
from tocsin.assemble.typed import TYPES, candidates, of_type
from tocsin.assemble.weighing import ACTS, ONCE, PARTS, parts_of
from tocsin.core.claims import Origin
from tocsin.core.document import Document, Report
from tocsin.pipeline import load_reader
from tocsin.resources.weights import BIAS, RULES, TRAINED, Features, Weights, crossed
from training import corpora
from training.folder import MissingDataError

TARGET = Path(__file__).parent.parent / "resources" / "lexicons" / "weights.yaml"
HEAD = "# What speaks for acts, their types and their parts, fitted by training/weighing.py on training texts; do not edit. {texts} texts.\n"
ROUNDS = ("fourth.jsonl", "fifth.jsonl")
FOLDS = 8
STRENGTHS = (0.03, 0.1, 0.3)
"""Inverse strengths of the ridge that are tried."""
MISTAKEN = 3
"""Times that one type must be labelled where the rules read another for the two to be weighed against each other."""
LEAST_SEEN = 8
"""Readings a feature must be met in to have a weight."""
HARDLY = 0.01
"""How much F1 is given up for leaving out less of what rules give: what is lost is lost, what is too much can be rejected."""
PROPOSED = 0.4
"""The likelihood from which on is taken in what no rule gives. Lower ones (0.2 to 0.34 tried) give labels up to 0.5 more F1 and cost MUC's slots."""
_LIKELIHOODS = [round(0.04 + 0.02 * i, 2) for i in range(14)]


class Reading(NamedTuple):
    """One candidate of one text: what speaks for it, and how many labels it is right about."""

    text: str
    features: Features
    right: int
    key: tuple[object, ...]
    """Candidates with one key exclude one another: a mention plays one part in an act, and a place or date is told of one act."""
    ruled: bool = True
    """Whether a rule gives it."""


class Fitted(NamedTuple):
    """The weights, the F1 in cross-validation with them, and what each reading was given in it."""

    weights: Weights
    f1: float
    likelihoods: NDArray[np.float64]


def main(arguments: list[str] | None = None) -> int:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    options = parser.parse_args(arguments)
    try:
        rows = [row for name in ROUNDS for row in corpora.own_label_rows(options.data, "train", name)]
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    lines = [line for reader in (TRAINED, RULES) for line in fit(rows, reader)]
    TARGET.write_text(HEAD.format(texts=len(rows)) + "".join(map(_line, lines)), encoding="utf-8")
    return 0


def fit(rows: Sequence[dict[str, object]], reader: str) -> Iterator[Weights]:
    """The weights of both kinds for one reader; parts are weighed in acts as likely as cross-validation found them."""
    console = Console()
    texts = list(track(told(rows, trained=reader == TRAINED), total=len(rows), description=f"reading ({reader})", console=console))
    acts = [reading for found, row, told_in in texts for reading in act_readings(found, row, told_in)]
    weighed = best(ACTS, reader, acts, sum([len(row["triggers"]) for _, row, _ in texts]), chosen=False)
    console.print(f"{reader} acts: {len(acts)} candidates, F1 {weighed.f1:.1%}, {len(weighed.weights.weights)} weights")
    yield weighed.weights
    types = list(type_readings(texts))
    named = best(TYPES, reader, types, len({reading.key for reading in types}), chosen=False)
    console.print(f"{reader} types: {len(types)} candidates, right {named.f1:.1%}, {len(named.weights.weights)} weights")
    yield named.weights
    likelihoods = iter(weighed.likelihoods)
    for act in [act for _, _, told_in in texts for act in told_in]:
        act.likelihood = float(next(likelihoods))
    parts = [reading for found, row, told_in in texts for reading in part_readings(found, row, told_in)]
    edges = best(PARTS, reader, parts, sum([len(gold_edges(row)) for _, row, _ in texts]), chosen=True)
    console.print(
        f"{reader} parts: {len(parts)} candidates, F1 {edges.f1:.1%} from {edges.weights.least:.2f} on, {len(edges.weights.weights)} weights"
    )
    yield edges.weights


def told(rows: Iterable[dict[str, object]], *, trained: bool) -> Iterator[tuple[Found, dict[str, object], list[Act]]]:
    """Of each text what was found in it, its labels, and all that may be an act."""
    reader = load_reader(model=trained)
    for row in rows:
        published = dt.date.fromisoformat(str(row["published"])[:10]) if row["published"] else None
        found = told_once(reader.find(Document.freeze(corpora.real_lines(str(row["text"])), Report(published=published))))
        yield found, row, told_acts(found)[0]


def type_readings(texts: Sequence[tuple[Found, dict[str, object], list[Act]]]) -> Iterator[Reading]:
    """Every type that an act which was matched with a labelled trigger may have; right where the label has it."""
    matched = [(found, row, act, code) for found, row, told_in in texts for act, code in gold_types(row, told_in)]
    mistaken = Counter([(act.trigger.type, code) for _, _, act, code in matched])
    read_as: dict[str, set[str]] = defaultdict(set)
    for (said, code), times in mistaken.items():
        if times >= MISTAKEN:
            read_as[said].add(code)
    for i, (found, row, act, code) in enumerate(matched):
        for other in candidates(act, read_as[act.trigger.type]):
            yield Reading(str(row["id"]), of_type(act, other, found), int(other == code), (i,))


def gold_types(row: dict[str, object], acts: Sequence[Act]) -> Iterator[tuple[Act, str]]:
    """The acts that labelled triggers are matched with, and their labelled types."""
    places = [((trigger.span.start, trigger.span.end), act) for act in acts for trigger in (act.trigger, *act.also)]
    for i, j in score.matched([span for span, _ in places], [tuple(trigger["span"]) for trigger in row["triggers"]], score.closeness):
        yield places[i][1], row["triggers"][j]["type"]


def act_readings(found: Found, row: dict[str, object], acts: Sequence[Act]) -> Iterator[Reading]:
    """Every candidate act, right about each labelled trigger that it is matched with."""
    gold = [tuple(trigger["span"]) for trigger in row["triggers"]]
    places = [((trigger.span.start, trigger.span.end), i) for i, act in enumerate(acts) for trigger in (act.trigger, *act.also)]
    right = [0] * len(acts)
    for i, _ in score.matched([span for span, _ in places], gold, score.closeness):
        right[places[i][1]] += 1
    for i, act in enumerate(acts):
        yield Reading(str(row["id"]), of_act(act, found), right[i], (row["id"], i))


def part_readings(found: Found, row: dict[str, object], acts: Sequence[Act]) -> Iterator[Reading]:
    """Every part that may be played in an act; right where an edge of the labels is the same."""
    gold = gold_edges(row)
    for i, act in enumerate(acts):
        spans = tuple((trigger.span.start, trigger.span.end) for trigger in (act.trigger, *act.also))
        candidates = parts_of(act, found)
        witnesses = Witnesses(act, act.likelihood, candidates, found)
        for part in candidates:
            at = part.mention.span
            edge: Edge = (spans, part.role.value, ((at.start, at.end),))
            right = any(same_edge(edge, other) > 0 for other in gold)
            key = (row["id"], at) if part.role in ONCE else (row["id"], i, at)
            yield Reading(str(row["id"]), crossed(witnesses.of(part), part.role.value), int(right), key, part.origin is Origin.TEXT)


def best(of: str, reader: str, readings: Sequence[Reading], gold: int, *, chosen: bool) -> Fitted:
    """Fit with each strength, keep the one of the best F1, fit that on everything; where readings are `chosen` by the weights, say from when on."""
    names = sorted(known(readings))
    matrix = as_matrix(readings, names)
    right = np.array([reading.right > 0 for reading in readings])
    groups = np.array([reading.text for reading in readings])
    tried = []
    for strength in STRENGTHS:
        likely = np.zeros(len(readings))
        for train, held in GroupKFold(FOLDS).split(matrix, right, groups):
            likely[held] = _regression(strength).fit(matrix[train], right[train]).predict_proba(matrix[held])[:, 1]
        tried.append((max(f1(readings, likely, (least, PROPOSED), gold) for least in _LIKELIHOODS), strength, likely))
    _, strength, likely = max(tried, key=lambda one: one[0])
    least, reached = threshold(readings, likely, gold) if chosen else (0.0, f1(readings, likely, (0.0, 0.0), gold))
    model = _regression(strength).fit(matrix, right)
    weights = {name: round(float(weight), 3) for name, weight in zip(names, model.coef_[0], strict=True)}
    kept = {BIAS: round(float(model.intercept_[0]), 3)} | {name: weight for name, weight in weights.items() if weight}
    return Fitted(Weights(of=of, reader=reader, least=least, proposed=PROPOSED if chosen else 0.0, weights=kept), reached, likely)


def threshold(readings: Sequence[Reading], likely: NDArray[np.float64], gold: int) -> tuple[float, float]:
    """From which likelihood on what a rule gives stays, and the F1 with it."""
    reached = {least: f1(readings, likely, (least, PROPOSED), gold) for least in _LIKELIHOODS}
    least = min([least for least in _LIKELIHOODS if reached[least] >= max(reached.values()) - HARDLY])
    return least, reached[least]


def f1(readings: Sequence[Reading], likely: NDArray[np.float64], least: tuple[float, float], gold: int) -> float:
    """F1 of what is kept: of readings that exclude one another the likeliest; one that is right about several labels counts as often."""
    kept: dict[tuple[object, ...], tuple[float, int]] = {}
    for reading, likelihood in zip(readings, likely, strict=True):
        if likelihood >= least[not reading.ruled] and likelihood > kept.get(reading.key, (0.0, 0))[0]:
            kept[reading.key] = float(likelihood), reading.right
    right = sum([count for _, count in kept.values()])
    return 2 * right / max(1, gold + sum([max(1, count) for _, count in kept.values()]))


def known(readings: Sequence[Reading]) -> set[str]:
    """The features that enough readings have."""
    seen: dict[str, int] = {}
    for reading in readings:
        for name, value in reading.features.items():
            if value:
                seen[name] = seen.get(name, 0) + 1
    return {name for name, count in seen.items() if count >= LEAST_SEEN}


def as_matrix(readings: Sequence[Reading], names: Sequence[str]) -> csr_matrix:
    """A row for each reading and a column for each of `names`."""
    column = {name: i for i, name in enumerate(names)}
    cells = [(i, column[name], float(value)) for i, reading in enumerate(readings) for name, value in reading.features.items() if name in column]
    rows, columns, values = zip(*cells, strict=True)
    indexes = (np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32))
    return csr_matrix((np.array(values), indexes), shape=(len(readings), len(names)))


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", max_iter=500)


def _line(weights: Weights) -> str:
    told = json.dumps(weights.weights, ensure_ascii=False, sort_keys=True)
    return f"- {{of: {weights.of}, reader: {weights.reader}, least: {weights.least}, proposed: {weights.proposed}, weights: {told}}}\n"


if __name__ == "__main__":
    sys.exit(main())
