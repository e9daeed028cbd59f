"""A report as received, and the frozen document every span counts in."""

import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from functools import cached_property

import msgspec

from tocsin.core.record import Record
from tocsin.core.spans import Span


class Report(Record, frozen=True, kw_only=True):
    """Where a text came from. Unknown is None, never a guess.

    `place` is what was read (file name, line, URL) for messages; it takes no part in any identity.
    `raw_sha256` is the hash of the bytes as received.
    """

    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    media_type: str | None = None
    raw_sha256: str | None = None
    place: str | None = None


class Document(Record, frozen=True, kw_only=True):
    """The text of one report, frozen before anything is found in it.

    `sha256` is the hash of the text (UTF-8). `id` hashes the text together with publisher, published date and URL, so that one agency text
    printed by two papers is two documents with one `sha256`, and coding the same report twice gives the same id.
    """

    id: str
    sha256: str
    text: str
    report: Report

    @classmethod
    def freeze(cls, text: str, report: Report) -> "Document":
        """Make the document of `report` from its cleaned `text`."""
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        identity = msgspec.json.encode([sha256, report.publisher, report.published, report.url])
        return cls(id="d1" + hashlib.sha256(identity).hexdigest()[:22], sha256=sha256, text=text, report=report)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word, number or punctuation mark; `span` counts in the document."""

    span: Span
    text: str


class Sentence(msgspec.Struct, frozen=True, dict=True):
    """A sentence of the document with its tokens.

    `paragraph` numbers paragraphs from 0. `headline` marks a line without a final stop at the top of a report or between paragraphs.
    """

    index: int
    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    headline: bool = False

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The tokens' texts in lower case, for looking words up; offsets are never taken from these."""
        return tuple([token.text.lower().replace("’", "'") for token in self.tokens])

    @cached_property
    def mixed(self) -> bool:
        """Whether any token is in lower case: where none is, capitals tell nothing."""
        return any([token.text.islower() for token in self.tokens])

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple([token.span.start for token in self.tokens])

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple([token.span.end for token in self.tokens])

    def begun(self, offset: int) -> int:
        """How many tokens begin before `offset`: the index of the first that does not. Asked for every pair of words, so nothing is gone through."""
        return bisect_left(self._starts, offset)

    def ended(self, offset: int) -> int:
        """How many tokens end at `offset` or before: the index of the first that goes beyond."""
        return bisect_right(self._ends, offset)


class Quotation(msgspec.Struct, frozen=True, gc=False):
    """Words between quotation marks; `span` includes the marks, `inner` does not. `closed` is False when the text never closes it."""

    span: Span
    inner: Span
    closed: bool = True


class Segmented(msgspec.Struct, frozen=True, dict=True):
    """A document cut into paragraphs, sentences, tokens and quotations, all with offsets."""

    document: Document
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple([sentence.span.start for sentence in self.sentences])

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the character at `offset`, or None between sentences."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or self.sentences[i].span.end <= offset:
            return None
        return self.sentences[i]
