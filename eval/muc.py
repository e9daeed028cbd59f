"""MUC-3/4 1992: role fillers as GRIT scores them (eval/ceaf.py) and the task's slots (eval/muc_slots.py), from one reading of each message."""

from collections.abc import Iterator
from typing import Any

from eval import ceaf, muc_hints
from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.muc_keys import SLOTS, Message, messages
from eval.muc_slots import score_document
from eval.muc_templates import NameFinder, entities, incidents, response
from eval.score import PRF
from tocsin.core.claims import Extraction
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span

_PUBLISHED = {
    "incident date": "1992 best 59.4",
    "incident location": "1992 best 60.9",
    "organisation confidence": "1992 best 48.0",
    "hum tgt number": "1992 best 60.6",
    "hum tgt effect": "1992 best 56.6",
}


def load(task: Task) -> list[Any]:
    """The messages of the split's files, in their order."""
    found: list[Message] = []
    for name in task.split.muc:
        folder = task.need(f"muc/{name}")
        texts, keys = sorted(folder.glob(f"{name}-muc*")), sorted(folder.glob(f"key-{name}.*"))
        if texts and keys:
            found += messages(texts[0], keys[0])
    return found


def run(task: Task, message: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One message."""
    document = Document.freeze(message.text, Report(published=message.published))
    extraction = task.system.extract(document)
    name_of = names(task, extraction)
    responses = [response(incident, extraction, name_of) for incident in incidents(extraction)]
    predicted, gold = entities(responses), ceaf.gold_entities(message)
    counts = ceaf.document(predicted, gold)
    yield Case("CEAF-REE", message.name, sum(counts.values(), PRF()), *_shown(predicted, gold))
    for role, score in counts.items():
        yield Case(f"CEAF-REE {role}", message.name, score)
    if task.system.model:
        trained = muc_hints.entities(message.text, task.system.hints(document).of("muc"))
        yield Case("hints CEAF-REE", message.name, sum(ceaf.document(trained, gold).values(), PRF()), *_shown(trained, gold))
    slots = score_document(responses, message.templates)
    yield Case("all slots", message.name, sum(slots.values(), PRF()))
    for slot, score in slots.items():
        yield Case(SLOTS[slot], message.name, score)


def _shown(predicted: dict[str, list[list[str]]], gold: dict[str, list[ceaf.Entity]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was missed and what was wrong, entity by entity."""
    missed, wrong = [], []
    for role in ceaf.ROLES:
        answers = {frozenset(ceaf.normalise(mention) for mention in entity) for entity in predicted[role]}
        missed += [f"{role}: {' / '.join(sorted(entity))}" for entity in gold[role] if not any(answer <= entity for answer in answers)]
        wrong += [f"{role}: {' / '.join(sorted(answer))}" for answer in sorted(answers, key=sorted) if not any(answer <= e for e in gold[role])]
    return tuple(missed), tuple(wrong)


def names(task: Task, extraction: Extraction) -> NameFinder:
    """Where people's names are: the trained reader's persons. Without it, a mention's last words from the first that follows a title.

    The messages are upper case throughout, so that without the reader only a title ("PRESIDENT", "COLONEL") tells a name from a noun.
    """
    if task.system.model:
        persons = [hint.span for hint in task.system.hints(extraction.document).of("ner") if hint.label == "Person"]

        def person_in(span: Span) -> Span | None:
            return max((person for person in persons if span.covers(person)), key=len, default=None)

        return person_in

    text = extraction.document.text

    def after_title(span: Span) -> Span | None:
        words = text[span.start : span.end].split(" ")
        titled = [i for i, word in enumerate(words[:-1]) if word.upper().strip(".,") in _TITLES]
        if not titled:
            return None
        return Span(span.start + len(" ".join(words[: titled[-1] + 1])) + 1, span.end)

    return after_title


_TITLES = frozenset(
    "PRESIDENT MINISTER GENERAL GEN COLONEL COL LIEUTENANT LT MAJOR MAJ CAPTAIN CAPT SERGEANT SGT SENATOR DEPUTY MAYOR JUDGE MR MRS MS DR DOCTOR "
    "MSGR MONSIGNOR BISHOP ARCHBISHOP FATHER PRIEST REVEREND AMBASSADOR ATTORNEY LEADER CANDIDATE JOURNALIST GOVERNOR SECRETARY ENGINEER PROFESSOR "
    "RECTOR DIRECTOR LAWYER COUNCILMAN CONGRESSMAN".split()
)


def inputs(split: Split) -> tuple[str, ...]:
    """The folders of texts and keys."""
    return tuple(f"muc/{name}" for name in split.muc)


BENCHMARK = Benchmark(
    name="muc",
    about="MUC-3/4 1992, political violence in Latin America",
    metrics=(
        Metric("CEAF-REE", "GRIT 54.5, TempGen 57.8 (test)", "micro over five roles"),
        *(Metric(f"CEAF-REE {role}", floor=False) for role in ceaf.ROLES),
        Metric("hints CEAF-REE", "GRIT 54.5, TempGen 57.8 (test)", "the trained head, micro over five roles"),
        Metric("all slots", "", "all templates"),
        *(Metric(name, _PUBLISHED.get(name, "")) for name in SLOTS.values()),
    ),
    inputs=inputs,
    load=load,
    score=run,
)
