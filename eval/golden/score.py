"""How near an extraction comes to the golden claims of its report.

A claim is read right when it has a right role, shares words with the golden quote (or a repeat of it) and has the right value. Read claims and
golden claims are paired one to one, so that it never pays to claim a thing twice. Of the golden claims it is then counted how many are read right and
hang on the right event, have the right factuality, the right speaker, and are a subset of the right claim; a missed claim is wrong in each, so that
reading more never costs. Places and dates that an event was given from its
context, with no words of their own, are not judged: the gold says what the text ties to each event.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.assignment import assign
from eval.golden.gold import GoldClaim, GoldValue
from eval.score import PRF, Share
from tocsin.core.claims import MEASURES, Claim, Extraction, Origin, Role
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import AnyValue, Count, DateInterval, EventType, Place

GROUPS = ("events", "figures", "participants", "places", "dates")
"""What precision and recall are given for: triggers with their type, counts, who and what took part or was hit, where, when."""
ASPECTS = ("event", "factuality", "speaker", "subset")
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who"})
_EMPTY_WORDS = frozenset({"the", "a", "an", "of", "and", "in", "at", "to", "who", "said", "s"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Pair:
    """A golden claim with the claim read for it; None on either side is a miss or a claim nobody expected."""

    gold: GoldClaim | None
    read: Claim | None
    right: bool = False


@dataclass(frozen=True)
class Golden:
    """One report's gold, placed in its text and ready to compare."""

    text: str
    claims: tuple[GoldClaim, ...]
    triggers: dict[tuple[str, int], tuple[Span, ...]]

    @classmethod
    def of(cls, text: str, claims: tuple[GoldClaim, ...]) -> "Golden":
        """Look every claim up. Raises GoldError when words are not in the text."""
        return cls(text, claims, {claim.event: claim.spans(text) for claim in claims if claim.role is Role.TYPE})


def group(role: Role) -> str:
    """The line of the table that `role` belongs to; causes and contents, which the gold leaves out, have none ("")."""
    if role in MEASURES:
        return "figures"
    match role:
        case Role.TYPE:
            return "events"
        case Role.PLACE:
            return "places"
        case Role.DATE:
            return "dates"
        case Role.CAUSE | Role.CONTENT:
            return ""
        case _:
            return "participants"


def same_value(gold: GoldValue | None, read: AnyValue) -> bool:
    """Whether the value read is the golden one; a golden None asks for words alone. `approximate` is not compared: the bounds are."""
    match read:
        case _ if gold is None:
            return True
        case EventType():
            return read.code == gold.code
        case Count():
            return (read.low, read.high) == (gold.low, gold.high)
        case DateInterval():
            return (read.start, read.end) == (gold.start, gold.end)
        case Place():
            return read.name == gold.name
        case _:
            return False


def pairs(golden: Golden, claims: Sequence[Claim]) -> list[Pair]:
    """Golden claims and those read from words of the text, paired so that the most are right; every claim of either side stands in one pair."""
    read = [claim for claim in claims if group(claim.role) and claim.origin is Origin.TEXT]
    spans = [gold.spans(golden.text) for gold in golden.claims]
    weights = [[_weight(golden, gold, where, claim) for claim in read] for gold, where in zip(golden.claims, spans, strict=True)]
    met = {row: column for row, column in assign(weights) if weights[row][column] > 0}
    found = [
        Pair(gold, read[met[row]], right=_right(gold, read[met[row]])) if row in met else Pair(gold, None) for row, gold in enumerate(golden.claims)
    ]
    return found + [Pair(None, claim) for column, claim in enumerate(read) if column not in set(met.values())]


def _places(claim: Claim) -> tuple[Span, ...]:
    return (claim.span, *[words.span for words in claim.mentions])


def _right(gold: GoldClaim, claim: Claim) -> bool:
    return any(same_value(value, claim.value) for value in (gold.value, *gold.alternatives.value))


def _weight(golden: Golden, gold: GoldClaim, where: tuple[Span, ...], claim: Claim) -> float:
    """Nothing for another role or other words; else the right value weighs most, then the right event, then that the claim is not an optional one."""
    if claim.role not in gold.roles or not any(one.overlaps(other) for one in _places(claim) for other in where):
        return 0
    return 1 + 8 * _right(gold, claim) + 2 * _on_event(golden, gold, claim) + (not gold.optional) + any(one == claim.span for one in where) / 2


def _on_event(golden: Golden, gold: GoldClaim, claim: Claim) -> bool:
    return any(claim.trigger.overlaps(trigger) for trigger in golden.triggers[gold.event])


def _speaker_right(gold: GoldClaim, claim: Claim) -> bool:
    """The kind is right, and the words share one that says something, unless either is a pronoun."""
    kinds = {gold.kind, *gold.alternatives.kind}
    if not claim.attribution:
        return SpeakerKind.WRITER in kinds
    deepest = claim.attribution[0]
    if gold.kind is not None and deepest.kind not in kinds:
        return False
    if gold.speaker is None:
        return gold.kind is None or deepest.kind is not SpeakerKind.WRITER
    ours, theirs = ({word for word in _WORD.findall(words.lower()) if word not in _EMPTY_WORDS} for words in (gold.speaker, deepest.quote))
    return bool(ours & theirs) or ours <= _PRONOUNS or theirs <= _PRONOUNS


def _aspects(golden: Golden, gold: GoldClaim, claim: Claim | None, by_key: dict[str, Claim]) -> Iterator[tuple[str, bool]]:
    """The aspects that `gold` has, and whether `claim` (None: not read right) has each of them right."""
    yield "event", claim is not None and _on_event(golden, gold, claim)
    yield "factuality", claim is not None and claim.factuality in (gold.factuality, *gold.alternatives.factuality)
    if gold.role is Role.TYPE or gold.role in MEASURES:
        yield "speaker", claim is not None and _speaker_right(gold, claim)
    if gold.part_of is not None:
        whole = by_key.get(claim.part_of) if claim is not None and claim.part_of is not None else None
        yield "subset", whole is not None and (gold.part_of in whole.quote or whole.quote in gold.part_of)


def score(golden: Golden, extraction: Extraction) -> tuple[dict[str, PRF], dict[str, Share]]:
    """Precision and recall per group, and the share of golden claims with each aspect right. Counts add up over reports."""
    groups = dict.fromkeys(GROUPS, PRF())
    aspects = dict.fromkeys(ASPECTS, Share())
    by_key = {claim.key: claim for claim in extraction.claims}
    for pair in pairs(golden, extraction.claims):
        gold, claim = pair.gold, pair.read
        if gold is not None and gold.optional:
            continue
        role = gold.role if gold is not None else claim.role if claim is not None else Role.OTHER
        groups[group(role)] += PRF(pair.right, claim is not None, gold is not None)
        if gold is not None:
            for name, right in _aspects(golden, gold, claim if pair.right else None, by_key):
                aspects[name] += Share(right, 1)
    return groups, aspects
