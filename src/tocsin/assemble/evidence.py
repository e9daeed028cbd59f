"""What speaks for a candidate act being one that the report tells of, and for a mention playing a part in it, as features with names.

Grammar, lexicon and trained reader are witnesses here: each adds features, and fitted weights say how much each is worth, for a part by its role.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from tocsin.assemble.acts import Act
from tocsin.assemble.found import Found
from tocsin.assemble.tied import is_aside, is_of_saying
from tocsin.core.claims import Origin, Role
from tocsin.core.document import Sentence
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import Mention, Trigger
from tocsin.core.spans import Span
from tocsin.resources.weights import Features, log_odds

_NO_HINTS = Hints()
_SEVERAL = 2
_MANY = 4
_CROWDED = 6
_WORDS_NEAR = 4
_TOLD_IN = 20
"""Sentences in which parts of one act are looked for: more than most reports tell one act in, and a bound on the work a book-length text makes."""
_COMMAS = frozenset({",", ";", ":"})
_PREPOSITIONS = frozenset("in on at by of from to against with near for the a and between".split())


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A mention that may play `role` in an act; `rules` and `origin` say how the rules see it, when they give it that role."""

    mention: Mention
    role: Role
    rules: tuple[str, ...] = ()
    origin: Origin | None = None
    others: tuple[Role, ...] = ()
    """The other roles that the rules give it in this act."""


def of_act(act: Act, found: Found) -> Features:
    """What speaks for and against `act`."""
    hints = found.hints or _NO_HINTS
    trigger, sentence = act.trigger, act.sentence
    seen = [hint for one in (trigger, *act.also) for hint in hints_on(one, found) if hint.head == "trigger"]
    same = [hint.score for hint in seen if hint.label == trigger.type]
    links = [link for link in hints.links_within("role", sentence.span) if link.anchor.overlaps(trigger.span)]
    features: Features = {
        f"type {trigger.type}": 1.0,
        f"factuality {act.stance.factuality.value}": 1.0,
        f"modality {act.stance.modality.value}": 1.0,
        "nominal": trigger.nominal,
        "taken up": act.anaphoric,
        "told again": min(len(act.also), _SEVERAL),
        "told twice": bool(act.also),
        "figure": bool(act.figures),
        "parts": min(len(act.arguments), _SEVERAL + 1),
        "nobody": not act.arguments,
        "opinion": act.opinion,
        "headline": sentence.headline,
        "first sentence": sentence.index == 0,
        "how far down": sentence.index / max(1, len(found.segmented.sentences)),
        "acts in the sentence": min(len(found.sentences[sentence.index].triggers), _CROWDED),
        "reported": any([part.covers(trigger.span) for statement in found.sentences[sentence.index].told for part in statement.content]),
        "capitals": sentence.span.quote(found.segmented.document.text).isupper(),
        "model: links": min(len(links), _MANY),
        "model: M2E2": max([hint.score for hint in hints_on(trigger, found) if hint.head == "m2e2"], default=0.0),
        "model: a part": any([argument.rule == "model:role" for argument in act.arguments]),
    }
    features |= {f"has {argument.role.value}": 1.0 for argument in act.arguments}
    features |= {f"place {origin.value}": 1.0 for _, origin in act.places} | {f"date {origin.value}": 1.0 for _, origin in act.dates}
    if seen:
        features |= {"model: seen": 1.0, "model: how surely": log_odds(max([hint.score for hint in seen]))}
    if same:
        features |= {"model: same type": 1.0, "model: how surely that type": log_odds(max(same))}
    if trigger.odds is not None:
        odds = log_odds(trigger.odds)
        features |= {"lexicon": 1.0, "words": odds, "words unseen": 0.0 if seen else odds}
    elif trigger.rule.startswith("measure:"):
        features["measure word"] = 1.0
    return features


def hints_on(trigger: Trigger, found: Found) -> list[Hint]:
    """What the trained reader sees told by the words of `trigger`."""
    sentence = found.segmented.sentence_at(trigger.span.start)
    if sentence is None or found.hints is None:
        return []
    return [hint for hint in found.hints.within(sentence.span, "trigger", "m2e2") if hint.span.overlaps(trigger.span)]


def sentences_of(act: Act, found: Found) -> list[Sentence]:
    """The sentences that tell the act, in order; of a report that goes on telling it the first ones."""
    told = {found.segmented.sentence_at(trigger.span.start) for trigger in (act.trigger, *act.also)}
    return sorted([sentence for sentence in told if sentence is not None], key=lambda sentence: sentence.index)[:_TOLD_IN]


