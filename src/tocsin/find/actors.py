"""Mentions of people, groups, bodies, forces, vehicles, weapons and other property (READING.md 19, 20), and what each resolves to.

A newcomer reads `ActorFinder.find` first: every noun phrase is cut at possessives, its head is looked up (longest entry first), and what stands
before the head may change the kind: "rebel commander" is no office-holder.
"""

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from tocsin.core.document import Segmented, Sentence
from tocsin.core.hints import Hints
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span, SpanIndex
from tocsin.core.values import Actor, Instrument, Property, Sector
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import Chunk, ChunkKind, Phrases
from tocsin.text.wordclasses import plural_of


class ActorWords(msgspec.Struct, frozen=True):
    """One entry of the lexicons of people, forces, titles, bodies and property."""

    heads: tuple[str, ...]
    kind: str | None = None
    sector: str = "UNK"
    group: str | None = None
    title: bool = False
    acronyms: tuple[str, ...] = ()


class Demonym(msgspec.Struct, frozen=True):
    """Words for the people of a country; those of a continent have none."""

    forms: tuple[str, ...]
    country: str | None = None


class _Entry(msgspec.Struct, frozen=True):
    rule: str
    kind: MentionKind
    words: ActorWords
    title: bool
    singular: bool = True


_LEXICONS = {
    "objects": MentionKind.OBJECT,
    "weapons": MentionKind.WEAPON,
    "vehicles": MentionKind.VEHICLE,
    "organisations": MentionKind.ORGANISATION,
    "people": MentionKind.GROUP,
    "titles": MentionKind.OFFICE_HOLDER,
    "forces": MentionKind.SECURITY_FORCE,
}
"""Later ones win where two list the same words."""
_HINT_KINDS = {"Person": MentionKind.PERSON, "Organization": MentionKind.ORGANISATION, "NORP": MentionKind.GROUP}
_OF_FORCE = frozenset({MentionKind.SECURITY_FORCE, MentionKind.ARMED_GROUP})
_FOLLOWS_ITS_MODIFIER = frozenset(
    "member members leader leaders commander commanders chief chiefs official officials spokesman spokeswoman spokesperson spokesmen "
    "fighter fighters force forces unit units group groups supporter supporters operative operatives patrol patrols commandos command "
    "cell cells team teams".split()
)
"""Heads whose kind is that of the force or armed group named before them: "gang members", "police spokesman", "rebel forces"."""
_SAYS = frozenset(
    "said says told added explained testified claimed wrote tweeted insisted stated recalled asked argued noted warned confirmed announced".split()
)
_NO_NAME = frozenset(
    "street avenue road river county city park hospital university college bay island beach lake mountain valley square airport bridge "
    "district province region state north south east west central new saint san los las el la monday tuesday wednesday thursday friday "
    "saturday sunday january february march april june july august september october november december company inc corp ltd award cup "
    "league series news photo video update facebook twitter act law day war church school court house centre center building village "
    "town republic kingdom cape".split()
)
"""Words that mark a capitalised phrase as something other than a person's name."""
_PARTICLES = frozenset("van von der den de da dos del di bin ibn al el la le ben abu".split())
"""Lower-case parts of names."""
_LEADING = frozenset({"D", "#", "Q", "B", "P", "p", "!"})
"""Word classes before a noun phrase's first own word: determiners, numerals and the words that bound them ("more than 200 officers")."""


