"""Finds place names in a report: the gazetteer, capital letters, the words around, and what the trained reader proposes.

Every name gets points: how prominent the best-known place of that name is, whether words beside it speak of a place, whether it looks like part of a
person's or an organisation's name. From `ACCEPT` points on it is a mention. Text in capitals tells nothing by its letters, so more is asked there.
"""

import re

import msgspec

from tocsin.core.document import Segmented, Sentence, Token
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span, SpanIndex
from tocsin.core.values import PlaceKind
from tocsin.find.places.words import Cue, PlaceWords
from tocsin.resources.gazetteer import Gazetteer, Named, fold
from tocsin.resources.lexicons import Lexicons

ACCEPT = 0.6
_LONGEST = 5
"""Words of the longest names looked for ("Santa Cruz de la Sierra")."""
_CAPITALS = 0.6
"""Share of capital letters from which a text is read as written in capitals."""
_DIRECTION = re.compile(r"^(?:north|south|east|west|central|upper|lower|greater)(?:ern)?(?:-?(?:east|west)(?:ern)?)?$", re.IGNORECASE)
_ARTICLED = re.compile(r"^(?:al|el|as|ash|ad|ar|an|at|az|ez|es|er)[-‐‑][A-Z]")
_VOCABULARY = ("function_words", "verbs", "people", "triggers", "objects", "weapons", "vehicles")
_PLACE_LABELS = frozenset({"Location", "place"})
_OTHER_LABELS = {
    "Person": 1.0, "person": 1.0, "office-holder": 0.5, "Organization": 0.3, "organisation": 0.2, "NORP": 0.6, "Product": 0.5, "Misc": 0.2,
    "Date": 0.8,
}  # fmt: skip
"""How much a proposal of another kind speaks against a place: a body is often called by its place, a person is not."""
_SURE = 0.5
_SMALL = frozenset({PlaceKind.SETTLEMENT, PlaceKind.ADMIN2, PlaceKind.DISTRICT})
_SHORT = 4
"""Letters below which a word in a text in capitals is too likely another word."""
_CITY, _TOWN, _METROPOLIS = 100_000, 15_000, 1_000_000


class _Text(msgspec.Struct, frozen=True):
    """What is known of the whole report before its names are weighed."""

    text: str
    capitals: bool
    lower: frozenset[str]
    surnames: frozenset[str]
    countries: frozenset[str | None]


class _Name(msgspec.Struct, frozen=True, gc=False):
    """Tokens `start`..`end` of a sentence that the gazetteer knows."""

    start: int
    end: int
    found: tuple[Named, ...]
    folded: str


