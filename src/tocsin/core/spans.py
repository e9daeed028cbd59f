"""Half-open character ranges of a frozen text."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec

from tocsin.errors import SpanError


# gc=False, here and on every small frozen record: they can be in no cycle, and a report makes thousands of them.
class Span(msgspec.Struct, frozen=True, gc=False, order=True, array_like=True):
    """Characters ``start`` (included) to ``end`` (excluded) of a document's text; written ``[start, end]`` in JSON."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what can never be a span. Raises SpanError."""
        if not 0 <= self.start <= self.end:
            raise SpanError(f"[{self.start}, {self.end}) is not a span: it must start at 0 or later and not end before it starts")

    def __len__(self) -> int:
        return self.end - self.start

    def quote(self, text: str) -> str:
        """The characters there. Raises SpanError when the span runs past the text."""
        if self.end > len(text):
            raise SpanError(f"span [{self.start}, {self.end}) in a text of {len(text)} characters")
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def join(self, other: "Span") -> "Span":
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class Words(msgspec.Struct, frozen=True, gc=False, order=True):
    """A span together with the characters there: the exact words a value rests on."""

    span: Span
    quote: str

    @classmethod
    def at(cls, span: Span, text: str) -> "Words":
        """The words of `text` at `span`. Raises SpanError when the span runs past the text."""
        return cls(span=span, quote=span.quote(text))


Entry = TypeVar("Entry")
_BLOCK = 512
"""Characters: about a paragraph."""


class SpanIndex(Generic[Entry]):
    """What stands where in a text, found without looking through all of it; answers come in the order entries were added."""

    def __init__(self, entries: Iterable[tuple[Span, Entry]] = ()) -> None:
        """Take spans, each with what it stands for."""
        self._blocks: defaultdict[int, list[tuple[int, Span, Entry]]] = defaultdict(list)
        self._size = 0
        for span, entry in entries:
            self.add(span, entry)

    def add(self, span: Span, entry: Entry) -> None:
        """Take one more."""
        for block in range(span.start // _BLOCK, span.end // _BLOCK + 1):
            self._blocks[block].append((self._size, span, entry))
        self._size += 1

    def covering(self, span: Span) -> list[Entry]:
        """The entries whose spans cover `span`."""
        return [entry for _, own, entry in self._blocks.get(span.start // _BLOCK, ()) if own.covers(span)]

    def overlapping(self, span: Span) -> list[Entry]:
        """The entries whose spans share a character with `span`."""
        blocks = range(span.start // _BLOCK, span.end // _BLOCK + 1)
        near = {number: entry for block in blocks for number, own, entry in self._blocks.get(block, ()) if own.overlaps(span)}
        return [near[number] for number in sorted(near)]
