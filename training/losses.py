"""What training minimises: one term a head, each a sum over the gold answers divided by the pieces of the batch."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import IGNORED, Batch
from training.heads import EDGE_WEIGHT, HEADS
from training.model import Reader


def losses(reader: Reader, batch: Batch, weights: Mapping[str, float]) -> dict[str, Tensor]:
    """Loss by head, times its own weight and that in `weights` (1 when absent); heads without gold in the batch are absent."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, sides = reader(torch.from_numpy(batch.ids), torch.from_numpy(batch.shapes), torch.from_numpy(batch.mask))
    flat = logits.float().reshape(-1, logits.shape[-1])
    found: dict[str, Tensor] = {}
    column = 0
    for head in HEADS:
        part = flat[:, column : column + head.width]
        column += head.width
        loss: Tensor | None = None
        if head.name in batch.tags:
            gold = torch.from_numpy(batch.tags[head.name]).reshape(-1)
            loss = functional.cross_entropy(part, gold, ignore_index=IGNORED, reduction="sum")
        elif head.name in batch.classes:
            positions, answers = (torch.from_numpy(array) for array in batch.classes[head.name])
            if head.kind == "class":
                loss = functional.cross_entropy(part[positions], answers.long(), reduction="sum")
            else:
                loss = functional.huber_loss(part[positions, 0], answers.float(), reduction="sum")
        if loss is not None:
            found[head.name] = loss * (head.weight * weights.get(head.name, 1.0) / batch.pieces)
    if len(batch.edges.anchors):
        edges = batch.edges
        scores = reader.score_edges(sides, torch.from_numpy(edges.anchors), torch.from_numpy(edges.targets))
        each = functional.binary_cross_entropy_with_logits(scores, torch.from_numpy(edges.gold), torch.from_numpy(edges.mask), reduction="sum")
        found["edges"] = each * (EDGE_WEIGHT * weights.get("edges", 1.0) / batch.pieces)
    return found
