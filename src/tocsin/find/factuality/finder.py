"""How surely a trigger is said to have happened: FactBank's scale with the reason (READING.md 12, 14, 24), and what is only opinion (13)."""

from tocsin.core.document import Sentence
from tocsin.core.mentions import Stance, Statement
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.find.factuality.context import ContextLexicon, Match, Reading
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import Phrases
from tocsin.text.wordclasses import ADJECTIVE, ADVERB, AUXILIARIES, BASE, NOUN, POSSESSIVE, VERBS

_CERTAIN, _PROBABLE, _POSSIBLE, _UNKNOWN = 3, 2, 1, 0
_STRENGTH = {
    Factuality.CT_PLUS: _CERTAIN, Factuality.CT_MINUS: _CERTAIN, Factuality.PR_PLUS: _PROBABLE, Factuality.PR_MINUS: _PROBABLE,
    Factuality.PS_PLUS: _POSSIBLE, Factuality.PS_MINUS: _POSSIBLE, Factuality.UU: _UNKNOWN,
}  # fmt: skip
_POSITIVE = {_CERTAIN: Factuality.CT_PLUS, _PROBABLE: Factuality.PR_PLUS, _POSSIBLE: Factuality.PS_PLUS, _UNKNOWN: Factuality.UU}
_NEGATIVE = {_CERTAIN: Factuality.CT_MINUS, _PROBABLE: Factuality.PR_MINUS, _POSSIBLE: Factuality.PS_MINUS, _UNKNOWN: Factuality.UU}
_MINUS = frozenset([Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS])
_PRIORITY = (Modality.THREATENED, Modality.ORDERED, Modality.HYPOTHETICAL, Modality.FUTURE, Modality.ATTEMPTED, Modality.NEGATED, Modality.ACTUAL)
_PREDICTED = frozenset([Modality.FUTURE])
"""A negated act of this kind is simply one that is not done ("will not negotiate": CT-)."""
_ABOUT_WHO = frozenset(["accused-of"])
"""Cues that leave in doubt who did it; a definite object is given (READING.md 24)."""
_DENYING = frozenset(["no", "deny", "untrue", "is-untrue"])
"""Cues that take the place of hearsay: "no deaths were reported" and "reports of deaths were false" are no hearsay of deaths."""
_TOLD = frozenset(["was-reported", "reports-that", "it-was-reported"])
_DEFINITE = frozenset("the this these that those his her their its".split())
_QUELLING = frozenset("quell quelling quash quashing suppress suppressing crush crushing contain containing disperse dispersing".split())
"""What they are done to takes place."""
_DOUBTED = 1.0
"""FactBank's "possible": below it the trained reader doubts that the act took place (chosen on the development labels)."""
_HEADLINE_SUBJECT = 8
"""Most words before "to" in a headline of that kind."""
_HEARSAY = (":it-was-said", ":there-are-reports", ":rumours-of", ":is-said-to", ":was-reported")