class Witnesses:
    """What the trained reader and the rules say of the parts of one act, gathered once for all its mentions."""

    def __init__(self, act: Act, likelihood: float, parts: Iterable[Part], found: Found) -> None:
        """Take an act with how likely it is one, and all parts that may be played in it."""
        self._act = act
        self._found = found
        self._hints = found.hints or _NO_HINTS
        self._likelihood = log_odds(likelihood)
        self._triggers = (act.trigger, *act.also)
        self._spans = frozenset([trigger.span for trigger in self._triggers])
        self._links = [
            link for sentence in sentences_of(act, found) for link in self._hints.links_within("role", sentence.span) if self._anchors(link.anchor)
        ]
        self._told: dict[Role, set[Span]] = defaultdict(set)
        for part in parts:
            if part.origin is Origin.TEXT:
                self._told[part.role].add(part.mention.span)
        self._rivals = {sentence.index: self._other_acts(sentence.index) for sentence in sentences_of(act, found)}

    def _links_to(self, span: Span) -> dict[str, float]:
        """How surely the trained reader sees the words at `span` play each role in the act."""
        scores: dict[str, float] = {}
        for link in self._links:
            if link.to.overlaps(span):
                scores[link.label] = max(scores.get(link.label, 0.0), link.score)
        return scores

    def of(self, part: Part) -> Features:
        """What speaks for and against `part`."""
        mention, role = part.mention, part.role
        sentence = self._found.segmented.sentence_at(mention.span.start)
        if sentence is None:
            return {"by rule": bool(part.rules)}
        trigger, apart = self._nearest(mention, sentence)
        features = self._by_rules(part) | self._by_model(part, sentence)
        features |= {
            f"kind {mention.kind.value}": 1.0,
            f"found by {mention.rule.partition(':')[0]}": 1.0,
            f"type {trigger.type}": 1.0,
            f"subject {trigger.subject}": 1.0,
            f"object {trigger.object}": 1.0,
            "nominal": trigger.nominal,
            "act": self._likelihood,
            "in the trigger": any([mention.span.overlaps(span) for span in self._spans]),
            "same sentence": apart == 0,
            "sentence before": apart < 0,
            "sentence after": apart > 0,
            "nearer another": self._nearer_another(mention, trigger, sentence),
            "same sentence, but told of another": apart == 0 and part.origin is Origin.CONTEXT,
            "the day of saying": role is Role.DATE and is_of_saying(self._act, mention),
            "an aside": role is Role.PLACE and is_aside(sentence, mention, self._found.sentences[sentence.index].mentions),
        }
        return features | (self._between(mention, trigger, sentence) if apart == 0 else {})

    def _by_rules(self, part: Part) -> Features:
        features: Features = {"by rule": bool(part.rules), "by rule, another role": bool(part.others)}
        features |= {f"rule {rule}": 1.0 for rule in part.rules} | {f"rule says {role.value}": 1.0 for role in part.others}
        if part.origin is not None:
            features[f"origin {part.origin.value}"] = 1.0
        features["rule says another mention"] = bool(self._told[part.role] - {part.mention.span})
        return features

    def _by_model(self, part: Part, sentence: Sentence) -> Features:
        span = part.mention.span
        scores = self._links_to(span)
        other = [score for label, score in scores.items() if label != part.role.value]
        rival = [link.score for link in self._links if link.label == part.role.value and not link.to.overlaps(span)]
        kinds = [hint for hint in self._hints.within(sentence.span, "mention") if hint.span.overlaps(span)]
        elsewhere = [link for link in self._hints.links_within("role", sentence.span) if link.to.overlaps(span) and not self._anchors(link.anchor)]
        features: Features = {
            "model: rival": max(rival, default=0.0),
            "model: other act": bool(elsewhere),
            "model: a mention": bool(kinds),
            "model: same kind": any([hint.label == part.mention.kind.value for hint in kinds]),
            "model: how surely a mention": max([hint.score for hint in kinds], default=0.0),
        }
        if part.role.value in scores:
            features |= {"model: link": 1.0, "model: how surely": log_odds(scores[part.role.value])}
        if other:
            features |= {"model: link of another role": 1.0, "model: how surely another role": log_odds(max(other))}
        return features | {f"model: {hint.label}": hint.score for hint in self._hints.within(sentence.span, "muc") if hint.span.overlaps(span)}

    def _between(self, mention: Mention, trigger: Trigger, sentence: Sentence) -> Features:
        before = mention.span.start < trigger.span.start
        first, last = (mention.span, trigger.span) if before else (trigger.span, mention.span)
        words = sentence.folded[sentence.begun(first.end) : sentence.ended(last.start)] if first.end <= last.start else ()
        start = sentence.ended(mention.span.start)
        rivals = self._rivals.get(sentence.index, [])
        preposition = sentence.folded[start - 1] if start else ""
        return {
            "distance": math.log1p(len(words)),
            "near": len(words) < _WORDS_NEAR,
            "beside": len(words) <= 1,
            "before": before,
            "before a noun": before and trigger.nominal,
            "commas between": min(sum([word in _COMMAS for word in words]), _SEVERAL + 1),
            "act between": bisect_left(rivals, first.end) < bisect_left(rivals, last.start),
            f"after {preposition if preposition in _PREPOSITIONS else 'other'}": 1.0,
        }

    def _nearest(self, mention: Mention, sentence: Sentence) -> tuple[Trigger, int]:
        """The telling of the act that is nearest to `mention`, and how many sentences it is before (0 for the same)."""

        def apart(trigger: Trigger) -> tuple[int, int]:
            told = self._found.segmented.sentence_at(trigger.span.start)
            far = abs(sentence.index - told.index) if told is not None else len(self._found.sentences)
            return far, _gap(trigger.span, mention.span)

        trigger = min(self._triggers, key=apart)
        told = self._found.segmented.sentence_at(trigger.span.start)
        return trigger, sentence.index - told.index if told is not None else 1

    def _nearer_another(self, mention: Mention, trigger: Trigger, sentence: Sentence) -> bool:
        rivals = self._rivals.get(sentence.index, [])
        i = bisect_left(rivals, mention.span.start)
        mine = abs(trigger.span.start - mention.span.start)
        return any([abs(start - mention.span.start) < mine for start in rivals[max(0, i - 1) : i + 1]])

    def _other_acts(self, index: int) -> list[int]:
        """Where the triggers of other acts in the sentence begin, in order."""
        return sorted([one.span.start for one in self._found.sentences[index].triggers if one.span not in self._spans])

    def _anchors(self, span: Span) -> bool:
        return any([span.overlaps(one) for one in self._spans])


def _gap(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)
