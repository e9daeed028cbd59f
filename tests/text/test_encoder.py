"""The reader at run time: files checked at load, hints that fit the text, the same answer every time.

Sentences here are ours. What the network finds is measured by training/evaluate.py; the tests hold only what must be so whatever the weights.
"""

import hashlib
import json
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from tocsin.core.document import Document, Report
from tocsin.errors import ResourceError, SpanError
from tocsin.text.encoder import Encoder, read_manifest
from tocsin.text.segment import segment

SHIPPED = Path(str(files("tocsin.data"))) / "reader"
TEXT = (
    "Three people were killed in Nairobi on Tuesday, police spokesman James Otieno said. "
    "“We will not leave the square,” Amina Yusuf of the Teachers’ Union told reporters.\n\n"
    "According to residents, soldiers later fired tear gas at students marching to the parliament."
)


def _sentences(text):
    return segment(Document.freeze(text, Report())).sentences


def _folder(tmp_path, **changes):
    content = b"hello"
    (tmp_path / "reader.onnx").write_bytes(content)
    manifest = {
        "version": 1,
        "files": {"reader.onnx": hashlib.sha256(content).hexdigest()},
        "heads": [],
        "relations": [],
        "edge_width": 1,
        "link_from": {},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | changes))
    return tmp_path


def test_no_reader_is_said_so(tmp_path):
    """An empty folder is refused with what to do about it."""
    with pytest.raises(ResourceError, match="there is no reader here"):
        Encoder(tmp_path)


def test_changed_file_is_refused(tmp_path):
    """A file that is not the one the manifest names is refused before it is loaded."""
    folder = _folder(tmp_path)
    assert read_manifest(folder).version == 1
    (folder / "reader.onnx").write_bytes(b"hellp")
    with pytest.raises(ResourceError, match="sha256 differs"):
        Encoder(folder)


def test_missing_file_is_refused(tmp_path):
    """A file the manifest names and the folder lacks is named."""
    folder = _folder(tmp_path)
    (folder / "reader.onnx").unlink()
    with pytest.raises(ResourceError, match=r"reader\.onnx is missing"):
        Encoder(folder)


def test_unknown_manifest_is_refused(tmp_path):
    """A manifest with fields of another version is refused, not half read."""
    with pytest.raises(ResourceError, match="not a manifest of this version"):
        Encoder(_folder(tmp_path, colour="red"))


@pytest.fixture(name="encoder", scope="module")
def _encoder():
    return Encoder(SHIPPED)


@pytest.mark.model
def test_hints_fit_and_are_sorted(encoder):
    """Every hint and link lies in the text, on non-empty words, in order, with a score from 0 to 1 and a label of its head."""
    hints = encoder.read(TEXT, _sentences(TEXT))
    assert list(hints.hints) == sorted(hints.hints)
    assert list(hints.links) == sorted(hints.links)
    assert {"ner", "attribution"} <= {hint.head for hint in hints.hints}
    for hint in hints.hints:
        assert hint.span.quote(TEXT).strip() == hint.span.quote(TEXT) != ""
        assert 0 < hint.score <= 1
    ends = {hint.span for hint in hints.hints}
    for link in hints.links:
        assert {link.anchor, link.to} <= ends
        assert 0 <= link.score <= 1


@pytest.mark.model
def test_same_text_same_hints(encoder):
    """Reading is deterministic, also by another encoder."""
    first = encoder.read(TEXT, _sentences(TEXT))
    assert encoder.read(TEXT, _sentences(TEXT)) == first
    assert Encoder(SHIPPED).read(TEXT, _sentences(TEXT)) == first


@pytest.mark.model
def test_plain_names_and_speakers(encoder):
    """The plainest cases must not be lost by a new model: a named place, a date, a speaker with cue and content, linked."""
    hints = encoder.read(TEXT, _sentences(TEXT))
    named = {(hint.span.quote(TEXT), hint.label) for hint in hints.of("ner")}
    assert {("Nairobi", "Location"), ("Tuesday", "Date"), ("James Otieno", "Person")} <= named
    links = {(link.anchor.quote(TEXT), link.label, link.to.quote(TEXT)) for link in hints.links_of("attribution")}
    assert ("said", "source", "police spokesman James Otieno") in links
    assert any(cue == "said" and part == "content" and "Three people were killed" in words for cue, part, words in links)


@pytest.mark.model
def test_one_label_a_word(encoder):
    """Hints of one tagging head never overlap: each head tags every word once."""
    hints = encoder.read(TEXT, _sentences(TEXT))
    for head in ("ner", "attribution", "statement", "mention", "trigger", "figure"):
        spans = [hint.span for hint in hints.of(head)]
        assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "   \n ", "\u00ad", "\ufeff—", "a" * 5000, "ж" * 300, "War. " * 400, "—" * 700])
def test_odd_texts_are_read(encoder, text):
    """Empty, invisible, endless or foreign text gives hints that fit, or none, and never an error."""
    for hint in encoder.read(text, _sentences(text)).hints:
        assert hint.span.end <= len(text)


@pytest.mark.model
def test_sentences_of_another_text_are_refused(encoder):
    """Sentences that run past the text are refused rather than nudged."""
    with pytest.raises(SpanError, match="not of this text"):
        encoder.read("Short.", _sentences(TEXT))
