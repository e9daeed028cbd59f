"""What programs ask and are answered. Where a record of the core says it already, that record is the answer.

Words of reports are masked as on pages: contact details always, names of private persons unless the settings show them.
"""

import datetime as dt
import enum
from typing import Annotated

import msgspec

from tocsin.core.claims import Origin, Role
from tocsin.core.events import Feature, Finding, Relation, Story, Verdict
from tocsin.core.record import Record
from tocsin.core.reviews import Decision
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import AnyValue
from tocsin.store.audit import Entry
from tocsin.store.cards import Card
from tocsin.store.intakes import State
from tocsin.store.report_list import Listed
from tocsin.store.settings import FindingSettings, MaskingSettings

Sentence = Annotated[str, msgspec.Meta(max_length=1000, description="Why, in a sentence; kept with the decision and in the audit log.")]
SomeId = Annotated[str, msgspec.Meta(min_length=2, max_length=64, pattern="^[a-z0-9]+$")]


class Refusal(Record, frozen=True, kw_only=True):
    """Why it was not done, in words for people."""

    detail: str


class Me(Record, frozen=True, kw_only=True):
    """Who asks, and what they may do: `role` is reader, coder, editor or admin. `team` is false where one person works without a log-in."""

    name: str
    role: str
    by_token: bool
    team: bool


# answers


class SpeakerShown(Record, frozen=True, kw_only=True):
    """One link of who says so: the words, the kind of speaker, and where the words stand."""

    words: str
    kind: SpeakerKind
    span: Span


class ClaimShown(Record, frozen=True, kw_only=True):
    """A claim as it stands: what somebody said, not what Tocsin believes.

    `key` is what findings and relations name, `review_key` what reviews do (the key as it was read; they differ once it is corrected). `quote` are
    the words at `span` of the report's text, and `value` what they say. `attribution` lists the speakers, the
    deepest first; empty means the writer. `state` is open, accepted, corrected, rejected, added or dropped (its event was rejected). `event` is the
    id of the event it counts for.
    """

    key: str
    review_key: str
    document: str
    event: str | None
    role: Role
    value: AnyValue
    words: str
    quote: str
    span: Span
    trigger: Span
    attribution: tuple[SpeakerShown, ...]
    factuality: Factuality
    modality: Modality
    background: bool
    opinion: bool
    disputed: bool
    part_of: str | None
    qualifies: str | None
    counts_as: Role | None
    as_of: dt.date | None
    origin: Origin
    rule: str
    score: float | None
    state: str


class MentionShown(Record, frozen=True, kw_only=True):
    """One report's telling of the event, with the keys of its claims."""

    id: str
    document: str
    trigger: Span
    publisher: str | None
    published: dt.date | None
    claims: tuple[str, ...]


class EventList(Record, frozen=True, kw_only=True):
    """One page of the events that were asked for."""

    total: int
    page: int
    pages: int
    events: tuple[Card, ...]


class EventShown(Record, frozen=True, kw_only=True):
    """One event: what is found by the rule, the claims for and against, and in which reports it is told.

    `supporting` and `opposing` of a finding, and the claims of a relation, are keys of `claims`.
    """

    id: str
    type: str
    story: str | None
    rule: str
    as_of: dt.date | None
    mentions: tuple[MentionShown, ...]
    findings: tuple[Finding, ...]
    relations: tuple[Relation, ...]
    claims: tuple[ClaimShown, ...]


class FindingRow(Record, frozen=True, kw_only=True):
    """One finding of one event."""

    event: str
    title: str
    finding: Finding


class FindingList(Record, frozen=True, kw_only=True):
    """The findings of one page of events; `total` and `pages` count events."""

    total: int
    page: int
    pages: int
    findings: tuple[FindingRow, ...]


class StoryList(Record, frozen=True, kw_only=True):
    """One page of the stories, the one with most events first."""

    total: int
    page: int
    pages: int
    stories: tuple[Story, ...]


class StoryShown(Record, frozen=True, kw_only=True):
    """One story with its events, the earliest first."""

    story: Story
    events: tuple[Card, ...]


class ReportList(Record, frozen=True, kw_only=True):
    """One page of the reports."""

    total: int
    page: int
    pages: int
    reports: tuple[Listed, ...]


class Withheld(Record, frozen=True, kw_only=True):
    """A stretch of the text that is not shown, and what stood there."""

    span: Span
    what: str


class ProblemShown(Record, frozen=True, kw_only=True):
    """Something in the report that was not understood."""

    code: str
    message: str
    span: Span | None


class ReportShown(Record, frozen=True, kw_only=True):
    """One report: its frozen text, which spans count in (in code points), and what was read in it.

    What is withheld is blotted out in the text, character for character, so that spans stay right.
    """

    id: str
    sha256: str
    title: str | None
    publisher: str | None
    published: dt.date | None
    url: str | None
    language: str | None
    text: str
    withheld: tuple[Withheld, ...]
    claims: tuple[ClaimShown, ...]
    problems: tuple[ProblemShown, ...]


class ClaimList(Record, frozen=True, kw_only=True):
    """The claims of one report, rejected ones too: `state` says which stand."""

    claims: tuple[ClaimShown, ...]


class ReviewShown(Record, frozen=True, kw_only=True):
    """One decision of a person about a claim. `in_force` is false when it was undone, or the same person decided again."""

    id: str
    claim: str
    decision: Decision
    by: str
    at: dt.datetime
    reason: str | None
    undoes: str | None
    settles: tuple[str, ...]
    replacement: ClaimShown | None
    in_force: bool


