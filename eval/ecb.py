"""Reads ECB+ (Cybulska and Vossen 2014): documents with their event mentions and the chains these belong to, in the sentences that were checked."""

import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from eval.benchmark import need
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span

DEVELOPMENT = ("2", "5", "12", "18", "21", "23", "34", "35")
"""The topics that measure; the others of 1-35 may train."""
INPUTS = ("coreference/ecbplus_topics_1-35.tar.gz", "coreference/ECBplus_coreference_sentences.csv")
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}'’\"%") | {"'s", "n't", "’s"}


@dataclass(frozen=True)
class Chained:
    """One document: its topic, the spans of its event mentions with the name of their chain, and the spans of its checked sentences."""

    topic: str
    name: str
    document: Document
    mentions: tuple[tuple[Span, str], ...]
    sentences: tuple[Span, ...]


def documents(data: Path, topics: tuple[str, ...]) -> list[Chained]:
    """The documents of these topics, by topic and name. Raises MissingDataError."""
    with need(data, INPUTS[1]).open(encoding="utf-8") as lines:
        checked = {(row["Topic"], row["File"], row["Sentence Number"]) for row in csv.DictReader(lines)}
    with tarfile.open(need(data, INPUTS[0])) as archive:
        members = [member for member in archive.getmembers() if member.isfile() and member.name.split("/")[0] in topics]
        found = [_read(archive.extractfile(member).read(), member.name, checked) for member in members]  # type: ignore[union-attr] - a file
    return sorted((one for one in found if one.mentions), key=lambda one: (one.topic, one.name))


def _read(xml: bytes, name: str, checked: set[tuple[str, str, str]]) -> Chained:
    root = ET.fromstring(xml)  # noqa: S314 - a data set we chose
    topic, _, file = Path(name).stem.partition("_")
    text, spans, sentences = _text(root)
    document = Document.freeze(text, Report(url=f"ecb+/{name}"))
    kept = {sentence: Span(min(s.start for s in inside), max(s.end for s in inside)) for sentence, inside in sentences.items()}
    kept = {sentence: span for sentence, span in kept.items() if (topic, file, sentence) in checked}
    chains = dict(_chains(root, name))
    mentions = [(m_id, [spans[token] for token in tokens]) for m_id, tokens in _anchored(root)]
    found = [(Span(words[0].start, words[-1].end), chains.get(m_id, f"{name} {m_id}")) for m_id, words in mentions]
    inside = [(span, chain) for span, chain in sorted(found) if any(sentence.covers(span) for sentence in kept.values())]
    return Chained(topic, name, document, tuple(inside), tuple(kept.values()))


def _text(root: ET.Element) -> tuple[str, dict[str, Span], dict[str, list[Span]]]:
    """Running text again, a sentence a line, with the span of every token and the spans in every sentence."""
    text, spans, sentences, last = "", {}, {}, None
    for token in root.iter("token"):
        word, sentence = token.text or "", token.get("sentence", "")
        if last is not None:
            text += "\n" if sentence != last else "" if word in _NO_SPACE_BEFORE else " "
        spans[token.get("t_id", "")] = span = Span(len(text), len(text) + len(word))
        sentences.setdefault(sentence, []).append(span)
        text, last = text + word, sentence
    return text, spans, sentences


def _anchored(root: ET.Element) -> Iterator[tuple[str, list[str]]]:
    """The event mentions: everything tagged as an action that stands in the text."""
    for markable in root.iterfind("Markables/*"):
        tokens = [anchor.get("t_id", "") for anchor in markable.iterfind("token_anchor")]
        if tokens and "ACTION" in markable.tag:
            yield markable.get("m_id", ""), tokens


def _chains(root: ET.Element, name: str) -> Iterator[tuple[str, str]]:
    """The chain of every mention in a relation: an instance across documents, or a relation of this one."""
    for relation in root.iterfind("Relations/*"):
        across = relation.tag == "CROSS_DOC_COREF"
        chain = relation.get("note", "") if across else f"{name} r{relation.get('r_id')}"
        for source in relation.iterfind("source"):
            yield source.get("m_id", ""), chain
