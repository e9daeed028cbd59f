"""Average-link agglomeration of a sparse graph of judgements, with must-links and cannot-links.

As in correlation clustering, two groups join while the log-odds between their members, summed over all pairs, speak for it. Pairs nobody judged count
against it, so that a chain of single likenesses does not pull a whole week of unrest into one event.
"""

import heapq
import math
from collections.abc import Collection, Iterable, Sequence

from tocsin.core.events import Judgement, Verdict
from tocsin.reconcile.compare import RULE

Pair = tuple[str, str]

_UNJUDGED = -1.0
"""Log-odds of a pair that shares no block: enough to stop a chain of likenesses. Looked at on the development incidents, where it is not sharp."""
_SURE = 0.999999
"""A verdict of the rule without a score (an exact copy) counts as this sure, and no score as surer."""


class Union:
    """Disjoint sets, each known by its smallest member."""

    def __init__(self, members: Iterable[str]) -> None:
        self._parent = {member: member for member in members}

    def find(self, member: str) -> str:
        """The smallest member of its set."""
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def join(self, left: str, right: str) -> bool:
        """Make one set of two; False when they are one already."""
        one, other = self.find(left), self.find(right)
        self._parent[max(one, other)] = min(one, other)
        return one != other

    def sets(self) -> list[frozenset[str]]:
        """All sets, by smallest member."""
        found: dict[str, set[str]] = {}
        for member in sorted(self._parent):
            found.setdefault(self.find(member), set()).add(member)
        return [frozenset(found[root]) for root in sorted(found)]


def log_odds(judgement: Judgement) -> float:
    """How strongly the rule speaks for one event; a person's UNSURE speaks neither way."""
    if judgement.verdict is Verdict.UNSURE and judgement.score is None:
        return 0.0
    score = judgement.score if judgement.score is not None else float(judgement.verdict is Verdict.SAME)
    sure = min(_SURE, max(1 - _SURE, score))
    return math.log(sure / (1 - sure))


def agglomerate(mentions: Collection[str], judgements: Sequence[Judgement]) -> list[frozenset[str]]:
    """Sets of mentions that tell of one event. `judgements` are those in force, one a pair, what outweighs last.

    Mentions that no chain of judgements above even odds, or of people's SAMEs, leads to do not change one another: each such part may be grouped by
    itself, with the judgements inside it.
    """
    graph = _Graph(mentions)
    for one in reversed(judgements):
        if one.by != RULE and one.verdict is Verdict.DIFFERENT:
            graph.part(one.left, one.right)
    for one in judgements:
        if one.by == RULE or one.verdict is Verdict.UNSURE:
            graph.link(one.left, one.right, log_odds(one))
    for one in reversed(judgements):
        if one.by != RULE and one.verdict is Verdict.SAME:
            graph.merge(one.left, one.right)
    graph.settle()
    return graph.union.sets()


class _Graph:
    """Groups of mentions, what speaks between them, and which must stay apart."""

    def __init__(self, mentions: Collection[str]) -> None:
        self.union = Union(mentions)
        self._size = dict.fromkeys(mentions, 1)
        self._links: dict[str, dict[str, tuple[float, int]]] = {mention: {} for mention in mentions}
        self._apart: dict[str, set[str]] = {mention: set() for mention in mentions}

    def part(self, left: str, right: str) -> None:
        """These two must never be one."""
        self._apart[left].add(right)
        self._apart[right].add(left)

    def link(self, left: str, right: str, score: float) -> None:
        """What one judgement says of two mentions."""
        self._links[left][right] = self._links[right][left] = (score, 1)

    def merge(self, left: str, right: str) -> None:
        """Make one group of the two that hold these mentions, unless they must stay apart."""
        kept, gone = sorted((self.union.find(left), self.union.find(right)))
        if kept == gone or gone in self._apart[kept]:
            return
        self.union.join(kept, gone)
        self._size[kept] += self._size.pop(gone)
        for other in self._apart.pop(gone):
            self._apart[other].discard(gone)
            self.part(kept, other)
        self._links[kept].pop(gone, None)
        moved = self._links.pop(gone)
        moved.pop(kept, None)
        for other, (score, judged) in moved.items():
            del self._links[other][gone]
            before, already = self._links[kept].get(other, (0.0, 0))
            self._links[kept][other] = self._links[other][kept] = (before + score, already + judged)

    def settle(self) -> None:
        """Merge the two groups that most belong together, again and again, while any two do."""
        queue = [
            (-mean, left, right, self._size[left], self._size[right]) for left in self._links for right, mean in self._merits(left) if left < right
        ]
        heapq.heapify(queue)
        while queue:
            _, left, right, left_size, right_size = heapq.heappop(queue)
            if self._size.get(left) != left_size or self._size.get(right) != right_size:
                continue  # one of them has grown since: its new pairs are in the queue
            self.merge(left, right)
            for other, mean in self._merits(left):
                first, second = sorted((left, other))
                heapq.heappush(queue, (-mean, first, second, self._size[first], self._size[second]))

    def _merits(self, group: str) -> list[tuple[str, float]]:
        """The groups this one may join, with the average over all pairs between them; only those above 0."""
        merits = []
        for other, (score, judged) in self._links[group].items():
            pairs = self._size[group] * self._size[other]
            mean = (score + (pairs - judged) * _UNJUDGED) / pairs
            if mean > 0 and other not in self._apart[group]:
                merits.append((other, mean))
        return merits