class ActorFinder:
    """Finds actors and property; built once from its seven lexicons and the demonyms."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases | None = None) -> None:
        self._phrases = phrases or Phrases(lexicons)
        self._entries: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
        self._acronyms: dict[str, _Entry] = {}
        self._by_rule: dict[str, ActorWords] = {}
        for name, kind in _LEXICONS.items():
            for i, words in enumerate(lexicons.entries(name, ActorWords)):
                self._add(f"{name}:{words.group or words.sector.lower()}:{i}", kind, words)
        for options in self._entries.values():
            options.sort(key=_length, reverse=True)
        demonyms = lexicons.entries("demonyms", Demonym)
        self._countries = {form.lower(): entry.country for entry in demonyms if entry.country is not None for form in entry.forms}

    def _add(self, rule: str, kind: MentionKind, words: ActorWords) -> None:
        if words.kind == "facility":
            return
        entry = _Entry(rule, MentionKind(words.kind) if words.kind else kind, words, words.title or rule.startswith("titles"))
        self._by_rule[rule] = words
        for acronym in words.acronyms:
            self._acronyms[acronym] = entry
        for head in words.heads:
            parts = tuple(head.replace("'s", " 's").split())
            plural = (*parts[:-1], plural_of(parts[-1]))
            for form, singular in ((parts, not self._phrases.tagger.is_plural(parts[-1])), (plural, False)):
                options = self._entries.setdefault(form[-1], [])
                if words.title and any([option[0] == form for option in options]):
                    continue
                options[:] = [option for option in options if option[0] != form]
                options.append((form, msgspec.structs.replace(entry, singular=singular)))

    def find(self, sentence: Sentence, hints: Hints | None = None) -> tuple[Mention, ...]:
        """The mentions of a sentence in order; pronouns are none. A hint adds the names that no lexicon can know."""
        found: list[Mention] = []
        for chunk in self._phrases.chunks(sentence):
            if chunk.kind is ChunkKind.NOUN:
                found.extend(self._in_phrase(sentence, chunk))
        if hints is not None:
            found = self._with_hints(sentence, found, hints)
        return tuple(_appositions(sentence, sorted(found, key=_place)))

    def read(self, document: Segmented, hints: Hints | None = None) -> tuple[Mention, ...]:
        """The mentions of a document; a surname alone is found too once the full name, or a title before it, has been."""
        found = [(sentence, mention) for sentence in document.sentences for mention in self.find(sentence, hints)]
        surnames = {
            mention.head.quote(document.document.text).lower(): mention
            for _, mention in reversed(found)
            if mention.kind in {MentionKind.PERSON, MentionKind.OFFICE_HOLDER} and mention.rule.startswith(("title", "name", "hint"))
        }
        every = [mention for _, mention in found]
        taken = SpanIndex((mention.span, mention) for mention in every)
        for sentence in document.sentences:
            for token, word in zip(sentence.tokens, sentence.folded, strict=True):
                known = surnames.get(word)
                if known is not None and token.text[0].isupper() and not taken.covering(token.span):
                    every.append(Mention(span=token.span, head=token.span, kind=known.kind, rule="surname", score=known.score))
        return tuple(sorted(every, key=_place))

    def _in_phrase(self, sentence: Sentence, chunk: Chunk) -> Iterable[Mention]:
        """The mentions of one noun phrase, cut at its possessives: "the city's police chief" speaks of the chief."""
        tags = self._phrases.tags(sentence)
        first = chunk.first
        for i in range(chunk.first, chunk.end + 1):
            if i < chunk.end and tags[i] != "X":
                continue
            mention = self._segment(sentence, tags, first, i) if i > first else None
            if mention is not None:
                yield mention
            first = i + 1

    def _segment(self, sentence: Sentence, tags: tuple[str, ...], first: int, end: int) -> Mention | None:
        numerals = [i for i in range(first, end - 1) if tags[i] == "#"]
        first = numerals[-1] + 1 if numerals else first  # "at least 7 victims": a number and its bound are no part of the mention
        while first < end - 1 and tags[first] in _LEADING:
            first += 1
        if tags[first] in {"D", "Q", "#"} and sentence.folded[first] != "others":
            return None
        head = end - 1
        entry = self._match(sentence, first, head)
        if sentence.folded[head] == "head" and sentence.folded[head + 1 : head + 2] != ("of",):
            return None  # a part of the body
        if entry is not None:
            return self._headed(sentence, first, head, entry)
        titled = self._titled(sentence, first, end)
        if titled is not None:
            return titled
        if sentence.folded[head].endswith(("-year-old", "-year-olds")):
            kind = MentionKind.GROUP if sentence.folded[head].endswith("s") else MentionKind.PERSON
            return self._mention(sentence, first, head, kind, rule="age")
        return (
            self._acronym(sentence, first, head)
            or self._of_a_country(sentence, first, head)
            or self._modifying(sentence, first, head)
            or self._named(sentence, first, end)
        )

    def _match(self, sentence: Sentence, first: int, head: int) -> _Entry | None:
        """The longest entry that ends at `head` and does not reach before `first`."""
        for words, entry in self._entries.get(sentence.folded[head], ()):
            n = len(words)
            if head - n + 1 >= first and sentence.folded[head - n + 1 : head + 1] == words:
                return entry
        return None

    def _headed(self, sentence: Sentence, first: int, head: int, entry: _Entry) -> Mention:
        kind, rule = entry.kind, entry.rule
        if sentence.folded[head] in _FOLLOWS_ITS_MODIFIER:
            for i in range(head - 1, first - 1, -1):
                modifier = self._match(sentence, first, i) or self._acronyms.get(sentence.tokens[i].text)
                if modifier is not None and modifier.kind in _OF_FORCE:
                    kind, rule = modifier.kind, modifier.rule
                    break
        if kind is MentionKind.GROUP and entry.singular and sentence.folded[head] not in _COLLECTIVE:
            kind = MentionKind.PERSON
        return self._mention(sentence, first, head, kind, rule=rule)

    def _titled(self, sentence: Sentence, first: int, end: int) -> Mention | None:
        """A title or occupation before a name: "Interior Minister Kakha Bukia", "suspect Ana Boe"."""
        for i in range(end - 2, first - 1, -1):
            entry = self._match(sentence, first, i)
            if entry is None or not all([self._may_be_name(sentence, k) for k in range(i + 1, end)]) or end - i > 6:
                continue
            if entry.kind in {MentionKind.VEHICLE, MentionKind.WEAPON, MentionKind.OBJECT, MentionKind.ORGANISATION} or not (
                entry.title or entry.singular
            ):
                return None
            kind = MentionKind.PERSON if entry.kind is MentionKind.GROUP else entry.kind
            return self._mention(sentence, first, end - 1, kind, rule="title:" + entry.rule)
        return None

    def _may_be_name(self, sentence: Sentence, i: int) -> bool:
        text, word = sentence.tokens[i].text, sentence.folded[i]
        if word in _PARTICLES or word == ".":
            return True
        return text[0].isupper() and text[0].isalpha() and word not in _NO_NAME and self._match(sentence, i, i) is None

    def _modifying(self, sentence: Sentence, first: int, head: int) -> Mention | None:
        """A force or body that stands before an act: "a police raid", "the government offensive"."""
        for i in range(head - 1, first - 1, -1):
            entry = self._match(sentence, first, i) or self._acronyms.get(sentence.tokens[i].text)
            if entry is not None and entry.kind in _OF_FORCE | {MentionKind.ORGANISATION}:
                start = i
                while start > first and sentence.folded[start - 1] in self._countries:
                    start -= 1
                return self._mention(sentence, start, i, entry.kind, rule=entry.rule, score=0.6)
        return None

    def _acronym(self, sentence: Sentence, first: int, head: int) -> Mention | None:
        """A body known by its initials, which only count as such in a sentence that is not all capitals, or when they can be no word."""
        text = sentence.tokens[head].text
        entry = self._acronyms.get(text)
        if entry is None or (len(text) < 3 and all([token.text.isupper() for token in sentence.tokens if token.text.isalpha()])):
            return None
        return self._mention(sentence, first, head, entry.kind, rule=entry.rule)

    def _named(self, sentence: Sentence, first: int, end: int) -> Mention | None:
        """A capitalised name of two to four words, or one beside an age or a verb of saying; never in text without lower case."""
        words = [token.text for token in sentence.tokens[first:end]]
        if (
            not sentence.mixed
            or not all([self._may_be_name(sentence, i) for i in range(first, end)])
            or any([word.isupper() and len(word) > 1 for word in words])
        ):
            return None
        if any([word.lower() in self._countries for word in words]):
            return None
        following = sentence.folded[end : end + 3]
        aged = following[:1] == (",",) and following[1:2] != () and following[1].isdecimal()
        if (
            aged
            or (len(words) > 1 and following[:1] != () and following[0] in _SAYS)
            or (first > 0 and sentence.folded[first - 1] in _SAYS and len(words) > 1)
        ):
            return self._mention(sentence, first, end - 1, MentionKind.PERSON, rule="name:said", score=0.8) if len(words) < 5 else None
        return self._mention(sentence, first, end - 1, MentionKind.PERSON, rule="name:capitals", score=0.4) if 1 < len(words) < 4 else None

    def _of_a_country(self, sentence: Sentence, first: int, head: int) -> Mention | None:
        """As in "Palestinians", "two Yemenis": a people's name as a noun."""
        word = sentence.folded[head]
        if word in self._countries and word.endswith("s") and word[:-1] in self._countries:
            return self._mention(sentence, first, head, MentionKind.GROUP, rule="demonym")
        return None

    def _mention(self, sentence: Sentence, first: int, head: int, kind: MentionKind, *, rule: str, score: float = 0.9) -> Mention:
        tokens = sentence.tokens
        return Mention(span=tokens[first].span.join(tokens[head].span), head=tokens[head].span, kind=kind, rule=rule, score=score)

    def _with_hints(self, sentence: Sentence, found: list[Mention], hints: Hints) -> list[Mention]:
        """Names the trained reader saw: a person keeps its title's kind; places and facilities take weak names away."""
        for hint in hints.within(sentence.span, "ner", "mention"):
            over = [mention for mention in found if mention.span.overlaps(hint.span)]
            if _has_only(sentence, hint.span, _NO_MENTION):
                continue
            kind = _HINT_KINDS.get(hint.label) if hint.head == "ner" else _mention_kind(hint.label)
            if kind is None:
                found = [mention for mention in found if mention not in over or not mention.rule.startswith("name:")]
            elif not over or all([mention.rule.startswith("name:") for mention in over]):
                found = [mention for mention in found if mention not in over]
                found.append(Mention(span=hint.span, head=_last_word(sentence, hint.span), kind=kind, rule=f"hint:{hint.head}", score=hint.score))
        return found

    def resolve(self, mention: Mention, text: str, *, as_property: bool = False) -> Actor | Property | Instrument:
        """What the mention stands for; weapons are instruments unless `as_property` (seized, destroyed)."""
        name = " ".join(mention.span.quote(text).split())
        words = self._by_rule.get(mention.rule.removeprefix("title:"))
        if mention.kind is MentionKind.WEAPON and not as_property:
            return Instrument(name=name, kind=words.group if words is not None else None)
        if mention.kind in {MentionKind.VEHICLE, MentionKind.WEAPON, MentionKind.OBJECT, MentionKind.FACILITY}:
            return Property(name=name, kind=mention.kind.value)
        folded = name.lower().replace("'s", "").split()
        country = next((self._countries[word] for word in folded if word in self._countries), None)
        sector = Sector(words.sector) if words is not None else Sector.UNK
        if sector is Sector.CVL and "opposition" in folded:
            sector = Sector.OPP
        return Actor(name=name, kind=mention.kind.value, sector=sector, group=words.group if words is not None else None, country=country)

    def same(self, mentions: tuple[Mention, ...], text: str) -> tuple[int, ...]:
        """For each mention the index of the first that names the same person: equal last names, "Tokayev" and "President Tokayev"."""
        first: dict[str, int] = {}
        groups = []
        for i, mention in enumerate(mentions):
            named = mention.rule.startswith(("title", "name", "hint", "surname")) and mention.kind in {MentionKind.PERSON, MentionKind.OFFICE_HOLDER}
            groups.append(first.setdefault(mention.head.quote(text).lower(), i) if named else i)
        return tuple(groups)


