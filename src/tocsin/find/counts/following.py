"""The measure from the verbs after the figure, whose subject it is.

A newcomer reads `Following.verb` first: it walks over the phrases after the figure, and at each the walk ends, passes by, or keeps what a verb says.
"""

from collections.abc import Iterator

import msgspec

from tocsin.core.claims import Role
from tocsin.find.counts.clause import ATTACHED, BE, LEFT_OUT, LIST_GAPS, FigureClause
from tocsin.find.counts.heads import Counted, HeadWords
from tocsin.find.counts.measured import HARM, MeasureWord
from tocsin.find.counts.tables import BEFALLEN, MeasureTables
from tocsin.text.phrases import Chunk, ChunkKind, VerbForm, Voice
from tocsin.text.wordclasses import DETERMINER, NOUN, NUMBER, POSSESSIVE, QUANTIFIER, Tagger

_REACH = 40
"""Phrases after a figure among which its verb is looked for: more than sentences have, and a bound on the work that a list without end makes."""
_VERBS = 3
"""Verbs of which something is asked."""
_DASHES = frozenset({("-",), ("–",), ("—",), ("--",)})
_WITH = frozenset({"along", "together"})
"""Before *with* they add to the subject."""
_ENDS_CLAUSE = frozenset({";", ":", ".", "that", "but", "while", "after", "when", "before", "because", "by"})
_FRONTING = frozenset("during between in at among on".split())
"""Before a figure they make it an adverbial, which a comma and the subject follow: "during one of the talks, a man died"."""
_SUBJECTS = frozenset({"he", "she", "they", "we", "i", "whose"})
"""Open a phrase that the next verb is said of."""
_AIMED_AT = frozenset("me you him her us them".split())
"""After "shot at" they say that the people before it were the ones who shot."""
_RELATIVES = frozenset({"who", "which"})
_LINKS = ATTACHED | {"including", "among", ",", "—", "-", "and", "or"}
"""Last words before a noun phrase that may stand between the figure and its verb."""
_RAISED = frozenset({VerbForm.INFINITIVE, VerbForm.GERUND})
"""After "began", "continued", "were forced", such a verb has the same subject."""
_OPEN = BE | {"have", "had", "has"}
"""Verbs after which more is said of the same subject."""
_HURT = frozenset({Role.KILLED, Role.INJURED})
_GAPPED_FORMS = frozenset({VerbForm.FINITE, VerbForm.PARTICIPLE})
_BURNING = frozenset({"ablaze", "alight", "aflame"})
_OPEN_OBJECT = frozenset({DETERMINER, QUANTIFIER, NUMBER, NOUN, POSSESSIVE})
"""What opens an object, which a passive has none of."""


class _Phrase(msgspec.Struct, frozen=True, gc=False):
    """A chunk after the figure, its index, and the words that tie it to the phrase before it."""

    k: int
    chunk: Chunk
    gap: tuple[str, ...]


class _Walk(msgspec.Struct):
    """How the figure stands in its clause, and what the phrases walked over have told.

    Of the figure: `object` of a verb, `listed` in "including 7 children and 2 women", `partitive` as in "one of the two men", `companion` as in
    "with two friends", `fronted` as in "during one of the talks". Of the walk: `verbs` read; whether a clause is `relative`, the last verb was a bare
    `participle` or a `copula`; whether a `new_subject` or a `fellow` of the object stands before the next verb; whether what is read is `nested` in
    what is said of somebody else; and the `measure` that counts when nothing better follows.
    """

    clause: FigureClause
    object: bool
    listed: bool
    partitive: bool
    companion: bool
    fronted: bool
    verbs: int = 0
    relative: bool = False
    participle: bool = False
    copula: bool = False
    new_subject: bool = False
    fellow: bool = False
    nested: bool = False
    measure: MeasureWord | None = None


