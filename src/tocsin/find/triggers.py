"""The words that evoke events, by lexicon (ACE: the word that most clearly expresses the occurrence)."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from tocsin.core.document import Sentence
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import Trigger
from tocsin.core.spans import Span
from tocsin.resources.lexicons import Lexicons
from tocsin.text.anonymity import anonymous
from tocsin.text.morphology import Morphology, VerbGroup, plural
from tocsin.text.phrases import Chunk, ChunkKind

_ALONE = 0.2
"""A trigger that is in no lexicon entry counts from this score on."""
SURE = 0.4
"""Score from which a trigger needs nobody and nothing beside it to be one (precision 0.73 on the development labels)."""
_UNSEEN = 0.5
"""What is left of the odds of a word of the lexicon when the model does not see it (measured on the development labels)."""
_RARELY = 0.2
"""A word whose odds are less tells an act only where the model sees one too."""
_OUTCOMES = frozenset({"death", "injury"})
"""Their words seldom tell an act of their own (READING.md 23), but figures and victims hang on them."""
_LIKE_NOUNS = frozenset({"base", "s"})
"""Forms of a verb that many nouns share ("a police station", "under threat"): a verb only where it stands in a verb group."""
_CRIMES = frozenset(
    "killing beating shooting stabbing attack abduction torture sexual-violence looting arson property-destruction riot threat".split()
)
"""Types whose nouns are also the names of crimes."""
_CHARGES = frozenset({"charged", "charge", "charges", "count", "counts", "guilty"})
_CHARGED_WITH = frozenset({"with", "of", "to", "on"})
_CHARGE_REACH = 8
"""Words before a crime in which its charge is looked for: "two counts of first-degree murder and aggravated assault"."""
_GAP = 4
"""Words a * may stand for: "set the mayor's old car on fire"."""


class TriggerEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the triggers lexicon; its head comment explains the fields."""

    type: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    id: str | None = None
    subject: str | None = "actor"
    object: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


_JOINED = ((",",), ("and",), ("or",))


class TriggerOdds(msgspec.Struct, frozen=True):
    """How often what a rule finds was an act in the training documents: of all its words, and of those it found often enough."""

    rule: str
    odds: float
    words: dict[str, float]


class _Pattern(msgspec.Struct, frozen=True):
    entry: TriggerEntry
    rest: tuple[frozenset[str] | None, ...]
    """What follows the first word: a set of alternatives, or None for a gap."""
    nominal: bool
    form: str
    """What form the first word has: base, s, past, participle, ing, noun or word."""

    @property
    def takes_object(self) -> bool:
        """Whether what the verb is done to, or with, belongs to it: "fire tear gas"."""
        return not self.nominal and None in self.rest

    @property
    def tail(self) -> int:
        """Words of the pattern after its last gap (all of them when it has none)."""
        if None not in self.rest:
            return len(self.rest) + 1
        return self.rest[::-1].index(None)


