"""The finder of dates: rules laid over the atoms of a sentence, and mentions read back into intervals."""

import datetime as dt
import re
from functools import lru_cache
from itertools import pairwise

from tocsin.core.document import Sentence
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, Granularity, Reason, Unresolved
from tocsin.errors import ResourceError
from tocsin.find.dates import readings, stretches
from tocsin.find.dates.counting import Unsettled, When
from tocsin.find.dates.grammar import CLASSES, DIGITS, MARK, NAME, WORD, Compiled, DateRule, DateWord, Match, Piece, Vocabulary
from tocsin.find.dates.readings import Reading
from tocsin.resources.lexicons import Lexicons

_PREFIX = "date:"
AS_OF_RULES = frozenset({_PREFIX + "as-of", _PREFIX + "as-of-date"})
"""Rules whose mentions date no event: they give the day a cumulative figure was put (READING.md 7, `Claim.as_of`)."""

_LONGEST = 24
"""Atoms of the longest date there can be; "from Thursday, the 30th of December, 2021 at 10:30 p.m. local time" has 20."""
_OUTSIDE = (WORD, NAME, MARK)
_MADE = CLASSES["any_time"] + CLASSES["a_clock"]
_JOINS = frozenset(".,:/-")
_BETWEEN_DIGITS = frozenset(":/")
_INNER = re.compile("[-']")
_MONEY = frozenset("$€£¥#%")
_NEVER_ALONE = frozenset("about counted day_nickname edge edge_later edge_noun measured name_head newspaper number_vague number_word th".split())
"""Classes that stand only beside others; a sentence with no word of another class, and none of _CUES, holds no date."""
_CUES = frozenset("ago back overnight tonight already far christmas easter latest now date predawn p.m. a.m. p.m a.m".split())


def carried(context: DateInterval | None, mention: Mention, value: DateInterval | Unresolved) -> DateInterval | None:
    """The context for the next date of a text, after `mention` was read as `value`.

    What dates no event, was not settled, or runs over a stretch from here to there is nothing that "the following day" counts from.
    """
    if isinstance(value, Unresolved) or mention.rule in AS_OF_RULES or value.granularity is Granularity.RANGE:
        return context
    return value


