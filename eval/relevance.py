"""Is a sentence of South African news about protest (GLOCON)? F1 of "yes". And does an article of ordinary news tell of unrest at all?

The reader says yes of a sentence when it reads an event of the families demonstrations or riots, or a dispersal, that is not denied (CT-, PR-, PS-);
planned and doubtful protests count. One document in four, by md5 of its id.

Of 150 newswire articles (training/labels/relevance.jsonl) it says yes when it reads two events of unrest or violence that are not denied: a single
one is often a word in passing. Unrest and political violence may be an article's subject, be told in passing, or not be in it.
"""

from collections.abc import Iterator
from typing import Any

from eval.benchmark import Benchmark, Case, Metric, Split, Task, residue
from eval.events import events, json_lines
from eval.score import PRF, Share
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality
from training import standoff

PROTEST = frozenset("protest march sit-in strike hunger-strike roadblock boycott riot mob-violence looting building-seizure dispersal".split())
DENIED = frozenset({Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS})
_VIOLENCE = (
    "mob-violence arson property-destruction clash armed-clash territory-change killing beating shooting stabbing attack abduction torture "
    "sexual-violence bombing suicide-bombing grenade shelling air-strike landmine"
)
_RESPONSE = "arrest excessive-force curfew state-of-emergency ban internet-shutdown troop-deployment deportation censorship coup"
UNREST = PROTEST | frozenset(f"{_VIOLENCE} {_RESPONSE}".split())
_ARTICLES = "newswire/articles.jsonl"
_SAMPLE = 4
_LEAST = 2


def load(task: Task) -> list[Any]:
    """The sentences of the sample, and the articles that were read: (row, text of the article or None)."""
    rows = json_lines(task.need("relevance/glocon_sentences.json"))
    sentences = [(row, None) for row in rows if residue(row["id"].rpartition("_")[0], _SAMPLE) == 0]
    return [*sentences, *standoff.texts(task.data, "relevance.jsonl")]


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One sentence or article."""
    row, text = item
    yield from _sentence(task, row) if text is None else _article(task, row, text)


def _article(task: Task, row: Any, text: str) -> Iterator[Case]:  # noqa: ANN401 - JSON
    found = events(task.system.extract(Document.freeze(text, Report())))
    yes = sum(event.type in UNREST and event.factuality not in DENIED for event in found) >= _LEAST
    shown = () if yes else (f"{row['relevance']}: {row['place']}",)
    if row["relevance"] != "none":
        yield Case(f"articles, {row['relevance']}", row["id"], Share(int(yes), 1), shown)
    yield Case("articles passed", row["id"], Share(int(yes), 1))


def _sentence(task: Task, row: Any) -> Iterator[Case]:  # noqa: ANN401 - JSON
    found = events(task.system.extract(Document.freeze(row["sentence"], Report())))
    yes = any(event.type in PROTEST and event.factuality not in DENIED for event in found)
    gold = row["label"] == 1
    missed, wrong = ((row["sentence"],) if said else () for said in (gold and not yes, yes and not gold))
    yield Case("sentences", row["id"], PRF(int(yes and gold), int(yes), int(gold)), missed, wrong)


def inputs(_split: Split) -> tuple[str, ...]:
    """The sentences, the articles, and what was read in them."""
    return ("relevance/glocon_sentences.json", _ARTICLES, str(standoff.LABELS / "relevance.jsonl"))


BENCHMARK = Benchmark(
    name="relevance",
    about="protest or not, sentences of South African news; unrest or not, articles of ordinary news",
    metrics=(
        Metric("sentences"),
        Metric("articles, subject", about="of 20 articles about unrest, those passed on"),
        Metric("articles, passing", about="of 12 articles that tell of it in passing, those passed on", floor=False),
        Metric("articles passed", about="of all 150 articles, those passed on: 21 % tell of unrest", floor=False),
    ),
    inputs=inputs,
    load=load,
    score=run,
)