class Finder:
    """Built once; `find` reads one report."""

    def __init__(self, lexicons: Lexicons, gazetteer: Gazetteer, words: PlaceWords) -> None:
        """Raises ResourceError when a lexicon is missing."""
        self._gazetteer, self._words = gazetteer, words
        cues: dict[str, frozenset[str]] = {}
        for entry in lexicons.entries("place_cues", Cue):
            cues[entry.cue] = cues.get(entry.cue, frozenset()) | frozenset(entry.words)
        self._locative, self._titles, self._bodies = cues["locative"], cues["title"], cues["body"]
        self._never, self._joins, self._speech = cues["never"], cues["joins"], cues["speech"]
        self._common = frozenset().union(*[_strings(lexicons.entries(name, dict)) for name in _VOCABULARY])

    def find(self, segmented: Segmented, hints: Hints | None) -> tuple[Mention, ...]:
        """The mentions of places, in order; a name known only as a landmark is a facility."""
        about = self._about(segmented)
        labels = () if hints is None else tuple([hint for hint in hints.hints if hint.head in {"ner", "mention"}])
        proposed = SpanIndex((hint.span, hint) for hint in labels)
        names = [(sentence, name) for sentence in segmented.sentences for name in self._names(sentence, about)]
        tied = frozenset([name.folded for sentence, name in names if about.capitals and self._beside(sentence, name) > 0])
        weighed = [self._weigh(sentence, name, about, proposed, tied) for sentence, name in names]
        found = [mention for mention in weighed if mention is not None]
        taken = {offset for mention in found for offset in range(mention.span.start, mention.span.end)}
        named = [hint for hint in labels if about.capitals or about.text[hint.span.start].isupper()]  # "on the coastal road" names no place
        sure = [hint for hint in named if hint.label in _PLACE_LABELS and hint.score >= _SURE]
        found.extend([_from_hint(hint) for hint in sure if not _overlaps(hint.span, taken)])
        return tuple(sorted(found, key=_by_span))

    def _about(self, segmented: Segmented) -> _Text:
        text = segmented.document.text
        letters = [c for c in text if c.isalpha()]
        capitals = sum(map(str.isupper, letters)) > _CAPITALS * max(1, len(letters))
        lower, surnames = set(), set()
        for sentence in segmented.sentences:
            for i, token in enumerate(sentence.tokens):
                if token.text.islower():
                    lower.add(token.text)
                elif i and token.text[0].isupper() and _capital(sentence.tokens[i - 1]) and not capitals:
                    pair = sentence.tokens[i - 1 : i + 1]
                    if self._is_person(sentence, i - 1, pair):
                        surnames.add(sentence.folded[i])
        return _Text(text, capitals, frozenset(lower), frozenset(surnames), self._countries(segmented))

    def _countries(self, segmented: Segmented) -> frozenset[str | None]:
        """The countries that a report names, by itself, by a demonym, or by a city of a million or a capital."""
        codes: set[str | None] = set()
        for sentence in segmented.sentences:
            words = [token.text for token in sentence.tokens]
            for i, word in enumerate(words):
                if word[0].isupper():
                    codes.add(self._words.demonyms.get(sentence.folded[i]))
                    pair = " ".join(words[i : i + 2])
                    for found in {word: self._gazetteer.lookup(word), pair: self._gazetteer.lookup(pair)}.values():
                        codes.update([named.row.country for named in found if self._prominent((named,))])
        return frozenset(codes)

    def _is_person(self, sentence: Sentence, i: int, pair: tuple[Token, ...]) -> bool:
        """Two capitalised words side by side that no place, kind of place or body explains: a first name and a surname."""
        first, second = sentence.folded[i], sentence.folded[i + 1]
        if first in self._common or self._explains(first):
            return False
        if second in self._bodies or second in self._words.kinds or second in self._common:
            return False
        if self._gazetteer.lookup(f"{pair[0].text} {pair[1].text}"):
            return False
        return not any([self._prominent(self._gazetteer.lookup(token.text)) for token in pair])

    @staticmethod
    def _prominent(found: tuple[Named, ...]) -> bool:
        rows = [named.row for named in found if named.main]
        return any([row.kind is PlaceKind.COUNTRY or row.capital or row.population > _METROPOLIS for row in rows])

    def _names(self, sentence: Sentence, about: _Text) -> list[_Name]:
        names, i, tokens = [], 0, sentence.tokens
        while i < len(tokens):
            name = self._longest(sentence, i, about) if _opens(tokens[i]) else None
            if name is not None:
                names.append(name)
            i = name.end if name else i + 1
        return names

    def _longest(self, sentence: Sentence, i: int, about: _Text) -> _Name | None:
        tokens = sentence.tokens
        furthest = i + 1
        while furthest < min(len(tokens), i + _LONGEST) and (_opens(tokens[furthest]) or sentence.folded[furthest] in self._joins):
            furthest += 1
        for end in range(furthest, i, -1):
            if end - i > 1 and not _opens(tokens[end - 1]):
                continue
            words = about.text[tokens[i].span.start : tokens[end - 1].span.end]
            if end - i == 1 and (sentence.folded[i] in self._never or sentence.folded[i] in self._words.demonyms or len(words) < 2):
                return None
            found = self._gazetteer.lookup(words)
            if found and self._is_name(words, found, about) and not self._is_everyday(sentence.folded[i:end], found):
                return _Name(i, end, found, fold(words))
        return None

    @staticmethod
    def _is_name(words: str, found: tuple[Named, ...], about: _Text) -> bool:
        """Whether up to three letters are a name as written: "US" and "Fes", not "Us", nor "CAR" in a text in capitals."""
        if len(fold(words)) >= _SHORT or (not words.isupper() and any([fold(named.row.name) == fold(words) for named in found])):
            return True
        if not any([named.row.kind is PlaceKind.COUNTRY for named in found]):
            return False
        return words.replace(".", "").isupper() and (not about.capitals or "." in words)

    def _is_everyday(self, words: tuple[str, ...], found: tuple[Named, ...]) -> bool:
        """Names of small places made of nothing but everyday words ("The Bank")."""
        everyday = all([word in self._never or word in self._bodies or word in self._common for word in words])
        return everyday and not any([named.row.population > _METROPOLIS or named.row.kind not in _SMALL for named in found])

    def _weigh(self, sentence: Sentence, name: _Name, about: _Text, proposed: SpanIndex[Hint], tied: frozenset[str]) -> Mention | None:
        tokens = sentence.tokens
        span = Span(tokens[name.start].span.start, tokens[name.end - 1].span.end)
        points = _prominence(name.found)
        points += 0.15 * (name.end - name.start > 1) + self._beside(sentence, name)
        points += self._against(sentence, name, about)
        if about.capitals:
            points += self._in_capitals(name, about, tied)
        points += _by_hints(span, proposed.overlapping(span))
        if points < ACCEPT:
            return None
        landmark = all([named.row.kind is PlaceKind.LANDMARK for named in name.found])
        whole = self._extended(sentence, name)
        return Mention(
            span=whole, head=span, kind=MentionKind.FACILITY if landmark else MentionKind.PLACE, rule="gazetteer", score=round(min(1.0, points), 3)
        )

    def _beside(self, sentence: Sentence, name: _Name) -> float:
        points, (before, after) = 0.0, _neighbours(sentence, name)
        if before in self._locative or (before == "the" and name.start > 1 and sentence.folded[name.start - 2] in self._locative):
            points += 0.25
        if after in self._words.kinds or (name.end - name.start > 1 and sentence.folded[name.end - 1] in self._words.kinds):
            points += 0.3
        if before == "of" and name.start > 1 and sentence.folded[name.start - 2] in self._words.kinds:
            points += 0.3
        if after in {",", "("} and self._is_container(sentence, name.end + 1):
            points += 0.3
        if before == "," and name.start > 1 and self._prominent(self._gazetteer.lookup(sentence.tokens[name.start - 2].text)):
            points += 0.1
        return points

    def _is_container(self, sentence: Sentence, i: int) -> bool:
        """Whether a country or first-level unit is named from token `i` on."""
        if i >= len(sentence.tokens) or not _capital(sentence.tokens[i]):
            return False
        words = [token.text for token in sentence.tokens[i : i + 2]]
        found = (*self._gazetteer.lookup(words[0]), *self._gazetteer.lookup(" ".join(words)))
        return any([named.row.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1) for named in found])

    def _against(self, sentence: Sentence, name: _Name, about: _Text) -> float:
        tokens, folded, points = sentence.tokens, sentence.folded, 0.0
        before, after = _neighbours(sentence, name)
        single = name.end - name.start == 1
        if before in self._titles:
            points -= 1.0
        if before == "of" and name.start > 1 and folded[name.start - 2] in self._bodies and _capital(tokens[name.start - 2]):
            points -= 1.0
        if about.capitals:
            return points
        little = before in self._common or before in self._locative  # in a headline in title case
        if name.start and _capital(tokens[name.start - 1]) and not self._explains(before) and not little:
            points -= 0.8
        if name.end < len(tokens) and _capital(tokens[name.end]):
            points -= 1.0 if after in self._bodies else 0.0 if self._follows(after) else 0.6
            points += 0.4 if after not in self._bodies and self._prominent(name.found) else 0.0
        if single and folded[name.start] in about.surnames:
            points -= 0.8
        if single and name.start == 0 and (folded[0] in self._common or folded[0] in about.lower):
            points -= 0.6
        if after in self._speech and not self._prominent(name.found):
            points -= 0.3
        return points

    def _follows(self, word: str) -> bool:
        """A capitalised word after a name that does not make it another name: a title, an everyday word, a kind of place."""
        return word in self._common or word in self._titles or word in self._words.kinds or word in self._never

    def _explains(self, word: str) -> bool:
        """A capitalised word beside a name that does not make it another name: a direction, a demonym, a kind of place, a month."""
        return bool(_DIRECTION.match(word)) or word in self._words.demonyms or word in self._words.kinds or word in self._never

    def _in_capitals(self, name: _Name, about: _Text, tied: frozenset[str]) -> float:
        """Letters tell nothing here: a lesser place must be no everyday word, lie in a country of the report, and be tied in somewhere."""
        if self._prominent(name.found):
            return 0.0
        if " " not in name.folded and (name.folded in self._common or len(name.folded) < _SHORT):
            return -1.0
        points = 0.0 if any([named.row.country in about.countries and named.main for named in name.found]) else -0.6
        return points if name.folded in tied else points - 0.4

    def _extended(self, sentence: Sentence, name: _Name) -> Span:
        """The name with the words that belong to it: "southern" before, "region" after, "province of" before (READING.md 19)."""
        start, end, folded = name.start, name.end, sentence.folded
        if end < len(folded) and folded[end] in self._words.kinds and folded[end] not in {"country", "nation", "capital", "port"}:
            end += 1
        if start > 1 and folded[start - 1] == "of" and folded[start - 2] in self._words.kinds and folded[start - 2] != "capital":
            start -= 2
        elif start and _DIRECTION.match(folded[start - 1]):
            start -= 1
        return Span(sentence.tokens[start].span.start, sentence.tokens[end - 1].span.end)


