"""One report in, its claims out: pure, deterministic, one report at a time."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

from tocsin import __version__
from tocsin.assemble import assemble
from tocsin.assemble.described import with_victims
from tocsin.assemble.found import DatedMention, Figure, Found, InSentence, PlacedMention
from tocsin.assemble.parties import with_parties
from tocsin.assemble.weighing import Scales
from tocsin.core.claims import Extraction
from tocsin.core.document import Document, Segmented, Sentence
from tocsin.core.hints import Hints
from tocsin.core.mentions import Mention, MentionKind, Stance, Statement, Trigger
from tocsin.core.scales import Factuality
from tocsin.core.values import DateInterval
from tocsin.find.actors import ActorFinder
from tocsin.find.attribution import AttributionFinder
from tocsin.find.counts import CountFinder
from tocsin.find.counts import Figure as CountedFigure
from tocsin.find.dates import AS_OF_RULES, DateFinder, carried
from tocsin.find.facilities import FacilityFinder
from tocsin.find.factuality import FactualityFinder
from tocsin.find.places import PlaceFinder
from tocsin.find.roles import RoleFinder
from tocsin.find.triggers import TriggerFinder
from tocsin.resources.shipped import Resources, load_resources
from tocsin.text.clauses import Clauses
from tocsin.text.encoder import Encoder
from tocsin.text.morphology import Morphology
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment

_BLAME = frozenset({"trigger:behind-it", "trigger:ringleader"})
"""Triggers that say who is behind something: a judgement whoever makes it (READING.md 13)."""
_OTHERS = frozenset({MentionKind.PLACE, MentionKind.DATE, MentionKind.NUMBER})
"""Kinds that are no actor and no thing."""
One = TypeVar("One")
_AHEAD = frozenset({"will", "shall", "'ll", "next", "upcoming", "scheduled", "plans", "planned", "due", "would"})
"""Words of a sentence that speaks of what is to come: its weekdays count forward."""
_SPOKE = (("said",), ("announced",), ("added",), ("told",), ("reported",))
"""Words that a date after them belongs to, alone or with "on"."""
_AHEAD_PAIRS = frozenset({("set", "to"), ("expected", "to"), ("should", "be")})
"""The same as _AHEAD, in two words."""


class Reader:
    """Reads reports. Make one and keep it: its resources take a moment to load. Not shared between threads."""

    def __init__(self, resources: Resources) -> None:
        """Build every finder from `resources`. Without a model in them the rules read alone."""
        lexicons = resources.lexicons
        self._resources = resources
        self.phrases = Phrases(lexicons)
        self.triggers = TriggerFinder(lexicons, Morphology(lexicons))
        self.roles = RoleFinder(self.phrases)
        self.counts = CountFinder(lexicons, self.phrases)
        self.actors = ActorFinder(lexicons, self.phrases)
        self.facilities = FacilityFinder(lexicons, self.phrases)
        self.dates = DateFinder(lexicons)
        self.places = PlaceFinder(lexicons, resources.gazetteer)
        self.attribution = AttributionFinder(lexicons, self.phrases)
        self.factuality = FactualityFinder(lexicons, self.phrases)
        self.scales = Scales(lexicons, trained=resources.model is not None)
        self._encoder = Encoder(resources.model) if resources.model is not None else None

    @cached_property
    def fingerprint(self) -> str:
        """What this reader is made of: version, lexicons, gazetteer and model. Two readers with the same fingerprint read alike."""
        parts = [__version__, self._resources.lexicons.sha256, self._resources.gazetteer.sha256, self._resources.model_sha256 or "no model"]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def hints(self, segmented: Segmented) -> Hints | None:
        """What the trained heads propose; None when the reader has no model."""
        if self._encoder is None:
            return None
        return self._encoder.read(segmented.document.text, segmented.sentences)

    def extract(self, document: Document) -> Extraction:
        """All claims of `document`, and what was not understood in it."""
        found = self.find(document)
        claims, problems = assemble(found, self.scales)
        return Extraction(document=document, claims=claims, problems=problems)

    def find(self, document: Document) -> Found:
        """Every mention in `document` with its value, before claims are made of them."""
        segmented = segment(document)
        hints = self.hints(segmented)
        statements = self.attribution.find(segmented, hints)
        placed = _by_sentence(segmented, self._placed(segmented, hints), attrgetter("mention.span.start"))
        dated = self.dated(segmented)
        counted = self.counts.read(segmented, hints)
        figures = _by_sentence(segmented, counted, attrgetter("mention.span.start"))
        acting = _by_sentence(segmented, self.actors.read(segmented, hints), attrgetter("span.start"))
        told = _told_in(segmented, statements)
        deadly = self.counts.tells_of_death(segmented)
        rows = []
        values = {}
        for sentence in segmented.sentences:
            places = tuple([one for one in placed[sentence.index] if sentence.span.covers(one.mention.span)])
            actors = tuple([one for one in acting[sentence.index] if sentence.span.covers(one.span)])
            row = self._row(sentence, hints, tuple(told[sentence.index]), places, actors, dated[sentence.index], counted, figures[sentence.index])
            row = with_parties(with_victims(row, self.counts.described(sentence, deadly=deadly)), sentence, hints)
            rows.append(row)
            for mention in (*row.mentions, *[edge.mention for edge in row.roles.edges]):
                if mention.kind not in _OTHERS and mention.span not in values:
                    values[mention.span] = self.actors.resolve(mention, document.text)
        return Found(segmented=segmented, sentences=tuple(rows), statements=statements, values=values, hints=hints)

    def _placed(self, segmented: Segmented, hints: Hints | None) -> tuple[PlacedMention, ...]:
        mentions = self.places.find(segmented, hints)
        return tuple([
            PlacedMention(mention=one.mention, value=one.value, candidates=one.candidates) for one in self.places.resolve(segmented, mentions)
        ])  # fmt: skip

    def dated(self, segmented: Segmented) -> list[tuple[DatedMention, ...]]:
        """The dates of each sentence; each is resolved with the one before it as context ("the following day")."""
        anchor = segmented.document.report.published
        context: DateInterval | None = None
        rows = []
        for sentence in segmented.sentences:
            row = []
            ahead = not _AHEAD.isdisjoint(sentence.folded) or not _AHEAD_PAIRS.isdisjoint(pairwise(sentence.folded))
            for mention in self.dates.find(sentence):
                future = ahead and not _said_then(sentence, mention)
                value = self.dates.resolve(mention, segmented.document.text, anchor, context, future=future)
                row.append(DatedMention(mention=mention, value=value))
                context = context if future else carried(context, mention, value)
            rows.append(tuple(row))
        return rows

    def _row(
        self,
        sentence: Sentence,
        hints: Hints | None,
        statements: tuple[Statement, ...],
        places: tuple[PlacedMention, ...],
        actors: tuple[Mention, ...],
        dates: tuple[DatedMention, ...],
        counted: tuple[CountedFigure, ...],
        in_sentence: list[CountedFigure],
    ) -> InSentence:
        located = tuple([one.mention for one in places])
        dated = tuple([one.mention for one in dates])
        mentions = _without_overlap((*dated, *self.facilities.find(sentence), *located, *actors))
        proposed = self.triggers.find(sentence, self.phrases.chunks(sentence), hints)
        triggers = tuple([one for one in proposed if not any([date.span.overlaps(one.span) for date in dated])])
        figures = tuple([self._figure(one, counted, sentence, statements) for one in in_sentence])
        return InSentence(
            triggers=triggers,
            stances=tuple([self._stance(sentence, trigger, statements, hints) for trigger in triggers]),
            opinions=tuple([trigger.rule in _BLAME or self.factuality.is_opinion(sentence, trigger.span) for trigger in triggers]),
            roles=self.roles.find(sentence, triggers, mentions, tuple([figure.mention for figure in figures]), hints),
            mentions=mentions,
            places=tuple([one for one in places if one.mention.kind is MentionKind.PLACE]),
            dates=tuple([one for one in dates if one.mention.rule not in AS_OF_RULES]),
            as_of=any([one.mention.rule in AS_OF_RULES for one in dates]),
            figures=figures,
            told=statements,
        )

    def _stance(self, sentence: Sentence, trigger: Trigger, statements: tuple[Statement, ...], hints: Hints | None) -> Stance:
        """How surely `trigger` is said to have happened.

        A noun that names who is behind something is as sure as its predicate ("the mastermind seems to be a general"); a definite event is
        presupposed, and what is hedged is something else about it ("the riot was likely organised by ...").
        """
        at = trigger.span
        if trigger.nominal and trigger.subject == "target":
            after = Clauses(sentence, self.phrases).after_verbs(sentence.ended(at.end))
            at = sentence.tokens[min(after, len(sentence.tokens) - 1)].span
        stance = self.factuality.assess(sentence, at, statements, hints.certainty_at(at) if hints is not None else None)
        if trigger.type == "failure-to-protect" and any([cue.overlaps(trigger.span) for cue in stance.cues]):
            return Stance()  # "did nothing to stop it": the negation is the event
        if stance.factuality in {Factuality.PR_PLUS, Factuality.PS_PLUS} and trigger.nominal and trigger.subject != "target":
            before = sentence.folded[: sentence.ended(trigger.span.start)]
            if before[-1:] in (("the",), ("this",), ("these",), ("those",)):
                return Stance()
        return stance

    def _figure(self, one: CountedFigure, counted: tuple[CountedFigure, ...], sentence: Sentence, statements: tuple[Statement, ...]) -> Figure:
        at = one.measure.span if one.measure is not None else one.mention.span
        return Figure(
            mention=one.mention,
            measure=one.measure.role if one.measure is not None else None,
            word=one.measure.span if one.measure is not None else None,
            stance=self.factuality.assess(sentence, at if sentence.span.covers(at) else one.mention.span, statements),
            subset_of=counted[one.part_of].mention if one.part_of is not None else None,
        )


def _said_then(sentence: Sentence, date: Mention) -> bool:
    """Whether the date is when somebody spoke of what is to come: "will reopen in May, the ministry said on Friday"."""
    before = sentence.folded[: sentence.ended(date.span.start)]
    return before[-1:] in _SPOKE or (before[-1:] == ("on",) and before[-2:-1] in _SPOKE)


def _by_sentence(segmented: Segmented, found: Iterable[One], start: Callable[[One], int]) -> list[list[One]]:
    """`found` in one list per sentence, so that a sentence never looks through the whole report."""
    rows: list[list[One]] = [[] for _ in segmented.sentences]
    for one in found:
        sentence = segmented.sentence_at(start(one))
        if sentence is not None:
            rows[sentence.index].append(one)
    return rows


def _told_in(segmented: Segmented, statements: tuple[Statement, ...]) -> list[list[Statement]]:
    """For each sentence the statements whose content reaches into it."""
    rows: list[list[Statement]] = [[] for _ in segmented.sentences]
    for statement in statements:
        touched = set()
        for part in statement.content:
            first, last = segmented.sentence_at(part.start), segmented.sentence_at(max(part.start, part.end - 1))
            if first is not None and last is not None:
                touched |= set(range(first.index, last.index + 1))
        for index in sorted(touched):
            rows[index].append(statement)
    return rows


def _without_overlap(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions in order of start; where two overlap the earlier one in the argument stays, unless the other covers it."""
    kept: list[Mention] = []
    for mention in mentions:
        rivals = [other for other in kept if other.span.overlaps(mention.span)]
        if not rivals:
            kept.append(mention)
        elif all([mention.span.covers(rival.span) and mention.span != rival.span and rival.kind is not MentionKind.DATE for rival in rivals]):
            kept = [other for other in kept if other not in rivals or other.kind is MentionKind.PLACE]
            kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: mention.span))


def load_reader(*, model: bool = True) -> Reader:
    """A reader from the shipped resources. Raises ResourceError when one is missing or damaged."""
    return Reader(load_resources(model=model))
