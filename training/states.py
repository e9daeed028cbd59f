"""What the shipped network holds of every piece before its heads answer: the outputs of its upper layers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from tocsin.core.document import Sentence
from tocsin.text.chunks import Layout
from tocsin.text.wordpiece import WordPiece
from training.examples import CharSpan

LAYERS = ("layer3.norm2.out", "layer4.norm2.out", "layer5.norm2.out")
"""Tensors of training/graph.py."""


@dataclass
class Seen:
    """A text as the network saw it: `values` (layers, pieces, width)."""

    layout: Layout
    values: npt.NDArray[np.float32]

    def pieces(self, span: CharSpan) -> tuple[int, int] | None:
        """The pieces of the words that `span` touches; None when there are none."""
        words = [i for i, (start, end) in enumerate(zip(self.layout.starts, self.layout.ends, strict=True)) if start < span[1] and span[0] < end]
        return (int(self.layout.at[words[0]]), int(self.layout.at[words[-1] + 1])) if words else None


class States:
    """The network of a reader's folder with its upper layers laid open."""

    def __init__(self, folder: Path) -> None:
        """Load the network and the vocabulary of `folder`."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        network = (folder / "reader.onnx").read_bytes() + _with_outputs(LAYERS)
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        self._wordpiece = WordPiece.load(folder / "vocab.txt")

    def read(self, text: str, sentences: Sequence[Sentence]) -> Seen:
        """The states of every piece of `text`. Raises ValueError when there is no word in it."""
        layout = Layout(sentences, self._wordpiece)
        if not layout.starts:
            raise ValueError(f"no word in {text!r}")
        parts = [self._run(layout, int(layout.at[first]), int(layout.at[last])) for first, last in layout.chunks()]
        return Seen(layout, np.concatenate(parts, axis=1))

    def _run(self, layout: Layout, low: int, high: int) -> npt.NDArray[np.float32]:
        ids = np.zeros((1, high - low + 2), dtype=np.int64)
        shapes = np.zeros_like(ids)
        ids[0, 0], ids[0, -1] = self._wordpiece.first, self._wordpiece.last
        ids[0, 1:-1], shapes[0, 1:-1] = layout.ids[low:high], layout.shapes[low:high]
        return np.concatenate(self._session.run(list(LAYERS), {"ids": ids, "shapes": shapes}))[:, 1:-1]


def _with_outputs(names: Sequence[str]) -> bytes:
    """A protobuf message that, written after an ONNX model, names more of its tensors as outputs.

    Messages written one after the other are one message, repeated fields of both together: field 7 of a model is its graph, field 12 of a graph its
    outputs, field 1 of an output its name. This spares the package onnx, which the benchmarks do without.
    """
    outputs = b"".join([_field(12, _field(1, name.encode())) for name in names])
    return _field(7, outputs)


def _field(number: int, content: bytes) -> bytes:
    """A protobuf field of fewer than 128 bytes."""
    if len(content) > 127:
        raise ValueError(f"a field of {len(content)} bytes needs a longer length than is written here")
    return bytes([number << 3 | 2, len(content)]) + content
