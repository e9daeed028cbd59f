"""Noun phrases and verb groups of a sentence, without a parser: runs of word classes (after Abney's chunks).

A noun phrase runs from its determiner to its head and never over a preposition, a conjunction or a comma; a possessive stays inside
("the city's police chief"). A verb group is the auxiliaries, negations and adverbs up to the verb they serve ("have not yet been released").
"""

import enum

import msgspec

from tocsin.core.document import Sentence
from tocsin.core.spans import Span
from tocsin.resources.lexicons import Lexicons
from tocsin.text import wordclasses as wc
from tocsin.text.wordclasses import Tagger


class ChunkKind(enum.Enum):
    """What sort of phrase."""

    NOUN = "np"
    VERB = "vg"
    PRONOUN = "pn"


class Voice(enum.Enum):
    """Whether the subject does it or suffers it. A bare participle without an object is passive: "two men shot in Lima"."""

    ACTIVE = "active"
    PASSIVE = "passive"


class VerbForm(enum.Enum):
    """How the verb group stands in its clause; bare passive participles are PARTICIPLE, also in headlines that leave "were" out."""

    FINITE = "finite"
    PARTICIPLE = "participle"
    GERUND = "gerund"
    INFINITIVE = "infinitive"


class Chunk(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Tokens `first` to `end` (excluded) of the sentence; `head` is the index of the noun, number or main verb.

    `negated`: a verb group with not or never; a noun phrase opened by no or neither. `voice`, `form` and `lemma` are of verb groups only
    (None, None, ""); the lemma of a verb that verbs.yaml does not list is its written form.
    """

    kind: ChunkKind
    first: int
    end: int
    head: int
    span: Span
    negated: bool = False
    voice: Voice | None = None
    form: VerbForm | None = None
    lemma: str = ""


_NOMINAL = frozenset({wc.DETERMINER, wc.QUANTIFIER, wc.NUMBER, wc.NOUN, wc.ADJECTIVE})
_VERBAL = wc.AUXILIARIES | wc.VERBS | {wc.TO}
_BOUNDS = tuple(
    tuple(bound.split())
    for bound in (
        "at least|at most|as many as|up to|more than|less than|fewer than|no fewer than|no more than|not more than|about|around|over|under|nearly|"
        "almost|roughly|approximately|only|just|exactly|some|an estimated|another|a further"
    ).split("|")
)
"""Words before a numeral that belong to its noun phrase, as they do to its figure (READING.md 3)."""


class Phrases:
    """Cuts sentences into chunks; built once from the lexicons function_words and verbs."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.tagger = Tagger(lexicons)

    def tags(self, sentence: Sentence) -> tuple[str, ...]:
        """One code of `tocsin.text.wordclasses` per token."""
        return self._read(sentence)[0]

    def chunks(self, sentence: Sentence) -> tuple[Chunk, ...]:
        """The chunks in order; they never overlap, and punctuation, prepositions, conjunctions and stray adverbs are in none."""
        return self._read(sentence)[1]

    def _read(self, sentence: Sentence) -> tuple[tuple[str, ...], tuple[Chunk, ...]]:
        # Several finders ask for the same sentence: the answer is kept on it, as its cached properties are.
        kept: tuple[Phrases, tuple[str, ...], tuple[Chunk, ...]] | None = sentence.__dict__.get("_chunks")
        if kept is not None and kept[0] is self:
            return kept[1], kept[2]
        tags = self.tagger.tags(sentence)
        chunks: list[Chunk] = []
        i = 0
        while i < len(tags):
            chunk = self._chunk_at(sentence, tags, i)
            if chunk is None:
                i += 1
            else:
                chunks.append(chunk)
                i = chunk.end
        read = tuple(tags), tuple(chunks)
        sentence.__dict__["_chunks"] = (self, *read)
        return read

    def _chunk_at(self, sentence: Sentence, tags: list[str], i: int) -> Chunk | None:
        tag = tags[i]
        if tag in {wc.SUBJECT_PRONOUN, wc.OBJECT_PRONOUN}:
            return Chunk(kind=ChunkKind.PRONOUN, first=i, end=i + 1, head=i, span=sentence.tokens[i].span)
        if tag in _VERBAL or (tag == wc.NEGATION and i + 1 < len(tags) and tags[i + 1] in _VERBAL):
            return self._verb_group(sentence, tags, i)
        opening = i + self._bound(sentence.folded, tags, i)
        described = tag == wc.ADVERB and tags[i + 1 : i + 2] == [wc.ADJECTIVE]
        if opening < len(tags) and (tags[opening] in _NOMINAL or described):
            return self._noun_phrase(sentence, tags, i, opening)
        return None

    def _bound(self, words: tuple[str, ...], tags: list[str], i: int) -> int:
        """How many words before a numeral at `i` belong to it."""
        if tags[i] not in {wc.PREPOSITION, wc.PARTICLE, wc.ADVERB, wc.QUANTIFIER, wc.DETERMINER, wc.NEGATION}:
            return 0
        for bound in _BOUNDS:
            n = len(bound)
            if words[i : i + n] == bound and i + n < len(tags) and tags[i + n] in {wc.NUMBER, wc.DETERMINER}:
                numeral = tags[i + n] == wc.NUMBER or (i + n + 1 < len(tags) and words[i + n + 1] in {"dozen", "hundred", "thousand", "million"})
                return n if numeral else 0
        return 0

    def _noun_phrase(self, sentence: Sentence, tags: list[str], first: int, i: int) -> Chunk | None:
        head, seen_noun = -1, False
        while i < len(tags):
            tag, word = tags[i], sentence.folded[i]
            if tag == wc.NOUN:
                if seen_noun and self._starts_time(sentence, i):
                    break
                head, seen_noun = i, True
            elif tag in {wc.ADJECTIVE, wc.NUMBER, wc.QUANTIFIER, wc.DETERMINER}:
                if seen_noun and not (tag == wc.NUMBER and self._takes_number(sentence, i - 1)):
                    break
                if tag != wc.DETERMINER or word in {"this", "these", "those"}:
                    head = i
            elif tag == wc.POSSESSIVE and i + 1 < len(tags) and tags[i + 1] in _NOMINAL and seen_noun:
                seen_noun = False
            elif not (tag == wc.ADVERB and i + 1 < len(tags) and tags[i + 1] in {wc.ADJECTIVE, wc.NOUN, wc.NUMBER}) or seen_noun:
                break
            i += 1
        if head < 0:
            return None
        end = head + 1
        span = sentence.tokens[first].span.join(sentence.tokens[head].span)
        negated = sentence.folded[first] in {"no", "neither"} and sentence.folded[first + 1 : first + 2] not in {("fewer",), ("less",), ("more",)}
        return Chunk(kind=ChunkKind.NOUN, first=first, end=end, head=head, span=span, negated=negated)

    def _starts_time(self, sentence: Sentence, i: int) -> bool:
        """Whether a bare time after a noun starts a phrase of its own: "troops Monday", "workers last week"."""
        if sentence.folded[i] == "last" and sentence.folded[i + 1 : i + 2] != () and sentence.folded[i + 1] in self.tagger.time:
            return True
        return sentence.folded[i] in self.tagger.time and sentence.folded[i - 1] not in self.tagger.time and sentence.folded[i].endswith("day")

    def _takes_number(self, sentence: Sentence, i: int) -> bool:
        """Whether a name or month keeps the numeral after it: "January 5", "Article 5"."""
        return sentence.folded[i] in self.tagger.time or (sentence.tokens[i].text.istitle() and i > 0 and not sentence.folded[i].endswith("s"))

    def _verb_group(self, sentence: Sentence, tags: list[str], first: int) -> Chunk:
        i, main, auxiliary, negated = first, -1, "", False
        while i < len(tags):
            tag = tags[i]
            if tag in wc.VERBS:
                main = i
                break
            if tag in wc.AUXILIARIES or (tag == wc.TO and i == first):
                auxiliary = tag
            elif tag == wc.TO or tag not in {wc.ADVERB, wc.NEGATION}:
                break
            negated = negated or tag == wc.NEGATION or sentence.folded[i].endswith("n't") or sentence.folded[i] == "cannot"
            i += 1
        if main < 0:
            main = max([j for j in range(first, i) if tags[j] in _VERBAL], default=first)
            end = max([j for j in range(first, i) if tags[j] in _VERBAL or tags[j] == wc.NEGATION], default=first) + 1
            span = sentence.tokens[first].span.join(sentence.tokens[end - 1].span)
            return Chunk(kind=ChunkKind.VERB, first=first, end=end, head=main, span=span, negated=negated, voice=Voice.ACTIVE,
                         form=self._form(tags, first, main), lemma=sentence.folded[main])  # fmt: skip
        end = main + 1
        if end < len(tags) and sentence.folded[end] == "dead":
            end += 1
        form = self.tagger.form(sentence.folded[main])
        passive = tags[main] == wc.PARTICIPLE and auxiliary != wc.HAVE
        span = sentence.tokens[first].span.join(sentence.tokens[end - 1].span)
        return Chunk(kind=ChunkKind.VERB, first=first, end=end, head=main, span=span, negated=negated,
                     voice=Voice.PASSIVE if passive else Voice.ACTIVE, form=self._form(tags, first, main),
                     lemma=form.lemma if form is not None else sentence.folded[main])  # fmt: skip

    def _form(self, tags: list[str], first: int, main: int) -> VerbForm:
        opening = tags[first] if tags[first] != wc.NEGATION else tags[min(first + 1, main)]
        if opening == wc.TO:
            return VerbForm.INFINITIVE
        if opening == wc.ING:
            return VerbForm.GERUND
        if opening == wc.PARTICIPLE:
            return VerbForm.PARTICIPLE
        return VerbForm.FINITE