class Following:
    """Reads what stands after the figure."""

    def __init__(self, tables: MeasureTables, heads: HeadWords, tagger: Tagger) -> None:
        self._tables, self._heads, self._tagger = tables, heads, tagger

    def verb(self, clause: FigureClause) -> MeasureWord | None:
        """The verbs whose subject the figure is, over prepositional phrases, relative clauses and appositions; the first with a measure.

        A main verb after a relative clause goes before it: "six men who had been detained were released".
        """
        before = clause.words[clause.first - 1 : clause.first]
        if before == ("by",) or clause.is_had():
            return None  # "a rally by 300 miners was attacked", "the teacher, who has two sons, was wounded"
        walk = _Walk(
            clause=clause,
            object=clause.is_object(),
            listed=clause.is_in_including_list(),
            partitive=clause.is_part(),
            companion=before == ("with",) and clause.words[clause.first - 2] not in _WITH,
            fronted=before != () and before[0] in _FRONTING,
        )
        for phrase in _phrases_after(clause):
            if not self._goes_on(walk, phrase):
                break
        return walk.measure

    def _goes_on(self, walk: _Walk, phrase: _Phrase) -> bool:
        """Whether the walk goes on after this phrase."""
        if _ends(walk, phrase):
            return False
        if not walk.nested or "," in phrase.gap:
            walk.nested = walk.verbs == 0 and self._is_of_nearer(walk.clause, phrase)
        if walk.nested:
            return True  # "the brother of the man shot and killed was treated" says it of the man
        return self._after_verb(walk, phrase) if phrase.chunk.kind is ChunkKind.VERB else self._after_noun(walk, phrase)

    def _after_noun(self, walk: _Walk, phrase: _Phrase) -> bool:
        gap = phrase.gap
        if not _may_stand_between(gap, walk.verbs) or (gap[-1:] == ("which",) and len(gap) > 1) or (gap == (",",) and walk.fronted):
            return False
        if walk.verbs == 0 and (state := self._ending_state(walk.clause, phrase)) is not None:
            walk.measure = state  # "a man and a woman dead, two children wounded"
            return False
        walk.new_subject = walk.verbs > 0 and "and" in gap
        walk.fellow = walk.fellow or (walk.object and walk.verbs == 0 and "and" in gap)
        return True

    def _after_verb(self, walk: _Walk, phrase: _Phrase) -> bool:
        if _is_of_another(walk, phrase):
            return False
        chunk, gap = phrase.chunk, phrase.gap
        bare = walk.verbs == 0 and not gap
        walk.participle = bare and chunk.form is VerbForm.PARTICIPLE
        walk.relative = walk.relative or walk.participle or (bare and chunk.form is VerbForm.GERUND) or not _RELATIVES.isdisjoint(gap)
        if chunk.form is VerbForm.GERUND and gap[-1:] != () and gap[-1] in ATTACHED:
            return True
        if walk.measure is not None and gap and gap != (",",):
            return False
        if (not walk.relative or walk.verbs > 0) and walk.clause.is_whole():
            return False
        walk.verbs += 1
        walk.copula = walk.clause.words[chunk.head] in BE  # "they were among the men who fled" says it of them
        return self._after_said(walk, phrase)

    def _after_said(self, walk: _Walk, phrase: _Phrase) -> bool:
        """Keep what the verb says of the figure; a main verb settles it, a relative clause only where nothing better follows."""
        defining = walk.relative and walk.verbs == 1
        if defining and walk.partitive:
            return True
        found = self._as_subject(walk.clause, phrase)
        if found is not None and not defining and not (walk.relative and found.role is Role.OTHER):
            if found.role is not Role.OTHER or walk.measure is None or walk.measure.role not in HARM:
                walk.measure = found
            return False
        walk.measure = walk.measure or found
        return walk.verbs < _VERBS and (walk.relative or not _closes(walk.clause, phrase))

    def _is_of_nearer(self, clause: FigureClause, phrase: _Phrase) -> bool:
        """Whether a participle or a relative clause is of somebody nearer: "the sister of a guard who died", "two, including the man killed"."""
        chunk, gap, near = phrase.chunk, phrase.gap, clause.chunks[phrase.k - 1]
        if chunk.kind is not ChunkKind.VERB or phrase.k <= clause.right or near.kind is not ChunkKind.NOUN:
            return False
        tied = clause.gap(phrase.k - 2, phrase.k - 1)[-1:] in {("of",), ("including",)}
        own = (not gap and chunk.form is VerbForm.PARTICIPLE) or gap[-1:] == ("who",)
        if not tied or not own:
            return False
        head = clause.words[near.head]
        named = clause.sentence.tokens[near.head].text[0].isupper() and not clause.sentence.headline
        return named or (self._heads.of(head) is Counted.PEOPLE and not self._tagger.is_plural(head))

    def _ending_state(self, clause: FigureClause, phrase: _Phrase) -> MeasureWord | None:
        """The state that ends a noun phrase of a list, "woman dead", or stands behind a dash: "four people - two men and two women - dead"."""
        head = phrase.chunk.head
        if phrase.gap not in (_DASHES if head == phrase.chunk.first else LIST_GAPS):
            return None
        word = clause.words[head]
        role = self._tables.look_up("state", word, clause, (word,)) if word in BEFALLEN else None
        return MeasureWord(role=role, span=clause.sentence.tokens[head].span, rule="state") if role is not None else None

    def _as_subject(self, clause: FigureClause, phrase: _Phrase) -> MeasureWord | None:
        """What the verb says of the figure as its subject."""
        chunk, k = phrase.chunk, phrase.k
        after = clause.words[chunk.end : chunk.end + 2]
        passive = chunk.voice is Voice.PASSIVE and not (after[:1] == ("at",) and after[1:] != () and after[1] in _AIMED_AT)
        found = self._tables.verb(clause, chunk, "object" if passive else "subject") or self._state_of(clause, chunk)
        if found is None and _is_gapped_passive(clause, chunk):
            found = self._tables.verb(clause, chunk, "object")
        if found is None and not passive and clause.words[chunk.head] in BE:
            found = self._predicate(clause, chunk) or self._tables.verb(clause, chunk, "object")
        if found is None:
            return None
        if found.role in _HURT and k + 1 < len(clause.chunks) and clause.gap(k, k + 1) == ("or",):
            second = self._tables.verb(clause, clause.chunks[k + 1], "object")
            if second is not None and second.role is not found.role:
                return MeasureWord(role=Role.CASUALTIES, span=found.span.join(second.span), rule=found.rule)
        if found.role is Role.CASUALTIES and (outcome := self._outcome(clause, k)) is not None:
            return outcome
        took_part = found.role is Role.PARTICIPANTS
        return None if took_part and clause.counted in {Counted.UNKNOWN, Counted.HARM} and not clause.elided else found

    def _outcome(self, clause: FigureClause, k: int) -> MeasureWord | None:
        """What came of people shot, from the next verb: "were shot and killed", "was shot in the yard and died"."""
        j = clause.next_verb(k)
        if j is None or clause.words[clause.chunks[j].first - 1] != "and":
            return None
        second = self._tables.verb(clause, clause.chunks[j], "object" if j == k + 1 else "subject")
        return second if second is not None and second.role in _HURT else None

    def _state_of(self, clause: FigureClause, chunk: Chunk) -> MeasureWord | None:
        """As in "are missing": a state written like a verb."""
        word = clause.words[chunk.head]
        role = self._tables.look_up("state", word, clause, (word,)) if word.endswith("ing") else None
        return MeasureWord(role=role, span=chunk.span, rule="state") if role is not None else None

    def _predicate(self, clause: FigureClause, chunk: Chunk) -> MeasureWord | None:
        """As in "are in hospital", "were left dead"."""
        words = clause.words
        for i in range(chunk.end, min(chunk.end + 4, len(words))):
            role = self._tables.look_up("state", words[i], clause, words[i : i + 3])
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule="state")
            if words[i] in {",", "and"}:
                break
        return None


