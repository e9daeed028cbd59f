"""Which of a sentence's places an event word belongs to: distance in words, made longer or shorter by how the place is tied in.

The rule is a list of costs that can be read; the place with the least is taken. It follows how English ties places to verbs: "in X" after the
verb, or "In X," at the head of the sentence; a possessor ("Syria's army"), a speaker's place ("said in Geneva") and the second half of "X, Y"
seldom say where.
"""

from bisect import bisect_right
from collections.abc import Sequence

from tocsin.core.document import Sentence
from tocsin.core.spans import Span

_LOCATED = -6
"""Cost of "in X", "near X", "at X"."""
_OPENING = -8
"""Cost of "In X," at the head of the sentence, before the event word."""
_BEFORE = 3
"""Cost of a place that comes before the event word."""
_BARRIER = 5
"""Cost of a clause or a stop in between; counted for each."""
_POSSESSOR = 6
"""Cost of "X's": whose, not where."""
_MODIFIER = 4
"""Cost of "X police": a name in front of a noun."""
_TOWARDS_COST = 3
"""Cost of "to X", "from X", "with X", "against X", "by X"."""
_WIDER = 4
"""Cost of the second half of "X, Y" and of "X in northern Y"."""

_LOCATING = frozenset(
    "in at near on outside inside around across throughout off along within between northern southern eastern western central downtown".split()
)
_TOWARDS = frozenset("to from with against by for toward towards".split())
_LINKS = frozenset(", ( in the of northern southern eastern western central".split())
_BARRIERS = frozenset("; : who which that where when while after before because although though but said says told since if whereas".split())
_NOT_NOUNS = frozenset(
    "and or on in at to for of after before when where while as by from with that which who said says is was were are has have had but".split()
)
_KIND_NOUNS = frozenset(
    "province region district state city town governorate county department area neighbourhood neighborhood suburb village camp square".split()
)
_OPENING_WORDS = 4


def event_place(sentence: Sentence, trigger: Span, places: Sequence[Span]) -> int | None:
    """Index into `places` of the one where the event at `trigger` happened; None when there is no place. Equal costs go to the earlier place."""
    if not places:
        return None
    starts = [token.span.start for token in sentence.tokens]
    at = _token_at(starts, trigger.start)
    costs = [_cost(sentence, at, _token_at(starts, place.start), _token_at(starts, max(place.start, place.end - 1))) for place in places]
    ends = [_token_at(starts, max(place.start, place.end - 1)) for place in places]
    for i, place in enumerate(places):
        first = _token_at(starts, place.start)
        narrower = [end for end in ends if end < first and all([word in _LINKS for word in sentence.folded[end + 1 : first]])]
        if narrower:
            costs[i] += _WIDER
    return min(range(len(places)), key=costs.__getitem__)


def _cost(sentence: Sentence, trigger: int, first: int, last: int) -> float:
    folded = sentence.folded
    left, right = (trigger, first) if trigger < first else (last, trigger)
    cost = float(max(0, right - left))
    between = folded[left + 1 : right]
    before = folded[first - 1] if first else ""
    if before == "the" and first > 1:
        before = folded[first - 2]
    after = folded[last + 1] if last + 1 < len(folded) else "."
    opening = first <= _OPENING_WORDS and before in _LOCATING and after == "," and last < trigger
    if opening:
        return cost / 4 + _OPENING
    cost += _BARRIER * sum([word in _BARRIERS for word in between])
    cost += _BEFORE if last < trigger else 0
    whose = after in {"'s", "’s"}
    if before == "of" and first > 1 and folded[first - 2] not in _KIND_NOUNS and sentence.tokens[first - 2].text[0].isupper():
        cost += _POSSESSOR
    elif (before in _LOCATING and not whose) or (before == "of" and first > 1 and folded[first - 2] in _KIND_NOUNS):
        cost += _LOCATED
    elif before in _TOWARDS:
        cost += _TOWARDS_COST
    if whose:
        cost += _POSSESSOR
    elif after.isalpha() and after not in _NOT_NOUNS and after not in _KIND_NOUNS and before not in _LOCATING:
        cost += _MODIFIER
    return cost


def _token_at(starts: list[int], offset: int) -> int:
    """The index of the token that holds the character at `offset`, or the nearest before it."""
    return max(0, bisect_right(starts, offset) - 1)
