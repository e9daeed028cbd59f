"""What kind of speaker a noun phrase names: the lexicon `speakers`, and names introduced with a title elsewhere in the report."""

import enum

import msgspec

from tocsin.core.scales import SpeakerKind
from tocsin.resources.lexicons import Lexicons


class Strength(enum.Enum):
    """How a word decides; see the head of the lexicon."""

    SURE = "sure"
    TITLE = "title"
    DEFAULT = "default"
    NAME = "name"


class SpeakerEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the lexicon."""

    kind: SpeakerKind
    strength: Strength
    words: tuple[str, ...]


_SPLITS = frozenset("of for from in at with to by on within inside near , ( close who which obtained released".split())
"""What ends the head part of a speaker's noun phrase; what follows says whose it is."""
_BELONGS = frozenset(
    "reports report sources source data figures information documents records statement document figure some others people many rumours rumors "
    "analysts accounts estimates party department council".split()
)
"""Words that take the kind of whom they belong to, even when they decide alone otherwise ("police sources", "hospital records")."""
_LONGEST = 5
_ABBREVIATION = 4


class SpeakerKinds:
    """Looks up kinds; one lookup is a handful of dictionary reads."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._by_strength: dict[Strength, dict[str, SpeakerKind]] = {strength: {} for strength in Strength}
        for entry in lexicons.entries("speakers", SpeakerEntry):
            table = self._by_strength[entry.strength]
            for words in entry.words:
                table.setdefault(words, entry.kind)

    def of(self, words: list[str], context: list[str], *, whole: bool = True) -> tuple[SpeakerKind, bool] | None:
        """The kind named by the phrase `words`, with help from `context` (its appositive, the rest of its clause), and whether that is sure.

        None when no word decides. `whole`: the words are the whole phrase, so that a country speaks for its government.
        """
        words = [word for word in words if word not in {"the", "a", "an"}]
        sure = self._by_strength[Strength.SURE]
        head, rest = _split(words)
        found = self._last(head, sure, skip=_BELONGS) or self._first(rest, sure, skip=_BELONGS)
        if found is not None:
            return found, True
        name = self._by_strength[Strength.NAME].get(" ".join(words))
        if name is not None and whole:
            return name, True
        role = self._last(head, self._by_strength[Strength.DEFAULT], skip=frozenset())
        near, far = _split(context)
        belonging = self._last(near, sure, skip=_BELONGS) or self._first(far, sure, skip=_BELONGS)
        if belonging is not None:
            return belonging, True
        title = self._last(head, self._by_strength[Strength.TITLE], skip=frozenset())
        title = title or self._first(rest, self._by_strength[Strength.TITLE], skip=frozenset())
        if title is not None:
            return title, True
        unsure = role or self._last(head, sure, skip=frozenset()) or self._last(context, self._by_strength[Strength.DEFAULT], skip=frozenset())
        return None if unsure is None else (unsure, False)

    def decides(self, words: list[str]) -> bool:
        """Whether some word of the phrase names a kind of speaker at all."""
        return self.of(words, []) is not None

    def _last(self, words: list[str], table: dict[str, SpeakerKind], skip: frozenset[str]) -> SpeakerKind | None:
        for end in range(len(words), 0, -1):
            for start in range(max(0, end - _LONGEST), end):
                phrase = " ".join(words[start:end])
                kind = table.get(phrase)
                if kind is not None and phrase not in skip:
                    return kind
        return None

    def _first(self, words: list[str], table: dict[str, SpeakerKind], skip: frozenset[str]) -> SpeakerKind | None:
        for start in range(len(words)):
            for end in range(min(len(words), start + _LONGEST), start, -1):
                phrase = " ".join(words[start:end])
                kind = table.get(phrase)
                if kind is not None and phrase not in skip:
                    return kind
        return None


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    for i, word in enumerate(words):
        if i and word in _SPLITS:
            return words[:i], words[i + 1 :]
    return words, []


class NameTable:
    """For each word of a report, what stands around it where it stands in a name: "police spokesman Ann Ode", "Ann Ode, the mayor"."""

    _BEFORE = 6
    _AFTER = 10
    _STOPS = frozenset(
        "that and but said says told was were is are has had when while in at on by with from to as who which if "
        ". ; : ! ? ” “ ( ) [ ] — – -- - /".split()
    )

    def __init__(self, sentences: list[tuple[str, ...]]) -> None:
        self._sentences = sentences
        self._where: dict[str, list[tuple[int, int]]] = {}
        for s, words in enumerate(sentences):
            for i, word in enumerate(words):
                self._where.setdefault(word, []).append((s, i))

    def _stops(self, words: tuple[str, ...], i: int) -> bool:
        """Whether a title cannot reach over word `i`; the stop of an abbreviation ("Lt.") is none."""
        return words[i] in self._STOPS and not (words[i] == "." and i > 0 and len(words[i - 1]) <= _ABBREVIATION)

    def contexts(self, name: str) -> list[tuple[list[str], list[str]]]:
        """For each place where `name` stands: the words of its noun phrase before it, and of the appositive after it."""
        found = []
        for s, i in self._where.get(name, ()):
            words = self._sentences[s]
            start = i
            while start > 0 and i - start < self._BEFORE and not self._stops(words, start - 1) and words[start - 1] != ",":
                start -= 1
            if start > 1 and words[start - 1] == "," and i - start <= 3 and words[i + 1 : i + 2] == (",",):
                # "the mayor, Ann Ode, said": what stands before the comma is her office
                left = start - 1
                while left > 0 and start - left < self._BEFORE and words[left - 1] not in self._STOPS and words[left - 1] != ",":
                    left -= 1
                before = list(words[left : start - 1]) if words[left : left + 1] in (("the",), ("its",), ("their",), ("a",)) else []
            else:
                before = []
            after: list[str] = []
            if i + 2 < len(words) and words[i + 1] == ",":
                for word in words[i + 2 : i + 2 + self._AFTER]:
                    if word in self._STOPS or word in {",", ")", "who", "which"}:
                        break
                    after.append(word)
            found.append((before + list(words[start:i]), after))
        return found