def _phrases_after(clause: FigureClause) -> Iterator[_Phrase]:
    """The phrases after the figure that are not in brackets."""
    words, looked, previous_end, brackets = clause.words, clause.end, clause.end, 0
    for k in range(clause.right, min(clause.right + _REACH, len(clause.chunks))):
        chunk = clause.chunks[k]
        passed = words[looked : chunk.first]
        brackets += passed.count("(") - passed.count(")")
        if brackets <= 0:
            yield _Phrase(k, chunk, tuple([word for word in words[previous_end : chunk.first] if word not in LEFT_OUT]))
        looked, previous_end = chunk.first, chunk.end


def _ends(walk: _Walk, phrase: _Phrase) -> bool:
    """Whether the clause of the figure ends before this phrase, or what follows has another subject."""
    gap = phrase.gap
    agent = gap == ("by",) and walk.verbs > 0
    if (not _ENDS_CLAUSE.isdisjoint(gap) and not agent) or (walk.listed and gap not in {(), ("who",)}):
        return True
    of_last = walk.verbs > 0 and not walk.copula and not _RELATIVES.isdisjoint(gap)
    return of_last or walk.clause.words[phrase.chunk.first] in _SUBJECTS


def _may_stand_between(gap: tuple[str, ...], verbs: int) -> bool:
    """A noun phrase between the figure and its verb hangs on a preposition, or stands between commas."""
    apposed = gap[:1] == (",",) and all([word.endswith("ly") for word in gap[1:]])
    return verbs > 0 or not gap or apposed or gap[-1] in _LINKS


