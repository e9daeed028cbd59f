"""The network as an ONNX graph, written node by node.

Tracing would do, but the tracer spells attention out in a dozen operators that onnxruntime does not put together again: with its own fused
Attention and Gelu the same weights run nearly twice as fast. Its layer norms are the other way about: they work row by row, and cost more than the
seven plain operators they stand for. One chunk is read at a time, so there is no padding and no mask: on one core a batch of eight is slower by a
fifth, since its middle layers do not stay in the cache. `training.export` checks the graph against the network.
"""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import torch
from onnx import ModelProto, TensorProto, helper, numpy_helper

from tocsin.text.chunks import CHUNK
from training.model import ATTENTION_HEADS, Layer, Reader

OPSET = 17
FUSED = "com.microsoft"
EPSILON = 1e-12


class _Graph:
    """Nodes and weights as they are added; each adder returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, name: str, value: torch.Tensor, *, turned: bool = False) -> str:
        """A constant; linear layers keep theirs `turned` (in, out)."""
        array = value.detach().float().numpy()
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array.T if turned else array), name))
        return name

    def integers(self, name: str, values: Sequence[int]) -> str:
        """A constant of whole numbers."""
        self.weights.append(numpy_helper.from_array(np.array(values, dtype=np.int64), name))
        return name

    def add(self, op: str, inputs: Sequence[str], name: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401 - as make_node takes them
        """One node with one output, named like it."""
        self.nodes.append(helper.make_node(op, list(inputs), [name], name=name, domain=domain, **attributes))
        return name

    def linear(self, x: str, layer: torch.nn.Linear, name: str, output: str = "") -> str:
        """The product of `x` and the layer's weight, plus its bias."""
        product = self.add("MatMul", [x, self.weight(f"{name}.weight", layer.weight, turned=True)], f"{name}.matmul")
        return self.add("Add", [product, self.weight(f"{name}.bias", layer.bias)], output or f"{name}.add")

    def norm(self, x: str, residual: str, layer: torch.nn.LayerNorm, name: str) -> str:
        """Layer norm of x + residual."""
        whole = self.add("Add", [x, residual], f"{name}.sum")
        gap = self.add("Sub", [whole, self.add("ReduceMean", [whole], f"{name}.mean", axes=[-1])], f"{name}.gap")
        variance = self.add("ReduceMean", [self.add("Mul", [gap, gap], f"{name}.square")], f"{name}.variance", axes=[-1])
        above = self.add("Add", [variance, self.weight(f"{name}.epsilon", torch.tensor(EPSILON))], f"{name}.above")
        share = self.add("Reciprocal", [self.add("Sqrt", [above], f"{name}.deviation")], f"{name}.share")
        scaled = self.add("Mul", [self.add("Mul", [gap, share], f"{name}.even"), self.weight(f"{name}.weight", layer.weight)], f"{name}.scaled")
        return self.add("Add", [scaled, self.weight(f"{name}.bias", layer.bias)], f"{name}.out")

    def gelu(self, x: str, name: str) -> str:
        """The exact (erf) one."""
        return self.add("Gelu", [x], name, FUSED)


def build(reader: Reader) -> ModelProto:
    """The reader as an ONNX model: ids and shapes (rows, length) int64 in, rows of one length; logits and sides float32 out."""
    graph = _Graph()
    x = _embed(graph, reader)
    for i, layer in enumerate(reader.layers):
        x = _layer(graph, cast("Layer", layer), x, f"layer{i}")
    graph.linear(x, reader.heads, "heads", "logits")
    hidden = graph.gelu(graph.linear(x, reader.edge_hidden, "edge_hidden"), "edge_hidden.gelu")
    graph.linear(hidden, reader.edge_sides, "edge_sides", "sides")
    dimensions = ["rows", "length"]
    made = helper.make_graph(
        graph.nodes,
        "reader",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, dimensions),
            helper.make_tensor_value_info("shapes", TensorProto.INT64, dimensions),
        ],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, [*dimensions, reader.heads.out_features]),
            helper.make_tensor_value_info("sides", TensorProto.FLOAT, [*dimensions, reader.edge_sides.out_features]),
        ],
        graph.weights,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)])
    model.ir_version = 8
    return model


def _embed(graph: _Graph, reader: Reader) -> str:
    words = graph.add("Gather", [graph.weight("words", reader.words.weight), "ids"], "embed.words")
    shapes = graph.add("Gather", [graph.weight("shape_types", reader.shapes.weight), "shapes"], "embed.shapes")
    size = graph.add("Shape", ["ids"], "ids.size")
    length = graph.add("Slice", [size, graph.integers("one", [1]), graph.integers("two", [2])], "ids.length")
    places = graph.weight("positions", reader.positions.weight[: CHUNK + 2])
    positions = graph.add("Slice", [places, graph.integers("zero", [0]), length], "embed.positions")
    placed = graph.add("Add", [shapes, positions], "embed.placed")
    return graph.norm(words, placed, reader.norm, "embed.norm")


def _layer(graph: _Graph, layer: Layer, x: str, name: str) -> str:
    weight, bias = graph.weight(f"{name}.qkv.weight", layer.qkv.weight, turned=True), graph.weight(f"{name}.qkv.bias", layer.qkv.bias)
    mixed = graph.add("Attention", [x, weight, bias], f"{name}.attention", FUSED, num_heads=ATTENTION_HEADS)
    x = graph.norm(graph.linear(mixed, layer.out, f"{name}.out"), x, layer.norm1, f"{name}.norm1")
    inner = graph.gelu(graph.linear(x, layer.up, f"{name}.up"), f"{name}.gelu")
    return graph.norm(graph.linear(inner, layer.down, f"{name}.down"), x, layer.norm2, f"{name}.norm2")
