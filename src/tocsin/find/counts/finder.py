"""Number phrases in a sentence, with bounds and the group counted.

A newcomer reads `CountFinder.find` first: numeral -> is it a count at all -> bounds and ranges -> group -> mention.
"""

from bisect import bisect_right

import msgspec

from tocsin.core.claims import Role
from tocsin.core.document import Segmented, Sentence
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import FigureMention
from tocsin.core.spans import Span
from tocsin.find.counts.contexts import Contexts
from tocsin.find.counts.heads import Counted, HeadWords
from tocsin.find.counts.measured import HARM, MeasureWord
from tocsin.find.counts.measures import MeasureReader
from tocsin.find.counts.numbers import NumberReader, Numeral
from tocsin.find.counts.subsets import parents
from tocsin.resources.lexicons import Lexicons
from tocsin.text.anonymity import anonymous
from tocsin.text.phrases import Chunk, ChunkKind, Phrases, VerbForm, Voice

_SURE_HINT = 0.4
"""Score from which the model's measure counts where no word decides (chosen on both sets of development labels)."""
_FATAL = frozenset("killed kills dead died dies death deaths fatal fatally fatalities murdered slain slaying body bodies".split())
"""Without any of these in a report, people who were shot were wounded (READING.md 4: unless the text makes it clear)."""
_HURT = frozenset(
    "shot shooting shootings gunshot wounded wounds injured injuries stabbed stabbing hospital hospitals hospitalized hospitalised".split()
)
"""With any of these in a report in which nobody died, its victims are people hurt."""
_GUNNED = frozenset({"gun", "gunned", "guns", "gunning"})
"""Said of whom bullets brought down: most of them die of it."""
_DEATHS = _FATAL | frozenset(
    "kill killing killings murder murders homicide homicides slaying slayings massacre massacred assassinated executed lynched perished".split()
)
"""One of these stands where somebody's death is told; not each of them means that somebody died ("attempted murder")."""
_REFLEXIVE = frozenset({"himself", "herself", "self"})
"""Who is told of last; headlines write "self"."""
_WHERE = frozenset("on at inside outside near there present".split())
_BEING = frozenset("be am is are was were been being has have had".split())
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
"""After a comma they are still the name before it."""
_RISING = frozenset("rose rise rises risen rising increased increases jumped climbed grew grown up went raised raising fell fallen".split())
_STATES = frozenset(
    "dead injured wounded hurt missing homeless hostage hostages captive prisoner detained displaced aged ages earlier overnight".split()
)
"""Said of the group before them or of when, no part of it: "two people dead", "two men aged 19 and 24", "killed four people earlier"."""


def _end(chunk: Chunk) -> int:
    return chunk.end


def _score(hint: Hint) -> float:
    return hint.score


class Bound(msgspec.Struct, frozen=True):
    """Bound words of number_bounds.yaml."""

    effect: str
    side: str
    words: tuple[str, ...]


