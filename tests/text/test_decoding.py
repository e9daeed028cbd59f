"""Decoding: the best valid tag sequence, exactly, and masses that are means over a word's pieces."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.text.decoding import agreed, best_tags, stretches, word_scores

KINDS = 2
STATES = 2 * KINDS + 1


def _valid(tags, fresh):
    return all(tag <= KINDS or (i > 0 and not fresh[i] and tags[i - 1] in (tag, tag - KINDS)) for i, tag in enumerate(tags))


@settings(max_examples=150)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.floats(0.3, 12))
def test_finds_the_best_valid_sequence(words, seed, sharpness):
    """Lanes and shortcuts change nothing: the score is that of the best among all valid sequences."""
    chance = np.random.default_rng(seed)
    scores, _ = word_scores((chance.normal(size=(words, STATES)) * sharpness).astype(np.float32), np.arange(words + 1))
    fresh = chance.random(words) < 0.3
    fresh[0] = True
    tags = best_tags(scores, fresh).tolist()
    assert _valid(tags, fresh)
    total = sum(float(scores[i, tag]) for i, tag in enumerate(tags))
    best = max(sum(float(scores[i, tag]) for i, tag in enumerate(path)) for path in product(range(STATES), repeat=words) if _valid(path, fresh))
    assert total == pytest.approx(best, abs=1e-4)


def test_mass_is_the_mean_over_pieces_and_begin_is_for_the_first():
    """A word of two pieces that disagree takes the mean; only its first piece says whether a stretch begins."""
    sure, none = 9.0, 0.0
    logits = np.array([[none, sure, none, none, none], [sure, none, none, none, none]], dtype=np.float32)
    scores, mass = word_scores(logits, np.array([0, 2]))
    assert mass[0, 0] == pytest.approx(0.5, abs=0.01)
    assert scores[0, 1] > scores[0, 1 + KINDS]


def test_stretches_are_cut_at_begins_and_kinds():
    """Begin, begin, inside of one kind are two stretches; the score is the mean mass of the kind."""
    mass = np.array([[0.9, 0.0], [0.8, 0.1], [0.6, 0.1], [0.0, 0.0], [0.0, 0.7]], dtype=np.float32)
    found = stretches(np.array([1, 1, 3, 0, 2]), mass)
    assert [(first, last, kind) for first, last, kind, _ in found] == [(0, 1, 0), (1, 3, 0), (4, 5, 1)]
    assert found[1][3] == pytest.approx(0.7)


def test_a_name_means_one_thing_in_one_report() -> None:
    """Twice surely a person, once hardly a place: the third is read as a person too, and a word that stands once stays as it was."""
    person, place, lone = (-9.0, -0.1, -4.0, -9.0, -9.0), (-9.0, -0.8, -0.7, -9.0, -9.0), (-0.5, -3.0, -1.0, -9.0, -9.0)
    scores = np.array([person, person, place, lone], dtype=np.float32)
    mixed, mass = agreed(scores, np.array([0, 0, 0, -1]))
    assert scores[2].argmax() == 2
    assert mixed[2].argmax() == 1
    assert np.allclose(mixed[3, :3], scores[3, :3], atol=0.02)
    assert mass.shape == (4, 2)
