"""Extractions built by hand: claims found by their words, so that a test reads like the report."""

import re
from collections.abc import Sequence
from typing import Any

from tocsin.core.claims import Claim, Extraction, Role
from tocsin.core.document import Document, Report, Segmented
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import Mention, MentionKind, Stance, Statement
from tocsin.core.spans import Span, Words
from tocsin.core.values import Actor, AnyValue, Count, EventType
from tocsin.text.segment import segment


def at(text: str, words: str) -> Span:
    """Where the words first stand. Raises ValueError when they do not."""
    start = text.index(words)
    return Span(start, start + len(words))


class Building:
    """Claims about one text."""

    def __init__(self, text: str, report: Report | None = None) -> None:
        self.document = Document.freeze(text, report or Report())
        self.claims: list[Claim] = []

    def claim(self, trigger: str, role: Role, words: str, value: AnyValue, **other: Any) -> "Building":
        """Add a claim."""
        text = self.document.text
        span = at(text, words)
        made = Claim(document=self.document.id, trigger=at(text, trigger), role=role, span=span, quote=words, value=value, rule="test", **other)
        self.claims.append(made)
        return self

    def event(self, trigger: str, kind: str, *, repeats: tuple[str, ...] = (), **other: Any) -> "Building":
        """Add the type claim of an event."""
        mentions = tuple(Words.at(at(self.document.text, words), self.document.text) for words in repeats)
        return self.claim(trigger, Role.TYPE, trigger, EventType(code=kind), mentions=mentions, **other)

    def actor(self, trigger: str, role: Role, words: str, kind: str, **other: Any) -> "Building":
        """Add who did it, or whom it hit."""
        return self.claim(trigger, role, words, Actor(name=words, kind=kind), **other)

    def count(self, trigger: str, role: Role, words: str, value: Count) -> "Building":
        """Add a figure."""
        return self.claim(trigger, role, words, value)

    @property
    def extraction(self) -> Extraction:
        """All of it."""
        return Extraction(document=self.document, claims=tuple(self.claims))


class Stub:
    """A system that answers what it was given."""

    def __init__(self, extraction: Extraction | None = None, *, hints: tuple[Hint, ...] = (), statements: tuple[Statement, ...] = ()) -> None:
        self.model = bool(hints)
        self._extraction, self._hints, self._statements = extraction, hints, statements

    def extract(self, document: Document) -> Extraction:
        return self._extraction or Extraction(document=document, claims=())

    def segment(self, document: Document) -> Segmented:
        return segment(document)

    def hints(self, document: Document) -> Hints:
        assert document.text
        return Hints(hints=self._hints)

    def statements(self, document: Document) -> tuple[Statement, ...]:
        assert document.text
        return self._statements

    def find_places(self, document: Document) -> list[Mention]:
        """Every capitalised word but the first."""
        words = list(re.finditer(r"[A-Z]\w+", document.text))[1:]
        spans = [Span(*match.span()) for match in words]
        return [Mention(span=span, head=span, kind=MentionKind.PLACE, rule="test") for span in spans]

    def resolve_places(self, segmented: Segmented, mentions: tuple[Mention, ...]) -> list[object]:
        assert segmented.sentences
        return list(mentions)

    def stances(self, document: Document, targets: Sequence[Span]) -> list[Stance]:
        assert document.text
        return [Stance() for _ in targets]