class TriggerFinder:
    """Finds triggers; the longest pattern at a word wins, and at the same length the first entry."""

    def __init__(self, lexicons: Lexicons, morphology: Morphology) -> None:
        """Compile lexicons `triggers` and `trigger_odds`."""
        self._patterns: dict[str, list[_Pattern]] = defaultdict(list)
        self._frames: dict[str, TriggerEntry] = {}
        """The first entry of each type: the frame of triggers only the model found."""
        self._odds = {row.rule: row for row in lexicons.entries("trigger_odds", TriggerOdds)}
        lines = [line for group in lexicons.entries("verbs", VerbGroup) if not group.noun for line in group.verbs]
        self._only_verbs = frozenset([form for line in lines for form in morphology.verb(line.split()[0])])
        for entry in lexicons.entries("triggers", TriggerEntry):
            self._frames.setdefault(entry.type, entry)
            for first, pattern in _compile(entry, morphology):
                self._patterns[first].append(pattern)
        for patterns in self._patterns.values():
            patterns.sort(key=lambda pattern: -len(pattern.rest))

    def find(self, sentence: Sentence, chunks: tuple[Chunk, ...], hints: Hints | None = None) -> tuple[Trigger, ...]:
        """The triggers of one sentence, in order, none overlapping another's first word: the lexicon's, and those the model alone is sure of."""
        formulas = anonymous(sentence)
        told = [one for one in self._by_lexicon(sentence, chunks) if not _inside(one.span, formulas)]
        found = tuple([msgspec.structs.replace(one, odds=self._odds_of(one, sentence)) for one in told])
        if hints is None:
            return found
        hinted = [hint for hint in hints.within(sentence.span, "trigger") if not _inside(hint.span, formulas)]
        seen = [hint.span for hint in hinted]
        unseen = {one.span: one.odds or 0.0 for one in found if not any([span.overlaps(one.span) for span in seen])}
        found = tuple([
            msgspec.structs.replace(one, score=round(_UNSEEN * unseen[one.span], 4)) if one.span in unseen else one
            for one in found
            if unseen.get(one.span, 1.0) >= _RARELY or one.type in _OUTCOMES
        ])  # fmt: skip
        verbal = _verbal_words(chunks)
        proposed = [hint for hint in hinted if hint.score >= _ALONE and hint.label in self._frames]
        added = [self._of_hint(hint, sentence, verbal) for hint in proposed if not any([hint.span.overlaps(one.span) for one in found])]
        return tuple(sorted((*found, *added), key=lambda trigger: trigger.span))

    def _odds_of(self, trigger: Trigger, sentence: Sentence) -> float:
        """How often these words of this rule tell an act; a half for a rule that the training documents never called."""
        row = self._odds.get(trigger.rule)
        return 0.5 if row is None else row.words.get(words_of(sentence, trigger.span), row.odds)

    def _of_hint(self, hint: Hint, sentence: Sentence, verbal: frozenset[int]) -> Trigger:
        inside = range(sentence.ended(hint.span.start), sentence.begun(hint.span.end))
        verbs = [i for i in inside if i in verbal]
        frame = self._frames[hint.label]
        head = sentence.tokens[verbs[0] if verbs else inside[-1]].span
        return Trigger(
            span=hint.span,
            head=head,
            type=hint.label,
            nominal=not verbs,
            rule="model:trigger",
            subject=frame.subject,
            object=frame.object,
            score=hint.score,
        )

    def _by_lexicon(self, sentence: Sentence, chunks: tuple[Chunk, ...]) -> tuple[Trigger, ...]:
        found: list[Trigger] = []
        words = sentence.folded
        verbal = _verbal_words(chunks)
        taken: set[int] = set()
        for i, word in enumerate(words):
            if i in taken or word not in self._patterns:
                continue
            match = self._match(words, i, verbal)
            if match is not None and not _in_name(sentence, i, match[1], nominal=match[0].nominal):
                pattern, end = match
                if pattern.nominal and pattern.entry.type in _CRIMES and _in_charge(words, i, end):
                    continue
                found.append(_trigger(sentence, i, end, pattern))
                taken |= set(range(end - pattern.tail, self._list_end(words, end, pattern) if pattern.takes_object else end))
        return tuple(found)

    def _list_end(self, words: tuple[str, ...], end: int, pattern: _Pattern) -> int:
        """Where the list ends whose first part belongs to the verb: "used water cannon, tear gas and stun grenades" is one act."""
        while words[end : end + 1] in _JOINED:
            i = end + 2 if words[end : end + 2] in {(",", "and"), (",", "or")} else end + 1
            nouns = [one for one in self._patterns.get("".join(words[i : i + 1]), ()) if one.nominal and one.entry is pattern.entry]
            ends = [at for one in nouns if (at := _end(words, i + 1, one.rest)) is not None]
            if not ends:
                break
            end = max(ends)
        return end

    def _match(self, words: tuple[str, ...], i: int, verbal: frozenset[int]) -> tuple[_Pattern, int] | None:
        best: tuple[_Pattern, int] | None = None
        for pattern in self._patterns[words[i]]:
            if best is not None and len(pattern.rest) < len(best[0].rest):
                break
            end = _end(words, i + 1, pattern.rest)
            if end is None or not _fits(words, i, end, pattern.entry) or self._is_noun(words[i], pattern, verbal=i in verbal):
                continue
            if best is None or (best[0].nominal != pattern.nominal and best[0].form != "word" and (i in verbal) != pattern.nominal):
                best = (pattern, end)
        return best

    def _is_noun(self, word: str, pattern: _Pattern, *, verbal: bool) -> bool:
        """Whether a word that could be a verb with objects of its own is the noun of the same form ("the 1300 block of Mill Street")."""
        alone = not pattern.rest or pattern.rest[0] is None
        return alone and pattern.form in _LIKE_NOUNS and not verbal and word not in self._only_verbs


