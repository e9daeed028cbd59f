"""Frames: the words of one voice in one sentence, with the quotations it opens folded into single items.

A sentence such as ``"We will stay," she said, "whatever comes."`` is read twice: once as QUOTE she said , QUOTE . and once for each quotation.
Cues can then be looked for without minding how long the quoted words are.
"""

from collections.abc import Iterator, Sequence

import msgspec

from tocsin.core.document import Quotation, Segmented, Sentence
from tocsin.core.spans import Span
from tocsin.text.phrases import Phrases
from tocsin.text.wordclasses import AUXILIARIES, VERBS

QUOTE = "\u201c\u201d"
"""The item that stands for a whole quotation."""

_VERBAL = VERBS | AUXILIARIES
_NO_CLASS = "."
_SPEECH_WORDS = 5
"""Quoted words from which on a fragment is read as speech and not as a name or a scare quote."""
_SPEECH_ENDS = (",", ".", "?", "!", "…", "--", ",-")


class Frame(msgspec.Struct, frozen=True):
    """Parallel lists: folded words, their spans, word classes, and whether they open with a capital.

    `quotation` is the one whose inside this frame is; None for the writer's own words.
    """

    sentence: Sentence
    words: list[str]
    spans: list[Span]
    tags: list[str]
    capital: list[bool]
    quotation: Quotation | None
    cased: bool

    def is_verb(self, i: int) -> bool:
        """Whether item `i` is a verb or an auxiliary, going by the word classes."""
        return self.tags[i] in _VERBAL

    def span(self, start: int, end: int) -> Span:
        """The characters of items `start` to `end` (half-open). Raises IndexError when there are none."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


def is_speech(quotation: Quotation, text: str) -> bool:
    """Whether quoted words are somebody's speech and not a name, a slogan or a scare quote."""
    inner = quotation.inner.quote(text).strip()
    if not inner:
        return False
    before = text[max(0, quotation.span.start - 2) : quotation.span.start].strip()
    return not quotation.closed or inner.endswith(_SPEECH_ENDS) or before.endswith((":", ",")) or len(inner.split()) >= _SPEECH_WORDS


def frames(segmented: Segmented, phrases: Phrases) -> Iterator[Frame]:
    """The frames of a document: for each sentence the writer's, then those of the quotations in it."""
    text = segmented.document.text
    speech = [quotation for quotation in segmented.quotations if is_speech(quotation, text)]
    cased = not is_upper(text)
    first = 0
    for sentence in segmented.sentences:
        while first < len(speech) and speech[first].span.end <= sentence.span.start:
            first += 1
        inside = []
        for quotation in speech[first:]:
            if quotation.span.start >= sentence.span.end:
                break
            inside.append(quotation)
        tags = phrases.tags(sentence)
        yield _outer(sentence, tags, inside, cased=cased)
        for quotation in inside:
            yield _inner(sentence, tags, quotation, cased=cased)


def is_upper(text: str) -> bool:
    """Whether a text is printed in capitals (wire copy of the telex age), so that capitals say nothing."""
    letters = list(filter(str.isalpha, text[:2000]))
    return bool(letters) and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _outer(sentence: Sentence, tags: Sequence[str], inside: list[Quotation], *, cased: bool) -> Frame:
    frame = Frame(sentence, [], [], [], [], None, cased)
    folded: Quotation | None = None
    for token, word, tag in zip(sentence.tokens, sentence.folded, tags, strict=True):
        holder = next((quotation for quotation in inside if quotation.span.overlaps(token.span)), None)
        if holder is None:
            _append(frame, word, token.span, tag, capital=token.text[0].isupper())
        elif holder is not folded:
            _append(frame, QUOTE, holder.span, _NO_CLASS, capital=False)
        folded = holder
    return frame


def _inner(sentence: Sentence, tags: Sequence[str], quotation: Quotation, *, cased: bool) -> Frame:
    frame = Frame(sentence, [], [], [], [], quotation, cased)
    for token, word, tag in zip(sentence.tokens, sentence.folded, tags, strict=True):
        if quotation.inner.covers(token.span):
            _append(frame, word, token.span, tag, capital=token.text[0].isupper())
    return frame


def _append(frame: Frame, word: str, span: Span, tag: str, *, capital: bool) -> None:
    frame.words.append(word)
    frame.spans.append(span)
    frame.tags.append(tag)
    frame.capital.append(capital)
