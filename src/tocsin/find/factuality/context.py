"""Cues and their scopes in one sentence, after ConText: a form, a direction, a reach, words that end it, and look-alikes that swallow it.

Notes for a newcomer: `ContextLexicon.read` matches the forms of a sentence (longest first, look-alikes before cues) and gives each its scope as a
range of tokens; `Match.covers` says whether a trigger lies inside. What the cues do to a trigger is decided in `finder`.
"""

import enum
from collections.abc import Iterable

import msgspec

from tocsin.core.document import Sentence
from tocsin.core.scales import Factuality, Modality
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import Phrases
from tocsin.text.wordclasses import (
    ADJECTIVE,
    ADVERB,
    AUXILIARIES,
    BASE,
    BE,
    DETERMINER,
    HAVE,
    MODAL,
    NEGATION,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PAST,
    POSSESSIVE,
    PREPOSITION,
    QUANTIFIER,
    SUBJECT_PRONOUN,
    THIRD,
    TO,
    VERBS,
)


class Role(enum.Enum):
    """What an entry is for."""

    CUE = "cue"
    PSEUDO = "pseudo"
    TERMINATE = "terminate"
    LIGHT = "light"


class Scope(enum.Enum):
    """How far a cue reaches; see the head of negations.yaml."""

    VERB = "verb"
    SUBJECT = "subject"
    PHRASE = "phrase"
    OBJECT = "object"
    CLAUSE = "clause"
    SENTENCE = "sentence"


class Direction(enum.Enum):
    """Where a cue reaches."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


class ContextEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of negations, hedges, modality or opinion."""

    id: str
    forms: tuple[str, ...]
    role: Role = Role.CUE
    effect: Factuality = Factuality.CT_PLUS
    modality: Modality = Modality.ACTUAL
    scope: Scope = Scope.CLAUSE
    direction: Direction = Direction.FORWARD
    act: bool = False
    """The cue is itself an act that may be a trigger ("called for a strike"): at the head of a trigger it says nothing about it."""
    predicative: bool = False
    """An adjective that judges only where it is said of something: "a cowardly bombing struck" tells of one, "it was a cowardly bombing" judges."""


class Match(msgspec.Struct, frozen=True, gc=False):
    """A cue at tokens `start` to `end`, and the half-open ranges of tokens it reaches."""

    start: int
    end: int
    entry: ContextEntry
    reach: tuple[tuple[int, int], ...]

    def covers(self, first: int, end: int) -> bool:
        """Whether the trigger at tokens `first` to `end` is within reach; a cue that is the trigger itself says nothing about it."""
        if self.start <= first and end <= self.end:
            return False
        if first <= self.start and self.end <= end:
            return first < self.start or not self.entry.act
        return any(start < end and first < stop for start, stop in self.reach)


class Reading(msgspec.Struct, frozen=True):
    """The matches of a sentence, with what is needed to look at it again."""

    sentence: Sentence
    tags: tuple[str, ...]
    matches: tuple[Match, ...]


_VERBAL = VERBS | AUXILIARIES
_FINITE = frozenset([PAST, THIRD, BE, HAVE, MODAL])
_NOMINAL = frozenset([DETERMINER, QUANTIFIER, NUMBER, NOUN, ADJECTIVE, POSSESSIVE])
_SAYING_NOUNS = frozenset(["reports", "report", "claims", "claim"])
_OWNERS = frozenset([("by",), ("from",), ("of",)])
"""After "according to reports" they name whose reports these are."""
_LONGEST_CLAUSE = 28
_LONGEST_PHRASE = 7
_KNOWN = frozenset(["the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my"])
"""Determiners of what is known already: "will investigate the killing" does not put the killing in doubt."""
_SENTENCE_ENDS = frozenset([".", "!", "?", "…", '"', "”", "“"])
_MODALS = frozenset(["will", "shall", "may", "might", "could", "can", "would", "should", "must"])


