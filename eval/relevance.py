"""Is a sentence of South African news about protest (GLOCON)? F1 of "yes".

The reader says yes when it reads an event of the families demonstrations or riots, or a dispersal, that is not denied (CT-, PR-, PS-); planned and
doubtful protests count. One document in four, by md5 of its id.
"""

from collections.abc import Iterator
from typing import Any

from eval.benchmark import Benchmark, Case, Metric, Split, Task, residue
from eval.events import events, json_lines
from eval.score import PRF
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality

PROTEST = frozenset("protest march sit-in strike hunger-strike roadblock boycott riot mob-violence looting building-seizure dispersal".split())
_DENIED = frozenset({Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS})
_SAMPLE = 4


def load(task: Task) -> list[Any]:
    """The sentences of the sample."""
    rows = json_lines(task.need("relevance/glocon_sentences.json"))
    return [row for row in rows if residue(row["id"].rpartition("_")[0], _SAMPLE) == 0]


def run(task: Task, row: Any) -> Iterator[Case]:  # noqa: ANN401 - JSON
    """One sentence."""
    found = events(task.system.extract(Document.freeze(row["sentence"], Report())))
    yes = any(event.type in PROTEST and event.factuality not in _DENIED for event in found)
    gold = row["label"] == 1
    missed, wrong = ((row["sentence"],) if said else () for said in (gold and not yes, yes and not gold))
    yield Case("sentences", row["id"], PRF(int(yes and gold), int(yes), int(gold)), missed, wrong)


def inputs(_split: Split) -> tuple[str, ...]:
    """The one file."""
    return ("relevance/glocon_sentences.json",)


BENCHMARK = Benchmark(
    name="relevance",
    about="protest or not, sentences of South African news",
    metrics=(Metric("sentences"),),
    inputs=inputs,
    load=load,
    score=run,
)
