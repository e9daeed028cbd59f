"""Loaders: each corpus of the data folder as examples. See training/splits.py for what may be read when.

Every loader takes the data folder and a split, and raises MissingDataError when its files are not there.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from eval.muc_keys import messages
from training import splits, standoff
from training.examples import CharSpan, Example, Pairs, WordSpan, example
from training.folder import need, rows

ROLES = ("actor", "target", "place", "facility", "date", "instrument", "cause", "victim", "property")
STATEMENT_PARTS = ("source", "content")
MISSED_TOKENS = 60
"""How far ahead a pre-tokenised word may be looked for in the raw text (characters)."""


def newswire(data: Path, split: str) -> Iterator[Example]:
    """Named entities: tokens with BIO tags, laid over the raw articles."""
    raw = {row["id"]: row["text"] for row in rows(need(data, "newswire/articles.jsonl"))}
    for path in sorted(need(data, "newswire/ner").glob("*.tsv")):
        text = raw.get(path.name.removesuffix(".tsv"))
        if splits.newswire(path.name) != split or text is None:
            continue
        made = example("newswire", path.name, text)
        made.spans["ner"] = []
        for span, label in newswire_entities(path.read_text(encoding="utf-8"), text):
            made.add_span("ner", span, label)
        yield made


def newswire_entities(table: str, text: str) -> list[tuple[CharSpan, str]]:
    """Gold entities in characters of `text`; tokens that cannot be found again in the text are passed over.

    A third column holds names inside names ("Cape Town" in "Cape Town High Court"); only the outer ones, of the second column, are gold.
    """
    entities: list[tuple[CharSpan, str]] = []
    at = 0
    open_label = ""
    for row in table.splitlines():
        fields = row.split("\t") if "\t" in row else row.split()
        if len(fields) < 2:
            continue
        token, tag = fields[:2]
        start = text.find(token, at, at + len(token) + MISSED_TOKENS)
        if start < 0:
            continue
        at = start + len(token)
        if tag == "O":
            open_label = ""
        elif tag.startswith("I-") and tag[2:] == open_label and entities:
            entities[-1] = ((entities[-1][0][0], at), open_label)
        else:
            open_label = tag[2:]
            entities.append(((start, at), open_label))
    return entities


def polnear(data: Path, split: str) -> Iterator[Example]:
    """Attributions of political news."""
    for number, (text, statements) in enumerate(polnear_articles(data, split)):
        made = example("polnear", f"{split}-{number}", text)
        made.spans["attribution"] = []
        _add_statements(made, "attribution", statements)
        yield made


def polnear_articles(data: Path, split: str) -> "Iterator[tuple[str, list[Statement]]]":
    """Text and attributions, by the first annotator of each article."""
    folder = need(data, f"polnear/{split}")
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rpartition("_")[0], path)
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in annotations:
            yield path.read_text(encoding="utf-8"), polnear_attributions(annotations[path.stem].read_text(encoding="utf-8"))


Statement = dict[str, list[CharSpan]]
"""Spans of one attribution by part: source, cue, content."""


def polnear_attributions(standoff: str) -> list[Statement]:
    """The attributions of one brat file; spans count characters of the article."""
    parts: dict[str, tuple[str, list[CharSpan]]] = {}
    rows = [row.split("\t") for row in standoff.split("\n")]
    for fields in rows:
        if fields[0].startswith("T") and len(fields) > 1:
            kind, _, offsets = fields[1].partition(" ")
            spans = [(int(a), int(b)) for a, b in (pair.split() for pair in offsets.split(";"))]
            parts[fields[0]] = (kind.lower(), spans)
    found: list[Statement] = []
    for fields in rows:
        if fields[0].startswith("E") and len(fields) > 1:
            statement: Statement = {}
            for name in (argument.partition(":")[2] for argument in fields[1].split()):
                kind, spans = parts.get(name, ("", []))
                if kind in ("source", "cue", "content"):
                    statement.setdefault(kind, []).extend(spans)
            found.append(statement)
    return found


def _add_statements(made: Example, head: str, statements: list[Statement]) -> None:
    cues: list[WordSpan] = []
    targets: list[WordSpan] = []
    gold: set[tuple[int, int, str]] = set()
    for statement in statements:
        at = {part: [w for s in _joined(made, spans) if (w := made.add_span(head, s, part))] for part, spans in statement.items()}
        anchors = range(len(cues), len(cues) + len(at.get("cue", ())))
        cues += at.get("cue", [])
        for part in STATEMENT_PARTS:
            for target in at.get(part, []):
                gold |= {(anchor, len(targets), part) for anchor in anchors}
                targets.append(target)
    if cues and targets:
        made.pairs.append(Pairs(anchors=cues, targets=targets, relations=STATEMENT_PARTS, gold=gold))


def _joined(made: Example, spans: list[CharSpan]) -> list[CharSpan]:
    """Fragments with no word between them (a line break) are one span."""
    joined: list[CharSpan] = []
    for span in sorted(spans):
        if joined and not made.text[joined[-1][1] : span[0]].strip():
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def labels(data: Path, split: str) -> Iterator[Example]:
    """The in-domain labels: triggers, stances, mentions, roles, figures, statements (READING.md)."""
    yield from map(_labelled, label_rows(data, split))


def own_labels(data: Path, split: str) -> Iterator[Example]:
    """In-domain labels of our own, on harder texts."""
    yield from map(_labelled, own_label_rows(data, split, "third.jsonl"))


def news_labels(data: Path, split: str) -> Iterator[Example]:
    """In-domain labels of our own, on texts as they come. The fourth round stays unseen: weights are fitted on it (training/weighing.py)."""
    yield from map(_labelled, own_label_rows(data, split, "fifth.jsonl"))


def _labelled(row: dict[str, Any]) -> Example:
    made = example("labels", row["id"], real_lines(row["text"]))
    _add_events(made, row)
    _add_layers(made, row)
    return made


def label_rows(data: Path, split: str) -> Iterator[dict[str, Any]]:
    """The labelled texts of a split: the data folder's two rounds, with our corrections."""
    corrected = standoff.corrections()
    for file_name in ("labels/texts.jsonl", "labels/texts_2.jsonl"):
        for row in rows(need(data, file_name)):
            if splits.labels(row["id"]) == split:
                if row["id"] in corrected:
                    standoff.check(corrected[row["id"]], row["text"])
                yield {**row, **corrected.get(row["id"], {})}


