"""From a speaker's words to a kind, in the order of the text: pronouns and repeated names take the kind of whom they stand for.

What a newcomer should know: a word that names a kind decides; then a name's own office, wherever the report gives it; then the trained heads, which
are asked about the name everywhere it speaks; last a role without an owner ("the spokesman").
"""

from collections import deque
from collections.abc import Iterator
from operator import attrgetter

import msgspec

from tocsin.core.document import Segmented, Sentence
from tocsin.core.hints import Hint, Hints
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import Span, SpanIndex
from tocsin.find.attribution.frames import is_upper
from tocsin.find.attribution.names import NameTable, name_of
from tocsin.find.attribution.speakers import SpeakerKinds
from tocsin.text.phrases import Chunk, ChunkKind, Phrases
from tocsin.text.wordclasses import PREPOSITION

_SINGULAR = frozenset(["he", "she", "him", "her", "himself", "herself", "i", "who"])
_PLURAL = frozenset(["they", "them", "we", "us", "both", "some", "others", "many", "several", "all"])
_NEUTER = frozenset(["it"])
_BACK = 3
"""Sentences before a pronoun in which its antecedent is looked for."""
_REMEMBERED = 200
"""Speakers that are looked back at: more than any article has, and a bound on the work that one made of "he said" alone makes."""
_SURE_HEAD = 0.5
"""Mass from which on the heads' kind goes before a role without an owner ("Brigadier Ode"); over all places where the name speaks."""
_BODIES = frozenset(
    [
        SpeakerKind.MEDIA,
        SpeakerKind.GOVERNMENT,
        SpeakerKind.NGO,
        SpeakerKind.ORGANISERS,
        SpeakerKind.ARMED_GROUP,
        SpeakerKind.OPPOSITION,
        SpeakerKind.UNNAMED,
    ]
)
_MANY = frozenset({"police", "people", "media", "men", "women", "military", "army"})


class _Heard(msgspec.Struct, frozen=True):
    """A speaker so far: where, what number, and what is known."""

    start: int
    number: str
    noun: str
    kind: SpeakerKind
    known: bool


