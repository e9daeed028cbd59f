"""The in-domain labels (READING.md): figures, attributions, triggers, mentions, role edges, factuality.

Matching is that of the two readers' agreement, which is printed beside each figure: spans must overlap, labels be equal; pairs are one to one. What
the extraction says it read at several places (`mentions` of a claim) may be matched at each, but is one answer where it is matched nowhere: labels
hold an act or a figure once, and its repeats only now and then. Gold mentions are those that fill a role or place or date a figure (the first round
also labelled others); a place or date that the reader takes over from an earlier sentence, or assumes, is no answer, since each role is labelled
once, where it is said. Gold is one reading, texts.jsonl and texts_2.jsonl.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from eval import score
from eval.benchmark import Benchmark, Case, Metric, Split, Task, residue
from eval.events import EDGES, Event, events, json_lines, kind_of, span_of
from eval.score import PRF, Classes
from tocsin.core.claims import MEASURES, Claim, Extraction, Origin
from tocsin.core.document import Document, Report
from tocsin.core.mentions import Statement
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.core.values import Count
from training import standoff

OWN_SOURCES = ("newswire/articles.jsonl", "muc/dev", "polnear/train", "timelines/events.tar.gz")
NEWS_SOURCES = (
    "newswire/articles.jsonl",
    "muc/dev",
    "timelines/events.tar.gz",
    "gva/incidents.jsonl",
    "relevance/glocon_documents.json",
    "events/m2e2.jsonl",
)
CODE_BOOK = Path(__file__).resolve().parent.parent / "resources" / "codebooks" / "event_types.yaml"
FILES = ("labels/texts.jsonl", "labels/texts_2.jsonl")
Offsets = tuple[int, int]
Labelled = tuple[Offsets, str]
Told = tuple[tuple[Offsets, ...], str]
"""One answer: the places it was read at, and its label."""
Edge = tuple[tuple[Offsets, ...], str, tuple[Offsets, ...]]
"""Where the trigger stands, the role, where the mention stands."""


def load(task: Task) -> list[Any]:
    """The labelled texts of the split."""
    return [row for file in FILES for row in json_lines(task.need(file)) if residue(row["id"], 5) == task.split.labels]


def load_own(task: Task) -> list[Any]:
    """The same of our own labels (training/labels), whose texts lie in the data folder."""
    return _load_round(task, OWN_SOURCES, "third.jsonl")


def load_news(task: Task) -> list[Any]:
    """The same of their second round."""
    return _load_round(task, NEWS_SOURCES, "fourth.jsonl")


def _load_round(task: Task, sources: tuple[str, ...], name: str) -> list[Any]:
    for file in sources:
        task.need(file)
    return [{**row, "text": text} for row, text in standoff.texts(task.data, name) if residue(row["id"], 5) == task.split.labels]


def run(task: Task, row: Any) -> Iterator[Case]:  # noqa: ANN401 - JSON
    """One text."""
    text = row["text"].replace("\\n", "\n\n")  # the timelines' texts hold a literal backslash-n; the length stays
    published = dt.date.fromisoformat(row["published"][:10]) if row["published"] else None
    document = Document.freeze(text, Report(published=published))
    extraction = task.system.extract(document)
    found = events(extraction)
    yield compare("figures", row["id"], text, figures(extraction), gold_figures(row))
    yield compare("attributions", row["id"], text, speakers(task.system.statements(document)), gold_speakers(row))
    typed = [(event.triggers, event.type) for event in found]
    gold = [(_pair(trigger), trigger["type"]) for trigger in row["triggers"]]
    yield compare("triggers", row["id"], text, [(spans, "") for spans, _ in typed], [(span, "") for span, _ in gold])
    yield compare("triggers with type", row["id"], text, typed, gold)
    yield compare("mentions with kind", row["id"], text, mentions(extraction), gold_mentions(row))
    yield edges(row["id"], text, role_edges(found), gold_edges(row))
    yield factuality(row["id"], text, found, row["triggers"])
    yield acled_style(row["id"], text, typed, gold)


def compare(metric: str, name: str, text: str, answers: Sequence[Told], gold: Sequence[Labelled]) -> Case:
    """Labelled spans, one to one, overlapping and with equal labels; an answer counts once, and once more for each further place that is matched."""
    told, theirs = sorted(set(answers)), sorted(set(gold))
    mine = [(span, label) for spans, label in told for span in spans]
    owner = [i for i, (spans, _) in enumerate(told) for _ in spans]
    pairs = score.matched(mine, theirs, same)
    right = {j for _, j in pairs}
    strays = set(range(len(told))) - {owner[i] for i, _ in pairs}
    missed = tuple(f"{label}: {text[slice(*span)]}" for j, (span, label) in enumerate(theirs) if j not in right)
    wrong = tuple(f"{told[i][1]}: {text[slice(*told[i][0][0])]}" for i in sorted(strays))
    return Case(metric, name, PRF(len(pairs), len(pairs) + len(strays), len(theirs)), missed, wrong)


def same(left: Labelled, right: Labelled) -> float:
    """How much two spans of one label overlap."""
    return score.closeness(left[0], right[0]) if left[1] == right[1] else 0.0


def places_of(claim: Claim) -> tuple[Offsets, ...]:
    """Where the claim stands, and where else it is made."""
    return span_of(claim), *((words.span.start, words.span.end) for words in claim.mentions)


def figures(extraction: Extraction) -> list[Told]:
    """Measure and bounds of every figure claim."""
    return [
        (places_of(claim), f"{claim.role.value} {claim.value.low}..{claim.value.high}")
        for claim in extraction.claims
        if claim.role in MEASURES and isinstance(claim.value, Count)
    ]


def gold_figures(row: Any) -> list[Labelled]:  # noqa: ANN401 - JSON
    """The same of the labels."""
    return [(_pair(figure), f"{figure['measure']} {figure['low']}..{figure['high']}") for figure in row["figures"]]


def speakers(statements: Sequence[Statement]) -> list[Told]:
    """The speaker's words (the cue's where none is named) and what kind of speaker; the writer is no attribution."""
    told = [statement for statement in statements if statement.kind is not SpeakerKind.WRITER]
    found = [(statement.source or statement.cue, statement.kind.value) for statement in told]
    return [(((span.start, span.end),), kind) for span, kind in found if span is not None]


def gold_speakers(row: Any) -> list[Labelled]:  # noqa: ANN401 - JSON
    """The same of the labels."""
    told = [item for item in row["attributions"] if item["kind"] != "writer" and (item.get("source") or item.get("cue"))]
    return [(_pair(item.get("source") or item["cue"]), item["kind"]) for item in told]


def mentions(extraction: Extraction) -> list[Told]:
    """Every mention that a claim rests on, with its kind."""
    said = [claim for claim in extraction.claims if claim.role in EDGES and claim.origin is Origin.TEXT]
    return [((span,), kind) for claim in said if (kind := kind_of(claim)) is not None for span in places_of(claim)]


def gold_mentions(row: Any) -> list[Labelled]:  # noqa: ANN401 - JSON
    """The mentions that fill a role, or are a figure's place or date."""
    filling = {role["mention"] for role in row["roles"]} | {figure.get(key) for figure in row["figures"] for key in ("place", "date")}
    return [(_pair(mention), mention["kind"]) for mention in row["mentions"] if mention["id"] in filling]


