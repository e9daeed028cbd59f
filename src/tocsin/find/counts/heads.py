"""Whether a counted noun names people or things, from the lexicons of people, forces and property."""

import enum

import msgspec

from tocsin.resources.lexicons import Lexicons
from tocsin.text.wordclasses import plural_of


class Counted(enum.Enum):
    """What a figure counts."""

    PEOPLE = "people"
    THINGS = "things"
    HARM = "harm"
    UNKNOWN = "unknown"


class Heads(msgspec.Struct, frozen=True):
    """The one field this module needs of an entry."""

    heads: tuple[str, ...]


_PEOPLE = ("people", "forces", "titles")
_THINGS = ("vehicles", "weapons", "objects")
_HARM = frozenset(
    "death deaths injury injuries casualty casualties fatality fatalities arrest arrests wounded injured inj dead killed deceased hurt hospitalised "
    "hospitalized detainees missing displaced kidnappings abductions homicides murders killings bodies corpses arrested disappearances "
    "disappearance femicides femicide detentions abductees".split()
)
"""Nouns that are the measure themselves: "12 deaths"."""


class HeadWords:
    """Looks the head of a counted phrase up."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._kinds: dict[str, Counted] = {}
        for names, counted in ((_THINGS, Counted.THINGS), (_PEOPLE, Counted.PEOPLE)):
            for name in names:
                for entry in lexicons.entries(name, Heads):
                    for head in entry.heads:
                        last = head.split()[-1]
                        if last == head or (counted is Counted.PEOPLE and last not in self._kinds):
                            self._kinds[last] = self._kinds[plural_of(last)] = counted

    def of(self, word: str, text: str = "") -> Counted:
        """What a folded head word names; a capitalised `text` inside a sentence that no lexicon knows is a people ("40,000 Rohingya")."""
        if word in _HARM:
            return Counted.HARM
        compound = word.rpartition("-")[2]  # "counter-protesters", "ex-soldiers"
        return self._kinds.get(word) or self._kinds.get(compound) or (Counted.PEOPLE if text.istitle() and len(text) > 3 else self._demonym(word))

    def _demonym(self, word: str) -> Counted:
        """As in "Palestinians", "Ukrainians", "Japanese": plural names of peoples."""
        return (
            Counted.PEOPLE
            if (word.endswith("ese") and len(word) > len("cheese"))
            or word.endswith(("ians", "eans", "anis", "ans", "alis", "aelis", "aqis", "mis", "nis", "turks", "kurds", "syrians", "russians"))
            else Counted.UNKNOWN
        )
