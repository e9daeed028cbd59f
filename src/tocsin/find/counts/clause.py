"""A sentence seen from one of its figures: the phrases around it, what stands between them, and what can be counted so."""

from bisect import bisect_left, bisect_right

import msgspec

from tocsin.core.claims import Role
from tocsin.core.document import Sentence
from tocsin.core.mentions import FigureMention
from tocsin.find.counts.heads import Counted, HeadWords
from tocsin.text import wordclasses as wc
from tocsin.text.phrases import Chunk, ChunkKind, Phrases, Voice

BE = frozenset("be am is are was were been being 're 'm isn't aren't wasn't weren't".split())
HAVE = frozenset({"has", "have", "had", "having"})
ATTACHED = frozenset("of in from at near on with aged outside inside for between under within over across around behind against along".split())
"""Prepositions that hang a phrase on the one before it."""
LEFT_OUT = frozenset('" “ ” ‘ ( ) later now also then still'.split())
"""Between two phrases they change nothing: quotation marks, brackets, adverbs of time."""
LIST_GAPS = frozenset(
    {
        (",",),
        ("and",),
        (",", "and"),
        ("or",),
        ("as", "well", "as"),
        (",", "as", "well", "as"),
        ("including",),
        (",", "including"),
        ("and", "also"),
        ("and", "then"),
        (",", "then"),
        ("then",),
        ("plus",),
        ("&",),
    }
)
"""What stands between two members of a list."""
_OF_THINGS = frozenset({Role.DAMAGED, Role.LOOTED, Role.SEIZED})
_OF_BOTH = frozenset({Role.DEPLOYED, Role.CASUALTIES, Role.OTHER})
_OF_UNKNOWN = frozenset({Role.KILLED, Role.INJURED})
"""Measures of people that a noun no lexicon knows may have; "released three calls" must not make people of calls."""
_BODIES = frozenset("group groups faction factions party parties organisation organisations organization organizations union unions".split())
"""Where they are counted nobody says how many people they are."""
_CHILDREN = frozenset("child children son sons daughter daughters kids grandchildren siblings brothers sisters".split())
_DEFINITE = frozenset({"the", "these", "those", "its", "their"})
_BREAKS = frozenset({",", ";", ".", "while", "when", "after", "before", "as", "because", "who", "-", "–", "—"})
"""Behind the figure they end what a verb's window holds."""
_SHARED = frozenset({("killed",), ("is",), ("are",)})
"""After "and" such a word still belongs to the verb before it."""
_HANGING = 8
"""Most words after a figure's noun that still say what is counted."""
_WINDOW = 12
"""Most words after a verb that are looked at for its context."""