def role_edges(found: Sequence[Event]) -> list[Edge]:
    """Trigger (with its repeats), role and mention of every role claim."""
    return sorted({(event.triggers, claim.role.value, places_of(claim)) for event in found for claim in event.edges})


def gold_edges(row: Any) -> list[Edge]:  # noqa: ANN401 - JSON
    """The same of the labels."""
    triggers = {trigger["id"]: _pair(trigger) for trigger in row["triggers"]}
    mentions_ = {mention["id"]: _pair(mention) for mention in row["mentions"]}
    return sorted(
        {
            ((triggers[role["trigger"]],), role["role"], (mentions_[role["mention"]],))
            for role in row["roles"]
            if role["trigger"] in triggers and role["mention"] in mentions_
        }
    )


def edges(name: str, text: str, answers: Sequence[Edge], gold: Sequence[Edge]) -> Case:
    """An edge is right when role is equal and trigger and mention overlap."""
    pairs = score.matched(answers, gold, same_edge)
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    missed, wrong = (
        tuple(f"{text[slice(*t[0])]} -{r}-> {text[slice(*m[0])]}" for k, (t, r, m) in enumerate(items) if k not in hit)
        for items, hit in ((gold, right), (answers, left))
    )
    return Case("role edges", name, PRF(len(pairs), len(answers), len(gold)), missed, wrong)


