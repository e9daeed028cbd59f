"""How far readers who decided about the same claims agree, beyond what chance would give.

Cohen's kappa (1960) is of two readers, each with a habit of their own; Krippendorff's alpha (2011, nominal) is of any number of readers, some of whom
may have left claims out. Both are 1 where all agree, 0 where it is as by chance, and below 0 where they agree less than that.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import permutations


def cohen_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """What two readers said of the same units. None where nothing tells: no units, or both said one and the same of all."""
    said = list(pairs)
    total = len(said)
    if not total:
        return None
    observed = sum(one == other for one, other in said) / total
    left, right = Counter([one for one, _ in said]), Counter([other for _, other in said])
    expected = sum([number * right[label] for label, number in left.items()]) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """What any readers said, a sequence a unit; units that one reader alone read count for nothing. None where nothing tells, as above."""
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for said in units:
        for pair, number in Counter(permutations(said, 2)).items():
            coincidences[pair] += number / (len(said) - 1)  # type: ignore[assignment] # parts of a pair
    margins: Counter[Hashable] = Counter()
    for (label, _), number in coincidences.items():
        margins[label] += number
    total = sum(margins.values())
    if len(margins) < 2:
        return None
    observed = sum([number for (one, other), number in coincidences.items() if one != other])
    expected = sum([number * (total - number) for number in margins.values()]) / (total - 1)
    return 1 - observed / expected


def agreed(units: Iterable[Sequence[Hashable]]) -> float | None:
    """The share of units of which all readers said the same; None without units that two read."""
    read = [len(set(said)) == 1 for said in units if len(said) > 1]
    return sum(read) / len(read) if read else None
