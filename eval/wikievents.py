"""Document-level events (WikiEvents): triggers, and arguments by their head words.

Types and roles are mapped by eval/ace.py; types of the set that have no counterpart stay in the gold and are missed. An argument is right when the
head word of the mention, the event's type and the role are (Head F1; heads by eval/ace.head_word on both sides). Gold arguments are entity mentions
that the set's readers chose for the event; where an entity is mentioned again elsewhere that counts as wrong.
"""

from collections.abc import Iterator
from typing import Any

from eval import score
from eval.ace import WIKIEVENTS, WIKIEVENTS_ROLES, head_word, role_in, two_levels
from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.events import EDGES, events, json_lines
from eval.m2e2 import Labelled, similarity
from tocsin.core.claims import Origin
from tocsin.core.document import Document, Report, Segmented
from tocsin.core.spans import Span


def load(task: Task) -> list[Any]:
    """(document, text, triggers, arguments as (label, span of the mention)) of every document."""
    return [_document(row) for row in json_lines(task.need(f"events/wikievents_{task.split.name}.jsonl"))]


def _document(row: Any) -> tuple[str, str, set[Labelled], set[Labelled]]:  # noqa: ANN401 - JSON
    """The printed sentences, each as a paragraph (the set's own text glues them together), and gold in characters of that."""
    text, at = "", []
    for words, sentence in row["sentences"]:
        first = words[0][1] if words else 0
        at += [(len(text) + start - first, len(text) + end - first) for _, start, end in words]
        text += sentence + "\n\n"
    entities = {entity["id"]: (at[entity["start"]][0], at[entity["end"] - 1][1]) for entity in row["entity_mentions"]}
    triggers, arguments = set(), set()
    for event in row["event_mentions"]:
        kind, trigger = two_levels(event["event_type"]), event["trigger"]
        triggers.add((kind, at[trigger["start"]][0], at[trigger["end"] - 1][1]))
        arguments |= {(f"{kind} {a['role']}", *entities[a["entity_id"]]) for a in event["arguments"] if a["entity_id"] in entities}
    return row["doc_id"], text.rstrip(), triggers, arguments


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One document."""
    name, text, gold_triggers, gold_arguments = item
    document = Document.freeze(text, Report())
    segmented = task.system.segment(document)
    triggers, arguments = set(), set()
    for event in events(task.system.extract(document)):
        if event.type in WIKIEVENTS:
            kind = WIKIEVENTS[event.type]
            triggers |= {(kind, *trigger) for trigger in event.triggers}
            for claim in (claim for claim in event.of(*EDGES) if claim.origin is not Origin.ASSUMED):
                role = role_in(WIKIEVENTS_ROLES, kind, claim.role)
                if role is not None:
                    arguments.add((f"{kind} {role}", claim.span.start, claim.span.end))
    yield Case("trigger overlap", name, score.one_to_one(sorted(triggers), sorted(gold_triggers), similarity))
    mine, theirs = headed(segmented, arguments), headed(segmented, gold_arguments)
    missed, wrong = ([f"{label}: {text[a:b]}" for label, a, b in sorted(items)] for items in (theirs - mine, mine - theirs))
    yield Case("argument head", name, score.exact(mine, theirs), tuple(missed), tuple(wrong))


def headed(segmented: Segmented, labelled: set[Labelled]) -> set[Labelled]:
    """Every span as the span of its head word."""
    found = set()
    for label, start, end in labelled:
        sentence = segmented.sentence_at(start)
        words = [(t.text, t.span.start, t.span.end) for t in sentence.tokens if t.span.overlaps(Span(start, end))] if sentence else []
        head = head_word(words)
        found.add((label, *(head or (start, end))))
    return found


def inputs(split: Split) -> tuple[str, ...]:
    """The split's file."""
    return (f"events/wikievents_{split.name}.jsonl",)


BENCHMARK = Benchmark(
    name="wikievents",
    about="document-level events and arguments",
    metrics=(Metric("trigger overlap"), Metric("argument head")),
    inputs=inputs,
    load=load,
    score=run,
)
