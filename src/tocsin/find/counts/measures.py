"""What a figure counts, from the words tied to it (READING.md 4).

The words nearest in grammar decide, in this order: the verb whose object the figure is; the figure's own noun ("12 deaths"); the verb whose subject
it is; the noun it belongs to ("the death of 12"); the verb or noun of a list it stands in; the agent of a passive; last, who the people are.
"""

import msgspec

from tocsin.core.claims import Role
from tocsin.core.document import Sentence
from tocsin.core.mentions import FigureMention
from tocsin.find.counts.clause import FigureClause, clause_of
from tocsin.find.counts.following import Following
from tocsin.find.counts.heads import Counted, HeadWords
from tocsin.find.counts.measured import HARM, MeasureWord
from tocsin.find.counts.own import OwnWords
from tocsin.find.counts.preceding import Preceding
from tocsin.find.counts.tables import MeasureTables, lemmas
from tocsin.find.counts.tallies import Tallies
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import ChunkKind, Phrases

_TYPE_MEASURES = {
    "protest": Role.PARTICIPANTS, "march": Role.PARTICIPANTS, "strike": Role.PARTICIPANTS, "sit-in": Role.PARTICIPANTS, "riot": Role.PARTICIPANTS,
    "roadblock": Role.PARTICIPANTS, "clash": Role.PARTICIPANTS, "troop-deployment": Role.DEPLOYED,
}  # fmt: skip
"""A group tied to such an event by nothing more than standing in its clause took part in it."""


class MeasureReader:
    """Finds the measure; raises ResourceError for an unknown measure or relation in measures.yaml."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases, heads: HeadWords) -> None:
        self._phrases, self._heads = phrases, heads
        self._tables = MeasureTables(lexicons)
        own, tallies = OwnWords(self._tables), Tallies(self._tables)
        preceding = Preceding(self._tables, lexicons, phrases.tagger)
        following = Following(self._tables, heads, phrases.tagger)
        self._governing_verb = preceding.governing_verb
        self._rules = (own.noun, tallies.harm_owner, following.verb, tallies.owner, preceding.listed, preceding.agent, own.group)

    def measure(self, sentence: Sentence, figure: FigureMention, trigger_type: str | None, *, counted: Counted | None = None) -> MeasureWord | None:
        """See CountFinder.measure; `counted` overrules what the lexicons say of the group."""
        clause = self._clause(sentence, figure)
        if counted is not None:
            clause = msgspec.structs.replace(clause, counted=counted)
        verb = self._governing_verb(clause)
        if verb is not None and verb.role is not Role.OTHER:
            return verb
        for rule in self._rules:
            found = rule(clause)
            if found is not None and (verb is None or found.role in HARM):
                return found  # "identified two people shot dead": what befell them says more than that somebody identified them
        if verb is not None:
            return verb
        role = _TYPE_MEASURES.get(trigger_type or "")
        return MeasureWord(role=role, span=figure.number, rule="type") if role is not None and clause.counted is Counted.PEOPLE else None

    def fits(self, sentence: Sentence, figure: FigureMention, role: Role) -> bool:
        """Whether what the figure counts can have this measure: things are not displaced."""
        return self._clause(sentence, figure).may_have(role)

    def may_harm(self, sentence: Sentence) -> bool:
        """Whether the sentence holds any word that can give a person a measure of harm; cheap, asked before each person of it is looked at."""
        if not self._tables.harm.isdisjoint(sentence.folded):
            return True
        verbs = [chunk for chunk in self._phrases.chunks(sentence) if chunk.kind is ChunkKind.VERB]
        return any([not self._tables.harm_verbs.isdisjoint(lemmas(chunk, sentence.folded)) for chunk in verbs])

    def tells_harm(self, word: str) -> bool:
        """Whether the noun names a harm: "murder", "stabbing"."""
        return word in self._tables.harm

    def _clause(self, sentence: Sentence, figure: FigureMention) -> FigureClause:
        return clause_of(sentence, figure, self._phrases, self._heads)