def _inside(span: Span, formulas: tuple[Span, ...]) -> bool:
    return any([formula.overlaps(span) for formula in formulas])


def words_of(sentence: Sentence, span: Span) -> str:
    """The words at `span`, in lower case."""
    return " ".join(sentence.folded[sentence.begun(span.start) : sentence.ended(span.end)])


def _compile(entry: TriggerEntry, morphology: Morphology) -> Iterator[tuple[str, _Pattern]]:
    for line in entry.verbs:
        lemma, *rest = line.split()
        for form, name in morphology.verb(lemma).items():
            yield form, _Pattern(entry=entry, rest=_alternatives(rest), nominal=False, form=name)
    for line in entry.nouns:
        for noun in dict.fromkeys((line, plural(line))):
            first, *rest = noun.split()
            yield first, _Pattern(entry=entry, rest=_alternatives(rest), nominal=True, form="noun")
    for line in entry.words:
        first, *rest = line.split()
        yield first, _Pattern(entry=entry, rest=_alternatives(rest), nominal=False, form="word")


def _alternatives(rest: list[str]) -> tuple[frozenset[str] | None, ...]:
    return tuple([None if word == "*" else frozenset(word.split("|")) for word in rest])


def _end(words: tuple[str, ...], i: int, rest: tuple[frozenset[str] | None, ...]) -> int | None:
    """The index after the last word when `rest` matches from `i`, else None. A gap stops at punctuation."""
    for k, alternatives in enumerate(rest):
        if alternatives is None:
            for skip in range(_GAP + 1):
                if any([not word[0].isalnum() and word != "'s" for word in words[i : i + skip]]):
                    return None
                end = _end(words, i + skip, rest[k + 1 :])
                if end is not None:
                    return end
            return None
        if i >= len(words) or words[i] not in alternatives:
            return None
        i += 1
    return i


def _fits(words: tuple[str, ...], start: int, end: int, entry: TriggerEntry) -> bool:
    if start and words[start - 1] in entry.before:
        return False
    following = " ".join(words[end : end + 3]) + " "
    for after in entry.after:
        if following.startswith(after + " ") or (after == "#" and following[0].isdecimal()):
            return False
    return not entry.needs or any([word in entry.needs for k, word in enumerate(words) if not start <= k < end or end - start > 1])


def _in_name(sentence: Sentence, i: int, end: int, *, nominal: bool) -> bool:
    """Whether the words are part of a proper name, in a text that has small letters: "told Free Harbour", "Amnesty International".

    A name's own head may well be an event ("the Harbour Street Massacre"), so a noun counts as part of a name only where the name goes on.
    """
    tokens = sentence.tokens
    if sentence.headline or not tokens[i].text.istitle() or (i == 0 and not nominal):
        return False
    beside = (end,) if nominal else (i - 1, i + 1)
    return any([0 < k < len(tokens) and tokens[k].text[0].isupper() for k in beside])


def _in_charge(words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether a crime is only what somebody is charged with: "charged with murder and assault", "two counts of assault", "a murder charge"."""
    if words[end : end + 1] in (("charge",), ("charges",)):
        return True
    first = max(1, start - _CHARGE_REACH)
    return any([words[i] in _CHARGED_WITH and words[i - 1] in _CHARGES for i in range(first, start)])


def _verbal_words(chunks: tuple[Chunk, ...]) -> frozenset[int]:
    """Indexes of the words that stand in a verb group."""
    return frozenset([i for chunk in chunks if chunk.kind is ChunkKind.VERB for i in range(chunk.first, chunk.end)])


def _trigger(sentence: Sentence, start: int, end: int, pattern: _Pattern) -> Trigger:
    tokens = sentence.tokens
    last = end if None not in pattern.rest else start + 1
    head = tokens[last - 1] if pattern.nominal else tokens[start]
    entry = pattern.entry
    return Trigger(
        span=Span(tokens[start].span.start, tokens[last - 1].span.end),
        head=head.span,
        type=entry.type,
        nominal=pattern.nominal,
        rule=f"trigger:{entry.id or entry.type}",
        subject=entry.subject,
        object=entry.object,
    )
