"""News sentences with eight ACE event types (M2E2): triggers and arguments.

Exact is the published measure (offsets and type; for arguments offsets, type of event and role). Overlap asks only that the spans share a character:
our triggers run to four words ("shot dead") and our mentions keep their premodifiers, M2E2's are mostly single words. The sentences of a document are
read together, each as a paragraph. Types and roles are mapped by eval/ace.py. "hints" is what the trained head of these eight types proposes.

The set labels some events and not others of the same words: in its training documents two of three "killed", one of three "attack", one in five
"protests", one in twenty-five "fighting". A reader of every act cannot be precise here; the trained head can learn which are labelled.
"""

from collections.abc import Iterator
from typing import Any

from eval import score
from eval.ace import M2E2, M2E2_ROLES, role_in
from eval.benchmark import Benchmark, Case, Metric, Split, Task, residue
from eval.events import events, json_lines, span_of
from eval.layout import lay_out
from tocsin.core.claims import Extraction
from tocsin.core.document import Document, Report

Labelled = tuple[str, int, int]


def load(task: Task) -> list[Any]:
    """(document, text, triggers, arguments) of every document of the split."""
    documents: dict[str, list[Any]] = {}
    for row in json_lines(task.need("events/m2e2.jsonl")):
        name = row["sentence_id"].rpartition("_")[0]
        if row["words"] and residue(name, 5) == task.split.m2e2:
            documents.setdefault(name, []).append(row)
    return [_document(name, rows) for name, rows in documents.items()]


def _document(name: str, rows: list[Any]) -> tuple[str, str, set[Labelled], set[Labelled]]:
    text, triggers, arguments = "", set(), set()
    for row in rows:
        sentence, spans = lay_out(row["words"])
        at = [(start + len(text), end + len(text)) for start, end in spans]
        text += sentence + "\n\n"
        for event in row["golden-event-mentions"]:
            trigger, kind = event["trigger"], event["event_type"]
            triggers.add((kind, at[trigger["start"]][0], at[trigger["end"] - 1][1]))
            arguments |= {(f"{kind} {a['role']}", at[a["start"]][0], at[a["end"] - 1][1]) for a in event["arguments"]}
    return name, text.rstrip(), triggers, arguments


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One document."""
    name, text, triggers, arguments = item
    extraction = task.system.extract(Document.freeze(text, Report()))
    yield from cases("trigger", name, text, answers=trigger_answers(extraction), gold=triggers)
    yield from cases("argument", name, text, answers=argument_answers(extraction), gold=arguments)
    if task.system.model:
        hints = task.system.hints(Document.freeze(text, Report())).of("m2e2")
        yield from cases("hints trigger", name, text, answers={(hint.label, hint.span.start, hint.span.end) for hint in hints}, gold=triggers)


def trigger_answers(extraction: Extraction) -> set[Labelled]:
    """Our triggers and their repeats, with ACE types."""
    return {(M2E2[event.type], *trigger) for event in events(extraction) if event.type in M2E2 for trigger in event.triggers}


def argument_answers(extraction: Extraction) -> set[Labelled]:
    """Our mentions in roles, as "type role"."""
    found = set()
    for event in events(extraction):
        for claim in event.edges:
            role = role_in(M2E2_ROLES, M2E2[event.type], claim.role) if event.type in M2E2 else None
            if role is not None:
                found |= {(f"{M2E2[event.type]} {role}", *span) for span in (span_of(claim), *((w.span.start, w.span.end) for w in claim.mentions))}
    return found


def cases(what: str, name: str, text: str, *, answers: set[Labelled], gold: set[Labelled]) -> Iterator[Case]:
    """Exact and overlapping."""
    mine, theirs = sorted(answers), sorted(gold)
    pairs = score.matched(mine, theirs, similarity)
    missed = [f"{label}: {text[a:b]}" for j, (label, a, b) in enumerate(theirs) if j not in {j for _, j in pairs}]
    wrong = [f"{label}: {text[a:b]}" for i, (label, a, b) in enumerate(mine) if i not in {i for i, _ in pairs}]
    yield Case(f"{what} exact", name, score.exact(answers, gold))
    yield Case(f"{what} overlap", name, score.PRF(len(pairs), len(mine), len(theirs)), tuple(missed), tuple(wrong))


def similarity(left: Labelled, right: Labelled) -> float:
    """How much two labelled spans overlap; 0 when the labels differ."""
    return score.closeness(left[1:], right[1:]) if left[0] == right[0] else 0.0


def inputs(_split: Split) -> tuple[str, ...]:
    """The one file."""
    return ("events/m2e2.jsonl",)


BENCHMARK = Benchmark(
    name="m2e2",
    about="news sentences, 8 ACE event types",
    metrics=tuple(Metric(f"{what} {how}") for what in ("trigger", "argument", "hints trigger") for how in ("exact", "overlap")),
    inputs=inputs,
    load=load,
    score=run,
)
