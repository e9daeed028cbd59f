"""What many reports tell of one happening: event mentions, judgements about them, events, findings and stories.

Nothing here is ever edited. An event is what the judgements of the day make of its mentions; a finding is what a named rule makes of its claims.
"""

import datetime as dt
import enum
import hashlib

import msgspec

from tocsin.core.claims import Claim, Role
from tocsin.core.record import Record
from tocsin.core.spans import Span
from tocsin.core.values import AnyValue, DateInterval, EventType


class EventMention(Record, frozen=True, kw_only=True):
    """One report's telling of one event: the claims that share a trigger, with when and by whom the report was published."""

    document: str
    trigger: Span
    published: dt.date | None = None
    publisher: str | None = None
    claims: tuple[Claim, ...]

    @property
    def id(self) -> str:
        """The same for the same words of the same document, whatever was read there."""
        return mention_id(self.document, self.trigger)

    @property
    def type(self) -> str:
        """The code of the closed list; "other" when nothing claims a type."""
        return next((claim.value.code for claim in self.claims if isinstance(claim.value, EventType)), "other")

    def of(self, *roles: Role) -> tuple[Claim, ...]:
        """The claims in these roles, in the order of the text."""
        return tuple([claim for claim in self.claims if claim.role in roles])


def mention_id(document: str, trigger: Span) -> str:
    """The id of the event mention at `trigger`. The prefix is the format's version."""
    return "m1" + hashlib.sha256(msgspec.json.encode([document, trigger], order="deterministic")).hexdigest()[:22]


class Verdict(enum.Enum):
    """What a judgement says of two event mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Feature(Record, frozen=True, kw_only=True):
    """One thing that was compared: its part of the score (log-odds; above 0 speaks for the same event), and a sentence that says it."""

    name: str
    score: float
    sentence: str


class Judgement(Record, frozen=True, kw_only=True):
    """Whether two event mentions tell of one event. Append-only: a later one by a person outweighs an earlier one, and a person outweighs the rule.

    `left` < `right` are ids of event mentions. `by` is "rule" or a person's name; `score` is the probability that they are the same (0..1) when a
    rule judged; `reason` is what the person wrote. `undoes` is the id of an earlier judgement that no longer counts.
    """

    left: str
    right: str
    verdict: Verdict
    by: str = "rule"
    score: float | None = None
    features: tuple[Feature, ...] = ()
    reason: str | None = None
    at: dt.datetime | None = None
    undoes: str | None = None

    @property
    def id(self) -> str:
        """What makes two judgements the same one: the pair, who judged, when, and what."""
        identity = [self.left, self.right, self.verdict, self.by, self.at, self.undoes]
        return "j1" + hashlib.sha256(msgspec.json.encode(identity, order="deterministic")).hexdigest()[:22]


class Scope(Record, frozen=True, kw_only=True):
    """What a figure is about: figures are only ever compared within one scope, and never added across scopes.

    `group` is the kind of people or things counted ("children", "police"), "people" or "things" where the whole is. `place` is the gazetteer id of a
    place narrower than the event's, None the event's own; `period` the days a running toll covers, None the event's own.
    """

    measure: Role
    group: str = "people"
    place: str | None = None
    period: DateInterval | None = None


class RelationKind(enum.Enum):
    """How a figure claim stands to another one."""

    REPEATS = "repeats"
    SUPERSEDES = "supersedes"
    CONTRADICTS = "contradicts"
    PART_OF = "part of"
    RETRACTS = "retracts"
    OUTLIER = "typo-like outlier"


class Relation(Record, frozen=True, kw_only=True):
    """The claim with the key `claim` stands in this relation to the claim `other`; the sentence says why it is held so."""

    kind: RelationKind
    claim: str
    other: str
    sentence: str


class Grade(Record, frozen=True, kw_only=True):
    """The Admiralty form: reliability A (completely reliable) to F (cannot be judged), credibility 1 (confirmed) to 6 (cannot be judged).

    An aid and no score: `derivation` says step by step what it was made of.
    """

    reliability: str
    credibility: int
    derivation: tuple[str, ...]


class Finding(Record, frozen=True, kw_only=True):
    """What a rule makes of the claims for one role of an event.

    For a measure `scope` is set and `low` <= `best` <= `high` are whole numbers, each None when nothing is known of it: no bound is invented. For
    every other role `value` is the value chosen. `supporting` and `opposing` are keys of claims; at least one supports.
    """

    role: Role
    rule: str
    sentence: str
    supporting: tuple[str, ...]
    opposing: tuple[str, ...] = ()
    scope: Scope | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    value: AnyValue | None = None
    grade: Grade | None = None


class Event(Record, frozen=True, kw_only=True):
    """Event mentions held to be the same happening, with what is found about it.

    `id` is made of the mention published first, so that reports added later leave it as it is.
    """

    id: str
    mentions: tuple[str, ...]
    type: str
    findings: tuple[Finding, ...] = ()
    relations: tuple[Relation, ...] = ()


class Story(Record, frozen=True, kw_only=True):
    """Events that belong together over time (an unrest episode): where, from which day to which (`end` excluded), and a title of their own words."""

    id: str
    title: str
    events: tuple[str, ...]
    country: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