def own_label_rows(data: Path, split: str, name: str) -> Iterator[dict[str, Any]]:
    """The same of a file of our own labels (training/labels), whose texts lie in the data folder."""
    for row, text in standoff.texts(data, name):
        if splits.labels(row["id"]) == split:
            yield {**row, "text": text}


def in_domain_rows(data: Path, split: str) -> Iterator[dict[str, Any]]:
    """All of them."""
    yield from label_rows(data, split)
    for name in ("third.jsonl", "fourth.jsonl", "fifth.jsonl"):
        yield from own_label_rows(data, split, name)


def real_lines(text: str) -> str:
    """A literal backslash-n, which ends lines in the timelines' texts, as two line ends: the length stays."""
    return text.replace("\\n", "\n\n")


def filling(row: dict[str, Any]) -> set[str]:
    """Mentions that fill a role: the first round also labelled others, the second did not, so only these are gold."""
    return {role["mention"] for role in row["roles"]} | {figure[key] for figure in row["figures"] for key in ("place", "date") if figure.get(key)}


def _add_events(made: Example, row: dict[str, Any]) -> None:
    for head in ("trigger", "mention", "figure"):
        made.spans[head] = []
    triggers: dict[str, WordSpan] = {}
    for trigger in row["triggers"]:
        at = made.add_span("trigger", tuple(trigger["span"]), "trigger")
        if at is None:
            continue
        triggers[trigger["id"]] = at
        for head, key in (("trigger-type", "type"), ("factuality", "factuality"), ("modality", "modality")):
            made.add_class(head, tuple(trigger["span"]), trigger[key])
        made.add_class("background", tuple(trigger["span"]), "background" if trigger["background"] else "foreground")
    for figure in row["figures"]:
        if made.add_span("figure", tuple(figure["span"]), "figure") is not None:
            made.add_class("measure", tuple(figure["span"]), figure["measure"])
    mentions = _add_mentions(made, row)
    anchors, targets = list(triggers), list(mentions)
    gold = {
        (anchors.index(role["trigger"]), targets.index(role["mention"]), role["role"])
        for role in row["roles"]
        if role["trigger"] in triggers and role["mention"] in mentions and role["role"] in ROLES
    }
    if anchors and targets:
        made.pairs.append(Pairs([triggers[a] for a in anchors], [mentions[t] for t in targets], ROLES, gold))