class FactualityFinder:
    """Assesses triggers; built once from the lexicons negations, hedges, modality and opinion."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases) -> None:
        self._context = ContextLexicon(lexicons, ("negations", "hedges", "modality"), phrases)
        self._opinion = ContextLexicon(lexicons, ("opinion",), phrases)
        self._read: Reading | None = None
        self._judged: Reading | None = None

    def assess(self, sentence: Sentence, trigger: Span, statements: tuple[Statement, ...] = (), certainty: float | None = None) -> Stance:
        """The stance of the writer, or of the named speaker, to the words at `trigger`; plain assertion is CT+ (READING.md 12).

        `statements` are those of the document: hearsay that nobody is named for makes what it covers uncertain. `certainty` is the trained reader's
        estimate on -3..3: where no word says otherwise, an act it doubts is not taken for a fact.
        """
        stance = self._by_cues(sentence, trigger, statements)
        if certainty is not None and certainty < _DOUBTED and stance == Stance():
            return Stance(factuality=Factuality.UU, rule="factuality.model")
        return stance

    def _by_cues(self, sentence: Sentence, trigger: Span, statements: tuple[Statement, ...]) -> Stance:
        if self._read is None or self._read.sentence is not sentence:
            self._read = self._context.read(sentence)
        first, end = _tokens(sentence, trigger)
        found = [match for match in self._read.matches if match.covers(first, end) and not _presupposed(self._read, match, first)]
        found = [match for match in found if not _of_speaker(self._read, match, trigger, statements)]
        denied = any(match.entry.id in _DENYING for match in found)
        if denied:
            found = [match for match in found if match.entry.id not in _TOLD]
        cues = [_span(sentence, match) for match in found]
        strengths = [_STRENGTH[match.entry.effect] for match in found]
        modalities = [match.entry.modality for match in found]
        rules = [(_STRENGTH[match.entry.effect], match.entry.id) for match in found]
        hearsay = None if denied else _hearsay(statements, trigger)
        if hearsay is not None and not any(match.entry.effect is Factuality.UU and match.entry.modality is Modality.ACTUAL for match in found):
            strengths.append(_UNKNOWN)
            modalities.append(Modality.ACTUAL)
            rules.append((_UNKNOWN, "hearsay"))
            cues.append(hearsay)
        if sentence.tokens[-1].text == "?" and not found:
            return Stance(factuality=Factuality.UU, modality=Modality.HYPOTHETICAL, cues=(sentence.tokens[-1].span,), rule="factuality.question")
        if not rules:
            return _imperative(self._read, first) or _headline_infinitive(self._read, first)
        negated = sum([match.entry.effect in _MINUS for match in found]) % 2 == 1
        return _combined(strengths, modalities, cues, negated=negated, rule=min(rules)[1])

    def is_opinion(self, sentence: Sentence, trigger: Span) -> bool:
        """Whether the words at `trigger` stand in a judgement about motives, blame or worth (READING.md 13)."""
        if self._judged is None or self._judged.sentence is not sentence:
            self._judged = self._opinion.read(sentence)
        first, end = _tokens(sentence, trigger)
        return any(match.covers(first, end) for match in self._judged.matches)


def _of_speaker(reading: Reading, match: Match, trigger: Span, statements: tuple[Statement, ...]) -> bool:
    """Whether the cue belongs to what describes a speaker and not to the saying: "a clerk who did not dare to leave said so"."""
    sentence, cue = reading.sentence, _span(reading.sentence, match)
    for statement in statements:
        if statement.source is None or statement.cue is None or not (statement.source.start <= cue.start and cue.end <= statement.cue.start):
            continue
        between = reading.tags[match.end : sentence.begun(statement.cue.start)]
        if any([tag not in AUXILIARIES | {ADVERB} for tag in between]):  # otherwise "purportedly showed"
            return any([part.covers(trigger) for part in statement.content])
    return False


def _presupposed(reading: Reading, match: Match, first: int) -> bool:
    """Whether the act at token `first` is taken for granted by what the cue is about: "charged with the killing of", "tried to quell the riot"."""
    words, tags = reading.sentence.folded, reading.tags
    if first <= match.end:
        return False
    opening = first - 1
    while opening > match.end and tags[opening] in {NOUN, ADJECTIVE} and words[opening] not in _QUELLING:
        opening -= 1
    if words[opening] in _QUELLING or words[opening - 1] in _QUELLING:
        return True
    definite = words[opening] in _DEFINITE or tags[opening] == POSSESSIVE
    return definite and match.entry.id in _ABOUT_WHO and opening >= match.end


def _imperative(reading: Reading, first: int) -> Stance | None:
    """An act that is asked for: "Stop the killing!", "please leave"."""
    words = reading.sentence.folded
    opens = first == 0 and reading.tags[0] == BASE and not reading.sentence.headline
    asked = 0 < first < len(words) and words[first - 1] == "please"
    if not (opens or asked):
        return None
    cue = reading.sentence.tokens[first - asked].span
    return Stance(factuality=Factuality.UU, modality=Modality.ORDERED, cues=(cue,), rule="factuality.imperative")


def _headline_infinitive(reading: Reading, first: int) -> Stance:
    """In a headline such as "India to boycott summit" the bare infinitive is the future; everything else without a cue is plain."""
    words, tags = reading.sentence.folded, reading.tags
    if 0 < first - 1 <= _HEADLINE_SUBJECT and words[first - 1] == "to" and not any(tag in VERBS | AUXILIARIES for tag in tags[: first - 1]):
        cue = reading.sentence.tokens[first - 1].span
        return Stance(factuality=Factuality.UU, modality=Modality.FUTURE, cues=(cue,), rule="factuality.headline-infinitive")
    return Stance()


def _combined(strengths: list[int], modalities: list[Modality], cues: list[Span], *, negated: bool, rule: str) -> Stance:
    """The weakest of all cues decides how sure; a negation turns the sign."""
    modality = next(kind for kind in _PRIORITY if kind in modalities)
    strength = min(strengths)
    if negated and strength == _UNKNOWN and all(kind in _PREDICTED or kind is Modality.NEGATED for kind in modalities):
        strength = _CERTAIN
        modality = Modality.NEGATED
    if negated and modality is Modality.ACTUAL:
        modality = Modality.NEGATED
    factuality = (_NEGATIVE if negated else _POSITIVE)[strength]
    return Stance(factuality=factuality, modality=modality, cues=tuple(sorted(cues)), rule=f"factuality.{rule}")


def _tokens(sentence: Sentence, span: Span) -> tuple[int, int]:
    """The tokens that overlap `span`, as a half-open range; empty at the front when there are none."""
    first, end = sentence.ended(span.start), sentence.begun(span.end)
    return (first, end) if first < end else (0, 0)


def _span(sentence: Sentence, match: Match) -> Span:
    return Span(sentence.tokens[match.start].span.start, sentence.tokens[match.end - 1].span.end)


def _hearsay(statements: tuple[Statement, ...], trigger: Span) -> Span | None:
    """The cue of a statement that only says the words are said, by nobody named."""
    for statement in statements:
        unnamed = statement.kind is SpeakerKind.UNNAMED and statement.rule.endswith(_HEARSAY)
        if statement.cue is not None and unnamed and any(part.covers(trigger) for part in statement.content):
            return statement.cue
    return None