def _is_of_another(walk: _Walk, phrase: _Phrase) -> bool:
    """Whether the verb has another subject than the figure."""
    chunk, gap = phrase.chunk, phrase.gap
    if walk.companion and gap[-1:] == ("and",):
        return True  # "he stood there with two friends and was hit"
    if walk.fellow and chunk.form is VerbForm.FINITE and chunk.voice is Voice.ACTIVE:
        return True  # "they found four victims, and two men died"
    return (walk.new_subject and not gap) or (walk.participle and (chunk.form is not VerbForm.FINITE or "," in gap))


def _is_gapped_passive(clause: FigureClause, chunk: Chunk) -> bool:
    """Whether the verb leaves out the auxiliary of the passive before: "four men were killed and 300 homes set ablaze"."""
    words, tags = clause.words, clause.tags
    if chunk.first != clause.end or chunk.first != chunk.head or words[clause.first - 1 : clause.first] != ("and",):
        return False
    before = next((one for one in reversed(clause.chunks[: clause.left + 1]) if one.kind is ChunkKind.VERB), None)
    taken = before is not None and (before.voice is Voice.PASSIVE or before.lemma == "leave")
    object_ = chunk.end < len(tags) and tags[chunk.end] in _OPEN_OBJECT and words[chunk.end] not in _BURNING
    return taken and chunk.form in _GAPPED_FORMS and not object_


def _closes(clause: FigureClause, phrase: _Phrase) -> bool:
    """Whether no later verb can have the same subject: after a finite active verb, unless an infinitive or participle hangs on it."""
    chunk, k = phrase.chunk, phrase.k
    if chunk.voice is not Voice.ACTIVE or chunk.form is not VerbForm.FINITE or _shares(clause, k):
        return False
    raised = k + 1 < len(clause.chunks) and clause.chunks[k + 1].first == chunk.end and clause.chunks[k + 1].form in _RAISED
    return not raised and clause.words[chunk.head] not in _OPEN


def _shares(clause: FigureClause, k: int) -> bool:
    """Whether the next verb shares the subject of verb `k`: "five men came out of the hall and were killed"."""
    j = clause.next_verb(k)
    return j is not None and clause.gap(j - 1, j)[-1:] == ("and",)
