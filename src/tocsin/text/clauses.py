"""Subjects, objects and prepositional phrases of verb groups and nouns, read off the chunks of a sentence.

English is an SVO language with few surprises in news prose, so nearness and word classes go far: the subject is the nearest noun phrase to the left
that no preposition governs; the object follows the verb; lists are joined by commas and conjunctions.
"""

from tocsin.core.document import Sentence
from tocsin.core.spans import Span
from tocsin.text import wordclasses as wc
from tocsin.text.phrases import Chunk, ChunkKind, Phrases, VerbForm, Voice

_SKIPPED = frozenset({wc.ADVERB, wc.PARTICLE})
_OPENING = frozenset({wc.DETERMINER, wc.QUANTIFIER, wc.NUMBER, wc.PREPOSITION, wc.ADVERB})
_DASHES = frozenset({"--", "—", "–", "-"})
_ASIDE = 25
"""Words an aside between dashes or commas may have."""
_JOINING = frozenset({"and", "or", "&", ",", "well", "as"})
SAYING = frozenset("say tell report believe think claim announce add state know confirm suspect fear hope".split())
"""Verbs whose object may be a clause: "police said the man, 43, fled"."""
_PARTS = frozenset(
    "group groups team number dozens scores hundreds thousands tens lot lots majority most some many several crowd crowds pair couple handful one "
    "two three four five six seven eight nine ten series band column columns both all none part half rest".split()
)
"""Words that say how many or what part of those after "of"."""
_REPORTED = frozenset({"that", "whether", "how", "why"})


