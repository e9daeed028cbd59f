"""Sentences laid out in pieces and cut into chunks for the network. Training cuts its texts with this very code."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tocsin.core.document import Sentence
from tocsin.text.wordpiece import WordPiece

Ints = npt.NDArray[np.int64]
CHUNK = 126
"""Most pieces of one chunk, without the two marks around it."""


class Layout:
    """A text in pieces. The reader's words are finer than tokens: "Nairobi-based" is three.

    `ids` and `shapes` have an entry a piece; word w is pieces at[w] to at[w + 1] and characters starts[w] to ends[w];
    `sentences` are the indexes of the words that open a sentence.
    """

    def __init__(self, sentences: Sequence[Sentence], wordpiece: WordPiece) -> None:
        """Cut every token of `sentences` into pieces; sentences without tokens are passed over."""
        ids: list[int] = []
        shapes: list[int] = []
        at: list[int] = [0]
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentences: list[int] = []
        for sentence in sentences:
            if sentence.tokens:
                self.sentences.append(len(self.starts))
            for token in sentence.tokens:
                pieces = wordpiece(token.text)
                ids += pieces.ids
                shapes += pieces.shapes
                offset = token.span.start
                for start, end, count in pieces.runs:
                    self.starts.append(offset + start)
                    self.ends.append(offset + end)
                    at.append(at[-1] + count)
        self.ids = np.array(ids, dtype=np.int64)
        self.shapes = np.array(shapes, dtype=np.int64)
        self.at = np.array(at, dtype=np.int64)

    def chunks(self) -> list[tuple[int, int]]:
        """The chunks as half-open ranges of words, in order, without gaps."""
        return list(cut(self.at.tolist(), self.sentences))


def cut(at: Sequence[int], sentences: Sequence[int], first_budget: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Ranges of words: whole sentences up to CHUNK pieces (the first chunk: `first_budget`); a longer sentence is cut between words.

    `at` as in Layout; `sentences` are the words that open one. A single word of more pieces than CHUNK is a chunk of its own.
    """
    words = len(at) - 1
    bounds = [*sentences, words]
    begin, budget = 0, first_budget
    for left, right in pairwise(bounds):
        if at[right] - at[begin] <= budget:
            continue
        if left > begin:
            yield begin, left
            begin, budget = left, CHUNK
        while at[right] - at[begin] > CHUNK:
            stop = begin + 1
            while at[stop + 1] - at[begin] <= CHUNK:
                stop += 1
            yield begin, stop
            begin, budget = stop, CHUNK
    if begin < words:
        yield begin, words
