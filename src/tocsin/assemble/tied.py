"""Which act of a sentence a place, a date or a facility is told of: each goes to one act, the nearest (READING.md 21).

"Police arrested ten students after a rally in Belfor": the sentence places the rally. That the arrests were there too is an inference, so they
keep the place, but as taken from the context.
"""

from collections.abc import Sequence
from typing import TypeVar

from tocsin.assemble.acts import Act, Argument, words_of
from tocsin.assemble.found import DatedMention, PlacedMention
from tocsin.core.claims import Origin, Role
from tocsin.core.document import Sentence
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.find.roles import PEOPLE

Tied = TypeVar("Tied", PlacedMention, DatedMention)

_WHERE = frozenset("in at near outside inside on around into through across from along beside behind toward towards to front".split())
"""Prepositions between an act and the building, road or square it happened at."""
_WHERE_ONE = tuple([(word,) for word in _WHERE])
_WHOSE = (("'s",), ("’s",))
_SAYING = frozenset("said says told added reported announced confirmed stated released published issued posted aired broadcast".split())
"""Before a date they may say when something was told: "in a report released on Monday"."""
_BEING = frozenset({"was", "were", "been", "is", "are", "be"})
"""Before a verb of saying they make it the news itself: "was reported on Monday"."""
_DASHES = frozenset({"-", "--", "—", "–"})
_FILED = 12
"""Words that the line saying where and when a report was filed may take."""
_PARTING = frozenset({";", ":", "after", "before", "when", "while", "who", "which", "that", "but", "where", "because", "said"})
"""Words that part an act from what is told of another."""
_CLAUSE = 8
"""Words that a parting word counts for."""
_NOUN = 3
"""Words that a noun is nearer by: "clashes in Belfor", where a verb has its own objects in between."""
_AHEAD = 6
"""Words that standing before the act counts for: English says where and when after the verb."""


def settle_once(acts: Sequence[Act], mentions: Sequence[Mention]) -> None:
    """Let each place and date of the one sentence that told `acts` stay with the act nearest to it; the others take it from the context.

    So do all where the words say something else: where a report was filed, where somebody is from, when somebody spoke.
    """
    for act in acts:
        act.places = [(one, Origin.CONTEXT if is_aside(act.sentence, one.mention, mentions) else origin) for one, origin in act.places]
        act.dates = [(one, Origin.CONTEXT if is_of_saying(act, one.mention) else origin) for one, origin in act.dates]
    for act in acts:
        act.places = [(one, _origin(one, origin, act, acts, [a.places for a in acts])) for one, origin in act.places]
        act.dates = [(one, _origin(one, origin, act, acts, [a.dates for a in acts])) for one, origin in act.dates]


def _origin(one: Tied, origin: Origin, act: Act, acts: Sequence[Act], told: list[list[tuple[Tied, Origin]]]) -> Origin:
    if origin is not Origin.TEXT:
        return origin
    rivals = [other for other, taken in zip(acts, told, strict=True) if any([mention is one for mention, _ in taken])]
    nearest = min(rivals, key=lambda rival: distance(rival, one.mention.span))
    return Origin.TEXT if nearest is act else Origin.CONTEXT


def is_aside(sentence: Sentence, place: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a place says where a report was filed, where somebody is from, or whose something is, and not where an act was."""
    first = sentence.ended(place.span.start)
    end = sentence.begun(place.span.end)
    words = sentence.folded
    if not sentence.span.covers(place.span) or words[first - 1 : first] in _WHERE_ONE:
        return _is_dateline(sentence, first, end)
    if words[max(0, first - 2) : first] == (",", "of") or words[end : end + 1] in _WHOSE:
        return True  # "Ana Boe, 35, of Keel, ..."; "Keel's mayor"
    people = [mention.span for mention in mentions if mention.kind in PEOPLE]
    following = sentence.tokens[end].span.start if end < len(words) else None
    describes = any([span.overlaps(place.span) or span.start == following for span in people])  # "Keel police"
    return describes or _is_dateline(sentence, first, end)


def _is_dateline(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a place in capitals opens the sentence and a dash follows after a date or an agency: "KEEL, 3 May (EFE) -- ..."."""
    capitals = all([token.text.isupper() for token in sentence.tokens[first:end] if token.text[0].isalpha()])
    return capitals and first <= _FILED and not _DASHES.isdisjoint(sentence.folded[end : end + _FILED])


def is_filing_date(sentence: Sentence, date: Mention) -> bool:
    """Whether a date says when the report was filed and nothing of what it tells: "KEEL, 3 May (EFE) -- Two men were shot on Sunday"."""
    words = [token.text for token in sentence.tokens[: sentence.ended(date.span.start)]]
    after = sentence.folded[sentence.begun(date.span.end) :]
    place = [word for word in words if word[0].isalpha()]
    filed = bool(place) and len(words) <= _FILED and "".join(place).isupper() and words[-1] == ","
    return filed and not _DASHES.isdisjoint(after[:_FILED])


def is_of_saying(act: Act, date: Mention) -> bool:
    """Whether the date is that of a verb of saying beside it, and the act another: "two men were shot, police said on Monday"."""
    words = act.sentence.folded
    if not act.sentence.span.covers(date.span):
        return False
    first = act.sentence.ended(date.span.start)
    end = act.sentence.begun(date.span.end)
    before = first - 2 if words[first - 1 : first] == ("on",) else first - 1
    beside = [i for i in (before, end) if 0 <= i < len(words) and words[i] in _SAYING and words[i - 1] not in _BEING]
    return any([not act.trigger.span.overlaps(act.sentence.tokens[i].span) for i in beside])


def house(acts: Sequence[Act], mentions: Sequence[Mention], text: str) -> None:
    """Give each building, road or square that plays no part of the grammar to the nearest act as where it happened."""
    playing = {argument.mention.span for act in acts for argument in act.arguments}
    for mention in mentions:
        if mention.kind is not MentionKind.FACILITY or not acts or any([mention.span.overlaps(span) for span in playing]):
            continue
        act = min(acts, key=lambda rival: distance(rival, mention.span))
        if _is_where(act.sentence, mention):
            words = words_of(mention.span, text)
            act.arguments.append(Argument(role=Role.FACILITY, mention=mention, words=words, rule="near:facility", stance=act.stance))


def _is_where(sentence: Sentence, mention: Mention) -> bool:
    before = sentence.folded[: sentence.ended(mention.span.start)]
    return not _WHERE.isdisjoint(before[-3:])


def distance(act: Act, span: Span) -> int:
    """Words between the act's trigger and `span`; a word that parts clauses counts as many."""
    own = act.trigger.span
    left, right = (own, span) if own.start < span.start else (span, own)
    between = act.sentence.folded[act.sentence.begun(left.end) : act.sentence.begun(right.start)]
    return -_NOUN * act.trigger.nominal + len(between) + _CLAUSE * sum([word in _PARTING for word in between]) + _AHEAD * (span.start < own.start)
