"""Scores that say why."""

import datetime as dt

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from tests.reconcile.told import ALGERIA, ALGIERS, DAY, ES_SENIA, MENTIONS, ORAN, RELAXED, TUNIS, days, mention, report
from tocsin.core.events import EventMention, Verdict
from tocsin.core.values import Place
from tocsin.errors import ResourceError
from tocsin.reconcile.compare import Weights, compare, judge, probability, shipped_weights
from tocsin.reconcile.levels import NAMES, date_level, figures_level, people_level, place_level, published_level
from tocsin.reconcile.profiles import profile
from tocsin.reconcile.stems import stem
from tocsin.reconcile.wording import alike, wordings


def test_every_level_has_a_weight() -> None:
    """The file is whole, and has nothing the code does not know."""
    assert {feature: set(levels) for feature, levels in shipped_weights().levels.items()} == {feature: set(names) for feature, names in NAMES.items()}


def test_a_level_without_a_weight_is_named() -> None:
    """Weights of another version are refused, and not scored 0."""
    with pytest.raises(ResourceError, match=r"no weight for place: same; run: python -m training\.identity"):
        Weights(about="", bias=0, levels={}).score("place", "same")


@pytest.mark.parametrize(
    ("left", "right", "level", "sentence"),
    [
        (ORAN, ORAN, "same", "both in Oran"),
        (ORAN, ES_SENIA, "near", "Oran and Es Senia are 6 km apart"),
        (ORAN, ALGIERS, "country", "different places of one country"),
        (ORAN, ALGERIA, "wide", "Oran is in Algeria"),
        (ORAN, TUNIS, "apart", "different countries"),
        (ORAN, None, "unknown", "not said in both"),
    ],
)
def test_places(left: Place | None, right: Place | None, level: str, sentence: str) -> None:
    """The same whichever is left."""
    one, other = profile(mention("d1", place=left)), profile(mention("d2", place=right))
    found, said = place_level(one, other)
    assert found == place_level(other, one)[0] == level
    assert sentence in said


@pytest.mark.parametrize(
    ("gap", "length", "level"), [(0, 1, "same"), (1, 1, "1"), (3, 1, "2-3"), (9, 1, "4-10"), (30, 1, "11-45"), (90, 1, "far"), (0, 30, "overlap")]
)
def test_days(gap: int, length: int, level: str) -> None:
    """Days between the days told; a loose date overlaps only loosely."""
    one = profile(mention("d1", day=days(DAY)))
    other = profile(mention("d2", day=days(DAY + dt.timedelta(days=gap), length)))
    assert date_level(one, other)[0] == date_level(other, one)[0] == level


def test_an_assumed_day_is_not_told() -> None:
    """Only what a report says of the day counts; the publication is a feature of its own."""
    one, other = profile(mention("d1", day=days(DAY))), profile(mention("d2", day=days(DAY), assumed=True))
    assert date_level(one, other)[0] == "unknown"
    assert published_level(one, other)[0] == "0-1"


def test_names_and_figures() -> None:
    """A whole name says more than a part; 12 killed twice says more than 1 killed twice, and nothing is said where one is silent."""
    one = profile(mention("d1", people=("Zohra Belkacemi",), killed=12))
    assert people_level(one, profile(mention("d2", people=("Zohra Belkacemi",)))) == ("full", "both name belkacemi zohra")
    assert people_level(one, profile(mention("d2", people=("Tahar Ziani",))))[0] == "others"
    assert figures_level(one, profile(mention("d2", killed=12))) == ("same", "both say 12 killed")
    assert figures_level(one, profile(mention("d2", killed=3)))[0] == "differ"
    assert figures_level(one, profile(mention("d2", injured=12)))[0] == "unknown"
    single = profile(mention("d1", killed=1))
    assert figures_level(single, profile(mention("d2", killed=1)))[0] == "could agree"


def test_two_tellings_of_one_strike() -> None:
    """The same, with a sentence for each thing compared and the strongest first; another town's strike of another month is not."""
    texts = ["Bakers Zerrouki and Hamlaoui struck in Oran on Monday.", "In Oran the bakers Zerrouki and Hamlaoui struck.", "Dockers struck in Tunis."]
    documents = [report(text) for text in texts]
    worded = wordings(documents)
    day = days(DAY)
    first, second = [mention(one.id, kind="strike", word="struck", place=ORAN, day=day, participants=12) for one in documents[:2]]
    third = mention(documents[2].id, kind="strike", word="struck", place=TUNIS, day=days(DAY + dt.timedelta(days=60)))
    left, right = sorted((first, second), key=lambda one: one.id)
    same = judge(profile(left), profile(right), (worded[left.document], worded[right.document]))
    other = judge(profile(first), profile(third), (worded[first.document], worded[third.document]))
    assert (same.verdict, other.verdict) == (Verdict.SAME, Verdict.DIFFERENT)
    assert (same.left, same.right, same.by) == (left.id, right.id, "rule")
    assert {"both in Oran", "told of the same day", "both say 12 participants"} <= {feature.sentence for feature in same.features}
    strengths = [abs(feature.score) for feature in same.features]
    assert strengths == sorted(strengths, reverse=True)
    assert same.score == pytest.approx(probability(shipped_weights().bias + sum(feature.score for feature in same.features)), abs=1e-5)


@RELAXED
@given(MENTIONS, MENTIONS)
def test_a_pair_has_no_direction(left: EventMention, right: EventMention) -> None:
    """Left and right may change places."""
    assume(left.id != right.id)
    assert judge(profile(left), profile(right)) == judge(profile(right), profile(left))
    assert {feature.name: feature.score for feature in compare(left, right)} == {feature.name: feature.score for feature in compare(right, left)}


def test_closer_never_scores_less() -> None:
    """An expert would not accept weights by which a day further off speaks more for one event."""
    levels = shipped_weights().levels
    for feature, order in (
        ("date", ["same", "1", "2-3", "4-10", "11-45", "far"]),
        ("published", ["0-1", "2-3", "4-10", "11-45", "46-365", "far"]),
        ("place", ["same", "near", "area", "region", "country", "apart"]),
        ("wording", ["0.45", "0.3", "0.2", "0.15", "0.1", "0.06", "0.03", "0"]),
    ):
        scores = [levels[feature][level] for level in order]
        assert scores == sorted(scores, reverse=True), feature


@given(st.floats(-1000, 1000))
def test_a_probability_is_one(log_odds: float) -> None:
    """No log-odds are too large."""
    assert 0 <= probability(log_odds) <= 1


def test_wording_counts_rare_words() -> None:
    """Reports of common words share nothing; the same report shares all."""
    documents = [report("Police said a man was shot in the street."), report("Police said people were in the street."), report("Zerrouki Hamlaoui")]
    first, second, third = [wordings(documents)[one.id] for one in documents]
    assert alike(third, third) == pytest.approx(1)
    assert alike(first, third) == 0
    assert alike(first, second) < 0.3


@pytest.mark.parametrize(("one", "other"), [("killings", "killed"), ("shot", "shooting"), ("Protesters", "protest"), ("rallies", "rally")])
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    """Regular endings, and the irregular verbs of the lexicon."""
    assert stem(one) == stem(other)


def test_other_words_have_other_stems() -> None:
    """A stem is not a guess at the meaning."""
    assert len({stem(word) for word in ("march", "murder", "riot", "strike", "arrest", "arson")}) == 6
