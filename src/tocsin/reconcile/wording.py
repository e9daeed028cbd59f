"""How alike two reports are worded: the share of their rare words that they have in common. Names, addresses and ages are rare; "police" is not."""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from tocsin.core.document import Document
from tocsin.core.record import Record
from tocsin.errors import ResourceError

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_RARE = 0.05
"""A word that stands in one report of twenty or more says nothing about which event a report tells."""
_KEYS = 16
"""Words by which reports are looked up: the rarest, of those told more than once where there are so many."""


class WordCounts(Record, frozen=True, kw_only=True):
    """In how many of `documents` reports a word stood when the weights were made; words left out stood in fewer than `least`."""

    about: str
    documents: int
    least: int
    seen: dict[str, int]

    def rarity(self, word: str) -> float:
        """Inverse document frequency; 0 for a word that is too common to count."""
        share = self.seen.get(word, self.least / 2) / self.documents
        return -math.log(share) if share < _RARE else 0.0


class Wording(msgspec.Struct, frozen=True):
    """The rare words of one report with their rarity, and the words it is looked up by."""

    rare: Mapping[str, float]
    length: float
    keys: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text, folded for comparing; their places in the text do not matter here."""
    return [word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text)]


def wording(document: Document, counts: WordCounts) -> Wording:
    """The rare words of one report. Depends on no other report, so that adding one changes no score of the others."""
    told: dict[str, int] = {}
    for word in words(document.text):
        told[word] = told.get(word, 0) + 1
    rare = {word: rarity for word in told if (rarity := counts.rarity(word))}
    length = math.sqrt(sum([rarity * rarity for rarity in rare.values()]))
    ranked = sorted([(-min(told[word], 2), -rarity, word) for word, rarity in rare.items() if len(word) > 2])
    return Wording(rare, length, tuple([word for *_, word in ranked[:_KEYS]]))


def alike(left: Wording, right: Wording) -> float:
    """Cosine of the rare words, 0 (none shared) to 1 (the same)."""
    if not left.length or not right.length:
        return 0.0
    shared = left.rare.keys() & right.rare.keys()
    return math.fsum([left.rare[word] ** 2 for word in shared]) / (left.length * right.length)


def shared_words(left: Wording, right: Wording, most: int = 3) -> tuple[str, ...]:
    """The rarest words both reports use."""
    shared = left.rare.keys() & right.rare.keys()
    return tuple(sorted(shared, key=lambda word: (-left.rare[word], word))[:most])


def wordings(documents: Iterable[Document]) -> dict[str, Wording]:
    """The wording of each document, by id."""
    counts = shipped_counts()
    return {document.id: wording(document, counts) for document in documents}


@cache
def shipped_counts() -> WordCounts:
    """The counts inside the package. Raises ResourceError when they are missing or damaged."""
    path = files("tocsin.data").joinpath("reconcile/words.json")
    if not path.is_file():
        raise ResourceError("reconcile/words.json is missing from the installed package; reinstall tocsin, or run: python -m training.identity")
    try:
        return msgspec.json.decode(path.read_bytes(), type=WordCounts)
    except msgspec.MsgspecError as error:
        raise ResourceError(f"reconcile/words.json cannot be read ({error}); run: python -m training.identity") from error
