"""Measure the shipped reader on the development parts, with the very code that ships: python -m training.evaluate --data DIR [--reader FOLDER].

Spans are compared in characters, exactly; "overlap" counts a gold and a found span of one label that share a character, one to one.
Prints one JSON object.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tocsin.core.document import Document, Report, Segmented
from tocsin.core.hints import Hints
from tocsin.core.spans import Span
from tocsin.text.encoder import Encoder
from tocsin.text.segment import segment
from training import corpora, splits
from training.base import SHIPPED
from training.examples import CharSpan
from training.folder import MissingDataError, need, rows

Labelled = tuple[CharSpan, str]
Reading = Callable[[str], Hints]
SPEED_DOCUMENTS = 60


class Score:
    """Counts of one label: right, found, gold."""

    def __init__(self) -> None:
        self.right = self.found = self.gold = 0

    def add(self, right: int, found: int, gold: int) -> None:
        """Count one text."""
        self.right, self.found, self.gold = self.right + right, self.found + found, self.gold + gold

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 in percent, and the number of gold spans."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1), "n": self.gold}


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--reader", type=Path, default=SHIPPED, help="folder of the reader's files")
    options = parser.parse_args(arguments)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    encoder = Encoder(options.reader)
    loaded = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    reading = _Clock(encoder)
    try:
        result: dict[str, Any] = {"ner": ner(options.data, reading), "attribution": attribution(options.data, reading)}
        result["labels"] = in_domain(options.data, reading)
        reading.forget()
        for text in _news(options.data):
            reading(text)
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    result["load_seconds"], result["load_mebibytes"] = round(loaded, 2), round(grown)
    result["words_a_second"] = round(reading.words / reading.seconds)
    result["peak_mebibytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(result, indent=1))
    return 0


class _Clock:
    """Reads texts and keeps the processor time the encoder took (segmenting not counted) and the words it read."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.forget()

    def forget(self) -> None:
        self.seconds, self.words = 0.0, 0

    def __call__(self, text: str) -> Hints:
        segmented: Segmented = segment(Document.freeze(text, Report()))
        started = time.process_time()
        hints = self._encoder.read(text, segmented.sentences)
        self.seconds += time.process_time() - started
        self.words += len(text.split())
        return hints


def ner(data: Path, read: Reading) -> dict[str, Any]:
    """Exact spans and types on newswire/ner's development files, against the gold of the tables themselves."""
    raw = {row["id"]: row["text"] for row in rows(need(data, "newswire/articles.jsonl"))}
    scores: dict[str, Score] = {}
    for path in sorted(need(data, "newswire/ner").glob("*.tsv")):
        text = raw.get(path.name.removesuffix(".tsv"))
        if splits.newswire(path.name) == "dev" and text is not None:
            gold = corpora.newswire_entities(path.read_text(encoding="utf-8"), text)
            _compare(scores, gold, _spans(read(text), "ner"))
    return _table(scores)


def attribution(data: Path, read: Reading) -> dict[str, Any]:
    """Exact spans of sources, cues and contents on PolNeAR dev, and links (cue and part both exact)."""
    scores: dict[str, Score] = {}
    links = Score()
    for text, statements in corpora.polnear_articles(data, "dev"):
        hints = read(text)
        gold = [(span, part) for statement in statements for part, spans in statement.items() for span in spans]
        _compare(scores, gold, _spans(hints, "attribution"))
        pairs = {
            (cue, part, span)
            for statement in statements
            for cue in statement.get("cue", ())
            for part in ("source", "content")
            for span in statement.get(part, ())
        }
        found = {(_pair(link.anchor), link.label, _pair(link.to)) for link in hints.links_of("attribution")}
        links.add(len(pairs & found), len(found), len(pairs))
    return _table(scores) | {"links": links.figures()}


def in_domain(data: Path, read: Reading) -> dict[str, Any]:
    """data/labels' development fifth: spans by head exact and overlapping, answers about found triggers, role links."""
    exact: dict[str, dict[str, Score]] = {}
    loose: dict[str, dict[str, Score]] = {}
    answers: dict[str, Score] = {}
    roles = Score()
    for row in corpora.label_rows(data, "dev"):
        hints = read(corpora.real_lines(row["text"]))
        for head, gold in _gold(row).items():
            found = _spans(hints, "attribution" if head == "attribution-as-statement" else head)
            _compare(exact.setdefault(head, {}), gold, found)
            _compare(loose.setdefault(head, {}), gold, found, overlap=True)
        anywhere = [(span, "") for span, _ in _gold(row)["trigger"]], [(span, "") for span, _ in _spans(hints, "trigger")]
        _compare(exact.setdefault("trigger-span", {}), *anywhere)
        _compare(loose.setdefault("trigger-span", {}), *anywhere, overlap=True)
        for head in ("factuality", "modality", "background"):
            _compare_answers(answers.setdefault(head, Score()), row, hints, head)
        _compare_roles(roles, row, hints)
    spans = {head: {"exact": _micro(table), "overlap": _micro(loose[head])} for head, table in exact.items()}
    return spans | {head: score.figures() for head, score in answers.items()} | {"roles": roles.figures()}


