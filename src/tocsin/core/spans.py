"""Half-open character ranges of a frozen text."""

import msgspec

from tocsin.errors import SpanError


class Span(msgspec.Struct, frozen=True, order=True, array_like=True):
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


class Words(msgspec.Struct, frozen=True, order=True):
    """A span together with the characters there: the exact words a value rests on."""

    span: Span
    quote: str

    @classmethod
    def at(cls, span: Span, text: str) -> "Words":
        """The words of `text` at `span`. Raises SpanError when the span runs past the text."""
        return cls(span=span, quote=span.quote(text))
