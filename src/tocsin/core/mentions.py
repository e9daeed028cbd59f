"""What finders find: stretches of text, before they are given values."""

import enum

import msgspec

from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span


class MentionKind(enum.Enum):
    """READING.md 20."""

    PERSON = "person"
    OFFICE_HOLDER = "office-holder"
    GROUP = "group"
    ORGANISATION = "organisation"
    SECURITY_FORCE = "security-force"
    ARMED_GROUP = "armed-group"
    PLACE = "place"
    FACILITY = "facility"
    VEHICLE = "vehicle"
    WEAPON = "weapon"
    OBJECT = "object"
    DATE = "date"
    NUMBER = "number-only"


class Mention(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A noun phrase without determiner, with its premodifiers (READING.md 19).

    `head` is the span of its head word. `rule` names the lexicon entry or model head that found it, `score` how surely (0..1).
    """

    span: Span
    head: Span
    kind: MentionKind
    rule: str
    score: float = 1.0


class Trigger(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The mention that evokes an event.

    `head` is the span of the word that carries it. `nominal` tells a noun ("the arrest") from a verb. `subject` and `object` name the roles its
    grammatical subject and object play in the active voice; None where it takes none. `odds` is how often the words told an act in training texts,
    0..1; None for words that no lexicon entry found.
    """

    span: Span
    head: Span
    type: str
    nominal: bool
    rule: str
    subject: str | None = "actor"
    object: str | None = None
    score: float = 1.0
    odds: float | None = None


class FigureMention(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A number phrase about people or things: `span` from its bound words to its group ("at least 7 victims").

    `number` is the span of the numeral with its bound words, `group` the span of the noun phrase counted, if any.
    """

    span: Span
    number: Span
    group: Span | None
    low: int | None
    high: int | None
    approximate: bool
    rule: str
    subset: bool = False
    """Opens a subset of an earlier figure: "including n", "n of them"."""


class Statement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A reported statement (PARC / PolNeAR): who (`source`), the cue, and what is said.

    `source` is None when the text only says that something "was reported". `parent` is the index of the statement that passes this one on
    ("police said, according to AFP": the police statement's parent is AFP's).
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: SpeakerKind
    parent: int | None = None
    rule: str
    score: float = 1.0


class Stance(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How surely a trigger is said to have happened (FactBank), why not if not, and the words that say so."""

    factuality: Factuality = Factuality.CT_PLUS
    modality: Modality = Modality.ACTUAL
    cues: tuple[Span, ...] = ()
    rule: str = "plain"
