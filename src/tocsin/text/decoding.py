"""From the network's label scores on pieces to labelled stretches of words: means over pieces, then the best valid tag sequence."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_SHARE_FLOOR = 1e-3
_MASS_FLOOR = 1e-9
_SAFE = float(np.log((1 - _SHARE_FLOOR) / _SHARE_FLOOR))
"""How far (in log mass) "outside" or a begin tag must lead for it to be on every best path: both may follow anything, and what follows them can
lose no more than the begin/inside share."""
_NEVER = -1e9
_AGREED = 0.8
"""Weight of a name's mean where it stands very often; chosen on the development articles."""


def softmax(logits: Floats) -> Floats:
    """Over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def word_scores(logits: Floats, at: Ints) -> tuple[Floats, Floats]:
    """Pieces' logits (pieces, 2K + 1: O, B of each kind, I of each kind) -> words' log scores (words, 2K + 1) and masses (words, K).

    Word w is pieces at[w] to at[w + 1]. A kind's mass is the mean over the word's pieces; begin or inside is for the first piece to say.
    """
    masses = softmax(logits)
    kinds = logits.shape[1] // 2
    begin = masses[:, 1 : 1 + kinds]
    either = begin + masses[:, 1 + kinds :]
    sizes = np.diff(at)[:, None].astype(np.float32)
    mass = np.add.reduceat(either, at[:-1], axis=0) / sizes
    outside = np.add.reduceat(masses[:, :1], at[:-1], axis=0) / sizes
    share = np.clip(begin[at[:-1]] / np.maximum(either[at[:-1]], _MASS_FLOOR), _SHARE_FLOOR, 1 - _SHARE_FLOOR)
    log_mass = np.log(np.maximum(mass, _MASS_FLOOR))
    scores = np.concatenate([np.log(np.maximum(outside, _MASS_FLOOR)), log_mass + np.log(share), log_mass + np.log1p(-share)], axis=1)
    return scores.astype(np.float32), mass.astype(np.float32)


def agreed(scores: Floats, names: Ints) -> tuple[Floats, Floats]:
    """Scores and masses after words that are the same name lent each other theirs: a name means one thing in one report.

    `names` numbers the names; words that are none have -1. The more often a name stands, the more its mean weighs (one sense per discourse, Gale,
    Church and Yarowsky 1992). Whether a word begins or goes on with a stretch stays its own.
    """
    kinds = scores.shape[1] // 2
    whole = np.exp(scores)
    begin = whole[:, 1 : 1 + kinds]
    masses = np.concatenate([whole[:, :1], begin + whole[:, 1 + kinds :]], axis=1)
    share = np.clip(begin / np.maximum(masses[:, 1:], _MASS_FLOOR), _SHARE_FLOOR, 1 - _SHARE_FLOOR)
    at = np.flatnonzero(names >= 0)
    if len(at):
        counts = np.bincount(names[at])
        sums = np.zeros((len(counts), 1 + kinds))
        np.add.at(sums, names[at], masses[at])
        weight = (_AGREED * counts / (counts + 2))[names[at], None]
        masses[at] = (1 - weight) * masses[at] + weight * (sums / np.maximum(counts, 1)[:, None])[names[at]]
    logs = np.log(np.maximum(masses, _MASS_FLOOR))
    mixed = np.concatenate([logs[:, :1], logs[:, 1:] + np.log(share), logs[:, 1:] + np.log1p(-share)], axis=1)
    return mixed.astype(np.float32), masses[:, 1:].astype(np.float32)


def best_tags(scores: Floats, fresh: npt.NDArray[np.bool_]) -> Ints:
    """The best tag of each word such that an inside tag follows a begin or inside tag of its kind (Viterbi, exact).

    `fresh` marks words that no stretch may run into (a sentence's first). Words that are outside, or begin a stretch, on every best path cut the text
    into short lanes. Where each word's own best tag makes a valid sequence no other can be better; only the other lanes are worked through.
    """
    kinds = scores.shape[1] // 2
    tags: Ints = scores.argmax(axis=1)
    before = np.concatenate([[0], tags[:-1]])
    stray = (tags > kinds) & (fresh | ((before != tags) & (before != tags - kinds)))
    if not stray.any():
        return tags
    second, first = np.partition(scores, -2, axis=1)[:, -2:].T
    sure = first - second > _SAFE
    free = ~(sure & (tags == 0))
    opens = fresh | (sure & (tags > 0) & (tags <= kinds))
    starts = np.flatnonzero(free & (opens | ~np.concatenate([[False], free[:-1]])))
    ends = np.flatnonzero(free & np.concatenate([opens[1:] | ~free[1:], [True]])) + 1
    for lane in np.unique(np.searchsorted(starts, np.flatnonzero(stray), side="right") - 1).tolist():
        first, last = int(starts[lane]), int(ends[lane])
        tags[first:last] = _viterbi(scores[first:last].tolist(), kinds)
    return tags


def _viterbi(scores: list[list[float]], kinds: int) -> list[int]:
    """The best tags of one lane; no tag runs into its first word.

    Outside and begin tags follow anything, so one best tag serves them all; an inside tag follows its begin or itself, whichever is better.
    """
    live = [*scores[0][: 1 + kinds], *[_NEVER] * kinds]
    steps: list[tuple[int, list[bool]]] = []
    for row in scores[1:]:
        top = max(live)
        begin, inside = live[1 : 1 + kinds], live[1 + kinds :]
        steps.append((live.index(top), [one >= other for one, other in zip(begin, inside, strict=True)]))
        reached = map(max, begin, inside)
        live = [top + score for score in row[: 1 + kinds]] + [one + score for one, score in zip(reached, row[1 + kinds :], strict=True)]
    tags = [live.index(max(live))]
    for best, opened in reversed(steps):
        kind = tags[-1] - 1 - kinds
        if kind < 0:
            tags.append(best)
        else:
            tags.append(1 + kind if opened[kind] else 1 + kinds + kind)
    return tags[::-1]


def stretches(tags: Ints, mass: Floats) -> list[tuple[int, int, int, float]]:
    """Labelled stretches as (first word, past the last, kind, mean mass of the kind), in order."""
    kinds = mass.shape[1]
    tagged = tags.tolist()
    summed = np.concatenate([np.zeros((1, kinds)), mass.cumsum(axis=0, dtype=np.float64)])
    found: list[tuple[int, int, int, float]] = []
    for first in np.flatnonzero((tags > 0) & (tags <= kinds)).tolist():
        kind = tagged[first] - 1
        last = first + 1
        while last < len(tagged) and tagged[last] == 1 + kinds + kind:
            last += 1
        found.append((first, last, kind, float(summed[last, kind] - summed[first, kind]) / (last - first)))
    return found
