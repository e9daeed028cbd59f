"""The trained reader at run time: a small network (int8, onnxruntime) over chunks of sentences, and what its answers mean.

Needs numpy and onnxruntime only. The same text always gives the same hints. `training/` makes the files; `data/reader/` holds them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import onnxruntime

from tocsin.core.document import Sentence
from tocsin.core.hints import Hint, Hints, Link
from tocsin.core.spans import Span
from tocsin.errors import ResourceError, SpanError
from tocsin.text.chunks import Layout
from tocsin.text.decoding import agreed, best_tags, softmax, stretches, word_scores
from tocsin.text.wordpiece import WordPiece

Floats = npt.NDArray[np.float32]
SECTION = 400
"""Sentences whose answers are in memory at once: a long article is one section, a book has many."""
MANIFEST = "manifest.json"
_STATEMENTS = ("attribution", "statement", "statement-inner")
_NAMED_BY_CLASS = {"trigger": "trigger-type", "figure": "measure"}
"""Heads that find a stretch and leave its label to another head."""
_LINKED = 0.5
_CERTAIN = 3.0


class HeadLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One head of the network: its `labels`, and the first of its columns.

    `kind` is "bio", "class" (about stretches that head `of` found) or "scalar" (a number for every word, in one column).
    """

    name: str
    kind: str
    labels: tuple[str, ...]
    column: int
    of: str = ""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the files beside it hold: their sha256, the heads, and the relations that links.npy scores (and from which score a link is made)."""

    version: int
    files: dict[str, str]
    heads: tuple[HeadLayout, ...]
    relations: tuple[str, ...]
    edge_width: int
    link_from: dict[str, float]


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """Words `first` up to `last` (excluded) with a label, and the mean mass of that label."""

    first: int
    last: int
    label: str
    mass: float


class _Read(msgspec.Struct):
    """A text as the network saw it: layout, chunk of each word, logits and link sides of each piece."""

    layout: Layout
    chunk_of: npt.NDArray[np.int64]
    logits: Floats
    sides: Floats

    def span(self, stretch: Stretch) -> Span:
        return Span(self.layout.starts[stretch.first], self.layout.ends[stretch.last - 1])

    def side(self, stretch: Stretch) -> Floats:
        """Mean of the first and last piece: (2, edge width)."""
        first, last = int(self.layout.at[stretch.first]), int(self.layout.at[stretch.last]) - 1
        mean: Floats = ((self.sides[first] + self.sides[last]) / 2).reshape(2, -1)
        return mean


class Encoder:
    """The network and its files, loaded and checked once."""

    def __init__(self, folder: Path) -> None:
        """Load the files of `folder`. Raises ResourceError when one is missing or is not what the manifest says."""
        self.manifest = read_manifest(folder)
        self._wordpiece = WordPiece.load(folder / "vocab.txt")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        self._biaffine: Floats = np.load(folder / "links.npy", allow_pickle=False)
        self._heads = {head.name: head for head in self.manifest.heads}

    def read(self, text: str, sentences: Sequence[Sentence]) -> Hints:
        """All hints about `text`. Raises SpanError when `sentences` are not of this text."""
        if sentences and sentences[-1].span.end > len(text):
            raise SpanError(f"the last sentence ends at {sentences[-1].span.end}, in a text of {len(text)} characters: it is not of this text")
        sections = [self._read_section(text, sentences[start : start + SECTION]) for start in range(0, len(sentences), SECTION)]
        return Hints(
            hints=tuple([hint for section in sections for hint in section.hints]),
            links=tuple([link for section in sections for link in section.links]),
            certainty=tuple([one for section in sections for one in section.certainty]),
        )

    def _read_section(self, text: str, sentences: Sequence[Sentence]) -> Hints:
        layout = Layout(sentences, self._wordpiece)
        if not layout.starts:
            return Hints()
        read = self._run(layout)
        names = _names(text, layout)
        found = {head.name: self._stretches(head, read, names) for head in self.manifest.heads if head.kind == "bio"}
        hints = set(self._hints(read, found))
        links = set(self._statement_links(read, found)) | set(self._role_links(read, found))
        return Hints(hints=tuple(sorted(hints)), links=tuple(sorted(links)), certainty=self._certainty(read))

    def _run(self, layout: Layout) -> _Read:
        chunks = layout.chunks()
        chunk_of = np.repeat(np.arange(len(chunks)), [last - first for first, last in chunks])
        parts = [self._run_chunk(layout, int(layout.at[first]), int(layout.at[last])) for first, last in chunks]
        return _Read(layout, chunk_of, np.concatenate([a for a, _ in parts]), np.concatenate([b for _, b in parts]))

    def _run_chunk(self, layout: Layout, low: int, high: int) -> tuple[Floats, Floats]:
        """Logits and link sides of pieces `low` to `high`; the marks around them are put on and taken off again."""
        ids = np.zeros((1, high - low + 2), dtype=np.int64)
        shapes = np.zeros_like(ids)
        ids[0, 0], ids[0, -1] = self._wordpiece.first, self._wordpiece.last
        ids[0, 1:-1], shapes[0, 1:-1] = layout.ids[low:high], layout.shapes[low:high]
        logits, sides = self._session.run(None, {"ids": ids, "shapes": shapes})
        return logits[0, 1:-1], sides[0, 1:-1]

    def _stretches(self, head: HeadLayout, read: _Read, names: npt.NDArray[np.int64]) -> list[Stretch]:
        """Best stretches of a BIO head. Statements may run over sentence ends, all else may not."""
        logits = read.logits[:, head.column : head.column + 2 * len(head.labels) + 1]
        scores, mass = word_scores(logits, read.layout.at)
        if head.name == "ner":
            scores, mass = agreed(scores, names)
        fresh = np.zeros(len(scores), dtype=np.bool_)
        fresh[[0] if head.name in _STATEMENTS else read.layout.sentences] = True
        return [Stretch(first, last, head.labels[kind], score) for first, last, kind, score in stretches(best_tags(scores, fresh), mass)]

    def _hints(self, read: _Read, found: dict[str, list[Stretch]]) -> Iterator[Hint]:
        for name, stretched in found.items():
            namer = _NAMED_BY_CLASS.get(name)
            for stretch in stretched:
                label, score = (stretch.label, 1.0) if namer is None else self._answer(self._heads[namer], read, stretch)
                yield Hint(read.span(stretch), name, label, round(stretch.mass * score, 4))
        for head in self.manifest.heads:
            if head.kind != "class" or head.name in _NAMED_BY_CLASS.values():
                continue
            for name in _STATEMENTS if head.of == "statement" else (head.of,):
                for stretch in found[name]:
                    if head.of != "statement" or stretch.label == "source":
                        label, score = self._answer(head, read, stretch)
                        yield Hint(read.span(stretch), head.name, label, round(score, 4))

    def _certainty(self, read: _Read) -> tuple[tuple[int, float], ...]:
        head = self._heads.get("certainty")
        if head is None:
            return ()
        values = np.clip(read.logits[read.layout.at[:-1], head.column], -_CERTAIN, _CERTAIN)
        return tuple(zip(read.layout.starts, values.round(2).tolist(), strict=True))

    def _answer(self, head: HeadLayout, read: _Read, stretch: Stretch) -> tuple[str, float]:
        """A class head's label for a stretch, asked at its first piece."""
        masses = softmax(read.logits[read.layout.at[stretch.first], head.column : head.column + len(head.labels)])
        best = int(masses.argmax())
        return head.labels[best], float(masses[best])

    def _scores(self, read: _Read, anchors: list[Stretch], targets: list[Stretch]) -> Floats:
        """Link scores (anchors, targets, relations); 0 for pairs the network did not see in one chunk."""
        one = np.ones((1,), dtype=np.float32)
        left = np.stack([np.concatenate([read.side(anchor)[0], one]) for anchor in anchors])
        right = np.stack([np.concatenate([read.side(target)[1], one]) for target in targets])
        logits = np.einsum("ab,rbc->arc", left, self._biaffine) @ right.T
        together = read.chunk_of[[a.first for a in anchors]][:, None] == read.chunk_of[[t.first for t in targets]]
        scores: Floats = np.where(together[:, None], (1 + np.tanh(logits / 2)) / 2, 0).transpose(0, 2, 1)  # the logistic, without overflow
        return scores

    def _role_links(self, read: _Read, found: dict[str, list[Stretch]]) -> Iterator[Link]:
        triggers, mentions = found.get("trigger", []), found.get("mention", [])
        if not triggers or not mentions:
            return
        scores = self._scores(read, triggers, mentions)
        roles = [r for r, relation in enumerate(self.manifest.relations) if relation in self.manifest.link_from]
        least = np.array([self.manifest.link_from[self.manifest.relations[r]] for r in roles], dtype=np.float32)
        for i, j, r in np.argwhere(scores[:, :, roles] >= least).tolist():
            score = round(float(scores[i, j, roles[r]]), 4)
            yield Link(read.span(triggers[i]), "role", self.manifest.relations[roles[r]], read.span(mentions[j]), score)

    def _statement_links(self, read: _Read, found: dict[str, list[Stretch]]) -> Iterator[Link]:
        """Every source and content goes to its best cue in the chunk, or failing that the nearest; and to any other that scores high."""
        for name in _STATEMENTS:
            cues = [stretch for stretch in found.get(name, []) if stretch.label == "cue"]
            parts = [stretch for stretch in found.get(name, []) if stretch.label != "cue"]
            if not cues or not parts:
                continue
            scores = self._scores(read, cues, parts)
            for j, part in enumerate(parts):
                column = scores[:, j, self.manifest.relations.index(part.label)]
                best = int(column.argmax()) if column.any() else min(range(len(cues)), key=lambda i: _gap(cues[i], part))
                for i in sorted({best, *np.flatnonzero(column >= _LINKED).tolist()}):
                    yield Link(read.span(cues[i]), name, part.label, read.span(part), round(float(column[i]), 4))


def _names(text: str, layout: Layout) -> npt.NDArray[np.int64]:
    """A number for each word with a capital, the same for the same word; -1 for the others."""
    numbers: dict[str, int] = {}
    words = [text[start:end] for start, end in zip(layout.starts, layout.ends, strict=True)]
    return np.array([numbers.setdefault(word, len(numbers)) if word[0].isupper() and len(word) > 1 else -1 for word in words], dtype=np.int64)


def _gap(one: Stretch, other: Stretch) -> int:
    """Words between two stretches."""
    return max(one.first - other.last, other.first - one.last)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a reader's folder, its files checked. Raises ResourceError."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ResourceError(f"{path} is missing: there is no reader here; reinstall tocsin, or read without the model")
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.MsgspecError as error:
        raise ResourceError(f"{path} is not a manifest of this version: {error}") from error
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise ResourceError(f"{file} is missing; reinstall tocsin, or export the reader again")
        if hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise ResourceError(
                f"{file} is not the file the manifest names (sha256 differs); run: pip install --force-reinstall tocsin (or export it again)"
            )
    return manifest
