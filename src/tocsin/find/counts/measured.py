"""The entries of measures.yaml, and what they say of a figure."""

import msgspec

from tocsin.core.claims import Role
from tocsin.core.spans import Span


class MeasureWords(msgspec.Struct, frozen=True, rename={"context": "with"}):
    """One entry of measures.yaml."""

    measure: str
    relation: str
    words: tuple[str, ...]
    context: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


class MeasureWord(msgspec.Struct, frozen=True, kw_only=True):
    """The measure, the span of the words that decided, and how they are tied to the figure."""

    role: Role
    span: Span
    rule: str


HARM = frozenset({Role.KILLED, Role.INJURED, Role.CASUALTIES, Role.HOSPITALISED, Role.TREATED})
"""Measures of people hurt."""