def _neighbours(sentence: Sentence, name: _Name) -> tuple[str, str]:
    """The words right before and after the name, folded; empty at the sentence's ends."""
    folded = sentence.folded
    return folded[name.start - 1] if name.start else "", folded[name.end] if name.end < len(folded) else ""


def _capital(token: Token) -> bool:
    return token.text[0].isupper()


def _opens(token: Token) -> bool:
    """Whether a name may begin with the token, or go on with it: a capital, or an article and a capital ("ez-Zor")."""
    return token.text[0].isupper() or bool(_ARTICLED.match(token.text))


def _prominence(found: tuple[Named, ...]) -> float:
    return max([_known(named) for named in found])


def _known(named: Named) -> float:
    row = named.row
    if row.kind is PlaceKind.COUNTRY:
        points = 0.9
    elif row.capital or row.kind in (PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.LANDMARK) or row.population >= _CITY:
        points = 0.75
    elif row.population >= _TOWN or row.kind is not PlaceKind.SETTLEMENT:
        points = 0.6
    else:
        points = 0.4
    return points if named.main or row.kind is PlaceKind.COUNTRY else points - 0.1


def _by_hints(span: Span, proposed: list[Hint]) -> float:
    """Of the labels on words of `span` the strongest for and the strongest against; one that is wider than the name speaks less against it."""
    plus = minus = 0.0
    for hint in proposed:
        if hint.label in _PLACE_LABELS:
            plus = max(plus, 0.4 * hint.score)
        else:
            wider = len(hint.span) > len(span) + 1 and hint.label not in ("Person", "person")
            minus = max(minus, _OTHER_LABELS.get(hint.label, 0.0) * hint.score * (0.5 if wider else 1.0))
    return plus - minus


def _from_hint(hint: Hint) -> Mention:
    return Mention(span=hint.span, head=hint.span, kind=MentionKind.PLACE, rule="reader", score=hint.score)


def _overlaps(span: Span, taken: set[int]) -> bool:
    return any([offset in taken for offset in range(span.start, span.end)])


def _by_span(mention: Mention) -> tuple[int, int]:
    return (mention.span.start, mention.span.end)


def _strings(value: object) -> frozenset[str]:
    """Every single word in lower case anywhere in a lexicon's entries."""
    if isinstance(value, str):
        return frozenset({value}) if value.islower() and " " not in value else frozenset()
    if isinstance(value, dict):
        return frozenset().union(*map(_strings, value.values()))
    if isinstance(value, list | tuple):
        return frozenset().union(*map(_strings, value))
    return frozenset()