def _add_mentions(made: Example, row: dict[str, Any]) -> dict[str, WordSpan]:
    wanted = filling(row)
    mentions: dict[str, WordSpan] = {}
    for mention in row["mentions"]:
        if mention["id"] in wanted and mention["kind"] != "number-only":
            at = made.add_span("mention", tuple(mention["span"]), mention["kind"])
            if at is not None:
                mentions[mention["id"]] = at
    return mentions


def _add_layers(made: Example, row: dict[str, Any]) -> None:
    """Nested statements in two layers: one whose words touch those of an outer one goes to the inner layer."""
    made.spans["statement"] = []
    made.spans["statement-inner"] = []
    layers: dict[str, list[Statement]] = {"statement": [], "statement-inner": []}
    taken: list[CharSpan] = []
    for item in sorted(row["attributions"], key=lambda item: bool(item.get("parent"))):
        statement = _statement(item)
        spans = [span for part in statement.values() for span in part]
        inner = any(a[0] < b[1] and b[0] < a[1] for a in spans for b in taken)
        layers["statement-inner" if inner else "statement"].append(statement)
        if not inner:
            taken += spans
        for span in statement.get("source", []):
            made.add_class("speaker", span, item["kind"])
    for head, statements in layers.items():
        _add_statements(made, head, statements)


def _statement(item: dict[str, Any]) -> Statement:
    statement: Statement = {"content": [tuple(part["span"]) for part in item.get("content") or []]}
    for part in ("source", "cue"):
        if item.get(part):
            statement[part] = [tuple(item[part]["span"])]
    return statement


MUC_SLOTS = {6: "Weapon", 9: "PerpInd", 10: "PerpOrg", 12: "Target", 18: "Victim", 19: "Victims"}
"""Which slot of a template fills which role. GRIT scores names of people only: descriptions have a label of their own."""


def muc(data: Path, split: str) -> Iterator[Example]:
    """MUC-3/4 messages: every occurrence of a template's string fills, longest first; a message without templates has none."""
    folder = need(data, "muc/dev")
    for texts in sorted(folder.glob("dev-muc3-*")):
        number = texts.name.split("-")[2]
        for message in messages(texts, need(data, f"muc/dev/key-dev-{number}.muc4")) if split == "train" else ():
            made = example("muc", message.name, message.text)
            made.spans["muc"] = []
            fills = {
                (words, MUC_SLOTS[slot])
                for template in message.templates
                for slot, entries in template.slots.items()
                if slot in MUC_SLOTS
                for fill in entries
                for words in fill.alternatives
            }
            for words, role in sorted(fills, key=lambda fill: (-len(fill[0]), fill)):
                pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
                for match in re.finditer(pattern, message.text):
                    made.add_span("muc", match.span(), role)
            yield made


def m2e2(data: Path, split: str) -> Iterator[Example]:
    """News sentences with eight event types; an auxiliary head, since other events in them are not labelled."""
    for row in rows(need(data, "events/m2e2.jsonl")):
        if splits.m2e2(row["sentence_id"].rpartition("_")[0]) != split or not row["words"]:
            continue
        text, at = _lay_out(row["words"])
        made = example("m2e2", row["sentence_id"], text)
        made.spans["m2e2"] = []
        for event in row["golden-event-mentions"]:
            trigger = event["trigger"]
            made.add_span("m2e2", (at[trigger["start"]][0], at[trigger["end"] - 1][1]), event["event_type"])
        yield made


