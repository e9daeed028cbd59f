"""Training texts with other names in them: a reader should know a name by how it is used, not by having met it.

Persons take first and last names from other persons of the corpus, places the names of other towns of the world, acronyms other letters; the same
name is the same throughout a text. Everything else, and what other heads say, stays.
"""

import random
import re
import sqlite3
import string
from collections.abc import Iterable, Sequence
from pathlib import Path

import tocsin_gazetteer

from training.examples import CharSpan, Example, example

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_PARTICLE = re.compile(r"[a-z'-]+|.{1,2}|[A-Z]\.")
"""What stays of a person's name: "al", "bin", "de", initials."""


class Names:
    """The stock that swapped names are drawn from."""

    def __init__(self, examples: Iterable[Example], places: Sequence[str]) -> None:
        """Take the persons of `examples`, and names of towns."""
        persons = [words_of(made, span) for made in examples for span, label in made.spans.get("ner", ()) if label == "Person"]
        self.first = sorted({words[0] for words in persons if len(words) > 1 and not _PARTICLE.fullmatch(words[0])})
        self.last = sorted({words[-1] for words in persons if len(words) > 1 and not _PARTICLE.fullmatch(words[-1])})
        self.places = [*places]

    def swap(self, made: Example, chance: random.Random) -> Example:
        """A copy of a text whose only gold is names, half of its places and all of its persons renamed."""
        renamed: dict[str, str] = {}
        text, at = "", 0
        spans: list[tuple[CharSpan, str]] = []
        for (first, last), label in sorted(made.spans["ner"]):
            start, end = made.words[first][0], made.words[last - 1][1]
            text += made.text[at:start]
            name = self._other(made.text[start:end], label, renamed, chance)
            spans.append(((len(text), len(text) + len(name)), label))
            text, at = text + name, end
        copy = example(made.corpus, made.name, text + made.text[at:])
        copy.spans["ner"] = []
        for span, label in spans:
            copy.add_span("ner", span, label)
        return copy

    def _other(self, name: str, label: str, renamed: dict[str, str], chance: random.Random) -> str:
        if label == "Person":
            parts = re.split(r"(\s+|-)", name)
            return "".join([self._part(part, i, len(parts), renamed, chance) for i, part in enumerate(parts)])
        if label == "Location" and self.places:
            if name not in renamed:
                other = chance.choice(self.places)
                renamed[name] = name if chance.random() < 0.5 else other.upper() if name.isupper() and len(name) > 3 else other
            return renamed[name]
        if label == "Organization" and _ACRONYM.fullmatch(name):
            return renamed.setdefault(name, "".join(chance.choices(string.ascii_uppercase, k=len(name))))
        return name

    def _part(self, part: str, i: int, parts: int, renamed: dict[str, str], chance: random.Random) -> str:
        if not part.strip() or _PARTICLE.fullmatch(part) or not part[0].isalpha():
            return part
        folded = part.lower()
        if folded not in renamed:
            renamed[folded] = chance.choice(self.first if i == 0 and parts > 1 else self.last)
        return renamed[folded].upper() if part.isupper() else renamed[folded]


def towns(least: int = 20_000) -> list[str]:
    """Names of the towns of the world with at least so many people, in letters the reader's texts use."""
    with sqlite3.connect(f"file:{Path(str(tocsin_gazetteer.__file__)).with_name('gazetteer.db')}?mode=ro", uri=True) as gazetteer:
        rows = gazetteer.execute("SELECT DISTINCT name FROM place WHERE kind = 'settlement' AND population >= ? ORDER BY name", (least,)).fetchall()
    return [name for (name,) in rows if name.isascii()]


def words_of(made: Example, span: tuple[int, int]) -> list[str]:
    """The words of a gold span, cut at white space."""
    return made.text[made.words[span[0]][0] : made.words[span[1] - 1][1]].split()