class ReviewList(Record, frozen=True, kw_only=True):
    """A claim with every decision about it, in the order they were made: the last in force counts, and none is ever lost.

    `disagree` says that people in force came to different ends.
    """

    claim: ClaimShown
    reviews: tuple[ReviewShown, ...]
    disagree: bool


class JudgementShown(Record, frozen=True, kw_only=True):
    """Whether two event mentions tell of one event, by a rule or a person, with what was compared."""

    id: str
    left: str
    right: str
    verdict: Verdict
    by: str
    score: float | None
    features: tuple[Feature, ...]
    reason: str | None
    at: dt.datetime | None
    undoes: str | None


class JudgementList(Record, frozen=True, kw_only=True):
    """Judgements, in the order they were made."""

    judgements: tuple[JudgementShown, ...]


class Judged(Record, frozen=True, kw_only=True):
    """What a decision made: the judgements that were kept, and the events that the tellings belong to now."""

    judgements: tuple[JudgementShown, ...]
    events: tuple[str, ...]


class IntakeShown(Record, frozen=True, kw_only=True):
    """A report that was given to be read, and how far it is. `document` is the report's id once it is read."""

    number: int
    place: str
    by: str
    at: dt.datetime
    state: State
    done: dt.datetime | None
    message: str | None
    document: str | None


class IntakeList(Record, frozen=True, kw_only=True):
    """Intakes, the last given first."""

    intakes: tuple[IntakeShown, ...]


class ExportShown(Record, frozen=True, kw_only=True):
    """A format of other tools. `missing` names the extra library that this one needs and that is not installed."""

    name: str
    description: str
    files: tuple[str, ...]
    missing: str | None


class ExportList(Record, frozen=True, kw_only=True):
    """All formats."""

    exports: tuple[ExportShown, ...]


class SettingsShown(Record, frozen=True, kw_only=True):
    """What was chosen for this store."""

    findings: FindingSettings
    masking: MaskingSettings


class AuditList(Record, frozen=True, kw_only=True):
    """Entries of the audit log, the last first. `before` is what to ask for older ones with; null when there are none."""

    entries: tuple[Entry, ...]
    before: int | None


# what is asked


class SpeakerAsked(Record, frozen=True, kw_only=True):
    """A speaker, by where the words stand in the report; `cue` is where "said" does."""

    span: Span
    kind: SpeakerKind
    cue: Span | None = None


class Changes(Record, frozen=True, kw_only=True):
    """What is different in a corrected claim; what is left out stays as it is."""

    role: Role | msgspec.UnsetType = msgspec.UNSET
    value: AnyValue | msgspec.UnsetType = msgspec.UNSET
    span: Span | msgspec.UnsetType = msgspec.UNSET
    attribution: tuple[SpeakerAsked, ...] | msgspec.UnsetType = msgspec.UNSET
    factuality: Factuality | msgspec.UnsetType = msgspec.UNSET
    modality: Modality | msgspec.UnsetType = msgspec.UNSET
    background: bool | msgspec.UnsetType = msgspec.UNSET
    opinion: bool | msgspec.UnsetType = msgspec.UNSET
    disputed: bool | msgspec.UnsetType = msgspec.UNSET
    as_of: dt.date | msgspec.UnsetType | None = msgspec.UNSET


class Deciding(enum.Enum):
    """What can be decided about a claim that is there."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"


class ReviewAsked(Record, frozen=True, kw_only=True):
    """A decision about a claim. A correction needs `changes`. `settles` are ids of reviews that disagree and that this one decides between."""

    decision: Deciding
    changes: Changes | None = None
    reason: Sentence | None = None
    settles: tuple[SomeId, ...] = ()


class ClaimAsked(Record, frozen=True, kw_only=True):
    """A claim that the reader missed: its words by their span, and the event by the span of its trigger (left out: the words themselves)."""

    role: Role
    value: AnyValue
    span: Span
    trigger: Span | None = None
    attribution: tuple[SpeakerAsked, ...] = ()
    factuality: Factuality = Factuality.CT_PLUS
    modality: Modality = Modality.ACTUAL
    background: bool = False
    opinion: bool = False
    disputed: bool = False
    as_of: dt.date | None = None
    reason: Sentence | None = None


class Reasoned(Record, frozen=True, kw_only=True):
    """Why something is taken back."""

    reason: Sentence | None = None


class JudgementAsked(Record, frozen=True, kw_only=True):
    """What a person says of two events, or of two event mentions. Of whole events it holds for all of their tellings."""

    one: SomeId
    other: SomeId
    verdict: Verdict
    reason: Sentence | None = None


class ReportAsked(Record, frozen=True, kw_only=True):
    """A report to be read: its text, with what is known about it; or only its address, from which it is fetched."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000_000)] | None = None
    url: Annotated[str, msgspec.Meta(max_length=2000, pattern="^https?://")] | None = None
    title: Annotated[str, msgspec.Meta(max_length=1000)] | None = None
    publisher: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    published: dt.date | None = None


ALL = (
    Refusal, Me, EventList, EventShown, FindingList, StoryList, StoryShown, ReportList, ReportShown, ClaimList, ReviewList, JudgementList, Judged,
    JudgementShown, IntakeShown, IntakeList, ExportList, SettingsShown, AuditList, ReviewAsked, ClaimAsked, Reasoned, JudgementAsked, ReportAsked,
    FindingSettings, MaskingSettings,
)  # fmt: skip
"""Everything the OpenAPI document describes."""
