"""Quotations that stand in sentences of their own: whose they are (READING.md 10)."""

from msgspec.structs import replace

from tocsin.core.document import Quotation, Segmented, Sentence
from tocsin.core.mentions import Statement
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import SpanIndex
from tocsin.find.attribution.chains import PASSED_ON
from tocsin.find.attribution.frames import is_speech


def with_quotations(segmented: Segmented, statements: list[Statement]) -> list[Statement]:
    """`statements`, with every free-standing quotation added to the content of the speaker next to it.

    The speaker before it in the same paragraph comes first, then the one after it there, then the one that ends the paragraph before. A quotation
    nobody claims is a statement of somebody unnamed: the words are not the writer's.
    """
    said = _Said(segmented, statements)
    for quotation in segmented.quotations:
        if is_speech(quotation, segmented.document.text) and not said.contents.overlapping(quotation.span):
            said.give(quotation)
    return said.statements


class _Said:
    """The statements so far, and where their words stand."""

    def __init__(self, segmented: Segmented, statements: list[Statement]) -> None:
        self.statements = list(statements)
        self.contents = SpanIndex((part, i) for i, one in enumerate(statements) for part in one.content)
        self._words = SpanIndex((part, i) for i, one in enumerate(statements) for part in (one.source, one.cue, *one.content) if part is not None)
        self._quoted = SpanIndex((quotation.inner, quotation) for quotation in segmented.quotations if quotation.closed)
        self._segmented = segmented

    def give(self, quotation: Quotation) -> None:
        """Add `quotation` to its speaker's words, or to nobody's; one that shares its sentence with other words is left alone."""
        first = self._segmented.sentence_at(quotation.span.start)
        last = self._segmented.sentence_at(quotation.span.end - 1)
        if first is None or last is None or not _alone(quotation, first, last):
            return
        speaker = self._speaker(first, last)
        if speaker is None:
            speaker = len(self.statements)
            unnamed = Statement(source=None, cue=None, content=(quotation.span,), kind=SpeakerKind.UNNAMED, rule="attribution.quotation")
            self.statements.append(unnamed)
        else:
            statement = self.statements[speaker]
            self.statements[speaker] = replace(statement, content=(*statement.content, quotation.span))
        self.contents.add(quotation.span, speaker)
        self._words.add(quotation.span, speaker)

    def _speaker(self, first: Sentence, last: Sentence) -> int | None:
        """The index of the statement a quotation continues, or None."""
        sentences = self._segmented.sentences
        before = self._ending_in(first.index - 1)
        if before is not None and sentences[first.index - 1].paragraph == first.paragraph:
            return before
        after = last.index + 1
        if after < len(sentences) and sentences[after].paragraph == last.paragraph:
            following = self._ending_in(after)
            if following is not None:
                return following
        return before

    def _ending_in(self, index: int) -> int | None:
        """The last statement of a named speaker in the writer's words with anything in sentence `index`."""
        if index < 0:
            return None
        chosen = None
        for i in sorted(set(self._words.overlapping(self._segmented.sentences[index].span))):
            statement = self.statements[i]
            if statement.source is None or self._quoted.covering(statement.source) or statement.rule == PASSED_ON:
                continue
            if chosen is None or _reach(statement) >= _reach(self.statements[chosen]):
                chosen = i
        return chosen


def _alone(quotation: Quotation, first: Sentence, last: Sentence) -> bool:
    """Whether the sentences of the quotation hold no other words."""
    span = quotation.span
    outside = [token for token in (*first.tokens, *last.tokens) if not span.overlaps(token.span)]
    return not any(token.text[0].isalnum() for token in outside)


def _reach(statement: Statement) -> int:
    anchors = [part.end for part in (statement.cue, *statement.content) if part is not None]
    return max(anchors)
