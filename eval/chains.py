"""Scorers of groupings: B3 (Bagga and Baldwin 1998), MUC (Vilain et al. 1995), CEAF-e (Luo 2005), their mean (CoNLL), and pairs.

Key and response are sets of groups. What stands in one and not in the other counts against recall or precision, as in the CoNLL scorer.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from eval.assignment import assign

Groups = Sequence[Collection[Hashable]]


@dataclass(frozen=True)
class Grouping:
    """Precision and recall of a grouping, which are counted over different totals."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 when both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(key: Groups, response: Groups) -> Grouping:
    """For each item the share of its group that belongs with it, averaged over the items."""
    return Grouping(_b_cubed(response, key), _b_cubed(key, response))


def muc(key: Groups, response: Groups) -> Grouping:
    """Links: how many of those that hold a group together are kept; groups of one have none."""
    return Grouping(_links(response, key), _links(key, response))


def ceaf_e(key: Groups, response: Groups) -> Grouping:
    """Groups paired one to one so that the sum of their likenesses (Dice) is greatest."""
    total = sum(_alignment(key, response))
    return Grouping(total / len(response) if response else 0.0, total / len(key) if key else 0.0)


def pairwise(key: Groups, response: Groups) -> Grouping:
    """Pairs of items that are in one group."""
    where = _places(response)
    both = sum(_pairs(size) for group in key for size in _sizes(group, where) if size)
    said, true = (sum(_pairs(len(group)) for group in groups) for groups in (response, key))
    return Grouping(both / said if said else 0.0, both / true if true else 0.0)


def conll(key: Groups, response: Groups) -> float:
    """The mean of the F1 of MUC, B3 and CEAF-e."""
    return (muc(key, response).f1 + b_cubed(key, response).f1 + ceaf_e(key, response).f1) / 3


def _b_cubed(groups: Groups, others: Groups) -> float:
    where = _places(others)
    kept = sum(size * size / len(group) for group in groups for size in _sizes(group, where))
    total = sum(len(group) for group in groups)
    return kept / total if total else 0.0


def _links(groups: Groups, others: Groups) -> float:
    where = _places(others)
    parts = [(len(group), _parts(group, where)) for group in groups]
    total = sum(size - 1 for size, _ in parts)
    return sum(size - found for size, found in parts) / total if total else 0.0


def _parts(group: Collection[Hashable], where: dict[Hashable, int]) -> int:
    """Into how many pieces the other grouping cuts this group; an item it lacks is a piece of its own."""
    held = [where[item] for item in group if item in where]
    return len(set(held)) + len(group) - len(held)


def _alignment(key: Groups, response: Groups) -> Iterable[float]:
    """The likenesses of the best pairing, component by component: groups that share nothing with each other are never paired with gain."""
    where = _places(response)
    for keys, responses in _components(key, where):
        weights = [[2 * len(set(key[k]) & set(response[r])) / (len(key[k]) + len(response[r])) for r in responses] for k in keys]
        yield sum(weights[i][j] for i, j in assign(weights))


def _components(key: Groups, where: dict[Hashable, int]) -> Iterable[tuple[list[int], list[int]]]:
    beside: dict[tuple[str, int], set[tuple[str, int]]] = {}
    for k, group in enumerate(key):
        for item in group:
            if item in where:
                beside.setdefault(("key", k), set()).add(("response", where[item]))
                beside.setdefault(("response", where[item]), set()).add(("key", k))
    seen: set[tuple[str, int]] = set()
    for start in sorted(beside):
        reached, border = {start}, [start]
        while border and start not in seen:
            border.extend(new := beside[border.pop()] - reached)
            reached |= new
        if start not in seen:
            seen |= reached
            yield sorted(i for side, i in reached if side == "key"), sorted(i for side, i in reached if side == "response")


def _places(groups: Groups) -> dict[Hashable, int]:
    return {item: i for i, group in enumerate(groups) for item in group}


def _sizes(group: Collection[Hashable], where: dict[Hashable, int]) -> list[int]:
    """How many items of the group lie together in each group of the other grouping."""
    counts: dict[int, int] = {}
    for item in group:
        if item in where:
            counts[where[item]] = counts.get(where[item], 0) + 1
    return list(counts.values())


def _pairs(size: int) -> int:
    return size * (size - 1) // 2