def same_edge(left: Edge, right: Edge) -> float:
    """Mean closeness of trigger and mention; 0 when one of them is apart or the roles differ."""
    trigger = max(score.closeness(a, b) for a in left[0] for b in right[0])
    mention = max(score.closeness(a, b) for a in left[2] for b in right[2])
    return (trigger + mention) / 2 if left[1] == right[1] and trigger and mention else 0.0


def factuality(name: str, text: str, found: Sequence[Event], triggers: Sequence[Any]) -> Case:
    """On triggers found: which are said to be anything but certain (F1 of "not CT+")."""
    mine = [(trigger, event.factuality.value) for event in found for trigger in event.triggers]
    theirs = [(_pair(trigger), trigger["factuality"]) for trigger in triggers]
    certain = Factuality.CT_PLUS.value
    total, missed, wrong = PRF(), [], []
    for i, j in score.matched(mine, theirs, near):
        answer, gold = mine[i][1] != certain, theirs[j][1] != certain
        total += PRF(int(answer and gold), int(answer), int(gold))
        if gold and not answer:
            missed.append(f"{theirs[j][1]}: {text[slice(*mine[i][0])]}")
        if answer and not gold:
            wrong.append(f"{mine[i][1]}: {text[slice(*mine[i][0])]}")
    return Case("factuality", name, total, tuple(missed), tuple(wrong))


@cache
def acled_types() -> dict[str, str]:
    """ACLED's event type of each event type that the code book gives one (ACLED-style: our reading of the public category names)."""
    rows = yaml.safe_load(CODE_BOOK.read_text(encoding="utf-8"))
    return {row["code"]: row["acled"]["event_type"] for row in rows if "event_type" in row["acled"]}


def acled_style(name: str, text: str, answers: Sequence[Told], gold: Sequence[Labelled]) -> Case:
    """On triggers found whose gold type the code book maps: the mapped type against the mapped gold."""
    mine = [(span, label) for spans, label in answers for span in spans]
    pairs, wrong = [], []
    for i, j in score.matched(mine, list(gold), near):
        expected = acled_types().get(gold[j][1])
        if expected is not None:
            answer = acled_types().get(mine[i][1], "")
            pairs.append((answer, expected))
            if answer != expected:
                wrong.append(f"{expected}, answered {answer or 'nothing'}: {text[slice(*mine[i][0])]}")
    return Case("ACLED-style types", name, Classes(tuple(pairs)), tuple(wrong))


def near(left: Labelled, right: Labelled) -> float:
    """How much two spans overlap, whatever their labels."""
    return score.closeness(left[0], right[0])


def _pair(item: Any) -> Offsets:  # noqa: ANN401 - JSON
    return item["span"][0], item["span"][1]


def inputs(_split: Split) -> tuple[str, ...]:
    """Both rounds."""
    return FILES


def own_inputs(_split: Split) -> tuple[str, ...]:
    """Where their texts come from."""
    return OWN_SOURCES


def news_inputs(_split: Split) -> tuple[str, ...]:
    """Where the texts of the second round come from."""
    return NEWS_SOURCES


METRICS = (
    Metric("figures", "two readers 90-97", "same measure and bounds"),
    Metric("attributions", "two readers 85", "source and kind"),
    Metric("triggers", "two readers 80-91"),
    Metric("triggers with type", "two readers 74-82"),
    Metric("mentions with kind", "two readers 71-83"),
    Metric("role edges", "two readers 52-70"),
    Metric("factuality", "", "not CT+, on matched triggers"),
    Metric("ACLED-style types", "", "macro-F1 over event types, on matched triggers that have one"),
)
BENCHMARK = Benchmark(name="labels", about="in-domain labels, overlapping spans", metrics=METRICS, inputs=inputs, load=load, score=run)
OWN = Benchmark(name="own-labels", about="in-domain labels of our own, harder texts", metrics=METRICS, inputs=own_inputs, load=load_own, score=run)
NEWS = Benchmark(
    name="news-labels", about="in-domain labels of our own, ordinary texts", metrics=METRICS, inputs=news_inputs, load=load_news, score=run
)
