"""Buildings, roads, squares and camps by their common nouns, with the words in front that belong to them (READING.md 19 and 20)."""

import re
from collections.abc import Sequence

import msgspec

from tocsin.core.document import Sentence
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.resources.lexicons import Lexicons
from tocsin.text import wordclasses as wc
from tocsin.text.phrases import Phrases

_MODIFIERS = 5
"""Words in front of the head that are taken in, at most; a possessive mark counts."""
_IN_PHRASE = frozenset({wc.NOUN, wc.ADJECTIVE, wc.POSSESSIVE, wc.ING, wc.PARTICIPLE})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_JOINED = _POSSESSIVE | {"u.s.", "u.n.", "u.k."}
_OWNERS = (
    "government party regional local state federal prosecutor police army military company union ministry provincial municipal central news campaign "
    "security intelligence united foreign interior defence defense tax post mayor"
)
_OWNER = re.compile(rf"^(?:[A-Z]|(?:{'|'.join(_OWNERS.split())})\b)")


class FacilityEntry(msgspec.Struct, frozen=True):
    """An entry of facilities.yaml; `owned` heads count only with words that say whose ("party headquarters")."""

    kind: str
    heads: tuple[str, ...]
    owned: bool = False


class FacilityFinder:
    """Built once from the lexicons."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases | None = None) -> None:
        """`phrases` may be shared with other finders. Raises ResourceError when the lexicon is missing."""
        self._phrases = phrases or Phrases(lexicons)
        self._heads = {
            tuple(head.replace("'s", " 's").split()): entry for entry in lexicons.entries("facilities", FacilityEntry) for head in entry.heads
        }
        self._last = {head[-1] for head in self._heads}
        self._longest = max(map(len, self._heads))

    def find(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The facilities a sentence names, in order, none inside another."""
        if self._last.isdisjoint(sentence.folded):
            return ()
        tags = self._phrases.tags(sentence)
        found: list[Mention] = []
        end = len(sentence.tokens)
        while end > 0:
            mention, end = self._ending_at(sentence, tags, end)
            while mention is not None and found and mention.span.covers(found[-1].span):
                found.pop()  # "the building of the prosecutor's office" is one facility, named with its owner
            if mention is not None:
                while found and found[-1].span.start < mention.span.end:
                    found.pop()  # "building of the prosecutor's office" holds the office
                found.append(mention)
        return tuple(reversed(found))

    def kind(self, sentence: Sentence, mention: Mention) -> str | None:
        """What sort of facility a mention is ("police station"), by its last head; None when the lexicon has no such head."""
        head, tokens = mention.head, zip(sentence.tokens, sentence.folded, strict=True)
        words = tuple([folded for token, folded in tokens if head.start <= token.span.start < head.end])
        for start in range(len(words)):
            entry = self._heads.get(words[start:])
            if entry:
                return entry.kind
        return None

    def _ending_at(self, sentence: Sentence, tags: Sequence[str], end: int) -> tuple[Mention | None, int]:
        """The mention whose head ends before token `end`, and the token to go on from."""
        folded = sentence.folded
        if folded[end - 1] not in self._last or (tags[end - 1] not in _IN_PHRASE and folded[end - 2 : end - 1] != ("the",)):
            return None, end - 1
        for head in range(max(0, end - self._longest), end):
            entry = self._heads.get(folded[head:end])
            if entry is not None:
                break
        else:
            return None, end - 1
        if end < len(folded) and tags[end] == wc.NOUN and not entry.owned and folded[end] not in self._last:
            return None, end - 1  # "market prices", "school children": the head is another noun
        start = self._start(folded, tags, head)
        last = self._end_of_owner(folded, tags, end) if entry.owned else end
        if entry.owned and last == end and not self._says_whose(sentence, start, head):
            return None, end - 1
        return _mention(sentence, (start, head, end, last), entry.kind), start

    @staticmethod
    def _start(folded: Sequence[str], tags: Sequence[str], head: int) -> int:
        """Where the words in front that belong to the head begin; an owner is taken in with its own words."""
        start = head
        while start > 0 and head - start < _MODIFIERS and (tags[start - 1] in _IN_PHRASE or folded[start - 1] in _JOINED):
            start -= 1
        while start < head and (folded[start] in _POSSESSIVE or tags[start] in {wc.ING, wc.PARTICIPLE}):
            start += 1
        return start

    @staticmethod
    def _end_of_owner(folded: Sequence[str], tags: Sequence[str], end: int) -> int:
        """The end of "building of the regional prosecutor's office"; `end` when no owner follows."""
        if end >= len(folded) or folded[end] != "of":
            return end
        i = first = end + 2 if end + 1 < len(folded) and tags[end + 1] == wc.DETERMINER else end + 1
        while i < len(folded) and i - first <= _MODIFIERS and (tags[i] in {wc.NOUN, wc.ADJECTIVE, wc.POSSESSIVE} or folded[i] in _POSSESSIVE):
            i += 1
        return i if i > first else end

    @staticmethod
    def _says_whose(sentence: Sentence, start: int, head: int) -> bool:
        return any([token.text in _POSSESSIVE or _OWNER.match(token.text) for token in sentence.tokens[start:head]])


def _mention(sentence: Sentence, bounds: tuple[int, int, int, int], kind: str) -> Mention:
    """The mention from `start` to `last` with its head from `head` to `end` (all token indices)."""
    start, head, end, last = bounds
    tokens = sentence.tokens
    span = Span(tokens[start].span.start, tokens[last - 1].span.end)
    return Mention(span=span, head=Span(tokens[head].span.start, tokens[end - 1].span.end), kind=MentionKind.FACILITY, rule=f"facility:{kind}")
