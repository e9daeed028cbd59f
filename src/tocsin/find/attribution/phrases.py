"""Where a speaker's noun phrase begins and ends, from closed classes of words alone."""

import msgspec

from tocsin.find.attribution.frames import QUOTE, Frame
from tocsin.resources.lexicons import Lexicons
from tocsin.text.wordclasses import ADVERB, BASE, ING, PARTICIPLE, PAST, WordList

_LONGEST = 16
"""Items of the longest speaker's noun phrase that is believed."""
_LONGEST_APPOSITIVE = 26
_LONGEST_NAME = 4
"""Words of the longest name that is believed where capitals say nothing."""
_BREAKS = frozenset([",", ";", ":", "-", "–", "—", "--", "(", ")", "[", "]", ".", "!", "?", "…", "/", "|", QUOTE, '"', "“", "”", "''", "``"])
_ARTICLES = frozenset(["the", "a", "an"])
_SOURCE_PREPOSITIONS = frozenset(["of", "for", "from", "in", "at", "on", "with", "within", "inside", "near", "by", "to", "close", "among", "between"])
"""Prepositions a speaker's noun phrase may hold ("the head of police in Lima")."""
_DEBRIS = frozenset(["and", "or", "&", "'s", "n't", "'", "’", "*", "#"])
_ASIDES = frozenset([",", ")", "]", "—", "--", "–"])
_CLOSING = frozenset([")", "]"])
"""What closes short forms and explanations, which are never the speaker: "the Red Cross (RC) said"."""
_RELATIVES = frozenset(["where", "who", "that", "which", "whose"])
_LOOSE_VERBS = frozenset([BASE, ING])
"""Verb forms that are nouns and adjectives too often to end a phrase by themselves."""
_OPENS_OFFICE = frozenset(["prime", "one", "another"])
"""Opens a phrase that says what somebody is, with the name still to come: "one of her lawyers, Ann Ode"."""
_OPENS_TIME = frozenset(["on", "in", "this", "last", "late", "early", "earlier"])
_DESCRIBING = frozenset([ING, PARTICIPLE, PAST])
_OBTAINED = frozenset(["received", "obtained", "seen", "reviewed", "heard"])
"""Participles whose agent is not who speaks in a document, as the one who issued it is."""
_LONGEST_ABBREVIATION = 4
_CLOSE = frozenset(["close", "loyal", "sympathetic"])


class Part(msgspec.Struct, frozen=True, gc=False):
    """A speaker's noun phrase: items `start` to `end`; `outer_start` to `outer_end` with the appositive or clause that says who it is."""

    start: int
    end: int
    outer_start: int
    outer_end: int