_COLLECTIVE = frozenset(
    "crowd group team faction minority tribe side leadership management youth mob public community population opposition family household staff crew "
    "personnel people police couple".split()
)
"""Singular in form, groups all the same."""


def _appositions(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """A name beside an office takes the office's kind: "Ana Boe, the mayor of Keel", "the mayor, Ana Boe"."""
    kinds = [mention.kind for mention in found]
    for i, (left, right) in enumerate(pairwise(found)):
        between = sentence.folded[sentence.begun(left.span.end) : sentence.begun(right.span.start)]
        if between[:1] != (",",) or not set(between[1:]) <= _APPOSED:
            continue
        for name, office in ((i, i + 1), (i + 1, i)):
            if found[name].rule.startswith(("name", "hint")) and kinds[name] is MentionKind.PERSON and kinds[office] is MentionKind.OFFICE_HOLDER:
                kinds[name] = MentionKind.OFFICE_HOLDER
    return [msgspec.structs.replace(mention, kind=kind) for mention, kind in zip(found, kinds, strict=True)]


_APPOSED = frozenset("the a an its his their former our".split())


_NO_MENTION = frozenset("a an the one two three four five six seven eight nine ten he she it they we i you who which that his her their its".split())


def _has_only(sentence: Sentence, span: Span, words: frozenset[str]) -> bool:
    """Whether nothing but `words` stands at `span`."""
    return words.issuperset(sentence.folded[sentence.ended(span.start) : sentence.begun(span.end)])


def _length(option: tuple[tuple[str, ...], _Entry]) -> int:
    return len(option[0])


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end


def _mention_kind(label: str) -> MentionKind | None:
    kind = MentionKind(label)
    return None if kind in {MentionKind.PLACE, MentionKind.FACILITY, MentionKind.DATE, MentionKind.NUMBER} else kind


def _last_word(sentence: Sentence, span: Span) -> Span:
    return next((token.span for token in reversed(sentence.tokens) if span.covers(token.span)), span)
