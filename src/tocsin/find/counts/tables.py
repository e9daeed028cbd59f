"""The words of measures.yaml by their relation to the figure, looked up with their context."""

from tocsin.core.claims import Role
from tocsin.errors import ResourceError
from tocsin.find.counts.clause import BE, HAVE, FigureClause
from tocsin.find.counts.measured import HARM, MeasureWord, MeasureWords
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import Chunk, VerbForm

_RELATIONS = ("object", "subject", "of", "state", "group")
BEFALLEN = frozenset("dead slain murdered arrested detained missing injured wounded".split())
"""States that stand before or behind whom they befell, without a verb: "the dead 21 pupils", "a woman dead"."""
_TRIED = frozenset("attempt attempts attempted attempting try tries tried trying fail fails failed failing plot plots plotted plotting".split())
"""Before *to* they leave open what came of it."""


class MeasureTables:
    """What a word in a relation makes of a figure; raises ResourceError for an unknown measure or relation in measures.yaml."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._tables: dict[str, dict[str, list[tuple[Role, frozenset[str], frozenset[str]]]]] = {relation: {} for relation in _RELATIONS}
        for entry in sorted(lexicons.entries("measures", MeasureWords), key=_without_context):
            if entry.relation not in self._tables or entry.measure not in {role.value for role in Role}:
                raise ResourceError(f"measures: no relation {entry.relation} or measure {entry.measure}")
            for word in entry.words:
                self._tables[entry.relation].setdefault(word, []).append((Role(entry.measure), frozenset(entry.context), frozenset(entry.counted)))
        self.harm = self._of_harm("of", "state")
        """Nouns and states that can make a measure of harm."""
        self.harm_verbs = self._of_harm("object", "subject")

    def _of_harm(self, *relations: str) -> frozenset[str]:
        return frozenset(
            [word for relation in relations for word, found in self._tables[relation].items() if any([role in HARM for role, _, _ in found])]
        )

    def measures(self, relation: str, word: str) -> list[Role]:
        """All measures that `word` can make in this relation, whatever is counted."""
        return [role for role, _, _ in self._tables[relation].get(word, ())]

    def look_up(self, relation: str, word: str, clause: FigureClause, window: tuple[str, ...]) -> Role | None:
        """The measure that `word` makes of this figure, with the words around it."""
        for role, context, counted in self._tables[relation].get(word, ()):
            if counted and counted.isdisjoint(clause.own_words()):
                continue
            if clause.may_have(role) and (not context or not context.isdisjoint(window)):
                return role
        return None

    def verb(self, clause: FigureClause, chunk: Chunk, relation: str) -> MeasureWord | None:
        """The measure a verb group gives the figure as its object or subject."""
        window = clause.window(chunk)
        for lemma in lemmas(chunk, clause.words):
            role = self.look_up(relation, lemma, clause, window)
            if role is not None:
                tried = relation == "object" and role in {Role.KILLED, Role.INJURED} and _is_tried(chunk, clause.words)
                return MeasureWord(role=Role.OTHER if tried else role, span=chunk.span, rule=relation)
        return None


def lemmas(chunk: Chunk, words: tuple[str, ...]) -> list[str]:
    """The forms under which a verb group may stand in measures.yaml."""
    word = words[chunk.head]
    if word in BE:
        return ["be"]
    if word in HAVE:
        return ["have"]
    stems = [chunk.lemma]
    for ending in ("ing", "ed", "d", "es", "s"):
        if word.endswith(ending) and chunk.lemma == word:
            stem = word[: -len(ending)]
            stems += [stem, stem + "e"] + ([stem[:-1]] if stem[-1:] == stem[-2:-1] else [])
    return stems


def _is_tried(chunk: Chunk, words: tuple[str, ...]) -> bool:
    """As in "attempted to kill 12": nobody need be dead."""
    return chunk.first > 0 and chunk.form is VerbForm.INFINITIVE and words[chunk.first - 1] in _TRIED


def _without_context(entry: MeasureWords) -> bool:
    return not (entry.context or entry.counted)
