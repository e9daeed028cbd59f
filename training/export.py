"""Turn trained weights into the shipped files: python -m training.export --run DIR [--to FOLDER].

Writes reader.onnx (int8, per channel, reduced range), vocab.txt, links.npy and manifest.json (hashes, heads).
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training import graph
from training.base import SHIPPED, base_folder
from training.corpora import ROLES
from training.heads import EDGE_WIDTH, HEADS, RELATIONS
from training.model import WIDTH, Reader, load

ROLE_FROM = 0.5
TOLERANCE = 1e-3


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="out folder of training.train")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder for the shipped files")
    parser.add_argument("--base", type=Path, help="folder with all-MiniLM-L6-v2's vocab.txt (default: from the package)")
    options = parser.parse_args(arguments)
    export(options.run / "reader.pt", options.to, options.base or base_folder())
    return 0


def export(weights: Path, to: Path, base: Path) -> None:
    """Write the files of a reader's folder."""
    reader = load(weights).eval()
    to.mkdir(parents=True, exist_ok=True)
    heads = _keep_shipped(reader)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "reader.onnx"
        onnx.save(graph.build(reader), str(full))
        _check(reader, full)
        _quantise(full, to / "reader.onnx")
    shutil.copy(base / "vocab.txt", to / "vocab.txt")
    np.save(to / "links.npy", reader.biaffine.detach().numpy(), allow_pickle=False)
    names = ("reader.onnx", "vocab.txt", "links.npy")
    manifest = {
        "version": 1,
        "files": {name: hashlib.sha256((to / name).read_bytes()).hexdigest() for name in names},
        "heads": heads,
        "relations": RELATIONS,
        "edge_width": EDGE_WIDTH,
        "link_from": dict.fromkeys(ROLES, ROLE_FROM),
    }
    (to / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _keep_shipped(reader: Reader) -> list[dict[str, Any]]:
    """Drop the columns of auxiliary heads, let the others lean and cool them down; returns the layout."""
    rows: list[Tensor] = []
    bias: list[Tensor] = []
    layout: list[dict[str, Any]] = []
    read = column = 0
    for head in HEADS:
        if not head.auxiliary:
            rows.append(reader.heads.weight[read : read + head.width] / head.temperature)
            shift = torch.zeros(head.width)
            shift[0] = -head.lean
            bias.append((reader.heads.bias[read : read + head.width] + shift) / head.temperature)
            layout.append({"name": head.name, "kind": head.kind, "labels": head.labels, "column": column, "of": head.of})
            column += head.width
        read += head.width
    reader.heads = nn.Linear(WIDTH, column)
    with torch.no_grad():
        reader.heads.weight.copy_(torch.cat(rows))
        reader.heads.bias.copy_(torch.cat(bias))
    return layout


def _check(reader: Reader, path: Path) -> None:
    """The graph must say what the network says. Raises ValueError when it does not."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids, shapes = torch.randint(1000, 20000, (3, 40)), torch.randint(0, 4, (3, 40))
    with torch.no_grad():
        wanted = reader(ids, shapes, torch.ones(3, 40))
    found = session.run(None, {"ids": ids.numpy(), "shapes": shapes.numpy()})
    for one, other in zip(wanted, found, strict=True):
        gap = float(np.abs(one.numpy() - other).max())
        if gap > TOLERANCE:
            raise ValueError(f"the graph in training/graph.py differs from the network by {gap:.4f}")


def _quantise(full: Path, to: Path) -> None:
    """Dynamic int8 for the encoder; the heads, a hundredth of the weights, stay as they are."""
    spared = [node.name for node in onnx.load(str(full)).graph.node if node.name.startswith(("heads", "edge_", "embed.shapes"))]
    quantize_dynamic(
        full,
        to,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=spared,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # shape inference does not know onnxruntime's own operators
    )


if __name__ == "__main__":
    sys.exit(main())
