"""Examples as arrays of pieces, cut into chunks as the reader cuts them, and put together into padded batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from tocsin.text.chunks import CHUNK, cut
from tocsin.text.wordpiece import UPPER, WordPiece
from training.examples import Example, Pairs, WordSpan
from training.heads import HEADS, RELATIONS, Head

Ints = npt.NDArray[np.int64]
IGNORED = -100
PAD_TO = 16
MASK, FIRST_WORD = 103, 1000
"""BERT's vocabulary: the piece that stands for a covered one, and the first that is not a mark of the vocabulary's own."""
UNUSED_CLASSES = frozenset({"wikievents-type"})


@dataclass
class Encoded:
    """An example in pieces: word w is pieces at[w] to at[w + 1]. `tags` holds one label a piece for each BIO head annotated."""

    example: Example
    ids: Ints
    shapes: Ints
    at: Ints
    tags: dict[str, Ints]


@dataclass
class Chunk:
    """Words `first` to `last` of an encoded example."""

    encoded: Encoded
    first: int
    last: int

    @property
    def length(self) -> int:
        """Pieces, marks not counted."""
        return int(self.encoded.at[self.last] - self.encoded.at[self.first])


@dataclass
class EdgeBatch:
    """One candidate link a row: flat positions (row of the batch * length + piece) of the two spans' first and last pieces.

    `gold` and `mask` have a column a relation; the mask is 0 where the relation was not annotated.
    """

    anchors: Ints
    targets: Ints
    gold: npt.NDArray[np.float32]
    mask: npt.NDArray[np.float32]


@dataclass
class Batch:
    """Arrays (rows, length); `tags` of BIO heads; `classes` maps a head to flat piece positions and answers."""

    ids: Ints
    shapes: Ints
    mask: npt.NDArray[np.float32]
    tags: dict[str, Ints]
    classes: dict[str, tuple[Ints, npt.NDArray[np.float64]]]
    edges: EdgeBatch
    pieces: int


def encode(example: Example, wordpiece: WordPiece) -> Encoded:
    """Cut the words into pieces and lay the gold spans over them."""
    ids: list[int] = []
    shapes: list[int] = []
    at = [0]
    for start, end in example.words:
        pieces = wordpiece(example.text[start:end])
        ids += pieces.ids
        shapes += pieces.shapes
        at.append(len(ids))
    bounds = np.array(at)
    tags = {head.name: _tags(head, example.spans[head.name], bounds) for head in HEADS if head.kind == "bio" and head.name in example.spans}
    return Encoded(example, np.array(ids), np.array(shapes), bounds, tags)


def _tags(head: Head, spans: Sequence[tuple[WordSpan, str]], at: Ints) -> Ints:
    tags = np.zeros(int(at[-1]), dtype=np.int64)
    for (first, last), label in spans:
        if label in head.labels:
            kind = head.labels.index(label)
            tags[at[first] : at[last]] = 1 + len(head.labels) + kind
            tags[at[first]] = 1 + kind
    return tags


def chunks(encoded: Encoded, first_budget: int = CHUNK) -> Iterator[Chunk]:
    """The chunks the reader would make; `first_budget` shortens the first, so that each pass cuts a text elsewhere."""
    for first, last in cut(encoded.at.tolist(), encoded.example.starts, first_budget):
        yield Chunk(encoded, first, last)


def batches(pool: list[Chunk], wordpiece: WordPiece, tokens: int, random: Random, upper: float = 0.0, hidden: float = 0.0) -> Iterator[Batch]:
    """Batches of about `tokens` pieces with padding, of chunks of like length, in random order.

    `upper` of the chunks are shown in capitals; `hidden` of the pieces are covered, so that nothing hangs on a single word.
    """
    random.shuffle(pool)
    groups: list[list[Chunk]] = []
    for start in range(0, len(pool), 4096):
        group: list[Chunk] = []
        width = 0
        for chunk in sorted(pool[start : start + 4096], key=lambda chunk: chunk.length):
            width = _padded(chunk.length)
            if group and width * (len(group) + 1) > tokens:
                groups.append(group)
                group = []
            group.append(chunk)
        groups.append(group)
    random.shuffle(groups)
    for group in groups:
        batch = collate(group, wordpiece, [random.random() < upper for _ in group])
        if hidden:
            cover = np.random.default_rng(random.getrandbits(32)).random(batch.ids.shape) < hidden
            batch.ids[cover & (batch.ids >= FIRST_WORD)] = MASK
        yield batch


def _padded(length: int) -> int:
    return -(-(length + 2) // PAD_TO) * PAD_TO


def collate(group: Sequence[Chunk], wordpiece: WordPiece, shout: Sequence[bool]) -> Batch:
    """Pad the chunks to one length with their gold."""
    rows, length = len(group), _padded(max(chunk.length for chunk in group))
    ids = np.full((rows, length), wordpiece.padding)
    shapes = np.zeros((rows, length), dtype=np.int64)
    mask = np.zeros((rows, length), dtype=np.float32)
    names = sorted({name for chunk in group for name in chunk.encoded.tags})
    tags = {name: np.full((rows, length), IGNORED) for name in names}
    classes: dict[str, list[tuple[int, float]]] = {}
    edges: list[tuple[list[int], list[int], list[float], list[float]]] = []
    for row, chunk in enumerate(group):
        low, high = int(chunk.encoded.at[chunk.first]), int(chunk.encoded.at[chunk.last])
        size = high - low
        ids[row, 0], ids[row, size + 1] = wordpiece.first, wordpiece.last
        ids[row, 1 : size + 1] = chunk.encoded.ids[low:high]
        shapes[row, 1 : size + 1] = chunk.encoded.shapes[low:high]
        if shout[row]:
            shapes[row, 1 : size + 1] = np.where(shapes[row, 1 : size + 1] > 0, UPPER, _cased(ids[row, 1 : size + 1]))
        mask[row, : size + 2] = 1
        for name, values in chunk.encoded.tags.items():
            tags[name][row, 1 : size + 1] = values[low:high]
        offset = row * length + 1 - low
        _add_classes(chunk, offset, classes)
        for pairs in chunk.encoded.example.pairs:
            edges += _edges(chunk, pairs, offset)
    answered = {name: (np.array([p for p, _ in rows_]), np.array([v for _, v in rows_])) for name, rows_ in classes.items()}
    return Batch(ids, shapes, mask, tags, answered, _edge_batch(edges), int(mask.sum()))


def _cased(ids: Ints) -> Ints:
    """Capitals for every piece; the shape of punctuation and digits is left to the vocabulary: single-character ids stand below 1,996 in it."""
    return np.where(ids >= 1996, UPPER, 0)


def _add_classes(chunk: Chunk, offset: int, classes: dict[str, list[tuple[int, float]]]) -> None:
    for name, answers in chunk.encoded.example.classes.items():
        if name in UNUSED_CLASSES:
            continue
        labels = _LABELS[name]
        for (first, last), label in answers:
            if chunk.first <= first and last <= chunk.last and (isinstance(label, float) or label in labels):
                value = label if isinstance(label, float) else float(labels.index(label))
                classes.setdefault(name, []).append((offset + int(chunk.encoded.at[first]), value))


_LABELS = {head.name: head.labels for head in HEADS}


def _edges(chunk: Chunk, pairs: Pairs, offset: int) -> list[tuple[list[int], list[int], list[float], list[float]]]:
    def inside(spans: list[WordSpan]) -> list[tuple[int, list[int]]]:
        at = chunk.encoded.at
        return [
            (i, [offset + int(at[first]), offset + int(at[last]) - 1])
            for i, (first, last) in enumerate(spans)
            if chunk.first <= first and last <= chunk.last
        ]

    mask = [float(relation in pairs.relations) for relation in RELATIONS]
    targets = inside(pairs.targets)
    return [(a, t, [float((i, j, relation) in pairs.gold) for relation in RELATIONS], mask) for i, a in inside(pairs.anchors) for j, t in targets]


def _edge_batch(edges: list[tuple[list[int], list[int], list[float], list[float]]]) -> EdgeBatch:
    width = len(RELATIONS)
    return EdgeBatch(
        np.array([e[0] for e in edges], dtype=np.int64).reshape(-1, 2),
        np.array([e[1] for e in edges], dtype=np.int64).reshape(-1, 2),
        np.array([e[2] for e in edges], dtype=np.float32).reshape(-1, width),
        np.array([e[3] for e in edges], dtype=np.float32).reshape(-1, width),
    )