def wikievents(data: Path, split: str) -> Iterator[Example]:
    """Documents with events of 49 types; triggers train an auxiliary head."""
    for row in rows(need(data, f"events/wikievents_{split}.jsonl")):
        text, at = _lay_out(row["tokens"])
        made = example("wikievents", row.get("docid") or row["doc_id"], text)
        made.spans["wikievents"] = []
        for event in row["event_mentions"]:
            trigger = event["trigger"]
            span = (at[trigger["start_idx"]][0], at[trigger["end_idx"] - 1][1])
            if made.add_span("wikievents", span, "trigger") is not None:
                made.add_class("wikievents-type", span, event["event_type"].split(".")[0] + "." + event["event_type"].split(".")[1])
        yield made


def factuality(data: Path, split: str) -> Iterator[Example]:
    """UW, UDS-IH2 and MEANTIME: how sure each event is, -3..+3, for a scalar head."""
    for corpus in ("uw", "uds_ih2"):
        for number, row in enumerate(rows(need(data, f"factuality/{corpus}/{split}.jsonl"))):
            text, at = _lay_out(row["text"].split())
            made = example(corpus, f"{corpus}-{number}", text)
            for target in row["targets"]:
                first, last = target["span1"]
                made.add_class("certainty", (at[first][0], at[last - 1][1]), float(target["label"]))
            yield made
    yield from _meantime(need(data, f"factuality/meantime/{split}.conll"))


def _meantime(path: Path) -> Iterator[Example]:
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        rows = [row.split("\t") for row in block.splitlines()]
        text, at = _lay_out([row[1] for row in rows])
        made = example("meantime", f"meantime-{number}", text)
        for row, span in zip(rows, at, strict=True):
            if row[2] != "_":
                made.add_class("certainty", span, float(row[2]))
        yield made


_TIGHT_BEFORE = frozenset(".,;:!?)]}%’”") | {"'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "''"}
_TIGHT_AFTER = frozenset("([{$“‘") | {"``"}


def _lay_out(tokens: list[str]) -> tuple[str, list[CharSpan]]:
    """Write tokens as running text again, as near to print as tokens tell; returns the text and each token's span."""
    text = ""
    spans: list[CharSpan] = []
    for token in tokens:
        if text and token not in _TIGHT_BEFORE and tokens[len(spans) - 1] not in _TIGHT_AFTER:
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


LOADERS: dict[str, Callable[[Path, str], Iterator[Example]]] = {
    "newswire": newswire,
    "polnear": polnear,
    "labels": labels,
    "own-labels": own_labels,
    "news-labels": news_labels,
    "m2e2": m2e2,
    "wikievents": wikievents,
    "factuality": factuality,
    "muc": muc,
}
_FILES = {
    "newswire": ("newswire/articles.jsonl", "newswire/ner"),
    "polnear": ("polnear/train",),
    "labels": ("labels/texts.jsonl", "labels/texts_2.jsonl"),
    "m2e2": ("events/m2e2.jsonl",),
    "wikievents": ("events/wikievents_train.jsonl",),
    "factuality": ("factuality/uw", "factuality/uds_ih2", "factuality/meantime"),
    "muc": ("muc/dev",),
}
_LABELS = {"labels": ("corrections.jsonl",), "own-labels": ("third.jsonl",), "news-labels": ("fifth.jsonl",)}
"""What of training/labels a corpus reads; each row of it holds the hash of its text."""


def hashes(data: Path, corpus: str) -> dict[str, str]:
    """sha256 of every file that the corpus reads to train, folders as one hash over their files' names and bytes."""
    found = {place: hash_of(need(data, place)) for place in _FILES.get(corpus, ())}
    for name in _LABELS.get(corpus, ()):
        found[name] = hash_of(standoff.LABELS / name)
    return found


def hash_of(path: Path) -> str:
    """One file, or a folder over its files' names and bytes."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.name.encode("utf-8") + b"\0" + file.read_bytes())
    return digest.hexdigest()
