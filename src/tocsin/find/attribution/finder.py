"""Who says what: statements with their speaker, cue and content (PARC / PolNeAR; READING.md 9-11).

Notes for a newcomer: `frames` cuts sentences into the writer's words and quoted words, `clauses` reads each of these by its cues, and this module
puts the pieces together: kinds of speakers, quotations that stand alone, and which statement holds which.
"""

from msgspec.structs import replace

from tocsin.core.document import Segmented
from tocsin.core.hints import Hints
from tocsin.core.mentions import Statement
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import Span, SpanIndex
from tocsin.find.attribution.chains import PASSED_ON, extent
from tocsin.find.attribution.clauses import FIRST_PERSON, ClauseReader
from tocsin.find.attribution.drafts import Draft
from tocsin.find.attribution.frames import frames
from tocsin.find.attribution.merging import ONLY_A_NAME, READER, merged
from tocsin.find.attribution.phrases import Part
from tocsin.find.attribution.quotes import with_quotations
from tocsin.find.attribution.speakers import SpeakerKinds
from tocsin.find.attribution.turns import turns
from tocsin.find.attribution.voices import Voices
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import Phrases

TURN = "attribution.turn"
"""The rule of statements in brackets of a transcript."""
_HEARSAY = (":reportedly", ":is-said-to", ":was-reported", ":it-was-said")
_NO_APPOSITIVE = frozenset("before after during when while as because amid despite which that on to".split())
"""What follows a speaker and says when, or something else, and not who it is."""
_ASIDE = frozenset([",", "(", ")", "—", "–", "--"])


class AttributionFinder:
    """Finds statements in a document; built once from the lexicons `reporting_cues`, `speakers` and `function_words`."""

    def __init__(self, lexicons: Lexicons, phrases: Phrases) -> None:
        self._phrases = phrases
        self._kinds = SpeakerKinds(lexicons)
        self._reader = ClauseReader(lexicons, self._kinds)

    def find(self, segmented: Segmented, hints: Hints | None = None) -> tuple[Statement, ...]:
        """The statements of a document in the order of their words; `parent` counts in the tuple returned.

        Without `hints` the rules stand alone; with them see `merging`.
        """
        drafts: list[Draft] = []
        for frame in frames(segmented, self._phrases):
            drafts.extend(self._reader.read(frame))
        voices = Voices(segmented, self._kinds, self._phrases, hints)
        statements = with_quotations(segmented, self._statements(sorted(drafts, key=_position), voices))
        statements = [statement for statement in statements if statement.content]
        statements += [self._turn(segmented, speaker, said, voices) for speaker, said in turns(segmented.document.text)]
        if hints is not None:
            statements = [
                self._named(segmented, statement, voices) for statement in merged(statements, hints) if not self._is_writer(segmented, statement)
            ]
        told = SpanIndex((part, statement) for statement in statements if statement.source is not None for part in statement.content)
        return _with_parents([statement for statement in statements if not _is_hearsay_of(statement, told)])

    def _statements(self, drafts: list[Draft], voices: Voices) -> list[Statement]:
        statements: list[Statement] = []
        for draft in drafts:
            content = tuple([draft.frame.span(*part) for part in draft.content])
            kind, known, source = SpeakerKind.UNNAMED, True, None
            if draft.source is not None:
                kind, known, source = self._speaker(draft, draft.source, voices)
            cue = draft.frame.span(draft.cue.start, draft.cue.end)
            rule, score = f"{draft.rule}:{draft.cue.entry.id}", 1.0 if known else ONLY_A_NAME
            statements.append(Statement(source=source, cue=cue, content=content, kind=kind, rule=rule, score=score))
            if draft.addressee is not None and draft.rule == "attribution.quoted":
                statements.append(self._passed_on(draft, draft.addressee, content))
        return statements

    def _speaker(self, draft: Draft, part: Part, voices: Voices) -> tuple[SpeakerKind, bool, Span]:
        frame = draft.frame
        start, end = self._reader.phrases.bare(frame, part)
        context = [word for word in (*frame.words[part.outer_start : part.start], *frame.words[part.end : part.outer_end]) if word not in _ASIDE]
        if context and (context[0].endswith("ing") or context[0] in _NO_APPOSITIVE):
            context = []
        capital = frame.cased and frame.capital[end - 1]
        at = frame.span(start, end)
        kind, known = voices.kind(frame.words[start:end], context, at, capital=capital, definite=frame.words[part.start] == "the")
        return kind, known, at

    def _is_writer(self, segmented: Segmented, statement: Statement) -> bool:
        """Whether the heads take for a speaker who says "we": the writer, or somebody whose words are quoted already."""
        source = statement.source
        return statement.rule == READER and source is not None and source.quote(segmented.document.text).lower() in FIRST_PERSON

    def _named(self, segmented: Segmented, statement: Statement, voices: Voices) -> Statement:
        """A statement of the heads alone takes the kind that its speaker has elsewhere in the report, or that his words name."""
        source = statement.source
        sentence = None if source is None else segmented.sentence_at(source.start)
        if statement.rule != READER or source is None or sentence is None:
            return statement
        first, end = sentence.begun(source.start), sentence.ended(source.end)
        if end <= first:
            return statement
        words = list(sentence.folded[first:end])
        capital = sentence.tokens[end - 1].text[0].isupper()
        definite = sentence.folded[max(0, first - 1)] == "the"
        kind, known = voices.kind(words, [], source, capital=capital, definite=definite)
        return replace(statement, kind=kind) if known else statement

    def _turn(self, segmented: Segmented, speaker: Span, said: Span, voices: Voices) -> Statement:
        """What somebody says in an interview or a speech, under the name in brackets."""
        words = speaker.quote(segmented.document.text).lower().split()
        kind, known = voices.kind(words, [], speaker, capital=True, definite=False)
        return Statement(source=speaker, cue=None, content=(said,), kind=kind, rule=TURN, score=1.0 if known else ONLY_A_NAME)

    def _passed_on(self, draft: Draft, quoting: Part, content: tuple[Span, ...]) -> Statement:
        """Who passed it on: "state television quoted the mayor as saying" (READING.md 9). Who was only told is no speaker."""
        start, end = self._reader.phrases.bare(draft.frame, quoting)
        found = self._kinds.of(draft.frame.words[start:end], [])
        kind = SpeakerKind.MEDIA if found is None else found[0]
        return Statement(source=draft.frame.span(start, end), cue=None, content=content, kind=kind, rule=PASSED_ON)


