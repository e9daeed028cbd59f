"""One text with gold, in words: what every corpus is turned into.

Gold spans are given in characters and taken to the words they touch, so that corpora with a tokenisation of their own train the one the reader has.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from tocsin.core.document import Document, Report
from tocsin.text.segment import segment
from tocsin.text.wordpiece import runs

CharSpan = tuple[int, int]
WordSpan = tuple[int, int]


@dataclass
class Pairs:
    """Gold links among spans (in words): every anchor with every target is a case; `gold` names the links that hold.

    `relations` are the ones annotated here: the others say nothing, for or against.
    """

    anchors: list[WordSpan]
    targets: list[WordSpan]
    relations: tuple[str, ...]
    gold: set[tuple[int, int, str]]


@dataclass
class Example:
    """`words` are character spans; `starts` the index of each sentence's first word.

    `spans` maps a BIO head to its gold spans in words (a head that is absent was not annotated here);
    `classes` maps a class or scalar head to (span in words, label or number).
    """

    corpus: str
    name: str
    text: str
    words: list[CharSpan]
    starts: list[int]
    spans: dict[str, list[tuple[WordSpan, str]]] = field(default_factory=dict)
    classes: dict[str, list[tuple[WordSpan, str | float]]] = field(default_factory=dict)
    pairs: list[Pairs] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ends = [end for _, end in self.words]
        self._begins = [start for start, _ in self.words]

    def cover(self, span: CharSpan) -> WordSpan | None:
        """The words that `span` touches, or None when there are none."""
        first = bisect_right(self._ends, span[0])
        last = bisect_left(self._begins, span[1])
        return (first, last) if first < last else None

    def add_span(self, head: str, span: CharSpan, label: str) -> WordSpan | None:
        """Add a gold span of a BIO head; returns it in words. One that touches an earlier one of the same head is left out."""
        at = self.cover(span)
        if at is None or any(at[0] < other[1] and other[0] < at[1] for other, _ in self.spans.setdefault(head, [])):
            return None
        self.spans[head].append((at, label))
        return at

    def add_class(self, head: str, span: CharSpan, label: str | float) -> None:
        """Add a gold answer of a class or scalar head about the words at `span`."""
        at = self.cover(span)
        if at is not None:
            self.classes.setdefault(head, []).append((at, label))


def example(corpus: str, name: str, text: str) -> Example:
    """Cut `text` into sentences and words the way the reader does."""
    segmented = segment(Document.freeze(text, Report()))
    words: list[CharSpan] = []
    starts: list[int] = []
    for sentence in segmented.sentences:
        starts.append(len(words))
        for token in sentence.tokens:
            words.extend((token.span.start + start, token.span.start + end) for start, end in runs(token.text))
    return Example(corpus=corpus, name=name, text=text, words=words, starts=starts)
