"""Everything the finders found in one document, as the assembler takes it."""

import msgspec

from tocsin.core.claims import Candidate, Role
from tocsin.core.document import Segmented
from tocsin.core.hints import Hints
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
    told: tuple[Statement, ...] = ()
    """The statements whose content reaches into the sentence."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One document: a row per sentence, the statements, and the values of the mentions that are no places or dates.

    `hints` is what the trained reader proposes; None where rules alone read.
    """

    segmented: Segmented
    sentences: tuple[InSentence, ...]
    statements: tuple[Statement, ...]
    values: dict[Span, Actor | Property | Instrument]
    hints: Hints | None = None