class DateFinder:
    """Finds dates and gives them values by the rules of `resources/lexicons/dates_rules.yaml`."""

    def __init__(self, lexicons: Lexicons) -> None:
        """Compile the grammar. Raises ResourceError when a rule is not understood or names a reading that does not exist."""
        words = lexicons.entries("dates", DateWord)
        self._vocabulary = Vocabulary(words)
        rules = _compile(lexicons.entries("dates_rules", DateRule), self._vocabulary)
        self._stages = [[compiled for compiled in rules if compiled.rule.stage == stage] for stage in sorted({c.rule.stage for c in rules})]
        self._readings = {compiled.rule.id: _reading(compiled.rule) for compiled in rules}
        self._cues = _CUES.union(*[word.forms for word in words if word.kind not in _NEVER_ALONE])
        self._runs = self._worthwhile(words)
        self._laid = lru_cache(maxsize=4_096)(self._lay)

    def _worthwhile(self, words: tuple[DateWord, ...]) -> re.Pattern[str]:
        """Runs of known pieces that hold at least one a date is made about: "of the" alone is not worth a look."""
        outside = "".join(_OUTSIDE)
        core = {self._vocabulary.characters(word.kind) for word in words if word.kind not in _NEVER_ALONE}
        core |= {self._vocabulary.literal(word) for word in _CUES if word.isalpha()} | set(_MADE) | set(DIGITS)
        inside = re.escape(outside)
        about = re.escape("".join(sorted(core)))
        return re.compile(f"[^{inside}{about}]*[{about}][^{inside}]*")

    def find(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The dates of `sentence`: maximal phrases without "on", "in", "at", "the" before them, in order, none overlapping.

        `Mention.rule` is "date:" and the id of the grammar rule; those in AS_OF_RULES mark when a figure was put, not when something happened.
        """
        if not self._may_hold(sentence.folded):
            return ()
        found = self._made(self._vocabulary.pieces(_surface(sentence), sentence.span.start))
        return tuple([_mention(piece, compiled) for piece, compiled in found])

    def _may_hold(self, folded: tuple[str, ...]) -> bool:
        """A quick look: false only when no rule can match."""
        if not self._cues.isdisjoint(folded):
            return True
        for token in folded:
            if token[0].isdecimal():
                if "," not in token and (len(token) > 3 or not token.isdecimal()):
                    return True
            elif token in _BETWEEN_DIGITS:
                if any([other[0].isdecimal() for other in folded]):
                    return True
            elif ("-" in token or "'" in token) and not self._cues.isdisjoint(_INNER.split(token)):
                return True
        return False

    def resolve(
        self, mention: Mention, text: str, anchor: dt.date | None, context: DateInterval | None = None, *, future: bool = False
    ) -> DateInterval | Unresolved:
        """The days that `mention` of the document `text` names.

        `anchor` is the published date, `context` the last date resolved in the text ("the following day" counts from it), `future` says that the
        sentence speaks of what is to come: "on Tuesday" is then the next one. A mention from elsewhere (a model) is read by the first date in
        its words. Never raises for want of sense: Unresolved says why.
        """
        pieces = self._vocabulary.pieces(mention.span.quote(text), mention.span.start)
        found = self._made(pieces, cut=True)
        if not found:
            return Unresolved(reason=Reason.UNKNOWN)
        try:
            return self._read((found[0][0],), When(published=anchor, context=context, future=future))
        except Unsettled as unsettled:
            return unsettled.value

    def _made(self, pieces: list[Piece], *, cut: bool = False) -> list[tuple[Piece, Compiled]]:
        """What the stages make of `pieces`, in order."""
        for stage in range(len(self._stages)):
            pieces = self._reduced(pieces, stage, cut=cut)
        return [(piece, piece.made_by) for piece in pieces if piece.made_by is not None]

    def _reduced(self, pieces: list[Piece], stage: int, *, cut: bool) -> list[Piece]:
        """`pieces` with those that a rule of `stage` covers made into one: leftmost first, then longest, then by the order of the table."""
        symbols = "".join([piece.symbol for piece in pieces])
        reduced: list[Piece] = []
        end = 0
        for start, stop, nth in self._candidates(symbols, stage):
            compiled = self._stages[stage][nth]
            if start >= end and compiled.allows(symbols, start, stop, cut=cut) and _stands(compiled.rule, pieces, start, stop):
                reduced.extend(pieces[end:start])
                reduced.append(Piece(pieces[start].start, pieces[stop - 1].end, "", "", compiled.symbol, None, tuple(pieces[start:stop]), compiled))
                end = stop
        return reduced + pieces[end:] if reduced else pieces

    def _candidates(self, symbols: str, stage: int) -> list[tuple[int, int, int]]:
        """All matches of the stage's rules as (start, stop, rule), in order."""
        found: list[tuple[int, int, int]] = []
        for run in self._runs.finditer(symbols):
            laid = self._laid(run[0], stage)
            if laid:
                base = run.start()
                found.extend([(base + start, base + stop, nth) for start, stop, nth in laid])
        return found

    def _lay(self, symbols: str, stage: int) -> tuple[tuple[int, int, int], ...]:
        """The rules that match in a run of known pieces; only the classes count, so runs of one shape are laid once."""
        found = []
        for start in range(len(symbols)):
            window = symbols[start : start + _LONGEST]
            for nth, compiled in enumerate(self._stages[stage]):
                match = compiled.expression.match(window)
                if match is not None and match.end() > 0:
                    found.append((start, start + match.end(), nth))
        return tuple(sorted(found, key=_order))

    def _read(self, pieces: tuple[Piece, ...], when: When) -> DateInterval:
        """The value of the one made piece in `pieces`; raises Unsettled."""
        made = pieces[0]
        compiled = made.made_by
        match = compiled.expression.fullmatch("".join([piece.symbol for piece in made.inside])) if compiled is not None else None
        if compiled is None or match is None:
            raise Unsettled(Unresolved(reason=Reason.UNKNOWN))
        try:
            return self._readings[compiled.rule.id](Match(compiled.rule, made.inside, match), when, self._read)
        except (OverflowError, ValueError) as error:  # the calendar ends at the years 1 and 9999
            raise Unsettled(Unresolved(reason=Reason.IMPOSSIBLE)) from error


def _compile(rules: tuple[DateRule, ...], vocabulary: Vocabulary) -> list[Compiled]:
    """The rules that work at a stage, each compiled with those above it."""
    above: dict[str, Compiled] = {}
    for rule in rules:
        if rule.id in above:
            raise ResourceError(f"date rule {rule.id} stands twice in dates_rules.yaml")
        if bool(rule.stage) != bool(rule.reads) or bool(rule.stage) != bool(rule.makes):
            raise ResourceError(f"date rule {rule.id}: stage, makes and reads go together")
        above[rule.id] = Compiled(rule, vocabulary, above)
    return [compiled for compiled in above.values() if compiled.rule.stage]


def _reading(rule: DateRule) -> Reading:
    reading: Reading | None = getattr(readings, rule.reads, None) or getattr(stretches, rule.reads, None)
    if reading is None:
        raise ResourceError(f"date rule {rule.id}: there is no reading named {rule.reads!r}")
    return reading


def _order(found: tuple[int, int, int]) -> tuple[int, int, int]:
    start, stop, nth = found
    return start, -stop, nth


def _surface(sentence: Sentence) -> str:
    """The sentence's text again, from its tokens; what lies between them becomes spaces."""
    base, parts, end = sentence.span.start, [], 0
    for token in sentence.tokens:
        start = token.span.start - base
        parts.append(" " * (start - end))
        parts.append(token.text)
        end = start + len(token.text)
    return "".join(parts)


def _mention(piece: Piece, compiled: Compiled) -> Mention:
    span = Span(piece.start, piece.end)
    return Mention(span=span, head=span, kind=MentionKind.DATE, rule=_PREFIX + compiled.rule.id)


def _stands(rule: DateRule, pieces: list[Piece], start: int, stop: int) -> bool:
    """Whether the pieces are words of their own: no part of a longer number or compound, no white space inside where the rule forbids it."""
    inside = pieces[start:stop]
    if rule.tight and any([left.end != right.start for left, right in pairwise(inside)]):
        return False
    return not _glued(inside[0], pieces[:start][-2:][::-1], first=True) and not _glued(inside[-1], pieces[stop : stop + 2], first=False)


def _glued(edge: Piece, neighbours: list[Piece], *, first: bool) -> bool:
    """Whether `edge` continues into its neighbours (nearest first): "$2015", "20.5", "2014/15", "x2014"."""
    if not neighbours or not _touch(edge, neighbours[0], first=first):
        return False
    near = neighbours[0]
    if near.folded in _MONEY or near.text.isalnum() or near.folded == "_":
        return True
    if near.folded not in _JOINS or len(neighbours) == 1 or not edge.text.isdecimal():
        return False
    far = neighbours[1]
    return _touch(near, far, first=first) and far.text.isalnum()


def _touch(piece: Piece, other: Piece, *, first: bool) -> bool:
    return other.end == piece.start if first else piece.end == other.start
