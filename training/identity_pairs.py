"""The pairs that weights of event identity are fitted on, and the words of the background."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from eval import coreference, ecb, grouping, gva
from eval.benchmark import residue
from tocsin.core.document import Document
from tocsin.core.events import EventMention
from tocsin.pipeline import Reader
from tocsin.reconcile.blocking import Blocks
from tocsin.reconcile.levels import LEVELS, wording_level
from tocsin.reconcile.profiles import profile
from tocsin.reconcile.wording import WordCounts, wordings, words
from training.folder import need, rows
from training.splits import newswire

TOPICS = tuple(str(topic) for topic in range(1, 36) if str(topic) not in ecb.DEVELOPMENT)
_LEAST = 5
"""Reports a word must stand in to be listed: rarer ones are names of private persons, and tell no more."""
_FOLDS = 5


class Pair(NamedTuple):
    """Two event mentions: the level of each feature, whether they are one event, what they weigh, and the fold of their incident or topic."""

    levels: dict[str, str]
    same: bool
    weight: float
    fold: int


def count_words(texts: Iterable[str]) -> WordCounts:
    """In how many texts each word stands."""
    seen: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        seen.update(set(words(text)))
    kept = {word: count for word, count in sorted(seen.items()) if count >= _LEAST}
    about = "reports of newswire/ (not those held for acceptance) and one of every GVA incident outside the development split; training/identity.py"
    return WordCounts(about=about, documents=total, least=_LEAST, seen=kept)


def background(data: Path) -> Iterator[str]:
    """The texts that words are counted in."""
    held = {path.stem for path in need(data, "newswire/ner").glob("*.tsv") if newswire(path.name) != "train"}
    yield from (row["text"] for row in rows(need(data, "newswire/articles.jsonl")) if row["id"] not in held)
    for incident in incidents(data):
        yield gva.document_of(incident["docs"][0]).text  # the same text as eval/gva.py reads


def incidents(data: Path) -> Iterator[Any]:
    """The incidents that may train."""
    return (row for row in rows(need(data, "gva/incidents.jsonl")) if residue(row["incident"], 10) != 0)


def pairs(mentions: Sequence[EventMention], documents: Sequence[Document], told: dict[str, tuple[str, int]]) -> list[Pair]:
    """The pairs that blocking would compare. `told` gives the event and the fold of each mention's id."""
    profiles = {mention.id: profile(mention) for mention in mentions}
    worded = wordings(documents)
    found = []
    for left, right in sorted(Blocks(profiles.values(), worded).pairs()):
        one, other = profiles[left], profiles[right]
        levels = {name: level(one, other)[0] for name, level in LEVELS.items()}
        levels["wording"] = wording_level(one, other, (worded[one.document], worded[other.document]))[0]
        (event, fold), (event_too, fold_too) = told[left], told[right]
        if fold == fold_too:  # a pair across folds would show the held-out part to the fitted one
            found.append(Pair(levels, event == event_too, 1.0, fold))
            if levels["published"] not in ("unknown", "one report"):  # what else counts when the day of publication is not known
                found.append(Pair({**levels, "published": "unknown"}, event == event_too, 1.0, fold))
    return [pair._replace(weight=1.0 / len(found)) for pair in found]


def from_incidents(data: Path, reader: Reader, most: int | None) -> list[Pair]:
    """Main events of the reports of training incidents."""
    mentions, documents, told = [], [], {}
    for row in list(incidents(data))[:most]:
        for _, extraction in grouping.read(row, reader.extract):
            main = grouping.main_event(extraction)
            documents.append(extraction.document)
            if main is not None:
                mentions.append(main)
                told[main.id] = (row["incident"], residue("fold " + row["incident"], _FOLDS))
    return pairs(mentions, documents, told)


def from_chains(data: Path, reader: Reader, most: int | None) -> list[Pair]:
    """Event mentions of the training topics of ECB+."""
    mentions, documents, told = [], [], {}
    for one in ecb.documents(data, TOPICS)[:most]:
        documents.append(one.document)
        chains = dict(one.mentions)
        for mention, span in [(each.mention, each.spans[0]) for each in coreference.given(one, reader.extract(one.document))]:
            mentions.append(mention)
            told[mention.id] = (chains[span], residue("fold " + one.topic, _FOLDS))
    return pairs(mentions, documents, told)