class Figure(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A figure of a document: the mention, its sentence's index, the words that tell its measure, and the index of the figure it is part of."""

    mention: FigureMention
    sentence: int
    measure: MeasureWord | None
    part_of: int | None


class _Bounded(msgspec.Struct, frozen=True, gc=False):
    first: int
    end: int
    low: int | None
    high: int | None
    approximate: bool
    rule: str


class CountFinder:
    """Finds figures; built once from the lexicons numbers, number_bounds, number_contexts, measures and those of people and things."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases | None = None) -> None:
        self.phrases = phrases or Phrases(lexicons)
        self._numbers = NumberReader(lexicons)
        self._heads = HeadWords(lexicons)
        self._contexts = Contexts(lexicons)
        self._measures = MeasureReader(lexicons, self.phrases, self._heads)
        self._bounds: dict[str, dict[tuple[str, ...], str]] = {"before": {}, "after": {}}
        for entry in lexicons.entries("number_bounds", Bound):
            self._bounds[entry.side].update({tuple(words.split()): entry.effect for words in entry.words})

    def find(self, sentence: Sentence) -> tuple[FigureMention, ...]:
        """The figures of a sentence in order; whether one is an effect at all, `measure` tells."""
        found: list[FigureMention] = []
        i, words = 0, sentence.folded
        while i < len(words):
            numeral = self._single(sentence, i) or self._numbers.read(sentence, i)
            if numeral is None:
                i += 1
            elif not self._contexts.is_count(sentence, numeral, alone=self._is_alone(sentence, numeral)):
                i = numeral.end
            else:
                mention, i = self._mention(sentence, numeral)
                if mention is not None:
                    found.append(mention)
        return tuple(found)

    def measure(self, sentence: Sentence, figure: FigureMention, trigger_type: str | None = None) -> MeasureWord | None:
        """What the figure counts, and the words that say so; None when it is no effect ("three suspects said").

        `trigger_type` is the event type of the trigger the figure belongs to, asked only where no word beside the figure decides.
        """
        found = self._measures.measure(sentence, figure, trigger_type)
        if found is not None and any([formula.overlaps(found.span) for formula in anonymous(sentence)]):
            return None  # "one officer, who declined to be identified, ..."
        return found

    def read(self, document: Segmented, hints: Hints | None = None) -> tuple[Figure, ...]:
        """All figures of a document with measures and `part_of`.

        Without a measure of its own a subset takes its whole's (READING.md 5), a gapped figure that of the one before it, any other the model's.
        """
        mentions = [(sentence, mention) for sentence in document.sentences for mention in self.find(sentence)]
        linked = parents(mentions)
        nobody_died = not self.tells_of_death(document)
        hurt = any([not _HURT.isdisjoint(sentence.folded) for sentence in document.sentences])
        figures: list[Figure] = []
        for i, (sentence, mention) in enumerate(mentions):
            measure = self.measure(sentence, mention)
            parent = linked.get(i)
            if measure is None and parent is not None:
                measure = self._inherited(sentence, mention, figures[parent].measure, "subset")
            if measure is None and figures and figures[-1].sentence == sentence.index and self._contexts.is_total(sentence, mention):
                measure = self._inherited(sentence, mention, figures[-1].measure, "total")
            if measure is None and figures and figures[-1].sentence == sentence.index and self._contexts.is_gapped(sentence, mention):
                measure = self._inherited(sentence, mention, figures[-1].measure, "gapping")
            measure = measure or self._hinted(sentence, mention, hints)
            if measure is not None and nobody_died and self._only_hit(sentence, measure, hurt=hurt):
                measure = msgspec.structs.replace(measure, role=Role.INJURED)
            figures.append(Figure(mention=mention, sentence=sentence.index, measure=measure, part_of=parent))
        return tuple(figures)

    def _only_hit(self, sentence: Sentence, measure: MeasureWord, *, hurt: bool) -> bool:
        """Whether the words leave open what came of those who were hit: "shot", "gunned down", and "victims" where the report tells of the `hurt`."""
        said = sentence.folded[sentence.begun(measure.span.start) : sentence.ended(measure.span.end)]
        if measure.role is Role.KILLED:
            return not _GUNNED.isdisjoint(said)
        told = any([word.startswith("casualt") or (not hurt and word.startswith("victim")) for word in said])
        return measure.role is Role.CASUALTIES and _DEATHS.isdisjoint(said) and not told

    def _hinted(self, sentence: Sentence, mention: FigureMention, hints: Hints | None) -> MeasureWord | None:
        """The measure the model gives a figure that no word decides; but a death is never told without a word for it."""
        if hints is None:
            return None
        near = [hint for hint in hints.within(sentence.span, "figure") if hint.span.overlaps(mention.span) and hint.score >= _SURE_HINT]
        best = max(near, key=_score, default=None)
        if best is None or not self._measures.fits(sentence, mention, Role(best.label)):
            return None
        if Role(best.label) is Role.KILLED and _DEATHS.isdisjoint(sentence.folded):
            return None
        if Role(best.label) in HARM and self._acts(sentence, mention):
            return None
        return MeasureWord(role=Role(best.label), span=mention.number, rule="model:figure")

    def _acts(self, sentence: Sentence, mention: FigureMention) -> bool:
        """Whether the verb that follows at once says what the people counted do or where they are: "two people started shooting", "24 were there"."""
        end = sentence.begun(mention.span.end)
        verb = next((chunk for chunk in self.phrases.chunks(sentence) if chunk.first >= end), None)
        if verb is None or verb.first != end or verb.form is not VerbForm.FINITE or verb.voice is not Voice.ACTIVE:
            return False
        following = sentence.folded[verb.end : verb.end + 1]
        return sentence.folded[verb.head] not in _BEING or (following != () and following[0] in _WHERE)

    def _inherited(self, sentence: Sentence, mention: FigureMention, measure: MeasureWord | None, rule: str) -> MeasureWord | None:
        """What a figure without words of its own counts by another's: the whole it is part of, or the one before it ("30 here, 27 there")."""
        if measure is None or not self._measures.fits(sentence, mention, measure.role):
            return None
        return MeasureWord(role=measure.role, span=measure.span, rule=rule)

    def tells_of_death(self, document: Segmented) -> bool:
        """Whether any word of the report says that somebody died."""
        return any([not _FATAL.isdisjoint(sentence.folded) for sentence in document.sentences])

    def described(self, sentence: Sentence, *, deadly: bool = True) -> tuple[tuple[FigureMention, MeasureWord], ...]:
        """Single people somebody did something to, as ones: "a man was shot dead", "Ana Boe, 43, died", "he was wounded".

        These are no figures (READING.md 1), and a person told of twice is here twice; they say that an incident has at least one victim. In a report
        that is not `deadly` who was gunned down was hurt.
        """
        if not self._measures.may_harm(sentence):
            return ()
        found = []
        chunks = self.phrases.chunks(sentence)
        for k, chunk in enumerate(chunks):
            head = self._person(sentence, chunk)
            if head is None:
                continue
            end, number = sentence.tokens[head].span, sentence.tokens[head].span
            span = sentence.tokens[chunk.first].span.join(end)
            mention = FigureMention(span=span, number=number, group=span, low=1, high=1, approximate=False, rule="described")
            measure = self._measures.measure(sentence, mention, None, counted=Counted.PEOPLE)
            if measure is not None and measure.role in HARM and measure.rule not in {"group", "by"}:
                if not deadly and measure.role is Role.KILLED and self._only_hit(sentence, measure, hurt=True):
                    measure = msgspec.structs.replace(measure, role=Role.INJURED)
                own = self._antecedent(sentence, chunks[:k]) if sentence.folded[head] in _REFLEXIVE else None
                found.append(
                    (msgspec.structs.replace(mention, span=own, number=own, group=own, rule="reflexive") if own is not None else mention, measure)
                )
        return tuple(found)

    def _antecedent(self, sentence: Sentence, before: tuple[Chunk, ...]) -> Span | None:
        """Who did it to himself: the last subject before ("Boe killed his wife, then himself"); for a pronoun, or without one, who is named last."""
        people = [(chunk, head) for chunk in before if (head := self._person(sentence, chunk)) is not None]
        named = [(chunk, head) for chunk, head in people if chunk.kind is ChunkKind.NOUN and sentence.folded[head] not in _SUFFIXES]
        verbs = {chunk.first for chunk in before if chunk.kind is ChunkKind.VERB}
        subject = next(((chunk, head) for chunk, head in reversed(people) if chunk.end in verbs), None)
        if subject is not None and subject in named:
            return sentence.tokens[subject[1]].span
        return sentence.tokens[named[-1][1]].span if named else None

    def _person(self, sentence: Sentence, chunk: Chunk) -> int | None:
        """The token that names one person in `chunk`, a state after it apart ("left a man dead"); None when it names none, or several."""
        words, tags = sentence.folded, self.phrases.tags(sentence)
        if words[chunk.head] in _REFLEXIVE or chunk.kind is ChunkKind.PRONOUN:
            return chunk.head if words[chunk.head] in _REFLEXIVE | {"he", "she", "him"} else None
        if chunk.kind is ChunkKind.VERB or chunk.negated or words[chunk.first] in {"every", "each", "any"}:
            return None
        if any([tags[i] in {"#", "Q"} for i in range(chunk.first, chunk.end)]):
            return None
        at = chunk.head - 1 if words[chunk.head] in _STATES and chunk.head > chunk.first else chunk.head
        head = words[at]
        if head.endswith("-year-old") or (self._heads.of(head) is Counted.PEOPLE and not self.phrases.tagger.is_plural(head)):
            return at
        named = sentence.tokens[at].text.istitle() and self._heads.of(head) is Counted.UNKNOWN and not self._contexts.rules_out(head)
        named = named and not self._measures.tells_harm(head)  # "is accused of Attempted Murder"
        return at if named else None

    def _is_alone(self, sentence: Sentence, numeral: Numeral) -> bool:
        chunk = self._chunk(sentence, numeral.end - 1)
        return chunk is None or chunk.head < numeral.end

    def _single(self, sentence: Sentence, i: int) -> Numeral | None:
        """As in "another man" is one; "another three" is three, read at "three"."""
        if sentence.folded[i] != "another" or sentence.folded[max(0, i - 1) : i] == ("one",):
            return None
        following = sentence.folded[i + 1] if i + 1 < len(sentence.folded) else ""
        if following and self._numbers.read(sentence, i + 1) is not None:
            return None
        chunk = self._chunk(sentence, i)
        if chunk is None or (chunk.head != i and self._heads.of(sentence.folded[chunk.head]) not in {Counted.PEOPLE, Counted.THINGS}):
            return None
        return Numeral(i, i + 1, 1)

    def _chunk(self, sentence: Sentence, i: int) -> Chunk | None:
        chunks = self.phrases.chunks(sentence)
        k = bisect_right(chunks, i, key=_end)
        return chunks[k] if k < len(chunks) and chunks[k].first <= i and chunks[k].kind is ChunkKind.NOUN else None

    def _mention(self, sentence: Sentence, numeral: Numeral) -> tuple[FigureMention | None, int]:
        bounded = self._bounded(sentence, numeral)
        after = bounded.end
        if after > numeral.end and after < len(sentence.folded) and self._contexts.rules_out(sentence.folded[after]):
            return None, after  # "between 15 and 20 years"
        group_span, end, counted = self._group(sentence, after)
        if counted is None:
            return None, after
        first = sentence.tokens[bounded.first].span
        number = first.join(sentence.tokens[bounded.end - 1].span)
        span = number if group_span is None else number.join(group_span)
        return FigureMention(
            span=span, number=number, group=group_span, low=bounded.low, high=bounded.high, approximate=bounded.approximate, rule=bounded.rule,
            subset=self._contexts.opens_subset(sentence, bounded.first, bounded.end),
        ), max(end, after)  # fmt: skip

    def _bounded(self, sentence: Sentence, numeral: Numeral) -> _Bounded:
        """Ranges, then the bound words on either side."""
        words, low, end = sentence.folded, numeral.value, numeral.end
        high: int | None = None if numeral.vague else numeral.value
        first, effect, rule = numeral.first, "", "vague" if numeral.vague else "exact"
        upper = self._range_end(sentence, numeral)
        if upper is not None:
            high, end, rule = upper.value, upper.end, "range"
            if words[first - 1 : first] in {("between",), ("from",)}:
                first -= 1
        effects = []
        while (found := self._bound_before(words, first)) is not None:
            first, effect = found
            effects.append(effect)
        for length in (3, 2, 1):
            tail = words[end : end + length]
            if tail in self._bounds["after"]:
                effects.append(self._bounds["after"][tail])
                end += len(tail)  # the sentence may end before
                break
        effect = next((e for e in effects if e in {"least", "most"}), "about" if "about" in effects else "")
        approximate = numeral.vague or effect == "about"
        if effect == "least":
            return _Bounded(first, end, low, None, approximate, "at least")
        if effect == "most":
            return _Bounded(first, end, None, high if high is not None else low, approximate, "at most")
        return _Bounded(first, end, low, high, approximate, "about" if effect == "about" else rule)

    def _bound_before(self, words: tuple[str, ...], first: int) -> tuple[int, str] | None:
        for length in (3, 2, 1):
            if first - length < 0:
                continue
            effect = self._bounds["before"].get(words[first - length : first])
            if effect is not None and not (length == 1 and words[first - 2 : first] == ("up", "to")):
                return first - length, effect
        return None

    def _range_end(self, sentence: Sentence, numeral: Numeral) -> Numeral | None:
        words, i = sentence.folded, numeral.end
        if i + 1 >= len(words) or numeral.vague:
            return None
        if words[i] == "to" and words[numeral.first - 1 : numeral.first] == ("from",) and not _RISING.isdisjoint(words[: numeral.first]):
            return None  # "rose from three to five" is five
        joined = words[i] in {"to", "or", "-", "–"} or (words[i] == "and" and words[numeral.first - 1 : numeral.first] == ("between",))
        upper = self._numbers.read(sentence, i + 1) if joined else None
        return upper if upper is not None and upper.value > numeral.value and not upper.vague else None

    def _group(self, sentence: Sentence, after: int) -> tuple[Span | None, int, Counted | None]:
        """The noun phrase counted after the numeral: its span, where it ends, what it names; no Counted at all when it rules a figure out."""
        words, tags = sentence.folded, self.phrases.tags(sentence)
        if words[after : after + 2] == ("-", "strong"):
            after += 2
        if after >= len(words):
            return None, after, Counted.UNKNOWN
        first = after
        if words[first] == "of" and first + 1 < len(words):
            inner = first + (2 if words[first + 1] in {"the", "these", "those", "its", "their"} else 1)
            if inner < len(words) and tags[inner] == "#" and self._numbers.read(sentence, inner) is not None:
                whole = self._chunk(sentence, inner)
                abstract = whole is not None and self._contexts.rules_out(sentence.folded[whole.head])
                # "four of the nine students": the nine are a figure of their own; "four of the nine districts" counts nobody
                return None, inner, None if abstract else Counted.UNKNOWN
            chunk = self._chunk(sentence, first + 1)
            if chunk is None:
                pronoun = words[first + 1] in {"them", "whom", "which", "those", "us"}
                return None, after, Counted.PEOPLE if pronoun else None
            first = first + 1
        else:
            chunk = self._chunk(sentence, first)
            if chunk is None or tags[first] in {"D", "P"}:
                return None, after, Counted.UNKNOWN
        opening = first
        while opening < chunk.head and tags[opening] == "D":
            opening += 1
        head = chunk.head
        counted = self._heads.of(words[head])
        if self._contexts.rules_out(words[head]) and counted is Counted.UNKNOWN:
            return None, chunk.end, None
        if head - 1 >= opening and tags[head - 1] in {"N", "#"} and words[head] in _STATES and self._heads.of(words[head - 1]) is not Counted.UNKNOWN:
            return sentence.tokens[opening].span.join(sentence.tokens[head - 1].span), chunk.end, self._heads.of(words[head - 1])
        end = self._listed(sentence, chunk, counted)
        return sentence.tokens[opening].span.join(sentence.tokens[end - 1].span), end, counted

    def _listed(self, sentence: Sentence, chunk: Chunk, counted: Counted) -> int:
        """Where a list of bare nouns under one numeral ends: "400 cafes, shops and offices"."""
        chunks, words = self.phrases.chunks(sentence), sentence.folded
        k, end, pending = chunks.index(chunk), chunk.end, chunk.end
        listed = words[max(0, chunk.first - 1) : chunk.first] == ("including",)
        while k + 1 < len(chunks):
            following = chunks[k + 1]
            gap = words[pending : following.first]
            if (
                (listed and gap != ("and",))
                or gap not in {(",",), ("and",), ("or",), (",", "and")}
                or following.kind is not ChunkKind.NOUN
                or not self._bare(sentence, following, counted)
            ):
                break
            pending, k = following.end, k + 1
            if "and" in gap or "or" in gap:
                verb = chunks[k + 1] if k + 1 < len(chunks) else None
                subject = verb is not None and verb.kind is ChunkKind.VERB and verb.first == pending and self._is_object(sentence, chunk)
                return end if subject else pending
        return end

    def _bare(self, sentence: Sentence, chunk: Chunk, counted: Counted) -> bool:
        tags = self.phrases.tags(sentence)
        word = sentence.folded[chunk.head]
        known = self._heads.of(word)
        plural = self.phrases.tagger.is_plural(word)
        return (
            tags[chunk.first] in {"N", "J"} and plural and not sentence.tokens[chunk.first].text[0].isupper() and known in {counted, Counted.UNKNOWN}
        )

    def _is_object(self, sentence: Sentence, chunk: Chunk) -> bool:
        chunks = self.phrases.chunks(sentence)
        before = chunks[chunks.index(chunk) - 1] if chunk is not chunks[0] else None
        return before is not None and before.kind is ChunkKind.VERB and before.end == chunk.first
