"""From the network's label scores on pieces to labelled stretches of words: means over pieces, then the best valid tag sequence."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_SHARE_FLOOR = 1e-3
_MASS_FLOOR = 1e-9
_SAFE = float(np.log((1 - _SHARE_FLOOR) / _SHARE_FLOOR))
"""How far (in log mass) "outside" must lead for it to be on every best path: giving it up can win back no more than the begin/inside share."""
_NEVER = np.float32(-1e9)


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


def best_tags(scores: Floats, fresh: npt.NDArray[np.bool_]) -> Ints:
    """The best tag of each word such that an inside tag follows a begin or inside tag of its kind (Viterbi, exact).

    `fresh` marks words that no stretch may run into (a sentence's first). Words that are outside on every best path cut the text into short
    lanes, which are then worked through side by side.
    """
    words = len(scores)
    tags = np.zeros(words, dtype=np.int64)
    free = scores[:, 0] - scores[:, 1:].max(axis=1) <= _SAFE
    if not free.any():
        return tags
    opens = free & (fresh | ~np.concatenate([[False], free[:-1]]))
    starts = np.flatnonzero(opens)
    lane_of = np.cumsum(opens)[free] - 1
    sizes = np.bincount(lane_of, minlength=len(starts))
    order = np.argsort(-sizes, kind="stable")
    longest = int(sizes.max())
    columns = np.arange(longest)
    index = np.minimum(starts[order][:, None] + columns, words - 1)
    lanes = _viterbi(scores[index], sizes[order])
    inside = columns < sizes[order][:, None]
    tags[index[inside]] = lanes[inside]
    return tags


def _viterbi(scores: Floats, sizes: Ints) -> Ints:
    """Scores (lanes, longest, 2K + 1), lanes sorted from the longest; returns tags (lanes, longest), meaningless past a lane's size.

    Outside and begin tags follow anything, so one argmax serves them all; an inside tag follows its begin or itself, whichever is better.
    """
    lanes, longest, states = scores.shape
    kinds = states // 2
    running = np.searchsorted(-sizes, -np.arange(longest), side="left").tolist()
    best = np.zeros((longest, lanes), dtype=np.int64)
    opened = np.zeros((longest, lanes, kinds), dtype=np.bool_)
    live = scores[:, 0].copy()
    live[:, 1 + kinds :] = _NEVER
    for t in range(1, longest):
        now = live[: running[t]]
        begin, inside = now[:, 1 : 1 + kinds], now[:, 1 + kinds :]
        best[t, : running[t]] = now.argmax(axis=1)
        opened[t, : running[t]] = begin >= inside
        reached = np.maximum(begin, inside)
        now[:, : 1 + kinds] = now.max(axis=1)[:, None]
        now[:, 1 + kinds :] = reached
        now += scores[: running[t], t]
    tags = np.zeros((lanes, longest), dtype=np.int64)
    tags[np.arange(lanes), sizes - 1] = live.argmax(axis=1)
    for t in range(longest - 1, 0, -1):
        tag = tags[: running[t], t]
        kind = np.maximum(tag - 1 - kinds, 0)
        stays = np.where(opened[t, np.arange(running[t]), kind], 1 + kind, 1 + kinds + kind)
        tags[: running[t], t - 1] = np.where(tag > kinds, stays, best[t, : running[t]])
    return tags


def stretches(tags: Ints, mass: Floats) -> list[tuple[int, int, int, float]]:
    """Labelled stretches as (first word, past the last, kind, mean mass of the kind), in order."""
    kinds = mass.shape[1]
    found: list[tuple[int, int, int, float]] = []
    for first in np.flatnonzero((tags > 0) & (tags <= kinds)).tolist():
        kind = int(tags[first]) - 1
        last = first + 1
        while last < len(tags) and tags[last] == 1 + kinds + kind:
            last += 1
        found.append((first, last, kind, float(mass[first:last, kind].mean())))
    return found
