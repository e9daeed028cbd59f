"""The network: a six-layer BERT with word-shape token types, linear heads on its last layer, and a biaffine scorer of links.

Written out here rather than taken from a library: it is a page, it exports to a plain graph, and training needs nothing but torch.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from training.heads import EDGE_WIDTH, HEADS, RELATIONS

WIDTH, LAYERS, ATTENTION_HEADS, INNER, POSITIONS, VOCABULARY, SHAPES = 384, 6, 12, 1536, 512, 30522, 4


class Layer(nn.Module):
    """Self-attention and a feed-forward step, each with its residual and layer norm (after, as in BERT)."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """X (rows, length, WIDTH); bias (rows, 1, 1, length) is 0 for pieces and very negative for padding."""
        rows, length = x.shape[0], x.shape[1]
        q, k, v = self.qkv(x).reshape(rows, length, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // ATTENTION_HEADS) ** -0.5 + bias, dim=-1)
        mixed = (weights.to(v.dtype) @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm1(x + self.out(mixed))
        result: Tensor = self.norm2(x + self.down(functional.gelu(self.up(x))))
        return result


class Reader(nn.Module):
    """Pieces and shapes in; logits of all heads and the two sides of the links out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.heads = nn.Linear(WIDTH, sum(head.width for head in HEADS))
        self.edge_hidden = nn.Linear(WIDTH, 4 * EDGE_WIDTH)
        self.edge_sides = nn.Linear(4 * EDGE_WIDTH, 2 * EDGE_WIDTH)
        self.biaffine = nn.Parameter(torch.randn(len(RELATIONS), EDGE_WIDTH + 1, EDGE_WIDTH + 1) * 0.02)
        with torch.no_grad():
            self.biaffine[:, -1, -1] = -2.0

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(rows, length) each -> logits (rows, length, columns of HEADS), link sides (rows, length, 2 * EDGE_WIDTH)."""
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(at) + self.shapes(shapes))
        bias = (1.0 - mask)[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return self.heads(x), self.edge_sides(functional.gelu(self.edge_hidden(x)))

    def score_edges(self, sides: Tensor, anchors: Tensor, targets: Tensor) -> Tensor:
        """Link logits (links, relations) from flat sides; a span is the mean of its first and last piece (positions (links, 2))."""
        flat = sides.float().reshape(-1, 2, EDGE_WIDTH)
        one = torch.ones(anchors.shape[0], 1)
        left = torch.cat([flat[anchors, 0].mean(1), one], dim=1)
        right = torch.cat([flat[targets, 1].mean(1), one], dim=1)
        return torch.einsum("na,rab,nb->nr", left, self.biaffine, right)


def load(path: Path) -> Reader:
    """A reader with the weights of a state file."""
    reader = Reader()
    reader.load_state_dict(torch.load(path, weights_only=True))
    return reader


def load_base(folder: Path) -> Reader:
    """A reader with the encoder of all-MiniLM-L6-v2; every shape starts as the one token type that model knew."""
    base = load_file(str(folder / "model.safetensors"))
    base = {name.removeprefix("bert."): value for name, value in base.items()}
    reader = Reader()
    state = reader.state_dict()
    for ours, theirs in (("words", "word"), ("positions", "position")):
        state[f"{ours}.weight"] = base[f"embeddings.{theirs}_embeddings.weight"]
    state["shapes.weight"] = base["embeddings.token_type_embeddings.weight"][:1].repeat(SHAPES, 1) + torch.randn(SHAPES, WIDTH) * 0.01
    _take(state, "norm", base, "embeddings.LayerNorm")
    for i in range(LAYERS):
        prefix = f"encoder.layer.{i}."
        for part in ("weight", "bias"):
            names = [f"{prefix}attention.self.{side}.{part}" for side in ("query", "key", "value")]
            state[f"layers.{i}.qkv.{part}"] = torch.cat([base[name] for name in names])
        for ours, theirs in _LAYER_NAMES:
            _take(state, f"layers.{i}.{ours}", base, prefix + theirs)
    reader.load_state_dict(state)
    return reader


_LAYER_NAMES = (
    ("out", "attention.output.dense"),
    ("norm1", "attention.output.LayerNorm"),
    ("up", "intermediate.dense"),
    ("down", "output.dense"),
    ("norm2", "output.LayerNorm"),
)


def _take(state: dict[str, Tensor], ours: str, base: dict[str, Tensor], theirs: str) -> None:
    for part in ("weight", "bias"):
        state[f"{ours}.{part}"] = base[f"{theirs}.{part}"]