class Voices:
    """The speakers of one report so far. Ask in the order of the text; each answer is remembered."""

    def __init__(self, segmented: Segmented, kinds: SpeakerKinds, phrases: Phrases, hints: Hints | None = None) -> None:
        self._segmented = segmented
        self._kinds = kinds
        self._phrases = phrases
        self._names = NameTable(segmented.sentences, phrases)
        self._upper = is_upper(segmented.document.text)
        self._quoted = SpanIndex((quotation.span, quotation) for quotation in segmented.quotations)
        self._people = SpanIndex((hint.span, hint) for hint in (() if hints is None else hints.of("ner")) if hint.label == "Person")
        self._seen = SpanIndex((hint.span, hint) for hint in (() if hints is None else hints.of("speaker")))
        self._proposed = {} if hints is None else _proposals(segmented.document.text, hints)
        self._known: dict[str, tuple[SpeakerKind, bool]] = {}
        self._heard: deque[_Heard] = deque(maxlen=_REMEMBERED)

    def kind(self, words: list[str], context: list[str], at: Span, *, capital: bool, definite: bool) -> tuple[SpeakerKind, bool]:
        """The kind of the speaker named by `words` (folded), and whether anything in the report says so or it is only a name.

        `capital`: the last word has one; `definite`: the phrase opens with "the".
        """
        if len(words) == 1 and words[0] in _SINGULAR | _PLURAL | _NEUTER and not (words[0] == "who" and capital):
            kind, known = self._pronoun(words[0], at)
            self._heard.append(_Heard(at.start, _number_of(words[0]), words[0], kind, known))
            return kind, known
        kind, known = self._named(words, context, capital=capital, definite=definite)
        self._known[name_of(words)] = kind, known
        self._heard.append(_Heard(at.start, _number(words), words[-1], kind, known))
        return kind, known

    def _named(self, words: list[str], context: list[str], *, capital: bool, definite: bool) -> tuple[SpeakerKind, bool]:
        found = self._kinds.of(words, context or self._names.full(words))
        if found is not None and found[1]:
            fuller = self._fuller(words) if definite and not capital and not context else None
            return (found if fuller is None else fuller)[0], True
        if found is not None and definite and self._heard and not capital:
            before = self._spoken_of(words)
            return before.kind, before.known
        if found is not None and self._kinds.knows(words[-1]) and not definite:
            return found[0], True
        if capital or self._upper or found is None:
            return self._by_name(words, fallback=None if found is None else found[0])
        return found[0], True

    def _fuller(self, words: list[str]) -> tuple[SpeakerKind, bool] | None:
        """The kind of the body that "the department" is short for, where it spoke under its full name before."""
        if len(words) > 1 or not self._kinds.belongs(words[0]):
            return None
        return next(((one.kind, one.known) for one in reversed(self._heard) if one.noun == words[0]), None)

    def _spoken_of(self, words: list[str]) -> _Heard:
        """Whom "the source" stands for: the last speaker of that noun ("a police source"), else of that number, else the last."""
        noun, number = words[-1], _number(words)
        same = [one for one in self._heard if one.noun == noun]
        agreeing = [one for one in self._heard if _agrees(one, number)]
        return (same or agreeing or self._heard)[-1]

    def _by_name(self, words: list[str], fallback: SpeakerKind | None) -> tuple[SpeakerKind, bool]:
        """A name takes the kind it was spoken with before, or the one that its title or appositive gives it somewhere in the report."""
        name = name_of(words)
        if name in self._known:
            return self._known[name]
        unsure = fallback
        for before, after in self._names.contexts(name):
            found = self._kinds.of(before or [name], after, whole=False)
            if found is not None and found[1]:
                return found[0], True
            if found is not None and unsure is None:
                unsure = found[0]
        proposed = self._proposed.get(name)
        if proposed is not None and (unsure is None or proposed[1] >= _SURE_HEAD):
            return proposed[0], True
        return (SpeakerKind.PERSON, False) if unsure is None else (unsure, True)

    def _pronoun(self, word: str, at: Span) -> tuple[SpeakerKind, bool]:
        """The kind of whom a pronoun stands for: the nearest sentence back with a speaker or a subject of its number decides."""
        number = _number_of(word)
        sentence = self._segmented.sentence_at(at.start)
        seen = self._seen_at(at)
        if self._is_quoted(at):
            return self._unheard(seen, number)
        if sentence is not None:
            for index in range(sentence.index, max(-1, sentence.index - _BACK - 1), -1):
                earlier = self._segmented.sentences[index]
                heard = [one for one in self._heard if earlier.span.start <= one.start < min(earlier.span.end, at.start)]
                agreeing = [one for one in heard if _agrees(one, number)]
                if agreeing:
                    return agreeing[-1].kind, agreeing[-1].known
                subject = self._subject(earlier, number) if earlier is not sentence else None
                if subject is not None:
                    return subject
        agreeing = [one for one in self._heard if one.start < at.start and _agrees(one, number)]
        if agreeing:
            return agreeing[-1].kind, agreeing[-1].known
        return self._unheard(seen, number)

    def _seen_at(self, at: Span) -> Hint | None:
        """What the heads take a speaker for at one place, where they are surest."""
        return max(self._seen.overlapping(at), key=attrgetter("score"), default=None)

    def _unheard(self, seen: Hint | None, number: str) -> tuple[SpeakerKind, bool]:
        """The kind of a pronoun without an antecedent: what the heads see there, or nobody in particular."""
        if seen is not None:
            return SpeakerKind(seen.label), False
        return (SpeakerKind.UNNAMED, True) if number == "plural" else (SpeakerKind.PERSON, False)

    def _is_quoted(self, at: Span) -> bool:
        """Whether somebody else says what stands there: in "He lied to us", he is not who is quoted."""
        return bool(self._quoted.covering(at))

    def _subject(self, sentence: Sentence, number: str) -> tuple[SpeakerKind, bool] | None:
        """The kind of the subject that the sentence opens with, where it can be what a pronoun of that number stands for."""
        chunk = self._opening(sentence)
        if chunk is None or self._is_quoted(chunk.span):
            return None
        words = list(sentence.folded[chunk.first : chunk.end])
        person = bool(self._people.overlapping(chunk.span))
        capital = sentence.tokens[chunk.head].text[0].isupper()
        found = self._kinds.of(words, [])
        if number == "singular":
            office = found is not None and _number(words) == "singular" and self._kinds.is_office(words)
            return self._named(words, self._appositive(sentence, chunk), capital=capital, definite=False) if person or office else None
        if found is None or not found[1] or person or (number == "plural" and _number(words) == "singular" and found[0] not in _BODIES):
            return None
        return found[0], True

    def _opening(self, sentence: Sentence) -> Chunk | None:
        """The first noun phrase before the first verb that hangs on no preposition."""
        tags = self._phrases.tags(sentence)
        for chunk in self._phrases.chunks(sentence):
            if chunk.kind is ChunkKind.VERB:
                return None
            if chunk.kind is ChunkKind.NOUN and (chunk.first == 0 or tags[chunk.first - 1] != PREPOSITION):
                return chunk
        return None

    def _appositive(self, sentence: Sentence, chunk: Chunk) -> list[str]:
        words = sentence.folded[chunk.end :]
        if words[:1] != (",",) or "," not in words[1:12]:
            return []
        return list(words[1 : 1 + words[1:].index(",")])


def _proposals(text: str, hints: Hints) -> dict[str, tuple[SpeakerKind, float]]:
    """For each name the kind that the heads see most where it speaks, with their greatest mass on it."""
    mass: dict[str, dict[str, float]] = {}
    most: dict[tuple[str, str], float] = {}
    for name, label, score in _spoken(text, hints):
        seen = mass.setdefault(name, {})
        seen[label] = seen.get(label, 0.0) + score
        most[name, label] = max(score, most.get((name, label), 0.0))
    best = {name: max(sorted(seen), key=seen.__getitem__) for name, seen in mass.items()}
    return {name: (SpeakerKind(label), most[name, label]) for name, label in best.items()}


def _spoken(text: str, hints: Hints) -> Iterator[tuple[str, str, float]]:
    for hint in hints.of("speaker"):
        words = hint.span.quote(text).lower().split()
        if words:
            yield name_of(words), hint.label, hint.score


def _agrees(heard: _Heard, number: str) -> bool:
    if number == "plural":
        return heard.number == "plural" or heard.kind in _BODIES
    if number == "neuter":
        return heard.kind in _BODIES
    return heard.number == "singular"


def _number_of(pronoun: str) -> str:
    return "singular" if pronoun in _SINGULAR else "neuter" if pronoun in _NEUTER else "plural"


def _number(words: list[str]) -> str:
    last = words[-1]
    return "plural" if (last.endswith("s") and not last.endswith("ss")) or last in _MANY else "singular"
