"""Temperatures: scores come nearer to each other, the network runs once, and at export they are in the weights."""

import numpy as np
import pytest

from tocsin.core.document import Document, Report
from tocsin.text.segment import segment
from training.base import SHIPPED
from training.temperature import Tempered, half_of

TEXT = "Police spokesman James Otieno said three people were killed in Nairobi on Tuesday."


def test_a_document_is_in_one_half() -> None:
    assert {half_of(f"Report {i}.") for i in range(20)} == {0, 1}
    assert half_of(TEXT) == half_of(TEXT)


@pytest.mark.model
def test_a_higher_temperature_is_less_sure() -> None:
    encoder = Tempered(SHIPPED)
    sentences = segment(Document.freeze(TEXT, Report())).sentences
    as_it_is = {(hint.span, hint.label): hint.score for hint in encoder.read(TEXT, sentences).of("ner")}
    encoder.temperature = 2.0
    cooled = {(hint.span, hint.label): hint.score for hint in encoder.read(TEXT, sentences).of("ner")}
    both = as_it_is.keys() & cooled.keys()
    assert both
    assert all(cooled[one] < as_it_is[one] for one in both)


def test_export_works_temperatures_into_the_weights() -> None:
    torch = pytest.importorskip("torch")
    for module in ("onnx", "safetensors"):
        pytest.importorskip(module)
    from training.export import _keep_shipped
    from training.heads import HEADS
    from training.model import WIDTH, Reader

    reader = Reader()
    states = torch.randn(3, WIDTH)
    before = reader.heads(states).detach().numpy()
    layout = _keep_shipped(reader)
    after = reader.heads(states).detach().numpy()
    for head in layout:
        made = next(one for one in HEADS if one.name == head["name"])
        read = sum(one.width for one in HEADS[: HEADS.index(made)])
        wanted = before[:, read : read + made.width].copy()
        wanted[:, 0] -= made.lean
        assert np.allclose(after[:, head["column"] : head["column"] + made.width], wanted / made.temperature, atol=1e-5)
