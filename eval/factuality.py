"""How sure each event is (UW, UDS-IH2, MEANTIME): mean absolute error and Pearson's r on the scale -3..+3.

Our stance is put on the scale by SCALE: certain 3, probable 2, possible 1, unknown 0, and the same below zero (Sauri and Pustejovsky's FactBank
values as Lee et al. 2015 place them). "hints" is the number that the trained head gives, "both" the one that the weights of training/stance.py make
of rule, head and words, those for news or those for web texts: the sets ask different questions, and whoever fits one set alone is compared here.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.events import json_lines
from eval.layout import lay_out
from eval.score import Errors
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality
from tocsin.core.spans import Span
from tocsin.find.factuality.scale import NEWS, WEB, StanceScale
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment

SCALE = {
    Factuality.CT_PLUS: 3.0,
    Factuality.PR_PLUS: 2.0,
    Factuality.PS_PLUS: 1.0,
    Factuality.UU: 0.0,
    Factuality.PS_MINUS: -1.0,
    Factuality.PR_MINUS: -2.0,
    Factuality.CT_MINUS: -3.0,
}
SETS = {"uw": "UW", "uds_ih2": "UDS-IH2", "meantime": "MEANTIME"}
REGISTERS = {"uw": NEWS, "uds_ih2": WEB, "meantime": NEWS}


def load(task: Task) -> list[Any]:
    """(set, name, text, [(span, gold)]) of every sentence with a target."""
    found = []
    for folder in ("uw", "uds_ih2"):
        for number, row in enumerate(json_lines(task.need(f"factuality/{folder}/{task.split.name}.jsonl"))):
            text, spans = lay_out(row["text"].split())
            targets = [((spans[t["span1"][0]][0], spans[t["span1"][1] - 1][1]), float(t["label"])) for t in row["targets"]]
            found.append((folder, f"{folder}-{number}", text, targets))
    for number, block in enumerate(task.need(f"factuality/meantime/{task.split.name}.conll").read_text(encoding="utf-8").strip().split("\n\n")):
        rows = [line.split("\t") for line in block.splitlines()]
        text, spans = lay_out([row[1] for row in rows])
        targets = [(span, float(row[2])) for row, span in zip(rows, spans, strict=True) if row[2] != "_"]
        found.append(("meantime", f"meantime-{number}", text, targets))
    return [item for item in found if item[3]]


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One sentence."""
    folder, name, text, targets = item
    stances = task.system.stances(Document.freeze(text, Report()), [Span(*span) for span, _ in targets])
    total, wrong = Errors(), []
    for stance, (span, gold) in zip(stances, targets, strict=True):
        answer = SCALE[stance.factuality]
        total += Errors.of(answer, gold)
        if abs(answer - gold) >= 2:
            wrong.append(f"{stance.factuality.value} for {gold:+.1f}: {text[: span[0]]}[{text[slice(*span)]}]{text[span[1] :]}")
    yield Case(f"{SETS[folder]} MAE", name, total, wrong=tuple(wrong))
    yield Case(f"{SETS[folder]} r", name, total)
    if task.system.model:
        document, trained, both = Document.freeze(text, Report()), Errors(), Errors()
        hints, segmented = task.system.hints(document), segment(document)
        for stance, (span, gold) in zip(stances, targets, strict=True):
            certainty = hints.certainty_at(Span(*span)) or 0.0  # a word that was not read says nothing
            trained += Errors.of(certainty, gold)
            sentence = segmented.sentence_at(span[0])
            both += Errors.of(scale(REGISTERS[folder]).number(sentence, Span(*span), stance, certainty) if sentence is not None else 0.0, gold)
        for what, errors in (("hints", trained), ("both", both)):
            yield Case(f"{SETS[folder]} {what} MAE", name, errors)
            yield Case(f"{SETS[folder]} {what} r", name, errors)


@cache
def scale(register: str) -> StanceScale:
    """The weights of a register."""
    lexicons = shipped_lexicons()
    return StanceScale(lexicons, Phrases(lexicons), register)


def inputs(split: Split) -> tuple[str, ...]:
    """The three sets' files."""
    return (f"factuality/uw/{split.name}.jsonl", f"factuality/uds_ih2/{split.name}.jsonl", f"factuality/meantime/{split.name}.conll")


BENCHMARK = Benchmark(
    name="factuality",
    about="how sure each event is, -3..+3",
    metrics=tuple(
        metric
        for name in SETS.values()
        for who in (name, f"{name} hints", f"{name} both")
        for metric in (Metric(f"{who} MAE"), Metric(f"{who} r", pearson=True))
    ),
    inputs=inputs,
    load=load,
    score=run,
)
