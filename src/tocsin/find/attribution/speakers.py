"""What kind of speaker a noun phrase names: the lexicon `speakers`."""

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
    "analysts accounts estimates party department council congress release investigation investigations".split()
) | {"news release", "press release", "news affairs", "news conference"}
"""Words that take the kind of whom they belong to, even when they decide alone otherwise ("police sources", "hospital records")."""
_LONGEST = 5
_OFFICES = frozenset({SpeakerKind.GOVERNMENT, SpeakerKind.PROSECUTOR, SpeakerKind.POLICE, SpeakerKind.MILITARY})
"""Kinds one speaks for while in office."""
_RANKS = frozenset({SpeakerKind.POLICE, SpeakerKind.MILITARY})
"""Kinds that a rank names, which is kept when an office is left ("Admiral Ode, former chief of the navy")."""


class _Titles(msgspec.Struct, frozen=True):
    """The one field this module needs of an entry of the lexicon `titles`."""

    heads: tuple[str, ...]


class SpeakerKinds:
    """Looks up kinds; one lookup is a handful of dictionary reads."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._by_strength: dict[Strength, dict[str, SpeakerKind]] = {strength: {} for strength in Strength}
        for entry in lexicons.entries("speakers", SpeakerEntry):
            table = self._by_strength[entry.strength]
            for words in entry.words:
                table.setdefault(" ".join(_plain(words.split())), entry.kind)
        self._offices = frozenset([head.split()[-1] for entry in lexicons.entries("titles", _Titles) for head in entry.heads])

    def knows(self, word: str) -> bool:
        """Whether a word names a kind of speaker by itself, and so is no surname."""
        return any([word in table for table in self._by_strength.values()])

    def belongs(self, word: str) -> bool:
        """Whether a word takes the kind of whom it belongs to: "department" is one of police, of justice, of health."""
        return word in _BELONGS

    def is_office(self, words: list[str]) -> bool:
        """Whether the phrase names somebody by an office or trade alone: "the mayor", "a police spokesman"."""
        return words[-1] in self._offices

    def of(self, words: list[str], context: list[str], *, whole: bool = True) -> tuple[SpeakerKind, bool] | None:
        """The kind named by the phrase `words`, with help from `context` (its appositive, the rest of its clause), and whether that is sure.

        None when no word decides. `whole`: the words are the whole phrase, so that a country speaks for its government.
        """
        words, context = _plain(words), _plain(context)
        sure = self._by_strength[Strength.SURE]
        head, rest = _split(words)
        found = (
            self._last(self._leading(head), sure, skip=_BELONGS) or self._last(head, sure, skip=_BELONGS) or self._first(rest, sure, skip=_BELONGS)
        )
        if found is not None:
            return (SpeakerKind.PERSON if found in _OFFICES and _is_former(head) else found), True
        name = self._by_strength[Strength.NAME].get(" ".join(words))
        if name is not None and whole:
            return name, True
        role = self._last(head, self._by_strength[Strength.DEFAULT], skip=frozenset())
        near, far = _split(context)
        belonging = self._last(near, sure, skip=_BELONGS) or self._first(far, sure, skip=_BELONGS)
        former = _is_former(near[:2])
        if belonging in _OFFICES and former:
            return role if role in _RANKS else SpeakerKind.PERSON, True
        if belonging is not None and not former:
            return belonging, True
        title = self._last(head, self._by_strength[Strength.TITLE], skip=frozenset())
        title = title or self._first(rest, self._by_strength[Strength.TITLE], skip=frozenset()) or self._own_office(near, far)
        if title is not None:
            return (SpeakerKind.PERSON if _is_former(head) else title), True
        unsure = role or self._last(head, sure, skip=frozenset()) or self._last(context, self._by_strength[Strength.DEFAULT], skip=frozenset())
        return None if unsure is None else (unsure, False)

    def _own_office(self, near: list[str], far: list[str]) -> SpeakerKind | None:
        """What an appositive says somebody is; the president of something unknown is no government ("Ann Ode, president of Agri Lomo")."""
        kind = self._last(near, self._by_strength[Strength.TITLE], skip=frozenset())
        return None if far and kind in _OFFICES else kind

    def _leading(self, head: list[str]) -> list[str]:
        """The first of two speakers: "doctors and officials" speak as doctors do."""
        return head[: head.index("and")] if "and" in head else []

    def decides(self, words: list[str]) -> bool:
        """Whether some word of the phrase names a kind of speaker at all."""
        return self.of(words, []) is not None

    def _last(self, words: list[str], table: dict[str, SpeakerKind], skip: frozenset[str]) -> SpeakerKind | None:
        end = len(words)
        while end:
            phrases = [(start, " ".join(words[start:end])) for start in range(max(0, end - _LONGEST), end)]
            start, phrase = next(((start, phrase) for start, phrase in phrases if phrase in skip or phrase in table), (end - 1, ""))
            if phrase in table and phrase not in skip:
                return table[phrase]
            end = start
        return None

    def _first(self, words: list[str], table: dict[str, SpeakerKind], skip: frozenset[str]) -> SpeakerKind | None:
        for start in range(len(words)):
            for end in range(min(len(words), start + _LONGEST), start, -1):
                phrase = " ".join(words[start:end])
                kind = table.get(phrase)
                if kind is not None and phrase not in skip:
                    return kind
        return None


def _plain(words: list[str]) -> list[str]:
    """Without articles, stops of abbreviations and possessive endings: "the sheriff's office" and "Sheriff Office" are one."""
    return [word.removesuffix("'s") for word in words if word not in {"the", "a", "an", ".", "'s", "'"}]


def _is_former(words: list[str]) -> bool:
    """As in "a former judge", "the ex-minister": who has left an office no longer speaks for it."""
    return any([word == "former" or word.startswith("ex-") for word in words])


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    for i, word in enumerate(words):
        if i and word in _SPLITS:
            return words[:i], words[i + 1 :]
    return words, []
