"""Quotations that stand in sentences of their own: whose they are (READING.md 10)."""

from msgspec.structs import replace

from tocsin.core.document import Quotation, Segmented, Sentence
from tocsin.core.mentions import Statement
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import Span
from tocsin.find.attribution.frames import is_speech


def with_quotations(segmented: Segmented, statements: list[Statement]) -> list[Statement]:
    """`statements`, with every free-standing quotation added to the content of the speaker next to it.

    The speaker before it in the same paragraph comes first, then the one after it there, then the one that ends the paragraph before. A quotation
    nobody claims is a statement of somebody unnamed: the words are not the writer's.
    """
    text = segmented.document.text
    found = list(statements)
    for quotation in segmented.quotations:
        if not is_speech(quotation, text) or any(_attached(statement, quotation) for statement in found):
            continue
        first = segmented.sentence_at(quotation.span.start)
        last = segmented.sentence_at(quotation.span.end - 1)
        if first is None or last is None or not _alone(quotation, first, last):
            continue
        speaker = _speaker(segmented, found, first, last)
        if speaker is None:
            found.append(Statement(source=None, cue=None, content=(quotation.span,), kind=SpeakerKind.UNNAMED, rule="attribution.quotation"))
        else:
            found[speaker] = replace(found[speaker], content=(*found[speaker].content, quotation.span))
    return found


def _attached(statement: Statement, quotation: Quotation) -> bool:
    return any(part.overlaps(quotation.span) for part in statement.content)


def _alone(quotation: Quotation, first: Sentence, last: Sentence) -> bool:
    """Whether the sentences of the quotation hold no other words."""
    span = quotation.span
    outside = [token for token in (*first.tokens, *last.tokens) if not span.overlaps(token.span)]
    return not any(token.text[0].isalnum() for token in outside)


def _speaker(segmented: Segmented, statements: list[Statement], first: Sentence, last: Sentence) -> int | None:
    """The index of the statement a quotation continues, or None."""
    before = _ending_in(segmented, statements, first.index - 1)
    if before is not None and segmented.sentences[first.index - 1].paragraph == first.paragraph:
        return before
    after = last.index + 1
    if after < len(segmented.sentences) and segmented.sentences[after].paragraph == last.paragraph:
        following = _ending_in(segmented, statements, after)
        if following is not None:
            return following
    return before


def _ending_in(segmented: Segmented, statements: list[Statement], index: int) -> int | None:
    """The last statement of a named speaker in the writer's words with anything in sentence `index`."""
    if index < 0:
        return None
    sentence = segmented.sentences[index].span
    chosen = None
    for i, statement in enumerate(statements):
        parts = [part for part in (statement.source, statement.cue, *statement.content) if part is not None]
        if statement.source is None or not any(part.overlaps(sentence) for part in parts):
            continue
        if _quoted(segmented, statement.source) or statement.rule == "attribution.passed-on":
            continue
        if chosen is None or _reach(statement) >= _reach(statements[chosen]):
            chosen = i
    return chosen


def _reach(statement: Statement) -> int:
    anchors = [part.end for part in (statement.cue, *statement.content) if part is not None]
    return max(anchors)


def _quoted(segmented: Segmented, span: Span) -> bool:
    return any(quotation.inner.covers(span) and quotation.closed for quotation in segmented.quotations)