class Clauses:
    """The grammar of one sentence; every answer is a tuple of chunks, nearest first, empty when there is none."""

    def __init__(self, sentence: Sentence, phrases: Phrases, skip: frozenset[int] = frozenset()) -> None:
        """Read `sentence`. `skip` holds token indexes of phrases that are never subjects or objects (bare dates)."""
        self.sentence = sentence
        self.words = sentence.folded
        self.tags = phrases.tags(sentence)
        self.chunks = phrases.chunks(sentence)
        self._skip = skip | _bracketed(self.words, self.tags)
        self._at = {i: chunk for chunk in self.chunks for i in range(chunk.first, chunk.end)}

    def ends_at(self, chunk: Chunk) -> int:
        """The offset where `chunk` ends once a bare date at its end is left out ("five students last week")."""
        last = chunk.end - 1
        while last > chunk.first and last in self._skip:
            last -= 1
        return self.sentence.tokens[last].span.end

    def without_determiner(self, chunk: Chunk) -> Span:
        """The span of a noun phrase from its first word of content to its head (READING.md 19)."""
        first = chunk.first
        while first < chunk.head and self.tags[first] in _OPENING:
            first += 1
        return self.sentence.tokens[first].span.join(self.sentence.tokens[chunk.head].span)

    def chunk_at(self, token: int) -> Chunk | None:
        """The chunk that holds token `token`."""
        return self._at.get(token)

    def verb_group_before(self, token: int) -> Chunk | None:
        """The nearest verb group that ends at or before `token`."""
        return next((chunk for chunk in reversed(self.chunks) if chunk.kind is ChunkKind.VERB and chunk.end <= token), None)

    def subjects(self, group: Chunk, depth: int = 0) -> tuple[Chunk, ...]:
        """The noun phrases or pronoun that are the grammatical subject of verb group `group`."""
        if depth > 4:
            return ()
        before = group.first - 1
        previous = self._before_aside(self.verb_group_before(group.first))
        match group.form:
            case VerbForm.INFINITIVE if previous is not None:
                between = self.objects(previous)
                return between if between and between[0].end <= group.first else self.subjects(previous, depth + 1)
            case VerbForm.GERUND if previous is not None and not self._ends_phrase(before):
                accused = self.objects(previous) if self.words[before : before + 1] in (("of",), ("from",)) else ()
                return accused or self.subjects(previous, depth + 1)
            case _:
                pass
        beside = self._at.get(before)
        if group.form is VerbForm.PARTICIPLE and beside is not None and beside.kind is ChunkKind.NOUN and self._governed(beside):
            return (beside,)  # "the cases of ten people detained": whom a participle follows at once
        if beside is not None and beside.kind is ChunkKind.NOUN and group.form is VerbForm.FINITE and self._opens_clause(beside):
            return (beside,)
        opening = self._relative_aside(group)
        if opening is not None:
            return self._listed_left(self._subject_left(opening - 1))
        if previous is not None and self._goes_on(previous, group):
            return self.subjects(previous, depth + 1)
        if before >= 0 and self.tags[before] == wc.CONJUNCTION and previous is not None:
            return self.subjects(previous, depth + 1)
        if before >= 0 and (self.tags[before] == wc.RELATIVE or self.words[before] == "that"):
            return self._listed_left(self._antecedent(before - 1))
        return self._listed_left(self._subject_left(before))

    def _opens_clause(self, chunk: Chunk) -> bool:
        """Whether "as" before the noun phrase is a conjunction, which a subject and its verb follow: "they ran, as police used tear gas"."""
        before = self.words[max(0, chunk.first - 2) : chunk.first]
        return before[-1:] == ("as",) and before[:1] not in {("such",), ("well",)} and chunk.head not in self._skip

    def _relative_aside(self, group: Chunk) -> int | None:
        """Where the relative clause between commas opens that ends right before `group`: "the crowd, which police put at 200, demanded"."""
        if group.form is not VerbForm.FINITE or self.words[group.first - 1 : group.first] != (",",):
            return None
        for i in range(group.first - 2, max(0, group.first - _ASIDE), -1):
            if self.tags[i] == wc.RELATIVE and self.words[i - 1] == ",":
                return i
            if self.words[i] in {";", ":"}:
                return None
        return None

    def _before_aside(self, group: Chunk | None) -> Chunk | None:
        """The verb group before who says so between commas: "they shelled the town, residents said, destroying two schools"."""
        if group is None or group.lemma not in SAYING or self.words[group.end : group.end + 1] != (",",):
            return group
        speaker = self._at.get(group.first - 1)
        if speaker is None or speaker.kind is ChunkKind.VERB or self.words[speaker.first - 1 : speaker.first] != (",",):
            return group
        return self.verb_group_before(speaker.first) or group

    def _goes_on(self, previous: Chunk, group: Chunk) -> bool:
        """Whether `group` has the subject of the verb group before it: "were on Friday shot", "approached a bar, pulled out a gun and fired"."""
        between = range(previous.end, group.first)
        if self.tags[previous.head] in wc.AUXILIARIES and between and all([i in self._skip for i in between]):
            return True
        told = self._at.get(group.first - 2)
        listed = self.words[group.first - 1 : group.first] == (",",) and told is not None and told.first == previous.end
        if not listed or previous.voice is not Voice.ACTIVE or previous.lemma in SAYING or self._in_relative(previous):
            return False
        return group.form is VerbForm.FINITE and previous.form is VerbForm.FINITE

    def shares_passive(self, group: Chunk) -> bool:
        """Whether `group` goes on with the auxiliary of a passive before it: "has been captured and set on fire"."""
        before = group.first - 1
        if before < 0 or group.first != group.head or self.tags[before] != wc.CONJUNCTION or self.phrases_from(group.end):
            return False
        previous = self._at.get(before - 1)
        return previous is not None and previous.kind is ChunkKind.VERB and previous.voice is Voice.PASSIVE

    def objects(self, group: Chunk) -> tuple[Chunk, ...]:
        """The noun phrases that follow `group` as its direct object."""
        return self.phrases_from(group.end)

    def phrases_from(self, token: int) -> tuple[Chunk, ...]:
        """The list of noun phrases that begins at `token`, adverbs and quotation marks skipped; empty when something else stands there."""
        while token < len(self.tags) and (self.tags[token] in _SKIPPED or self.words[token] in {'"', "“", "‘", "also"}):
            token += 1
        chunk = self._at.get(token)
        if chunk is None or chunk.kind is ChunkKind.VERB or chunk.first != token or token in self._skip:
            return ()
        found = [chunk]
        while (following := self._next_in_list(found[-1])) is not None:
            found.append(following)
        return tuple(found)

    def those_of(self, chunk: Chunk) -> tuple[Chunk, ...]:
        """Those whom a word of number or part stands for: "a group of policemen", "hundreds of students", "three of the victims"."""
        counted = self.words[chunk.head] in _PARTS or self.tags[chunk.head] == wc.NUMBER
        return self.phrases_from(chunk.end + 1) if counted and self.words[chunk.end : chunk.end + 1] == ("of",) else ()

    def governed_by(self, words: frozenset[str], start: int, end: int) -> tuple[Chunk, ...]:
        """The noun phrases after the first of the prepositions `words` between tokens `start` and `end`."""
        for i in range(start, min(end, len(self.words))):
            if self.words[i] in words:
                found = self.phrases_from(i + 1)
                if found:
                    return found
        return ()

    def pair_after(self, word: str, start: int, end: int) -> tuple[Chunk, ...]:
        """The two sides after "between": the noun phrase after the preposition and the one after its "and"."""
        found = self.governed_by(frozenset({word}), start, end)
        if not found or self.words[found[-1].end : found[-1].end + 1] != ("and",):
            return found
        other = self._at.get(found[-1].end + 1)
        return (*found, other) if other is not None and other.kind is ChunkKind.NOUN else found

    def clause_end(self, token: int) -> int:
        """The index of the token that ends the clause `token` stands in: a stop, a subordinator, or a conjunction that opens a new clause."""
        for i in range(token + 1, len(self.words)):
            if self.words[i] in {";", ":", "."} or self.tags[i] in {wc.SUBORDINATOR, wc.RELATIVE}:
                return i
            chunk = self._at.get(i)
            if chunk is not None and chunk.kind is ChunkKind.VERB and chunk.first == i and chunk.form is VerbForm.FINITE:
                return i
        return len(self.words)

    def after_verbs(self, token: int) -> int:
        """The index after the verb groups that begin at `token` ("seems to be"); `token` itself when none does."""
        while (group := self._at.get(token)) is not None and group.kind is ChunkKind.VERB and group.first == token:
            token = group.end
        return token

    def possessor(self, token: int) -> tuple[Chunk, ...]:
        """Whose it is: the part before 's in the noun phrase whose head is `token` ("the rebels' attack")."""
        chunk = self._at.get(token)
        if chunk is None:
            return ()
        for i in range(token - 1, chunk.first, -1):
            if self.words[i] == "'s" or (self.words[i] == "'" and self.tags[i] == wc.POSSESSIVE):
                span = self.sentence.tokens[chunk.first].span.join(self.sentence.tokens[i - 1].span)
                return (Chunk(kind=ChunkKind.NOUN, first=chunk.first, end=i, head=i - 1, span=span),)
        return ()

    def _ends_phrase(self, token: int) -> bool:
        """Whether a noun phrase stands right before: "youths throwing stones"."""
        chunk = self._at.get(token)
        return chunk is not None and chunk.kind is not ChunkKind.VERB

    def _governed(self, chunk: Chunk) -> bool:
        return chunk.first > 0 and self.tags[chunk.first - 1] == wc.PREPOSITION

    def _antecedent(self, token: int) -> Chunk | None:
        """The noun phrase a relative clause belongs to."""
        while token >= 0 and token not in self._at:
            if self.tags[token] not in {wc.STOP, wc.PREPOSITION}:
                return None
            token -= 1
        return self._at.get(token) if token >= 0 and self._at[token].kind is ChunkKind.NOUN else None

    def _subject_left(self, token: int) -> Chunk | None:
        while token >= 0:
            chunk = self._at.get(token)
            if chunk is None:
                if self.words[token] in {";", ":"} or (self.words[token] in _REPORTED and self.tags[token] == wc.SUBORDINATOR):
                    return None
                token -= 1
                continue
            if chunk.kind is ChunkKind.VERB:
                if chunk.form is VerbForm.FINITE and not self._in_relative(chunk):
                    return None
            elif not self._governed(chunk) and chunk.first not in self._skip and not self._object_in_relative(chunk):
                return chunk
            token = chunk.first - 1
        return None

    def _in_relative(self, group: Chunk) -> bool:
        return group.first > 0 and (self.tags[group.first - 1] == wc.RELATIVE or self.words[group.first - 1] == "that")

    def _object_in_relative(self, chunk: Chunk) -> bool:
        """Whether it is only the object there: "the man who shot the officer fled": the officer does not flee."""
        group = self._at.get(chunk.first - 1)
        if group is None or group.kind is not ChunkKind.VERB:
            return False
        return self._in_relative(group) or group.form in {VerbForm.GERUND, VerbForm.INFINITIVE}

    def _next_in_list(self, chunk: Chunk) -> Chunk | None:
        i = chunk.end
        joined = False
        while i < len(self.words) and self.words[i] in _JOINING and i - chunk.end < 3:
            joined, i = True, i + 1
        following = self._at.get(i)
        if not joined or following is None or following.kind is not ChunkKind.NOUN or following.first != i or i in self._skip:
            return None
        after = self._at.get(following.end)
        opens_clause = after is not None and after.kind is ChunkKind.VERB and after.first == following.end and after.form is VerbForm.FINITE
        return None if opens_clause or (self.words[i - 1] == "," and self._has_verb(following)) else following

    def _has_verb(self, chunk: Chunk) -> bool:
        """Whether an active verb follows its prepositional phrases: "after the killing of a guard, armed men on motorcycles attacked"."""
        end = chunk.end
        while end < len(self.tags) and self.tags[end] == wc.PREPOSITION and (hanging := self._at.get(end + 1)) is not None:
            if hanging.kind is not ChunkKind.NOUN:
                return False
            end = hanging.end
        while end < len(self.tags) and self.tags[end] in _SKIPPED:
            end += 1
        verb = self._at.get(end)
        return verb is not None and verb.kind is ChunkKind.VERB and verb.form is VerbForm.FINITE and verb.voice is Voice.ACTIVE

    def _listed_left(self, chunk: Chunk | None) -> tuple[Chunk, ...]:
        """`chunk` with the noun phrases before it in the same list: "students, teachers and doctors marched"."""
        if chunk is None:
            return ()
        found = [chunk]
        while True:
            i = found[-1].first - 1
            joined = 0
            while i >= 0 and self.words[i] in _JOINING and joined < 3:
                i, joined = i - 1, joined + 1
            before = self._at.get(i) if joined else None
            if before is None or before.kind is not ChunkKind.NOUN or before.end != i + 1 or before.first in self._skip:
                return tuple(found)
            if self.words[found[-1].first - 1] == "," and len(found) == 1:
                return tuple(found)
            found.append(before)


def _bracketed(words: tuple[str, ...], tags: tuple[str, ...]) -> frozenset[int]:
    """Indexes of the tokens between brackets, or between dashes before a verb: an aside is never a subject."""
    inside, found, dash = 0, [], -1
    for i, word in enumerate(words):
        inside += word in {"(", "["}
        if inside:
            found.append(i)
        inside = max(0, inside - (word in {")", "]"}))
        if word in _DASHES and words[i - 1 : i] != (word,):
            after = i + 2 if words[i + 1 : i + 2] == (word,) else i + 1  # "--" is two tokens
            if dash >= 0 and i - dash < _ASIDE and after < len(tags) and tags[after] in wc.VERBS | wc.AUXILIARIES:
                found.extend(range(dash, after))
            dash = i
    return frozenset(found)
