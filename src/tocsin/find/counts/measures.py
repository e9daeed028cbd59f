"""What a figure counts, from the words tied to it (READING.md 4).

The words nearest in grammar decide, in this order: the verb whose object the figure is; the figure's own noun ("12 deaths"); the verb whose subject
it is; the noun it belongs to ("the death of 12"); the verb or noun of a list it stands in; the agent of a passive; last, who the people are.
"""

from bisect import bisect_left, bisect_right

import msgspec

from tocsin.core.claims import Role
from tocsin.core.document import Sentence
from tocsin.core.mentions import FigureMention
from tocsin.errors import ResourceError
from tocsin.find.counts.heads import Counted, Heads, HeadWords
from tocsin.find.counts.measured import HARM, MeasureWord, MeasureWords
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import Chunk, ChunkKind, Phrases, VerbForm, Voice
from tocsin.text.wordclasses import DETERMINER, NOUN, NUMBER, POSSESSIVE, QUANTIFIER, plural_of

_RELATIONS = ("object", "subject", "of", "state", "group")
_OF_THINGS = frozenset({Role.DAMAGED, Role.LOOTED, Role.SEIZED})
_OF_BOTH = frozenset({Role.DEPLOYED, Role.CASUALTIES, Role.OTHER})
_OF_UNKNOWN = frozenset({Role.KILLED, Role.INJURED})
"""Measures of people that a noun no lexicon knows may have; "released three calls" must not make people of calls."""
_BODIES = frozenset("group groups faction factions party parties organisation organisations organization organizations union unions".split())
"""Where they are counted nobody says how many people they are."""
_BE = frozenset("be am is are was were been being 're 'm isn't aren't wasn't weren't".split())
_LIST_GAPS = frozenset(
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
_FAR = 22
"""Words between what is tallied and the tally: "the number of people killed since ... now totals 12"."""
_REACH = 40
"""Phrases after a figure among which its verb is looked for: more than sentences have, and a bound on the work that a list without end makes."""
_BEFALLEN = frozenset("dead slain murdered arrested detained missing injured wounded".split())
"""As in "the dead 21 pupils", "the arrested five members"."""
_HANGING = 8
"""Most words after a figure's noun that still say what is counted."""
_OF_THEM = frozenset({("of", "them"), ("of", "whom"), ("of", "those")})
_TRIED = frozenset("attempt attempts attempted attempting try tries tried trying fail fails failed failing plot plots plotted plotting".split())
"""Before *to* they leave open what came of it."""
_TOGETHER = frozenset({("along", "with"), ("together", "with")})
_DASHES = frozenset({("-",), ("–",), ("—",), ("--",)})
_WITH = frozenset({"along", "together"})
"""Before *with* they add to the subject."""
_ATTACHED = frozenset("of in from at near on with aged outside inside for between under within over across around behind against along".split())
_LEFT_OUT = frozenset('" “ ” ‘ ( ) later now also then still'.split())
"""Between two phrases they change nothing: quotation marks, brackets, adverbs of time."""
_TOLL_VERBS = frozenset([(word,) for word in "to at of stood reached hit exceeded passed surpassed topped totals totalled totaled was is as".split()])
_ACTS = frozenset("shooting shootings stabbing stabbings beatings".split())
_PUT = frozenset("put estimated estimate estimates stood stands stand".split())
_TALLIED = frozenset("casualties deaths fatalities injuries injured wounded dead arrests killed missing displaced crowd crowds turnout".split())
_TOPPED = frozenset("topped exceeded surpassed topping exceeding".split())
_ENDS_CLAUSE = frozenset({";", ":", ".", "that", "but", "while", "after", "when", "before", "because", "by"})
_FRONTING = frozenset("during between in at among on".split())
"""Before a figure they make it an adverbial, which a comma and the subject follow: "during one of the talks, a man died"."""
_SUBJECTS = frozenset({"he", "she", "they", "we", "i", "whose"})
"""Open a phrase that the next verb is said of."""
_AIMED_AT = frozenset("me you him her us them".split())
"""After "shot at" they say that the people before it were the ones who shot."""
_HAS = frozenset({"has", "have", "had", "having"})
_CHILDREN = frozenset("child children son sons daughter daughters kids grandchildren siblings brothers sisters".split())
_RELATIVES = frozenset({"who", "which"})
_RAISED = frozenset({VerbForm.INFINITIVE, VerbForm.GERUND})
"""After "began", "continued", "were forced", such a verb has the same subject."""
_GAPPED_FORMS = frozenset({VerbForm.FINITE, VerbForm.PARTICIPLE})
_BURNING = frozenset({"ablaze", "alight", "aflame"})
_OPEN_OBJECT = frozenset({DETERMINER, QUANTIFIER, NUMBER, NOUN, POSSESSIVE})
"""What opens an object, which a passive has none of."""
_TYPE_MEASURES = {
    "protest": Role.PARTICIPANTS, "march": Role.PARTICIPANTS, "strike": Role.PARTICIPANTS, "sit-in": Role.PARTICIPANTS, "riot": Role.PARTICIPANTS,
    "roadblock": Role.PARTICIPANTS, "clash": Role.PARTICIPANTS, "troop-deployment": Role.DEPLOYED,
}  # fmt: skip
"""A group tied to such an event by nothing more than standing in its clause took part in it."""


_INJURIES = frozenset("wound wounds injury injuries burns fractures bruises cuts".split())
_CARRIED = 5
"""Words after the people in which it stands, "with" and its attributes counted."""


class _Clause(msgspec.Struct, frozen=True):
    """A sentence seen from a figure: tokens `first` to `end`, chunks, and which chunk holds its end."""

    sentence: Sentence
    first: int
    end: int
    chunks: tuple[Chunk, ...]
    left: int
    right: int
    counted: Counted
    elided: bool


class MeasureReader:
    """Finds the measure; raises ResourceError for an unknown measure or relation in measures.yaml."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases, heads: HeadWords) -> None:
        self._phrases, self._heads = phrases, heads
        self._forces = frozenset(
            [plural for entry in lexicons.entries("forces", Heads) for head in entry.heads for plural in (head, plural_of(head))]
        )
        self._tables: dict[str, dict[str, list[tuple[Role, frozenset[str], frozenset[str]]]]] = {relation: {} for relation in _RELATIONS}
        entries = sorted(lexicons.entries("measures", MeasureWords), key=_without_context)
        for entry in entries:
            if entry.relation not in self._tables or entry.measure not in {role.value for role in Role}:
                raise ResourceError(f"measures: no relation {entry.relation} or measure {entry.measure}")
            for word in entry.words:
                self._tables[entry.relation].setdefault(word, []).append((Role(entry.measure), frozenset(entry.context), frozenset(entry.counted)))

        self._harm = self._harm_words(("of", "state"))
        self._harm_verbs = self._harm_words(("object", "subject"))

    def _harm_words(self, relations: tuple[str, ...]) -> frozenset[str]:
        return frozenset(
            [word for relation in relations for word, found in self._tables[relation].items() if any([role in HARM for role, _, _ in found])]
        )

    def measure(self, sentence: Sentence, figure: FigureMention, trigger_type: str | None, *, counted: Counted | None = None) -> MeasureWord | None:
        """See CountFinder.measure; `counted` overrules what the lexicons say of the group."""
        clause = self._clause(sentence, figure)
        if counted is not None:
            clause = msgspec.structs.replace(clause, counted=counted)
        weak: MeasureWord | None = None
        for rule in (self._governing_verb, self._own_noun, self._harm_owner, self._following, self._owner, self._listed, self._agent, self._group):
            found = rule(clause)
            if found is not None and found.role is Role.OTHER and rule == self._governing_verb:
                weak = found  # "identified two people shot dead": what befell them says more
            elif found is not None and (weak is None or found.role in HARM):
                return found
        if weak is not None:
            return weak
        role = _TYPE_MEASURES.get(trigger_type or "")
        return MeasureWord(role=role, span=figure.number, rule="type") if role is not None and clause.counted is Counted.PEOPLE else None

    def may_harm(self, sentence: Sentence) -> bool:
        """Whether the sentence holds any word that can give a person a measure of harm; cheap, asked before each person of it is looked at."""
        if not self._harm.isdisjoint(sentence.folded):
            return True
        verbs = [chunk for chunk in self._phrases.chunks(sentence) if chunk.kind is ChunkKind.VERB]
        return any([not self._harm_verbs.isdisjoint(self._lemmas(chunk, sentence)) for chunk in verbs])

    def _clause(self, sentence: Sentence, figure: FigureMention) -> _Clause:
        first, end = sentence.begun(figure.span.start), sentence.begun(figure.span.end)
        chunks = self._phrases.chunks(sentence)
        left = bisect_right(chunks, first, key=_end) - 1
        right = bisect_left(chunks, end, key=_first)
        text = sentence.tokens[end - 1].text if sentence.mixed and not sentence.headline else ""
        counted = self._heads.of(sentence.folded[end - 1], text) if figure.group is not None else Counted.UNKNOWN
        if figure.group is not None and counted in {Counted.UNKNOWN, Counted.HARM}:
            known = [self._heads.of(chunk_word) for chunk_word in self._group_heads(sentence, chunks, first, end)]
            counted = next((kind for kind in known if kind is not Counted.UNKNOWN), counted)
        return _Clause(sentence, first, end, chunks, left, right, counted, figure.group is None)

    def _group_heads(self, sentence: Sentence, chunks: tuple[Chunk, ...], first: int, end: int) -> list[str]:
        inside = [sentence.folded[chunk.head] for chunk in chunks if first <= chunk.head < end]
        return inside + [word for word in sentence.folded[first:end] if self._heads.of(word) is Counted.PEOPLE]

    def fits(self, sentence: Sentence, figure: FigureMention, role: Role) -> bool:
        """Whether what the figure counts can have this measure: things are not displaced."""
        return self._fits(role, self._clause(sentence, figure))

    def _fits(self, role: Role, clause: _Clause) -> bool:
        if role is Role.PARTICIPANTS and clause.sentence.folded[clause.end - 1] in _BODIES:
            return False
        if role in _OF_BOTH:
            return True
        if role in _OF_THINGS:
            return clause.counted in {Counted.THINGS, Counted.UNKNOWN}
        if clause.counted is Counted.UNKNOWN and not clause.elided:
            return role in _OF_UNKNOWN
        return clause.counted is not Counted.THINGS

    def _look_up(self, relation: str, word: str, clause: _Clause, window: tuple[str, ...]) -> Role | None:
        for role, context, counted in self._tables[relation].get(word, ()):
            if counted and counted.isdisjoint(self._own_words(clause)):
                continue
            if self._fits(role, clause) and (not context or not context.isdisjoint(window)):
                return role
        return None

    def _own_words(self, clause: _Clause) -> tuple[str, ...]:
        """The figure's noun phrase with what hangs on it up to the next verb: "200 members of the police"."""
        verb = next((chunk.first for chunk in clause.chunks[clause.right :] if chunk.kind is ChunkKind.VERB), clause.end)
        return clause.sentence.folded[clause.first : min(verb, clause.end + _HANGING)]

    def _verb(self, clause: _Clause, chunk: Chunk, relation: str) -> MeasureWord | None:
        """The measure a verb group gives the figure as its object or subject."""
        window = self._window(clause, chunk)
        for lemma in self._lemmas(chunk, clause.sentence):
            role = self._look_up(relation, lemma, clause, window)
            if role is not None:
                tried = relation == "object" and role in {Role.KILLED, Role.INJURED} and self._is_tried(clause.sentence, chunk)
                return MeasureWord(role=Role.OTHER if tried else role, span=chunk.span, rule=relation)
        return None

    def _is_tried(self, sentence: Sentence, chunk: Chunk) -> bool:
        """As in "attempted to kill 12": nobody need be dead."""
        return chunk.first > 0 and chunk.form is VerbForm.INFINITIVE and sentence.folded[chunk.first - 1] in _TRIED

    def _lemmas(self, chunk: Chunk, sentence: Sentence) -> list[str]:
        word = sentence.folded[chunk.head]
        if word in _BE:
            return ["be"]
        if word in {"has", "have", "had", "having"}:
            return ["have"]
        stems = [chunk.lemma]
        for ending in ("ing", "ed", "d", "es", "s"):
            if word.endswith(ending) and chunk.lemma == word:
                stem = word[: -len(ending)]
                stems += [stem, stem + "e"] + ([stem[:-1]] if stem[-1:] == stem[-2:-1] else [])
        return stems

    def _window(self, clause: _Clause, chunk: Chunk) -> tuple[str, ...]:
        """The verb group and what follows it up to the end of its clause, ten words at most; a preceding adverb too."""
        words, stop = clause.sentence.folded, chunk.end
        while stop < min(len(words), chunk.end + 12):
            word = words[stop]
            if word == "." and len(words[stop - 1]) == 1:
                stop += 1
                continue
            if word == "," and words[stop + 1 : stop + 2] == ("including",) and "," in words[stop + 2 : stop + 7]:
                stop = words.index(",", stop + 2) + 1
                if words[stop : stop + 1] != () and words[stop] in _BE:
                    break  # the next predicate: "who shot four, including two agents, is dead"
                continue
            if word in {",", ";", ".", "while", "when", "after", "before", "as", "because", "who", "-", "–", "—"} and stop >= clause.end:
                break
            if word in {"and", "but"} and stop >= clause.end and words[stop + 1 : stop + 2] not in {("killed",), ("is",), ("are",)}:
                break
            stop += 1
        return words[max(0, chunk.first - 1) : stop]

    def _gap(self, clause: _Clause, i: int, j: int) -> tuple[str, ...]:
        return clause.sentence.folded[clause.chunks[i].end : clause.chunks[j].first]

    def _governing_verb(self, clause: _Clause) -> MeasureWord | None:
        """As in "killed 12", "set fire to 3 trucks": the verb right before the figure."""
        if clause.left < 0:
            return None
        words = clause.sentence.folded
        chunk = clause.chunks[clause.left]
        between = [word for word in words[chunk.end : clause.first] if word not in _LEFT_OUT]
        gap = [word for word in between if self._phrases.tagger.closed.get(word) not in {"B", "p", "D"}]
        if chunk.kind is ChunkKind.VERB and chunk.voice is Voice.ACTIVE and not gap and words[chunk.end : chunk.end + 1] != ("out",):
            return self._joined(clause, chunk)
        if words[clause.first - 2 : clause.first] in {("fire", "to"), ("on", "fire")} and clause.left > 0:
            return self._verb(clause, clause.chunks[clause.left - 1], "object")
        return None

    def _joined(self, clause: _Clause, chunk: Chunk) -> MeasureWord | None:
        """The verb's measure; two verbs of harm with one object tell of casualties: "killing and wounding 40"."""
        found, words = self._verb(clause, chunk, "object"), clause.sentence.folded
        before = clause.chunks[clause.left - 1] if clause.left > 0 else None
        if found is None or before is None or words[before.end : chunk.first] not in {("and",), ("or",)}:
            return found
        other = None
        if before.kind is ChunkKind.VERB:
            other = next((role for stem in self._lemmas(before, clause.sentence) if (role := self._look_up("object", stem, clause, ()))), None)
        elif words[before.head].endswith("ing"):  # read as a noun here
            other = self._look_up("of", words[before.head], clause, ())
        both = {found.role, other} == {Role.KILLED, Role.INJURED}
        return MeasureWord(role=Role.CASUALTIES, span=before.span.join(chunk.span), rule="object") if both else found

    def _own_noun(self, clause: _Clause) -> MeasureWord | None:
        """As in "12 deaths", "12 dead", "two people dead", "7 in critical condition"."""
        words, tokens = clause.sentence.folded, clause.sentence.tokens
        for i in range(clause.end - 1, clause.first - 1, -1):
            for relation in ("of", "state") if i == clause.end - 1 else ("state",):
                role = self._look_up(relation, words[i], clause, words[clause.first : clause.end + 3])
                if words[i] in _ACTS and "-" not in words[clause.first]:
                    continue  # "two shootings" counts acts, "a five-person shooting" people
                if role is not None and role is not Role.PARTICIPANTS:
                    return MeasureWord(role=role, span=tokens[i].span, rule=relation)
        if (
            clause.first
            and words[clause.first - 1] in _BEFALLEN
            and (role := self._look_up("state", words[clause.first - 1], clause, ())) is not None
        ):
            return MeasureWord(role=role, span=tokens[clause.first - 1].span, rule="state")
        if words[clause.end : clause.end + 1] == ("with",) and (hurt := self._carried(clause)) is not None:
            return MeasureWord(role=Role.INJURED, span=tokens[hurt].span, rule="state")
        i = clause.end + 2 * (words[clause.end : clause.end + 2] in _OF_THEM)
        while (
            i < len(words)
            and (words[i].endswith("ly") or words[i] in {"in", "a", "under", "more", "others", "still", "other"})
            and words[i] not in self._tables["state"]
        ):
            i += 1
        if i < len(words):
            role = self._look_up("state", words[i], clause, words[i : i + 3])
            after = i + 1 if words[i].endswith("ly") else i  # "three men fatally shot two others" says nothing of the three
            verb = next((chunk for chunk in clause.chunks if chunk.first in {i, after} and chunk.kind is ChunkKind.VERB), None)
            if role is not None and not (verb is not None and verb.voice is Voice.ACTIVE and verb.form is VerbForm.FINITE):
                return MeasureWord(role=role, span=tokens[i].span, rule="state")
        return None

    def _carried(self, clause: _Clause) -> int | None:
        """Where what people are left or found with is told, when it is an injury: "six others with gunshot wounds"."""
        words = clause.sentence.folded
        near = range(clause.end + 1, min(clause.end + _CARRIED, len(words)))
        return next((i for i in near if words[i] in _INJURIES and self._fits(Role.INJURED, clause)), None)

    def _following(self, clause: _Clause) -> MeasureWord | None:
        """The verbs whose subject the figure is, over prepositional phrases, relative clauses and appositions; the first with a measure.

        A main verb after a relative clause goes before it: "six men who had been detained were released".
        """
        words, previous_end, verbs = clause.sentence.folded, clause.end, 0
        relative = participle = new_subject = beside = copula = False
        fronted = words[clause.first - 1 : clause.first] != () and words[clause.first - 1] in _FRONTING
        fallback: MeasureWord | None = None
        if words[clause.first - 1 : clause.first] == ("by",) or self._is_had(clause):
            return None  # "a rally by 300 miners was attacked", "the teacher, who has two sons, was wounded"
        object_, listed = self._is_object(clause), self._in_including_list(clause)
        partitive = self._is_part(clause)
        beside_somebody = words[clause.first - 1 : clause.first] == ("with",) and words[clause.first - 2] not in _WITH
        brackets, nested = 0, False
        for k in range(clause.right, min(clause.right + _REACH, len(clause.chunks))):
            chunk = clause.chunks[k]
            looked = clause.chunks[k - 1].first if k > clause.right else clause.end
            brackets += words[looked : chunk.first].count("(") - words[looked : chunk.first].count(")")
            if brackets > 0:
                previous_end = chunk.end
                continue
            gap = tuple([word for word in words[previous_end : chunk.first] if word not in _LEFT_OUT])
            agent = gap == ("by",) and verbs > 0
            if (not _ENDS_CLAUSE.isdisjoint(gap) and not agent) or (listed and gap not in {(), ("who",)}):
                return fallback
            if words[chunk.first] in _SUBJECTS or (verbs > 0 and not copula and not _RELATIVES.isdisjoint(gap)):
                return fallback
            previous_end = chunk.end
            if nested and "," not in gap:
                continue  # "the brother of the man shot and killed was treated" says it of the man
            nested = verbs == 0 and chunk.kind is ChunkKind.VERB and self._is_of_nearer(clause, k, gap, chunk)
            if nested:
                continue
            if beside_somebody and gap[-1:] == ("and",) and chunk.kind is ChunkKind.VERB:
                return fallback  # "he stood there with two friends and was hit"
            if chunk.kind is not ChunkKind.VERB:
                if not self._may_stand_between(gap, verbs) or (gap[-1:] == ("which",) and len(gap) > 1) or (gap == (",",) and fronted):
                    return fallback
                if verbs == 0 and (state := self._ending_state(clause, chunk, gap)) is not None:
                    return state  # "a man and a woman dead, two children wounded"
                new_subject = verbs > 0 and "and" in gap
                beside = beside or (object_ and verbs == 0 and "and" in gap)
                continue
            if beside and chunk.form is VerbForm.FINITE and chunk.voice is Voice.ACTIVE:
                return fallback  # "they found four victims, and two men died"
            if (new_subject and not gap) or (participle and (chunk.form is not VerbForm.FINITE or "," in gap)):
                return fallback
            relative = relative or not _RELATIVES.isdisjoint(gap) or (verbs == 0 and not gap and chunk.form is VerbForm.GERUND)
            participle = verbs == 0 and not gap and chunk.form is VerbForm.PARTICIPLE
            relative = relative or participle
            if chunk.form is VerbForm.GERUND and gap[-1:] != () and gap[-1] in _ATTACHED | {"of"}:
                continue
            if fallback is not None and gap and gap != (",",):
                return fallback
            if (not relative or verbs > 0) and self._is_whole(clause):
                return fallback
            verbs += 1
            copula = words[chunk.head] in _BE  # "they were among the men who fled" says it of them
            found = self._as_subject(clause, chunk, k)
            if relative and verbs == 1 and partitive:
                continue
            if found is not None and not (relative and (verbs == 1 or found.role is Role.OTHER)):
                return fallback if found.role is Role.OTHER and fallback is not None and fallback.role in HARM else found
            fallback = fallback or found
            if verbs == 3 or (not relative and self._closes(clause, chunk, k)):
                return fallback
        return fallback

    def _is_of_nearer(self, clause: _Clause, k: int, gap: tuple[str, ...], chunk: Chunk) -> bool:
        """Whether a participle or a relative clause is of somebody nearer: "the sister of a guard who died", "two, including the man killed"."""
        sentence, near = clause.sentence, clause.chunks[k - 1]
        tied = k > clause.right and near.kind is ChunkKind.NOUN and self._gap(clause, k - 2, k - 1)[-1:] in {("of",), ("including",)}
        own = (not gap and chunk.form is VerbForm.PARTICIPLE) or gap[-1:] == ("who",)
        if not tied or not own:
            return False
        head = sentence.folded[near.head]
        named = sentence.tokens[near.head].text[0].isupper() and not sentence.headline
        return named or (self._heads.of(head) is Counted.PEOPLE and not self._phrases.tagger.is_plural(head))

    def _ending_state(self, clause: _Clause, chunk: Chunk, gap: tuple[str, ...]) -> MeasureWord | None:
        """The state that ends a noun phrase of a list, "woman dead", or stands behind a dash: "four people - two men and two women - dead"."""
        if gap not in (_DASHES if chunk.head == chunk.first else _LIST_GAPS):
            return None
        word = clause.sentence.folded[chunk.head]
        role = self._look_up("state", word, clause, (word,)) if word in _BEFALLEN else None
        return MeasureWord(role=role, span=clause.sentence.tokens[chunk.head].span, rule="state") if role is not None else None

    def tells_harm(self, word: str) -> bool:
        """Whether the noun names a harm: "murder", "stabbing"."""
        return word in self._harm

    def _is_object(self, clause: _Clause) -> bool:
        """Whether an active verb stands right before the figure."""
        chunk = clause.chunks[clause.left] if clause.left >= 0 else None
        return chunk is not None and chunk.kind is ChunkKind.VERB and chunk.voice is Voice.ACTIVE and chunk.end == clause.first

    def _is_had(self, clause: _Clause) -> bool:
        """Whether it counts somebody's children: they are told to describe the parent."""
        words = clause.sentence.folded
        has = self._is_object(clause) and words[clause.chunks[clause.left].head] in _HAS
        return has and not _CHILDREN.isdisjoint(words[clause.first : clause.end])

    def _is_part(self, clause: _Clause) -> bool:
        """Whether the whole follows with its number: in "one of the two men who were shot" the relative clause is the two men's."""
        words, at = clause.sentence.folded, clause.end + 1
        while words[at : at + 1] != () and words[at] in {"the", "these", "those", "its", "their"}:
            at += 1
        return words[clause.end : clause.end + 1] == ("of",) and self._phrases.tags(clause.sentence)[at : at + 1] == ("#",)

    def _is_whole(self, clause: _Clause) -> bool:
        """Whether another number tells of some of the people counted: in "two of the four men died" nothing is said of the four."""
        words, at = clause.sentence.folded, clause.first
        while at > 0 and words[at - 1] in {"the", "these", "those", "its", "their"}:
            at -= 1
        return at > 1 and words[at - 1] == "of" and self._phrases.tags(clause.sentence)[at - 2] == "#"

    def _closes(self, clause: _Clause, chunk: Chunk, k: int) -> bool:
        """Whether no later verb can have the same subject: after a finite active verb, unless an infinitive or participle hangs on it."""
        raised = k + 1 < len(clause.chunks) and clause.chunks[k + 1].first == chunk.end and clause.chunks[k + 1].form in _RAISED
        finite = chunk.voice is Voice.ACTIVE and chunk.form is VerbForm.FINITE
        if finite and self._goes_on(clause, k):
            return False
        return finite and not raised and clause.sentence.folded[chunk.head] not in _BE | {"have", "had", "has"}

    def _goes_on(self, clause: _Clause, k: int) -> bool:
        """Whether the next verb shares the subject of verb `k`: "five men came out of the hall and were killed"."""
        j = next((j for j in range(k + 1, len(clause.chunks)) if clause.chunks[j].kind is ChunkKind.VERB), None)
        return j is not None and self._gap(clause, j - 1, j)[-1:] == ("and",)

    def _in_including_list(self, clause: _Clause) -> bool:
        """Whether the figure is a member of "including 7 children and 2 women": what follows is said of the whole."""
        words, first, k = clause.sentence.folded, clause.first, clause.left
        joined = 0
        while first > 0 and words[first - 1] in {"and", ","} and k >= 0 and clause.chunks[k].kind is ChunkKind.NOUN and joined < 2:
            joined += words[first - 1] == "and"
            first = clause.chunks[k].first
            k -= 1
        return words[first - 1 : first] == ("including",) and joined < 2

    def _may_stand_between(self, gap: tuple[str, ...], verbs: int) -> bool:
        """A noun phrase between the figure and its verb hangs on a preposition, or stands between commas."""
        apposed = gap[:1] == (",",) and all([word.endswith("ly") for word in gap[1:]])
        return verbs > 0 or not gap or apposed or gap[-1] in _ATTACHED or gap[-1] in {"including", "among", ",", "—", "-", "and", "or"}

    def _as_subject(self, clause: _Clause, chunk: Chunk, k: int) -> MeasureWord | None:
        after = clause.sentence.folded[chunk.end : chunk.end + 2]
        passive = chunk.voice is Voice.PASSIVE and not (after[:1] == ("at",) and after[1:] != () and after[1] in _AIMED_AT)
        found = self._verb(clause, chunk, "object" if passive else "subject") or self._state_of(clause, chunk)
        if found is None and self._is_gapped_passive(clause, chunk):
            found = self._verb(clause, chunk, "object")
        if found is None and not passive and clause.sentence.folded[chunk.head] in _BE:
            found = self._predicate(clause, chunk) or self._verb(clause, chunk, "object")
        if found is not None and found.role in {Role.KILLED, Role.INJURED} and k + 1 < len(clause.chunks) and self._gap(clause, k, k + 1) == ("or",):
            second = self._verb(clause, clause.chunks[k + 1], "object")
            if second is not None and second.role is not found.role:
                return MeasureWord(role=Role.CASUALTIES, span=found.span.join(second.span), rule=found.rule)
        if found is not None and found.role is Role.CASUALTIES and (second := self._outcome(clause, k)) is not None:
            return second
        if found is not None and found.role is Role.PARTICIPANTS and clause.counted in {Counted.UNKNOWN, Counted.HARM} and not clause.elided:
            return None
        return found

    def _is_gapped_passive(self, clause: _Clause, chunk: Chunk) -> bool:
        """Whether the verb leaves out the auxiliary of the passive before: "four men were killed and 300 homes set ablaze"."""
        words, tags = clause.sentence.folded, self._phrases.tags(clause.sentence)
        if chunk.first != clause.end or chunk.first != chunk.head or words[clause.first - 1 : clause.first] != ("and",):
            return False
        before = next((one for one in reversed(clause.chunks[: clause.left + 1]) if one.kind is ChunkKind.VERB), None)
        taken = before is not None and (before.voice is Voice.PASSIVE or before.lemma == "leave")
        object_ = chunk.end < len(tags) and tags[chunk.end] in _OPEN_OBJECT and words[chunk.end] not in _BURNING
        return taken and chunk.form in _GAPPED_FORMS and not object_

    def _outcome(self, clause: _Clause, k: int) -> MeasureWord | None:
        """What came of people shot, from the next verb: "were shot and killed", "was shot in the yard and died"."""
        j = next((j for j in range(k + 1, len(clause.chunks)) if clause.chunks[j].kind is ChunkKind.VERB), None)
        if j is None or clause.sentence.folded[clause.chunks[j].first - 1] != "and":
            return None
        second = self._verb(clause, clause.chunks[j], "object") if j == k + 1 else self._verb(clause, clause.chunks[j], "subject")
        return second if second is not None and second.role in {Role.KILLED, Role.INJURED} else None

    def _state_of(self, clause: _Clause, chunk: Chunk) -> MeasureWord | None:
        """As in "are missing": a state written like a verb."""
        word = clause.sentence.folded[chunk.head]
        role = self._look_up("state", word, clause, (word,)) if word.endswith("ing") else None
        return MeasureWord(role=role, span=chunk.span, rule="state") if role is not None else None

    def _predicate(self, clause: _Clause, chunk: Chunk) -> MeasureWord | None:
        words = clause.sentence.folded
        for i in range(chunk.end, min(chunk.end + 4, len(words))):
            role = self._look_up("state", words[i], clause, words[i : i + 3])
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule="state")
            if words[i] in {",", "and"}:
                break
        return None

    def _harm_owner(self, clause: _Clause) -> MeasureWord | None:
        """An owner that says what became of them goes before any verb that follows: "the bodies of 12 who had been kidnapped"."""
        found = self._owner(clause)
        return found if found is not None and found.role is not Role.PARTICIPANTS else None

    def _owner(self, clause: _Clause) -> MeasureWord | None:
        """As in "the death of 12", "the toll rose to 12", "the number of injured rose to 12"."""
        words, first = clause.sentence.folded, clause.first
        if clause.left >= 0 and words[clause.chunks[clause.left].end : first] == ("of",):
            head = clause.chunks[clause.left].head
            role = self._look_up("of", words[head], clause, words[clause.chunks[clause.left].first : head + 1])
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[head].span, rule="of")
        return self._toll(clause) if words[first] in _TOPPED or words[first - 1 : first] in _TOLL_VERBS else None

    def _toll(self, clause: _Clause) -> MeasureWord | None:
        """The running count the figure is the state of: "the number of injured rose to 12", "injuries were put at 12", "the total arrested to 12"."""
        words, first = clause.sentence.folded, clause.first
        estimated = words[first - 1] == "at" and not _PUT.isdisjoint(words[max(0, first - 6) : first])
        for i in range(first - 1, max(-1, first - _FAR), -1):
            if words[i] in {".", ";"}:
                break
            counted = not {"number", "total"}.isdisjoint(words[max(0, i - 5) : i])
            relations = ("of", "state", "group") if counted else ("of",) if words[i] == "toll" or (estimated and words[i] in _TALLIED) else ()
            role = next((role for relation in relations if (role := self._look_up(relation, words[i], clause, ())) is not None), None)
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule="toll")
        return None

    def _listed(self, clause: _Clause) -> MeasureWord | None:
        """A later member of a list: "killed a judge and 12 soldiers", "the death of a judge and 12 soldiers"."""
        after = clause.chunks[clause.right] if clause.right < len(clause.chunks) else None
        if after is not None and after.kind is ChunkKind.VERB and after.first == clause.end and after.form is VerbForm.FINITE:
            return None
        previous_first, k = clause.first, clause.left
        listed, together = "", False
        while k >= 0 and clause.left - k < 7:
            chunk = clause.chunks[k]
            gap = clause.sentence.folded[chunk.end : previous_first]
            if chunk.kind is ChunkKind.VERB and k == clause.left and gap[-2:] in _TOGETHER:
                return self._verb(clause, chunk, "object")
            if chunk.kind is ChunkKind.VERB:
                return self._verb(clause, chunk, "object") if listed and len(gap) < 2 and (together or chunk.voice is Voice.ACTIVE) else None
            together = together or gap[-2:] in _TOGETHER
            if gap in _LIST_GAPS or gap[-2:] in _TOGETHER:
                listed = "and" if set(gap) & {"and", "or", "with", "as"} else listed or ","
            elif (
                listed != ","
                and gap == ("of",)
                and (role := self._look_up("of", clause.sentence.folded[chunk.head], clause, ())) is not None
                and listed
            ):
                return MeasureWord(role=role, span=clause.sentence.tokens[chunk.head].span, rule="of")
            elif not gap or gap[-1] not in _ATTACHED:
                return None
            previous_first = chunk.first
            k -= 1
        return None

    def _agent(self, clause: _Clause) -> MeasureWord | None:
        """As in "was attacked by 20 men", "a sit-in by 100 miners"."""
        if clause.left < 0 or clause.counted is Counted.THINGS or clause.sentence.folded[clause.chunks[clause.left].end : clause.first] != ("by",):
            return None
        chunk = clause.chunks[clause.left]
        role = Role.PARTICIPANTS
        passive = any([one.kind is ChunkKind.VERB and one.voice is Voice.PASSIVE for one in clause.chunks[: clause.left + 1]])
        if passive and not self._forces.isdisjoint(clause.sentence.folded[clause.first : clause.end]):
            return MeasureWord(role=Role.DEPLOYED, span=clause.sentence.tokens[clause.end - 1].span, rule="by")
        if chunk.kind is ChunkKind.VERB:
            return self._verb(clause, chunk, "subject") if clause.counted is Counted.PEOPLE else None
        known = self._tables["of"].get(clause.sentence.folded[chunk.head], ())
        return MeasureWord(role=role, span=chunk.span, rule="by") if any([one is role for one, _, _ in known]) else None

    def _group(self, clause: _Clause) -> MeasureWord | None:
        for i in range(clause.end - 1, clause.first - 1, -1):
            role = self._look_up("group", clause.sentence.folded[i].rpartition("-")[2], clause, ())
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule="group")
        return None


def _first(chunk: Chunk) -> int:
    return chunk.first


def _end(chunk: Chunk) -> int:
    return chunk.end


def _without_context(entry: MeasureWords) -> bool:
    return not (entry.context or entry.counted)
