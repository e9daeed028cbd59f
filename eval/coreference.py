"""ECB+ event coreference: mentions of 8 topics, all shuffled together, grouped into events by Tocsin's own reconciling.

- "gold mentions": the event mentions are given; what the reader claims about one that it found is kept, about the others nothing is claimed but the
  names in their sentence.
- "system mentions": those that the reader finds in the checked sentences; its mention stands for the gold mention that it overlaps. Every gold
  mention it does not find counts against recall (the reader codes unrest, and ECB+ tells of sports and earthquakes too).
- The lemma baseline puts mentions with one stem together, within a topic, which it is told and Tocsin is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from eval import chains, ecb
from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.score import Share
from tocsin.core.claims import Claim, Extraction, Role
from tocsin.core.events import EventMention
from tocsin.core.spans import Span
from tocsin.core.values import Actor, EventType
from tocsin.reconcile.clusters import cluster
from tocsin.reconcile.mentions import event_mentions
from tocsin.reconcile.reconciling import Reconciler
from tocsin.reconcile.stems import stem

_NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")


@dataclass(frozen=True)
class Told:
    """An event mention, where it and its repeats stand, and whether gold knows the place."""

    mention: EventMention
    spans: tuple[Span, ...]


def load(task: Task) -> list[list[ecb.Chained]]:
    """All documents, as one: the whole set is grouped at once."""
    return [ecb.documents(task.data, ecb.DEVELOPMENT)]


def run(task: Task, chained: list[ecb.Chained]) -> Iterator[Case]:
    """Both settings, each beside its baseline."""
    read = [(one, task.system.extract(one.document)) for one in chained]
    key = _grouped((chain, (one.name, span)) for one in chained for span, chain in one.mentions)
    for setting, make in (("gold mentions", given), ("system mentions", found)):
        told = {(one.name, told.mention.id): told for one, extraction in read for told in make(one, extraction)}
        names = {told.mention.id: name for (name, _), told in told.items()}
        mentions = [one.mention for one in told.values()]
        events = cluster(mentions, Reconciler([one.document for one in chained], mentions).judge())
        response = [[(names[m.id], span) for m in event for span in told[names[m.id], m.id].spans] for event in events]
        topics = {one.name: one.topic for one in chained}
        lemma = _grouped(((topics[name], *sorted(_stems(one.mention))), (name, span)) for (name, _), one in told.items() for span in one.spans)
        for who, groups in (("", response), (", lemma baseline", lemma)):
            yield from _cases(f"{setting}{who}", key, groups)


def _cases(name: str, key: chains.Groups, response: chains.Groups) -> Iterator[Case]:
    items = sum(len(group) for group in key)
    yield Case(f"B3, {name}", "all", Share(chains.b_cubed(key, response).f1 * items, items))
    yield Case(f"CoNLL, {name}", "all", Share(chains.conll(key, response) * items, items))


def given(one: ecb.Chained, extraction: Extraction) -> list[Told]:
    """The gold mentions as event mentions."""
    read = event_mentions(one.document, extraction.claims)
    return [Told(_given(one, span, read), (span,)) for span in dict(one.mentions)]


def _given(one: ecb.Chained, span: Span, read: Sequence[EventMention]) -> EventMention:
    seen = next((mention for mention in read if any(span.overlaps(own) for own in _spans(mention))), None)
    typed = {"document": one.document.id, "trigger": span, "span": span, "quote": span.quote(one.document.text), "rule": "gold"}
    claims = [Claim(role=Role.TYPE, value=EventType(code=seen.type if seen else "other"), **typed)]
    claims += _of(seen, span) if seen is not None else _names(one, span)
    return EventMention(document=one.document.id, trigger=span, claims=tuple(claims))


def _of(seen: EventMention, span: Span) -> list[Claim]:
    return [msgspec.structs.replace(claim, trigger=span) for claim in seen.claims if claim.role is not Role.TYPE]


def _names(one: ecb.Chained, span: Span) -> list[Claim]:
    """The names in the sentence of a mention of which the reader knows nothing."""
    sentence = next(sentence for sentence in one.sentences if sentence.covers(span))
    text = one.document.text
    places = [Span(sentence.start + name.start(), sentence.start + name.end()) for name in _NAME.finditer(sentence.quote(text))]
    actors = [(place, Actor(name=place.quote(text), kind="person")) for place in places if not place.overlaps(span)]
    return [
        Claim(document=one.document.id, trigger=span, role=Role.ACTOR, span=place, quote=actor.name, value=actor, rule="gold")
        for place, actor in actors
    ]


def found(one: ecb.Chained, extraction: Extraction) -> list[Told]:
    """The reader's mentions in the checked sentences, at the gold mentions they overlap."""
    told = []
    free = dict(one.mentions)
    for mention in event_mentions(one.document, extraction.claims):
        spans = [span for span in _spans(mention) if any(sentence.covers(span) for sentence in one.sentences)]
        matched = [next((gold for gold in free if gold.overlaps(span)), span) for span in spans]
        for gold in matched:
            free.pop(gold, None)
        if matched:
            told.append(Told(mention, tuple(dict.fromkeys(matched))))
    return told


def _spans(mention: EventMention) -> list[Span]:
    repeats = [words.span for claim in mention.of(Role.TYPE) for words in claim.mentions]
    return [mention.trigger, *repeats]


def _stems(mention: EventMention) -> set[str]:
    quotes = [claim.quote for claim in mention.of(Role.TYPE)] or [""]
    return {stem(word) for word in re.findall(r"\w+", quotes[0])}


def _grouped(items: Iterable[tuple[object, tuple[str, Span]]]) -> list[list[tuple[str, Span]]]:
    groups: dict[object, list[tuple[str, Span]]] = {}
    for name, item in items:
        groups.setdefault(name, []).append(item)
    return list(groups.values())


def inputs(_split: Split) -> tuple[str, ...]:
    """Archive and list of checked sentences."""
    return ecb.INPUTS


BENCHMARK = Benchmark(
    name="coreference",
    about="event coreference within and across the documents of ECB+",
    metrics=tuple(
        Metric(f"{measure}, {setting}{who}", floor=not who)
        for setting in ("gold mentions", "system mentions")
        for who in ("", ", lemma baseline")
        for measure in ("B3", "CoNLL")
    ),
    inputs=inputs,
    load=load,
    score=run,
)
