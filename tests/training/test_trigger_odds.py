"""How often the lexicon's words tell an act."""

import pytest
import yaml

from tocsin.core.spans import Span
from training.trigger_odds import count, drawn, lines

TEXT = "Police arrested a man. The arrest was quiet."


def test_counted_by_rule_and_words() -> None:
    """Each occurrence counts for its rule and its words, right where it touches a labelled trigger."""
    counted = count([(TEXT, [Span(7, 15)])])
    assert counted == {"trigger:arrest": {"arrested": [True], "arrest": [False]}}


def test_seldom_words_have_the_odds_of_their_rule() -> None:
    [row] = yaml.safe_load("".join(lines({"trigger:arrest": {"arrested": [True] * 8, "arrest": [False]}})))
    assert row["rule"] == "trigger:arrest"
    assert list(row["words"]) == ["arrested"]
    assert row["odds"] < row["words"]["arrested"] < 1


def test_drawn_to_the_prior() -> None:
    assert drawn([], 0.5) == 0.5
    assert drawn([True] * 4, 0.5) == pytest.approx(0.75)