class FigureClause(msgspec.Struct, frozen=True):
    """The figure is tokens `first` to `end` (excluded); `left` is the index of the last chunk before it, `right` of the first one after it.

    `counted` is what its group names; `elided` says that it has no group ("three were killed").
    """

    sentence: Sentence
    words: tuple[str, ...]
    tags: tuple[str, ...]
    first: int
    end: int
    chunks: tuple[Chunk, ...]
    left: int
    right: int
    counted: Counted
    elided: bool

    def gap(self, i: int, j: int) -> tuple[str, ...]:
        """The words between two chunks."""
        return self.words[self.chunks[i].end : self.chunks[j].first]

    def own_words(self) -> tuple[str, ...]:
        """The figure's noun phrase with what hangs on it up to the next verb: "200 members of the police"."""
        verb = next((chunk.first for chunk in self.chunks[self.right :] if chunk.kind is ChunkKind.VERB), self.end)
        return self.words[self.first : min(verb, self.end + _HANGING)]

    def window(self, verb: Chunk) -> tuple[str, ...]:
        """The verb group and what follows it up to the end of its clause, twelve words at most; a preceding adverb too."""
        words, stop = self.words, verb.end
        while stop < min(len(words), verb.end + _WINDOW):
            word = words[stop]
            if word == "." and len(words[stop - 1]) == 1:
                stop += 1
                continue
            if word == "," and words[stop + 1 : stop + 2] == ("including",) and "," in words[stop + 2 : stop + 7]:
                stop = words.index(",", stop + 2) + 1
                if words[stop : stop + 1] != () and words[stop] in BE:
                    break  # the next predicate: "who shot four, including two agents, is dead"
                continue
            if word in _BREAKS and stop >= self.end:
                break
            if word in {"and", "but"} and stop >= self.end and words[stop + 1 : stop + 2] not in _SHARED:
                break
            stop += 1
        return words[max(0, verb.first - 1) : stop]

    def next_verb(self, k: int) -> int | None:
        """The index of the first verb after chunk `k`."""
        return next((j for j in range(k + 1, len(self.chunks)) if self.chunks[j].kind is ChunkKind.VERB), None)

    def may_have(self, role: Role) -> bool:
        """Whether what is counted can have this measure: things are not displaced."""
        if role is Role.PARTICIPANTS and self.words[self.end - 1] in _BODIES:
            return False
        if role in _OF_BOTH:
            return True
        if role in _OF_THINGS:
            return self.counted in {Counted.THINGS, Counted.UNKNOWN}
        if self.counted is Counted.UNKNOWN and not self.elided:
            return role in _OF_UNKNOWN
        return self.counted is not Counted.THINGS

    def is_object(self) -> bool:
        """Whether an active verb stands right before the figure."""
        chunk = self.chunks[self.left] if self.left >= 0 else None
        return chunk is not None and chunk.kind is ChunkKind.VERB and chunk.voice is Voice.ACTIVE and chunk.end == self.first

    def is_had(self) -> bool:
        """Whether it counts somebody's children: they are told to describe the parent."""
        has = self.is_object() and self.words[self.chunks[self.left].head] in HAVE
        return has and not _CHILDREN.isdisjoint(self.words[self.first : self.end])

    def is_part(self) -> bool:
        """Whether the whole follows with its number: in "one of the two men who were shot" the relative clause is the two men's."""
        words, at = self.words, self.end + 1
        while words[at : at + 1] != () and words[at] in _DEFINITE:
            at += 1
        return words[self.end : self.end + 1] == ("of",) and self.tags[at : at + 1] == (wc.NUMBER,)

    def is_whole(self) -> bool:
        """Whether another number tells of some of the people counted: in "two of the four men died" nothing is said of the four."""
        words, at = self.words, self.first
        while at > 0 and words[at - 1] in _DEFINITE:
            at -= 1
        return at > 1 and words[at - 1] == "of" and self.tags[at - 2] == wc.NUMBER

    def is_in_including_list(self) -> bool:
        """Whether the figure is a member of "including 7 children and 2 women": what follows is said of the whole."""
        words, first, k = self.words, self.first, self.left
        joined = 0
        while first > 0 and words[first - 1] in {"and", ","} and k >= 0 and self.chunks[k].kind is ChunkKind.NOUN and joined < 2:
            joined += words[first - 1] == "and"
            first = self.chunks[k].first
            k -= 1
        return words[first - 1 : first] == ("including",) and joined < 2


def clause_of(sentence: Sentence, figure: FigureMention, phrases: Phrases, heads: HeadWords) -> FigureClause:
    """`sentence` as `figure` sees it."""
    first, end = sentence.begun(figure.span.start), sentence.begun(figure.span.end)
    chunks = phrases.chunks(sentence)
    return FigureClause(
        sentence=sentence,
        words=sentence.folded,
        tags=phrases.tags(sentence),
        first=first,
        end=end,
        chunks=chunks,
        left=bisect_right(chunks, first, key=_end) - 1,
        right=bisect_left(chunks, end, key=_first),
        counted=_counted(sentence, chunks, first, end, heads) if figure.group is not None else Counted.UNKNOWN,
        elided=figure.group is None,
    )


def _counted(sentence: Sentence, chunks: tuple[Chunk, ...], first: int, end: int, heads: HeadWords) -> Counted:
    """What the last word of the figure names, or where it tells nothing another head inside it or another word for people."""
    counted = heads.of(sentence.folded[end - 1], sentence.tokens[end - 1].text if sentence.mixed and not sentence.headline else "")
    if counted not in {Counted.UNKNOWN, Counted.HARM}:
        return counted
    inside = [sentence.folded[chunk.head] for chunk in chunks if first <= chunk.head < end]
    people = [word for word in sentence.folded[first:end] if heads.of(word) is Counted.PEOPLE]
    known = [heads.of(word) for word in inside + people]
    return next((kind for kind in known if kind is not Counted.UNKNOWN), counted)


def _first(chunk: Chunk) -> int:
    return chunk.first


def _end(chunk: Chunk) -> int:
    return chunk.end
