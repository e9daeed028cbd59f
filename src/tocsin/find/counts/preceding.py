"""The measure from the verb before the figure: its object, a later member of that object's list, the agent of a passive."""

from tocsin.core.claims import Role
from tocsin.find.counts.clause import ATTACHED, LEFT_OUT, LIST_GAPS, FigureClause
from tocsin.find.counts.heads import Counted, Heads
from tocsin.find.counts.measured import MeasureWord
from tocsin.find.counts.tables import MeasureTables, lemmas
from tocsin.resources.lexicons import Lexicons
from tocsin.text import wordclasses as wc
from tocsin.text.clauses import SAYING
from tocsin.text.phrases import Chunk, ChunkKind, VerbForm, Voice
from tocsin.text.wordclasses import Tagger, plural_of

_BETWEEN = frozenset({wc.ADVERB, wc.PARTICLE, wc.DETERMINER})
"""Words that may stand between a verb and its object."""
_TOGETHER = frozenset({("along", "with"), ("together", "with")})
_LISTED = 7
"""Phrases before the figure among which the verb of its list is looked for."""


class Preceding:
    """Reads what stands before the figure."""

    def __init__(self, tables: MeasureTables, lexicons: Lexicons, tagger: Tagger) -> None:
        self._tables, self._tagger = tables, tagger
        self._forces = frozenset(
            [plural for entry in lexicons.entries("forces", Heads) for head in entry.heads for plural in (head, plural_of(head))]
        )

    def governing_verb(self, clause: FigureClause) -> MeasureWord | None:
        """As in "killed 12", "set fire to 3 trucks": the verb right before the figure."""
        if clause.left < 0:
            return None
        words, chunk = clause.words, clause.chunks[clause.left]
        between = [word for word in words[chunk.end : clause.first] if word not in LEFT_OUT]
        gap = [word for word in between if self._tagger.closed.get(word) not in _BETWEEN]
        if chunk.kind is ChunkKind.VERB and chunk.voice is Voice.ACTIVE and not gap and words[chunk.end : chunk.end + 1] != ("out",):
            return self._joined(clause, chunk)
        if words[clause.first - 2 : clause.first] in {("fire", "to"), ("on", "fire")} and clause.left > 0:
            return self._tables.verb(clause, clause.chunks[clause.left - 1], "object")
        return None

    def _joined(self, clause: FigureClause, chunk: Chunk) -> MeasureWord | None:
        """The verb's measure; two verbs of harm with one object tell of casualties: "killing and wounding 40"."""
        found, words = self._tables.verb(clause, chunk, "object"), clause.words
        before = clause.chunks[clause.left - 1] if clause.left > 0 else None
        if found is None or before is None or words[before.end : chunk.first] not in {("and",), ("or",)}:
            return found
        other = None
        if before.kind is ChunkKind.VERB:
            other = next((role for stem in lemmas(before, words) if (role := self._tables.look_up("object", stem, clause, ()))), None)
        elif words[before.head].endswith("ing"):  # read as a noun here
            other = self._tables.look_up("of", words[before.head], clause, ())
        both = {found.role, other} == {Role.KILLED, Role.INJURED}
        return MeasureWord(role=Role.CASUALTIES, span=before.span.join(chunk.span), rule="object") if both else found

    def listed(self, clause: FigureClause) -> MeasureWord | None:
        """A later member of a list: "killed a judge and 12 soldiers", "the death of a judge and 12 soldiers"."""
        if _is_subject(clause):
            return None
        following, listed, together = clause.first, "", False
        for k in range(clause.left, max(-1, clause.left - _LISTED), -1):
            chunk = clause.chunks[k]
            gap = clause.words[chunk.end : following]
            following = chunk.first
            if chunk.kind is ChunkKind.VERB:
                return self._verb_of_list(clause, k, gap, listed=listed != "", together=together)
            together = together or gap[-2:] in _TOGETHER
            if gap in LIST_GAPS or gap[-2:] in _TOGETHER:
                listed = "and" if set(gap) & {"and", "or", "with", "as"} else listed or ","
            elif (found := self._noun_of_list(clause, chunk, gap) if listed == "and" else None) is not None:
                return found
            elif not gap or gap[-1] not in ATTACHED:
                return None
        return None

    def _verb_of_list(self, clause: FigureClause, k: int, gap: tuple[str, ...], *, listed: bool, together: bool) -> MeasureWord | None:
        """The measure of the list's verb; "was killed together with 12 others" needs no member before the figure."""
        chunk = clause.chunks[k]
        if k == clause.left and gap[-2:] in _TOGETHER:
            return self._tables.verb(clause, chunk, "object")
        return self._tables.verb(clause, chunk, "object") if listed and len(gap) < 2 and (together or chunk.voice is Voice.ACTIVE) else None

    def _noun_of_list(self, clause: FigureClause, chunk: Chunk, gap: tuple[str, ...]) -> MeasureWord | None:
        if gap != ("of",):
            return None
        role = self._tables.look_up("of", clause.words[chunk.head], clause, ())
        return MeasureWord(role=role, span=clause.sentence.tokens[chunk.head].span, rule="of") if role is not None else None

    def agent(self, clause: FigureClause) -> MeasureWord | None:
        """As in "was attacked by 20 men", "a sit-in by 100 miners"."""
        words = clause.words
        if clause.left < 0 or clause.counted is Counted.THINGS or words[clause.chunks[clause.left].end : clause.first] != ("by",):
            return None
        chunk = clause.chunks[clause.left]
        passive = any([one.kind is ChunkKind.VERB and one.voice is Voice.PASSIVE for one in clause.chunks[: clause.left + 1]])
        if passive and not self._forces.isdisjoint(words[clause.first : clause.end]):
            return MeasureWord(role=Role.DEPLOYED, span=clause.sentence.tokens[clause.end - 1].span, rule="by")
        if chunk.kind is ChunkKind.VERB:
            return self._tables.verb(clause, chunk, "subject") if clause.counted is Counted.PEOPLE else None
        attended = Role.PARTICIPANTS in self._tables.measures("of", words[chunk.head])
        return MeasureWord(role=Role.PARTICIPANTS, span=chunk.span, rule="by") if attended else None


def _is_subject(clause: FigureClause) -> bool:
    """Whether it has a verb of its own: one that follows at once, or who says so: "killing eight, a doctor in the town said"."""
    end = clause.end
    for chunk in clause.chunks[clause.right :]:
        gap = clause.words[end : chunk.first]
        if chunk.kind is ChunkKind.VERB:
            says = chunk.lemma in SAYING and gap in {(), ("here",), ("there",)}
            return chunk.form is VerbForm.FINITE and (says or chunk.first == clause.end)
        if not gap or gap[0] not in ATTACHED:
            return False
        end = chunk.end
    return False
