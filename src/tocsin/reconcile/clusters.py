"""From judgements to events: agglomeration by average link under what people decided, the same for any order of mentions and judgements.

Pairs nobody judged count a little against a merge, so that a chain of single likenesses does not pull a whole week of unrest into one event.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Collection, Iterable

from tocsin.core.events import EventMention, Judgement, Verdict
from tocsin.reconcile.agglomerate import Pair, Union, agglomerate, log_odds
from tocsin.reconcile.compare import RULE


def cluster(mentions: Iterable[EventMention], judgements: Iterable[Judgement]) -> tuple[tuple[EventMention, ...], ...]:
    """The mentions that tell of one event, for every event; published first comes first.

    What a person said of a pair binds: DIFFERENT is never violated, SAME holds unless it contradicts a DIFFERENT or a later SAME that does.
    """
    by_id = {mention.id: mention for mention in mentions}
    standing = in_force(judgement for judgement in judgements if judgement.left in by_id and judgement.right in by_id)
    groups = agglomerate(by_id, sorted(standing.values(), key=authority))
    events = [tuple(sorted([by_id[member] for member in members], key=_first)) for members in groups]
    return tuple(sorted(events, key=_first_of))


def event_id(mentions: Collection[EventMention]) -> str:
    """Made of the mention published first, then of the smallest id, so that reports added later leave it. The prefix is the format's version."""
    return "e1" + hashlib.sha256(min(mentions, key=_first).id.encode()).hexdigest()[:22]


def _first(mention: EventMention) -> tuple[dt.date, str]:
    return mention.published or dt.date.max, mention.id


def _first_of(mentions: tuple[EventMention, ...]) -> tuple[dt.date, str]:
    return _first(mentions[0])


def in_force(judgements: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """The judgement that counts for each pair: a person's before the rule's, the latest before earlier ones, none that was taken back.

    A judgement that takes another back does only that: the pair is then judged as if neither had been given.
    """
    given = {judgement.id: judgement for judgement in judgements}
    ordered = sorted(given.values(), key=authority)
    undone: set[str] = set()
    for judgement in reversed(ordered):
        if judgement.undoes is not None and judgement.id not in undone:
            undone.add(judgement.undoes)
    return {(one.left, one.right): one for one in ordered if one.undoes is None and one.id not in undone}


def authority(judgement: Judgement) -> tuple[bool, float, str]:
    """What outweighs what: sorts a person after the rule, later after earlier. Raises ValueError for a time without a zone."""
    if judgement.at is not None and judgement.at.tzinfo is None:
        raise ValueError(f"judgement {judgement.id} has a time without a time zone; give it in UTC")
    return judgement.by != RULE, judgement.at.timestamp() if judgement.at is not None else -math.inf, judgement.id


def explain(members: Collection[str], judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that hold these event mentions together, the strongest first: just enough to reach every one of them.

    Of two mentions it is the judgement about them, whatever it says; nothing, when they were never compared.
    """
    inside = [one for one in in_force(judgements).values() if one.left in members and one.right in members]
    if len(members) == 2:
        return tuple(inside)
    reached = Union(members)
    return tuple([one for one in sorted(inside, key=_strongest) if one.verdict is not Verdict.DIFFERENT and reached.join(one.left, one.right)])


def _strongest(judgement: Judgement) -> tuple[bool, float, str]:
    return judgement.by == RULE, -log_odds(judgement), judgement.id
