"""The measure from what the figure belongs to: "the death of 12", "the number of injured rose to 12"."""

from tocsin.core.claims import Role
from tocsin.find.counts.clause import FigureClause
from tocsin.find.counts.measured import MeasureWord
from tocsin.find.counts.tables import MeasureTables

_TALLY_ENDS = frozenset([(word,) for word in "to at of stood reached hit exceeded passed surpassed topped totals totalled totaled was is as".split()])
"""Between a tally and its figure."""
_TOPPED = frozenset("topped exceeded surpassed topping exceeding".split())
_PUT = frozenset("put estimated estimate estimates stood stands stand".split())
_TALLIED = frozenset("casualties deaths fatalities injuries injured wounded dead arrests killed missing displaced crowd crowds turnout".split())
_FAR = 22
"""Words between what is tallied and the tally: "the number of people killed since ... now totals 12"."""


class Tallies:
    """Reads the noun that the figure belongs to, or whose running count it is."""

    def __init__(self, tables: MeasureTables) -> None:
        self._tables = tables

    def harm_owner(self, clause: FigureClause) -> MeasureWord | None:
        """An owner that says what became of them goes before any verb that follows: "the bodies of 12 who had been kidnapped"."""
        found = self.owner(clause)
        return found if found is not None and found.role is not Role.PARTICIPANTS else None

    def owner(self, clause: FigureClause) -> MeasureWord | None:
        """As in "the death of 12", "the toll rose to 12", "the number of injured rose to 12"."""
        words, first = clause.words, clause.first
        if clause.left >= 0 and words[clause.chunks[clause.left].end : first] == ("of",):
            head = clause.chunks[clause.left].head
            role = self._tables.look_up("of", words[head], clause, words[clause.chunks[clause.left].first : head + 1])
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[head].span, rule="of")
        return self._tallied(clause) if words[first] in _TOPPED or words[first - 1 : first] in _TALLY_ENDS else None

    def _tallied(self, clause: FigureClause) -> MeasureWord | None:
        """What the running count is of: "the number of injured rose to 12", "injuries were put at 12", "the total arrested to 12"."""
        words, first = clause.words, clause.first
        estimated = words[first - 1] == "at" and not _PUT.isdisjoint(words[max(0, first - 6) : first])
        for i in range(first - 1, max(-1, first - _FAR), -1):
            if words[i] in {".", ";"}:
                break
            counted = not {"number", "total"}.isdisjoint(words[max(0, i - 5) : i])
            relations = ("of", "state", "group") if counted else ("of",) if words[i] == "toll" or (estimated and words[i] in _TALLIED) else ()
            role = next((role for relation in relations if (role := self._tables.look_up(relation, words[i], clause, ())) is not None), None)
            if role is not None:
                return MeasureWord(role=role, span=clause.sentence.tokens[i].span, rule="toll")
        return None
