"""What a report says of a name: the title before it and the appositive after it, wherever it stands."""

from collections.abc import Iterator, Sequence

from tocsin.core.document import Sentence
from tocsin.text.phrases import Phrases
from tocsin.text.wordclasses import AUXILIARIES, NOUN, PREPOSITION, VERBS

_BEFORE = 6
_AFTER = 14
_ABBREVIATION = 4
_LONGEST_SHORT = 8
_OPENS = frozenset(["(", "["])
_CLOSES = frozenset([")", "]"])
_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her", "our"])
_CREDENTIALS = frozenset(["jr", "sr", "sc", "ii", "iii", "-", "*"])
_STOPS = frozenset(
    "that and but said says told tells reports claims adds was is were are has had when while in at on by with from to as who which if "
    ". ; : ! ? ” “ ( ) [ ] — – -- - /".split()
)
_APPOSITIVE_STOPS = frozenset(". ; : ! ? ” “ ( ) [ ] — – -- / who which whose that , ".split())


def name_of(words: Sequence[str]) -> str:
    """The word of a speaker's phrase that is the surname."""
    return next((word for word in reversed(words) if word not in _CREDENTIALS and len(word) > 1), words[-1])


class NameTable:
    """For each word of a report, what stands around it where it stands in a name: "police spokesman Ann Ode", "Ann Ode, the mayor"."""

    def __init__(self, sentences: Sequence[Sentence], phrases: Phrases) -> None:
        self._sentences = sentences
        self._phrases = phrases
        self._where: dict[str, list[tuple[int, int]]] = {}
        self._full: dict[str, list[str]] = {}
        for s, sentence in enumerate(sentences):
            self._full.update(_short_forms(sentence))
            for i, word in enumerate(sentence.folded):
                self._where.setdefault(word, []).append((s, i))

    def full(self, words: Sequence[str]) -> list[str]:
        """The full name of a body that `words` hold in short ("the AWU president"), as the report gives it; empty where it gives none."""
        return next((self._full[word] for word in words if word in self._full), [])

    def contexts(self, name: str) -> list[tuple[list[str], list[str]]]:
        """For each place where `name` stands: the words of its noun phrase before it, and of the appositive after it."""
        found = []
        for s, i in self._where.get(name, ()):
            words, tags = self._sentences[s].folded, self._phrases.tags(self._sentences[s])
            start = i
            while start > 0 and i - start < _BEFORE and not self._stops(words, tags, start - 1) and words[start - 1] != ",":
                start -= 1
            found.append((self._office_before(words, tags, start, i) + list(words[start:i]), self._office_after(words, tags, i)))
        return found

    def _stops(self, words: tuple[str, ...], tags: tuple[str, ...], i: int) -> bool:
        """Whether a title cannot reach over word `i`; the stop of an abbreviation ("Lt.") is none."""
        if words[i] in _STOPS or tags[i] in AUXILIARIES:
            return not (words[i] == "." and i > 0 and len(words[i - 1]) <= _ABBREVIATION)
        return False

    def _office_before(self, words: tuple[str, ...], tags: tuple[str, ...], start: int, i: int) -> list[str]:
        """As in "the mayor, Ann Ode, said" and "police spokesman, Brigadier Ann Ode": what stands before the comma is her office."""
        if start < 2 or words[start - 1] != "," or i - start > 3:
            return []
        left = start - 1
        while left > 0 and start - left < _BEFORE and words[left - 1] not in _STOPS and words[left - 1] != ",":
            left -= 1
        closed = words[i + 1 : i + 2] == (",",) and words[left] in {"the", "its", "their", "a"}
        bare = left == 0 and all([tag not in VERBS | {PREPOSITION} for tag in tags[left : start - 1]]) and tags[start - 2] == NOUN
        return list(words[left : start - 1]) if closed or bare else []

    def _office_after(self, words: tuple[str, ...], tags: tuple[str, ...], i: int) -> list[str]:
        """The appositive after a name, past an age: "Ann Ode, 47, director of the hospital at Lomo,"."""
        if words[i + 1 : i + 2] != (",",) or i + 2 >= len(words):
            return []
        first = i + 4 if words[i + 2][0].isdecimal() and words[i + 3 : i + 4] == (",",) else i + 2
        after: list[str] = []
        for k in range(first, min(len(words), first + _AFTER)):
            if words[k] in _APPOSITIVE_STOPS or tags[k] in AUXILIARIES or (tags[k] in VERBS and not after):
                break
            after.append(words[k])
        return after


def _short_forms(sentence: Sentence) -> Iterator[tuple[str, list[str]]]:
    """Short forms with their full names: "the Allied Workers' Union (AWU)", "the AWU [Allied Workers' Union]"."""
    words = sentence.folded
    for i, (word, token) in enumerate(zip(words, sentence.tokens, strict=True)):
        if not 0 < i < len(words) - 1 or not token.text.isupper() or not 2 <= len(word) <= _LONGEST_SHORT or not word.isalpha():
            continue
        if words[i - 1] in _OPENS and words[i + 1] in _CLOSES:
            start = i - 1
            while start > 0 and i - start <= _AFTER and words[start - 1] not in _STOPS | _DETERMINERS and words[start - 1] != ",":
                start -= 1
            full = list(words[start : i - 1])
        elif words[i + 1] in _OPENS:
            rest = words[i + 2 : i + 2 + _AFTER]
            full = list(rest[: next((k for k, each in enumerate(rest) if each in _CLOSES), 0)])
        else:
            continue
        if len(full) > 1:
            yield word, full
