"""The claim: one value in one role of one event mention of one report, with its words, its speaker and how surely it is said."""

import datetime as dt
import enum
import hashlib

import msgspec

from tocsin.core.document import Document
from tocsin.core.record import Record
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span, Words
from tocsin.core.values import AnyValue


class Role(enum.Enum):
    """The part a value plays. The first block are READING.md 21's roles, the second READING.md 4's measures (figures)."""

    TYPE = "type"
    ACTOR = "actor"
    VICTIM = "victim"
    TARGET = "target"
    PROPERTY = "property"
    PLACE = "place"
    FACILITY = "facility"
    DATE = "date"
    INSTRUMENT = "instrument"
    CAUSE = "cause"
    CONTENT = "content"

    KILLED = "killed"
    INJURED = "injured"
    TREATED = "treated"
    HOSPITALISED = "hospitalised"
    ARRESTED = "arrested"
    ABDUCTED = "abducted"
    MISSING = "missing"
    DISPLACED = "displaced"
    PARTICIPANTS = "participants"
    DEPLOYED = "deployed"
    DAMAGED = "damaged"
    LOOTED = "looted"
    SEIZED = "seized"
    BEATEN = "beaten"
    CASUALTIES = "casualties"
    RELEASED = "released"
    CONVICTED = "convicted"
    OTHER = "other"


MEASURES = frozenset(list(Role)[list(Role).index(Role.KILLED) :])
"""The roles whose value is a Count."""


class Attribution(Record, frozen=True, kw_only=True):
    """One link of the chain of speakers (PARC / PolNeAR): the speaker's words, what kind of speaker, and the cue ("said")."""

    span: Span
    quote: str
    kind: SpeakerKind
    cue: Words | None = None


class Origin(enum.Enum):
    """How the value came about."""

    TEXT = "text"
    CONTEXT = "context"
    ASSUMED = "assumed"
    METADATA = "metadata"


class Candidate(Record, frozen=True, kw_only=True):
    """A reading that was weighed: id and name, its score, and the reasons, in words."""

    id: str
    name: str
    score: float
    reasons: tuple[str, ...] = ()


class Claim(Record, frozen=True, kw_only=True):
    """One value in one role of one event mention.

    `document` is the document's id; `trigger` the span of the words that evoke the event: claims that share both belong to one event mention.
    `attribution` lists the speakers, innermost (deepest) first; empty means the writer. `cues` are the words that set `factuality`.
    `part_of` is the key of the larger claim this one is a subset of; `qualifies` the key of the one figure claim a place or date belongs to, when
    it is narrower than the event's. `as_of` is the day the speaker put a cumulative figure. `opinion` marks a judgement about motives, blame or worth
    (READING.md 13). `mentions` are further places where the same claim is made in this report. `candidates` were weighed for the value.
    `counts_as` is the measure that a victim told as one person belongs to: killed for "Ana Boe, 43, died", which is no figure (READING.md 1).
    `score` is how likely (0..1) the report tells of the event, for its type, and how likely the words play this part in it, for actors, targets,
    victims, things, places and dates that the text names; None for what was not weighed.
    """

    document: str
    trigger: Span
    role: Role
    span: Span
    quote: str
    value: AnyValue
    attribution: tuple[Attribution, ...] = ()
    factuality: Factuality = Factuality.CT_PLUS
    modality: Modality = Modality.ACTUAL
    background: bool = False
    opinion: bool = False
    disputed: bool = False
    cues: tuple[Words, ...] = ()
    part_of: str | None = None
    qualifies: str | None = None
    counts_as: Role | None = None
    as_of: dt.date | None = None
    origin: Origin = Origin.TEXT
    rule: str
    score: float | None = None
    mentions: tuple[Words, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def key(self) -> str:
        """What makes two readings the same claim: document, trigger, role, span and value, and nothing about how they were read.

        A better rule that reads the same words the same way keeps the key and, with it, a person's review. The prefix is the format's version.
        """
        identity = msgspec.json.encode([self.document, self.trigger, self.role, self.span, self.value], order="deterministic")
        return "c1" + hashlib.sha256(identity).hexdigest()[:22]


class Problem(Record, frozen=True, kw_only=True):
    """Something that was not understood: output too, counted and shown. `code` is stable, `message` is for people."""

    code: str
    message: str
    span: Span | None = None
    quote: str | None = None


class Extraction(Record, frozen=True, kw_only=True):
    """All that was read in one report."""

    document: Document
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...] = ()
