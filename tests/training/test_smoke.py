"""The whole way from a data folder to a reader that reads, on a few sentences of ours: that it runs and fits together, not that it learns."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.core.document import Document, Report
from tocsin.text.encoder import Encoder
from tocsin.text.segment import segment
from training import splits
from training.base import SHIPPED

for _module in ("torch", "onnx", "safetensors"):
    pytest.importorskip(_module)

TEXT = "Police said soldiers fired at marchers in Kisumu."


def _write(folder, relative, text):
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _at(words):
    return {"span": [TEXT.index(words), TEXT.index(words) + len(words)]}


def _label_row():
    number = next(i for i in range(100) if splits.labels(f"X{i}") == "train")
    stance = {"factuality": "CT+", "modality": "actual", "background": False}
    return {
        "id": f"X{number}",
        "text": TEXT,
        "mentions": [{"id": "m1", "kind": "security-force", **_at("soldiers")}, {"id": "m2", "kind": "place", **_at("Kisumu")}],
        "triggers": [{"id": "t1", "type": "shooting", **stance, **_at("fired at")}],
        "roles": [{"trigger": "t1", "role": "actor", "mention": "m1"}, {"trigger": "t1", "role": "place", "mention": "m2"}],
        "figures": [],
        "attributions": [
            {"id": "a1", "source": _at("Police"), "cue": _at("said"), "content": [_at("soldiers fired at marchers in Kisumu")], "kind": "police"}
        ],
    }


@pytest.fixture(name="data")
def _data(tmp_path):
    """A data folder with a text in every corpus."""
    data = tmp_path / "data"
    name = next(f"n{i}.tsv" for i in range(100) if splits.newswire(f"n{i}.tsv") == "train")
    _write(data, f"newswire/ner/{name}", "Police\tO\nKisumu\tB-Location\n")
    _write(data, "newswire/articles.jsonl", json.dumps({"id": name.removesuffix(".tsv"), "text": TEXT}) + "\n")
    _write(data, "polnear/train/text/one.txt", TEXT)
    _write(data, "polnear/train/attributions/one_a1.ann", "T1\tSource 0 6\tPolice\nT2\tCue 7 11\tsaid\nE1\tAttribution:T2 Cue:T2 Source:T1\n")
    _write(data, "labels/texts.jsonl", json.dumps(_label_row()) + "\n")
    _write(data, "labels/texts_2.jsonl", "")
    document = next(f"d{i}" for i in range(100) if splits.m2e2(f"d{i}") == "train")
    event = {"trigger": {"start": 3, "end": 4}, "event_type": "Conflict:Attack", "arguments": []}
    _write(data, "events/m2e2.jsonl", json.dumps({"sentence_id": f"{document}_0", "words": TEXT.split(), "golden-event-mentions": [event]}) + "\n")
    event = {"trigger": {"start_idx": 3, "end_idx": 4}, "event_type": "Conflict.Attack.Unspecified"}
    _write(data, "events/wikievents_train.jsonl", json.dumps({"docid": "w", "tokens": TEXT.split(), "event_mentions": [event]}) + "\n")
    for corpus in ("uw", "uds_ih2"):
        target = {"text": TEXT, "targets": [{"span1": [3, 4], "label": 2.5}]}
        _write(data, f"factuality/{corpus}/train.jsonl", json.dumps(target) + "\n")
    _write(data, "factuality/meantime/train.conll", "0\tPolice\t_\n1\tfired\t3.0\n")
    _write(data, "muc/dev/dev-muc3-0001-0100", f"DEV-MUC3-0001 (X)\n\n   {TEXT.upper()}\n")
    _write(data, "muc/dev/key-dev-0001.muc4", f"{'0.  MESSAGE: ID':<33}DEV-MUC3-0001 (X)\n{'1.  MESSAGE: TEMPLATE':<33}*\n")
    return data


@pytest.fixture(name="base")
def _base(tmp_path):
    """A base model of chance weights, in the shape and under the names of all-MiniLM-L6-v2: what is learned from it is nothing, which is enough."""
    import torch
    from safetensors.torch import save_file

    from training.model import INNER, LAYERS, POSITIONS, VOCABULARY, WIDTH

    torch.manual_seed(3)
    square = [f"attention.{part}" for part in ("self.query", "self.key", "self.value", "output.dense")]
    linear = {**dict.fromkeys(square, (WIDTH, WIDTH)), "intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER)}
    weights = {
        f"embeddings.{name}_embeddings.weight": torch.randn(rows, WIDTH) * 0.02 for name, rows in (("word", VOCABULARY), ("position", POSITIONS))
    }
    weights["embeddings.token_type_embeddings.weight"] = torch.randn(2, WIDTH) * 0.02
    norms = ["embeddings.LayerNorm"]
    for i in range(LAYERS):
        prefix = f"encoder.layer.{i}."
        for name, shape in linear.items():
            weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"] = torch.randn(shape) * 0.02, torch.zeros(shape[0])
        norms += [f"{prefix}attention.output.LayerNorm", f"{prefix}output.LayerNorm"]
    for name in norms:
        weights[f"{name}.weight"], weights[f"{name}.bias"] = torch.ones(WIDTH), torch.zeros(WIDTH)
    _write(tmp_path, "base/vocab.txt", (SHIPPED / "vocab.txt").read_text(encoding="utf-8"))
    save_file(weights, tmp_path / "base" / "model.safetensors")
    return tmp_path / "base"


@pytest.fixture(name="config")
def _config(tmp_path):
    """The shipped recipe without the labels of our own, whose texts a test folder cannot hold."""
    recipe = (Path(__file__).parents[2] / "training" / "config.toml").read_text(encoding="utf-8")
    _write(tmp_path, "config.toml", re.sub(r"(own|news)-labels = [\d.]+, ", "", recipe))
    return tmp_path / "config.toml"


def _run(*arguments):
    return subprocess.run([sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=240)


@pytest.mark.model
def test_data_folder_to_reader(data, base, config, tmp_path):
    """Training, export and reading fit together: the exported folder passes its own checks and reads a text."""
    trained = _run("training.train", "--data", data, "--config", config, "--out", tmp_path / "run", "--base", base, "--smoke")
    assert trained.returncode == 0, trained.stderr
    exported = _run("training.export", "--run", tmp_path / "run", "--to", tmp_path / "reader", "--base", base)
    assert exported.returncode == 0, exported.stderr
    encoder = Encoder(tmp_path / "reader")
    assert (tmp_path / "reader" / "reader.onnx").stat().st_size < 25_000_000
    hints = encoder.read(TEXT, segment(Document.freeze(TEXT, Report())).sentences)
    assert all(hint.span.end <= len(TEXT) for hint in hints.hints)


def test_missing_corpus_stops_training(data, base, tmp_path):
    """Training names the file it lacks and writes no weights."""
    (data / "events" / "m2e2.jsonl").unlink()
    trained = _run("training.train", "--data", data, "--out", tmp_path / "run", "--base", base, "--smoke")
    assert trained.returncode == 2
    assert "events/m2e2.jsonl" in trained.stderr
    assert not (tmp_path / "run" / "reader.pt").exists()
