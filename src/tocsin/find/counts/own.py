"""The measure from the figure's own words and what hangs on them: "12 deaths", "two people dead", "six others with gunshot wounds"."""

from tocsin.core.claims import Role
from tocsin.find.counts.clause import FigureClause
from tocsin.find.counts.measured import MeasureWord
from tocsin.find.counts.tables import BEFALLEN, MeasureTables
from tocsin.text.phrases import ChunkKind, VerbForm, Voice

_ACTS = frozenset("shooting shootings stabbing stabbings beatings".split())
_OF_THEM = frozenset({("of", "them"), ("of", "whom"), ("of", "those")})
_BEFORE_STATE = frozenset({"in", "a", "under", "more", "others", "still", "other"})
_INJURIES = frozenset("wound wounds injury injuries burns fractures bruises cuts".split())
_CARRIED = 5
"""Words after the people among which their injury is looked for, "with" and what describes it counted."""


class OwnWords:
    """Reads the words of the figure and those right beside it."""

    def __init__(self, tables: MeasureTables) -> None:
        self._tables = tables

    def noun(self, clause: FigureClause) -> MeasureWord | None:
        """As in "12 deaths", "12 dead", "two people dead", "7 in critical condition"."""
        return self._inside(clause) or self._befallen(clause) or self._carried(clause) or self._state_after(clause)

    def group(self, clause: FigureClause) -> MeasureWord | None:
        """Who the people are, as in "300 protesters"."""
        for i in range(clause.end - 1, clause.first - 1, -1):
            role = self._tables.look_up("group", clause.words[i].rpartition("-")[2], clause, ())
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule="group")
        return None

    def _inside(self, clause: FigureClause) -> MeasureWord | None:
        words = clause.words
        for i in range(clause.end - 1, clause.first - 1, -1):
            for relation in ("of", "state") if i == clause.end - 1 else ("state",):
                role = self._tables.look_up(relation, words[i], clause, words[clause.first : clause.end + 3])
                if words[i] in _ACTS and "-" not in words[clause.first]:
                    continue  # "two shootings" counts acts, "a five-person shooting" people
                if role is not None and role is not Role.PARTICIPANTS:
                    return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule=relation)
        return None

    def _befallen(self, clause: FigureClause) -> MeasureWord | None:
        """As in "the dead 21 pupils", "the arrested five members"."""
        at = clause.first - 1
        if at < 0 or clause.words[at] not in BEFALLEN:
            return None
        role = self._tables.look_up("state", clause.words[at], clause, ())
        return MeasureWord(role=role, span=clause.sentence.tokens[at].span, rule="state") if role is not None else None

    def _carried(self, clause: FigureClause) -> MeasureWord | None:
        """What people are left or found with, when it is an injury: "six others with gunshot wounds"."""
        words = clause.words
        if words[clause.end : clause.end + 1] != ("with",) or not clause.may_have(Role.INJURED):
            return None
        near = range(clause.end + 1, min(clause.end + _CARRIED, len(words)))
        hurt = next((i for i in near if words[i] in _INJURIES), None)
        return MeasureWord(role=Role.INJURED, span=clause.sentence.tokens[hurt].span, rule="state") if hurt is not None else None

    def _state_after(self, clause: FigureClause) -> MeasureWord | None:
        """As in "two people dead", "7 in critical condition", "three of them seriously injured"."""
        words, i = clause.words, clause.end + 2 * (clause.words[clause.end : clause.end + 2] in _OF_THEM)
        while i < len(words) and (words[i].endswith("ly") or words[i] in _BEFORE_STATE) and not self._tables.measures("state", words[i]):
            i += 1
        role = self._tables.look_up("state", words[i], clause, words[i : i + 3]) if i < len(words) else None
        if role is None:
            return None
        after = i + 1 if words[i].endswith("ly") else i  # "three men fatally shot two others" says nothing of the three
        verb = next((chunk for chunk in clause.chunks if chunk.first in {i, after} and chunk.kind is ChunkKind.VERB), None)
        if verb is not None and verb.voice is Voice.ACTIVE and verb.form is VerbForm.FINITE:
            return None
        return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule="state")