class Phrases:
    """Finds noun phrases to the left and right of a cue."""

    def __init__(self, lexicons: Lexicons, cue_verbs: frozenset[str]) -> None:
        classes = {entry.kind: frozenset(entry.words) for entry in lexicons.entries("function_words", WordList)}
        self.determiners = classes["determiner"] - {"whose"}
        self.prepositions = classes["preposition"]
        self.pronouns = (classes["subject-pronoun"] | frozenset(["others", "both", "some", "many", "several", "all"])) - frozenset(["one"])
        self.subordinators = classes["subordinator"] | frozenset("because since after before until as than so amid despite".split())
        self.relatives = classes["relative"]
        self.auxiliaries = classes["be"] | classes["have"] | classes["do"] | classes["modal"]
        self.be = classes["be"]
        self.negations = classes["negation"]
        self.adverbs = classes["adverb"] | frozenset(["earlier", "recently", "late", "early", "further", "jointly", "previously"])
        self.times = classes["time"]
        self.object_pronouns = classes["object-pronoun"]
        self.cue_verbs = cue_verbs
        self._closed_class = self.determiners | self.prepositions | self.relatives | self.pronouns | self.auxiliaries | {"and", "or"}
        self._stops = self.subordinators | self.relatives | self.auxiliaries | _BREAKS | frozenset(["but", "yet", "nor", "not"])

    def is_adverb(self, frame: Frame, i: int) -> bool:
        """Adverbs by list or by word class; a capital is a name ("Kelly"), unless a listed one opens the sentence ("Later")."""
        named = frame.cased and frame.capital[i]
        return frame.words[i] in self.adverbs if named and i == 0 else not named and (frame.words[i] in self.adverbs or frame.tags[i] == ADVERB)

    def is_time(self, word: str) -> bool:
        """Words and numbers of dates and hours."""
        return word in self.times or word[0].isdecimal()

    def breaks(self, frame: Frame, i: int) -> bool:
        """Whether item `i` ends any noun phrase; the stop of a title or an initial ("Lt. Ann B. Ode") does not."""
        words = frame.words
        if words[i] != "." or not 0 < i < len(words) - 1:
            return words[i] in _BREAKS
        return len(words[i - 1]) > _LONGEST_ABBREVIATION or not words[i - 1].isalpha() or (frame.cased and not frame.capital[i + 1])

    def before(self, frame: Frame, at: int, floor: int) -> Part | None:
        """The noun phrase that ends before item `at`, or before the appositive there; None when there is none. Nothing before `floor` is taken."""
        if at <= floor:
            return None
        opening = at
        for _ in range(3):
            age = opening < at and opening - 2 > floor and frame.words[opening - 1][0].isdecimal() and frame.words[opening - 2] == ","
            if age:
                opening -= 2
            if frame.words[opening - 1] not in _ASIDES or opening <= floor + 1:
                break
            earlier = self._appositive_start(frame.words, opening - 1, floor)
            if earlier is None:
                return None
            opening = earlier
        found = self._left(frame, opening, floor)
        if found is None:
            return None
        start, end = found
        if opening < at and frame.words[at - 1] not in _CLOSING and self._is_name(frame, opening + 1, at - 1) and self._is_office(frame, start, end):
            return Part(opening + 1, at - 1, start, at - 1)
        return Part(start, end, start, max(end, at - (opening < at)))

    def _is_name(self, frame: Frame, start: int, end: int) -> bool:
        """Whether an appositive is the name: in "the mayor, | Ann Ode |, said" she is the speaker and the office says who she is."""
        words = frame.words[start:end]
        if not 0 < len(words) <= _LONGEST or "," in words or words[0] in self.relatives:
            return False
        if frame.cased:
            return frame.capital[end - 1]
        return len(words) <= _LONGEST_NAME and not self._closed_class.intersection(words)

    def _is_office(self, frame: Frame, start: int, end: int) -> bool:
        """Whether what stands before a name says what its bearer is: "the mayor", "France's ambassador", and not "Ann Ode" or "the Kalo Times"."""
        determined = frame.words[start] in self.determiners | self.prepositions | _OPENS_OFFICE
        return determined or (frame.cased and not frame.capital[end - 1])

    def _appositive_start(self, words: list[str], close: int, floor: int) -> int | None:
        """The comma or bracket that opens what the one at `close` closes ("Ann Ode, the mayor, said")."""
        mate = {")": "(", "]": "[", "—": "—", "--": "--", "–": "–"}.get(words[close], ",")
        for i in range(close - 1, max(floor, close - _LONGEST_APPOSITIVE), -1):
            if words[i] == mate:
                return i if i > floor and (mate != "," or self._describes(words, i + 1)) else None
            if words[i] == QUOTE:
                return None
        return None

    def _describes(self, words: list[str], i: int) -> bool:
        """Whether what follows a comma can be an appositive or a relative clause, and not the next clause."""
        word = words[i]
        if word in self.prepositions:
            return word in {"of", "from", "with", "in", "speaking"}
        return not (word in self.subordinators or word in self.pronouns or word in {"and", "but", "or"})

    def _left(self, frame: Frame, end: int, floor: int, depth: int = 0) -> tuple[int, int] | None:
        words = frame.words
        while end > floor and self.is_adverb(frame, end - 1):
            end -= 1
        end = self._before_time(words, end, floor)
        if end > floor and words[end - 1] in {"and", "or"}:
            return None
        if end > floor and (words[end - 1] in self.pronouns or self._is_relative(frame, end - 1)):
            return self._pronoun(words, end, floor)
        start = end
        while start > floor and end - start < _LONGEST and not self._stops_left(frame, start - 1, end, floor):
            start -= 1
            if words[start] in self.determiners and (start == floor or words[start - 1] not in self.prepositions):
                break
        if start > floor and depth == 0 and frame.is_verb(start - 1):
            relative = next((i for i in range(start - 1, max(floor, start - 9), -1) if words[i] in _RELATIVES), None)
            if relative is not None and "," not in words[relative:start]:
                # "a resident of the house where people were shot | says"
                return self._left(frame, relative, floor, depth + 1)
        if depth == 0:
            described = self._described(frame, start, end, floor)
            if described is not None:
                return self._left(frame, described, floor, depth + 1)
        return self._trimmed(frame, start, end)

    def _described(self, frame: Frame, start: int, end: int, floor: int) -> int | None:
        """Where a participle that describes the speaker begins: "the court | hearing the case", "the statement | received by reporters"."""
        words = frame.words
        for i in range(start + 1, end - 1):
            if words[i] in _OBTAINED and words[i + 1] == "by":
                return i
        linked = words[start] in self.prepositions
        verb = start - 1
        if linked and not (end < len(words) and (frame.is_verb(end) or words[end] in self.auxiliaries)):
            return None
        if verb <= floor or not (frame.tags[verb] in _DESCRIBING if linked else words[verb].endswith("ing")) or (frame.cased and frame.capital[verb]):
            return None
        first = verb
        while first > floor and not self._stops_left(frame, first - 1, verb, floor):
            first -= 1
        opens = first == floor or words[first - 1] in _BREAKS | self.subordinators
        return verb if opens and first < verb and words[first] not in self.prepositions else None

    def _before_time(self, words: list[str], end: int, floor: int) -> int:
        """Without the date between speaker and verb: "the mayor on Sunday | said", "police this week | said"."""
        start = end
        while start > floor and words[start - 1] in self.times:
            start -= 1
        if start < end and start > floor + 1 and words[start - 1] in _OPENS_TIME:
            start -= 1
        return start if start > floor else end

    def _stops_left(self, frame: Frame, i: int, end: int, floor: int) -> bool:
        word = frame.words[i]
        named = frame.cased and frame.capital[i] and i > 0
        if word == "." and not self.breaks(frame, i):
            return False
        if word[0].isdecimal() and i > floor and frame.words[i - 1] in self.times:
            return True  # "in May 2024 police said"
        if word in self._stops and (word not in self.relatives or self._is_relative(frame, i)):
            return True
        if frame.is_verb(i) and not named and frame.tags[i] not in _LOOSE_VERBS | {PARTICIPLE}:
            return True
        if word in self.pronouns and i + 1 < end and frame.words[i + 1] != "of":
            return True
        return word in {"and", "or", "&"} and not self._joins(frame, i, floor)

    def _is_relative(self, frame: Frame, i: int) -> bool:
        """Whether item `i` is a relative pronoun, and not the health organisation: a capital within a sentence is a name."""
        return frame.words[i] in self.relatives and not (frame.cased and frame.capital[i] and i > 0)

    def _pronoun(self, words: list[str], end: int, floor: int) -> tuple[int, int] | None:
        """A pronoun as speaker: "she", "some"; a relative pronoun only where nothing stands before it."""
        return None if words[end - 1] in self.relatives and end - 1 > floor else (end - 1, end)

    def _joins(self, frame: Frame, conjunction: int, floor: int) -> bool:
        """Whether "and" joins two speakers ("police and doctors said") and not two clauses."""
        words = frame.words
        if conjunction == floor:
            return False
        i = conjunction
        while i > floor and words[i - 1] not in _BREAKS:
            i -= 1
            if frame.is_verb(i) or words[i] in self.subordinators:
                return False
        return conjunction - i <= 8

    def _trimmed(self, frame: Frame, start: int, end: int) -> tuple[int, int] | None:
        """Without the adverbial in front: "On Tuesday police", "In a statement the ministry"."""
        words = frame.words
        while start < end and (words[start] in _DEBRIS or self.is_adverb(frame, start)):
            start += 1
        if start < end and words[start] in {"with", "amid", "by", "from", "of", "to", "for"}:
            start += 1
        elif start < end and words[start] in self.prepositions:
            start = self._past_adverbial(frame, start, end)
        while start < end and words[start] in self.times and not (frame.capital[start] and start + 1 < end and not frame.capital[start + 1]):
            start += 1
        return (start, end) if start < end else None

    def _past_adverbial(self, frame: Frame, start: int, end: int) -> int:
        words = frame.words
        for i in range(end - 1, start + 1, -1):
            if (words[i] in self.determiners or words[i] in self.pronouns) and words[i - 1] not in self.prepositions:
                return i
        first = i = start + 1 + (words[start + 1 : start + 2] == ["the"])
        while i < end and (words[i] in self.times or words[i][0].isdecimal()):
            i += 1
        if i > first:
            return i
        i = start + 1
        while i < end and frame.cased and frame.capital[i]:
            i += 1
        return i if i < end and i > start + 1 else end

    def after(self, frame: Frame, at: int, *, loose: bool = False) -> Part | None:
        """The noun phrase that starts at item `at`; `loose` lets it run through all its prepositional phrases ("according to")."""
        words = frame.words
        if at >= len(words) or words[at] in _BREAKS or words[at] in self.auxiliaries:
            return None
        if words[at] in self.object_pronouns or (words[at] in self.pronouns and (at + 1 >= len(words) or words[at + 1] != "of")):
            return Part(at, at + 1, at, self._outer_end(frame, at + 1))
        if words[at] in self.prepositions or words[at] in self.relatives or words[at] in self.subordinators:
            return None
        end = at
        while end < len(words) and end - at < _LONGEST:
            if end > at and self._ends_after(frame, end, at, loose=loose):
                break
            end += 1
        while end > at and words[end - 1] in self.prepositions | self.determiners | {"and", "or"}:
            end -= 1
        return Part(at, end, at, self._outer_end(frame, end)) if end > at else None

    def _ends_after(self, frame: Frame, i: int, start: int, *, loose: bool) -> bool:
        words = frame.words
        word = words[i]
        if word in self._stops and word != "-" and (word != "." or self.breaks(frame, i)):
            return True
        if word in self.times and not (frame.cased and frame.capital[i] and i + 1 < len(words) and frame.capital[i + 1]):
            return True
        if word in {"of", "for", "from", "close"} or words[i - 1] in _CLOSE:
            return False
        if word in self.prepositions:
            return not (loose and word in _SOURCE_PREPOSITIONS)
        if word in self.pronouns or (word in self.determiners and words[i - 1] not in self.prepositions | {"and", "or"}):
            return True
        if (frame.is_verb(i) and frame.tags[i] not in _LOOSE_VERBS) or word in self.cue_verbs or self.is_adverb(frame, i):
            return i > start and not (frame.cased and frame.capital[i])
        return word in {"and", "or"} and i + 1 < len(words) and words[i + 1] in self.cue_verbs | self.auxiliaries | {"that"}

    def _outer_end(self, frame: Frame, end: int) -> int:
        """Past what still says who speaks: "a statement | from the ministry", "Ann Ode |, the mayor"."""
        words = frame.words
        i = end
        if i < len(words) - 1 and words[i] in {",", "("}:
            closes = next((k for k in range(i + 1, min(len(words), i + _LONGEST)) if words[k] in _BREAKS), len(words))
            clause = any(frame.is_verb(k) for k in range(i + 1, closes)) and words[i + 1] not in self.relatives
            if words[i] == "," and (clause or words[i + 1] not in self.determiners | self.relatives):
                return end
            i += 1
        while i < len(words) and not self.breaks(frame, i) and i - end < _LONGEST:
            i += 1
        return i

    def bare(self, frame: Frame, part: Part) -> tuple[int, int]:
        """The words of a mention (READING.md 19): without article or possessive, up to the first prepositional phrase that is not "of"."""
        words = frame.words
        start, end = part.start, part.end
        while start < end - 1 and (words[start] in self.determiners and words[start] not in {"no", "such"}):
            start += 1
        return start, end
