"""Figures that sum up more than the act they stand beside: "the city has had 34 homicides this year", "eight were killed in separate shootings".

They are claims like any other, and background to what the report is about (READING.md 14): no toll of one act is made of them.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from tocsin.assemble.acts import Act
from tocsin.assemble.found import Figure, Found, InSentence
from tocsin.core.document import Sentence
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, Granularity

_CRIMES = frozenset("shootings stabbings homicides murders killings slayings".split())
"""Acts that are each told of few people: the plural without an article says that there were several."""
_ACTS = _CRIMES | frozenset("incidents attacks assaults robberies crimes raids bombings explosions crashes clashes".split())
_SEVERAL = frozenset("separate several multiple different unrelated various numerous".split())
_KNOWN = frozenset("the these those this that both his her their its".split())
_ONE_WHOLE = frozenset("series string spate wave twin double triple".split())
"""Make one happening of several acts: "a series of bombings and shootings"."""
_COUNTED_ACTS = _CRIMES | frozenset("homicide murder killing slaying".split())
_COMPARED = (("compared", "to"), ("compared", "with"), ("same", "period"), ("same", "time"), ("up", "from"), ("down", "from"), ("on", "record"))
_STRETCH = frozenset("year year's month week weekend decade record recorded annual annually throughout citywide statewide nationwide since".split())
_WITHIN = frozenset("in across during amid among from of".split())
_LEAVING = frozenset("left leave leaves killed kill wounded wound injured injure claimed claim".split())
_ENDS = frozenset({";", ":", "while", "whereas", "but", "--", "—"})
_NEAR = 20
"""Words between a figure and the acts it sums up."""
_MODIFIERS = 4
"""Words of a noun phrase before its head."""
_LONG = 28
"""Days from which a stretch of time is no single happening's."""
_WIDE = frozenset({Granularity.YEAR, Granularity.QUARTER, Granularity.DECADE})


def is_tally(figure: Figure, found: Found, since: dt.date | None) -> bool:
    """Whether any telling of the figure sums up several acts, or a stretch of time that did not begin with the story (`since`)."""
    return any([_sums_up(span, found, since) for span in (figure.mention.span, *figure.again)])


def only_tallies(act: Act, tallied: set[Span]) -> bool:
    """Whether the act is nothing but what its figures sum up: "there were eight murders this week"."""
    if act.also:
        return False
    counting = any([figure.word is not None and figure.word.overlaps(act.trigger.span) for figure in act.figures])
    return counting and all([figure.mention.span in tallied for figure in act.figures])


def _sums_up(span: Span, found: Found, since: dt.date | None) -> bool:
    sentence = found.segmented.sentence_at(span.start)
    if sentence is None:
        return False
    first = sentence.ended(span.start)
    end = sentence.begun(span.end)
    left, right = _clause(sentence.folded, first, end)
    words = sentence.folded[left:right]
    compared = any([pair in _COMPARED for pair in pairwise(words)])
    long = compared or not _STRETCH.isdisjoint(words)
    if long and not _COUNTED_ACTS.isdisjoint(sentence.folded[first : end + 1]):
        return True
    if any([_is_several(sentence, at, long=long) for at in _acts_around(sentence.folded, first, end, (left, right))]):
        return True
    return compared or _covers_long(sentence, found.sentences[sentence.index], (left, right), since)


def _clause(words: tuple[str, ...], first: int, end: int) -> tuple[int, int]:
    left = next((i + 1 for i in range(first - 1, -1, -1) if words[i] in _ENDS), 0)
    return left, next((i for i in range(end, len(words)) if words[i] in _ENDS), len(words))


def _acts_around(words: tuple[str, ...], first: int, end: int, clause: tuple[int, int]) -> Iterator[int]:
    """Acts in the plural that the figure is told of: "eight were killed in shootings", "shootings left eight dead"."""
    for i in range(end, min(clause[1], end + _NEAR)):
        if words[i] in _ACTS and not _WITHIN.isdisjoint(words[max(end, i - _MODIFIERS - 1) : i]):
            yield i
    for i in range(max(clause[0], first - _NEAR), first):
        if words[i] in _ACTS and words[i + 1 : i + 2] != () and words[i + 1] in _LEAVING:
            yield i


def _is_several(sentence: Sentence, at: int, *, long: bool) -> bool:
    """Whether the acts are several and not taken up from before; headlines leave out articles, so there more has to say so."""
    before = sentence.folded[max(0, at - _MODIFIERS) : at]
    if not _ONE_WHOLE.isdisjoint(sentence.folded[max(0, at - 2 * _MODIFIERS) : at]):
        return False
    if not _SEVERAL.isdisjoint(before):
        return True
    return sentence.folded[at] in _CRIMES and _KNOWN.isdisjoint(before) and (long or not sentence.headline)


def _covers_long(sentence: Sentence, row: InSentence, clause: tuple[int, int], since: dt.date | None) -> bool:
    """Whether the clause gives a year or some other long stretch for when; "the deadliest attack this year" ranks one act and counts none."""
    for dated in row.dates:
        at = sentence.ended(dated.mention.span.start)
        value = dated.value
        if not clause[0] <= at < clause[1] or not isinstance(value, DateInterval) or (value.start is not None and value.start == since):
            continue
        wide = value.granularity in _WIDE or (value.granularity is Granularity.RANGE and (value.days or _LONG) >= _LONG)
        if wide and not any(
            [word.endswith(("est", "th", "nd", "rd")) or word in {"worst", "most", "first"} for word in sentence.folded[clause[0] : at]]
        ):
            return True
    return False
