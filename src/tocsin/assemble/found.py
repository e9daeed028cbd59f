"""Everything the finders found in one document, as the assembler takes it."""

import msgspec

from tocsin.core.claims import Candidate, Role
from tocsin.core.document import Segmented
from tocsin.core.mentions import FigureMention, Mention, Stance, Statement, Trigger
from tocsin.core.spans import Span
from tocsin.core.values import Actor, DateInterval, Instrument, Place, Property, Unresolved
from tocsin.find.roles import Roles


class PlacedMention(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A place mention with what it resolved to and what was weighed."""

    mention: Mention
    value: Place | Unresolved
    candidates: tuple[Candidate, ...] = ()


class DatedMention(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A date mention with its interval."""

    mention: Mention
    value: DateInterval | Unresolved


class Figure(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A figure with its measure and the word that decided it, both None when nothing tells what is counted."""

    mention: FigureMention
    measure: Role | None
    word: Span | None
    stance: Stance
    subset_of: FigureMention | None = None
    again: tuple[Span, ...] = ()
    """Where else the same figure is told."""


_GRAVEST = (Role.KILLED, Role.INJURED, Role.HOSPITALISED, Role.TREATED, Role.CASUALTIES)


def graver(one: Role | None, other: Role | None) -> Role | None:
    """What came of somebody two things are told of: "was shot", and later "died"."""
    told = [fate for fate in (one, other) if fate is not None]
    return min(told, key=_GRAVEST.index, default=None)


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What the trained reader sees of one sentence: who and what plays a part, and where and when its acts were."""

    mentions: tuple[Span, ...]
    """All that it sees play a part in some act."""
    ties: tuple[tuple[Span, Span], ...]
    """The words of an act, and those of its place or date."""

    def sees(self, span: Span) -> bool:
        """Whether the words at `span` play any part."""
        return any([span.overlaps(mention) for mention in self.mentions])

    def ties_to(self, trigger: Span, span: Span) -> bool:
        """Whether the words at `span` say where or when the act of `trigger` was."""
        return any([trigger.overlaps(act) and span.overlaps(told) for act, told in self.ties])


class InSentence(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one sentence."""

    triggers: tuple[Trigger, ...]
    stances: tuple[Stance, ...]
    opinions: tuple[bool, ...]
    roles: Roles
    mentions: tuple[Mention, ...]
    places: tuple[PlacedMention, ...]
    dates: tuple[DatedMention, ...]
    as_of: bool
    """Whether the sentence says when its figures were put ("so far", "the latest data") rather than when something happened."""
    figures: tuple[Figure, ...]
    fates: dict[Span, Role] = {}
    """What befell the people told one by one, by the span of their mention."""
    sight: Sight | None = None
    """None where no trained reader read."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One document: a row per sentence, the statements, and the values of the mentions that are no places or dates."""

    segmented: Segmented
    sentences: tuple[InSentence, ...]
    statements: tuple[Statement, ...]
    values: dict[Span, Actor | Property | Instrument]