def _gold(row: dict[str, Any]) -> dict[str, list[Labelled]]:
    statements = [
        (_tuple(span["span"]), part)
        for item in row["attributions"]
        for part, spans in (("source", [item.get("source")]), ("cue", [item.get("cue")]), ("content", item.get("content") or []))
        for span in spans
        if span
    ]
    return {
        "trigger": [(_tuple(t["span"]), t["type"]) for t in row["triggers"]],
        "mention": [(_tuple(m["span"]), m["kind"]) for m in row["mentions"] if m["id"] in corpora.filling(row) and m["kind"] != "number-only"],
        "figure": [(_tuple(f["span"]), f["measure"]) for f in row["figures"]],
        "statement": statements,
        "attribution-as-statement": statements,
    }


def _compare_answers(score: Score, row: dict[str, Any], hints: Hints, head: str) -> None:
    """Of gold triggers that were found exactly: how many have the right answer."""
    found = {_pair(hint.span): hint.label for hint in hints.of(head)}
    for trigger in row["triggers"]:
        gold = trigger[head] if head != "background" else ("background" if trigger[head] else "foreground")
        if _tuple(trigger["span"]) in found:
            score.add(int(found[_tuple(trigger["span"])] == gold), 1, 1)


def _compare_roles(score: Score, row: dict[str, Any], hints: Hints) -> None:
    """Role links whose trigger and mention each overlap the gold ones (as agreement was measured)."""
    triggers = {t["id"]: _tuple(t["span"]) for t in row["triggers"]}
    mentions = {m["id"]: _tuple(m["span"]) for m in row["mentions"]}
    gold = [(triggers[r["trigger"]], r["role"], mentions[r["mention"]]) for r in row["roles"]]
    found = [(_pair(link.anchor), link.label, _pair(link.to)) for link in hints.links_of("role")]
    left = list(found)
    right = 0
    for trigger, role, mention in gold:
        hit = next((f for f in left if f[1] == role and _touch(f[0], trigger) and _touch(f[2], mention)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    score.add(right, len(found), len(gold))


def _compare(scores: dict[str, Score], gold: Iterable[Labelled], found: Iterable[Labelled], *, overlap: bool = False) -> None:
    gold, left = sorted(set(gold)), sorted(set(found))
    for label in {label for _, label in [*gold, *left]}:
        wanted, had = [s for s, name in gold if name == label], [s for s, name in left if name == label]
        scores.setdefault(label, Score()).add(_hits(wanted, had, overlap=overlap), len(had), len(wanted))


def _hits(wanted: list[CharSpan], had: list[CharSpan], *, overlap: bool) -> int:
    if not overlap:
        return len(set(wanted) & set(had))
    free = list(had)
    hits = 0
    for span in wanted:
        hit = next((other for other in free if _touch(span, other)), None)
        if hit is not None:
            free.remove(hit)
            hits += 1
    return hits


def _touch(one: CharSpan, other: CharSpan) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _table(scores: dict[str, Score]) -> dict[str, Any]:
    return {"micro": _micro(scores)} | {label: scores[label].figures() for label in sorted(scores)}


def _micro(scores: dict[str, Score]) -> dict[str, float]:
    total = Score()
    for score in scores.values():
        total.add(score.right, score.found, score.gold)
    return total.figures()


def _spans(hints: Hints, head: str) -> list[Labelled]:
    return [(_pair(hint.span), hint.label) for hint in hints.of(head)]


def _pair(span: Span) -> CharSpan:
    return (span.start, span.end)


def _tuple(span: list[int]) -> CharSpan:
    return (span[0], span[1])


def _news(data: Path) -> Iterator[str]:
    for row in islice(rows(need(data, "newswire/articles.jsonl")), SPEED_DOCUMENTS):
        yield row["text"]


if __name__ == "__main__":
    sys.exit(main())