def _is_hearsay_of(statement: Statement, told: SpanIndex[Statement]) -> bool:
    """Hearsay in the words of a named speaker ("reportedly seized, police said") is how sure that speaker is, not another speaker."""
    if statement.source is not None or statement.cue is None or not statement.rule.endswith(_HEARSAY):
        return False
    return bool(told.covering(statement.cue))


def _position(draft: Draft) -> tuple[int, int]:
    return draft.frame.spans[draft.cue.start].start, draft.frame.spans[draft.begins].start


def _with_parents(statements: list[Statement]) -> tuple[Statement, ...]:
    """Each statement's parent: the one that passed it on, or the smallest other one that holds its speaker and cue."""
    contents = SpanIndex((part, k) for k, statement in enumerate(statements) for part in statement.content)
    found = []
    for i, statement in enumerate(statements):
        rivals = [k for k in contents.covering(statement.content[0]) if k != i]
        parent = next((k for k in rivals if statements[k].rule == PASSED_ON and statements[k].content == statement.content), None)
        if parent is None or statement.rule == PASSED_ON:
            holders = [(extent(statements[k]), k) for k in _around(statement, contents) if k != i and _nests(statements[k], statement)]
            parent = min(holders)[1] if holders else None
        found.append(replace(statement, parent=parent))
    return tuple(found)


def _around(statement: Statement, contents: SpanIndex[int]) -> list[int]:
    """Which statements' contents hold its speaker and cue; a quotation alone has neither, and nobody holds it."""
    own = [contents.covering(part) for part in (statement.source, statement.cue) if part is not None]
    return [k for k in own[0] if all([k in others for others in own])] if own else []


def _nests(outer: Statement, inner: Statement) -> bool:
    """Whether `inner`, with speaker and cue in the content of `outer`, is said there, and does not say the outer one in turn."""
    return not any(outer.cue is not None and part.covers(outer.cue) for part in inner.content)