class ContextLexicon:
    """Entries of several lexicons, matched together."""

    def __init__(self, lexicons: Lexicons, names: Iterable[str], phrases: Phrases) -> None:
        self._phrases = phrases
        self._by_first: dict[str, list[tuple[tuple[str, ...], ContextEntry]]] = {}
        terminate: set[str] = set()
        light: set[str] = set()
        for name in names:
            for entry in lexicons.entries(name, ContextEntry):
                if entry.role is Role.TERMINATE:
                    terminate.update(entry.forms)
                elif entry.role is Role.LIGHT:
                    light.update(entry.forms)
                else:
                    self._add(entry)
        for rows in self._by_first.values():
            rows.sort(key=_longest_look_alikes_first)
        self._terminate = frozenset(terminate)
        self._light = frozenset(light)

    def _add(self, entry: ContextEntry) -> None:
        for form in entry.forms:
            words = tuple(form.split())
            self._by_first.setdefault(words[0], []).append((words, entry))

    def read(self, sentence: Sentence) -> Reading:
        """All cues of a sentence with their reach."""
        words = sentence.folded
        tags = self._phrases.tags(sentence)
        found: list[Match] = []
        i = 0
        while i < len(words):
            row = self._match(sentence, tags, i)
            if row is None:
                i += 1
                continue
            end = i + len(row[0])
            if row[1].role is Role.CUE:
                found.append(Match(i, end, row[1], self._reach(words, tags, i, end, row[1])))
            i = end
        return Reading(sentence, tags, tuple(found))

    def _match(self, sentence: Sentence, tags: tuple[str, ...], i: int) -> tuple[tuple[str, ...], ContextEntry] | None:
        words = sentence.folded
        for row in self._by_first.get(words[i], ()):
            if words[i : i + len(row[0])] != row[0]:
                continue
            if not (self._plays(sentence, tags, i, row[1]) if len(row[0]) == 1 else self._stands(sentence, tags, i, row[0])):
                continue
            return row
        return None

    def _stands(self, sentence: Sentence, tags: tuple[str, ...], i: int, form: tuple[str, ...]) -> bool:
        """Whether words that look like a cue are one: not somebody's own saying ("the army reports that"), nor a description of people.

        "Three men accused of beating a guard" leaves in doubt who it was, not that it happened (READING.md 24); a headline's "Army accused of" is
        a clause without its verb.
        """
        if form[0] in _SAYING_NOUNS and form[1:] == ("that",):
            return tags[i] not in VERBS and not (i > 0 and tags[i - 1] == NOUN and sentence.tokens[i - 1].text.istitle())
        if form == ("accused", "of"):
            return not self._describes(sentence, tags, i)
        return form[-1] not in _SAYING_NOUNS or sentence.folded[i + len(form) : i + len(form) + 1] not in _OWNERS

    def _describes(self, sentence: Sentence, tags: tuple[str, ...], i: int) -> bool:
        """Whether "accused of" hangs on a noun."""
        return not sentence.headline and i > 0 and tags[i - 1] == NOUN and sentence.folded[i + 1 : i + 2] == ("of",)

    def _plays(self, sentence: Sentence, tags: tuple[str, ...], i: int, entry: ContextEntry) -> bool:
        """Whether a single word plays the part its form is listed for: the modal and not the month, the verb and not "the accused"."""
        word = sentence.folded[i]
        if word == "accused" and self._describes(sentence, tags, i):
            return False
        if entry.predicative and i + 1 < len(tags) and tags[i + 1] in {NOUN, ADJECTIVE}:
            return i > 1 and tags[i - 1] == DETERMINER and tags[i - 2] == BE
        if word == "suspects":
            return tags[i] in VERBS and not (i > 0 and tags[i - 1] in _NOMINAL - {NOUN})
        if word in _MODALS:
            return tags[i] == MODAL and not (i > 0 and sentence.tokens[i].text.istitle())
        if entry.act and word.endswith("ed"):
            return tags[i] not in {ADJECTIVE, NOUN} or (i > 0 and sentence.folded[i + 1 : i + 2] == ("that",))
        return True

    def _reach(self, words: tuple[str, ...], tags: tuple[str, ...], start: int, end: int, entry: ContextEntry) -> tuple[tuple[int, int], ...]:
        if entry.scope is Scope.SENTENCE:
            return ((0, len(words)),)
        ranges = []
        if entry.direction is not Direction.BACKWARD:
            stop = self._forward(words, tags, end, entry.scope)
            ranges.append((end, stop))
            if entry.scope is Scope.VERB and entry.modality is not Modality.NEGATED:
                ranges += self._second_verb(words, tags, end, stop)
        if entry.direction is not Direction.FORWARD:
            ranges.append((self._backward(words, tags, start), start))
        return tuple(ranges)

    def _forward(self, words: tuple[str, ...], tags: tuple[str, ...], at: int, scope: Scope) -> int:
        match scope:
            case Scope.PHRASE:
                return self._phrase_end(words, tags, at)
            case Scope.VERB:
                return self._verb_end(words, tags, at)
            case Scope.SUBJECT:
                return self._subject_end(words, tags, at)
            case Scope.OBJECT:
                return self._object_end(words, tags, at)
            case _:
                return self._clause_end(words, tags, at)

    def _clause_end(self, words: tuple[str, ...], tags: tuple[str, ...], at: int) -> int:
        i = at
        while i < len(words) and i - at < _LONGEST_CLAUSE:
            word = words[i]
            if (word in self._terminate and i > at) or word in {",", "—", "–", "--"}:
                break
            if word in {"and", "or"} and i + 1 < len(words) and (tags[i + 1] == SUBJECT_PRONOUN or words[i + 1] in self._terminate):
                break
            if word == "and" and "that" not in words[at - 1 : i] and self._opens_clause(tags, i + 1):
                break
            i += 1
        return i

    def _opens_clause(self, tags: tuple[str, ...], first: int) -> bool:
        """Whether a noun phrase and its verb follow: "denied the claims and | the union has accused"."""
        i = first
        while i < len(tags) and i - first < _LONGEST_PHRASE and tags[i] in _NOMINAL:
            i += 1
        return first < i < len(tags) and tags[i] in _FINITE

    def _object_end(self, words: tuple[str, ...], tags: tuple[str, ...], at: int) -> int:
        """The object of a cue: up to the next finite verb or descriptive participle, unless "that" opens a clause ("demanded that he resign")."""
        end = self._clause_end(words, tags, at)
        for i in range(at, end):
            if words[i] in {"that", "whether"}:
                return end
            finite = tags[i] in _FINITE and tags[i - 1] not in {TO, MODAL}
            if i > at and (finite or (tags[i] == PARTICIPLE and tags[i - 1] not in AUXILIARIES | {ADVERB, DETERMINER, PREPOSITION, TO})):
                return i
        return end

    def _phrase_end(self, words: tuple[str, ...], tags: tuple[str, ...], at: int) -> int:
        i = at
        while i < len(words) and i - at < _LONGEST_PHRASE:
            if words[i] in self._terminate or words[i] in _SENTENCE_ENDS or words[i] in {",", "of"} or tags[i] == PREPOSITION:
                break
            if i > at and tags[i] in _VERBAL and tags[i] not in {"g", "v"}:
                break
            i += 1
        return i

    def _main_verb(self, words: tuple[str, ...], tags: tuple[str, ...], at: int) -> int | None:
        """The verb that the auxiliaries and adverbs from `at` on belong to; None when the clause ends before it."""
        for i in range(at, min(len(words), at + 9)):
            if words[i] in self._terminate or words[i] in {",", *_SENTENCE_ENDS}:
                return None
            if tags[i] in VERBS and tags[i] not in AUXILIARIES:
                return i
            if tags[i] in AUXILIARIES or tags[i] in {ADVERB, NEGATION, TO, ADJECTIVE, "p"}:
                continue
            following = tags[i + 1] if i + 1 < len(tags) else "."
            introduced = i >= at and tags[i - 1] in AUXILIARIES | {TO, NEGATION, ADVERB}
            if introduced and tags[i] not in {PREPOSITION, SUBJECT_PRONOUN} and following != TO:
                # a verb the word classes do not know, or "be" and what it says
                return i
        return None

    def _verb_end(self, words: tuple[str, ...], tags: tuple[str, ...], at: int) -> int:
        verb = self._main_verb(words, tags, at)
        if verb is None:
            return self._phrase_end(words, tags, at)
        end = verb + 1
        if end < len(words) and tags[end] == TO:
            inner = self._main_verb(words, tags, end + 1)
            return self._verb_end(words, tags, end + 1) if inner is not None else end
        light = words[verb] in self._light or words[verb - 1] in {"be", "been"}
        first = end
        while first < len(words) and (tags[first] == "p" or (light and tags[first] == PREPOSITION and first - end < 2)):
            first += 1
        if first >= len(words) or words[first] in self._terminate:
            return end
        if words[first] in _KNOWN and not light:
            return end
        return max(end, self._coordinated(words, tags, self._phrase_end(words, tags, first)))

    def _coordinated(self, words: tuple[str, ...], tags: tuple[str, ...], end: int) -> int:
        """Past "and" and a verb of the same kind: "will arrest and deport"."""
        if end + 1 < len(words) and words[end] in {"and", "or"} and tags[end + 1] in VERBS:
            return end + 2
        return end

    def _second_verb(self, words: tuple[str, ...], tags: tuple[str, ...], at: int, end: int) -> list[tuple[int, int]]:
        """The verb of the same kind that shares subject and modal: "may attack the port and | burn | the depots", "could have hit and killed her"."""
        verb = self._main_verb(words, tags, at)
        if verb is None:
            return []
        kinds = {BASE} if tags[verb] == BASE else {PAST, PARTICIPLE} if tags[verb] in {PAST, PARTICIPLE} and words[verb - 1] == "have" else set()
        for i in range(verb + 1, min(len(words) - 1, end + _LONGEST_PHRASE)):
            if words[i] in self._terminate or words[i] in {",", *_SENTENCE_ENDS} or tags[i] in _FINITE - {PAST}:
                break
            if words[i] in {"and", "or"} and tags[i + 1] in kinds:
                return [(i + 1, i + 2)]
        return []

    def _subject_end(self, words: tuple[str, ...], tags: tuple[str, ...], at: int) -> int:
        """Of "no shots were fired" the noun phrase and the verb it is the subject of."""
        phrase = self._phrase_end(words, tags, at)
        for i in range(at, min(len(words), at + _LONGEST_CLAUSE)):
            if (words[i] in self._terminate and i > at) or words[i] in {",", *_SENTENCE_ENDS}:
                break
            if tags[i] in _VERBAL:
                verb = self._main_verb(words, tags, i)
                return phrase if verb is None else max(phrase, self._verb_end(words, tags, i) if i == phrase else verb + 1)
        return phrase

    def _backward(self, words: tuple[str, ...], tags: tuple[str, ...], at: int) -> int:
        """Back to where the clause begins; an adverb after a preposition or a conjunction looks only ahead ("arrested for allegedly looting")."""
        i = at
        while i > 0 and at - i < _LONGEST_CLAUSE:
            word = words[i - 1]
            if word in self._terminate or word in {",", "—", "–", "--", ";", ":", "that", *_SENTENCE_ENDS}:
                break
            if i == at and tags[at] == ADVERB and (tags[i - 1] == PREPOSITION or word in {"and", "or"}):
                break
            i -= 1
        return i


def _longest_look_alikes_first(row: tuple[tuple[str, ...], ContextEntry]) -> tuple[int, bool, tuple[str, ...]]:
    return (-len(row[0]), row[1].role is not Role.PSEUDO, row[0])
